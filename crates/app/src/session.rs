//! Who sits at this PC: unlocking with a passphrase, locking, locking by itself after a while. Locking keeps
//! the store open so that syncing goes on, but every record command is refused until someone unlocks.

use std::sync::Arc;

use changelog::Audience;
use serde::{Deserialize, Serialize};
use store::{DatabaseKey, Store};
use ts_rs::TS;

use crate::app::App;
use crate::commands::Nothing;
use crate::error::{CommandError, ErrorCode};
use crate::events::News;
use crate::{backup, place, syncing};

/// Local setting: minutes without activity until the screen locks.
const IDLE: &str = "idle_minutes";
const IDLE_MINUTES: u64 = 15;
/// Local setting: the last life of this database that the person was told of.
const TOLD_LIFE: &str = "told_life";

/// What a person may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 驻站社工.
    Worker,
    /// 站长/督导.
    Supervisor,
    /// 县级人员.
    County,
}

/// The person who unlocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    /// Staff record id; the author of what this person saves.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// An unlocked person at an open store: what nearly every use case begins with (`app.session()?`).
#[derive(Clone)]
pub struct Session {
    /// The open store.
    pub store: Arc<Store>,
    /// Who unlocked.
    pub person: Person,
    /// Code of the station this PC belongs to; none at the county.
    pub station: Option<String>,
}

/// Unlocks this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Unlock {
    /// Staff id, from `start.state`.
    pub staff: String,
    /// Their passphrase.
    pub passphrase: String,
}

/// Sets when the screen locks by itself.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetIdle {
    /// Minutes without activity; 0 never.
    pub minutes: u64,
}

impl Role {
    /// The code of the dictionary's table `role`.
    pub fn code(self) -> &'static str {
        match self {
            Role::Worker => "worker",
            Role::Supervisor => "supervisor",
            Role::County => "county",
        }
    }

    /// The role of a code; an unknown one (a newer program) may do the least.
    pub fn from_code(code: &str) -> Role {
        match code {
            "supervisor" => Role::Supervisor,
            "county" => Role::County,
            _ => Role::Worker,
        }
    }
}

impl Session {
    /// The audience of what the people of this PC write.
    pub fn home_audience(&self) -> Audience {
        place::home_audience(self.station.as_deref())
    }
}

/// Unlocks: the passphrase opens the database key, the key the store.
pub fn unlock(app: &App, request: Unlock) -> Result<Person, CommandError> {
    let dir = app.desk_dir();
    let mut slots = app.slots()?;
    let Some(slot) = slots.list().into_iter().find(|slot| slot.staff == request.staff) else {
        return Err(CommandError::new(
            ErrorCode::NotFound,
            "这台电脑上没有这个人的口令，请由已登录的同事在“工作人员”里启用。",
        ));
    };
    let key = slots.unlock_at(&request.staff, &request.passphrase, app.now_ms())?;
    let store = match app.open_store() {
        Some(store) => store,
        None => Arc::new(Store::open_with(&dir, &key, app.config().space.clone())?),
    };
    let person = listed_person(&store, Person { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) })?;
    slots.rename(&person.id, &person.name, person.role.code())?;
    sit_down(app, store, key, person.clone())?;
    Ok(person)
}

/// The person as the synced staff record says now; the slot's own words until that record has arrived.
pub(crate) fn listed_person(store: &Store, slot: Person) -> Result<Person, CommandError> {
    let Some(row) = store.row("staff", &slot.id)? else {
        return Ok(slot);
    };
    let text = |field: &str| row.fields.get(field).and_then(|value| value.as_str()).map(str::to_owned);
    if row.deleted_reason.is_some() || text("active").as_deref() == Some("no") {
        return Err(CommandError::not_allowed(
            "这个人已标记为不在岗，不能登录。需要时请由站长（督导）或县级人员恢复。",
        ));
    }
    let role = text("role").map_or(slot.role, |code| Role::from_code(&code));
    Ok(Person { name: text("name").unwrap_or(slot.name), role, id: slot.id })
}

/// Makes an open store and a person the ones of this PC.
pub(crate) fn sit_down(app: &App, store: Arc<Store>, key: DatabaseKey, person: Person) -> Result<(), CommandError> {
    let place = place::refresh(app.data_dir(), &store)?;
    let idle = store.setting_get(IDLE)?.and_then(|value| value.as_u64()).unwrap_or(IDLE_MINUTES);
    syncing::keep_line(app, &store);
    let warning = new_life(&store)?;
    {
        let mut desk = app.desk();
        desk.warning = warning.or(desk.warning.take());
        desk.store = Some(store);
        desk.key = Some(key);
        desk.station = place.station_code;
        desk.idle_minutes = idle;
        desk.person = Some(person);
    }
    app.note_activity();
    backup::daily(app);
    Ok(())
}

/// Says once that this database goes on as a new life, because it was put back or copied.
fn new_life(store: &Store) -> Result<Option<String>, CommandError> {
    let device = store.device();
    let told = store.setting_get(TOLD_LIFE)?.and_then(|value| value.as_u64()).unwrap_or(1);
    if u64::from(device.life) <= told {
        return Ok(None);
    }
    store.setting_put(TOLD_LIFE, &device.life.into())?;
    let what = match device.reason.as_str() {
        "cloned" => "这台电脑的数据是复制来的或换了位置",
        _ => "这台电脑的数据是从备份恢复的",
    };
    Ok(Some(format!(
        "{what}。原有记录都在；从现在起个案编号的机位改为 {}，之前送出的内容会自动补齐，不会重复。",
        device.letter
    )))
}

/// Locks: nobody is unlocked any more; the store stays open for syncing.
pub fn lock(app: &App, _: Nothing) -> Result<Nothing, CommandError> {
    app.desk().person = None;
    app.events.publish(News::Locked);
    Ok(Nothing {})
}

/// Sets after how many minutes the screen locks by itself.
pub fn set_idle(app: &App, request: SetIdle) -> Result<Nothing, CommandError> {
    if request.minutes > 24 * 60 {
        return Err(CommandError::invalid_field("minutes", "请填 0 到 1440 之间的分钟数,0 表示不自动锁定。"));
    }
    app.session()?.store.setting_put(IDLE, &request.minutes.into())?;
    app.desk().idle_minutes = request.minutes;
    Ok(Nothing {})
}

/// A passphrase someone chooses: long enough to be worth its stretching. A Chinese character counts for two letters.
pub(crate) fn check_new_passphrase(field: &str, passphrase: &str) -> Result<(), CommandError> {
    let width: usize = passphrase.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    if width < 8 {
        return Err(CommandError::invalid_field(
            field,
            "口令太短，请至少用 8 个字母数字或 4 个汉字；可以用一句自己记得住的话。",
        ));
    }
    Ok(())
}
