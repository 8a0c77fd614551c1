//! Facts of a report, read once: of its station, or of every station and of all of them together. They are counted by `domain::brief`; why the
//! county's figures are no sum of the stations' is worked out from the same facts.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::brief::{Brief, Facts, Figures, brief};
use domain::brief_figures::figures;
use domain::report_outline::Show;

use crate::boards::evaluation::view::{self, OfScheme};
use crate::boards::reports::about::About;
use crate::boards::sums::{self, parts::Parts};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::facts::{self, OfStations};

/// The counted report.
pub(super) struct Gathered {
    /// Its own figures.
    pub(super) brief: Brief,
    /// Of each station, at the county.
    pub(super) stations: BTreeMap<String, Figures>,
    /// The county's figures that are no sum of the stations': code, and the equation in words. Only of a report that shows its stations.
    pub(super) equations: Vec<(String, String)>,
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
        return Ok(Some(Gathered { brief, stations: BTreeMap::new(), equations: Vec::new(), evaluations }));
    }
    let (mut all, today) = (OfStations::gather(context, spans.whole(context.today))?, context.today);
    let shows = |show: &Show| matches!(show, Show::Stations { .. });
    if about.outline.sections.iter().flat_map(|section| &section.shows).any(shows) {
        let counted = |all: &Facts| {
            let mut brief = brief(all, spans, today);
            let none = Figures { period: spans.this, figures: Vec::new() };
            (std::mem::replace(&mut brief.this, none), brief)
        };
        let (parts, rest) = Parts::beside(context, all, spans.this, counted)?;
        let equations = sums::differing(&parts);
        let stations = parts.stations.into_iter().map(|part| (part.station, part.now)).collect();
        let brief = Brief { this: parts.county, ..rest };
        return Ok(Some(Gathered { brief, stations, equations, evaluations }));
    }
    let brief = brief(&all.all, spans, today);
    let codes = context.stations().into_iter().map(|station| station.code);
    let stations =
        codes.map(|code| (figures(&all.of(&code), spans.this), code)).map(|(own, code)| (code, own)).collect();
    Ok(Some(Gathered { brief, stations, equations: Vec::new(), evaluations }))
}
