//! Words of the check-up after a loss: how much, since when, who has it, and what to do; what the hub or another PC has is asked for at once.

use store::{Loss, Store, verified_backups};

use crate::features::backup::HealthPoint;
use crate::kernel::error::CommandError;
use crate::kernel::pc::{Pc, local_time};

/// The point about what is lost or damaged; none when nothing is.
pub(super) fn point(pc: &Pc, store: &Store) -> Result<Option<HealthPoint>, CommandError> {
    let losses = store.losses()?;
    if losses.is_empty() {
        return Ok(None);
    }
    // Whoever has it is asked now, not at the next full hour.
    pc.want_sync();
    let words: Vec<String> = [(false, "现在不在本机"), (true, "已损坏")]
        .into_iter()
        .filter_map(|(damaged, what)| {
            let some: Vec<&Loss> = losses.iter().filter(|loss| loss.damaged == damaged).collect();
            (!some.is_empty()).then(|| counted(&some, what))
        })
        .collect();
    let detail = format!("{}{}", words.concat(), elsewhere(pc, store, &losses));
    Ok(Some(HealthPoint { name: "曾经保存的内容".into(), sound: false, detail }))
}

fn counted(losses: &[&Loss], what: &str) -> String {
    let sum = |of: fn(&Loss) -> u64| losses.iter().map(|loss| of(loss)).sum::<u64>();
    let (all, county, hub) = (sum(|loss| loss.changes), sum(|loss| loss.at_county), sum(|loss| loss.at_hub));
    let held = sum(|loss| loss.at_county.max(loss.at_hub));
    let since = losses.iter().filter_map(|loss| loss.since_ms).min();
    let since = since.map(|ms| format!("{} 以后保存的 ", minute(ms))).unwrap_or_default();
    let mut text = format!("{since}{all} 条记录{what}。");
    if county > 0 {
        text += &format!("县里签收过其中 {county} 条。");
    }
    if hub > 0 {
        text += &format!("信箱签收过其中 {hub} 条。");
    }
    if held > 0 {
        text += "联网后自动取回；只用 U 盘的，请导入县里的回执文件。";
    }
    match all - held {
        0 => {}
        left => text += &format!("{left} 条没有县里和信箱的签收，"),
    }
    text
}

/// Where else what nobody has signed for may lie.
fn elsewhere(pc: &Pc, store: &Store, losses: &[Loss]) -> String {
    if losses.iter().all(|loss| loss.changes == loss.at_county.max(loss.at_hub)) {
        return String::new();
    }
    let (roster, own) = (store.roster(), store.device());
    let beside =
        roster.devices.iter().filter(|one| one.station == own.station && one.id != own.id && one.revoked.is_none());
    let mut places: Vec<String> = beside.map(|one| format!("{}的电脑", store::letter_and_name(one))).collect();
    places.push("从本机导出过的 U 盘".into());
    let since = losses.iter().filter_map(|loss| loss.since_ms).min().unwrap_or(0);
    let later = verified_backups(&pc.desk_dir()).into_iter().filter(|backup| backup.made_ms > since);
    places.extend(later.map(|backup| format!("{} 的本机备份", minute(backup.made_ms))));
    format!("可能在：{}。请把它们导出的文件导入本机，或从备份恢复；补不回来的请核对后重新填写。", places.join("、"))
}

fn minute(ms: u64) -> String {
    local_time(ms).format("%Y-%m-%d %H:%M").to_string()
}
