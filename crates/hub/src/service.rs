//! The hub as a process of its own on a PC: one at a time for a data directory. It tells whoever may read that directory where it
//! listens, and stops when they ask. Who starts it, and when, is not its business.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::identity::{SetupError, write};
use crate::limits::Rates;
use crate::server::{Config, serve};

const LOCK: &str = "running.lock";
const RUNNING: &str = "running.json";
/// How long either side of the line waits for a word of the other; stopping may take as long as running requests do.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where to reach a running one, and the word that it listens to. Left behind by one that was killed: then nobody answers.
#[derive(Serialize, Deserialize)]
struct Line {
    at: SocketAddr,
    word: String,
}

/// Serves until it is told to stop. `ready` is called with the port once it listens.
pub fn run(data_dir: &Path, port: u16, ready: impl FnOnce(u16)) -> Result<(), SetupError> {
    let cannot = |error| SetupError::Io("不能写入信箱目录", error);
    let lock = disk::to_lock(&data_dir.join(LOCK)).map_err(cannot)?;
    lock.try_lock().map_err(|_| SetupError::Running)?;
    let control = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| SetupError::Io("端口打不开", error))?;
    let at = control.local_addr().map_err(|error| SetupError::Io("端口打不开", error))?;
    let mut word = [0u8; 16];
    getrandom::fill(&mut word).map_err(|_| SetupError::Input("系统不能提供随机数，信箱没有启动。".into()))?;
    let line = Line { at, word: hex::encode(word) };
    let listen = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
    let handle = serve(Config { data_dir: data_dir.to_owned(), listen, rates: Rates::default(), log: false })?;
    write(data_dir, RUNNING, serde_json::to_string(&line).unwrap_or_default().as_bytes())?;
    ready(handle.addr.port());
    let asked = until_told(&control, &line.word, handle.addr.port());
    handle.stop();
    let _ = disk::remove(&data_dir.join(RUNNING));
    drop(lock);
    // Who asked sees the line end, and knows that it has stopped.
    drop(asked);
    Ok(())
}

/// Answers `where` with the port; gives the line over which `stop` was said.
fn until_told(control: &TcpListener, word: &str, port: u16) -> Option<TcpStream> {
    for stream in control.incoming().flatten() {
        let mut said = String::new();
        let heard =
            stream.set_read_timeout(Some(PATIENCE)).is_ok() && BufReader::new(&stream).read_line(&mut said).is_ok();
        match said.trim().split_once(' ') {
            Some((known, "stop")) if heard && known == word => return Some(stream),
            Some((known, "where")) if heard && known == word => drop(writeln!(&stream, "{port}")),
            _ => {}
        }
    }
    None
}

/// The port of the hub that runs on a data directory; none when none does.
pub fn running(data_dir: &Path) -> Option<u16> {
    ask(data_dir, "where")?.trim().parse().ok()
}

/// Stops the hub that runs on a data directory, and returns when it has stopped. None that runs is fine.
pub fn stop(data_dir: &Path) {
    let _ = ask(data_dir, "stop");
}

fn ask(data_dir: &Path, what: &str) -> Option<String> {
    let line: Line = serde_json::from_slice(&fs::read(data_dir.join(RUNNING)).ok()?).ok()?;
    let stream = TcpStream::connect_timeout(&line.at, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    writeln!(&stream, "{} {what}", line.word).ok()?;
    let mut answer = String::new();
    BufReader::new(&stream).read_line(&mut answer).ok()?;
    Some(answer)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::identity::{Init, init};

    #[test]
    fn one_runs_at_a_time_tells_where_and_stops_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("hub");
        let root_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".into();
        init(&Init { data_dir: data_dir.clone(), county: "c1".into(), root_key, address: "127.0.0.1:8443".into() })
            .unwrap();
        assert_eq!(running(&data_dir), None);
        let (told, port) = channel();
        let at = data_dir.clone();
        let served = std::thread::spawn(move || run(&at, 0, |port| told.send(port).unwrap()));
        let port = port.recv().unwrap();
        assert_eq!(running(&data_dir), Some(port));
        assert!(matches!(run(&data_dir, 0, |_| ()), Err(SetupError::Running)));
        stop(&data_dir);
        served.join().unwrap().unwrap();
        assert_eq!(running(&data_dir), None);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        stop(&data_dir);
        // Left behind by one that was killed.
        fs::write(data_dir.join(RUNNING), format!("{{\"at\":\"127.0.0.1:{port}\",\"word\":\"x\"}}")).unwrap();
        assert_eq!(running(&data_dir), None);
    }
}
