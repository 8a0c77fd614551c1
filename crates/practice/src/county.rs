//! The practice county: opened in one click, with its own hub on loopback, under `practice/` of the data directory and never mixed
//! with the real one. One `App` per person's PC; who is played unlocks theirs as they would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::{App, CommandError, ErrorCode, Nothing, PracticePerson, PracticeState, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::doors::{carry_stick, said, store_of};
use crate::hub::{HubWanted, RunningHub};
use crate::making::{PASSPHRASE, make, name_hub, pc};
use crate::player::Player;
use crate::program::Program;

/// Written last: without it the folder is half made and is made anew.
const READY: &str = "practice.json";
const FOLDER: &str = "practice";

/// Names the person to be.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PracticeSwitch {
    /// Key of the person.
    pub person: String,
}

/// What is kept between two openings.
#[derive(Serialize, Deserialize)]
struct Kept {
    players: Vec<Player>,
    hub_port: u16,
}

/// The open practice county.
pub(crate) struct County {
    players: Vec<Player>,
    pcs: BTreeMap<String, Arc<App>>,
    current: usize,
    _hub: Option<RunningHub>,
}

impl County {
    /// The PC of the one who is being played.
    pub(crate) fn played(&self) -> Arc<App> {
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
        let pc = self.pcs[&player.folder].clone();
        unlock(&pc, &player)?;
        self.current = at;
        let state = self.state();
        pc.tell_practice(state.clone());
        pc.call("session.set_idle", json!({"minutes": 0}))?;
        Ok(state)
    }

    /// The county tells every station that does not know it yet where things stand, by stick.
    fn tell_stations(&self, county: &App, folder: &Path) -> Result<(), CommandError> {
        let number = store_of(county)?.roster().number;
        for (name, pc) in &self.pcs {
            let player = self.players.iter().find(|player| player.folder == *name && player.role != Role::County);
            let Some(player) = player else { continue };
            unlock(pc, player)?;
            if store_of(pc)?.roster().number == number {
                continue;
            }
            let stick = folder.join("stick");
            fs::create_dir_all(&stick)?;
            let station = said(&pc.call("start.state", json!({}))?, "/place/station_code");
            county.call("county.reply", json!({"stations": [station], "to": {"folder": stick}}))?;
            carry_stick(&stick, pc)?;
        }
        Ok(())
    }
}

fn unlock(pc: &App, player: &Player) -> Result<(), CommandError> {
    pc.call("session.unlock", json!({"staff": player.staff, "passphrase": PASSPHRASE})).map(drop)
}

/// Opens the practice county; makes it when it is not there.
pub(crate) fn open(program: &Program, _: Nothing) -> Result<PracticeState, CommandError> {
    let mut open = program.county();
    if let Some(county) = open.as_ref() {
        return Ok(county.state());
    }
    let folder = program.config.data_dir.join(FOLDER);
    let kept = fs::read(folder.join(READY)).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
    let mut county = match kept.map(|kept| again(program, &folder, kept)) {
        Some(Ok(county)) => county,
        // Made by another version or half deleted: practice is only practice, begin anew.
        Some(Err(_)) | None => anew(program, &folder)?,
    };
    let state = county.play(0)?;
    *open = Some(county);
    Ok(state)
}

/// Becomes another person.
pub(crate) fn switch(program: &Program, request: PracticeSwitch) -> Result<PracticeState, CommandError> {
    let mut open = program.county();
    let county = open.as_mut().ok_or_else(|| CommandError::new(ErrorCode::NotFound, "练习模式没有打开。"))?;
    let at = county.players.iter().position(|player| player.staff == request.person);
    county.play(at.ok_or_else(|| CommandError::not_found("这个练习人物"))?)
}

/// Leaves practice; what was tried out stays for next time.
pub(crate) fn leave(program: &Program, _: Nothing) -> Result<Nothing, CommandError> {
    *program.county() = None;
    Ok(Nothing {})
}

fn anew(program: &Program, folder: &Path) -> Result<County, CommandError> {
    if folder.exists() {
        disk::remove_folder(folder)?;
    }
    fs::create_dir_all(folder)?;
    let (players, hub) = make(&program.config, folder, |county| start_hub(program, folder, county, 0))?;
    keep(folder, &players, &hub)?;
    Ok(with_pcs(program, folder, players, hub))
}

fn again(program: &Program, folder: &Path, kept: Kept) -> Result<County, CommandError> {
    let mut practice = with_pcs(program, folder, kept.players, None);
    let at = practice.players.iter().position(|player| player.role == Role::County);
    practice.play(at.ok_or_else(|| CommandError::not_found("练习数据"))?)?;
    let county = practice.played();
    if let Some(hub) = start_hub(program, folder, &county, kept.hub_port)? {
        name_hub(&county, &hub)?;
        practice.tell_stations(&county, folder)?;
        practice._hub = Some(hub);
    }
    keep(folder, &practice.players, &practice._hub)?;
    Ok(practice)
}

fn with_pcs(program: &Program, folder: &Path, players: Vec<Player>, hub: Option<RunningHub>) -> County {
    let names: Vec<String> = players.iter().map(|player| player.folder.clone()).collect();
    let open = |name: String| (name.clone(), Arc::new(pc(&program.config, &folder.join(&name))));
    County { players, pcs: names.into_iter().map(open).collect(), current: 0, _hub: hub }
}

fn keep(folder: &Path, players: &[Player], hub: &Option<RunningHub>) -> Result<(), CommandError> {
    let kept = Kept { players: players.to_vec(), hub_port: hub.as_ref().map_or(0, |hub| hub.port) };
    let bytes = serde_json::to_vec_pretty(&kept).map_err(|_| CommandError::internal("不能写出练习信息"))?;
    // Aside first: a file half written is no county.
    let aside = folder.join("practice.part");
    fs::write(&aside, bytes)?;
    Ok(disk::replace(&aside, &folder.join(READY))?)
}

fn start_hub(program: &Program, folder: &Path, county: &App, port: u16) -> Result<Option<RunningHub>, CommandError> {
    let Some(start) = &program.start_hub else {
        return Ok(None);
    };
    let data_dir: PathBuf = folder.join("hub");
    let view = county.call("setup.root_key", json!({}))?;
    let wanted = HubWanted { data_dir, county: said(&view, "/county_id"), root_key: said(&view, "/root_key"), port };
    start(&wanted).map(Some).map_err(|message| CommandError::new(ErrorCode::FileAccess, message))
}
