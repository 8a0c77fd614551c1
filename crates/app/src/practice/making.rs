//! Makes the practice county: founds it, registers two stations, lets their PCs join, fills in three months and brings
//! it to the county, all through the same doors as a real one. It only ever writes under its own folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use changelog::{Audience, HubPlace, Op, Roster};
use chrono::NaiveDate;
use domain::numbering;
use serde_json::json;
use store::{Numbering, Route, Save, Store, Write};

use crate::app::{App, AppConfig, Cost};
use crate::county::keys::CountyKeys;
use crate::devices;
use crate::error::CommandError;
use crate::files::FileIn;
use crate::practice::activities::activities;
use crate::practice::hub::RunningHub;
use crate::practice::means;
use crate::practice::people::{DIVISION, Entry, MadeStation, names, people};
use crate::practice::seed::Seed;
use crate::practice::volunteers::{MadePlace, volunteers};
use crate::practice::work::work;
use crate::session::{Person, Role};
use crate::setup::{self, FoundCounty, JoinStation};
use crate::staff::{self, AddStaff};
use crate::stations;
use crate::{founding, joining, practice::attachments};

/// Practice is open to everyone; so is its passphrase.
pub(crate) const PASSPHRASE: &str = "练习练习练习练习";
pub(crate) const ROOT_PASSPHRASE: &str = "练习用的根密钥口令";
const COUNTY: &str = "青禾县";
const SEED: u64 = 20_260_901;
/// Records of one save: few enough to stay a short transaction, many enough to be quick.
const AT_ONCE: usize = 250;

struct Plan {
    folder: &'static str,
    township: (&'static str, &'static str),
    villages: &'static [&'static str],
    households: usize,
    supervisor: &'static str,
    worker: &'static str,
}

const STATIONS: &[Plan] = &[
    Plan {
        folder: "station-1",
        township: ("439901101", "稻香镇"),
        villages: &["新河村", "荷叶塘村", "石板桥村", "南街社区", "枫树坳村"],
        households: 100,
        supervisor: "周站长",
        worker: "林社工",
    },
    Plan {
        folder: "station-2",
        township: ("439901102", "柳溪镇"),
        villages: &["柳溪村", "长滩村", "高岭村", "老街社区"],
        households: 65,
        supervisor: "彭站长",
        worker: "何社工",
    },
];

/// The people of the practice county, in the order they are offered: folder of the PC and staff id.
pub(crate) struct MadePlayer {
    pub(crate) folder: String,
    pub(crate) person: Person,
    pub(crate) place: String,
}

/// A PC of the practice county.
pub(crate) fn pc(outer: &App, folder: &Path) -> App {
    App::new(AppConfig { data_dir: folder.to_owned(), cost: Cost::Cheap, start_hub: None, ..outer.config().clone() })
}

/// Makes everything; the hub starts in between, when the county has its root key.
pub(crate) fn make(
    outer: &App,
    folder: &Path,
    start_hub: impl FnOnce(&Roster) -> Result<Option<RunningHub>, CommandError>,
) -> Result<(Vec<MadePlayer>, Option<RunningHub>), CommandError> {
    let county = pc(outer, &folder.join("county"));
    let founded = founding::found(&county, found_county())?;
    let county_store = county.session()?.store;
    let hub = start_hub(&county_store.roster())?;
    if let Some(hub) = &hub {
        name_hub(&county, hub)?;
    }
    let (mut players, mut seed) = (Vec::new(), Seed::new(SEED));
    set_standards(&county, &county_store, &founded.person.id, &mut Seed::new(SEED + 1))?;
    for plan in STATIONS {
        let station = stations::add(&county, plan.township.0, plan.township.1, "", ROOT_PASSPHRASE)?;
        let pc = pc(outer, &folder.join(plan.folder));
        let (file, code, _) = stations::new_join_file(&county, Some(&station.code))?;
        let supervisor = founding::join(&pc, join(plan.supervisor, file, code.to_string()))?.person;
        let store = pc.session()?.store;
        confirm(&county, &pc, &store)?;
        let add =
            AddStaff { name: plan.worker.into(), role: Role::Worker, phone: None, passphrase: Some(PASSPHRASE.into()) };
        let worker = staff::add(&pc, add)?;
        fill(&pc, &store, plan, &station.code, &[worker.id.clone(), supervisor.id.clone()], &mut seed)?;
        hand_in(&county_store, &store)?;
        hand_out(&county_store, &store, &station.code)?;
        for person in [worker, supervisor] {
            players.push(MadePlayer { folder: plan.folder.into(), person, place: station.name.clone() });
        }
    }
    let checkpoint = county_store.make_checkpoint(county.now_ms())?;
    for plan in STATIONS {
        let pc = pc(outer, &folder.join(plan.folder));
        open_quietly(&pc)?.accept_checkpoint(&checkpoint)?;
    }
    players.push(MadePlayer { folder: "county".into(), person: founded.person, place: COUNTY.into() });
    Ok((players, hub))
}

/// Writes where the practice hub listens into the roster.
pub(crate) fn name_hub(county: &App, hub: &RunningHub) -> Result<(), CommandError> {
    let store = county.session()?.store;
    let place = HubPlace { url: hub.url.clone(), pin: hub.pin.clone(), key: hub.key.parse()? };
    let roster = Roster::clone(&store.roster());
    if roster.hub.as_ref() != Some(&place) {
        let keys = CountyKeys::open(county, ROOT_PASSPHRASE)?;
        let signed = keys.sign_next(county, Roster { hub: Some(place), ..roster })?;
        setup::take_roster(county, &store, &signed)?;
    }
    Ok(())
}

fn open_quietly(pc: &App) -> Result<Arc<Store>, CommandError> {
    let slot = pc.slots()?.list().into_iter().next();
    let staff = slot.ok_or_else(|| CommandError::internal("练习数据不完整"))?.staff;
    crate::session::unlock(pc, crate::session::Unlock { staff, passphrase: PASSPHRASE.into() })?;
    Ok(pc.session()?.store)
}

fn found_county() -> FoundCounty {
    FoundCounty {
        name: COUNTY.into(),
        division: DIVISION.into(),
        hub: None,
        officer: "唐科员".into(),
        passphrase: PASSPHRASE.into(),
        root_passphrase: ROOT_PASSPHRASE.into(),
        copy_to: None,
    }
}

fn join(name: &str, file: Vec<u8>, code: String) -> JoinStation {
    let file = FileIn { name: "练习.hzj".into(), path: None, base64: Some(STANDARD.encode(file)) };
    JoinStation { file, code, name: name.into(), role: Role::Supervisor, passphrase: PASSPHRASE.into() }
}

fn confirm(county: &App, pc: &App, store: &Store) -> Result<(), CommandError> {
    let county_store = county.session()?.store;
    if let Some(own) = sync::joining::own_request(store)? {
        devices::take_request(&county_store, &own.bytes())?;
    }
    let device = store.device().id;
    let confirmation = devices::confirmation(county, &county_store, &device, ROOT_PASSPHRASE)?;
    joining::accept(pc, store, &confirmation)?;
    Ok(())
}

fn fill(
    pc: &App,
    store: &Store,
    plan: &Plan,
    code: &str,
    workers: &[String],
    seed: &mut Seed,
) -> Result<(), CommandError> {
    let today: NaiveDate = pc.today();
    let made = MadeStation { township: plan.township.1, villages: plan.villages, workers, households: plan.households };
    let (persons, mut registered) = people(seed, &made, today);
    let work = work(seed, &persons, today);
    let activities = activities(seed, &persons, &names(&registered), (workers[0].as_str(), plan.villages[0]), today);
    let means = means::means(seed, &persons, &mut registered, today);
    let saving = Saving { pc, store, station: code, author: &workers[0] };
    saving.all(registered, false)?;
    let photos = attachments::of_visits(store, &work.visits, &mut Seed::new(SEED ^ code.parse::<u64>().unwrap_or(0)))?;
    saving.all(work.visits, false)?;
    saving.all(work.provisional, true)?;
    saving.all(photos, false)?;
    let place = MadePlace { station: &station_name(store, code), villages: plan.villages, workers, people: &persons };
    saving.all(volunteers(seed, &place, today), false)?;
    for case in work.cases {
        let number = Numbering {
            write: 0,
            field: "case_no".into(),
            station: code.into(),
            series: numbering::CASE.into(),
            year: case.year,
        };
        saving.one(vec![case.case], false, Some(number))?;
        saving.all(case.papers, false)?;
    }
    for one in activities.numbered {
        let (series, year) = (one.series.to_owned(), one.year);
        let number = Numbering { write: 0, field: "plan_no".into(), station: code.into(), series, year };
        saving.one(vec![one.record], false, Some(number))?;
        saving.all(one.parts, false)?;
    }
    saving.all(activities.reception, false)?;
    saving.all(means.records, false)?;
    for made in means.surveys {
        let number = Numbering {
            write: 0,
            field: "survey_no".into(),
            station: code.into(),
            series: numbering::SURVEY.into(),
            year: made.year,
        };
        saving.one(std::iter::once(made.survey).chain(made.rows).collect(), false, Some(number))?;
    }
    Ok(())
}

/// The county's made-up standards, before its stations are made.
fn set_standards(county: &App, store: &Store, author: &str, seed: &mut Seed) -> Result<(), CommandError> {
    let writes = means::standards(seed, county.today()).into_iter().map(|entry| Write {
        kind: entry.kind.into(),
        record: entry.id,
        op: Op::Set,
        fields: entry.fields,
        seen: BTreeMap::new(),
    });
    let (author, now_ms) = (author.to_owned(), county.now_ms());
    store.save(Save { audience: Audience::All, author, now_ms, writes: writes.collect(), number: None })?;
    Ok(())
}

/// What the county tells all its stations, to one of them.
fn hand_out(county: &Store, station: &Store, code: &str) -> Result<(), CommandError> {
    county.close_segments()?;
    for bundle in county.export_for_station(&Audience::All, code)? {
        station.import(&bundle, Route::Stick)?;
    }
    Ok(())
}

fn station_name(store: &Store, code: &str) -> String {
    store.roster().station(code).map(|station| station.name.clone()).unwrap_or_default()
}

struct Saving<'a> {
    pc: &'a App,
    store: &'a Store,
    station: &'a str,
    author: &'a str,
}

impl Saving<'_> {
    fn all(&self, entries: Vec<Entry>, provisional: bool) -> Result<(), CommandError> {
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            self.one(entries.by_ref().take(AT_ONCE).collect(), provisional, None)?;
        }
        Ok(())
    }

    fn one(&self, entries: Vec<Entry>, provisional: bool, number: Option<Numbering>) -> Result<(), CommandError> {
        let write = |mut entry: Entry| {
            if provisional {
                entry.fields.insert("provisional".into(), json!(true));
            }
            Write {
                kind: entry.kind.into(),
                record: entry.id,
                op: Op::Set,
                fields: entry.fields,
                seen: BTreeMap::new(),
            }
        };
        self.store.save(Save {
            audience: Audience::Station(self.station.into()),
            author: self.author.into(),
            now_ms: self.pc.now_ms(),
            writes: entries.into_iter().map(write).collect(),
            number,
        })?;
        Ok(())
    }
}

/// What the hub would do over days: the station's bundles to the county.
fn hand_in(county: &Store, station: &Store) -> Result<(), CommandError> {
    station.close_segments()?;
    for item in station.outbox()? {
        county.import(&std::fs::read(&item.path)?, Route::Stick)?;
    }
    attachments::hand_in(county, station)
}
