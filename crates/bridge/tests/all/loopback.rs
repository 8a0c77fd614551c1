//! The bridge as a browser, a script and a stranger meet it: plain HTTP on a socket.

use std::sync::Arc;
use std::time::Duration;

use app::AppConfig;
use bridge::Pages;
use practice::Program;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) struct Bridge {
    pub(crate) served: bridge::Served,
    _data: tempfile::TempDir,
    _pages: tempfile::TempDir,
}

pub(crate) async fn bridge() -> Bridge {
    let (data, pages) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(pages.path().join("index.html"), "<!doctype html><title>禾站</title>").unwrap();
    std::fs::write(data.path().join("secret.txt"), "not for reading").unwrap();
    let program = Arc::new(Program::new(AppConfig::new(data.path().join("real")), None));
    let config = bridge::Config { program, pages: Pages::Folder(pages.path().to_owned()), port: 0 };
    Bridge { served: bridge::serve(config).await.unwrap(), _data: data, _pages: pages }
}

/// A browser that has entered: its room, with slashes, and its cookie.
struct Entered {
    room: String,
    cookie: String,
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = answer.lines().take_while(|line| !line.is_empty());
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

impl Bridge {
    fn host(&self) -> String {
        self.served.address.to_string()
    }

    /// A new address, without its host.
    fn entrance(&self) -> String {
        let address = self.served.new_address().unwrap();
        address.strip_prefix(&format!("http://{}", self.host())).unwrap().to_owned()
    }

    /// Sends lines as they are.
    async fn send(&self, first: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.served.address).await.unwrap();
        let mut text = format!("{first} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{text}\r\n{body}").as_bytes()).await.unwrap();
        stream
    }

    /// Status and the whole answer.
    async fn ask(&self, first: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut stream = self.send(first, headers, body).await;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let host = self.host();
        self.ask(&format!("GET {path}"), &[&[("host", host.as_str())], headers].concat(), "").await
    }

    /// A script's call.
    async fn call(&self, host: &str, secret: &str) -> (u16, String) {
        let bearer = format!("Bearer {secret}");
        self.ask("POST /call/start.state", &[("host", host), ("authorization", &bearer)], "{}").await
    }

    async fn enter(&self) -> Entered {
        let (status, answer) = self.get(&self.entrance(), &[]).await;
        assert_eq!(status, 303, "{answer}");
        let (cookie, attributes) = header(&answer, "set-cookie").unwrap().split_once("; ").unwrap();
        let room = header(&answer, "location").unwrap().to_owned();
        assert_eq!(attributes, format!("HttpOnly; SameSite=Strict; Path={room}"));
        assert!(room.len() > 32 && !room.contains("token") && !cookie.contains(room.trim_matches('/')), "{answer}");
        Entered { room, cookie: cookie.to_owned() }
    }
}

#[tokio::test]
async fn an_address_is_exchanged_for_a_cookie_and_goes() {
    let bridge = bridge().await;
    let browser = bridge.enter().await;
    let cookie = [("cookie", browser.cookie.as_str())];
    let (status, page) = bridge.get(&browser.room, &cookie).await;
    assert_eq!(status, 200);
    assert!(page.contains("禾站</title>") && page.contains("referrer-policy: no-referrer"), "{page}");
    let host = bridge.host();
    let from_page =
        [("host", host.as_str()), cookie[0], ("origin", &format!("http://{host}")), ("sec-fetch-site", "same-origin")];
    let (status, answer) = bridge.ask(&format!("POST {}call/start.state", browser.room), &from_page, "{}").await;
    assert_eq!(status, 200);
    assert!(answer.contains("\"stage\":\"fresh\"") && answer.contains("cache-control: no-store"), "{answer}");
    assert_eq!(bridge.get(&format!("{}download/abc", browser.room), &cookie).await.0, 404);
}

#[tokio::test]
async fn an_address_opens_once() {
    let bridge = bridge().await;
    let entrance = bridge.entrance();
    assert_eq!(bridge.get(&entrance, &[]).await.0, 303);
    for wrong in [entrance.as_str(), "/enter?token=", "/enter", &entrance[..entrance.len() - 1]] {
        let (status, answer) = bridge.get(wrong, &[]).await;
        assert_eq!(status, 401, "{wrong}");
        assert!(header(&answer, "set-cookie").is_none() && answer.contains("请再打开一次禾站"), "{answer}");
    }
    // The next start has an address of its own.
    assert_eq!(bridge.get(&bridge.entrance(), &[]).await.0, 303);
    let (_, answer) = bridge.get(&format!("{}&first", bridge.entrance()), &[]).await;
    assert!(header(&answer, "location").unwrap().ends_with("/?first"), "{answer}");
}

#[tokio::test]
async fn without_the_cookie_nothing_is_answered() {
    let bridge = bridge().await;
    let (host, browser) = (bridge.host(), bridge.enter().await);
    let room = &browser.room;
    let call = format!("POST {room}call/start.state");
    for cookie in ["", "hezhan=", "hezhan=guess", &browser.cookie[..browser.cookie.len() - 1]] {
        for path in [room.clone(), format!("{room}index.html"), format!("{room}download/abc"), format!("{room}open")] {
            let (status, answer) = bridge.get(&path, &[("cookie", cookie)]).await;
            assert!(status == 401 && !answer.contains("<title>"), "{path} {cookie}: {answer}");
        }
        assert_eq!(bridge.ask(&call, &[("host", &host), ("cookie", cookie)], "{}").await.0, 401);
        assert_eq!(bridge.ask("POST /started-again", &[("host", &host), ("cookie", cookie)], "").await.0, 401);
    }
    assert_eq!(bridge.get("/", &[]).await.0, 401);
    // Whoever finds out the cookie by a page on another port knows nothing of the room.
    assert_eq!(bridge.get("/", &[("cookie", &browser.cookie)]).await.0, 401);
    let at_root = [("host", host.as_str()), ("cookie", browser.cookie.as_str())];
    assert_eq!(bridge.ask("POST /call/start.state", &at_root, "{}").await.0, 401);
    let bearer = format!("Bearer {}", browser.cookie.split_once('=').unwrap().1);
    assert_eq!(bridge.ask("POST /call/start.state", &[("host", &host), ("authorization", &bearer)], "{}").await.0, 401);
}

#[tokio::test]
async fn a_script_carries_the_secret_as_a_bearer() {
    let bridge = bridge().await;
    let host = bridge.host();
    let (status, answer) = bridge.call(&host, &bridge.served.secret).await;
    assert_eq!(status, 200);
    assert!(answer.contains("\"stage\":\"fresh\""), "{answer}");
    let localhost = format!("localhost:{}", bridge.served.address.port());
    assert_eq!(bridge.call(&localhost, &bridge.served.secret).await.0, 200);
    assert_eq!(bridge.ask("POST /call/start.state", &[("host", &host)], "{}").await.0, 401);
    assert_eq!(bridge.call(&host, "").await.0, 401);
    assert_eq!(bridge.call(&host, &bridge.served.secret[1..]).await.0, 401);
    // What opens an address is no bearer.
    assert_eq!(bridge.call(&host, bridge.entrance().rsplit('=').next().unwrap()).await.0, 401);
}

#[tokio::test]
async fn a_refusal_is_a_command_error_in_json() {
    let bridge = bridge().await;
    let (host, bearer) = (bridge.host(), format!("Bearer {}", bridge.served.secret));
    let headers = [("host", host.as_str()), ("authorization", bearer.as_str())];
    let (status, answer) = bridge.ask("POST /call/staff.list", &headers, "").await;
    assert_eq!(status, 422);
    assert!(answer.contains("\"code\":\"locked\""), "{answer}");
    assert_eq!(bridge.ask("POST /call/staff.list", &headers, "{no json").await.0, 400);
}

#[tokio::test]
async fn a_name_that_was_rebound_to_this_machine_is_refused() {
    let bridge = bridge().await;
    let (browser, port) = (bridge.enter().await, bridge.served.address.port());
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", ""] {
        let (status, _) = bridge.call(host, &bridge.served.secret).await;
        assert!(status == 403 || status == 400, "{host}: {status}");
        let headers = [("host", host), ("cookie", &browser.cookie)];
        let (status, answer) = bridge.ask(&format!("GET {}", browser.room), &headers, "").await;
        assert!(status >= 400 && !answer.contains("禾站</title>"), "{host}");
        let entrance = bridge.entrance();
        assert!(bridge.ask(&format!("GET {entrance}"), &[("host", host)], "").await.0 >= 400, "{host}");
        // And what it tried to open is still there to open.
        assert_eq!(bridge.get(&entrance, &[]).await.0, 303);
    }
}

#[tokio::test]
async fn a_page_of_another_site_gets_nothing_even_where_the_cookie_is_sent() {
    let bridge = bridge().await;
    let (host, browser) = (bridge.host(), bridge.enter().await);
    let call = format!("POST {}call/start.state", browser.room);
    let usual = [("host", host.as_str()), ("cookie", browser.cookie.as_str())];
    let form = ("content-type", "application/x-www-form-urlencoded");
    let plain = ("content-type", "text/plain");
    let beside = format!("http://127.0.0.1:{}", bridge.served.address.port() ^ 1);
    for origin in ["http://evil.example", "null", "file://", &beside] {
        for kind in [form, plain] {
            let headers = [&usual[..], &[("origin", origin), kind]].concat();
            assert_eq!(bridge.ask(&call, &headers, "{}").await.0, 403, "{origin}");
        }
    }
    // Pictures, frames and scripts of another site, or of another program's page on this machine.
    for site in ["cross-site", "same-site"] {
        let headers = [usual[1], ("sec-fetch-site", site)];
        assert_eq!(bridge.get(&browser.room, &headers).await.0, 403, "{site}");
        assert_eq!(bridge.get(&bridge.entrance(), &headers).await.0, 403, "{site}");
    }
}

#[tokio::test]
async fn pages_come_with_the_content_policy_and_only_from_their_folder() {
    let bridge = bridge().await;
    let browser = bridge.enter().await;
    let cookie = [("cookie", browser.cookie.as_str())];
    let (status, answer) = bridge.get(&browser.room, &cookie).await;
    assert_eq!(status, 200);
    assert!(answer.contains("content-security-policy: default-src 'self'") && answer.contains("禾站"), "{answer}");
    for outside in ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "/etc/passwd", "../../secret.txt"] {
        let (status, answer) = bridge.get(&format!("{}{outside}", browser.room), &cookie).await;
        assert!(status >= 400 && !answer.contains("not for reading") && !answer.contains("root:"), "{outside}");
    }
}

#[tokio::test]
async fn the_last_page_is_known_to_have_gone_and_one_that_is_loaded_again_is_not_the_last() {
    const LONG: Duration = Duration::from_secs(3600);
    let bridge = bridge().await;
    let (host, browser) = (bridge.host(), bridge.enter().await);
    let open = async || {
        let first = format!("GET {}open", browser.room);
        let mut page = bridge.send(&first, &[("host", &host), ("cookie", &browser.cookie)], "").await;
        let mut said = String::new();
        while !said.contains(": open") {
            let mut some = [0; 512];
            let length = page.read(&mut some).await.unwrap();
            assert!(length > 0, "{said}");
            said.push_str(&String::from_utf8_lossy(&some[..length]));
        }
        page
    };
    let patient = tokio::spawn(bridge.served.pages_gone(LONG, LONG));
    let at_once = tokio::spawn(bridge.served.pages_gone(LONG, Duration::ZERO));
    let page = open().await;
    let second = open().await;
    drop(page);
    let loaded_again = open().await;
    assert!(!at_once.is_finished() && !patient.is_finished());
    drop((second, loaded_again));
    at_once.await.unwrap();
    assert!(!patient.is_finished());
    patient.abort();
    // None came at all.
    bridge.served.pages_gone(Duration::ZERO, LONG).await;
}
