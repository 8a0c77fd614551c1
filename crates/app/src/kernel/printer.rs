//! The printer of this PC where the system prints a PDF without a dialogue: CUPS takes it from memory, so that nothing lies on the disk
//! in between; Windows wants a file and a program that knows its print verb. It knows no paper.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// CUPS by its two programs.
pub(crate) struct Cups {
    lp: PathBuf,
    lpstat: PathBuf,
}

impl Default for Cups {
    fn default() -> Cups {
        Cups { lp: "lp".into(), lpstat: "lpstat".into() }
    }
}

impl Cups {
    /// The printer that things go to: the standard one, else the first; none where CUPS or a printer is missing.
    pub(crate) fn printer(&self) -> Option<String> {
        let ask = |what: &str| {
            let answer = Command::new(&self.lpstat).arg(what).env("LC_ALL", "C").stdin(Stdio::null()).output().ok()?;
            answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
        };
        let standard = ask("-d").and_then(|said| Some(said.split_once("destination:")?.1.trim().to_owned()));
        let first = || ask("-e").and_then(|said| said.lines().next().map(|name| name.trim().to_owned()));
        standard.or_else(first).filter(|name| !name.is_empty())
    }

    /// Hands a PDF to the printer; when it does not take it, what it said.
    pub(crate) fn print(&self, printer: &str, title: &str, pdf: &[u8]) -> Result<(), String> {
        let mut lp = Command::new(&self.lp);
        lp.args(["-d", printer, "-t", title, "-"]).env("LC_ALL", "C");
        let pipes = lp.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut running = pipes.map_err(|error| error.to_string())?;
        // A refusal shows in how it ends, also where it would not read to the end.
        let taken = running.stdin.take().map_or(Ok(()), |mut to| to.write_all(pdf));
        let ended = running.wait_with_output().map_err(|error| error.to_string())?;
        match (ended.status.success(), taken) {
            (true, Ok(())) => Ok(()),
            (true, Err(error)) => Err(error.to_string()),
            (false, _) => Err(String::from_utf8_lossy(&ended.stderr).trim().to_owned()),
        }
    }
}

/// Asks Windows to print a file with the program that opens PDFs; false when no such program can.
pub(crate) fn by_print_verb(file: &Path) -> bool {
    if !cfg!(windows) {
        return false;
    }
    let quoted = file.display().to_string().replace('\'', "''");
    let script = format!("Start-Process -FilePath '{quoted}' -Verb Print -ErrorAction Stop");
    let asked = Command::new("powershell").args(["-NoProfile", "-WindowStyle", "Hidden", "-Command", &script]).status();
    asked.is_ok_and(|status| status.success())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a file of the test");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a file of the test");
        path
    }

    fn cups(folder: &Path, lp: &str, lpstat: &str) -> Cups {
        Cups { lp: program(folder, "lp", lp), lpstat: program(folder, "lpstat", lpstat) }
    }

    #[test]
    fn a_paper_goes_to_the_standard_printer_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let got = folder.path().join("got");
        let lp = format!("echo \"$@\" > '{0}.args'; cat > '{0}'", got.display());
        let cups = cups(folder.path(), &lp, "echo 'system default destination: HP_LaserJet'");
        assert_eq!(cups.printer().as_deref(), Some("HP_LaserJet"));
        cups.print("HP_LaserJet", "走访记录表", b"%PDF-1.7 paper").unwrap();
        assert_eq!(std::fs::read(&got).unwrap(), b"%PDF-1.7 paper");
        let args = std::fs::read_to_string(folder.path().join("got.args")).unwrap();
        assert_eq!(args.trim(), "-d HP_LaserJet -t 走访记录表 -");
    }

    #[test]
    fn without_a_standard_printer_the_first_is_taken_and_without_any_none() {
        let folder = tempfile::tempdir().unwrap();
        let some = "[ \"$1\" = -e ] && printf 'Canon\\nHP\\n' || echo 'no system default destination'";
        assert_eq!(cups(folder.path(), "cat", some).printer().as_deref(), Some("Canon"));
        assert_eq!(cups(folder.path(), "cat", "exit 1").printer(), None);
        let nowhere = folder.path().join("nowhere");
        assert_eq!(Cups { lp: nowhere.clone(), lpstat: nowhere }.printer(), None);
    }

    #[test]
    fn what_a_printer_refuses_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let cups =
            cups(folder.path(), "cat > /dev/null; echo 'lp: The printer is not accepting jobs.' >&2; exit 1", "");
        let said = cups.print("HP", "表", b"%PDF").unwrap_err();
        assert_eq!(said, "lp: The printer is not accepting jobs.");
    }
}
