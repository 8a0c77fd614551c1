//! Names behind the terms of a county figure. Who may see the stations' files sees the names; nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use domain::brief::Figures;
use domain::fields::recipient;
use store::{Query, Row};

use crate::boards::sums::parts::Parts;
use crate::boards::sums::{CorrectedRecord, CountedTwice, MergedFile};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::labels::{self, Titles};

fn ids<'f>(figures: &'f Figures, code: &str) -> impl Iterator<Item = &'f String> {
    figures.get(code).into_iter().flat_map(|figure| &figure.ids)
}

/// People whom more than one station counted, each once.
pub(super) fn twice(context: &Context, parts: &Parts, code: &str) -> Result<Vec<CountedTwice>, CommandError> {
    let again: BTreeSet<&str> = parts.counted_again(code).into_iter().map(|(_, id)| parts.person(id)).collect();
    let mut files: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for part in &parts.stations {
        for id in ids(&part.now, code).filter(|id| again.contains(parts.person(id))) {
            files.entry(parts.person(id)).or_default().push((&part.station, id));
        }
    }
    let kind = parts.county.get(code).map(|figure| figure.kind.clone()).unwrap_or_default();
    let all: Vec<String> = files.values().flatten().map(|(_, id)| (*id).to_owned()).collect();
    let rows = named(context, &kind, &all)?;
    let person = |(key, files): (&str, Vec<(&str, &str)>)| CountedTwice {
        id: files.first().map(|(_, id)| (*id).to_owned()).unwrap_or_default(),
        name: files.first().and_then(|(_, id)| rows.get(*id)).cloned().unwrap_or_default(),
        stations: files.iter().map(|(station, _)| context.station_name(station)).collect(),
        why: if key.starts_with("no:") { "身份证号相同" } else { "县里已认定为同一人" }.to_owned(),
        files: files.iter().map(|(_, id)| (*id).to_owned()).collect(),
    };
    Ok(files.into_iter().map(person).collect())
}

/// Files that were merged since, as far as both were behind the figure.
pub(super) fn merged(context: &Context, parts: &Parts, code: &str) -> Result<Vec<MergedFile>, CommandError> {
    let mut found = Vec::new();
    for part in &parts.stations {
        let (apart, now): (BTreeSet<&String>, BTreeSet<&String>) =
            (ids(&part.apart, code).collect(), ids(&part.now, code).collect());
        if apart == now {
            continue;
        }
        let here: Vec<&(String, String)> =
            part.merged.iter().filter(|(from, into)| apart.contains(from) || apart.contains(into)).collect();
        let files: Vec<String> = here.iter().flat_map(|(from, into)| [from.clone(), into.clone()]).collect();
        let names = named(context, recipient::KIND, &files)?;
        let name = |id: &String| names.get(id).cloned().unwrap_or_default();
        let station = context.station_name(&part.station);
        found.extend(here.into_iter().map(|(from, into)| MergedFile {
            id: into.clone(),
            station: station.clone(),
            name: name(from),
            into: name(into),
        }));
    }
    Ok(found)
}

/// Records behind the figure that were touched after a station had reported.
pub(super) fn corrected(context: &Context, parts: &Parts, code: &str) -> Result<Vec<CorrectedRecord>, CommandError> {
    let mut found = Vec::new();
    for part in &parts.stations {
        let Some((lines, records)) = part.moved(context, parts.period)? else { continue };
        let Some(line) = lines.iter().find(|line| line.code == code) else { continue };
        let station = context.station_name(&part.station);
        let behind = line.records.iter().filter_map(|at| records.get(*at as usize));
        found.extend(behind.map(|record| CorrectedRecord { station: station.clone(), record: record.clone() }));
    }
    Ok(found)
}

/// Readable names of records of a kind, by id; of people with their village.
fn named(context: &Context, kind: &str, ids: &[String]) -> Result<BTreeMap<String, String>, CommandError> {
    let Ok(kind) = kind_named(kind) else { return Ok(BTreeMap::new()) };
    let rows = context.list_in(&Query { deleted: true, ..Query::of(&kind.name) }, "id", ids)?;
    let titles = Titles::for_rows(context, kind, &rows)?;
    let name = |row: &Row| match kind.name.as_str() {
        recipient::KIND => {
            format!("{}（{}）", text(&row.fields, recipient::NAME), text(&row.fields, recipient::VILLAGE))
        }
        _ => labels::title(context, kind, &row.fields, &titles),
    };
    Ok(rows.iter().map(|row| (row.id.clone(), name(row))).collect())
}
