//! A lost PC: what is to be done, in order, and how far each step is. It works out and reads only; what a step does is a command of its own.

use changelog::{Roster, RosterDevice};
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use super::keys::REKEYED;
use super::{DeviceRow, JOINED, REVOKED, Told, row};
use crate::kernel::error::CommandError;
use crate::kernel::join_files::given_out;
use crate::kernel::pc::{Pc, local_time};
use crate::kernel::request::IdRequest;

/// A lost PC and what is to be done.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LostDevice {
    /// The PC.
    pub device: DeviceRow,
    /// The steps, in their order.
    pub steps: Vec<LostStep>,
    /// Changes of it that came after it was shut out and do not count.
    pub beyond: u32,
}

/// A step.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LostStep {
    /// Which.
    pub what: LostWhat,
    /// How far it is.
    pub state: StepState,
    /// What it is about, what was found, and what to do.
    pub detail: String,
    /// When it was done, in milliseconds.
    pub at_ms: Option<u64>,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LostWhat {
    /// Shut it out.
    Revoke,
    /// Give its place another key.
    Rekey,
    /// The other PCs have taken the new key.
    OtherPcs,
    /// What it had not sent, and who has it.
    Unsent,
    /// A PC that takes its place.
    Replacement,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepState {
    /// To be done.
    Open,
    /// Done here; others have to come in contact.
    Waiting,
    /// Done.
    Done,
}

/// Says what is to be done about a lost PC.
pub(crate) fn lost(pc: &Pc, request: IdRequest) -> Result<LostDevice, CommandError> {
    let store = pc.session()?.store;
    let roster = store.roster();
    let device = roster.device(&request.id).ok_or_else(|| CommandError::not_found("这台电脑"))?;
    let row = row(&store, &roster, &Told::of(&store)?, device)?;
    let written = store.written_by(&device.id)?;
    let steps = vec![
        revoke(&roster, device),
        rekey(&roster, device),
        other_pcs(&store, &roster, device)?,
        unsent(&store, &roster, device)?,
        replacement(pc, &store, &roster, device)?,
    ];
    Ok(LostDevice { device: row, steps, beyond: u32::try_from(written.beyond).unwrap_or(u32::MAX) })
}

/// When the PC was shut out: number of the roster; of older programs' rosters nothing is known.
fn shut_out(roster: &Roster, device: &RosterDevice) -> Option<u64> {
    device.revoked.as_ref().map(|_| roster.last(REVOKED, Some(&device.id)).map_or(0, |event| event.number))
}

fn revoke(roster: &Roster, device: &RosterDevice) -> LostStep {
    let event = roster.last(REVOKED, Some(&device.id));
    match device.revoked {
        Some(_) => LostStep {
            what: LostWhat::Revoke,
            state: StepState::Done,
            detail: "信箱和各站不再接收它写的新内容；它联网或导入县里的文件后会自己锁上。".into(),
            at_ms: event.map(|event| event.time_ms),
        },
        None => LostStep {
            what: LostWhat::Revoke,
            state: StepState::Open,
            detail:
                "先停用：从现在起它写的新内容不再接收，也不能再取信箱里的内容。已经交上来的都保留。找到以后可以恢复。"
                    .into(),
            at_ms: None,
        },
    }
}

fn rekey(roster: &Roster, device: &RosterDevice) -> LostStep {
    let event = roster.last(REKEYED, device.station.as_deref());
    let done = shut_out(roster, device).is_some_and(|since| event.is_some_and(|event| event.number > since));
    LostStep {
        what: LostWhat::Rekey,
        state: if done { StepState::Done } else { StepState::Open },
        detail: match done {
            true => {
                "此后发出的数据文件和照片用新密钥加密，丢失的电脑打不开。以前的密钥留在其他电脑上，旧内容照常能读。"
                    .into()
            }
            false => {
                "再换密钥：换了以后，丢失的电脑即使拿到信箱或 U 盘里的新文件也打不开。其他电脑旧的新的都能读。".into()
            }
        },
        at_ms: event.filter(|_| done).map(|event| event.time_ms),
    }
}

/// The other PCs of its place that are in use.
fn others<'r>(roster: &'r Roster, lost: &'r RosterDevice) -> impl Iterator<Item = &'r RosterDevice> {
    let beside = move |device: &&RosterDevice| device.station == lost.station && device.id != lost.id;
    roster.devices.iter().filter(beside).filter(|device| device.revoked.is_none())
}

fn other_pcs(store: &Store, roster: &Roster, device: &RosterDevice) -> Result<LostStep, CommandError> {
    let step = |state, detail| LostStep { what: LostWhat::OtherPcs, state, detail, at_ms: None };
    let since = roster.last(REKEYED, device.station.as_deref());
    let (Some(since), StepState::Done) = (since, rekey(roster, device).state) else {
        return Ok(step(
            StepState::Open,
            "换了密钥以后，同站其他电脑联网或导入县里的回执文件时自动拿到新密钥。".into(),
        ));
    };
    let own = store.device().id;
    let seen = sync::seen_devices(store)?;
    // By the hub it has been there since; by stick, it has written since it took that roster.
    let has = |other: &RosterDevice| {
        let met = seen.iter().any(|seen| seen.device == other.id && seen.last_ms > since.time_ms);
        met || other.id == own
            || roster.last(JOINED, Some(&other.id)).is_some_and(|joined| joined.number > since.number)
    };
    let waiting: Vec<String> = others(roster, device).filter(|other| !has(other)).map(store::letter_and_name).collect();
    Ok(match waiting.is_empty() {
        true => step(StepState::Done, "同一单位的其他电脑在换密钥以后都联过网，或本来就有。".into()),
        false => step(
            StepState::Waiting,
            format!(
                "还没有联网取新密钥：{}。请他们联网同步一次；只用 U 盘的，请在“导入”页做一份回执给站里。",
                waiting.join("、")
            ),
        ),
    })
}

fn unsent(store: &Store, roster: &Roster, device: &RosterDevice) -> Result<LostStep, CommandError> {
    let written = store.written_by(&device.id)?;
    let when = |ms: u64| local_time(ms).format("%Y-%m-%d %H:%M").to_string();
    let mut detail = match written.changes {
        0 => "县里没有收到过它写的内容。".to_owned(),
        changes => format!("县里有它写的 {changes} 条，最后一条写于 {}。", when(written.newest_ms)),
    };
    let contact = sync::seen_devices(store)?.into_iter().find(|seen| seen.device == device.id);
    if let Some(seen) = contact {
        detail += &format!("它最后一次联网是 {}，那以前保存的都已交到信箱。", when(seen.last_ms));
    }
    let gaps = store.missing()?.len();
    if gaps > 0 {
        detail += &format!("另有 {gaps} 处记录别的电脑提到而县里还没有，请各站联网同步或导入它们的 U 盘文件。");
    }
    let beside: Vec<String> = others(roster, device).map(store::letter_and_name).collect();
    detail += &match beside.is_empty() {
        true => "它在那以后写的，只在那台电脑和它的 U 盘备份里。".to_owned(),
        false => format!(
            "它在那以后写的，可能在：它的 U 盘备份；用 U 盘同它交换过的 {}。请这些电脑各导出一次到 U 盘交来。",
            beside.join("、")
        ),
    };
    detail += match device.revoked {
        None => "有它的 U 盘备份的，先在一台空电脑上恢复并同步，再停用。",
        Some(_) => "有它的 U 盘备份的，先恢复使用，在一台空电脑上恢复备份并同步，再停用。",
    };
    if written.beyond > 0 {
        detail +=
            &format!("停用以后又收到它的 {} 条，现在没有计入；确认是丢失以前写的，可以点“计入”。", written.beyond);
    }
    let state = if written.beyond > 0 || gaps > 0 { StepState::Open } else { StepState::Waiting };
    Ok(LostStep { what: LostWhat::Unsent, state, detail, at_ms: None })
}

fn replacement(pc: &Pc, store: &Store, roster: &Roster, device: &RosterDevice) -> Result<LostStep, CommandError> {
    let since = roster.last(REVOKED, Some(&device.id)).filter(|_| device.revoked.is_some());
    let step = |state, detail: String, at_ms| LostStep { what: LostWhat::Replacement, state, detail, at_ms };
    let joined = since.and_then(|since| {
        let later = |other: &&RosterDevice| {
            roster.last(JOINED, Some(&other.id)).is_some_and(|event| event.number > since.number)
        };
        others(roster, device).find(later)
    });
    if let Some(joined) = joined {
        let at_ms = roster.last(JOINED, Some(&joined.id)).map(|event| event.time_ms);
        return Ok(step(
            StepState::Done,
            format!("{}已经加入，同步后就有全部旧记录。", store::letter_and_name(joined)),
            at_ms,
        ));
    }
    let own = |station: &Option<String>| *station == device.station;
    let asks = super::requests(pc, super::JoinRequestsRequest::default())?.iter().any(|one| own(&one.station));
    if asks {
        return Ok(step(StepState::Open, "新电脑已经申请加入，请在“站点与设备”页确认。".into(), None));
    }
    let given = given_out(store)?;
    let waits = given.iter().any(|file| {
        own(&file.station) && file.device.is_none() && since.is_some_and(|since| file.time_ms >= since.time_ms)
    });
    Ok(match waits {
        true => step(StepState::Waiting, "加入文件已经给出，等新电脑打开它并申请加入。".into(), None),
        false => step(
            StepState::Open,
            "给新电脑一份加入文件：它申请、您确认以后，联网或用 U 盘就能取回全部旧记录。".into(),
            None,
        ),
    })
}
