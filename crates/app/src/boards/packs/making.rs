//! Making a pack: stations and records drawn by a seed, rows de-identified, figures as the county counts them, frozen reports and heads, signed
//! by this PC and sealed to the evaluator.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use changelog::Purpose;
use chrono::NaiveDate;
use domain::de_identify::Identifying;
use domain::dictionary::Kind;
use domain::fields::{
    agreement, agreement_station, agreement_target, county_officer, group_session, recipient, staff, volunteer,
};
use domain::period::{Month, Period};
use domain::{persons, sample};
use store::{Query, Row, Test};

use crate::boards::packs::content::{self, Manifest, PackFigure, PackRow, PackStation};
use crate::boards::packs::row::{DRAWN, cleaned, kinds};
use crate::boards::packs::types::{MadePack, MakePack};
use crate::boards::packs::{figures, reports};
use crate::boards::reports::cases::identifying;
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::records::agreements;

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
    let agreements = Agreements::of(&context, &stations, request.year)?;
    let mut making = Making {
        words: words(&context)?,
        agreements,
        persons: persons_of_many_files(&context)?,
        context: &context,
        request: &request,
        until,
        lines: Vec::new(),
        rows: Vec::new(),
        drawn: BTreeMap::new(),
    };
    let mut counted: Vec<PackFigure> = Vec::new();
    for kind in kinds() {
        making.kind(kind_named(kind)?, &stations)?;
    }
    for station in &stations {
        let of = figures::of_station(&context, &station.code, request.year, until)?;
        counted.extend(figures::lines(&station.code, &of));
        let standing = figures::standing(&context, &station.code, request.year, until)?.into_iter();
        counted.extend(standing.map(|one| PackFigure { label: making.words.out_of(&one.label), ..one }));
    }
    let reports = reports::of_year(&context, &making.words, &stations, request.year)?;
    let Making { lines, rows, drawn, agreements, .. } = making;
    let roster = context.store.roster();
    let heads = context.store.heads()?.into_iter();
    let manifest = Manifest {
        county_id: roster.county_id.clone(),
        county_name: roster.county_name.clone(),
        county_recipient: roster.county_recipient.clone(),
        year: request.year,
        from: agreements.from.to_string(),
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

/// Agreements of the stations of a pack whose terms touch its year.
struct Agreements {
    ids: BTreeSet<String>,
    stations: BTreeSet<String>,
    /// The first day of the year, or of the earliest of them: their targets are counted from there.
    from: NaiveDate,
}

impl Agreements {
    fn of(context: &Context, stations: &[PackStation], year: i32) -> Result<Agreements, CommandError> {
        let whole = domain::period::year(year);
        let whole = whole.ok_or_else(|| CommandError::invalid_field("year", "年度请写四位，如 2026。"))?;
        let codes = stations.iter().map(|one| one.code.clone()).collect();
        let mut found = Agreements { ids: BTreeSet::new(), stations: codes, from: whole.from };
        for station in stations {
            for (row, term) in agreements::of_station(context, &station.code)? {
                if term.meets(&whole) {
                    found.from = found.from.min(term.from);
                    found.ids.insert(row.id);
                }
            }
        }
        Ok(found)
    }

    /// What the county says to all concerns a station of the pack: agreements of others, their stations and targets are not in it.
    fn concern(&self, row: &Row) -> bool {
        let of = |field: &str| text(&row.fields, field);
        let own = |code: &str| code.is_empty() || self.stations.contains(code);
        match row.kind.as_str() {
            agreement::KIND => self.ids.contains(&row.id),
            agreement_station::KIND => {
                self.ids.contains(of(agreement_station::AGREEMENT)) && own(of(agreement_station::STATION_CODE))
            }
            agreement_target::KIND => {
                self.ids.contains(of(agreement_target::AGREEMENT)) && own(of(agreement_target::STATION_CODE))
            }
            _ => true,
        }
    }
}

struct Making<'m> {
    context: &'m Context<'m>,
    request: &'m MakePack,
    words: Identifying,
    agreements: Agreements,
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
            let concerning: Vec<&Row> = rows.iter().filter(|row| self.agreements.concern(row)).collect();
            return concerning.into_iter().try_for_each(|row| self.row(kind, row, false));
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

    /// Of what is counted by its day alone the year, and what of its agreements began before; of the rest all, as cases and groups with their
    /// sessions go on over years.
    fn finals(&self, kind: &Kind, station: Option<&str>) -> Query {
        let finals = self.context.of_station(&kind.name, station).finals().by("id", false);
        match &kind.date {
            Some(dated) if kind.counts_in_month && kind.name != group_session::KIND => finals
                .and(dated, Test::AtLeast, self.agreements.from.to_string())
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
