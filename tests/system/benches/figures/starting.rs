//! Process start to the unlock page, and the key accepted to the painted home page, at 100,000 records, in the real window. The
//! floor is a blank window of the same kind (src-tauri/examples/blank.rs) opened turn by turn in the same run.

use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use app::{App, AppConfig};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use system::bare::STATION;
use system::made_up::MadeUp;
use system::people::{PASS, Pc, Stick, TOWNSHIP};

use crate::slow::Bed;
use crate::{at, line, ms};

const RECIPIENTS: usize = 20_000;
const VISITS: usize = 80_000;
const TURNS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at the page. It and the driver's own way burden both windows alike.
const GLANCE: Duration = Duration::from_millis(4);
/// The same where looking takes a good part of what the machine can do.
const SLOW_GLANCE: Duration = Duration::from_millis(250);

pub fn starting(made_up: &mut MadeUp) {
    let (hezhan, blank) = (built("hezhan"), built("examples/blank"));
    let (Some(hezhan), Some(blank)) = (hezhan, blank) else {
        return line("process start to the unlock page", "not measured", "build hezhan and its example blank first");
    };
    if std::env::var_os("DISPLAY").is_none() {
        return line("process start to the unlock page", "not measured", "there is no display");
    }
    let desk = tempfile::tempdir().unwrap();
    fill(desk.path(), made_up, RECIPIENTS, VISITS);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (mut floors, mut unlocks, mut homes, mut keys) = (vec![], vec![], vec![], vec![]);
    for _ in 0..TURNS {
        let empty = tempfile::tempdir().unwrap();
        let (took, _) = runtime.block_on(opened(None, &blank, empty.path(), "document.readyState === 'complete'"));
        floors.push(took);
        let (took, window) = runtime.block_on(opened(None, &hezhan, desk.path(), UNLOCK_PAGE));
        unlocks.push(took);
        let (home, key) = runtime.block_on(window.unlocks(desk.path()));
        homes.push(home);
        keys.push(key);
    }
    for times in [&mut floors, &mut unlocks, &mut homes, &mut keys] {
        times.sort_unstable();
    }
    let middle = |times: &[Duration]| at(times, 0.5);
    let floor = middle(&floors);
    line("a blank window, p50", &ms(floor), &format!("floor; p95 {}", ms(at(&floors, 0.95))));
    let against = |time: Duration| format!("{:.2} × floor", time.as_secs_f64() / floor.as_secs_f64());
    line("process start to the unlock page, p50", &ms(middle(&unlocks)), &against(middle(&unlocks)));
    line("the key accepted to the painted home page, p50", &ms(middle(&homes)), &against(middle(&homes)));
    line("  before that: stretching the passphrase", &ms(middle(&keys)), "meant to be slow");
    let both = middle(&unlocks) + middle(&homes);
    line("both together, p50", &ms(both), &format!("{}; aim 1.25 ×", against(both)));
}

/// A program beside this bench in the target directory.
pub fn built(name: &str) -> Option<PathBuf> {
    let mut path = std::env::current_exe().ok()?;
    path.pop();
    path.pop();
    Some(path.join(name)).filter(|program| program.exists())
}

/// A station's PC with so many records on it, as the program itself sets one up. Gives the ids of the people, and who works there.
pub fn fill(dir: &Path, made_up: &mut MadeUp, recipients: usize, visits: usize) -> (Vec<String>, String) {
    let county = Pc::founds_a_county();
    let (station, stick) = (county.registers_a_station(TOWNSHIP), Stick::empty());
    assert_eq!(station, STATION);
    let (file, code) = county.makes_a_join_file(&station, &stick);
    let app = App::new(AppConfig::new(dir));
    let join = json!({"file": file, "code": code, "name": "林小禾", "role": "supervisor", "passphrase": PASS});
    app.call("setup.join", join).expect("the PC joins");
    let store = app.open_store().expect("it is open");
    let staff = app.call("start.state", json!({})).unwrap()["staff"][0]["id"].as_str().unwrap().to_owned();
    let begun = Instant::now();
    let people: Vec<String> = (0..recipients).map(|_| made_up.id()).collect();
    for some in people.chunks(1000) {
        let records = some.iter().map(|id| (id.clone(), made_up.recipient())).collect();
        system::bare::save(&store, &staff, made_up.next_ms(), "recipient", records).unwrap();
    }
    for first in (0..visits).step_by(1000) {
        let visit = |n: usize| {
            let mut visit = made_up.visit(&people[(n * 7919) % recipients], &staff);
            // Five years of work: nobody makes 100,000 records in a month.
            visit["date"] = json!(format!("{}-{:02}-{:02}", 2022 + n % 5, n / 5 % 11 + 1, n / 55 % 28 + 1));
            visit["next_date"] = json!(format!("2026-12-{:02}", n % 31 + 1));
            (made_up.id(), visit)
        };
        let records = (first..(first + 1000).min(visits)).map(visit).collect();
        system::bare::save(&store, &staff, made_up.next_ms(), "visit", records).unwrap();
    }
    let filled = format!("filling a PC with {} records", recipients + visits);
    line(&filled, &format!("{:.1} s", begun.elapsed().as_secs_f64()), "in saves of 1,000");
    (people, staff)
}

pub const UNLOCK_PAGE: &str = "!!document.querySelector('[data-test=\"unlock-passphrase\"]')
    && performance.getEntriesByType('paint').length > 0";
const HOME_PAGE: &str = "!!document.querySelector('[data-test=\"home\"] .two .card')
    && !document.querySelector('[data-test=\"lock-page\"]')";

/// A window with its driver; both end with it.
pub struct Open {
    client: Client,
    driver: Child,
    glance: Duration,
}

/// Starts a program in a window and waits until its page is ready; on a slow PC, if one is handed in.
pub async fn opened(bed: Option<&Bed>, program: &Path, data: &Path, ready: &str) -> (Duration, Open) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let driver = bed
        .map_or_else(|| Command::new("WebKitWebDriver"), |bed| bed.command("WebKitWebDriver"))
        .arg(format!("--port={port}"))
        .env("HEZHAN_DATA", data)
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("WebKitWebDriver is installed (Debian package webkit2gtk-driver)");
    let waiting = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(waiting.elapsed() < PATIENCE, "WebKitWebDriver does not listen");
        tokio::time::sleep(GLANCE).await;
    }
    let options = json!({"binary": program, "args": []});
    let capabilities = Map::from_iter([
        ("pageLoadStrategy".to_owned(), json!("none")),
        ("webkitgtk:browserOptions".to_owned(), options),
    ]);
    let address = format!("http://127.0.0.1:{port}");
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let begun = Instant::now();
    let client = builder.connect(&address).await.expect("the window opens");
    let open = Open { client, driver, glance: if bed.is_some() { SLOW_GLANCE } else { GLANCE } };
    open.until(ready).await;
    (begun.elapsed(), open)
}

impl Open {
    /// What a script returns in the end: it is asked again until it returns something.
    pub async fn answer(&self, script: &str, argument: Value) -> Value {
        self.client.execute(script, vec![argument]).await.expect("the page takes it");
        let begun = Instant::now();
        loop {
            match self.client.execute("return window.__answer ?? null", vec![]).await {
                Ok(Value::Null) | Err(_) => assert!(begun.elapsed() < PATIENCE, "no answer to {script}"),
                Ok(answer) => return answer,
            }
            tokio::time::sleep(self.glance).await;
        }
    }

    async fn until(&self, ready: &str) {
        let begun = Instant::now();
        let script = format!("return {ready}");
        while self.client.execute(&script, vec![]).await.ok() != Some(Value::Bool(true)) {
            assert!(begun.elapsed() < PATIENCE, "the page never became ready: {ready}");
            tokio::time::sleep(self.glance).await;
        }
    }

    /// Types the passphrase and waits for the home page. Gives how long that took after the passphrase was stretched, and the stretching.
    pub async fn unlocks(&self, data: &Path) -> (Duration, Duration) {
        let key = stretching(data);
        let script = "const [pass] = arguments;
            const input = document.querySelector('[data-test=\"unlock-passphrase\"]');
            const e = input.tagName === 'INPUT' ? input : input.querySelector('input');
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, pass);
            e.dispatchEvent(new Event('input', {bubbles: true}));";
        self.client.execute(script, vec![json!(PASS)]).await.expect("the page takes the passphrase");
        let begun = Instant::now();
        let click = "document.querySelector('[data-test=\"unlock\"]').click()";
        self.client.execute(click, vec![]).await.expect("the page takes the click");
        self.until(HOME_PAGE).await;
        (begun.elapsed().saturating_sub(key), key)
    }
}

/// How long this machine stretches the passphrase of this PC, now.
fn stretching(data: &Path) -> Duration {
    let mut slots = store::slots::Slots::read(&data.join("desk")).expect("the PC has slots");
    let staff = slots.list()[0].staff.clone();
    let begun = Instant::now();
    slots.unlock_at(&staff, PASS, u64::MAX / 2).expect("the passphrase fits");
    begun.elapsed()
}

impl Drop for Open {
    fn drop(&mut self) {
        // The window is in the driver's group.
        let _ = Command::new("kill").args(["--", &format!("-{}", self.driver.id())]).status();
        let _ = self.driver.wait();
    }
}
