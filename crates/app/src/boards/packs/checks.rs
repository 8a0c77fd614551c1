//! Checks of an opened pack: rows against their fingerprints, and every figure that is said against the same counted from the rows.

use std::collections::{BTreeMap, BTreeSet};

use domain::dates;
use domain::dictionary::dictionary;

use crate::boards::packs::content::{Manifest, Opened, PackFigure, PackReport};
use crate::boards::packs::types::{AlteredRow, FigureCheck};
use crate::boards::packs::{figures, reports};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// Who says the figures that are no frozen report's.
const COUNTY: &str = "县级取数";

/// Rows that are not as the county wrote them.
pub(super) fn altered(opened: &Opened) -> Vec<AlteredRow> {
    let known: BTreeMap<(&str, &str), &str> = opened
        .manifest
        .rows
        .iter()
        .map(|(kind, id, fingerprint)| ((kind.as_str(), id.as_str()), fingerprint.as_str()))
        .collect();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let named = |kind: &str, id: &str, station: &str, date: String, what: &str| AlteredRow {
        label: dictionary().kind(kind).map_or(kind, |kind| &kind.label).to_owned(),
        id: id.to_owned(),
        station_name: station_name(&opened.manifest, station),
        date,
        what: what.to_owned(),
    };
    for (row, fingerprint) in opened.rows.iter().zip(&opened.fingerprints) {
        let key = (row.kind.as_str(), row.id.as_str());
        let what = match known.get(&key) {
            _ if !seen.insert(key) => "重复的一行",
            None => "清单里没有这一行",
            Some(known) if known != fingerprint => "内容被改过",
            Some(_) => continue,
        };
        let dated = dictionary().kind(&row.kind).and_then(|kind| kind.date.as_deref());
        let date = dated.map(|field| text(&row.fields, field).to_owned()).unwrap_or_default();
        found.push(named(key.0, key.1, &row.station, date, what));
    }
    let gone = known.keys().filter(|key| !seen.contains(*key));
    found.extend(gone.map(|(kind, id)| named(kind, id, "", String::new(), "缺这一行")));
    found
}

fn station_name(manifest: &Manifest, code: &str) -> String {
    manifest.stations.iter().find(|one| one.code == code).map(|one| one.name.clone()).unwrap_or_default()
}

/// Every figure as it is said and as it is counted here.
pub(super) fn figures(context: &Context, manifest: &Manifest) -> Result<Vec<FigureCheck>, CommandError> {
    let until = dates::stored(&manifest.until).unwrap_or(context.today);
    let mut checks = Vec::new();
    for station in &manifest.stations {
        let counted = figures::of_station(context, &station.code, manifest.year, until)?;
        let mut counted = figures::lines(&station.code, &counted);
        // A pack of an older program says nothing of targets and 合规检查.
        if !manifest.from.is_empty() {
            counted.extend(figures::standing(context, &station.code, manifest.year, until)?);
        }
        let here: BTreeMap<(&str, &str), &PackFigure> =
            counted.iter().map(|one| ((one.period.as_str(), one.code.as_str()), one)).collect();
        let own = manifest.figures.iter().filter(|one| one.station == station.code);
        let said: BTreeMap<(&str, &str), &PackFigure> =
            own.map(|one| ((one.period.as_str(), one.code.as_str()), one)).collect();
        for key in said.keys().chain(here.keys()).copied().collect::<BTreeSet<_>>() {
            checks.extend(check(COUNTY, said.get(&key).copied(), here.get(&key).copied()));
        }
        for report in &manifest.reports {
            checks.extend(of_report(context, manifest, report, &station.code)?);
        }
    }
    Ok(checks)
}

/// What a frozen report says of a station, where it can be counted anew: its own figures, or the station's line in a report of the county.
fn of_report(
    context: &Context,
    manifest: &Manifest,
    report: &PackReport,
    station: &str,
) -> Result<Vec<FigureCheck>, CommandError> {
    let said: Vec<(&String, &String)> = match report.station.as_str() {
        "" => report.lines.iter().filter(|(of, ..)| of == station).map(|(_, code, text)| (code, text)).collect(),
        own if own == station => report.figures.iter().map(|(code, text)| (code, text)).collect(),
        _ => Vec::new(),
    };
    let Ok(span) = reports::counted_over(manifest, report) else { return Ok(Vec::new()) };
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let counted = figures::over(context, station, span)?;
    let counted = figures::lines(station, &[(figures::called(&report.period, span), counted)]);
    let source = format!("{}（第 {} 版）", report.title, report.version);
    let one = |(code, text): (&String, &String)| {
        let here = counted.iter().find(|one| one.code == *code);
        // A breakdown that nothing is in is not counted; the report says 0 or — of it.
        let nothing = here.is_none() && ["0", "—"].contains(&text.as_str());
        let like =
            here.cloned().unwrap_or_else(|| figures::unknown(station, &figures::called(&report.period, span), code));
        (!nothing).then(|| check(&source, Some(&PackFigure { text: text.clone(), ..like }), here))?
    };
    Ok(said.into_iter().filter_map(one).collect())
}

fn check(source: &str, said: Option<&PackFigure>, counted: Option<&PackFigure>) -> Option<FigureCheck> {
    let one = said.or(counted)?;
    let text = |figure: Option<&PackFigure>| figure.map_or_else(|| "—".to_owned(), |figure| figure.text.clone());
    Some(FigureCheck {
        station: one.station.clone(),
        period: one.period.clone(),
        source: source.to_owned(),
        code: one.code.clone(),
        label: one.label.clone(),
        unit: one.unit.clone(),
        equal: text(said) == text(counted),
        said: text(said),
        counted: text(counted),
    })
}
