//! The county's hub as the county's administrator runs it: the real `hezhan-hub`, set up by the command that the program
//! shows. Nothing of the hub's inside is known here.

use std::process::{Child, Command, Stdio};

use system::window::{free_port, program};
use tempfile::TempDir;

/// A server with the hub on it, running or not.
pub struct Mailbox {
    folder: TempDir,
    listen: String,
    running: Option<Child>,
}

impl Mailbox {
    /// Runs the `hezhan-hub init …` of the page, on this machine; gives the hub and the line that it printed last.
    pub fn set_up_by(shown: &str) -> (Mailbox, String) {
        let folder = tempfile::tempdir().unwrap();
        let listen = format!("127.0.0.1:{}", free_port());
        let mut words = shown.split_whitespace();
        assert_eq!(words.next(), Some("hezhan-hub"), "{shown}");
        let arguments = words.map(|word| match word {
            "/var/lib/hezhan-hub" => folder.path().join("hub").display().to_string(),
            "主机名:8443" => listen.clone(),
            other => other.to_owned(),
        });
        let made = Command::new(program("hezhan-hub")).args(arguments).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let printed = String::from_utf8(made.stdout).unwrap();
        let line = printed.lines().rfind(|line| !line.trim().is_empty()).expect("a line to paste").to_owned();
        (Mailbox { folder, listen, running: None }, line)
    }

    /// It is switched on.
    pub fn start(&mut self) {
        let serving = Command::new(program("hezhan-hub"))
            .args(["serve", "--listen", &self.listen, "--data"])
            .arg(self.folder.path().join("hub"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.running = Some(serving);
        let listening = || std::net::TcpStream::connect(&self.listen).is_ok();
        let begun = std::time::Instant::now();
        while !listening() {
            assert!(begun.elapsed().as_secs() < 60, "the hub did not start");
            std::thread::yield_now();
        }
    }

    /// It is switched off.
    pub fn stop(&mut self) {
        if let Some(mut serving) = self.running.take() {
            serving.kill().unwrap();
            serving.wait().unwrap();
        }
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.stop();
    }
}
