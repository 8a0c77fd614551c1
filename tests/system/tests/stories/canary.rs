//! A canary person is typed in everywhere a person can be typed in; then every file of every PC, stick and hub is
//! read as raw bytes, while the programs run and after they have ended. No readable trace of the name or the ID
//! number may be in any of them, and `sqlite3` must not be able to open a database.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use serde_json::json;
use system::made_up::id_number;
use system::people::{MONDAY, PASS, Pc, ROOT, Stick, TOWNSHIP, files_of, text};
use system::window::program;

const NAME: &str = "欧阳金丝雀";

fn number() -> String {
    id_number("19510607", 707)
}

/// Whatever a canary looks like to someone who looks at bytes.
fn traces() -> Vec<Vec<u8>> {
    let mut traces = Vec::new();
    for canary in [NAME, "金丝雀", &number()] {
        traces.push(canary.as_bytes().to_vec());
        traces.push(canary.encode_utf16().flat_map(u16::to_le_bytes).collect());
        traces.push(canary.encode_utf16().flat_map(u16::to_be_bytes).collect());
        traces.push(hex::encode(canary).into_bytes());
        traces.push(canary.chars().flat_map(|c| c.escape_unicode()).collect::<String>().into_bytes());
        for before in 0..3 {
            // In base64 the same bytes look different at each of three places; only the inner part is sure.
            let coded = STANDARD_NO_PAD.encode([&vec![0; before], canary.as_bytes()].concat());
            traces.push(coded.as_bytes()[4..coded.len() - 4].to_vec());
        }
    }
    traces
}

/// What a photo or thumbnail that is not sealed looks like: a piece of its coded picture, wherever it stands; and the scan's own words.
fn photo_traces(pc: &Pc) -> Vec<Vec<u8>> {
    let (store, query) = (pc.store(), store::Query::of("attachment"));
    let mut traces = Vec::new();
    for row in store.list(&query).unwrap() {
        let field = |name: &str| text(&row.fields[name]);
        let plain = store.blob_open(&field("blob"), &field("sha256")).unwrap().expect("it is here");
        if field("mime") == "image/jpeg" {
            let thumbnail = store.thumbnail(&field("blob")).unwrap().expect("it has a thumbnail");
            for picture in [plain, thumbnail] {
                let middle = picture.len() / 2;
                traces.push(picture[middle..middle + 24].to_vec());
            }
        } else {
            traces.push(b"%PDF-1.4".to_vec());
        }
    }
    assert_eq!(traces.len(), 3, "a photo, its thumbnail, a scan");
    traces
}

/// Files of a folder in which a trace stands, and in whose names it does.
fn betrayed(folder: &Path, traces: &[Vec<u8>]) -> Vec<PathBuf> {
    let shows =
        |bytes: &[u8]| traces.iter().any(|trace| bytes.windows(trace.len()).any(|window| window == trace.as_slice()));
    files_of(folder)
        .into_iter()
        .filter(|path| shows(path.to_string_lossy().as_bytes()) || shows(&std::fs::read(path).unwrap()))
        .collect()
}

/// The hub as a program of its own, whose every word goes into a log file.
struct HubProgram {
    child: Child,
    dir: tempfile::TempDir,
}

impl HubProgram {
    fn of(county: &Pc) -> HubProgram {
        let dir = tempfile::tempdir().unwrap();
        let view = county.call("setup.root_key", json!({}));
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let data = dir.path().join("hub").display().to_string();
        let init = [
            "init",
            "--data",
            &data,
            "--county",
            &text(&view["county_id"]),
            "--root-key",
            &text(&view["root_key"]),
            "--address",
            &address,
        ];
        let output = Command::new(program("hezhan-hub")).args(init).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap();
        let line = printed.lines().find(|line| line.starts_with("https://")).expect("init prints the line to paste");
        let log = File::create(dir.path().join("hub.log")).unwrap();
        let child = Command::new(program("hezhan-hub"))
            .args(["serve", "--data", &data, "--listen", &address])
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        county.call("setup.hub", json!({"hub": line, "root_passphrase": ROOT}));
        HubProgram { child, dir }
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for HubProgram {
    fn drop(&mut self) {
        self.end();
    }
}

/// A photo and a scan that show the canary in every byte that is kept of them, told of the canary, looked at, and read but not kept.
fn puts_canary_photos(pc: &Pc, visit: &str) {
    let photo = photos::drawn_by_phone(7, (640, 480), 1, "2026:11:02 09:41:27", [28, 7, 30], [113, 36, 0]);
    let scan = format!(
        "%PDF-1.4\n% {NAME} {}\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n\
         3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n",
        number()
    );
    let file = |name: &str, bytes: &[u8]| json!({"name": name, "base64": STANDARD.encode(bytes)});
    let files = [file(&format!("{NAME}.jpg"), &photo), file(&format!("{NAME}.pdf"), scan.as_bytes())];
    let request = json!({"kind": "visit", "id": visit, "files": files});
    pc.call("attachments.read", request.clone());
    let read = pc.call("attachments.read", request);
    let item = |place: usize| json!({"token": read["items"][place]["token"], "purpose": "scan", "caption": NAME, "place": format!("{NAME}家")});
    let saved = pc.call("attachments.save", json!({"kind": "visit", "id": visit, "items": [item(0), item(1)]}));
    for place in [0, 1] {
        pc.call("attachments.open", json!({"id": saved["items"][place]["record"]["id"]}));
    }
    pc.call("attachments.list", json!({"kind": "visit", "id": visit}));
}

/// Types the canary into everything that keeps what is typed; gives the person's record id.
fn types_the_canary(pc: &Pc) -> String {
    let person = json!({
        "name": NAME, "former_name": NAME, "id_type": "resident_id", "id_number": number(), "village": "新河村", "hukou_type": "rural",
        "remark": format!("{NAME}，证件号 {}", number()),
    });
    let registered = pc.call(
        "recipients.register",
        json!({
            "recipient": person,
            "household": {"choice": "new", "fields": {}},
            "categories": [{"category": "dibao", "start_date": "2026-10-01"}],
        }),
    );
    let id = text(&registered["recipient"]["id"]);
    let visit = pc.visits(&id, &format!("今天走访{NAME}，核对证件 {}。", number()));
    puts_canary_photos(pc, &visit);
    pc.opens_a_case(&id);
    let content = json!({"observation_text": format!("{NAME}说……"), "id_number": number()});
    pc.call("drafts.put", json!({"key": "visit:new", "kind": "visit", "title": NAME, "content": content}));
    for words in [NAME, &number(), "oyjsq"] {
        pc.call("search.find", json!({"text": words}));
    }
    let mut brief = pc.call("reports.preview", json!({"month": "2026-11"}));
    brief["sections"][0]["text"] = format!("{NAME}的故事。").into();
    pc.call("reports.freeze", json!({"month": "2026-11", "sections": brief["sections"], "sent_to": NAME}));
    pc.call("records.reveal", json!({"kind": "recipient", "id": id, "fields": []}));
    let wrong = json!({"kind": "recipient", "id": id, "fields": {"birth_date": NAME}});
    pc.refused("records.save", wrong);
    id
}

/// Brief, ledger and papers go into a folder of her choice and a ledger is opened from there: readable there, and nowhere else.
fn takes_out_and_reads_in(pc: &Pc, person: &str) {
    let folder = Stick::empty();
    let to = folder.as_destination();
    let brief = pc.call("records.list", json!({"kind": "monthly_brief"}))["rows"][0]["id"].clone();
    let files = [
        pc.call("reports.export", json!({"id": brief, "formats": ["docx", "pdf", "xlsx"], "to": to})),
        pc.call("ledgers.write", json!({"name": "recipients", "to_place": to})),
        pc.call(
            "papers.print",
            json!({"papers": [{"paper": "recipient", "record": person}], "formats": ["pdf", "docx"], "to": to}),
        ),
    ];
    let named = files.iter().map(|answer| answer.to_string().matches("\"name\":").count()).sum::<usize>();
    assert_eq!(folder.files().len(), named, "no file is left beside those that were asked for");
    assert_eq!(named, 6);
    std::fs::write(folder.path().join("花名册.csv"), format!("姓名,身份证号\n{NAME},{}\n", number())).unwrap();
    let csv = folder.files().into_iter().find(|file| file.to_string().contains(".csv")).expect("the csv");
    let opened = pc.call("ledgers.open", json!({"file": csv}));
    assert!(opened["view"].to_string().contains(NAME), "it was really read");
}

#[test]
fn nobody_who_reads_the_files_learns_a_name_or_an_id_number() {
    let (county, stick) = (Pc::founds_a_county(), Stick::empty());
    let mut hub = HubProgram::of(&county);
    let station = county.registers_a_station(TOWNSHIP);
    let (file, code) = county.makes_a_join_file(&station, &stick);
    let mut pc = Pc::joins(&file, &code, "林小禾", "supervisor");
    county.confirms_by_stick(&pc, &stick);

    let person = types_the_canary(&pc);
    takes_out_and_reads_in(&pc, &person);
    pc.call("stick.export", json!({"to": stick.as_destination(), "photos": true}));
    county.imports_from(&stick);
    county.replies(&station, &stick);
    pc.syncs();
    county.syncs();
    assert_eq!(county.sees("recipient", &person)["fields"]["name"], NAME, "it really went everywhere");
    pc.call("backup.make", json!({"destination": stick.as_destination()}));
    pc.store().daily_backup(MONDAY).unwrap();
    county.call("setup.copy_root_key", json!({"destination": stick.as_destination()}));
    let staff = pc.me();
    pc.call("recovery.request", json!({"staff": staff, "destination": stick.as_destination()}));
    pc.call("session.lock", json!({}));
    pc.refused("session.unlock", json!({"staff": staff, "passphrase": format!("不是{PASS}")}));

    let mut traces = traces();
    traces.extend(photo_traces(&pc));
    let places = [pc.dir().to_owned(), county.dir().to_owned(), stick.path().to_owned(), hub.dir.path().to_owned()];
    let look = |when: &str| {
        for place in &places {
            assert_eq!(betrayed(place, &traces), Vec::<PathBuf>::new(), "{when}");
        }
    };
    look("while everything runs");
    let seen: Vec<String> =
        places.iter().flat_map(|place| files_of(place)).map(|path| path.display().to_string()).collect();
    for wanted in [
        "hezhan.db",
        "hezhan.db-wal",
        "slots.json",
        "outbox",
        "backups",
        "hub.log",
        ".hzb",
        ".hzp",
        "blobs",
        ".hzj",
        ".hzq",
        ".hzc",
        ".hzr",
        ".hzk",
        ".hzbackup",
        ".age",
    ] {
        assert!(seen.iter().any(|path| path.contains(wanted)), "no {wanted} was looked at: {seen:?}");
    }
    pc.stop();
    hub.end();
    look("after everything has ended");
}

#[test]
fn this_search_for_traces_finds_one_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    for (place, trace) in traces().iter().enumerate() {
        std::fs::write(folder.path().join(place.to_string()), [b"xyz", trace.as_slice(), b"xyz"].concat()).unwrap();
    }
    let sentence = format!("今天走访{NAME}。");
    for (name, bytes) in [
        ("as it is", sentence.clone()),
        ("base64", STANDARD_NO_PAD.encode(&sentence)),
        ("escaped", format!("{:?}", json!(sentence))),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    std::fs::write(folder.path().join("innocent"), "今天走访欧阳金。").unwrap();
    assert_eq!(betrayed(folder.path(), &traces()).len(), files_of(folder.path()).len() - 1);
}

#[test]
fn sqlite3_cannot_open_the_databases() {
    let (county, stick) = (Pc::founds_a_county(), Stick::empty());
    let station = county.registers_a_station(TOWNSHIP);
    let (file, code) = county.makes_a_join_file(&station, &stick);
    let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
    types_the_canary(&pc);
    for database in [pc.desk().join("hezhan.db"), county.desk().join("hezhan.db")] {
        let tried = Command::new("sqlite3").arg(&database).arg(".dump").output().expect("sqlite3 is installed");
        let said = [tried.stdout, tried.stderr].concat();
        assert!(String::from_utf8_lossy(&said).contains("not a database"), "{}", String::from_utf8_lossy(&said));
        assert!(!String::from_utf8_lossy(&said).contains("CREATE TABLE"));
    }
}
