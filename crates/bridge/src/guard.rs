//! The guard of the bridge, which lets in one caller: whoever was handed an address by the program. An address holds a token that is
//! taken once; what the browser has of it afterwards is a cookie. Scripts carry a bearer. The Host check keeps a web page from
//! reaching in by a name of its own that resolves to 127.0.0.1 (DNS rebinding), Origin and Sec-Fetch-Site any page that is not ours.

use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};

/// What the cookie is called.
const COOKIE: &str = "hezhan";
/// How many addresses may wait to be opened; an older one is good for nothing.
const WAITING: usize = 8;

/// What only we know.
pub(crate) struct Secrets {
    /// What scripts, and the program that is started once more, carry as a bearer.
    pub(crate) bearer: String,
    /// What a browser keeps.
    pub(crate) cookie: String,
    /// The folder that a browser's pages stand in.
    pub(crate) room: String,
}

/// What a request must show.
pub(crate) struct Guard {
    secrets: Secrets,
    hosts: [String; 2],
    tokens: Mutex<Vec<String>>,
}

impl Guard {
    /// Cookies know no port: what they are sent to on this machine is told by the path of the pages, which nobody can guess either. So
    /// no other program's page on 127.0.0.1 is sent ours.
    pub(crate) fn new(secrets: Secrets, port: u16) -> Guard {
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        Guard { secrets, hosts, tokens: Mutex::default() }
    }

    /// The address of the first page, without its host.
    pub(crate) fn room(&self) -> String {
        format!("/{}/", self.secrets.room)
    }

    /// The request came under our own address, and from a page of ours if from a page.
    pub(crate) fn knows_address(&self, headers: &HeaderMap) -> bool {
        let said = |name| headers.get(name).map(|value| value.to_str().unwrap_or(""));
        let host = said(header::HOST).unwrap_or("");
        let origin = said(header::ORIGIN);
        let site = said(header::HeaderName::from_static("sec-fetch-site"));
        self.hosts.iter().any(|known| known == host)
            && origin.is_none_or(|origin| self.hosts.iter().any(|known| origin == format!("http://{known}")))
            && site.is_none_or(|site| ["none", "same-origin"].contains(&site))
    }

    /// The request carries the cookie, in the room that it belongs to, or outside it the bearer.
    pub(crate) fn knows_caller(&self, path: &str, headers: &HeaderMap) -> bool {
        let texts = |name| headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        if path.starts_with(&self.room()) {
            let cookies = texts(header::COOKIE).flat_map(|said| said.split(';'));
            let mut ours = cookies.filter_map(|one| one.trim().strip_prefix(COOKIE)?.strip_prefix('='));
            return ours.any(|said| same(said, &self.secrets.cookie));
        }
        let mut bearers = texts(header::AUTHORIZATION).filter_map(|said| said.strip_prefix("Bearer "));
        bearers.any(|said| same(said, &self.secrets.bearer))
    }

    /// A token joins those that open an address once.
    pub(crate) fn expect(&self, token: String) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = tokens.len().saturating_sub(WAITING - 1);
        tokens.drain(..kept);
        tokens.push(token);
    }

    /// Takes a token; what the browser keeps in its place.
    pub(crate) fn take(&self, token: &str) -> Option<String> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tokens.iter().position(|known| same(token, known))?;
        tokens.remove(at);
        Some(format!("{COOKIE}={}; HttpOnly; SameSite=Strict; Path={}", self.secrets.cookie, self.room()))
    }
}

/// Compares without telling by its time how much of it was right.
fn same(said: &str, known: &str) -> bool {
    let (said, known) = (said.as_bytes(), known.as_bytes());
    let differing = said.iter().zip(known).fold(said.len() ^ known.len(), |sum, (a, b)| sum | usize::from(a ^ b));
    differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        let secrets = Secrets { bearer: "secret".into(), cookie: "sweet".into(), room: "room".into() };
        Guard::new(secrets, 4000)
    }

    fn headers(said: &[(&'static str, &str)]) -> HeaderMap {
        said.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_address_and_pages_are_known() {
        let known = |said: &[(&'static str, &str)]| guard().knows_address(&headers(said));
        let host = ("host", "127.0.0.1:4000");
        assert!(known(&[host]));
        assert!(known(&[("host", "localhost:4000"), ("origin", "http://localhost:4000")]));
        assert!(known(&[host, ("sec-fetch-site", "none")]) && known(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!known(&[("host", "evil.example:4000")]));
        assert!(!known(&[("host", "127.0.0.1:4001")]));
        assert!(!known(&[host, ("origin", "http://evil.example")]));
        assert!(!known(&[host, ("origin", "null")]));
        assert!(!known(&[host, ("sec-fetch-site", "cross-site")]) && !known(&[host, ("sec-fetch-site", "same-site")]));
        assert!(!known(&[]));
    }

    #[test]
    fn only_the_whole_secret_is_the_secret_and_only_in_its_place() {
        let knows = |path, name, said: &str| guard().knows_caller(path, &headers(&[(name, said)]));
        assert!(knows("/call/x", "authorization", "Bearer secret"));
        assert!(
            knows("/room/", "cookie", "hezhan=sweet") && knows("/room/a", "cookie", "a=b; hezhan=junk; hezhan=sweet")
        );
        for wrong in ["", "secre", "secrets", "sEcret", "sweeter", "swee", "xxxxxx"] {
            assert!(!knows("/call/x", "authorization", &format!("Bearer {wrong}")), "{wrong}");
            assert!(!knows("/room/", "cookie", &format!("hezhan={wrong}")), "{wrong}");
        }
        assert!(!knows("/room/", "cookie", "hezhan2=sweet") && !knows("/room/", "cookie", "sweet"));
        assert!(!knows("/call/x", "cookie", "hezhan=sweet") && !knows("/room", "cookie", "hezhan=sweet"));
        assert!(
            !knows("/call/x", "authorization", "Bearer sweet") && !knows("/room/", "authorization", "Bearer secret")
        );
    }

    #[test]
    fn a_token_opens_once_and_old_ones_are_forgotten() {
        let guard = guard();
        guard.expect("one".into());
        assert!(guard.take("on").is_none());
        assert_eq!(guard.take("one").unwrap(), "hezhan=sweet; HttpOnly; SameSite=Strict; Path=/room/");
        assert!(guard.take("one").is_none());
        for number in 0..=WAITING {
            guard.expect(format!("token {number}"));
        }
        assert!(guard.take("token 0").is_none() && guard.take("token 1").is_some());
    }
}
