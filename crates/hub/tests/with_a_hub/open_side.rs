//! The open side: what anybody on the network can send before the hub knows who it is. It is bounded in count, bytes and time, and nobody
//! else waits for it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hub::limits::Rates;
use reqwest::blocking::Body;
use serde_json::json;

use crate::county::{Caller, County, HILL, code, sha256};
use crate::wire::Wire;

/// A body that stops in the middle until it is told to go on, or until nobody is left to tell it.
struct Stuck(bool, Arc<Mutex<Receiver<()>>>);

impl Read for Stuck {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if !self.0 {
            self.0 = true;
            into[0] = b'{';
            return Ok(1);
        }
        let _ = self.1.lock().unwrap().recv();
        Ok(0)
    }
}

#[test]
fn slow_bodies_hold_up_nobody_else() {
    let county = County::open();
    let (told, stuck): (Sender<()>, Receiver<()>) = channel();
    let stuck = Arc::new(Mutex::new(stuck));
    let (began, begun) = channel();
    std::thread::scope(|scope| {
        for turn in 0..160 {
            let (county, stuck, began) = (&county, Arc::clone(&stuck), began.clone());
            scope.spawn(move || {
                let path = if turn % 4 == 0 { "/v1/roster" } else { "/v1/joins" };
                let length = if turn % 4 == 0 { 1 << 20 } else { 1000 };
                let request = county.stranger();
                began.send(()).unwrap();
                let body = Body::sized(Stuck(false, stuck), length);
                let asked = if turn % 4 == 0 { request.put(county.url(path)) } else { request.post(county.url(path)) };
                let _ = asked.body(body).send();
            });
        }
        (0..160).for_each(|_| begun.recv().unwrap());
        for _ in 0..20 {
            let asked = Instant::now();
            assert_eq!(county.stranger().get(county.url("/v1/status")).send().unwrap().status(), 200);
            let hill = county.caller(&county.hill);
            hill.receipt(&county.bundle(&county.hill, HILL));
            assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());
        }
        drop(told);
    });
}

#[test]
fn many_pcs_at_once_wait_for_their_turn_and_none_is_sent_away() {
    let county = County::open();
    let hill = county.caller(&county.hill);
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..500).map(|_| scope.spawn(|| hill.get("/v1/bundles").status().as_u16())).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
}

#[test]
fn a_line_that_is_silent_in_the_middle_of_its_handshake_is_given_up() {
    let rates = Rates { patience: Duration::from_millis(300), ..Rates::default() };
    let county = County::without_roster(rates);
    let address = county.url("").trim_start_matches("https://").to_string();
    let mut silent = TcpStream::connect(&address).unwrap();
    silent.write_all(&[0x16, 3]).unwrap();
    silent.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut answer = Vec::new();
    // Ended by the hub: with an alert, with nothing, or cut.
    let ended = silent.read_to_end(&mut answer);
    assert!(ended.is_ok() || ended.unwrap_err().kind() != std::io::ErrorKind::WouldBlock);
    assert_eq!(county.stranger().get(county.url("/v1/status")).send().unwrap().status(), 200);
}

#[test]
fn a_head_that_never_ends_is_given_up_however_it_drips() {
    let county = County::without_roster(Rates { patience: Duration::from_millis(1_500), ..Rates::default() });
    let whole = "GET /v1/status HTTP/1.1\r\nhost: hub\r\n\r\n";
    let half = "GET /v1/status HTTP/1.1\r\nhost: hub\r\nx-a: ";
    // The first on its line, and one after another that was in order.
    let (mut first, mut second) = (Wire::to(&county), Wire::to(&county));
    assert!(second.say(whole) && second.status() == Some(200));
    assert!(first.say(half) && second.say(half));
    assert_eq!(second.status(), None, "hung up by the hub");
    assert_eq!(first.status(), None);
    // Each byte comes long before the patience with it ends; the head as a whole does not.
    let mut dripping = Wire::to(&county);
    assert!(dripping.say(whole) && dripping.status() == Some(200) && dripping.say(half));
    let began = Instant::now();
    while dripping.say("a") && !dripping.hung_up_within(Duration::from_millis(100)) {
        assert!(began.elapsed() < Duration::from_secs(60), "it is listened to for ever");
    }
    assert_eq!(county.stranger().get(county.url("/v1/status")).send().unwrap().status(), 200);
}

#[test]
fn names_and_bodies_of_strangers_are_small() {
    let county = County::open();
    let ask = |device: &str| {
        county.stranger().post(county.url("/v1/nonce")).json(&json!({ "device": device })).send().unwrap()
    };
    assert_eq!(code(ask(&"a".repeat(50_000))), "device");
    // Refused by its length alone, and who is still sending hears of it.
    let long = json!({ "device": "a".repeat(100_000) });
    assert_eq!(code(county.stranger().post(county.url("/v1/nonce")).json(&long).send().unwrap()), "too_large");
    assert_eq!(code(ask("x")), "device");
    assert_eq!(ask("0123456789abcdef").status(), 200, "whether it is in the roster nobody learns here");
}

#[test]
fn a_piece_on_its_way_when_the_session_ended_is_answered_so_and_is_none_too_large() {
    let mut county = County::open();
    let token = county.caller(&county.hill).token().to_string();
    // Sessions do not outlive a restart.
    county.start();
    let ended = Caller::with_token(&county, &token);
    let piece = vec![7; 512 * 1024];
    assert_eq!(code(ended.piece(&sha256(&piece), 0, 9 << 20, &piece)), "session");
    let alone = county.stranger().put(county.url("/v1/enrolments")).body(vec![7; 300_000]).send().unwrap();
    assert_eq!(code(alone), "session", "whoever has none, too");
    assert_eq!(county.caller(&county.hill).piece(&sha256(&piece), 0, 9 << 20, &piece).status(), 200);
}

#[test]
fn what_is_no_request_of_ours_is_answered_as_every_other_error_is() {
    let county = County::open();
    let post = |body: &'static str| county.stranger().post(county.url("/v1/session")).body(body).send().unwrap();
    assert_eq!(code(post("no json")), "request");
    let typed = county.stranger().post(county.url("/v1/session")).json(&json!({"device": 3})).send().unwrap();
    assert_eq!(code(typed), "request");
    let hill = county.caller(&county.hill);
    assert_eq!(code(hill.get("/v1/bundles?after=-1")), "request");
    assert_eq!(code(hill.get("/v1/bundles/x")), "request");
    assert_eq!(code(county.stranger().delete(county.url("/v1/status")).send().unwrap()), "method");
}
