//! The bridge as a browser, a script and a stranger meet it: plain HTTP on a socket.

use std::sync::Arc;

use app::AppConfig;
use practice::Program;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Bridge {
    served: bridge::Served,
    _data: tempfile::TempDir,
    _pages: tempfile::TempDir,
}

async fn bridge() -> Bridge {
    let (data, pages) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(pages.path().join("index.html"), "<!doctype html><title>禾站</title>").unwrap();
    std::fs::write(data.path().join("secret.txt"), "not for reading").unwrap();
    let program = Arc::new(Program::new(AppConfig::new(data.path().join("real")), None));
    let config = bridge::Config { program, pages: Some(pages.path().to_owned()), port: 0 };
    Bridge { served: bridge::serve(config).await.unwrap(), _data: data, _pages: pages }
}

impl Bridge {
    fn host(&self) -> String {
        self.served.address.to_string()
    }

    /// Sends lines as they are; gives status and the whole answer.
    async fn ask(&self, first: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.served.address).await.unwrap();
        let mut text = format!("{first} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{text}\r\n{body}").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    async fn call(&self, host: &str, token: &str) -> (u16, String) {
        let bearer = format!("Bearer {token}");
        self.ask("POST /call/start.state", &[("host", host), ("authorization", &bearer)], "{}").await
    }
}

#[tokio::test]
async fn the_holder_of_the_token_may_call() {
    let bridge = bridge().await;
    let (status, answer) = bridge.call(&bridge.host(), &bridge.served.token).await;
    assert_eq!(status, 200);
    assert!(answer.contains("\"stage\":\"fresh\""), "{answer}");
    assert!(bridge.served.url().contains("/#token="));
    let localhost = format!("localhost:{}", bridge.served.address.port());
    assert_eq!(bridge.call(&localhost, &bridge.served.token).await.0, 200);
}

#[tokio::test]
async fn a_refusal_is_a_command_error_in_json() {
    let bridge = bridge().await;
    let (host, bearer) = (bridge.host(), format!("Bearer {}", bridge.served.token));
    let (status, answer) =
        bridge.ask("POST /call/staff.list", &[("host", &host), ("authorization", &bearer)], "").await;
    assert_eq!(status, 422);
    assert!(answer.contains("\"code\":\"locked\""), "{answer}");
    let (status, _) =
        bridge.ask("POST /call/staff.list", &[("host", &host), ("authorization", &bearer)], "{no json").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn without_the_token_nothing_is_answered() {
    let bridge = bridge().await;
    let host = bridge.host();
    assert_eq!(bridge.ask("POST /call/start.state", &[("host", &host)], "{}").await.0, 401);
    assert_eq!(bridge.call(&host, "").await.0, 401);
    assert_eq!(bridge.call(&host, &bridge.served.token[1..]).await.0, 401);
    assert_eq!(bridge.ask("GET /download/abc?token=guess", &[("host", &host)], "").await.0, 401);
    let path = format!("GET /download/abc?token={}", bridge.served.token);
    assert_eq!(bridge.ask(&path, &[("host", &host)], "").await.0, 404);
}

#[tokio::test]
async fn a_name_that_was_rebound_to_this_machine_is_refused() {
    let bridge = bridge().await;
    let port = bridge.served.address.port();
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", ""] {
        let (status, _) = bridge.call(host, &bridge.served.token).await;
        assert!(status == 403 || status == 400, "{host}: {status}");
        let (status, answer) = bridge.ask("GET /", &[("host", host)], "").await;
        assert!(status >= 400 && !answer.contains("禾站</title>"), "{host}");
    }
    let (host, bearer) = (bridge.host(), format!("Bearer {}", bridge.served.token));
    let headers = [("host", host.as_str()), ("authorization", bearer.as_str()), ("origin", "http://evil.example")];
    assert_eq!(bridge.ask("POST /call/start.state", &headers, "{}").await.0, 403);
}

#[tokio::test]
async fn pages_come_with_the_content_policy_and_only_from_their_folder() {
    let bridge = bridge().await;
    let host = bridge.host();
    let (status, answer) = bridge.ask("GET /", &[("host", &host)], "").await;
    assert_eq!(status, 200);
    assert!(answer.contains("content-security-policy: default-src 'self'") && answer.contains("禾站"), "{answer}");
    for outside in ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "//etc/passwd"] {
        let (status, answer) = bridge.ask(&format!("GET {outside}"), &[("host", &host)], "").await;
        assert!(status >= 400 && !answer.contains("not for reading") && !answer.contains("root:"), "{outside}");
    }
}
