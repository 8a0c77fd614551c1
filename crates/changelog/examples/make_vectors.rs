//! Makes the frozen vectors of tests/vectors anew (`cargo run -p changelog --example make_vectors -- <folder>`). Only for a new
//! format version: a change of vectors under the same version breaks every file ever written.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

#[path = "../tests/all/county.rs"]
mod county;

use base64::{Engine, engine::general_purpose::STANDARD};
use changelog::*;
use county::*;
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

struct Vectors {
    folder: PathBuf,
    county: County,
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder to write to"));
    for part in ["valid", "invalid"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
    let mut county = County::new();
    let old_pc = DeviceKeys::generate();
    let old_log = Log::with_visits(&old_pc, 3);
    let mut revoked = device(&old_pc, Some(STATION), "C");
    revoked.revoked = Some(vec![Cut { log: old_log.id, seq: 3, head: old_log.changes[2].head }]);
    county.roster.devices.push(revoked);
    let vectors = Vectors { folder, county };
    vectors.keys();
    vectors.valid(&old_pc, &old_log);
    vectors.invalid(&old_pc, &old_log);
    vectors.papers();
}

impl Vectors {
    fn write(&self, path: &str, bytes: &[u8]) {
        fs::write(self.folder.join(path), bytes).unwrap();
    }

    fn json(&self, path: &str, value: &Value) {
        self.write(path, format!("{value:#}\n").as_bytes());
    }

    fn keys(&self) {
        let c = &self.county;
        self.json(
            "county.json",
            &json!({
                "about": "Made-up keys, for these vectors only.",
                "root_key": c.root.public(),
                "roster": c.root.sign(&c.roster).unwrap(),
                "identities": {"station": c.station.to_secret(), "county": c.county.to_secret(), "other_station": c.other_station.to_secret()},
            }),
        );
    }

    fn good(&self, name: &str, what: &str, segments: &[SegmentOfChanges], bytes: &[u8]) {
        self.write(&format!("valid/{name}.hzb"), bytes);
        let change = |change: &Change| {
            let (payload, salt) = match &change.body {
                Body::Kept { payload_bytes, salt } => (Some(payload_bytes), Some(salt)),
                Body::Erased { .. } => (None, None),
            };
            json!({"header": change.header_bytes, "payload": payload, "salt": salt,
                "payload_hash": hex::encode(change.payload_hash()), "head": change.head})
        };
        let segments: Vec<Value> = segments
            .iter()
            .map(|s| json!({"segment": s.signed.segment, "changes": s.changes.iter().map(change).collect::<Vec<_>>()}))
            .collect();
        self.json(&format!("valid/{name}.json"), &json!({"what": what, "segments": segments}));
    }

    fn bad(&self, name: &str, what: &str, outcome: Value, bytes: &[u8]) {
        self.write(&format!("invalid/{name}.hzb"), bytes);
        self.json(&format!("invalid/{name}.json"), &json!({"what": what, "outcome": outcome}));
    }

    fn valid(&self, old_pc: &DeviceKeys, old_log: &Log) {
        let c = &self.county;
        let log = Log::with_visits(&c.pc, 3);
        let seed = log.whole(&c.pc);
        let good = |name, what, segments: &[SegmentOfChanges]| self.good(name, what, segments, &c.seal(segments));
        good("seed", "A log from its beginning, salts from a seed.", std::slice::from_ref(&seed));
        let list = SegmentOfChanges::re_emitted(seed.signed.clone(), seed.changes.clone());
        good("salts-list", "The same segment re-emitted: salts one by one, the same signature.", &[list]);
        let mut changes = seed.changes.clone();
        changes[2] = changes[2].erased();
        good(
            "erased",
            "The same segment after a payload was erased.",
            &[SegmentOfChanges::re_emitted(seed.signed, changes)],
        );
        let mut save = Log::open(&c.pc, Audience::Station(STATION.into()));
        save.save(vec![json!({"name": "甲"}), json!({"name": "乙"}), json!({"name": null})]);
        save.save(vec![json!({"id_number": "9007199254740993", "amount": 9007199254740992u64})]);
        let (one, two) = (save.segment(&c.pc, 0, 1), save.segment(&c.pc, 1, 5));
        good("two-segments", "Two segments of one log, a save of three changes, the largest integer.", &[one, two]);
        good("continued", "A segment whose beginning is elsewhere.", &[save.segment(&c.pc, 4, 5)]);
        good(
            "to-all",
            "A county device writes for every station.",
            &[Log::open(&c.county_pc, Audience::All).whole(&c.county_pc)],
        );
        good("revoked-up-to-cut", "What a revoked device wrote up to its cut.", &[old_log.segment(old_pc, 0, 3)]);

        let mut newer = Log::with_visits(&c.pc, 1);
        let header = newer.changes[1].header_bytes.replace(r#""op":"set""#, r#""op":"fold","mood":["calm",1]"#);
        newer.changes[1] = Change::received(header, newer.changes[1].body.clone(), &newer.changes[0].head).unwrap();
        good(
            "unknown-op-and-member",
            "An operation and a member that no program knows yet are kept.",
            &[newer.whole(&c.pc)],
        );
    }

    fn invalid(&self, old_pc: &DeviceKeys, old_log: &Log) {
        let c = &self.county;
        let log = Log::with_visits(&c.pc, 3);
        let segment = log.whole(&c.pc);
        let bytes = c.seal(std::slice::from_ref(&segment));
        let (envelope, _) = bundle::envelope(&bytes, &Limits::default()).unwrap();
        let whole = |name, what, code, bytes: &[u8]| self.bad(name, what, json!({"whole": code}), bytes);
        let parts = |name, what, codes: Value, bytes: &[u8]| self.bad(name, what, json!({"segments": codes}), bytes);

        whole("cut-off", "The last bytes are missing.", "wrong_length", &bytes[..bytes.len() - 10]);
        let mut bent = bytes.clone();
        *bent.last_mut().unwrap() ^= 1;
        whole("bit-flip", "One bit of the ciphertext differs.", "wrong_hash", &bent);
        whole("html", "The page of a hotel's network.", "not_a_bundle", b"<!doctype html>\n<title>login</title>\n");
        let forged = forge(&envelope, &c.pc, b"", |e| e["min_reader"] = json!(2));
        whole("newer-reader", "Needs a newer program.", "newer_program_needed", &forged);
        let forged = forge(&envelope, &c.pc, b"", |e| e["suite"] = json!(2));
        whole("newer-suite", "Newer cryptography.", "newer_program_needed", &forged);
        let forged = forge(&envelope, &c.pc, b"", |e| e["county"] = json!("430999-elsewhere"));
        whole("foreign-county", "Another county's.", "foreign_county", &forged);
        let stranger = DeviceKeys::generate();
        whole(
            "unknown-sender",
            "The sender is not in the roster.",
            "unknown_device",
            &forge(&envelope, &stranger, b"", |_| {}),
        );
        let forged = forge(&envelope, &stranger, b"", |e| e["sender"] = json!(c.pc.id()));
        whole("wrong-sender-signature", "Signed by another key than the sender's.", "bad_signature", &forged);
        let forged =
            bundle::seal(COUNTY, &c.pc, &[c.other_station.recipient().into()], std::slice::from_ref(&segment), None)
                .unwrap();
        whole("not-for-us", "Sealed to the other station only.", "not_for_us", &forged);
        let forged = forge(&envelope, &c.pc, b"", |e| drop(e["recipients"].as_array_mut().unwrap().pop()));
        whole("hidden-recipient", "Sealed to one more than the envelope names.", "bad_envelope", &forged);
        let forged = forge(&envelope, &c.pc, b"", |e| e["segments"][0]["to"] = json!(300_000));
        whole("too-many-changes", "More changes than the limit.", "too_large", &forged);
        let forged = forge(&envelope, &c.pc, &vec![b' '; 16 << 20], |_| {});
        whole("bomb", "A line of 16 MiB in a few hundred bytes.", "too_large", &forged);
        whole("no-lines", "Nothing inside.", "body_mismatch", &forge(&envelope, &c.pc, b"", |_| {}));

        let lines = |change: fn(&mut Vec<String>)| with_lines(c, &bytes, change);
        parts("swapped-lines", "Two changes change places.", json!(["broken_chain"]), &lines(|l| l.swap(2, 3)));
        parts(
            "doubled-line",
            "A change stands twice.",
            json!(["body_mismatch"]),
            &lines(|l| l.insert(2, l[2].clone())),
        );
        parts("lost-line", "A change is missing.", json!(["broken_chain"]), &lines(|l| drop(l.remove(3))));
        parts(
            "altered-payload",
            "A payload was altered.",
            json!(["broken_chain"]),
            &lines(|l| l[2] = l[2].replace("堂屋", "院子")),
        );
        let erased =
            format!(r#"[{},null,"{}"]"#, log.changes[1].header_bytes, hex::encode(log.changes[1].payload_hash()));
        let forged = with_lines(c, &bytes, |l| l[2] = erased);
        parts("erased-with-seed", "A seed would give the erased payload's salt away.", json!(["bad_salts"]), &forged);

        let forged = |segments: &[SegmentOfChanges]| forge_segments(c, segments);
        let good = Log::with_visits(&c.pc, 1).whole(&c.pc);
        let foreign = Log::with_visits(&stranger, 1).whole(&stranger);
        parts(
            "one-bad-of-two",
            "An unknown author beside a good segment.",
            json!(["unknown_device", null]),
            &forged(&[foreign, good]),
        );
        let other = Log::open(&c.pc, Audience::Station(OTHER_STATION.into())).whole(&c.pc);
        parts(
            "other-stations-audience",
            "A station writes for another station.",
            json!(["not_allowed"]),
            &forged(&[other]),
        );
        let all = Log::open(&c.pc, Audience::All).whole(&c.pc);
        parts("station-to-all", "A station writes for all.", json!(["not_allowed"]), &forged(&[all]));
        parts(
            "beyond-cut",
            "A revoked device beyond its cut.",
            json!(["revoked"]),
            &forged(&[old_log.segment(old_pc, 0, 4)]),
        );
        let mut save = Log::open(&c.pc, Audience::Station(STATION.into()));
        save.save(vec![json!({"a": 1}), json!({"b": 2})]);
        let split = sign_anything(&c.pc, Head::ZERO, Salts::Seed(save.seed.clone()), save.changes[..2].to_vec());
        parts("split-save", "Ends inside a save.", json!(["split_save"]), &forged(&[split]));
        let mut no_open =
            Log { id: LogId::random(), changes: vec![], seed: SaltSeed::random(), clock: Clock::default() };
        no_open.save(vec![json!({"a": 1})]);
        parts(
            "no-open",
            "A log that does not begin with open.",
            json!(["bad_opening"]),
            &forged(&[no_open.whole(&c.pc)]),
        );
    }

    fn papers(&self) {
        let c = &self.county;
        let keys = DeviceKeys::generate();
        let mut roster = c.roster.clone();
        roster.number += 1;
        roster.devices.push(device(&keys, Some(STATION), "B"));
        let signed = c.root.sign(&roster).unwrap();
        let code = OneTimeCode::random();
        let file = JoinFile {
            county_id: COUNTY.into(),
            root_key: c.root.public(),
            roster: c.root.sign(&c.roster).unwrap(),
            hub: c.roster.hub.clone(),
            station_code: Some(STATION.into()),
            letter: "B".into(),
            secret: EnrolmentSecret::random(),
        };
        let request = JoinRequest {
            county_id: COUNTY.into(),
            station_code: Some(STATION.into()),
            letter: "B".into(),
            device: keys.public(),
            name: "二号电脑".into(),
            person: None,
            role: None,
            proof: file.secret.proof(&keys.public()),
            time_ms: NOW,
        };
        let place = (LogId([0xa1; 16]), 12, Head([0xb2; 32]));
        let receipt = Receipt {
            county: COUNTY.into(),
            hub_key: c.hub.public(),
            epoch: "e1".into(),
            number: 7,
            time_ms: NOW,
            bundle_sha256: "ab".repeat(32),
            places: vec![place],
        };
        let checkpoint = Checkpoint {
            county: COUNTY.into(),
            number: 2,
            device: c.county_pc.id(),
            time_ms: NOW,
            places: vec![place],
            fingerprints: vec![],
            hub: None,
        };
        self.json(
            "valid/papers.json",
            &json!({
                "what": "Join file and code, request, confirmation, receipt, checkpoint.",
                "code": code.to_string(),
                "join_file": STANDARD.encode(file.seal(&code, changelog::seal::CODE_WORK_FACTOR).unwrap()),
                "join_request": STANDARD.encode(request.seal(&keys, c.county.recipient()).unwrap()),
                "device_secret": keys.to_secret(),
                "admission": file.secret.admission(),
                "admission_hash": file.secret.admission_hash(),
                "proof": request.proof,
                "confirmation": Confirmation::new(signed, &c.station, &keys.public()).unwrap(),
                "receipt": Signed::sign(&receipt, &c.hub).unwrap(),
                "checkpoint": Signed::sign(&checkpoint, &c.county_pc.signing).unwrap(),
            }),
        );
    }
}
