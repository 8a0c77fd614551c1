//! Syncing as its page shows it: where her work is, kept here, delivered to the hub, taken in by the county; and sending it now.
//! What moves by itself is `syncing/background.rs`.

pub(crate) mod background;
pub(crate) mod bundles;
mod differences;
pub(crate) mod set_aside;
pub(crate) mod sticks;

use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Where this PC's changes are, and how the lines to the county do.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SyncStatus {
    /// One sentence: where her work is.
    pub sentence: String,
    /// Changes of this PC by how far they have travelled.
    pub counts: TravelCounts,
    /// Photos and scans, counted apart.
    pub photos: PhotoCounts,
    /// The line to the hub; none when the county works by USB stick only.
    pub hub: Option<HubLine>,
    /// The way by stick.
    pub stick: StickLine,
    /// The county has confirmed this PC.
    pub confirmed: bool,
    /// Changes that others wrote and that have not arrived yet, each with a sentence.
    pub missing: Vec<String>,
    /// What was set aside on arrival: how much.
    pub set_aside: u64,
    /// What the county has and this PC has not, or the other way about, each with a sentence.
    pub differences: Vec<String>,
}

/// Changes by how far they have travelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct TravelCounts {
    /// 已保存, not sent yet.
    pub saved: u64,
    /// 已送达: the hub's receipt is verified.
    pub delivered: u64,
    /// 县里已入库: covered by a county checkpoint.
    pub taken_in: u64,
}

/// Photos and scans by how far their files have travelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct PhotoCounts {
    /// On this PC, and neither at the hub nor known to be at the county.
    pub waiting: u64,
    /// At the hub.
    pub delivered: u64,
    /// At the county.
    pub taken_in: u64,
    /// Their records are here and they are not yet.
    pub missing: u64,
}

/// The line to the hub.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HubLine {
    /// Its address.
    pub url: String,
    /// Something is moving right now.
    pub running: bool,
    /// Bytes or items done of the present step.
    pub done: u64,
    /// Bytes or items in all; 0 when unknown.
    pub total: u64,
    /// The present step, in Chinese.
    pub step: String,
    /// When it last went through, in milliseconds.
    pub last_success_ms: Option<i64>,
    /// Why it does not go through, in plain Chinese.
    pub problem: Option<String>,
    /// That this PC's clock or the hub's is wrong, and what to do.
    pub clock: Option<String>,
}

/// The way by stick.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StickLine {
    /// Changes that a stick would carry: not yet taken in by the county.
    pub waiting: u64,
    /// When something was last written to a stick, in milliseconds.
    pub last_export_ms: Option<i64>,
    /// When something was last read from a stick, in milliseconds.
    pub last_import_ms: Option<i64>,
}

/// Sends and receives now.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub(crate) struct SyncNow {
    /// Answer only when the run has ended.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub wait: bool,
}

/// Sends and receives now, or asks for it.
pub(crate) fn now(pc: &Pc, request: SyncNow) -> Result<SyncStatus, CommandError> {
    if let Some(sync) = background::of(pc) {
        match request.wait {
            true => sync.run_through(),
            false => sync.run_soon(),
        }
    }
    status(pc, Nothing {})
}

/// Where this PC's work is.
pub(crate) fn status(pc: &Pc, _: Nothing) -> Result<SyncStatus, CommandError> {
    let context = Context::of(pc)?;
    let store = &context.store;
    let counts = store.counts()?;
    let roster = store.roster();
    let running = background::of(pc).map(|sync| sync.status()).unwrap_or_default();
    let hub = roster.hub.as_ref().map(|hub| HubLine {
        url: hub.url.clone(),
        running: running.running,
        done: running.progress.map_or(0, |progress| progress.done),
        total: running.progress.map_or(0, |progress| progress.total),
        step: running.progress.map_or("", |progress| progress.phase.label()).to_owned(),
        last_success_ms: running.last_success_ms.map(|ms| ms as i64),
        problem: running.last_error.clone(),
        clock: running.outcome.as_ref().and_then(|outcome| outcome.clock_off_ms).map(sync::clock_in_words),
    });
    let setting = |name: &str| store.setting_get(name).ok().flatten().and_then(|value| value.as_i64());
    let counts = TravelCounts { saved: counts.saved, delivered: counts.delivered, taken_in: counts.taken_in };
    let blobs = store.blob_counts()?;
    // What the county has from the hub is at the county, whoever has still to be told so.
    let (delivered, taken_in) = match context.is_county() {
        true => (0, blobs.delivered + blobs.taken_in),
        false => (blobs.delivered, blobs.taken_in),
    };
    let photos = PhotoCounts { waiting: blobs.waiting, delivered, taken_in, missing: blobs.missing };
    let words = sentence(&counts, hub.as_ref(), running.offline, context.is_county());
    Ok(SyncStatus {
        sentence: words + &photo_sentence(&photos, hub.is_some(), context.is_county()),
        counts,
        photos,
        hub,
        stick: StickLine {
            waiting: counts.saved + counts.delivered,
            last_export_ms: setting(sticks::EXPORTED),
            last_import_ms: setting(sticks::IMPORTED),
        },
        confirmed: roster.device(&store.device().id).is_some_and(|device| device.revoked.is_none()),
        missing: missing(store)?,
        set_aside: store.set_aside()?.len() as u64,
        differences: differences::told(&context)?,
    })
}

fn missing(store: &Store) -> Result<Vec<String>, CommandError> {
    let gaps = store.missing()?;
    let say =
        |gap: &store::Missing| format!("后面的内容先到了，还缺第 {} 到 {} 条记录；补齐后自动入库。", gap.from, gap.to);
    Ok(gaps.iter().map(say).collect())
}

fn sentence(counts: &TravelCounts, hub: Option<&HubLine>, offline: bool, county: bool) -> String {
    let whom = if county { "站点" } else { "县里" };
    match (counts.saved, counts.delivered, hub) {
        (0, 0, _) if county => "县级的记录都已备好，没有等待处理的内容。".into(),
        (0, 0, _) => "所有内容都已保存在本机，县里都已入库。".into(),
        (0, delivered, _) => format!("所有内容都已保存并送达，其中 {delivered} 条记录等县里入库。"),
        (saved, _, Some(_)) if offline => {
            format!("所有内容都已保存在本机；现在连不上网，{saved} 条记录等连上后自动发给{whom}。")
        }
        (saved, _, Some(_)) => format!("所有内容都已保存在本机，{saved} 条记录正在排队，自动发给{whom}。"),
        (saved, delivered, None) => {
            format!("所有内容都已保存在本机，{} 条记录等用 U 盘交给{whom}。", saved + delivered)
        }
    }
}

/// What is to be said of photos, when there is something to be said.
fn photo_sentence(photos: &PhotoCounts, hub: bool, county: bool) -> String {
    let unsent = if hub { photos.waiting } else { photos.waiting + photos.delivered };
    match (county, unsent, photos.missing) {
        (false, 1.., _) if hub => format!("另有照片 {unsent} 张待送，在文字之后自动发送。"),
        (false, 1.., _) => format!("另有照片 {unsent} 张待送，导出到 U 盘时请勾选“连同照片”。"),
        (true, _, 1..) => format!("另有 {} 张照片还没有收到。", photos.missing),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> HubLine {
        HubLine {
            url: "https://x".into(),
            running: false,
            done: 0,
            total: 0,
            step: String::new(),
            last_success_ms: None,
            problem: None,
            clock: None,
        }
    }

    #[test]
    fn the_sentence_never_leaves_a_doubt_that_it_was_saved() {
        for (saved, delivered) in [(0, 0), (3, 0), (0, 4), (3, 4)] {
            for (hub, offline) in [(None, false), (Some(line()), false), (Some(line()), true)] {
                let counts = TravelCounts { saved, delivered, taken_in: 9 };
                assert!(sentence(&counts, hub.as_ref(), offline, false).contains("都已保存"), "{counts:?}");
            }
        }
    }

    #[test]
    fn being_offline_is_said_as_a_state_with_what_happens_next() {
        let counts = TravelCounts { saved: 3, ..TravelCounts::default() };
        let said = sentence(&counts, Some(&line()), true, false);
        assert!(said.contains("3 条记录") && said.contains("自动"), "{said}");
    }
}
