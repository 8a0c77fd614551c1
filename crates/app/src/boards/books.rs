//! Closing the books (关账): what moved in a frozen period since (原报 → 更正, and why), opening a period again with a reason, and how long after its
//! day work is written down. Which periods are closed is `records/closed_books.rs`; the rules are `domain::books`.

pub(crate) mod delays;
pub(crate) mod moved;
mod moved_records;

use std::collections::BTreeMap;

use changelog::{Audience, Op, Payload};
use domain::books::named;
use domain::fields::period_reopening;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Write;
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Opens a closed period again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReopenPeriod {
    /// `2026-10`, `2026-Q4`.
    pub period: String,
    /// Why.
    pub reason: String,
}

/// Opens it: a station its own month, the county its own period.
pub(crate) fn reopen(pc: &Pc, request: ReopenPeriod) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    let own = context.own_station();
    let known = named(&request.period);
    let (_, label) =
        known.ok_or_else(|| CommandError::invalid_field("period", "期间请写成 2026-11、2026-Q4 的样子。"))?;
    if context.books()?.closed(&own, &request.period, context.now_ms).is_none() {
        return Err(CommandError::new(ErrorCode::BadRequest, format!("{label}没有关账，不用重开。")));
    }
    let write = reopening(&context, &request.period, &request.reason)?;
    let audience = if own.is_empty() { Audience::County } else { Audience::Station(own) };
    context.save(audience, vec![write])?;
    pc.events.changed(&[period_reopening::KIND]);
    Ok(Nothing {})
}

/// The record that opens a period, with its reason.
pub(crate) fn reopening(context: &Context, period: &str, reason: &str) -> Result<Write, CommandError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(CommandError::invalid_field("reason", "请写明重开的理由，500 字以内。"));
    }
    let fields = [
        (period_reopening::PERIOD, json!(period)),
        (period_reopening::REASON, json!(reason)),
        (period_reopening::DATE, json!(context.today_text())),
    ];
    Ok(Write {
        kind: period_reopening::KIND.into(),
        record: uuid::Uuid::now_v7().to_string(),
        op: Op::Set,
        fields: Payload::from_iter(fields.map(|(name, value)| (name.to_owned(), value))),
        seen: BTreeMap::new(),
    })
}

/// What freezing a closed period again takes: nothing while it is open, else the reason, which opens it.
pub(crate) fn opened_for(context: &Context, period: &str, reason: Option<&str>) -> Result<Option<Write>, CommandError> {
    if context.books()?.closed(&context.own_station(), period, context.now_ms).is_none() {
        return Ok(None);
    }
    let Some(reason) = reason.map(str::trim).filter(|reason| !reason.is_empty()) else {
        let label = named(period).map_or_else(|| period.to_owned(), |(_, label)| label);
        let next = if context.is_county() { "报告" } else { "简报" };
        return Err(CommandError::invalid_field(
            "reopen_reason",
            format!("{label}已经定稿关账，再出一版要写明理由。只是补录了记录的，不用重出：下一期{next}会带上更正。"),
        ));
    };
    reopening(context, period, reason).map(Some)
}
