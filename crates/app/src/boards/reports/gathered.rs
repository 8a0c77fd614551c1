//! Facts of a report, read once: of its station, or of every station and of all of them together. They are counted by `domain::brief`.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::brief::{Brief, Figures, brief};
use domain::brief_figures::figures;

use crate::boards::evaluation::view::{self, OfScheme};
use crate::boards::reports::about::About;
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::facts::{self, OfStations};

/// The counted report.
pub(super) struct Gathered {
    /// Its own figures.
    pub(super) brief: Brief,
    /// Of each station, at the county.
    pub(super) stations: BTreeMap<String, Figures>,
    /// Self-evaluations of its year, where its outline tells of them.
    pub(super) evaluations: Vec<OfScheme>,
}

/// Of a report that counts; none of one that does not.
pub(super) fn gather(context: &Context, about: &About) -> Result<Option<Gathered>, CommandError> {
    let Some(spans) = &about.spans else { return Ok(None) };
    let evaluations = match about.outline.shows_evaluation() {
        true => view::of_year(context, about.station.as_deref(), spans.this.from.year())?,
        false => Vec::new(),
    };
    if let Some(station) = &about.station {
        let facts = facts::gather(context, Some(station), spans.whole(context.today))?;
        let brief = brief(&facts, spans, context.today);
        return Ok(Some(Gathered { brief, stations: BTreeMap::new(), evaluations }));
    }
    let mut all = OfStations::gather(context, spans.whole(context.today))?;
    let codes = context.stations().into_iter().map(|station| station.code);
    let stations =
        codes.map(|code| (figures(&all.of(&code), spans.this), code)).map(|(own, code)| (code, own)).collect();
    Ok(Some(Gathered { brief: brief(&all.all, spans, context.today), stations, evaluations }))
}
