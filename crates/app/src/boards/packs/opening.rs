//! Opening a pack on any PC: unsealed, compared with its manifest, put into a store of its own, counted anew. What is open is kept in memory
//! until it is closed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::dates;
use domain::dictionary::dictionary;
use store::{Query, Store};

use crate::boards::compliance;
use crate::boards::packs::content::{self, LIMIT, Manifest, PackReport};
use crate::boards::packs::types::{
    DrawnKind, OpenPack, PackRows, PackRowsRequest, PackView, ReportInPack, SectionInPack, StationInPack,
};
use crate::boards::packs::{checks, figures, keys, reports, store as pack_store};
use crate::features::targets;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::view;

/// Most rows of one answer.
const SHOWN: usize = 500;

/// The pack that is open on this PC.
#[derive(Default)]
struct OpenedPack(Mutex<Option<Held>>);

#[derive(Clone)]
struct Held {
    store: Arc<Store>,
    manifest: Arc<Manifest>,
    fingerprint: String,
}

/// Opens a pack and checks it.
pub(crate) fn open(pc: &Pc, request: OpenPack) -> Result<PackView, CommandError> {
    let identity = keys::open(&request.key, &request.passphrase)?;
    let opened = content::open(&request.file.read(LIMIT as u64)?, &identity.to_secret())?;
    hold(pc, None);
    let store = pack_store::of_rows(pc, &opened.manifest, &opened.rows)?;
    let altered = checks::altered(&opened);
    let manifest = Arc::new(opened.manifest);
    let held = Held { store, manifest: manifest.clone(), fingerprint: opened.fingerprint };
    let context = context(pc, &held);
    let checks = checks::figures(&context, &manifest)?;
    let view = PackView {
        county_name: manifest.county_name.clone(),
        year: manifest.year,
        until: manifest.until.clone(),
        seed: manifest.seed.clone(),
        made: manifest.made.clone(),
        fingerprint: held.fingerprint.clone(),
        signed: opened.signer.is_some(),
        stations: manifest
            .stations
            .iter()
            .map(|one| StationInPack { code: one.code.clone(), name: one.name.clone() })
            .collect(),
        rows: manifest.rows.len() as u32,
        heads: manifest.heads.len() as u32,
        altered,
        unequal: checks.iter().filter(|check| !check.equal).count() as u32,
        checks,
        reports: manifest.reports.iter().map(|one| report(&manifest, one)).collect(),
        drawn: drawn(&manifest),
    };
    hold(pc, Some(held));
    Ok(view)
}

/// Closes it; nothing of it stays on this PC.
pub(crate) fn close(pc: &Pc, _: Nothing) -> Result<Nothing, CommandError> {
    hold(pc, None);
    pack_store::remove(pc);
    Ok(Nothing {})
}

/// Rows of the open pack: those behind a figure, or those drawn of a kind.
pub(crate) fn rows(pc: &Pc, request: PackRowsRequest) -> Result<PackRows, CommandError> {
    let held = held(pc)?;
    let context = context(pc, &held);
    let (label, by_kind) = match (&request.kind, &request.code) {
        (Some(kind), _) => {
            let ids = held.manifest.drawn.get(kind).cloned().unwrap_or_default();
            (label(kind), BTreeMap::from([(kind.clone(), ids)]))
        }
        (None, Some(code)) => behind(&context, &held.manifest, &request, code)?,
        (None, None) => return Err(CommandError::new(ErrorCode::BadRequest, "没有说要看哪些记录。")),
    };
    let (mut shown, mut total) = (Vec::new(), 0);
    for (kind, ids) in by_kind.iter().filter(|(kind, _)| dictionary().kind(kind).is_some()) {
        let mut rows = context.list_in(&Query::of(kind), "id", ids)?;
        rows.retain(|row| request.station.as_ref().is_none_or(|station| *station == row.station));
        total += rows.len() as u32;
        rows.truncate(SHOWN - shown.len().min(SHOWN));
        shown.extend(view::views(&context, kind, &rows)?);
    }
    Ok(PackRows { label, rows: shown, total })
}

fn behind(
    context: &Context,
    manifest: &Manifest,
    request: &PackRowsRequest,
    code: &str,
) -> Result<(String, BTreeMap<String, Vec<String>>), CommandError> {
    let until = dates::stored(&manifest.until).unwrap_or(context.today);
    let station = request.station.as_deref().unwrap_or("");
    let period = request.period.clone().unwrap_or_else(|| manifest.year.to_string());
    let unknown = || CommandError::not_found("这个指标");
    let then = context.on(until);
    if let Some(label) = code.strip_prefix(figures::COMPLIANCE) {
        let checks = compliance::of_station(&then, Some(station))?;
        let (label, check) = checks.into_iter().find(|(known, _)| known == label).ok_or_else(unknown)?;
        let finals = context.of_station(&check.kind, Some(station)).finals();
        let ids = context.list(&finals.bare())?.into_iter().map(|row| row.id).collect();
        return Ok((label, BTreeMap::from([(check.kind, ids)])));
    }
    let (code, span) = match code.strip_prefix(figures::TARGET) {
        Some(id) => {
            let rows = targets::of_station(&then, station, manifest.year)?;
            let number = rows.into_iter().flat_map(|row| row.subs).find(|sub| sub.id == id).ok_or_else(unknown)?;
            (number.figure, number.counted)
        }
        None => (code.to_owned(), figures::days(&period, until).ok_or_else(unknown)?),
    };
    let counted = figures::over(context, station, span)?;
    let figure = counted.get(&code).ok_or_else(unknown)?;
    let kinds = figure.kind.split(',').map(|kind| (kind.to_owned(), figure.ids.clone()));
    Ok((figure.label.clone(), kinds.collect()))
}

fn report(manifest: &Manifest, one: &PackReport) -> ReportInPack {
    let section = |(heading, text): &(String, String)| SectionInPack { heading: heading.clone(), text: text.clone() };
    ReportInPack {
        station: one.station.clone(),
        id: one.id.clone(),
        title: format!("{} {}（第 {} 版）", one.title, one.period, one.version),
        not_counted: reports::counted_over(manifest, one).err().unwrap_or_default().to_owned(),
        frozen: one.frozen.clone(),
        sections: one.sections.iter().map(section).collect(),
    }
}

fn drawn(manifest: &Manifest) -> Vec<DrawnKind> {
    let some = manifest.drawn.iter().filter(|(_, ids)| !ids.is_empty());
    some.map(|(kind, ids)| DrawnKind { kind: kind.clone(), label: label(kind), count: ids.len() as u32 }).collect()
}

fn label(kind: &str) -> String {
    dictionary().kind(kind).map_or_else(|| kind.to_owned(), |kind| kind.label.clone())
}

/// Manifest and name of the open pack, for comments on it.
pub(super) fn open_manifest(pc: &Pc) -> Result<(Arc<Manifest>, String), CommandError> {
    held(pc).map(|held| (held.manifest, held.fingerprint))
}

fn context<'a>(pc: &'a Pc, held: &Held) -> Context<'a> {
    let made = dates::stored(&held.manifest.made).unwrap_or(pc.today());
    Context::over(pc, held.store.clone(), pack_store::evaluator(), made)
}

fn held(pc: &Pc) -> Result<Held, CommandError> {
    let state = pc.state::<OpenedPack>();
    let held = state.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    held.ok_or_else(|| CommandError::new(ErrorCode::NotFound, "没有打开的评估包，请重新打开。"))
}

fn hold(pc: &Pc, held: Option<Held>) {
    *pc.state::<OpenedPack>().0.lock().unwrap_or_else(PoisonError::into_inner) = held;
}
