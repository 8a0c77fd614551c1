//! Sessions: an open store and a person become the ones of this PC. Locking keeps the store open so that syncing goes on, but every
//! record command is refused until someone unlocks.

use std::sync::Arc;

use store::{DatabaseKey, Store};

use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity;
use crate::kernel::role::Person;

/// Local setting: minutes without activity until the screen locks.
pub(crate) const IDLE: &str = "idle_minutes";
const IDLE_MINUTES: u64 = 15;
/// Local setting: the last life of this database that the person was told of.
const TOLD_LIFE: &str = "told_life";

/// Makes an open store and a person the ones of this PC.
pub(crate) fn begin_session(pc: &Pc, store: Arc<Store>, key: DatabaseKey, person: Person) -> Result<(), CommandError> {
    let place = pc_identity::refresh(pc.data_dir(), &store)?;
    let idle = store.setting_get(IDLE)?.and_then(|value| value.as_u64()).unwrap_or(IDLE_MINUTES);
    let warning = new_life(&store)?;
    {
        let mut unlocked = pc.unlocked();
        unlocked.warning = warning.or(unlocked.warning.take());
        unlocked.store = Some(store.clone());
        unlocked.key = Some(key);
        unlocked.station = place.station_code;
        unlocked.idle_minutes = idle;
        unlocked.person = Some(person);
    }
    pc.note_activity();
    pc.begin_background(&store);
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
        _ => "这台电脑的数据是从备份恢复的，或数据库回到了较早的样子",
    };
    let lost = match store.lost_changes()? {
        0 => "没有发现缺少的记录".to_string(),
        lost => format!(
            "最近保存的约 {lost} 处改动现在不在本机；已送到信箱、县里或另一台电脑的会自动补回，其余的请核对后重新填写"
        ),
    };
    Ok(Some(format!(
        "{what}。{lost}。从现在起个案编号的机位改为 {}，之前送出的内容会自动补齐，不会重复。",
        device.letter
    )))
}
