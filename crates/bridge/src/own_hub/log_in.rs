//! Log-in of this user: the one entry, the hub's, by which the desktop starts it each time (autostart, or on Windows a value under Run).

use std::ffi::OsStr;
use std::path::Path;

#[cfg(not(windows))]
pub(super) struct LogIn {
    entry: std::path::PathBuf,
}

#[cfg(not(windows))]
impl LogIn {
    pub(super) fn of_this_user() -> Option<LogIn> {
        let home = || std::env::var_os("HOME").map(|home| std::path::PathBuf::from(home).join(".config"));
        let config = std::env::var_os("XDG_CONFIG_HOME").map(std::path::PathBuf::from).or_else(home)?;
        Some(LogIn { entry: config.join("autostart/cn.hezhan.hub.desktop") })
    }

    pub(super) fn start(&self, program: &Path, arguments: &[&OsStr]) -> Result<(), String> {
        let words = [program.as_os_str()].into_iter().chain(arguments.iter().copied());
        let command: Vec<String> = words.map(|word| quoted(&word.to_string_lossy())).collect();
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=禾站信箱\nExec={}\nNoDisplay=true\nX-GNOME-Autostart-enabled=true\n",
            command.join(" ")
        );
        let write = || {
            std::fs::create_dir_all(self.entry.parent().unwrap_or(Path::new(".")))?;
            std::fs::write(&self.entry, entry)
        };
        write().map_err(|_: std::io::Error| "信箱在运行，但没能设成登录后自动运行。请检查磁盘是否已满。".to_owned())
    }

    pub(super) fn forget(&self) -> Result<(), String> {
        match std::fs::remove_file(&self.entry) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err("信箱没有停：取消登录后自动运行时出错，请再试一次。".into())
            }
            _ => Ok(()),
        }
    }
}

/// A word of an `Exec` line, as the Desktop Entry Specification quotes it: inside double quotes, and once more as a string.
#[cfg(not(windows))]
fn quoted(word: &str) -> String {
    let mut text = String::new();
    for c in word.chars() {
        match c {
            '\\' => text.push_str(r"\\\\"),
            '"' | '`' | '$' => text.extend([r"\\", &c.to_string()]),
            '%' => text.push_str("%%"),
            c => text.push(c),
        }
    }
    format!("\"{text}\"")
}

#[cfg(windows)]
pub(super) struct LogIn;

#[cfg(windows)]
impl LogIn {
    const KEY: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
    const NAME: &str = "HezhanHub";

    pub(super) fn of_this_user() -> Option<LogIn> {
        Some(LogIn)
    }

    pub(super) fn start(&self, program: &Path, arguments: &[&OsStr]) -> Result<(), String> {
        let words = [program.as_os_str()].into_iter().chain(arguments.iter().copied());
        let command: Vec<String> = words.map(|word| format!("\"{}\"", word.to_string_lossy())).collect();
        let done = reg(&["add", Self::KEY, "/v", Self::NAME, "/d", &command.join(" "), "/f"]);
        done.then_some(()).ok_or_else(|| "信箱在运行，但没能设成登录后自动运行。".to_owned())
    }

    pub(super) fn forget(&self) -> Result<(), String> {
        let _ = reg(&["delete", Self::KEY, "/v", Self::NAME, "/f"]);
        Ok(())
    }
}

#[cfg(windows)]
fn reg(arguments: &[&str]) -> bool {
    use std::os::windows::process::CommandExt;
    // CREATE_NO_WINDOW.
    let done = std::process::Command::new("reg").args(arguments).creation_flags(0x0800_0000).output();
    done.is_ok_and(|done| done.status.success())
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn an_entry_runs_a_program_with_any_name_and_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let log_in = LogIn { entry: folder.path().join("autostart/hub.desktop") };
        log_in.start(Path::new("/opt/禾 站/hezhan"), &["hub".as_ref(), "/data/100% \"$x\\".as_ref()]).unwrap();
        let entry = std::fs::read_to_string(&log_in.entry).unwrap();
        assert!(entry.contains("Exec=\"/opt/禾 站/hezhan\" \"hub\" \"/data/100%% \\\\\"\\\\$x\\\\\\\\\"\n"), "{entry}");
        log_in.forget().unwrap();
        log_in.forget().unwrap();
        assert!(!log_in.entry.exists());
    }
}
