//! The first thing the interface asks: where does this PC stand. It changes nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::commands::Nothing;
use crate::error::CommandError;
use crate::place;
use crate::practice::PracticeState;
use crate::session::{Person, Role};

/// Which page comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing is set up: the three doors.
    Fresh,
    /// Set up, nobody unlocked.
    Locked,
    /// Someone is unlocked.
    Open,
}

/// Which side this PC is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A PC of a station.
    Station,
    /// A PC of the county.
    County,
}

/// What this PC is; readable before anyone unlocks, so nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Place {
    /// Station or county.
    pub side: Side,
    /// Id of the county.
    pub county_id: String,
    /// Id of this PC; its first characters tell it from others when the county confirms it.
    pub device: String,
    /// Name of the county.
    pub county_name: String,
    /// Six-digit division code of the county.
    pub division: String,
    /// Code of the station; none at the county.
    pub station_code: Option<String>,
    /// Name of the station; none at the county.
    pub station_name: Option<String>,
    /// Letter of this PC in numbers such as `A0007`.
    pub letter: String,
    /// Whether the county has confirmed this PC. Until then it works and keeps everything to itself.
    pub confirmed: bool,
    /// Address of the hub; none when everything goes by USB stick.
    pub hub: Option<String>,
}

/// Someone who may unlock this PC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StaffSlot {
    /// Staff record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// Where this PC stands.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StartState {
    /// Which page comes first.
    pub stage: Stage,
    /// What this PC is, once set up.
    pub place: Option<Place>,
    /// Who may unlock here.
    pub staff: Vec<StaffSlot>,
    /// Who is unlocked.
    pub person: Option<Person>,
    /// Minutes without activity until the screen locks; 0 never.
    pub idle_minutes: u64,
    /// Practice mode, when it is open.
    pub practice: Option<PracticeState>,
    /// Something is wrong with this PC's data, to be said before anything else.
    pub warning: Option<String>,
    /// Version of the program.
    pub version: String,
}

/// Says where this PC stands. While practice is open it is the practice person's PC, and says so.
pub fn state(app: &App, _: Nothing) -> Result<StartState, CommandError> {
    let place = place::read(app.data_dir());
    let person = app.session().ok().map(|session| session.person);
    let stage = match (&place, &person) {
        (None, _) => Stage::Fresh,
        (Some(_), None) => Stage::Locked,
        (Some(_), Some(_)) => Stage::Open,
    };
    let staff = if place.is_some() { staff_slots(app)? } else { Vec::new() };
    let (idle_minutes, practice, warning) = {
        let desk = app.desk();
        (desk.idle_minutes, desk.practice.clone(), desk.warning.clone())
    };
    let version = env!("CARGO_PKG_VERSION").to_string();
    Ok(StartState { stage, place, staff, person, idle_minutes, practice, warning, version })
}

fn staff_slots(app: &App) -> Result<Vec<StaffSlot>, CommandError> {
    let slots = app.slots()?;
    Ok(slots
        .list()
        .into_iter()
        .map(|slot| StaffSlot { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) })
        .collect())
}
