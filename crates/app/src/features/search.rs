//! Finding anything by characters, pinyin, initials, last four digits of the ID number or village.
//! The store does the searching; names of pages are the interface's own.

use domain::fields::recipient;
use serde::{Deserialize, Serialize};
use store::Hit;
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::people;

/// What to look for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FindRequest {
    /// What was typed.
    pub text: String,
    /// Only these kinds; all searchable ones when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub kinds: Vec<String>,
    /// At most this many (default 20).
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Something found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Found {
    /// Record kind.
    pub kind: String,
    /// 服务对象, 个案 …
    pub kind_label: String,
    /// Record id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// A line to tell namesakes apart, masked.
    pub detail: String,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FindAnswer {
    /// Best first.
    pub found: Vec<Found>,
}

/// Finds persons, cases and other records.
pub(crate) fn find(pc: &Pc, request: FindRequest) -> Result<FindAnswer, CommandError> {
    let context = Context::of(pc)?;
    let words = request.text.trim();
    if words.is_empty() {
        return Ok(FindAnswer { found: Vec::new() });
    }
    let kinds: Vec<&str> = request.kinds.iter().map(String::as_str).collect();
    for kind in &kinds {
        kind_named(kind)?;
    }
    let hits = context.store.search(words, &kinds, request.limit.unwrap_or(20).min(200) as usize)?;
    let mut found: Vec<Found> = Vec::new();
    for hit in hits {
        let hit = standing(&context, hit)?;
        if found.iter().any(|known| known.kind == hit.kind && known.id == hit.id) {
            continue;
        }
        found.push(Found {
            kind_label: kind_named(&hit.kind).map(|kind| kind.label.clone()).unwrap_or_default(),
            kind: hit.kind,
            id: hit.id,
            title: hit.title,
            detail: hit.detail,
        });
    }
    Ok(FindAnswer { found })
}

/// Whom the person at this PC opened last, the last first: told before anything is typed.
pub(crate) fn recent(pc: &Pc, _: Nothing) -> Result<FindAnswer, CommandError> {
    let context = Context::of(pc)?;
    let ids = people::recent::opened(&context)?;
    let mut briefs = people::briefs(&context, &ids)?;
    let mut found: Vec<Found> = Vec::new();
    for brief in ids.iter().filter_map(|id| briefs.remove(id)) {
        if found.iter().all(|known| known.id != brief.id) {
            found.push(Found {
                kind: recipient::KIND.to_owned(),
                kind_label: kind_named(recipient::KIND)?.label.clone(),
                id: brief.id,
                title: brief.name,
                detail: brief.village,
            });
        }
    }
    Ok(FindAnswer { found })
}

/// A merged file is found as the one that stands for it, saying by which name it was found.
fn standing(context: &Context, hit: Hit) -> Result<Hit, CommandError> {
    let merges = context.merges()?;
    if hit.kind != recipient::KIND || !merges.is_merged(&hit.id) {
        return Ok(hit);
    }
    let brief = people::brief(context, &hit.id)?;
    let detail = format!("{} 含已合并的档案“{}”", brief.village, hit.title);
    Ok(Hit { kind: hit.kind, id: brief.id, title: brief.name, detail })
}
