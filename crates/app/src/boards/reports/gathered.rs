//! Facts of a report, read once: of its station, or of every station and of all of them together. They are counted by `domain::brief`.

use std::collections::BTreeMap;

use domain::brief::{Brief, Figures, brief};
use domain::brief_figures::figures;

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
}

/// Of a report that counts; none of one that does not.
pub(super) fn gather(context: &Context, about: &About) -> Result<Option<Gathered>, CommandError> {
    let Some(spans) = &about.spans else { return Ok(None) };
    if let Some(station) = &about.station {
        let facts = facts::gather(context, Some(station), spans.whole(context.today))?;
        return Ok(Some(Gathered { brief: brief(&facts, spans, context.today), stations: BTreeMap::new() }));
    }
    let mut all = OfStations::gather(context, spans.whole(context.today))?;
    let codes = context.stations().into_iter().map(|station| station.code);
    let stations =
        codes.map(|code| (figures(&all.of(&code), spans.this), code)).map(|(own, code)| (code, own)).collect();
    Ok(Some(Gathered { brief: brief(&all.all, spans, context.today), stations }))
}
