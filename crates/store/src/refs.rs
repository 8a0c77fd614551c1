//! The `refs` column of a row: its home audience and which changes its live values came from, compactly. Each change is written
//! once and fields point to it, because most rows come from one change.

use std::collections::BTreeMap;

use changelog::Ref;
use serde::{Deserialize, Serialize};

use crate::error::{Result, broken_inside};
use crate::fold::Folded;

#[derive(Serialize, Deserialize)]
struct Packed {
    /// Home audience.
    a: String,
    /// The changes.
    r: Vec<Ref>,
    /// Field → places in `r`, the winner's first.
    f: BTreeMap<String, Places>,
    /// Fields in conflict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    c: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Places {
    One(usize),
    More(Vec<usize>),
}

/// What the column says.
pub(crate) struct RowRefs {
    pub audience: String,
    pub changes: Vec<Ref>,
    pub fields: BTreeMap<String, Vec<Ref>>,
    pub conflicted: Vec<String>,
}

/// The column's text for a folded record. The same on every replica: changes stand in their own order.
pub(crate) fn pack(folded: &Folded) -> String {
    let mut changes: Vec<Ref> = folded.fields.values().flatten().map(|live| live.reference).collect();
    changes.sort_unstable();
    changes.dedup();
    let place = |reference: &Ref| changes.binary_search(reference).unwrap_or_default();
    let fields = folded.fields.iter().map(|(name, live)| {
        let places = match live.as_slice() {
            [only] => Places::One(place(&only.reference)),
            more => Places::More(more.iter().map(|live| place(&live.reference)).collect()),
        };
        (name.clone(), places)
    });
    let conflicted =
        folded.fields.iter().filter(|(_, live)| crate::fold::in_conflict(live)).map(|(name, _)| name.clone());
    let packed = Packed { a: folded.audience.clone(), f: fields.collect(), c: conflicted.collect(), r: changes };
    serde_json::to_string(&packed).unwrap_or_default()
}

/// Reads the column back.
pub(crate) fn unpack(text: &str) -> Result<RowRefs> {
    let packed: Packed = serde_json::from_str(text).map_err(|_| broken_inside("refs"))?;
    let at = |place: usize| packed.r.get(place).copied().ok_or_else(|| broken_inside("refs"));
    let mut fields = BTreeMap::new();
    for (name, places) in packed.f {
        let refs = match places {
            Places::One(place) => vec![at(place)?],
            Places::More(places) => places.into_iter().map(at).collect::<Result<_>>()?,
        };
        fields.insert(name, refs);
    }
    Ok(RowRefs { audience: packed.a, changes: packed.r, fields, conflicted: packed.c })
}

#[derive(Deserialize)]
struct Sources {
    r: Vec<Ref>,
    #[serde(default)]
    c: Vec<String>,
}

/// Only which changes the live values came from, and the fields in conflict: cheaper, for long lists.
pub(crate) fn sources(text: &str) -> Result<(Vec<Ref>, Vec<String>)> {
    let Sources { r, c } = serde_json::from_str(text).map_err(|_| broken_inside("refs"))?;
    Ok((r, c))
}
