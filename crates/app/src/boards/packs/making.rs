//! Making a pack: stations and records drawn by a seed, rows de-identified, figures as the county counts them, frozen reports and heads, signed
//! by this PC and sealed to the evaluator.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use changelog::Purpose;
use chrono::{Datelike, NaiveDate};
use domain::de_identify::Identifying;
use domain::dictionary::Kind;
use domain::fields::{county_officer, group_session, monthly_brief, recipient, staff, volunteer};
use domain::period::{Month, Period};
use domain::{persons, sample};
use serde_json::Value;
use store::{Query, Row, Test};

use crate::boards::packs::content::{self, Manifest, PackReport, PackRow, PackStation, said};
use crate::boards::packs::figures;
use crate::boards::packs::row::{DRAWN, KINDS, cleaned};
use crate::boards::packs::types::{MadePack, MakePack};
use crate::boards::reports::cases::identifying;
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;

/// Makes a pack.
pub(crate) fn make(pc: &Pc, request: MakePack) -> Result<MadePack, CommandError> {
    let context = Context::of(pc)?;
    let recipient = request.recipient.trim();
    if !recipient.starts_with("age1") || recipient.contains(char::is_whitespace) {
        return Err(content::not_a_key());
    }
    if request.seed.trim().is_empty() {
        return Err(CommandError::invalid_field("seed", "请填抽样号：同一个抽样号抽出同样的站点和记录。"));
    }
    let until = until(&context, request.year)?;
    let stations = stations(&context, &request)?;
    let mut making = Making {
        words: words(&context)?,
        persons: persons_of_many_files(&context)?,
        context: &context,
        request: &request,
        until,
        lines: Vec::new(),
        rows: Vec::new(),
        drawn: BTreeMap::new(),
    };
    let (mut counted, mut reports) = (Vec::new(), Vec::new());
    for kind in KINDS {
        making.kind(kind_named(kind)?, &stations)?;
    }
    for station in &stations {
        let of = figures::of_station(&context, &station.code, request.year, until)?;
        counted.extend(figures::lines(&station.code, &of));
        reports.extend(making.reports(&station.code)?);
    }
    let Making { lines, rows, drawn, .. } = making;
    let roster = context.store.roster();
    let heads = context.store.heads()?.into_iter();
    let manifest = Manifest {
        county_id: roster.county_id.clone(),
        county_name: roster.county_name.clone(),
        county_recipient: roster.county_recipient.clone(),
        year: request.year,
        until: until.to_string(),
        seed: request.seed.trim().to_owned(),
        made: context.today_text(),
        heads: heads.map(|(log, _, seq, head)| (log.to_string(), seq, head.to_string())).collect(),
        rows,
        figures: counted,
        reports,
        stations,
        drawn,
    };
    let sign = |bytes: &[u8]| (context.store.device().public.verifying_key, context.store.sign(Purpose::Pack, bytes));
    let bytes = content::sealed(&manifest, &lines, recipient, sign)?;
    let name = format!("评估包-{}-{}.hzp", roster.county_name, request.year);
    let fingerprint = serde_json::to_string(&manifest).map(|text| content::fingerprint(text.as_bytes()));
    Ok(MadePack {
        file: request.place.write(pc, &name, bytes)?,
        stations: manifest.stations.iter().map(|one| one.name.clone()).collect(),
        rows: manifest.rows.len() as u32,
        drawn: manifest.drawn.values().map(Vec::len).sum::<usize>() as u32,
        fingerprint: fingerprint.unwrap_or_default(),
    })
}

/// The last day of the last month of the year that is over.
fn until(context: &Context, year: i32) -> Result<NaiveDate, CommandError> {
    let last = Month::of(context.today).plus(if context.today == Month::of(context.today).last() { 0 } else { -1 });
    let whole = domain::period::year(year).filter(|whole| whole.from <= last.last());
    let whole = whole.ok_or_else(|| CommandError::invalid_field("year", "这一年还没有满一个月，没有可评的数据。"))?;
    Ok(whole.to.min(last.last()))
}

fn stations(context: &Context, request: &MakePack) -> Result<Vec<PackStation>, CommandError> {
    let all = context.stations();
    if all.is_empty() || request.stations == 0 {
        return Err(CommandError::invalid_field("stations", "请填抽几个站点；县里要先登记站点。"));
    }
    let codes = sample::drawn(&request.seed, all.iter().map(|one| one.code.as_str()), request.stations as usize);
    let station = |one: &&changelog::RosterStation| codes.contains(&one.code.as_str());
    Ok(all.iter().filter(station).map(|one| PackStation { code: one.code.clone(), name: one.name.clone() }).collect())
}

struct Making<'m> {
    context: &'m Context<'m>,
    request: &'m MakePack,
    words: Identifying,
    /// A number for each person of several files, by the record.
    persons: HashMap<String, u32>,
    until: NaiveDate,
    lines: Vec<String>,
    rows: Vec<(String, String, String)>,
    drawn: BTreeMap<String, Vec<String>>,
}

impl Making<'_> {
    /// Final, living rows of a kind: of the drawn stations, and what the county says to all.
    fn kind(&mut self, kind: &'static Kind, stations: &[PackStation]) -> Result<(), CommandError> {
        if kind.audience == domain::dictionary::HomeAudience::All {
            let rows = self.context.list(&self.finals(kind, None))?;
            return rows.iter().try_for_each(|row| self.row(kind, row, false));
        }
        for station in stations {
            let rows = self.context.list(&self.finals(kind, Some(&station.code)))?;
            let drawn = self.draw(kind, &rows);
            for row in &rows {
                self.row(kind, row, drawn.contains(&row.id))?;
            }
        }
        Ok(())
    }

    /// Of what is counted by its day alone only the year; of the rest all, as cases and groups with their sessions go on over years.
    fn finals(&self, kind: &Kind, station: Option<&str>) -> Query {
        let finals = Query { provisional: Some(false), ..self.context.of_station(&kind.name, station) }.by("id", false);
        match &kind.date {
            Some(dated) if kind.counts_in_month && kind.name != group_session::KIND => finals
                .and(dated, Test::AtLeast, format!("{}-01-01", self.request.year))
                .and(dated, Test::AtMost, self.until.to_string()),
            _ => finals,
        }
    }

    fn draw(&mut self, kind: &Kind, rows: &[Row]) -> BTreeSet<String> {
        if !DRAWN.contains(&kind.name.as_str()) {
            return BTreeSet::new();
        }
        let span = Period { from: Month::of(self.until).year_to_date().from, to: self.until };
        let of_year = rows.iter().filter(|row| {
            let day = kind.date.as_deref().and_then(|field| date(&row.fields, field));
            day.is_some_and(|day| span.contains(day))
        });
        let ids = of_year.map(|row| row.id.as_str());
        let drawn = sample::drawn(&self.request.seed, ids, self.request.records as usize);
        let drawn: Vec<String> = drawn.into_iter().map(str::to_owned).collect();
        self.drawn.entry(kind.name.clone()).or_default().extend(drawn.iter().cloned());
        drawn.into_iter().collect()
    }

    fn row(&mut self, kind: &Kind, row: &Row, drawn: bool) -> Result<(), CommandError> {
        let packed = PackRow {
            kind: row.kind.clone(),
            id: row.id.clone(),
            station: row.station.clone(),
            fields: cleaned(kind, row, drawn, &self.words, self.context.today),
            person: self.persons.get(&row.id).copied(),
        };
        let (line, fingerprint) = content::line(&packed)?;
        self.lines.push(line);
        self.rows.push((packed.kind, packed.id, fingerprint));
        Ok(())
    }

    /// The newest frozen brief of each month of the year.
    fn reports(&self, station: &str) -> Result<Vec<PackReport>, CommandError> {
        let briefs = Query { provisional: Some(false), ..self.context.of_station(monthly_brief::KIND, Some(station)) };
        let mut newest: BTreeMap<String, Row> = BTreeMap::new();
        for row in self.context.list(&briefs.by(monthly_brief::VERSION, false))? {
            let month = text(&row.fields, monthly_brief::MONTH).to_owned();
            let of_year = Month::parse(&month)
                .is_some_and(|month| month.first().year() == self.request.year && month.last() <= self.until);
            if of_year {
                newest.insert(month, row);
            }
        }
        Ok(newest.into_iter().map(|(month, row)| self.report(month, &row)).collect())
    }

    fn report(&self, month: String, row: &Row) -> PackReport {
        let of = |field: &str| text(&row.fields, field);
        let frozen: Value = serde_json::from_str(of(monthly_brief::FIGURES)).unwrap_or_default();
        let parts = |name: &str| frozen.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let figures = parts("figures").iter().map(|one| (said(one, "code"), said(one, "value"))).collect();
        let sections = parts("sections");
        let sections = sections.iter().map(|one| (said(one, "heading"), self.words.out_of(&said(one, "text"))));
        PackReport {
            station: row.station.clone(),
            id: row.id.clone(),
            title: self.words.out_of(of(monthly_brief::TITLE)),
            version: row.fields.get(monthly_brief::VERSION).and_then(Value::as_u64).unwrap_or(1),
            frozen: of(monthly_brief::FROZEN_DATE).to_owned(),
            heads: content::fingerprint(of(monthly_brief::HEADS).as_bytes()),
            sections: sections.collect(),
            figures,
            month,
        }
    }
}

/// Whose names no text may hold: everybody on file, and those who work here.
fn words(context: &Context) -> Result<Identifying, CommandError> {
    let mut words = identifying(context)?;
    for (kind, field) in [(staff::KIND, staff::NAME), (county_officer::KIND, county_officer::NAME)] {
        for row in context.list(&Query { deleted: true, ..Query::of(kind) })? {
            words.add_name_on_file(text(&row.fields, field));
        }
    }
    Ok(words)
}

/// People with more than one file by a valid number (R25), numbered; volunteers by themselves.
fn persons_of_many_files(context: &Context) -> Result<HashMap<String, u32>, CommandError> {
    let (mut numbered, mut next) = (HashMap::new(), 0);
    for (kind, field) in [(recipient::KIND, recipient::ID_NUMBER), (volunteer::KIND, volunteer::ID_NUMBER)] {
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in context.list(&Query::of(kind).only(&[field]).bare())? {
            if let Some(basis) = persons::basis(text(&row.fields, field), context.today) {
                files.entry(basis).or_default().push(row.id);
            }
        }
        for ids in files.into_values().filter(|ids| ids.len() > 1) {
            numbered.extend(ids.into_iter().map(|id| (id, next)));
            next += 1;
        }
    }
    Ok(numbered)
}
