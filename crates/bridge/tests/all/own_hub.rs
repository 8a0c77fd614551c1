//! The hub that the program opens on the officer's own PC, with the real program: it is started by one, goes on when that one is
//! killed, is found by the next, and takes what a station sends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use app::{App, AppConfig, Cost};
use serde_json::{Value, json};

const PASS: &str = "春天的禾苗青青的";
const ROOT: &str = "后山那棵歪枣树下";

/// The program on the officer's PC, as `make run` starts it where there is no display.
struct Program {
    child: Child,
    address: String,
    token: String,
}

impl Program {
    fn start(data: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hezhan-bridge"))
            .env("HEZHAN_DATA", data.join("real"))
            .env("HEZHAN_UI", data)
            .env("HEZHAN_PORT", "0")
            .env("XDG_CONFIG_HOME", data.join("config"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let said = lines.find_map(|line| Some(line.split_once("Bearer ")?.1.to_owned())).expect("what scripts carry");
        // Its last word too, or it would speak into a pipe that nobody holds.
        lines.next();
        let (token, address) = said.strip_suffix("/call/…").unwrap().split_once(" 调用 http://").unwrap();
        Program { child, address: address.to_owned(), token: token.to_owned() }
    }

    fn ask(&self, name: &str, request: Value) -> (bool, Value) {
        let (address, token, body) = (&self.address, &self.token, request.to_string());
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /call/{name} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.starts_with("HTTP/1.1 200"), serde_json::from_str(body).unwrap())
    }

    fn call(&self, name: &str, request: Value) -> Value {
        let (done, answer) = self.ask(name, request);
        assert!(done, "{name} was refused: {answer}");
        answer
    }

    fn refused(&self, name: &str, request: Value) -> Value {
        let (done, answer) = self.ask(name, request);
        assert!(!done, "{name} was not refused: {answer}");
        answer
    }

    /// Switched off, not closed.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Stops the hub, however the test ends.
struct Stopped(PathBuf);

impl Drop for Stopped {
    fn drop(&mut self) {
        hub::service::stop(&self.0);
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn as_file(made: &Value) -> Value {
    json!({"name": made["name"], "path": made["path"]})
}

#[test]
fn a_hub_opened_here_outlives_the_program_is_found_again_and_takes_what_stations_send() {
    let folder = tempfile::tempdir().unwrap();
    let (data, stick) = (folder.path(), folder.path().join("stick"));
    std::fs::create_dir_all(&stick).unwrap();
    let _stopped = Stopped(data.join("信箱"));
    let entry = data.join("config/autostart/cn.hezhan.hub.desktop");

    let first = Program::start(data);
    let founding =
        json!({"name": "浏阳市", "division": "430181", "officer": "唐敏", "passphrase": PASS, "root_passphrase": ROOT});
    first.call("setup.county", founding);
    let before = first.call("hub.here", json!({}));
    assert_eq!(
        (&before["possible"], &before["opened"], &before["running"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!(before["port"], 8443);
    let open =
        |root: &str, address: &str| json!({"folder": data, "address": address, "port": 0, "root_passphrase": root});
    assert_eq!(first.refused("hub.open", open(PASS, "127.0.0.1"))["code"], "wrong_passphrase");
    assert_eq!(first.refused("hub.open", open(ROOT, "大瑶 镇"))["fields"][0]["field"], "address");
    assert!(!data.join("信箱").exists(), "nothing was set up");
    let opened = first.call("hub.open", open(ROOT, "127.0.0.1"));
    let port = opened["port"].as_u64().unwrap();
    assert_eq!(opened["running"], true, "{opened}");
    assert_eq!(opened["folder"], json!(data.join("信箱")));
    assert_eq!(opened["named"], format!("https://127.0.0.1:{port}"));
    assert!(std::fs::read_to_string(&entry).unwrap().contains("hezhan-bridge"), "it starts with every log-in");
    first.call("stations.register", json!({"township": "430181110", "root_passphrase": ROOT}));
    let made = first.call("stations.join_file", json!({"station": "43018111001", "destination": {"folder": stick}}));
    assert_eq!(made["file"]["name"], "加入文件-大瑶镇-A.hzj");

    // The program is killed; the hub is not.
    first.kill();
    assert_eq!(hub::service::running(&data.join("信箱")), Some(port as u16));
    let pc = App::new(AppConfig { cost: Cost::Cheap, ..AppConfig::new(data.join("station")) });
    let join = json!({"file": as_file(&made["file"]), "code": made["code"], "name": "林小禾", "role": "supervisor", "passphrase": PASS});
    pc.call("setup.join", join).unwrap();

    // The next program finds it and starts no second one; the PC that waits is told with its person.
    let second = Program::start(data);
    let me = text(&second.call("start.state", json!({}))["staff"][0]["id"]);
    second.call("session.unlock", json!({"staff": me, "passphrase": PASS}));
    let found = second.call("hub.here", json!({}));
    assert_eq!((&found["running"], &found["port"]), (&json!(true), &json!(port)));
    assert_eq!(second.call("hub.start", json!({}))["port"], port);
    assert_eq!(second.call("hub.open", open(ROOT, "127.0.0.1"))["port"], port);
    second.call("sync.now", json!({"wait": true}));
    pc.call("sync.now", json!({"wait": true})).unwrap();
    second.call("sync.now", json!({"wait": true}));
    let waiting = second.call("devices.requests", json!({}));
    assert_eq!((&waiting[0]["person"], &waiting[0]["role"]), (&json!("林小禾"), &json!("supervisor")), "{waiting}");
    second.call("devices.confirm", json!({"devices": [waiting[0]["device"]], "root_passphrase": ROOT}));
    second.call("sync.now", json!({"wait": true}));
    pc.call("sync.now", json!({"wait": true})).unwrap();
    pc.call("staff.add", json!({"name": "何小满", "role": "worker"})).unwrap();
    let status = pc.call("sync.now", json!({"wait": true})).unwrap();
    assert_eq!((&status["counts"]["saved"], &status["hub"]["problem"]), (&json!(0), &Value::Null), "{status}");
    assert!(status["counts"]["delivered"].as_u64().unwrap() + status["counts"]["taken_in"].as_u64().unwrap() > 0);

    // Stopped it is stopped, with the next log-in too; started again it has its port, and what lay in it.
    let stopped = second.call("hub.stop", json!({}));
    assert_eq!((&stopped["running"], &stopped["opened"]), (&json!(false), &json!(true)));
    assert!(!entry.exists());
    assert!(TcpStream::connect(("127.0.0.1", port as u16)).is_err());
    let again = second.call("hub.start", json!({}));
    assert_eq!((&again["running"], &again["port"], &again["named"]), (&json!(true), &json!(port), &opened["named"]));
    // Another address, for the same hub.
    let moved = second.call("hub.open", open(ROOT, "hub.liuyang.example:18443"));
    assert_eq!((&moved["named"], &moved["port"]), (&json!("https://hub.liuyang.example:18443"), &json!(port)));
    second.call("hub.stop", json!({}));
}

/// A county's officer at her program, with a hub that runs in `信箱`; the way to ask for it again with a port.
fn officer(data: &Path) -> (Program, impl Fn(u16) -> Value) {
    let program = Program::start(data);
    let founding =
        json!({"name": "浏阳市", "division": "430181", "officer": "唐敏", "passphrase": PASS, "root_passphrase": ROOT});
    program.call("setup.county", founding);
    let folder = data.to_owned();
    let open =
        move |port: u16| json!({"folder": folder, "address": "127.0.0.1", "port": port, "root_passphrase": ROOT});
    assert_eq!(program.call("hub.open", open(0))["running"], true);
    (program, open)
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    std::net::TcpListener::bind(("0.0.0.0", 0)).unwrap().local_addr().unwrap().port()
}

#[test]
fn only_opening_sets_a_hub_up() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (at, away) = (data.join("信箱"), data.join("拿走"));
    let _stopped = Stopped(at.clone());
    let (first, open) = officer(data);
    // Its disk is not there when the PC is switched on.
    first.kill();
    hub::service::stop(&at);
    std::fs::rename(&at, &away).unwrap();
    let second = Program::start(data);
    let me = text(&second.call("start.state", json!({}))["staff"][0]["id"]);
    second.call("session.unlock", json!({"staff": me, "passphrase": PASS}));
    let gone = second.refused("hub.start", json!({}));
    assert!(text(&gone["detail"]).contains("找不到信箱的文件夹"), "{gone}");
    assert!(!at.exists(), "nothing was set up");
    // Opened once more it is another one, and the one from before is not taken for it.
    assert_eq!(second.call("hub.open", open(0))["running"], true);
    second.call("hub.stop", json!({}));
    std::fs::rename(&at, data.join("新的")).unwrap();
    std::fs::rename(&away, &at).unwrap();
    let other = second.refused("hub.start", json!({}));
    assert!(text(&other["detail"]).contains("不是站点认得的那个信箱"), "{other}");
    assert_eq!(second.call("hub.here", json!({}))["running"], false);
}

#[test]
fn a_hub_gets_another_port_and_keeps_its_own_where_that_one_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let at = data.join("信箱");
    let _stopped = Stopped(at.clone());
    let (program, open) = officer(data);
    let before = program.call("hub.here", json!({}));
    let port = free_port();
    let moved = program.call("hub.open", open(port));
    assert_eq!((&moved["running"], &moved["port"]), (&json!(true), &json!(port)));
    assert_eq!(moved["named"], format!("https://127.0.0.1:{port}"));
    assert!(TcpStream::connect(("127.0.0.1", before["port"].as_u64().unwrap() as u16)).is_err(), "the old one ended");
    let taken = std::net::TcpListener::bind(("0.0.0.0", 0)).unwrap();
    let refused = program.refused("hub.open", open(taken.local_addr().unwrap().port()));
    assert!(text(&refused["detail"]).contains("换一个端口"), "{refused}");
    let after = program.call("hub.here", json!({}));
    assert_eq!((&after["running"], &after["port"], &after["named"]), (&json!(true), &json!(port), &moved["named"]));
    // Stopped, it takes the port with its next opening, and keeps it when started.
    program.call("hub.stop", json!({}));
    let third = free_port();
    assert_eq!(program.call("hub.open", open(third))["port"], third);
    program.call("hub.stop", json!({}));
    assert_eq!(program.call("hub.start", json!({}))["port"], third);
    program.call("hub.stop", json!({}));
}

#[test]
fn practice_opens_no_hub_of_its_own_on_the_pc() {
    let data = tempfile::tempdir().unwrap();
    let config =
        AppConfig { cost: Cost::Cheap, hub_host: bridge::own_hub::of_this_program(), ..AppConfig::new(data.path()) };
    let app = practice::Program::new(config, None);
    let state = app.call("practice.open", json!({})).unwrap();
    let officer = state["people"].as_array().unwrap().iter().find(|person| person["role"] == "county").unwrap();
    app.call("practice.switch", json!({"person": officer["key"]})).unwrap();
    assert_eq!(app.call("hub.here", json!({})).unwrap()["possible"], false);
}
