//! Making of the practice county: founds it, signs an agreement, registers two stations, lets their PCs join, fills in an office year and
//! three months of work and brings it to the county, all through the doors of the PCs but for the work itself, which is written into
//! the station's store at once. It only ever writes under its own folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use app::{App, AppConfig, CommandError, Cost, Role};
use changelog::{Audience, Op};
use chrono::NaiveDate;
use domain::divisions::{County, Township};
use domain::numbering;
use serde_json::{Value, json};
use store::{Numbering, Save, Store, Write};

use crate::activities::activities;
use crate::attachments;
use crate::briefs::briefs;
use crate::county_year;
use crate::doors::{carried, carry_stick, download, said, store_of};
use crate::hub::RunningHub;
use crate::means;
use crate::people::{DIVISION, Entry, MadeStation, names, people};
use crate::player::Player;
use crate::seed::Seed;
use crate::station_year::{self, MadeOffice};
use crate::volunteers::{MadePlace, volunteers};
use crate::work::work;

/// Practice is open to everyone; so is its passphrase.
pub(crate) const PASSPHRASE: &str = "春耕夏种秋收冬藏";
pub(crate) const ROOT_PASSPHRASE: &str = "谷雨前后种瓜点豆";
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
    /// Workers that the agreement says.
    agreed: u32,
    /// Nothing is missing in its office.
    ahead: bool,
}

const STATIONS: &[Plan] = &[
    Plan {
        folder: "station-1",
        township: ("439901101", "稻香镇"),
        villages: &["新河村", "荷叶塘村", "石板桥村", "南街社区", "枫树坳村"],
        households: 100,
        supervisor: "周站长",
        worker: "林社工",
        agreed: 2,
        ahead: true,
    },
    Plan {
        folder: "station-2",
        township: ("439901102", "柳溪镇"),
        villages: &["柳溪村", "长滩村", "高岭村", "老街社区"],
        households: 65,
        supervisor: "彭站长",
        worker: "何社工",
        agreed: 3,
        ahead: false,
    },
];

/// A PC of the practice county, which knows the county's made-up division.
pub(crate) fn pc(outer: &AppConfig, folder: &Path) -> App {
    let town = |plan: &Plan| Township { code: plan.township.0.into(), name: plan.township.1.into() };
    let townships = STATIONS.iter().map(town).collect();
    let county = County { code: DIVISION.into(), name: COUNTY.into(), city: String::new(), townships };
    App::new(AppConfig {
        data_dir: folder.to_owned(),
        cost: Cost::Cheap,
        made_up: vec![county],
        hub_host: None,
        updates: None,
        ..outer.clone()
    })
}

/// Makes everything; the hub starts in between, when the county has its root key. Gives the people in the order they are offered.
pub(crate) fn make(
    outer: &AppConfig,
    folder: &Path,
    start_hub: impl FnOnce(&App) -> Result<Option<RunningHub>, CommandError>,
) -> Result<(Vec<Player>, Option<RunningHub>), CommandError> {
    let county = pc(outer, &folder.join("county"));
    let founded = county.call(
        "setup.county",
        json!({
            "name": COUNTY, "division": DIVISION, "officer": "唐科员", "passphrase": PASSPHRASE,
            "root_passphrase": ROOT_PASSPHRASE,
        }),
    )?;
    let hub = start_hub(&county)?;
    if let Some(hub) = &hub {
        name_hub(&county, hub)?;
    }
    let (mut players, mut seed) = (Vec::new(), Seed::new(SEED));
    let officer = player("county", &founded["person"], Role::County, COUNTY);
    set_standards(&county, &officer.staff, &mut Seed::new(SEED + 1))?;
    let signed = county_year::sign(&county)?;
    for plan in STATIONS {
        let (pc, station, workers) = join(outer, folder, &county, plan)?;
        county_year::station(&county, &signed, &station, plan.agreed)?;
        let ids: Vec<String> = workers.iter().map(|player| player.staff.clone()).collect();
        fill(&pc, plan, &station, &ids, &mut seed)?;
        let store = store_of(&pc)?;
        let name = station_name(&store, &station);
        let people = [(ids[1].as_str(), plan.supervisor), (ids[0].as_str(), plan.worker)];
        station_year::fill(&pc, &MadeOffice { name: &name, people, ahead: plan.ahead }, &signed)?;
        let mut own = Seed::new(SEED + 10 + players.len() as u64);
        let issued = briefs(&pc, &mut own, &ids[1], signed.start, if plan.ahead { 0 } else { 1 })?;
        Saving { pc: &pc, store: &store, station: &station, author: &ids[1] }.all(issued, false)?;
        hand_in(folder, &county, &pc, &station)?;
        players.extend(workers);
    }
    players.push(officer);
    Ok((players, hub))
}

fn player(folder: &str, person: &Value, role: Role, place: &str) -> Player {
    Player { folder: folder.into(), staff: said(person, "/id"), name: said(person, "/name"), role, place: place.into() }
}

/// Tells the county where the practice hub listens, when that is news.
pub(crate) fn name_hub(county: &App, hub: &RunningHub) -> Result<(), CommandError> {
    let known =
        store_of(county)?.roster().hub.as_ref().map(|known| format!("{}#{}.{}", known.url, known.pin, known.key));
    if known.as_ref() != Some(&hub.line()) {
        county.call("setup.hub", json!({"hub": hub.line(), "root_passphrase": ROOT_PASSPHRASE}))?;
    }
    Ok(())
}

/// Registers a station and lets its PC join: the PC, the station's code, and its worker and supervisor.
fn join(
    outer: &AppConfig,
    folder: &Path,
    county: &App,
    plan: &Plan,
) -> Result<(App, String, Vec<Player>), CommandError> {
    let station =
        county.call("stations.register", json!({"township": plan.township.0, "root_passphrase": ROOT_PASSPHRASE}))?;
    let (code, place) = (said(&station, "/code"), said(&station, "/name"));
    let made = county.call("stations.join_file", json!({"station": code, "destination": download()}))?;
    let pc = pc(outer, &folder.join(plan.folder));
    let joined = pc.call(
        "setup.join",
        json!({
            "file": carried(county, &made["file"])?, "code": made["code"], "name": plan.supervisor, "role": "supervisor",
            "passphrase": PASSPHRASE,
        }),
    )?;
    confirm(county, &pc, &said(&joined, "/place/device"))?;
    let worker = pc.call("staff.add", json!({"name": plan.worker, "role": "worker", "passphrase": PASSPHRASE}))?;
    let workers = vec![
        player(plan.folder, &worker, Role::Worker, &place),
        player(plan.folder, &joined["person"], Role::Supervisor, &place),
    ];
    Ok((pc, code, workers))
}

fn confirm(county: &App, pc: &App, device: &str) -> Result<(), CommandError> {
    let asked = pc.call("setup.join_request", json!({"destination": download()}))?;
    county.call("devices.requests", json!({"file": carried(pc, &asked)?}))?;
    let confirm = json!({"devices": [device], "root_passphrase": ROOT_PASSPHRASE, "destination": download()});
    let confirmed = county.call("devices.confirm", confirm)?;
    pc.call("setup.confirmation", json!({"file": carried(county, &confirmed["files"][0])?}))?;
    Ok(())
}

/// What would go over the hub for days goes on one stick to the county, and its answer comes back.
fn hand_in(folder: &Path, county: &App, pc: &App, station: &str) -> Result<(), CommandError> {
    let stick = folder.join("stick");
    fs::create_dir_all(&stick)?;
    pc.call("stick.export", json!({"to": {"folder": stick}, "photos": true}))?;
    carry_stick(&stick, county)?;
    fs::create_dir_all(&stick)?;
    county.call("county.reply", json!({"stations": [station], "to": {"folder": stick}}))?;
    carry_stick(&stick, pc)
}

/// Three months of work, written into the station's store.
fn fill(pc: &App, plan: &Plan, code: &str, workers: &[String], seed: &mut Seed) -> Result<(), CommandError> {
    let store = &*store_of(pc)?;
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
fn set_standards(county: &App, author: &str, seed: &mut Seed) -> Result<(), CommandError> {
    let writes = means::standards(seed, county.today()).into_iter().map(|entry| Write {
        kind: entry.kind.into(),
        record: entry.id,
        op: Op::Set,
        fields: entry.fields,
        seen: BTreeMap::new(),
    });
    let (author, now_ms) = (author.to_owned(), county.now_ms());
    let store = store_of(county)?;
    store.save(Save { audience: Audience::All, author, now_ms, writes: writes.collect(), number: None })?;
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
