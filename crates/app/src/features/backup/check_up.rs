//! 数据体检 that runs by itself, a slice with each sync: how far it is and what it found; and the report of a whole check-up, to hand over. The
//! report names nobody and holds no content.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::features::backup::health;
use crate::kernel::error::CommandError;
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::{Pc, local_time};
use crate::kernel::pc_identity;
use crate::kernel::request::Nothing;

/// How far the check-up is that runs by itself.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HealthRound {
    /// When everything had been looked at, the last time, in milliseconds.
    pub done_ms: Option<u64>,
    /// Changes looked at in that round.
    pub changes: u64,
    /// Records looked at in that round.
    pub records: u64,
    /// What was found last, the newest first.
    pub found: Vec<HealthFinding>,
}

/// Something that it found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HealthFinding {
    /// When, in milliseconds.
    pub at_ms: u64,
    /// What, and what was done about it.
    pub text: String,
}

/// Writes the report of a check-up.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HealthReport {
    /// A folder or a download.
    pub to: Destination,
}

/// Says how far it is.
pub(crate) fn round(pc: &Pc, _: Nothing) -> Result<HealthRound, CommandError> {
    let round = pc.session()?.store.check_round()?;
    let (changes, records) = round.of_last;
    let found = round.found.into_iter().map(|(at_ms, text)| HealthFinding { at_ms, text }).collect();
    Ok(HealthRound { done_ms: round.done_ms, changes, records, found })
}

/// Checks everything and writes what was found.
pub(crate) fn report(pc: &Pc, request: HealthReport) -> Result<FileOut, CommandError> {
    let found = health(pc, Nothing {})?;
    let store = pc.session()?.store;
    let (device, roster, place) = (store.device(), store.roster(), pc_identity::read(pc.data_dir()));
    let minute = |ms: u64| local_time(ms).format("%Y-%m-%d %H:%M").to_string();
    let who = place.and_then(|place| place.station_name).unwrap_or_else(|| roster.county_name.clone());
    let counts = store.counts()?;
    let mut lines = vec![
        "禾站数据体检报告".to_owned(),
        format!("时间：{}", minute(pc.now_ms())),
        format!("单位：{who}　机位：{}　电脑编号：{}", device.letter, device.id.chars().take(8).collect::<String>()),
        format!("程序版本：{}　站点名单第 {} 版", env!("CARGO_PKG_VERSION"), roster.number),
        format!("结果：{}", if found.sound { "一切正常" } else { "有问题，见下" }),
        String::new(),
    ];
    lines.extend(
        found
            .points
            .iter()
            .map(|point| format!("{} {}：{}", if point.sound { "正常" } else { "问题" }, point.name, point.detail)),
    );
    lines.push(format!(
        "本机写的记录：待送出 {}，已送达 {}，县里已入库 {}",
        counts.saved, counts.delivered, counts.taken_in
    ));
    for one in store.fingerprints()? {
        let short: String = one.hash.chars().take(16).collect();
        lines.push(format!("核对码 {}：{short}（{} 份历史）", one.audience, one.logs.len()));
    }
    for (at_ms, text) in store.check_round()?.found {
        lines.push(format!("{} 自动体检发现：{text}", minute(at_ms)));
    }
    let name = format!("体检报告-{who}-{}-{}.txt", device.letter, local_time(pc.now_ms()).format("%Y%m%d-%H%M"));
    // Windows' own editor takes a text without this mark for another encoding.
    request.to.write(pc, &name, format!("\u{feff}{}\r\n", lines.join("\r\n")).into_bytes())
}
