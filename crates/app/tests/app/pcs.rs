//! People at PCs: every PC is an `App` on a directory of its own, called as an interface calls it, with a clock
//! that the test sets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::{App, AppConfig, CommandError, Cost, Updates};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

pub const PASS: &str = "春天的禾苗青青的";
pub const ROOT: &str = "县里的根密钥口令";
/// The station that the county's first township gets.
pub const STATION: &str = "43018111001";
/// 2026-11-23, 10:00 in China.
pub const MORNING: u64 = 1_795_399_200_000;

pub struct Pc {
    pub app: App,
    pub clock: Arc<AtomicU64>,
    /// How far somebody has put the clock on the wall forward.
    ahead: Arc<AtomicU64>,
    dir: TempDir,
}

impl Pc {
    /// A PC on which nothing is set up.
    pub fn fresh() -> Pc {
        let dir = tempfile::tempdir().unwrap();
        let (clock, ahead) = (Arc::new(AtomicU64::new(MORNING)), Arc::default());
        let app = App::new(config(&dir, &clock, &ahead));
        Pc { app, clock, ahead, dir }
    }

    /// The same PC after the program was started again.
    pub fn restarted(self) -> Pc {
        self.restarted_as(|usual| usual)
    }

    /// The same on a PC where work that nobody waits for waits for nobody.
    pub fn restarted_without_waiting(self) -> Pc {
        self.restarted_as(|usual| AppConfig { quiet: std::time::Duration::ZERO, ..usual })
    }

    /// The same PC, opened by a program that can be updated.
    pub fn restarted_with(self, updates: Updates) -> Pc {
        self.restarted_as(|usual| AppConfig { updates: Some(Arc::new(updates)), ..usual })
    }

    fn restarted_as(self, config_of: impl FnOnce(AppConfig) -> AppConfig) -> Pc {
        let Pc { app, clock, ahead, dir } = self;
        drop(app);
        Pc { app: App::new(config_of(config(&dir, &clock, &ahead))), clock, ahead, dir }
    }

    pub fn county(name: &str, division: &str) -> Pc {
        let pc = Pc::fresh();
        pc.call("setup.county", county_request(name, division));
        pc
    }

    pub fn joined(join_file: &Value, code: &str, name: &str, role: &str) -> Pc {
        let pc = Pc::fresh();
        pc.call("setup.join", json!({"file": join_file, "code": code, "name": name, "role": role, "passphrase": PASS}));
        pc
    }

    /// A county, a station of it and the station's confirmed PC.
    pub fn county_and_station() -> (Pc, Pc) {
        let county = Pc::county("浏阳市", "430181");
        county.register("430181110");
        let (file, code) = county.join_file("43018111001");
        let pc = Pc::joined(&file, &code, "林小禾", "supervisor");
        county.confirm(&pc);
        (county, pc)
    }

    /// A county and two confirmed PCs of one station, both knowing of each other.
    pub fn county_and_two() -> (Pc, Pc, Pc) {
        let (county, one) = Pc::county_and_station();
        let (file, code) = county.join_file("43018111001");
        let two = Pc::joined(&file, &code, "周文", "worker");
        county.confirm(&two);
        let roster = county.app.open_store().unwrap().signed_roster().unwrap();
        one.app.open_store().unwrap().accept_roster(&roster).unwrap();
        (county, one, two)
    }

    pub fn path(&self) -> &std::path::Path {
        self.dir.path()
    }

    pub fn minutes_pass(&self, minutes: u64) {
        self.clock.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// Somebody sets the clock, without any time passing.
    pub fn clock_put_forward(&self, minutes: u64) {
        self.ahead.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    pub fn call(&self, name: &str, request: Value) -> Value {
        self.app.call(name, request).unwrap_or_else(|error| panic!("{name} was refused: {error:?}"))
    }

    pub fn refused(&self, name: &str, request: Value) -> CommandError {
        match self.app.call(name, request) {
            Err(error) => error,
            Ok(answer) => panic!("{name} was not refused: {answer}"),
        }
    }

    pub fn me(&self) -> String {
        self.call("start.state", json!({}))["staff"][0]["id"].as_str().unwrap().to_owned()
    }

    pub fn register(&self, township: &str) -> Value {
        self.call("stations.register", json!({"township": township, "root_passphrase": ROOT}))
    }

    /// A join file as a browser would hand it in, and its code.
    pub fn join_file(&self, station: &str) -> (Value, String) {
        let made = self.call("stations.join_file", json!({"station": station, "destination": {"download": true}}));
        (file(&self.fetch(&made["file"])), made["code"].as_str().unwrap().to_owned())
    }

    /// What a download holds.
    pub fn fetch(&self, out: &Value) -> Vec<u8> {
        self.app.download(out["download"].as_str().unwrap()).expect("the download is there").1
    }

    /// Hands the PC's request in at the county; gives its device id.
    pub fn ask(&self, pc: &Pc) -> String {
        let request = pc.call("setup.join_request", json!({"destination": {"download": true}}));
        let rows = self.call("devices.requests", json!({"file": file(&pc.fetch(&request))}));
        rows.as_array().unwrap().last().unwrap()["device"].as_str().unwrap().to_owned()
    }

    /// The county's confirmation file for a PC.
    pub fn confirmation(&self, pc: &Pc) -> Vec<u8> {
        let device = self.ask(pc);
        let confirmed = self.call(
            "devices.confirm",
            json!({"devices": [device], "root_passphrase": ROOT, "destination": {"download": true}}),
        );
        self.fetch(&confirmed["files"][0])
    }

    /// Confirms a PC by files alone; gives its device id.
    pub fn confirm(&self, pc: &Pc) -> String {
        let confirmation = self.confirmation(pc);
        pc.call("setup.confirmation", json!({"file": file(&confirmation)}));
        let devices = self.call("devices.list", json!({}));
        devices.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
    }
}

fn config(dir: &TempDir, clock: &Arc<AtomicU64>, ahead: &Arc<AtomicU64>) -> AppConfig {
    let (now, time, ahead) = (clock.clone(), clock.clone(), ahead.clone());
    let now = Arc::new(move || now.load(Ordering::Relaxed) + ahead.load(Ordering::Relaxed));
    // Time passes for the program as it does on the wall, until a test sets the clock.
    let running = Arc::new(move || time.load(Ordering::Relaxed).into());
    AppConfig { now, running, cost: Cost::Cheap, ..AppConfig::new(dir.path()) }
}

pub fn county_request(name: &str, division: &str) -> Value {
    json!({"name": name, "division": division, "officer": "唐敏", "passphrase": PASS, "root_passphrase": ROOT})
}

/// A stick from the station to the county.
pub fn there(from: &Pc, to: &Pc) -> Value {
    let out = from.call("stick.export", json!({ "to": { "download": true } }));
    let files: Vec<Value> = out["files"].as_array().unwrap().iter().map(|one| file(&from.fetch(one))).collect();
    to.call("stick.import", json!({ "files": files }))
}

/// The county's reply, taken by PCs of the station.
pub fn back(county: &Pc, to: &[&Pc]) {
    let reply = county.call("county.reply", json!({ "stations": [STATION], "to": { "download": true } }));
    let bytes = county.fetch(&reply["files"][0]);
    to.iter().for_each(|pc| drop(pc.call("stick.import", json!({ "files": [file(&bytes)] }))));
}

/// A file as a browser hands it in.
pub fn file(bytes: &[u8]) -> Value {
    json!({"name": "文件", "base64": STANDARD.encode(bytes)})
}

pub fn bytes_of(file: &Value) -> Vec<u8> {
    STANDARD.decode(file["base64"].as_str().unwrap()).unwrap()
}

pub fn code_of(stations: &Value) -> String {
    stations[0]["code"].as_str().unwrap().to_owned()
}
