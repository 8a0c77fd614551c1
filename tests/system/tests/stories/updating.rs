//! The real program with a newer one beside its data that it cannot believe: that one is not run, this one opens as ever, and says so on
//! its first page. How programs that are signed start, or do not, is tried in crates/update.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use system::window::program;

const PATIENCE: Duration = Duration::from_secs(90);
const GLANCE: Duration = Duration::from_millis(40);

/// The program without a browser to open, ended with the test.
struct Opened(Child);

impl Drop for Opened {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks the program as a script does, by what it says of itself in its folder.
fn ask(data: &Path, name: &str) -> Value {
    let begun = Instant::now();
    let said: Value = loop {
        let said = std::fs::read(data.join("running.json")).ok();
        match said.and_then(|said| serde_json::from_slice(&said).ok()) {
            Some(said) => break said,
            None => assert!(begun.elapsed() < PATIENCE, "the program does not open"),
        }
        std::thread::park_timeout(GLANCE);
    };
    let (port, secret) = (said["port"].as_u64().unwrap(), said["secret"].as_str().unwrap());
    let mut stream = TcpStream::connect(("127.0.0.1", port as u16)).unwrap();
    write!(
        stream,
        "POST /call/{name} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {secret}\r\ncontent-length: 2\r\n\
         connection: close\r\n\r\n{{}}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn a_newer_program_that_nobody_signed_is_not_run_and_the_first_page_says_so() {
    let data = tempfile::tempdir().unwrap();
    let (newer, ran) = (data.path().join("programs/9.9.9"), data.path().join("ran"));
    std::fs::create_dir_all(&newer).unwrap();
    std::fs::write(newer.join("hezhan"), format!("#!/bin/sh\ntouch {}\n", ran.display())).unwrap();
    std::fs::write(newer.join("signed"), "{\"format\":\"hezhan-update\",\"version\":\"9.9.9\"}\n00\n").unwrap();
    let mut command = Command::new(program("hezhan"));
    command.arg("--browser").env("HEZHAN_DATA", data.path()).env("PATH", "");
    let _program = Opened(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());

    let state = ask(data.path(), "start.state");
    assert_eq!(state["stage"], "fresh", "{state}");
    let said = state["warning"].as_str().unwrap();
    assert!(said.contains("9.9.9 没有启动成功（程序文件已损坏）"), "{said}");
    let program = ask(data.path(), "updates.state");
    assert_eq!((&program["version"], &program["can_install"]), (&state["version"], &json!(true)));
    assert!(!ran.exists());
}
