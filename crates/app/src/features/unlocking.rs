//! Unlocking with a passphrase, locking, and after how many minutes the screen locks by itself. What a session is made of
//! stands in `kernel/session.rs`.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Store;
use ts_rs::TS;

use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::events::News;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::role::{Person, Role};
use crate::kernel::secret::Secret;
use crate::kernel::session::{IDLE, begin_session};
use crate::people::listed_staff::{listed_person, tell_name};

/// Unlocks this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Unlock {
    /// Staff id, from `start.state`.
    pub staff: String,
    /// Their passphrase.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// Sets when the screen locks by itself.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SetIdle {
    /// Minutes without activity; 0 never.
    pub minutes: u64,
}

/// Unlocks: the passphrase opens the database key, the key the store.
pub(crate) fn unlock(pc: &Pc, request: Unlock) -> Result<Person, CommandError> {
    let dir = pc.desk_dir();
    let mut slots = pc.slots()?;
    let Some(slot) = slots.list().into_iter().find(|slot| slot.staff == request.staff) else {
        return Err(CommandError::new(
            ErrorCode::NotFound,
            "这台电脑上没有这个人的密码，请由已登录的同事在“工作人员”里启用。",
        ));
    };
    let key = slots.unlock_at(&request.staff, &request.passphrase, pc.running())?;
    let store = match pc.open_store() {
        Some(store) => store,
        None => Arc::new(Store::open_with(&dir, &key, pc.config().space.clone())?),
    };
    if store.is_revoked()? {
        // The store stays open for syncing: if the county takes this PC in again, it learns so by that.
        pc.unlocked().store = Some(store.clone());
        pc.begin_background(&store);
        return Err(CommandError::not_allowed(
            "这台电脑已被县里停用，不能再登录。记录仍在本机，没有删除。请联系县级管理员；县里恢复后，联网等几分钟再登录。",
        ));
    }
    let person = listed_person(&store, Person { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) })?;
    slots.rename(&person.id, &person.name, person.role.code())?;
    if person.role == Role::County {
        tell_name(pc, &store, &person.id, &person)?;
    }
    begin_session(pc, store, key, person.clone())?;
    Ok(person)
}

/// Locks: nobody is unlocked any more; the store stays open for syncing.
pub(crate) fn lock(pc: &Pc, _: Nothing) -> Result<Nothing, CommandError> {
    pc.unlocked().lock();
    pc.events.publish(News::Locked);
    Ok(Nothing {})
}

/// Sets after how many minutes the screen locks by itself.
pub(crate) fn set_idle(pc: &Pc, request: SetIdle) -> Result<Nothing, CommandError> {
    if request.minutes > 24 * 60 {
        return Err(CommandError::invalid_field("minutes", "请填 0 到 1440 之间的分钟数,0 表示不自动锁定。"));
    }
    pc.session()?.store.setting_put(IDLE, &request.minutes.into())?;
    pc.unlocked().idle_minutes = request.minutes;
    Ok(Nothing {})
}
