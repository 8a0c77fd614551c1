//! Tables and charts that the sections of a report show, one function for each kind of `domain::report_outline::Show`. Each gives a table or a chart of plain
//! values; how they look is the page's and the files' business.

pub(super) mod evaluation;
mod lacking;
pub(super) mod money;
mod plan;
mod records;
pub(super) mod shapes;
mod stations;
mod targets;

use domain::report_outline::{Section, Show};

use crate::boards::reports::about::About;
use crate::boards::reports::gathered::Gathered;
use crate::boards::reports::parts::shapes::{areas_of, categories_of, trend_of, values};
use crate::boards::reports::types::{ReportView, SectionPart};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// What a section shows. What has nothing to show is left out.
pub(super) fn of(
    context: &Context,
    about: &About,
    gathered: Option<&Gathered>,
    section: &Section,
    view: &ReportView,
) -> Result<Vec<SectionPart>, CommandError> {
    let mut found = Vec::new();
    for show in &section.shows {
        found.extend(part(context, about, gathered, show, view)?);
    }
    Ok(found)
}

fn part(
    context: &Context,
    about: &About,
    gathered: Option<&Gathered>,
    show: &Show,
    view: &ReportView,
) -> Result<Vec<SectionPart>, CommandError> {
    let group = |caption: &str, of: fn(&str, Vec<(String, u64)>) -> SectionPart, group: &str| {
        gathered.map(|all| of(caption, values(all.brief.this.group(group))))
    };
    Ok(Vec::from_iter(match show {
        Show::Figures { caption, only } => gathered.map(|_| SectionPart::Figures {
            caption: caption.clone(),
            codes: view.figures.iter().map(|one| one.code.clone()).filter(|code| meant(only, code)).collect(),
        }),
        Show::Trend { caption } => gathered.map(|all| {
            let points = all.brief.trend.iter();
            trend_of(caption, points.map(|one| (one.month.clone(), one.visits, one.person_times)).collect())
        }),
        Show::Areas { caption } => group(caption, areas_of, "area.times"),
        Show::Categories { caption } => group(caption, categories_of, "category"),
        Show::Stations { caption, only } => gathered.and_then(|all| stations::table(context, caption, only, all)),
        Show::StationBars { caption, figure } => gathered.and_then(|all| stations::bars(context, caption, figure, all)),
        Show::Targets { caption } => targets::table(context, about, caption)?,
        Show::Money { caption } => money::table(context, about, caption)?,
        Show::Records { caption, kind, columns, which } => {
            records::table(context, about, caption, kind, columns, *which)?
        }
        Show::Plan { caption, kinds } => plan::table(context, about, caption, kinds)?,
        Show::Lacking { caption } => lacking::table(context, about, caption)?,
        Show::Evaluation { caption, part } => {
            return Ok(gathered.map(|all| evaluation::parts(context, about, all, caption, *part)).unwrap_or_default());
        }
        Show::Photos => Some(SectionPart::Photos {}),
    }))
}

/// Whether a figure is among those named: all where none are, `activity.*` for those that begin so.
fn meant(only: &[String], code: &str) -> bool {
    only.is_empty()
        || only.iter().any(|one| match one.strip_suffix('*') {
            Some(stem) => code.starts_with(stem),
            None => one == code,
        })
}
