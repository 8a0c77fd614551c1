//! The hub on a disk that fails: after a power cut at any moment, and after an error at any operation, everything for which it gave a receipt
//! is there and whole, it is the same hub, and callers go on.

use std::collections::BTreeMap;
use std::path::Path;

use campaign::disk::{Bench, Disk, Fault};
use campaign::{End, Rng};
use changelog::{DeviceKeys, RootKey, Roster};
use hub::limits::Rates;
use hub::{HubIdentity, Init, SetupError};
use reqwest::blocking::Response;
use serde_json::Value;
use tempfile::TempDir;

use crate::county::{COUNTY, Caller, County, HILL, sha256};

const POWER: &str = "faulty_disk::after_a_power_cut_at_any_moment_the_hub_has_what_it_gave_receipts_for";
const ERRORS: &str = "faulty_disk::an_error_of_the_disk_at_any_operation_costs_the_hub_nothing_it_gave_a_receipt_for";

/// A photo (by its name) or a bundle, from somewhere on to its end.
fn bring(caller: &Caller, photo: Option<&str>, bytes: &[u8], from: usize) -> Response {
    let Some(name) = photo else { return caller.piece(&sha256(bytes), from, bytes.len(), &bytes[from..]) };
    let (length, sha) = (bytes.len(), sha256(bytes));
    let path = format!("/v1/stations/{HILL}/blobs/{name}?offset={from}&length={length}&sha256={sha}");
    caller.with(|client| client.patch(caller.county.url(&path)).body(bytes[from..].to_vec()))
}

/// Goes on where the hub says that it stands, or from the beginning, as a PC does.
fn bring_to_its_end(caller: &Caller, photo: Option<&str>, bytes: &[u8]) {
    let mut from = 0;
    for _ in 0..5 {
        let answer: Value = bring(caller, photo, bytes, from).json().unwrap();
        if answer["done"] == true {
            return;
        }
        from = answer["offset"].as_u64().unwrap_or(0) as usize;
    }
    panic!("it is not taken");
}

fn sealed(county: &County, turn: u8) -> Vec<u8> {
    let to = [county.roster.stations[0].recipient.clone(), county.roster.county_recipient.clone()];
    changelog::seal::to_recipients(&to, &vec![turn; 9_000]).unwrap()
}

#[test]
fn after_a_power_cut_at_any_moment_the_hub_has_what_it_gave_receipts_for() {
    if let Some(disk) = campaign::disk::here() {
        return a_life(&disk);
    }
    let bench = Bench::new();
    let journal = bench.record(POWER);
    campaign::run("hub_power_cut", 60, |random| {
        let cut = journal.moment(random);
        let what = journal.leave(cut, End::PowerCut, random, &bench.folder());
        campaign::say(&format!("after {cut} of {} operations: {what}", journal.len()));
        Said::of(journal.said(cut)).is_there(&bench.folder().join("hub"), random);
    });
}

/// What a hub does with files, from its founding on.
fn a_life(disk: &Disk) {
    let mut county = County::without_roster_in(TempDir::new().unwrap(), disk.folder.join("hub"), Rates::default());
    let line = HubIdentity::open(&county.data_dir).unwrap().line();
    let keys = [&county.officer, &county.hill].map(DeviceKeys::to_secret);
    disk.say(&format!("founded {}", serde_json::to_string(&(line, keys, &county.roster)).unwrap()));
    assert_eq!(county.publish(&county.roster).status(), 200);
    disk.say("roster");
    for turn in 0..6u8 {
        if turn == 3 {
            county.start();
        }
        let (hill, bundle) = (county.caller(&county.hill), county.bundle(&county.hill, HILL));
        let (sha, half) = (sha256(&bundle), bundle.len() / 2);
        hill.piece(&sha, 0, bundle.len(), &bundle[..half]);
        let answer: Value = hill.piece(&sha, half, bundle.len(), &bundle[half..]).json().unwrap();
        assert_eq!(answer["done"], true);
        disk.say(&format!("receipt {sha}"));
        let (name, photo) = (sha256(&[turn]), sealed(&county, turn));
        bring_to_its_end(&hill, Some(&name), &photo);
        disk.say(&format!("photo {name} {}", sha256(&photo)));
    }
}

/// What the hub had said by the time of the cut.
#[derive(Default)]
struct Said {
    founded: Option<(String, [String; 2], Roster)>,
    roster: bool,
    receipts: Vec<String>,
    photos: BTreeMap<String, String>,
}

impl Said {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Said {
        let mut said = Said::default();
        for line in lines {
            match line.split_once(' ') {
                Some(("founded", text)) => said.founded = serde_json::from_str(text).unwrap(),
                Some(("receipt", sha)) => said.receipts.push(sha.into()),
                Some(("photo", text)) => {
                    let (name, sha) = text.split_once(' ').unwrap();
                    said.photos.insert(name.into(), sha.into());
                }
                _ => said.roster = true,
            }
        }
        said
    }

    fn is_there(&self, data_dir: &Path, random: &mut Rng) {
        let Some((line, [officer, hill], roster)) = &self.founded else {
            return can_be_founded(data_dir);
        };
        assert_eq!(HubIdentity::open(data_dir).unwrap().line(), *line, "it is the same hub");
        if !self.roster {
            return;
        }
        let [officer, hill] = [officer, hill].map(|secret| DeviceKeys::from_secret(secret).unwrap());
        let county = opened(data_dir, roster, officer, hill);
        let officer = county.caller(&county.officer);
        let offered = officer.offered();
        assert!(self.receipts.iter().all(|sha| offered.contains(sha)), "what it gave a receipt for is offered");
        // Everything that is offered can be had; some of it is looked at each time.
        for (place, sha) in offered.iter().enumerate().filter(|_| random.bool()) {
            let bytes = officer.get(&format!("/v1/bundles/{}", place + 1)).bytes().unwrap();
            assert_eq!(sha256(&bytes), *sha);
        }
        for (name, sha) in self.photos.iter().filter(|_| random.bool()) {
            let bytes = officer.get(&format!("/v1/stations/{HILL}/blobs/{name}")).bytes().unwrap();
            assert_eq!(sha256(&bytes), *sha);
        }
        county.caller(&county.hill).receipt(&county.bundle(&county.hill, HILL));
    }
}

/// A founding that was cut off is done once more, or was done.
fn can_be_founded(data_dir: &Path) {
    let again = hub::init(&Init {
        data_dir: data_dir.to_owned(),
        county: COUNTY.into(),
        root_key: RootKey::generate().public().to_string(),
        address: "127.0.0.1:8443".into(),
    });
    assert!(again.is_ok() || matches!(again, Err(SetupError::AlreadyThere(_))));
    HubIdentity::open(data_dir).unwrap();
}

/// The county around a hub that stands there already.
fn opened(data_dir: &Path, roster: &Roster, officer: DeviceKeys, hill: DeviceKeys) -> County {
    County::ready();
    let mut county = County {
        root: RootKey::generate(),
        roster: roster.clone(),
        officer,
        hill,
        lake: DeviceKeys::generate(),
        directory: TempDir::new().unwrap(),
        data_dir: data_dir.to_owned(),
        rates: Rates::default(),
        hub: None,
    };
    county.start();
    county
}

#[test]
fn an_error_of_the_disk_at_any_operation_costs_the_hub_nothing_it_gave_a_receipt_for() {
    match campaign::disk::here() {
        Some(disk) => bears_everything(&disk),
        None => Bench::new().run(ERRORS),
    }
}

fn bears_everything(disk: &Disk) {
    // One hub for all of it: whatever has failed before, it goes on.
    let mut county = County::without_roster_in(
        TempDir::new().unwrap(),
        disk.folder.join("hub"),
        Rates { address_burst: 1e9, device_burst: 1e9, ..Rates::default() },
    );
    assert_eq!(county.publish(&county.roster).status(), 200);
    let mut kept: Vec<(String, Vec<u8>, Vec<u8>)> = Vec::new();
    let mut turn = 0u64;
    campaign::run("hub_io_errors", 40, |random| {
        turn += 1;
        let fault = *random.choice(&Fault::ALL).unwrap();
        let at = random.u64(..40);
        campaign::say(&format!("operation {at}: {fault:?}"));
        {
            let hill = county.caller(&county.hill);
            let (bundle, name) = (county.bundle(&county.hill, HILL), sha256(&turn.to_be_bytes()));
            let photo = sealed(&county, turn as u8);
            disk.fail(at, fault);
            let answers = [bring(&hill, None, &bundle, 0), bring(&hill, Some(&name), &photo, 0)];
            disk.calm();
            for answer in answers {
                let (status, text) = (answer.status(), answer.json::<Value>().unwrap());
                assert!(status == 200 || status.is_server_error() && text["message"].is_string(), "{status}: {text}");
            }
            // Brought again, as a PC does that got no receipt.
            bring_to_its_end(&hill, None, &bundle);
            bring_to_its_end(&hill, Some(&name), &photo);
            kept.push((name, photo, bundle));
        }
        if random.u8(..8) == 0 {
            county.start();
        }
    });
    county.start();
    let hill = county.caller(&county.hill);
    // What its own passes could not read while the disk did not answer it says to be lost, and takes again.
    let lost = hill.get("/v1/lost").text().unwrap();
    for (name, photo, bundle) in kept.iter().rev().take(100) {
        let there = hill.get(&format!("/v1/stations/{HILL}/blobs/{name}"));
        assert!(there.status() == 200 || lost.contains(name), "a photo it had taken is neither there nor asked for");
        bring_to_its_end(&hill, Some(name), photo);
        assert_eq!(hill.get(&format!("/v1/stations/{HILL}/blobs/{name}")).bytes().unwrap(), photo);
        // Read whole and compared with its hash before it is said to be there.
        let sha = sha256(bundle);
        let there: Value = hill.get(&format!("/v1/uploads/{sha}")).json().unwrap();
        assert!(there["done"] == true || lost.contains(&sha), "a bundle it had taken is neither there nor asked for");
        bring_to_its_end(&hill, None, bundle);
    }
}
