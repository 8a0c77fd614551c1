//! The guard of the bridge, which lets in one caller: the holder of the token, under the address that was printed. The Host check
//! keeps a web page from reaching in by a name of its own that resolves to 127.0.0.1 (DNS rebinding).

use axum::http::{HeaderMap, header};

/// What a request must show.
#[derive(Clone)]
pub(crate) struct Guard {
    token: String,
    hosts: [String; 2],
}

impl Guard {
    pub(crate) fn new(token: String, port: u16) -> Guard {
        Guard { token, hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")] }
    }

    /// The request came under our own address, and from a page of ours if from a page.
    pub(crate) fn knows_address(&self, headers: &HeaderMap) -> bool {
        let said = |name| headers.get(name).map(|value| value.to_str().unwrap_or(""));
        let host = said(header::HOST).unwrap_or("");
        let origin = said(header::ORIGIN);
        self.hosts.iter().any(|known| known == host)
            && origin.is_none_or(|origin| self.hosts.iter().any(|known| origin == format!("http://{known}")))
    }

    /// The request carries the token as a bearer.
    pub(crate) fn knows_bearer(&self, headers: &HeaderMap) -> bool {
        let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or("");
        said.strip_prefix("Bearer ").is_some_and(|token| self.is_token(token))
    }

    /// Compares without telling by its time how much of it was right.
    pub(crate) fn is_token(&self, said: &str) -> bool {
        let (said, known) = (said.as_bytes(), self.token.as_bytes());
        let differing = said.iter().zip(known).fold(said.len() ^ known.len(), |sum, (a, b)| sum | usize::from(a ^ b));
        differing == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_the_printed_address_is_known() {
        let guard = Guard::new("secret".into(), 4000);
        assert!(guard.knows_address(&headers("127.0.0.1:4000", None)));
        assert!(guard.knows_address(&headers("localhost:4000", Some("http://localhost:4000"))));
        assert!(!guard.knows_address(&headers("evil.example:4000", None)));
        assert!(!guard.knows_address(&headers("127.0.0.1:4001", None)));
        assert!(!guard.knows_address(&headers("127.0.0.1:4000", Some("http://evil.example"))));
        assert!(!guard.knows_address(&HeaderMap::new()));
    }

    #[test]
    fn only_the_whole_token_is_the_token() {
        let guard = Guard::new("secret".into(), 4000);
        assert!(guard.is_token("secret"));
        for wrong in ["", "secre", "secrets", "sEcret", "xxxxxx"] {
            assert!(!guard.is_token(wrong), "{wrong}");
        }
    }
}
