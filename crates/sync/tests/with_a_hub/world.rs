//! A county with its PCs, its hub and a stick, to which everything may happen; and the memory of what was acknowledged, and of who held it
//! when something was destroyed. It decides nothing by chance: what happens is said by whoever plays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use changelog::{Audience, Op, Payload};
use serde_json::Value;
use store::{Delivery, Save, Store, Write};
use sync::{Outcome, county_reply, import_files, import_one, never, run_once};

use crate::county::{County, HILL, LAKE, NOW, copy, key_of};

/// The office is the first of the PCs.
pub const OFFICE: usize = 0;

/// What becomes of a file on its way.
pub type Spoil = dyn Fn(&mut Vec<u8>);

pub struct World {
    pub county: County,
    pub pcs: Vec<Pc>,
    pub said: Vec<Said>,
    /// Stands in for the office while that is closed.
    limbo: Arc<Store>,
    /// What the hub certainly has (places in `said`).
    at_hub: BTreeSet<usize>,
    /// A copy of the hub, and what it had.
    hub_copy: Option<(PathBuf, BTreeSet<usize>)>,
    made: u64,
}

pub struct Pc {
    pub name: &'static str,
    pub station: Option<&'static str>,
    store: Option<Arc<Store>>,
    /// How far its clock is from the right time.
    pub skew_ms: i64,
    /// Saves that went out with no run yet.
    unsent: BTreeSet<usize>,
    backup: Option<PathBuf>,
    image: Option<PathBuf>,
}

/// A save that the store has acknowledged, by the record that it made.
pub struct Said {
    pub kind: &'static str,
    pub record: String,
    pub audience: Audience,
    by: usize,
    pub fate: Fate,
}

/// What must be true of it in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is everywhere.
    Stands,
    /// The county has erased it: it is nowhere.
    Erased,
    /// Nothing: all who held it were destroyed, or the order to erase it was.
    Unknown,
}

impl World {
    pub fn new(limbo: &Arc<Store>) -> World {
        let mut county = County::open();
        let pc = |name, station, store| Pc {
            name,
            station,
            store: Some(store),
            skew_ms: 0,
            unsent: BTreeSet::new(),
            backup: None,
            image: None,
        };
        let mut pcs = vec![pc("office", None, county.office.clone())];
        for (name, station, letter) in [("hill", HILL, "A"), ("second", HILL, "B"), ("lake", LAKE, "A")] {
            pcs.push(pc(name, Some(station), county.pc(name, station, letter)));
        }
        county.office_run();
        let (said, at_hub) = (Vec::new(), BTreeSet::new());
        World { county, pcs, said, limbo: limbo.clone(), at_hub, hub_copy: None, made: 0 }
    }

    pub fn store(&self, who: usize) -> &Arc<Store> {
        self.pcs[who].store.as_ref().unwrap()
    }

    pub fn now(&self, who: usize) -> u64 {
        NOW.saturating_add_signed(self.pcs[who].skew_ms)
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.county.folder.path().join(name)
    }

    fn fresh(&mut self, name: &str) -> PathBuf {
        self.made += 1;
        self.folder(&format!("{name}-{}", self.made))
    }

    /// Saves a record of its own, which witnesses the save, and with it a field of a record that others write too.
    pub fn save(&mut self, who: usize, record: String, audience: Audience, shared: Option<(String, &str, String)>) {
        let kind = match (&audience, self.pcs[who].station) {
            (Audience::All, _) => "county_parameter",
            (_, None) => "annotation",
            (_, Some(_)) => "recipient",
        };
        let set = |record: String, field: &str, value: String, seen| Write {
            kind: kind.into(),
            record,
            op: Op::Set,
            fields: Payload::from_iter([(field.to_string(), Value::from(value))]),
            seen,
        };
        let field = if kind == "annotation" { "text" } else { "name" };
        let mut writes = vec![set(record.clone(), field, record.clone(), BTreeMap::new())];
        if let Some((id, field, value)) = shared {
            let seen = self.store(who).row(kind, &id).unwrap().map(|row| row.refs).unwrap_or_default();
            writes.push(set(id, field, value, seen));
        }
        let save =
            Save { audience: audience.clone(), author: "staff-1".into(), now_ms: self.now(who), writes, number: None };
        self.store(who).save(save).unwrap();
        self.pcs[who].unsent.insert(self.said.len());
        self.said.push(Said { kind, record, audience, by: who, fate: Fate::Stands });
    }

    pub fn sync(&mut self, who: usize) -> Outcome {
        let (now, store) = (self.now(who), self.store(who).clone());
        let outcome = run_once(&store, now, &never(), &mut |_| ControlFlow::Continue(()));
        if outcome.offline.is_none() && outcome.problems.is_empty() {
            let sent = std::mem::take(&mut self.pcs[who].unsent);
            self.at_hub.extend(sent);
        }
        outcome
    }

    /// Whether a save is on this PC.
    pub fn has(&self, who: usize, place: usize) -> bool {
        let said = &self.said[place];
        self.store(who).row(said.kind, &said.record).unwrap().is_some()
    }

    fn all_on(&self, who: usize) -> BTreeSet<usize> {
        (0..self.said.len()).filter(|place| self.has(who, *place)).collect()
    }

    /// After something was destroyed: what nobody holds any more is asked of nobody.
    fn excuse(&mut self) {
        for place in 0..self.said.len() {
            let held = self.at_hub.contains(&place) || (0..self.pcs.len()).any(|who| self.has(who, place));
            if !held && self.said[place].fate == Fate::Stands {
                self.said[place].fate = Fate::Unknown;
            }
        }
    }

    // What happens to a PC.

    fn close(&mut self, who: usize) {
        if who == OFFICE {
            self.county.office = self.limbo.clone();
        }
        let store = self.pcs[who].store.take().unwrap();
        assert_eq!(Arc::strong_count(&store), 1, "nobody else holds it open");
    }

    fn opened(&mut self, who: usize, store: Store) {
        let store = Arc::new(store);
        if who == OFFICE {
            // The office is where rosters are signed: it has the newest one, whatever became of its database.
            store.accept_roster(&self.county.root.sign(&self.county.roster).unwrap()).ok();
            self.county.office = store.clone();
        }
        self.pcs[who].store = Some(store);
    }

    /// It dies in the middle of nothing in particular: what is on the disk stays as it is.
    pub fn crash(&mut self, who: usize) {
        let (name, before) = (self.pcs[who].name, self.all_on(who));
        let life = self.store(who).device().life;
        let (here, aside) = (self.folder(name), self.fresh("crashed"));
        copy_running(&here, &aside);
        self.close(who);
        fs::remove_dir_all(&here).unwrap();
        fs::rename(&aside, &here).unwrap();
        let store = Store::open(&here, &key_of(name)).unwrap();
        self.opened(who, store);
        assert_eq!(self.all_on(who), before, "{name}: acknowledged saves are there after a crash");
        assert_eq!(self.store(who).device().life, life, "{name}: a crash begins no new life");
    }

    pub fn back_up(&mut self, who: usize) {
        let to = self.fresh("backup");
        self.store(who).backup(&to, self.now(who)).unwrap();
        self.pcs[who].backup = Some(to);
    }

    pub fn restore(&mut self, who: usize) {
        let Some(backup) = self.pcs[who].backup.clone() else { return };
        let (name, now) = (self.pcs[who].name, self.now(who) + self.made);
        self.made += 1;
        self.close(who);
        let store = store::restore(&backup, &self.folder(name), &key_of(name), now).unwrap();
        self.went_back(who, store);
    }

    /// Copies its whole disk.
    pub fn take_image(&mut self, who: usize) {
        let to = self.fresh("image");
        copy_running(&self.folder(self.pcs[who].name), &to);
        self.pcs[who].image = Some(to);
    }

    /// Puts its whole disk back to what it was: from inside nothing looks odd.
    pub fn put_image_back(&mut self, who: usize) {
        let Some(image) = self.pcs[who].image.clone() else { return };
        let name = self.pcs[who].name;
        let here = self.folder(name);
        self.close(who);
        fs::remove_dir_all(&here).unwrap();
        copy(&image, &here);
        let store = Store::open(&here, &key_of(name)).unwrap();
        self.went_back(who, store);
    }

    fn went_back(&mut self, who: usize, store: Store) {
        self.opened(who, store);
        let mut unsent = std::mem::take(&mut self.pcs[who].unsent);
        unsent.retain(|place| {
            let said = &self.said[*place];
            let row = self.store(who).row(said.kind, &said.record).unwrap();
            row.is_some_and(|row| row.state == Delivery::Saved)
        });
        self.pcs[who].unsent = unsent;
        if who == OFFICE {
            // The order may be gone with the past that it was given in.
            let erased = self.said.iter_mut().filter(|said| said.fate == Fate::Erased);
            erased.for_each(|said| said.fate = Fate::Unknown);
        }
        self.excuse();
    }

    /// Something in its outbox rots.
    pub fn rot_outbox(&mut self, who: usize, choose: impl Fn(usize) -> usize) {
        self.store(who).close_segments().unwrap();
        rot_one(&self.store(who).dir().join("outbox"), choose);
    }

    // What happens to the hub.

    pub fn copy_hub(&mut self) {
        let to = self.fresh("hub-copy");
        self.county.stop_hub();
        copy(&self.county.hub_folder(), &to);
        self.county.start_hub();
        self.hub_copy = Some((to, self.at_hub.clone()));
    }

    pub fn roll_hub_back(&mut self) {
        let Some((old, had)) = self.hub_copy.clone() else { return };
        self.county.stop_hub();
        fs::remove_dir_all(self.county.hub_folder()).unwrap();
        copy(&old, &self.county.hub_folder());
        self.county.start_hub();
        self.at_hub = had;
        self.excuse();
    }

    pub fn destroy_hub(&mut self) {
        self.county.stop_hub();
        self.county.new_hub();
        self.at_hub.clear();
        self.hub_copy = None;
        self.excuse();
    }

    pub fn rot_hub(&mut self, choose: impl Fn(usize) -> usize) {
        self.county.stop_hub();
        rot_one(&self.county.hub_folder().join("bundles"), choose);
        self.county.start_hub();
        // Which saves were in it the hub does not know, and neither do we.
        self.at_hub.clear();
        self.excuse();
    }

    // Sticks and orders.

    pub fn export(&mut self, who: usize) {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let stick = self.folder("stick");
        let written = sync::stick::export(self.store(who), &stick, day, &mut |_| ControlFlow::Continue(()));
        written.unwrap();
    }

    pub fn on_stick(&self) -> Vec<PathBuf> {
        crate::rot::files(&self.folder("stick"), ".hzb")
    }

    /// Takes a file as it is, or as it has become.
    pub fn import(&mut self, who: usize, file: &Path, spoil: Option<&Spoil>) {
        let path = match spoil {
            None => file.to_path_buf(),
            Some(spoil) => {
                let mut bytes = fs::read(file).unwrap();
                spoil(&mut bytes);
                let spoilt = self.fresh("spoilt.hzb");
                fs::write(&spoilt, bytes).unwrap();
                spoilt
            }
        };
        import_files(self.store(who), &[path], &mut |_| ControlFlow::Continue(())).unwrap();
    }

    /// The office's reply to a station, carried to one of its PCs.
    pub fn reply(&mut self, who: usize, spoil: Option<&Spoil>) {
        let Some(station) = self.pcs[who].station else { return };
        let mut reply = county_reply(self.store(OFFICE), station, self.now(OFFICE)).unwrap();
        spoil.into_iter().for_each(|spoil| spoil(&mut reply));
        import_one(self.store(who), "回执.hzr", &reply);
    }

    /// The county erases one that it has.
    pub fn erase(&mut self, place: usize) {
        let said = &self.said[place];
        if said.kind != "recipient" || said.fate != Fate::Stands || !self.has(OFFICE, place) {
            return;
        }
        let records = [(said.kind.to_string(), said.record.clone())];
        let (audience, now) = (said.audience.clone(), self.now(OFFICE));
        self.store(OFFICE).erase(audience, "officer", now, &records, &Default::default()).unwrap();
        self.said[place].fate = Fate::Erased;
    }

    pub fn revoke(&mut self, who: usize, revoked: bool) {
        let Some(at) = who.checked_sub(1) else { return };
        // The office is the first device of the roster too.
        self.county.change_roster(|roster| roster.devices[at + 1].revoked = revoked.then(Vec::new));
    }

    /// Who should hold what this audience may see.
    pub fn readers(&self, audience: &Audience) -> Vec<usize> {
        let sees = |pc: &Pc| match (audience, pc.station) {
            (_, None) | (Audience::All, _) => true,
            (Audience::Station(code), Some(own)) => code == own,
            (Audience::County, _) => false,
        };
        (0..self.pcs.len()).filter(|who| sees(&self.pcs[*who])).collect()
    }

    pub fn author(&self, place: usize) -> &'static str {
        self.pcs[self.said[place].by].name
    }
}

/// Copies the folder of a store that is open, as a cut of the power leaves it: the log before the database, so that what a checkpoint moves
/// meanwhile from the one to the other is in both.
fn copy_running(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let wal = from.join("hezhan.db-wal");
    let log = fs::read(&wal).ok();
    copy(from, to);
    let _ = fs::remove_file(to.join("hezhan.db-shm"));
    match log {
        Some(log) => fs::write(to.join("hezhan.db-wal"), log).unwrap(),
        None => drop(fs::remove_file(to.join("hezhan.db-wal"))),
    }
}

fn rot_one(folder: &Path, choose: impl Fn(usize) -> usize) {
    let files = crate::rot::files(folder, ".hzb");
    if let Some(file) = files.get(choose(files.len().max(1))) {
        let length = fs::metadata(file).unwrap().len() as usize;
        crate::rot::flip(file, choose(length.max(1)));
    }
}
