//! A word in Chinese that the window cannot open because the system's web view is missing. It must work
//! without a web view, so it writes to the terminal and, on Windows, shows a system message.

/// Tells the person what is missing and what to install.
pub(crate) fn explain(cause: &str) {
    let text = if cfg!(windows) {
        "禾站需要 WebView2 运行库才能显示窗口。请运行安装盘里的 MicrosoftEdgeWebView2RuntimeInstallerX64.exe,装好后再打开禾站。"
    } else {
        "禾站需要 WebKitGTK 才能显示窗口,并且要有图形桌面。请安装软件包 libwebkit2gtk-4.1-0,并在图形桌面里打开。"
    };
    eprintln!("{text}\n({cause})");
    #[cfg(windows)]
    message_box(text);
}

/// A message without a web view: the script host is part of every Windows. Not yet tried on a Windows PC.
#[cfg(windows)]
fn message_box(text: &str) {
    let script = format!("(New-Object -ComObject WScript.Shell).Popup('{text}', 0, '禾站', 48)");
    let _ = std::process::Command::new("powershell").args(["-NoProfile", "-Command", &script]).status();
}
