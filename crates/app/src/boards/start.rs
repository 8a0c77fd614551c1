//! The state of this PC: the first thing the interface asks, by which the program knows that a page has come. It changes no data.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::features::updates;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity::{self, PcIdentity};
use crate::kernel::request::Nothing;
use crate::kernel::role::{Person, Role, StaffSlot};

/// Which page comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Nothing is set up: the three doors.
    Fresh,
    /// Set up, nobody unlocked.
    Locked,
    /// Someone is unlocked.
    Open,
}

/// Where this PC stands.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StartState {
    /// Which page comes first.
    pub stage: Stage,
    /// What this PC is, once set up.
    pub place: Option<PcIdentity>,
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

/// What this PC was told of the practice county it belongs to.
#[derive(Default)]
struct Practising(Mutex<Option<PracticeState>>);

/// Keeps what the program above says of the practice county, for the first page to show.
pub(crate) fn tell_practice(pc: &Pc, practice: PracticeState) {
    *pc.state::<Practising>().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(practice);
}

/// Says where this PC stands. While practice is open it is the practice person's PC, and says so.
pub(crate) fn state(pc: &Pc, _: Nothing) -> Result<StartState, CommandError> {
    let place = pc_identity::read(pc.data_dir());
    let person = pc.session().ok().map(|session| session.person);
    let stage = match (&place, &person) {
        (None, _) => Stage::Fresh,
        (Some(_), None) => Stage::Locked,
        (Some(_), Some(_)) => Stage::Open,
    };
    let staff = if place.is_some() { staff_slots(pc)? } else { Vec::new() };
    let practice = pc.state::<Practising>().0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (idle_minutes, warning) = {
        let unlocked = pc.unlocked();
        (unlocked.idle_minutes, unlocked.warning.clone())
    };
    let warning = warning.or_else(|| updates::failed(pc));
    if let Some(updates) = &pc.config().updates {
        (updates.page_has_come)();
    }
    let version = updates::own_version(pc);
    Ok(StartState { stage, place, staff, person, idle_minutes, practice, warning, version })
}

fn staff_slots(pc: &Pc) -> Result<Vec<StaffSlot>, CommandError> {
    let slots = pc.slots()?;
    Ok(slots
        .list()
        .into_iter()
        .map(|slot| StaffSlot { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) })
        .collect())
}
