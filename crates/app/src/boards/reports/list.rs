//! The list of reports: those of this side by outline, with their day, how they stand and their frozen versions; at the county also what
//! stations send, and who has not. Days are those of `boards/deadlines`; of briefs, those of `boards/reporting`.

use std::collections::BTreeMap;

use domain::fields::{agreement, monthly_brief};
use domain::period::Month;
use domain::report_outline::{Outline, outlines};
use store::Row;

use crate::boards::deadlines::{DeadlineRow, DeadlineState, DeadlinesRequest, all_since};
use crate::boards::reporting::{OwingStation, Reporting, due_day};
use crate::boards::reports::about::draft_key;
use crate::boards::reports::types::{
    OutlineChoice, ReportLine, ReportList, ReportListRequest, ReportState, ReportVersion,
};
use crate::boards::reports::{handing_in, kept};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::agreements;
use crate::records::drafts;
use crate::records::facts::{self, gather};
use crate::records::labels::{self, Titles};
use crate::records::returns;

/// How many months back the list goes.
const MONTHS_LISTED: i32 = 18;

/// Reports, the newest first.
pub(crate) fn list(pc: &Pc, request: ReportListRequest) -> Result<ReportList, CommandError> {
    let context = Context::of(pc)?;
    let shown: Vec<&Outline> =
        outlines().iter().filter(|outline| context.is_county() || outline.is_written_by(false)).collect();
    let asked = |outline: &&&Outline| request.outline.as_ref().is_none_or(|name| *name == outline.name);
    let listing = Listing::of(&context)?;
    let mut reports = Vec::new();
    for outline in shown.iter().filter(asked) {
        reports.extend(match (outline.kind.as_str(), outline.period.each(), outline.period.subject()) {
            (monthly_brief::KIND, ..) => listing.briefs(outline)?,
            (_, Some(_), _) => listing.of_periods(outline)?,
            (_, None, Some(kind)) => listing.of_records(outline, &kind.name)?,
            (_, None, None) => Vec::new(),
        });
    }
    let choice = |outline: &&Outline| OutlineChoice { name: outline.name.clone(), label: outline.label.clone() };
    Ok(ReportList { reports, outlines: shown.iter().map(choice).collect() })
}

struct Listing<'c> {
    context: &'c Context<'c>,
    drafts: Vec<String>,
    /// When versions were handed in.
    sent: BTreeMap<String, String>,
    this_month: Month,
}

impl<'c> Listing<'c> {
    fn of(context: &'c Context<'c>) -> Result<Listing<'c>, CommandError> {
        Ok(Listing {
            drafts: drafts::own(context)?.into_iter().map(|draft| draft.key).collect(),
            sent: handing_in::days(context)?,
            this_month: Month::of(context.today),
            context,
        })
    }

    /// Months from the first work on.
    fn briefs(&self, outline: &Outline) -> Result<Vec<ReportLine>, CommandError> {
        let context = self.context;
        let station = context.station.as_deref();
        let first = self.this_month.plus(1 - MONTHS_LISTED);
        let facts = gather(context, station, facts::span(first.first(), self.this_month.last()))?;
        let (mut versions, reporting, day) = (self.versions(outline)?, Reporting::of(context)?, due_day(context)?);
        let mut lines = Vec::new();
        for back in 0..MONTHS_LISTED {
            let month = self.this_month.plus(-back);
            let versions = versions.remove(&month.to_string()).unwrap_or_default();
            if !reporting.had_any_begun(month) && versions.is_empty() {
                continue;
            }
            let figures = domain::brief_figures::figures(&facts, month.period());
            let due = month.brief_due(day);
            let late = station.is_some_and(|own| reporting.owes(own, month)) && context.today > due;
            let line = self.line(outline, &month.to_string(), "", month.label(), versions);
            lines.push(ReportLine {
                due: Some(due.to_string()),
                overdue_days: if late { (context.today - due).num_days() as u32 } else { 0 },
                visits: Some(figures.value("visit.effective").unwrap_or(0)),
                persons: Some(figures.value("service.persons").unwrap_or(0)),
                not_reported: if context.is_county() { reporting.owing(month) } else { Vec::new() },
                ..line
            });
        }
        Ok(lines)
    }

    /// Periods since the first that something was owed for.
    fn of_periods(&self, outline: &Outline) -> Result<Vec<ReportLine>, CommandError> {
        let Some(each) = outline.period.each() else { return Ok(Vec::new()) };
        let (mut versions, due) = (self.versions(outline)?, self.due(outline)?);
        let mut names: Vec<String> =
            due.iter().map(|row| row.subject.clone()).chain(versions.keys().cloned()).collect();
        if let Some((now, _)) = each.of(self.context.today).filter(|_| self.is_own(outline)) {
            names.push(now);
        }
        names.sort();
        names.dedup();
        let line = |name: &String| {
            let period = each.named(name)?;
            let own: Vec<&DeadlineRow> = due.iter().filter(|row| row.subject == *name).collect();
            let line = self.line(outline, name, "", each.label(period), versions.remove(name).unwrap_or_default());
            Some(self.with_due(line, &own))
        };
        Ok(names.iter().rev().filter_map(line).collect())
    }

    /// Reports that rest on a record: agreements of this side, or what the station wrote.
    fn of_records(&self, outline: &Outline, kind: &str) -> Result<Vec<ReportLine>, CommandError> {
        let rows = self.subjects(kind)?;
        let titles = Titles::for_rows(self.context, kind_named(kind)?, &rows)?;
        let (mut versions, due) = (self.versions(outline)?, self.due(outline)?);
        let mut lines = Vec::new();
        for row in &rows {
            let title = labels::title(self.context, kind_named(kind)?, &row.fields, &titles);
            let stations = agreements::stations_of(self.context, &row.id)?;
            let of_it = |one: &&DeadlineRow| one.agreement.as_deref() == Some(&row.id);
            let own: Vec<&DeadlineRow> = due.iter().filter(of_it).collect();
            let versions = versions.remove(&row.id).unwrap_or_default();
            if self.context.is_county() && versions.is_empty() && own.is_empty() && stations.is_empty() {
                continue;
            }
            let line = self.line(outline, "", &row.id, title, versions);
            lines.push(self.with_due(line, &own));
        }
        Ok(lines)
    }

    /// Records that a report may rest on, the newest first.
    fn subjects(&self, kind: &str) -> Result<Vec<Row>, CommandError> {
        if let (agreement::KIND, Some(own)) = (kind, &self.context.station) {
            return Ok(agreements::of_station(self.context, own)?.into_iter().map(|(row, _)| row).collect());
        }
        let date = kind_named(kind)?.date.as_deref().unwrap_or("created_ms");
        let all = self.context.of_station(kind, None).finals();
        self.context.list(&all.by(date, true))
    }

    fn is_own(&self, outline: &Outline) -> bool {
        outline.is_written_by(self.context.is_county())
    }

    /// Deadlines of the rule that an outline settles.
    fn due(&self, outline: &Outline) -> Result<Vec<DeadlineRow>, CommandError> {
        let Some(rule) = &outline.deadline else { return Ok(Vec::new()) };
        let asked = DeadlinesRequest { rule: Some(rule.clone()), settled: true, ..DeadlinesRequest::default() };
        all_since(self.context, &asked, Some(self.this_month.plus(1 - MONTHS_LISTED).first()))
    }

    /// Frozen versions by period, or by the record they rest on, newest first.
    fn versions(&self, outline: &Outline) -> Result<BTreeMap<String, Vec<ReportVersion>>, CommandError> {
        let mut returned = returns::of_kind(self.context, &outline.kind)?;
        let mut found: BTreeMap<String, Vec<ReportVersion>> = BTreeMap::new();
        for row in kept::of_outline(self.context, &outline.kind, &outline.name)? {
            let (_, period, subject) = kept::key(&row);
            let version = ReportVersion {
                returned: returned.remove(&row.id),
                handed_in: self.sent.get(&row.id).cloned(),
                ..kept::version(self.context, &row)?
            };
            found.entry(if subject.is_empty() { period } else { subject }).or_default().push(version);
        }
        Ok(found)
    }

    fn line(
        &self,
        outline: &Outline,
        period: &str,
        subject: &str,
        label: String,
        versions: Vec<ReportVersion>,
    ) -> ReportLine {
        let own = self.context.own_station();
        let newest = versions.iter().find(|version| version.station == own);
        let by_hand = outline.report_type().is_some();
        let state = match newest {
            Some(version) if version.returned.is_some() => ReportState::Returned,
            Some(version) if by_hand && version.handed_in.is_none() => ReportState::Frozen,
            Some(_) if by_hand || outline.deadline.is_some() => ReportState::HandedIn,
            Some(_) => ReportState::Frozen,
            None if self.drafts.contains(&draft_key(outline, period, subject)) => ReportState::Drafted,
            None => ReportState::Open,
        };
        ReportLine {
            outline: outline.name.clone(),
            outline_label: outline.label.clone(),
            period: period.to_owned(),
            subject: subject.to_owned(),
            label,
            due: None,
            overdue_days: 0,
            own: self.is_own(outline),
            state,
            visits: None,
            persons: None,
            versions,
            not_reported: Vec::new(),
        }
    }

    /// The line with its day: this side's own, or the stations' with those that are late.
    fn with_due(&self, line: ReportLine, due: &[&DeadlineRow]) -> ReportLine {
        let own = due.iter().find(|row| row.station == self.context.own_station());
        let open = |row: &&&DeadlineRow| row.state != DeadlineState::Settled && !row.station.is_empty();
        let owing = due
            .iter()
            .filter(open)
            .map(|row| OwingStation { code: row.station.clone(), name: row.station_name.clone() });
        // Handed in otherwise than by a report of the program.
        let settled = own.is_some_and(|row| row.state == DeadlineState::Settled);
        let state = match line.state {
            ReportState::Open | ReportState::Drafted | ReportState::Frozen if settled => ReportState::HandedIn,
            other => other,
        };
        let day = own.or(due.first()).and_then(|row| row.due.clone());
        let late = own.filter(|row| row.state == DeadlineState::Overdue).map_or(0, |row| row.days);
        let not_reported = if self.context.is_county() { owing.collect() } else { Vec::new() };
        ReportLine { due: day, overdue_days: late as u32, state, not_reported, ..line }
    }
}
