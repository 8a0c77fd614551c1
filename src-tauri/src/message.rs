//! A word to the person where nothing can be shown: written to the terminal and, on Windows, in a message of the system.

/// Tells what happened and what to do.
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
    #[cfg(windows)]
    message_box(text);
}

/// A message without a web view: the script host is part of every Windows.
#[cfg(windows)]
fn message_box(text: &str) {
    use std::os::windows::process::CommandExt;
    let text = text.replace('\'', "’").replace('\n', "' + \"`n\" + '");
    let script = format!("(New-Object -ComObject WScript.Shell).Popup('{text}', 0, '禾站', 48)");
    // CREATE_NO_WINDOW.
    let mut command = std::process::Command::new("powershell");
    let _ = command.args(["-NoProfile", "-Command", &script]).creation_flags(0x0800_0000).status();
}
