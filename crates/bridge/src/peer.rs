//! The user at the other end of a connection from this machine: another user's is closed before a byte of it is read. Linux says so in its tables of
//! connections; on Windows nobody but its user sees the address with its token, and there is no such table to read without `unsafe`.

use std::net::SocketAddr;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};

/// Gives connections of this user only.
pub(crate) struct OwnOnly(pub(crate) TcpListener);

impl Listener for OwnOnly {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            let (stream, from) = Listener::accept(&mut self.0).await;
            if stream.local_addr().is_ok_and(|to| is_ours(from, to)) {
                return (stream, from);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

#[cfg(target_os = "linux")]
fn is_ours(from: SocketAddr, to: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(me) = std::fs::metadata("/proc/self").map(|process| process.uid()) else { return false };
    // A program that speaks both kinds of addresses stands in the second table.
    let tables =
        ["/proc/self/net/tcp", "/proc/self/net/tcp6"].into_iter().filter_map(|name| std::fs::read_to_string(name).ok());
    tables.into_iter().find_map(|table| owner(&table, from, to)) == Some(me)
}

#[cfg(not(target_os = "linux"))]
fn is_ours(_: SocketAddr, _: SocketAddr) -> bool {
    true
}

/// The user of the socket that connected, as a table of the kernel says: `sl local remote state queues timer retransmissions uid …`.
#[cfg(target_os = "linux")]
fn owner(table: &str, from: SocketAddr, to: SocketAddr) -> Option<u32> {
    table.lines().skip(1).find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, local, remote, _, _, _, _, uid, ..] = words.as_slice() else { return None };
        (is_at(local, from) && is_at(remote, to)).then(|| uid.parse().ok())?
    })
}

/// Both tables write 127.0.0.1 with its bytes turned round, the second as the end of an IPv6 address.
#[cfg(target_os = "linux")]
fn is_at(said: &str, address: SocketAddr) -> bool {
    let SocketAddr::V4(address) = address else { return false };
    let ip = u32::from_ne_bytes(address.ip().octets());
    said.split_once(':').is_some_and(|(host, port)| {
        (host == format!("{ip:08X}") || host == format!("0000000000000000FFFF0000{ip:08X}"))
            && u16::from_str_radix(port, 16) == Ok(address.port())
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0 20 4 30 10 -1
   3: 0000000000000000FFFF00000100007F:D432 0000000000000000FFFF00000100007F:1F90 01 0:0 00:0 0 1002 0 4 1 0 20 4 30 10 -1
";

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn the_tables_tell_whose_the_callers_end_is_and_not_ours() {
        assert_eq!(owner(TABLE, at(0xD431), at(0x1F90)), Some(1001));
        assert_eq!(owner(TABLE, at(0xD432), at(0x1F90)), Some(1002));
        assert_eq!(owner(TABLE, at(0xD433), at(0x1F90)), None);
    }

    #[test]
    fn a_connection_of_this_process_is_of_this_user_and_an_unknown_one_of_nobody() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (from, to) = (client.local_addr().unwrap(), listener.local_addr().unwrap());
        assert!(is_ours(from, to));
        assert!(!is_ours(at(1), to));
    }
}
