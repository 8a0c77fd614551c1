//! People at PCs, spoken of in sentences: a county officer, social workers at their station's PCs, sticks that
//! are carried, and the county's hub. Every PC is the whole program below its window (`App::call`), on a directory
//! of its own and with a clock that the story sets. Nothing here knows how the program does what it does.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use app::{App, AppConfig, CommandError, Cost};
use changelog::{Audience, Head, LogId};
use serde_json::{Value, json};
use store::{FreeSpace, Store};
use tempfile::TempDir;

/// Everyone's passphrase.
pub const PASS: &str = "春天的禾苗青青的";
/// The passphrase of the county's root key.
pub const ROOT: &str = "县里的根密钥口令";
/// 2 November 2026, 09:00 in China.
pub const MONDAY: u64 = 1_793_581_200_000;
/// The township of most stories, 大瑶镇 in 浏阳市.
pub const TOWNSHIP: &str = "430181110";
const DAY: u64 = 86_400_000;

/// One PC with the program on it.
pub struct Pc {
    app: Option<App>,
    dir: TempDir,
    clock: Arc<AtomicU64>,
    full: Arc<AtomicBool>,
}

impl Default for Pc {
    fn default() -> Pc {
        Pc::fresh()
    }
}

impl Pc {
    /// A PC on which nothing is set up.
    pub fn fresh() -> Pc {
        Pc::on(tempfile::tempdir().unwrap(), MONDAY)
    }

    fn on(dir: TempDir, now: u64) -> Pc {
        let mut pc = Pc { app: None, dir, clock: Arc::new(AtomicU64::new(now)), full: Arc::default() };
        pc.start();
        pc
    }

    /// Another PC with a copy of everything on a PC that is switched off; the first person has unlocked it.
    pub fn copied_from(original: &Pc) -> Pc {
        let dir = tempfile::tempdir().unwrap();
        copy_folder(original.dir(), dir.path());
        let pc = Pc::on(dir, original.clock.load(Ordering::Relaxed));
        pc.unlock();
        pc
    }

    /// The program is started.
    pub fn start(&mut self) {
        let clock = self.clock.clone();
        let now = Arc::new(move || clock.load(Ordering::Relaxed));
        // A day that passes here passes for the program too.
        let time = self.clock.clone();
        let running = Arc::new(move || time.load(Ordering::Relaxed).into());
        let full = self.full.clone();
        let space = FreeSpace::asking(move |_| Ok(if full.load(Ordering::Relaxed) { 1 << 20 } else { 1 << 40 }));
        self.app =
            Some(App::new(AppConfig { now, running, space, cost: Cost::Cheap, ..AppConfig::new(self.dir.path()) }));
    }

    /// The program is closed.
    pub fn stop(&mut self) {
        self.app = None;
    }

    /// The program is closed and started, and the first person of the list unlocks it.
    pub fn restart(&mut self) {
        self.stop();
        self.start();
        self.unlock();
    }

    /// The program itself, for what a sentence does not say.
    pub fn app(&self) -> &App {
        self.app.as_ref().expect("the program is running")
    }

    /// Where everything of this PC lies.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The directory of its database.
    pub fn desk(&self) -> PathBuf {
        self.app().desk_dir()
    }

    /// Its open store.
    pub fn store(&self) -> Arc<Store> {
        self.app().open_store().expect("somebody has unlocked")
    }

    /// Asks for what must be given.
    pub fn call(&self, name: &str, request: Value) -> Value {
        self.app().call(name, request).unwrap_or_else(|error| panic!("{name} was refused: {error:?}"))
    }

    /// Asks for what must be refused; the refusal is fit for a person to read.
    pub fn refused(&self, name: &str, request: Value) -> CommandError {
        match self.app().call(name, request) {
            Err(error) => readable(error),
            Ok(answer) => panic!("{name} was not refused: {answer}"),
        }
    }

    /// Days go by on this PC's clock, the screen locks itself, and she unlocks it again.
    pub fn days_pass(&self, days: u64) {
        self.clock.fetch_add(days * DAY, Ordering::Relaxed);
        self.unlock();
    }

    /// The clock of this PC shows another time, right or wrong.
    pub fn clock_shows(&self, ms: u64) {
        self.clock.store(ms, Ordering::Relaxed);
        self.unlock();
    }

    /// Other programs have filled the disk but for a megabyte.
    pub fn disk_fills_up(&self) {
        self.full.store(true, Ordering::Relaxed);
    }

    /// Somebody has emptied the bin.
    pub fn disk_has_room_again(&self) {
        self.full.store(false, Ordering::Relaxed);
    }

    /// The first person of the list unlocks.
    pub fn unlock(&self) {
        let staff = self.me();
        self.call("session.unlock", json!({"staff": staff, "passphrase": PASS}));
    }

    /// Staff id of the first person of the list.
    pub fn me(&self) -> String {
        text(&self.call("start.state", json!({}))["staff"][0]["id"])
    }

    // At the county.

    /// Founds a county that works by stick only.
    pub fn founds_a_county() -> Pc {
        let pc = Pc::fresh();
        let county = json!({"name": "浏阳市", "division": "430181", "officer": "唐敏", "passphrase": PASS, "root_passphrase": ROOT});
        pc.call("setup.county", county);
        pc
    }

    /// Writes the hub's line into the roster.
    pub fn uses_the_hub(&self, hub: &HubHouse) {
        self.call("setup.hub", json!({"hub": hub.line(), "root_passphrase": ROOT}));
    }

    /// Registers a station; gives its code.
    pub fn registers_a_station(&self, township: &str) -> String {
        text(&self.call("stations.register", json!({"township": township, "root_passphrase": ROOT}))["code"])
    }

    /// Makes a join file on a stick; gives the file and its one-time code.
    pub fn makes_a_join_file(&self, station: &str, stick: &Stick) -> (Value, String) {
        let made = self.call("stations.join_file", json!({"station": station, "destination": stick.as_destination()}));
        (as_file(&made["file"]), text(&made["code"]))
    }

    /// Confirms a new PC by files that a stick carries to and fro.
    pub fn confirms_by_stick(&self, pc: &Pc, stick: &Stick) {
        let request = pc.call("setup.join_request", json!({"destination": stick.as_destination()}));
        let rows = self.call("devices.requests", json!({"file": as_file(&request)}));
        let device = rows.as_array().unwrap().last().expect("the request is there")["device"].clone();
        let confirm = json!({"devices": [device], "root_passphrase": ROOT, "destination": stick.as_destination()});
        let confirmed = self.call("devices.confirm", confirm);
        pc.call("setup.confirmation", json!({"file": as_file(&confirmed["files"][0])}));
    }

    /// Confirms every PC that asks over the hub.
    pub fn confirms_by_hub(&self) {
        self.syncs();
        for row in self.call("devices.requests", json!({})).as_array().unwrap() {
            assert_eq!(row["known"], true, "its join file was given out here");
            self.call("devices.confirm", json!({"devices": [row["device"]], "root_passphrase": ROOT}));
        }
        self.syncs();
    }

    /// Writes what the county gives back to a station; gives the file.
    pub fn replies(&self, station: &str, stick: &Stick) -> Vec<Value> {
        let reply = self.call("county.reply", json!({"stations": [station], "to": stick.as_destination()}));
        reply["files"].as_array().unwrap().iter().map(as_file).collect()
    }

    // At a station.

    /// A new PC joins with a join file and works at once.
    pub fn joins(file: &Value, code: &str, name: &str, role: &str) -> Pc {
        let pc = Pc::fresh();
        pc.call("setup.join", json!({"file": file, "code": code, "name": name, "role": role, "passphrase": PASS}));
        pc
    }

    /// Registers a person; gives the record id.
    pub fn registers(&self, fields: Value) -> String {
        let answer = self.call(
            "recipients.register",
            json!({
                "recipient": fields,
                "categories": [{"category": "dibao", "start_date": "2026-10-01"}],
                "household": {"choice": "none"},
            }),
        );
        text(&answer["recipient"]["id"])
    }

    /// Records a visit as it was; gives the record id.
    pub fn visits(&self, person: &str, saw: &str) -> String {
        text(&self.call("visits.save", json!({"fields": self.visit_form(person, saw)}))["record"]["id"])
    }

    /// The fields of a filled-in visit form.
    pub fn visit_form(&self, person: &str, saw: &str) -> Value {
        let mut fields = self.call("visits.defaults", json!({"recipient": person}))["fields"].clone();
        let typed = json!({
            "recipient": person, "contact_mode": "home", "visit_type": "home_visit", "result": "met", "area": "A1", "service_item": "A101",
            "observation_text": saw, "visitor_staff": self.me(),
        });
        fields.as_object_mut().unwrap().extend(crate::made_up::fields(typed));
        fields
    }

    /// Opens a case with a number; gives the record id and the number.
    pub fn opens_a_case(&self, person: &str) -> (String, String) {
        let fields =
            json!({"source": "village", "informant": "村干部", "reason": "独居，生活困难", "urgency": "normal"});
        let answer = self.call("cases.open", json!({"recipient": person, "fields": fields, "intake": true}));
        let id = text(&answer["case"]["record"]["id"]);
        let number = text(&self.sees("case", &id)["fields"]["case_no"]);
        (id, number)
    }

    /// The supervisor freezes a month's brief with the generated text; gives the record id.
    pub fn freezes_the_brief(&self, month: &str) -> String {
        let preview = self.call("reports.preview", json!({"month": month}));
        let brief = json!({"month": month, "sections": preview["sections"], "sent_to": "浏阳市民政局", "copies": 3});
        text(&self.call("reports.freeze", brief)["id"])
    }

    /// Opens a record.
    pub fn sees(&self, kind: &str, id: &str) -> Value {
        self.call("records.get", json!({"kind": kind, "id": id}))
    }

    /// Changes a field of a record that she has just opened.
    pub fn changes(&self, kind: &str, id: &str, field: &str, value: &str) {
        let seen = self.sees(kind, id)["refs"].clone();
        self.call("records.save", json!({"kind": kind, "id": id, "fields": {field: value}, "seen": seen}));
    }

    // Moving.

    /// Syncs now and waits for the end of it; the hub answers and nothing is wrong.
    pub fn syncs(&self) {
        let status = self.tries_to_sync();
        assert_eq!(status["hub"]["problem"], Value::Null, "{status}");
    }

    /// Syncs now as far as it goes; gives the status afterwards.
    pub fn tries_to_sync(&self) -> Value {
        self.call("sync.now", json!({"wait": true}))
    }

    /// Writes everything for the county to a stick.
    pub fn exports_to(&self, stick: &Stick) -> Value {
        self.call("stick.export", json!({"to": stick.as_destination()}))
    }

    /// Reads every file of a stick; gives what became of each.
    pub fn imports_from(&self, stick: &Stick) -> Vec<Value> {
        self.imports(&stick.files())
    }

    /// Reads these files; gives what became of each.
    pub fn imports(&self, files: &[Value]) -> Vec<Value> {
        self.call("stick.import", json!({"files": files}))["files"].as_array().unwrap().clone()
    }

    /// How far every log of an audience is held here: the set of (log, seq, head).
    pub fn heads(&self, audience: &Audience) -> Vec<(LogId, u64, Head)> {
        let all = self.store().heads().unwrap().into_iter();
        let mut heads: Vec<_> =
            all.filter(|(_, of, ..)| of == audience).map(|(log, _, seq, head)| (log, seq, head)).collect();
        heads.sort_unstable();
        heads
    }

    /// Shows the same as another PC: the same changes of that audience, and the same rows from them.
    pub fn agrees_with(&self, other: &Pc, audience: &Audience) {
        assert_eq!(self.heads(audience), other.heads(audience), "the changes for {audience} differ");
        let hash = |pc: &Pc| pc.store().state_hash_of(audience).unwrap();
        assert_eq!(hash(self), hash(other), "the rows of {audience} differ");
    }
}

/// A USB stick.
pub struct Stick(TempDir);

impl Default for Stick {
    fn default() -> Stick {
        Stick::empty()
    }
}

impl Stick {
    /// With nothing on it.
    pub fn empty() -> Stick {
        Stick(tempfile::tempdir().unwrap())
    }

    /// Where it is plugged in.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// As a window names it for writing.
    pub fn as_destination(&self) -> Value {
        json!({"folder": self.path()})
    }

    /// As a window names its files for reading, in order of their names.
    pub fn files(&self) -> Vec<Value> {
        files_of(self.path()).iter().map(|path| at_path(path)).collect()
    }
}

/// Every file in a folder and the folders in it, in order of their names.
pub fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files_of(&path) } else { vec![path] }).collect()
}

/// The county's hub with real TLS, on one port that it keeps.
pub struct HubHouse {
    dir: TempDir,
    listen: SocketAddr,
    running: Option<hub::Handle>,
    line: String,
}

impl HubHouse {
    /// Sets the county's hub up and starts it; the county writes its line into the roster.
    pub fn of(county: &Pc) -> HubHouse {
        let view = county.call("setup.root_key", json!({}));
        let dir = tempfile::tempdir().unwrap();
        let init = hub::Init {
            data_dir: dir.path().join("hub"),
            county: text(&view["county_id"]),
            root_key: text(&view["root_key"]),
            address: "127.0.0.1:8443".into(),
        };
        hub::init(&init).unwrap();
        let mut house = HubHouse { dir, listen: "127.0.0.1:0".parse().unwrap(), running: None, line: String::new() };
        house.start();
        county.uses_the_hub(&house);
        house
    }

    /// It is switched on.
    pub fn start(&mut self) {
        let config = hub::Config {
            data_dir: self.dir.path().join("hub"),
            listen: self.listen,
            rates: hub::limits::Rates::default(),
            log: false,
        };
        let handle = hub::serve(config).unwrap();
        self.listen = handle.addr;
        self.line = format!("{}#{}.{}", handle.url, handle.pin, handle.key);
        self.running = Some(handle);
    }

    /// The line is cut, or the power is out.
    pub fn stop(&mut self) {
        self.running.take().into_iter().for_each(hub::Handle::stop);
    }

    /// What `hezhan-hub init` prints for the county to paste.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Where it keeps everything.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}

/// A county with a hub, a station and two confirmed PCs of it.
pub struct Story {
    /// The officer's PC.
    pub county: Pc,
    /// The supervisor's PC, letter A.
    pub first: Pc,
    /// The worker's PC, letter B.
    pub second: Pc,
    /// The station.
    pub station: String,
}

impl Story {
    /// Everything over the hub.
    pub fn by_hub() -> (Story, HubHouse) {
        let county = Pc::founds_a_county();
        let hub = HubHouse::of(&county);
        let (station, stick) = (county.registers_a_station(TOWNSHIP), Stick::empty());
        county.syncs();
        let joined = |name, role| {
            let (file, code) = county.makes_a_join_file(&station, &stick);
            county.syncs();
            let pc = Pc::joins(&file, &code, name, role);
            pc.tries_to_sync();
            county.confirms_by_hub();
            pc.syncs();
            pc
        };
        let (first, second) = (joined("林小禾", "supervisor"), joined("周文", "worker"));
        (Story { county, first, second, station }, hub)
    }

    /// Everything by stick; there is no hub at all.
    pub fn by_stick() -> Story {
        let county = Pc::founds_a_county();
        let (station, stick) = (county.registers_a_station(TOWNSHIP), Stick::empty());
        let joined = |name, role| {
            let (file, code) = county.makes_a_join_file(&station, &stick);
            let pc = Pc::joins(&file, &code, name, role);
            county.confirms_by_stick(&pc, &stick);
            pc
        };
        let (first, second) = (joined("林小禾", "supervisor"), joined("周文", "worker"));
        // The first PC learns of the second by what the county gives back.
        first.imports(&county.replies(&station, &stick));
        Story { county, first, second, station }
    }

    /// Whom the station's records are for.
    pub fn audience(&self) -> Audience {
        Audience::Station(self.station.clone())
    }

    /// Both PCs and the county hold the same changes and show the same, per audience.
    pub fn everyone_agrees(&self) {
        for audience in [self.audience(), Audience::All] {
            self.first.agrees_with(&self.second, &audience);
            self.first.agrees_with(&self.county, &audience);
        }
    }
}

/// A made-up person of the stories.
pub fn wu_guixiang() -> Value {
    json!({
        "name": "吴桂香", "id_type": "resident_id", "id_number": crate::made_up::id_number("19480305", 102), "village": "新河村", "group_no": "3组",
        "phone": "19900000001", "residence": "大瑶镇新河村3组12号", "hukou_type": "rural",
    })
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let into = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &into);
        } else {
            std::fs::copy(entry.path(), into).unwrap();
        }
    }
}

/// A text of an answer.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

/// A written file as a window hands it in.
pub fn as_file(written: &Value) -> Value {
    at_path(Path::new(&text(&written["path"])))
}

/// A file as a window hands it in.
pub fn at_path(path: &Path) -> Value {
    json!({"name": path.file_name().unwrap().to_string_lossy(), "path": path})
}

/// A refusal that a person can read: Chinese, and no English words but names of files and programs.
pub fn readable(error: CommandError) -> CommandError {
    let sentences = std::iter::once(&error.detail).chain(error.fields.iter().map(|field| &field.message));
    for sentence in sentences {
        let chinese = sentence.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert!(chinese >= 4, "not a Chinese sentence: {error:?}");
        // Capitals are examples (ABCD-EFGH-…) and names (USB, PDF); ours are the endings of files.
        let words = sentence.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2);
        let ours = ["hezhan", "hub", "hzb", "hzj", "hzq", "hzc", "hzr", "hzk", "hzbackup"];
        let foreign: Vec<&str> = words.filter(|word| !ours.contains(word) && word.to_uppercase() != **word).collect();
        assert!(foreign.is_empty(), "English in a message: {foreign:?} in {error:?}");
    }
    error
}
