//! 练习模式: a made-up county in one click, with its own hub on loopback, under `practice/` of the data
//! directory and never mixed with the real one. One `App` per person's PC; the outer `App` sends calls to the
//! one that is being played.

mod activities;
mod attachments;
pub mod hub;
mod making;
mod means;
mod people;
mod seed;
mod volunteers;
mod work;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use changelog::Roster;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::commands::Nothing;
use crate::error::{CommandError, ErrorCode};
use crate::files::write_whole;
use crate::practice::hub::{HubWanted, RunningHub};
use crate::practice::making::{MadePlayer, PASSPHRASE, make, name_hub, pc};
use crate::session::{self, Role, Unlock};

/// Written last: without it the folder is half made and is made anew.
const READY: &str = "practice.json";
const FOLDER: &str = "practice";

/// Someone to be in the practice county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PracticePerson {
    /// Key to switch by.
    pub key: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Where they work.
    pub place: String,
}

/// The practice county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PracticeState {
    /// Whom one can be.
    pub people: Vec<PracticePerson>,
    /// Who one is.
    pub current: String,
    /// Everyone's passphrase, for trying out locking and unlocking.
    pub passphrase: String,
}

/// Names the person to be.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PracticeSwitch {
    /// Key of the person.
    pub person: String,
}

/// What is kept between two openings.
#[derive(Serialize, Deserialize)]
struct Kept {
    players: Vec<Player>,
    hub_port: u16,
}

#[derive(Clone, Serialize, Deserialize)]
struct Player {
    folder: String,
    staff: String,
    name: String,
    role: Role,
    place: String,
}

/// The open practice county.
pub(crate) struct Practice {
    players: Vec<Player>,
    pcs: BTreeMap<String, Arc<App>>,
    current: usize,
    _hub: Option<RunningHub>,
}

impl Practice {
    /// The PC of the one who is being played.
    pub(crate) fn person(&self) -> Arc<App> {
        self.pcs[&self.players[self.current].folder].clone()
    }

    fn state(&self) -> PracticeState {
        let view = |player: &Player| PracticePerson {
            key: player.staff.clone(),
            name: player.name.clone(),
            role: player.role,
            place: player.place.clone(),
        };
        PracticeState {
            people: self.players.iter().map(view).collect(),
            current: self.players[self.current].staff.clone(),
            passphrase: PASSPHRASE.into(),
        }
    }

    /// Sits down at that person's PC, as they would: with their passphrase.
    fn play(&mut self, at: usize) -> Result<PracticeState, CommandError> {
        let player = self.players[at].clone();
        session::unlock(&self.pcs[&player.folder], Unlock { staff: player.staff, passphrase: PASSPHRASE.into() })?;
        self.current = at;
        let state = self.state();
        let pc = self.person();
        let mut desk = pc.desk();
        desk.practice = Some(state.clone());
        desk.idle_minutes = 0;
        drop(desk);
        Ok(state)
    }
}

/// Opens the practice county; makes it when it is not there.
pub fn open(app: &App, _: Nothing) -> Result<PracticeState, CommandError> {
    let mut open = app.practice();
    if let Some(practice) = open.as_ref() {
        return Ok(practice.state());
    }
    let folder = app.data_dir().join(FOLDER);
    let kept = fs::read(folder.join(READY)).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
    let mut practice = match kept.map(|kept| again(app, &folder, kept)) {
        Some(Ok(practice)) => practice,
        // Made by another version or half deleted: practice is only practice, begin anew.
        Some(Err(_)) | None => anew(app, &folder)?,
    };
    let state = practice.play(0)?;
    *open = Some(practice);
    Ok(state)
}

/// Becomes another person.
pub fn switch(app: &App, request: PracticeSwitch) -> Result<PracticeState, CommandError> {
    let mut open = app.practice();
    let practice = open.as_mut().ok_or_else(|| CommandError::new(ErrorCode::NotFound, "练习模式没有打开。"))?;
    let at = practice.players.iter().position(|player| player.staff == request.person);
    practice.play(at.ok_or_else(|| CommandError::not_found("这个练习人物"))?)
}

/// Leaves practice; what was tried out stays for next time.
pub fn leave(app: &App, _: Nothing) -> Result<Nothing, CommandError> {
    *app.practice() = None;
    Ok(Nothing {})
}

fn anew(app: &App, folder: &Path) -> Result<Practice, CommandError> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let (made, hub) = make(app, folder, |roster| start_hub(app, folder, roster, 0))?;
    let player = |made: MadePlayer| Player {
        folder: made.folder,
        staff: made.person.id,
        name: made.person.name,
        role: made.person.role,
        place: made.place,
    };
    let players: Vec<Player> = made.into_iter().map(player).collect();
    keep(folder, &players, &hub)?;
    Ok(with_pcs(app, folder, players, hub))
}

fn again(app: &App, folder: &Path, kept: Kept) -> Result<Practice, CommandError> {
    let mut practice = with_pcs(app, folder, kept.players, None);
    let county = practice.players.iter().position(|player| player.role == Role::County);
    practice.play(county.ok_or_else(|| CommandError::not_found("练习数据"))?)?;
    let county = practice.person();
    let store = county.session()?.store;
    if let Some(hub) = start_hub(app, folder, &store.roster(), kept.hub_port)? {
        name_hub(&county, &hub)?;
        let signed = store.signed_roster()?;
        for (folder, pc) in &practice.pcs {
            let first = practice.players.iter().find(|player| player.folder == *folder);
            let Some(first) = first else { continue };
            session::unlock(pc, Unlock { staff: first.staff.clone(), passphrase: PASSPHRASE.into() })?;
            crate::setup::take_roster(pc, &pc.session()?.store, &signed)?;
        }
        practice._hub = Some(hub);
    }
    keep(folder, &practice.players, &practice._hub)?;
    Ok(practice)
}

fn with_pcs(app: &App, folder: &Path, players: Vec<Player>, hub: Option<RunningHub>) -> Practice {
    let names: Vec<String> = players.iter().map(|player| player.folder.clone()).collect();
    let pcs = names.into_iter().map(|name| (name.clone(), Arc::new(pc(app, &folder.join(&name))))).collect();
    Practice { players, pcs, current: 0, _hub: hub }
}

fn keep(folder: &Path, players: &[Player], hub: &Option<RunningHub>) -> Result<(), CommandError> {
    let kept = Kept { players: players.to_vec(), hub_port: hub.as_ref().map_or(0, |hub| hub.port) };
    let bytes = serde_json::to_vec_pretty(&kept).map_err(|_| CommandError::internal("不能写出练习信息"))?;
    write_whole(&folder.join(READY), &bytes)
}

fn start_hub(app: &App, folder: &Path, roster: &Roster, port: u16) -> Result<Option<RunningHub>, CommandError> {
    let Some(start) = &app.config().start_hub else {
        return Ok(None);
    };
    let data_dir: PathBuf = folder.join("hub");
    let wanted = HubWanted { data_dir, county: roster.county_id.clone(), root_key: roster.root_key.to_string(), port };
    start(&wanted).map(Some).map_err(|message| CommandError::new(ErrorCode::FileAccess, message))
}
