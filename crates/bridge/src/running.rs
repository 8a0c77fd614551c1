//! The program that runs on a data folder, found by one that is started there once more: a lock says that there is one, and a file that
//! only this user reads how to reach it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Held for as long as the program runs. It is a file of its own because Windows lets nobody read a locked one.
const LOCK: &str = "running.lock";
const FILE: &str = "running.json";
/// How often one that is just starting is asked, and how long it may take for an answer.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);
const ANSWER: Duration = Duration::from_secs(5);

/// How to reach it.
#[derive(Serialize, Deserialize)]
struct Reached {
    port: u16,
    secret: String,
}

/// The one program of a data folder.
pub struct Running {
    _lock: File,
    file: PathBuf,
}

impl Running {
    /// Becomes the one; none where there is one already. A file system that knows no locks is not held against the user: the store
    /// has a lock of its own.
    pub fn begin(data_dir: &Path) -> io::Result<Option<Running>> {
        std::fs::create_dir_all(data_dir)?;
        let lock = disk::to_lock(&data_dir.join(LOCK))?;
        if let Err(std::fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Ok(None);
        }
        let file = data_dir.join(FILE);
        // That of one that was killed names a port which is somebody else's by now.
        let _ = disk::remove(&file);
        Ok(Some(Running { _lock: lock, file }))
    }

    /// Says how to reach this one.
    pub fn say(&self, address: SocketAddr, secret: &str) -> io::Result<()> {
        let said = serde_json::to_vec(&Reached { port: address.port(), secret: secret.to_owned() })?;
        disk::write(&self.file, &said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = disk::remove(&self.file);
    }
}

/// Asks the one that runs to come to the front; false where it does not answer.
pub fn bring_to_front(data_dir: &Path) -> bool {
    for _ in 0..TRIES {
        let said = std::fs::read(data_dir.join(FILE)).ok();
        let reached = said.and_then(|said| serde_json::from_slice::<Reached>(&said).ok());
        if reached.is_some_and(|reached| ask(&reached).is_ok_and(|done| done)) {
            return true;
        }
        std::thread::park_timeout(PAUSE);
    }
    false
}

fn ask(reached: &Reached) -> io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, reached.port));
    let mut stream = TcpStream::connect_timeout(&address, ANSWER)?;
    stream.set_read_timeout(Some(ANSWER))?;
    let secret = &reached.secret;
    write!(
        stream,
        "POST /started-again HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {secret}\r\ncontent-length: 0\r\n\
         connection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 204"))
}
