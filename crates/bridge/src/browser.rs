//! The browser of this PC, opened on an address: in a window without tabs where it knows how to, and without keeping a history, its
//! extensions or what was typed. It knows neither the program nor what is shown.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Names a browser to take in place of the one that is found; it gets the address as one of its words.
const OWN_CHOICE: &str = "HEZHAN_BROWSER";

/// Kin of Chromium as Debian, Kylin and UOS name them: they know windows of one page.
#[cfg(not(windows))]
const KIN: [&str; 12] = [
    "microsoft-edge-stable",
    "microsoft-edge",
    "google-chrome-stable",
    "google-chrome",
    "qaxbrowser-safe-stable",
    "qaxbrowser-safe",
    "uos-browser-stable",
    "uos-browser",
    "browser360-cn-stable",
    "browser360-cn",
    "chromium",
    "chromium-browser",
];

/// Where Windows has them, below its folders of programs. Every Windows 10 has the first.
#[cfg(windows)]
const KIN: [&str; 2] = [r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe"];

/// Opens an address. False where no browser could be started.
pub fn open(address: &str) -> bool {
    if let Some(chosen) = std::env::var_os(OWN_CHOICE) {
        return start(&PathBuf::from(chosen), &[address.into()]);
    }
    let of_one_page = |browser: &PathBuf| start(browser, &words(browser, address));
    kin().iter().any(of_one_page) || by_default(address)
}

/// A window of one page. Edge calls keeping nothing by another name than its kin.
fn words(browser: &Path, address: &str) -> Vec<OsString> {
    let edge = browser.to_string_lossy().contains("edge");
    let private = if edge { "--inprivate" } else { "--incognito" };
    vec![private.into(), "--no-first-run".into(), format!("--app={address}").into()]
}

#[cfg(not(windows))]
fn kin() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found = |name: &&str| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
    KIN.iter().filter_map(found).collect()
}

#[cfg(windows)]
fn kin() -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = ["ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA"]
        .into_iter()
        .filter_map(|name| std::env::var_os(name).map(PathBuf::from))
        .collect();
    KIN.iter().filter_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file())).collect()
}

#[cfg(not(windows))]
fn by_default(address: &str) -> bool {
    // It ends at once, and says whether there was one.
    let mut command = Command::new("xdg-open");
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|ended| ended.success())
}

#[cfg(windows)]
fn by_default(address: &str) -> bool {
    start(Path::new("rundll32.exe"), &["url.dll,FileProtocolHandler".into(), address.into()])
}

/// Starts it apart: it lives as long as the person wants.
fn start(browser: &Path, words: &[OsString]) -> bool {
    let mut command = Command::new(browser);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    crate::apart::apart(&mut command);
    let Ok(mut child) = command.spawn() else { return false };
    // Waited for, so that one that has ended leaves nothing behind while this program runs.
    std::thread::spawn(move || child.wait());
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_one_page_keeps_nothing() {
        let said = |browser: &str| {
            let words = words(Path::new(browser), "http://127.0.0.1:1/");
            words.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(said("/usr/bin/chromium"), "--incognito --no-first-run --app=http://127.0.0.1:1/");
        assert_eq!(said("/usr/bin/microsoft-edge"), "--inprivate --no-first-run --app=http://127.0.0.1:1/");
    }

    #[test]
    fn what_cannot_be_started_is_said() {
        assert!(!start(Path::new("/there/is/no/browser"), &[]));
    }
}
