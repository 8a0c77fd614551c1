//! Bundles and where each has gone (去向): what is in it, when that was written, on a stick, at the hub by which receipt, at the county. It shows, and
//! sends nothing.

use changelog::Audience;
use domain::dictionary::dictionary;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{Delivery, SentBundle, Store};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Setting: when each bundle was written to a stick last, by its hash.
const CARRIED: &str = "stick.carried";
/// As many are listed, and as many of those written to a stick are remembered.
const LISTED: usize = 200;

/// The bundles of this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Bundles {
    /// The newest first.
    pub bundles: Vec<BundleRow>,
    /// Changes that stand in none yet: they are sealed with the next sending or export.
    pub unsealed: u64,
}

/// A bundle and where it has gone.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BundleRow {
    /// First characters of its hash, as its file is called.
    pub name: String,
    /// What is in it.
    pub what: String,
    /// Who can read it.
    pub readers: String,
    /// When the first of it was written, in milliseconds.
    pub from_ms: u64,
    /// When the last of it was written, in milliseconds.
    pub to_ms: u64,
    /// How far all of it has come.
    pub state: Delivery,
    /// When it was written to a stick last, in milliseconds.
    pub carried_ms: Option<u64>,
    /// Number of the hub's receipt.
    pub receipt: Option<u64>,
    /// Its time, in milliseconds.
    pub receipt_ms: Option<u64>,
    /// Who holds it for certain.
    pub held_by: String,
}

/// Lists them.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Bundles, CommandError> {
    let context = Context::of(pc)?;
    let carried = carried(&context.store)?;
    let found = context.store.sent_bundles(LISTED)?;
    let bundles = found.into_iter().map(|bundle| row(&context, &carried, bundle)).collect();
    Ok(Bundles { bundles, unsealed: context.store.unsealed()? })
}

fn row(context: &Context, carried: &Map<String, Value>, bundle: SentBundle) -> BundleRow {
    BundleRow {
        what: what(&bundle),
        readers: readers(context, &bundle),
        from_ms: bundle.written_ms.0,
        to_ms: bundle.written_ms.1,
        carried_ms: carried.get(&bundle.sha256).and_then(Value::as_u64),
        receipt: bundle.receipt.map(|(number, _)| number),
        receipt_ms: bundle.receipt.map(|(_, time)| time),
        held_by: held_by(&bundle).to_owned(),
        state: bundle.state,
        name: bundle.sha256.chars().take(8).collect(),
    }
}

fn what(bundle: &SentBundle) -> String {
    const NAMED: usize = 3;
    let mut kinds: Vec<(&String, &u64)> = bundle.kinds.iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let label = |kind: &str| dictionary().kind(kind).map_or("其他", |kind| kind.label.as_str()).to_owned();
    let named: Vec<String> = kinds.iter().take(NAMED).map(|(kind, count)| format!("{} {count}", label(kind))).collect();
    match (named.is_empty(), kinds.len() > NAMED) {
        (true, _) => format!("{} 条记录", bundle.changes),
        (false, false) => named.join("、"),
        (false, true) => format!("{} 等", named.join("、")),
    }
}

fn readers(context: &Context, bundle: &SentBundle) -> String {
    match (&bundle.audience, &bundle.station) {
        (Audience::Station(code), _) => format!("{}、县里", context.station_name(code)),
        (Audience::All, Some(code)) => format!("各站（这一份给{}）", context.station_name(code)),
        (Audience::All, None) => "各站".to_owned(),
        (Audience::County, _) => "县里".to_owned(),
    }
}

fn held_by(bundle: &SentBundle) -> &'static str {
    match (bundle.state, bundle.receipt.is_some()) {
        (Delivery::TakenIn, true) => "本机、信箱、县里",
        (Delivery::TakenIn, false) => "本机、县里",
        (Delivery::Delivered, _) => "本机、信箱",
        (Delivery::Saved, _) => "只在本机",
    }
}

fn carried(store: &Store) -> Result<Map<String, Value>, CommandError> {
    Ok(match store.setting_get(CARRIED)? {
        Some(Value::Object(known)) => known,
        _ => Map::new(),
    })
}

/// Remembers that these bundles were written to a stick.
pub(super) fn note_carried(store: &Store, bundles: &[String], now_ms: u64) -> Result<(), CommandError> {
    let mut known = carried(store)?;
    known.extend(bundles.iter().map(|sha256| (sha256.clone(), now_ms.into())));
    while known.len() > LISTED {
        let oldest = known.iter().min_by_key(|(_, at)| at.as_u64()).map(|(sha256, _)| sha256.clone());
        known.remove(&oldest.unwrap_or_default());
    }
    Ok(store.setting_put(CARRIED, &Value::Object(known))?)
}
