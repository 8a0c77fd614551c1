//! Filling a form for a period: figures by the rules of the brief, rows by the ledgers, and the words of the filling itself. What goes out is
//! recorded like a ledger that is taken out.

use std::collections::BTreeMap;

use documents::{CellFill, ColumnKind, RowsFill, Value, fill_document, fill_workbook, is_document};
use domain::books::named;
use domain::brief::{Facts, Figure, Figures};
use domain::brief_figures::figures;
use domain::county_form::{FormWord, MappedList, Mapping, Over, STATIONS, Source};
use domain::deadlines::Each;
use domain::fields::county_form as fields;
use domain::ledger;
use domain::period::Period;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{bytes, each_of, mapping, not_a_template, row_of, shape};
use crate::features::ledgers;
use crate::features::ledgers::writing::Writing;
use crate::kernel::context::{Context, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::records::facts::{OfStations, gather, span};
use crate::records::path_values::{Privacy, Reading};

/// Fills a form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FillForm {
    /// The form.
    pub id: String,
    /// `2026-11`, `2026-Q4`…
    pub period: String,
    /// At the county: for this station; none: for the county.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
    /// For whom ledgers are written; by default as they are taken out here.
    #[serde(default)]
    #[ts(optional)]
    pub privacy: Option<Privacy>,
    /// Where the file goes.
    pub place: Destination,
}

/// A filling under way.
struct Filling<'c> {
    context: &'c Context<'c>,
    station: Option<String>,
    period: Period,
    label: String,
    facts: Facts,
    privacy: Option<Privacy>,
    figures: BTreeMap<(chrono::NaiveDate, chrono::NaiveDate), Figures>,
}

/// The form, filled.
pub(crate) fn fill(pc: &Pc, request: FillForm) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let row = row_of(&context, &request.id)?;
    let (file, mapping) = (bytes(&row)?, mapping(&row));
    let each = each_of(text(&row.fields, fields::EACH));
    let wrong = || CommandError::invalid_field("period", "期间和这张表的填报周期不符，请重新选择。");
    let (period, label) = named(&request.period).filter(|_| each.names(&request.period)).ok_or_else(wrong)?;
    let problems = [mapping.unknown(), shape::problems(&file, &mapping)].concat();
    if !problems.is_empty() {
        return Err(CommandError::invalid(
            problems.into_iter().map(|said| FieldFinding::error("mapping", said)).collect(),
        ));
    }
    let station = context.station.clone().or(request.station.filter(|code| !code.is_empty()));
    let previous = previous(each, period);
    let first = previous.map_or(period.from, |one| one.from).min(year_to_date(period).from);
    let facts = gather(&context, station.as_deref(), span(first, period.to))?;
    let mut filling = Filling {
        context: &context,
        station,
        period,
        label,
        facts,
        privacy: request.privacy,
        figures: BTreeMap::new(),
    };
    let filled = match is_document(&file) {
        true => fill_document(&file, &filling.words(&mapping, each)?),
        false => {
            let cells = filling.cells(&mapping, each)?;
            let lists = mapping.lists.iter().map(|list| filling.list(list)).collect::<Result<Vec<_>, _>>()?;
            fill_workbook(&file, &cells, &lists)
        }
    };
    let filled = filled.map_err(not_a_template)?;
    context.record_reading(&row, &format!("填报上级表格：{}", filling.label), &[])?;
    let end = if is_document(&file) { "docx" } else { "xlsx" };
    let name = format!("{} {} {}.{end}", filling.unit(), text(&row.fields, fields::NAME), filling.label);
    request.place.write(pc, &name, filled)
}

fn year_to_date(period: Period) -> Period {
    let month = domain::period::Month::of(period.to);
    Period { to: period.to, ..month.year_to_date() }
}

fn previous(each: Each, period: Period) -> Option<Period> {
    each.of(period.from.pred_opt()?).map(|(_, period)| period)
}

impl Filling<'_> {
    fn cells(&mut self, mapping: &Mapping, each: Each) -> Result<Vec<CellFill>, CommandError> {
        let mut cells = Vec::new();
        for one in &mapping.cells {
            let value = self.value(&one.source, each)?;
            cells.push(CellFill { sheet: one.sheet.clone(), cell: one.cell.to_uppercase(), value });
        }
        Ok(cells)
    }

    fn words(&mut self, mapping: &Mapping, each: Each) -> Result<BTreeMap<String, String>, CommandError> {
        let mut words = BTreeMap::new();
        for one in &mapping.words {
            let said = match (&one.source, self.value(&one.source, each)?) {
                (Source::Figure { code, over }, _) => {
                    self.figure(code, *over, each).map_or_else(|| absent(code).0.to_owned(), Figure::text)
                }
                (_, Value::Text(text)) => text,
                (_, Value::Integer(number)) => number.to_string(),
                _ => String::new(),
            };
            words.insert(one.name.clone(), said);
        }
        Ok(words)
    }

    fn value(&mut self, source: &Source, each: Each) -> Result<Value, CommandError> {
        Ok(match source {
            Source::Text { text } => text.clone().into(),
            Source::Word { word } => self.word(*word).into(),
            Source::Figure { code, over } => self.figure(code, *over, each).map_or_else(|| absent(code).1, number),
        })
    }

    fn figure(&mut self, code: &str, over: Over, each: Each) -> Option<&Figure> {
        let days = match over {
            Over::Period => self.period,
            Over::Previous => previous(each, self.period)?,
            Over::YearToDate => year_to_date(self.period),
        };
        let facts = &self.facts;
        self.figures.entry((days.from, days.to)).or_insert_with(|| figures(facts, days)).get(code)
    }

    fn unit(&self) -> String {
        ledgers::place_of(self.context, self.station.as_deref())
    }

    fn word(&self, word: FormWord) -> String {
        match word {
            FormWord::Unit => self.unit(),
            FormWord::County => self.context.store.roster().county_name.clone(),
            FormWord::Period => self.label.clone(),
            FormWord::From => self.period.from.to_string(),
            FormWord::To => self.period.to.to_string(),
            FormWord::Today => self.context.today_text(),
            FormWord::Person => self.context.person.name.clone(),
        }
    }

    fn list(&self, list: &MappedList) -> Result<RowsFill, CommandError> {
        let rows = if list.ledger == STATIONS { self.stations(list)? } else { self.ledger(list)? };
        Ok(RowsFill {
            sheet: list.sheet.clone(),
            first_row: list.first_row,
            reserved: list.reserved,
            columns: list.columns.iter().map(|one| one.column.to_uppercase()).collect(),
            rows,
        })
    }

    /// A row for each station that this side shows.
    fn stations(&self, list: &MappedList) -> Result<Vec<Vec<Value>>, CommandError> {
        let mut each = OfStations::gather(self.context, self.period)?;
        let mut rows = Vec::new();
        for (at, station) in self.context.stations().into_iter().enumerate() {
            let counted = figures(&each.of(&station.code), self.period);
            let value = |of: &str| match of {
                "number" => Value::Integer(i64::try_from(at + 1).unwrap_or(i64::MAX)),
                "name" => station.name.clone().into(),
                code => counted.get(code).map_or_else(|| absent(code).1, number),
            };
            rows.push(list.columns.iter().map(|one| value(&one.of)).collect());
        }
        Ok(rows)
    }

    /// The rows that the ledger has of the period, in the columns pointed out.
    fn ledger(&self, list: &MappedList) -> Result<Vec<Vec<Value>>, CommandError> {
        let ledger = ledger::ledger(&list.ledger).ok_or_else(|| CommandError::not_found("这个台账"))?;
        let rows = ledgers::rows_of(
            self.context,
            ledger,
            (self.station.as_deref(), None),
            Some(self.period.from),
            self.period.to,
        )?;
        let mut reading = Reading::new(self.context, self.privacy)?;
        reading.people.of.clone_from(&ledger.categories);
        let writing = Writing::begin(self.context, None)?;
        let (sheet, _) = ledgers::sheet_of(&reading, ledger, rows, None, &writing)?;
        writing.record_shown(self.context, &format!("填报上级表格：{}", self.label))?;
        let places: Vec<Option<usize>> =
            list.columns.iter().map(|one| sheet.columns.iter().position(|column| column.title == one.of)).collect();
        let cell = |row: &Vec<Value>, place: &Option<usize>| {
            let Some(place) = place else { return Value::Empty };
            match (row.get(*place), sheet.columns[*place].kind) {
                (Some(Value::Integer(cents)), ColumnKind::Money) => Value::Share(*cents as f64 / 100.0),
                (Some(value), _) => value.clone(),
                (None, _) => Value::Empty,
            }
        };
        Ok(sheet.rows.iter().map(|row| places.iter().map(|place| cell(row, place)).collect()).collect())
    }
}

/// A figure that the period has not, in a sentence and in a cell.
fn absent(code: &str) -> (&'static str, Value) {
    match domain::county_form::is_counted(code) {
        true => ("0", Value::Integer(0)),
        false => ("—", Value::Empty),
    }
}

/// A figure as a cell has it: a number where it is one, a rate as it is printed.
fn number(figure: &Figure) -> Value {
    match (figure.value, figure.whole, domain::amounts::kept_per(&figure.unit)) {
        (Some(value), None, 1) => Value::Integer(i64::try_from(value).unwrap_or(i64::MAX)),
        (Some(value), None, per) => Value::Share(value as f64 / per as f64),
        _ => figure.text().into(),
    }
}
