//! Papers of a station and a year, counted kind by kind: what was written, printed, signed, and is on file in paper. A record without a day
//! of its own belongs to the year in which it was written.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use changelog::Payload;
use domain::archive::{Papers, is_signed, owed_by, owed_kinds, signatures};
use domain::dictionary::Kind;
use domain::fields::{attachment, case, recipient_agreement};
use domain::period::Period;
use serde_json::Value;
use store::{Query, Store, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::first_ms;

/// What stands in the history of a record that was printed.
const PRINTED: &str = "打印：";
/// Uses of an attachment that is a paper.
const SCANS: [&str; 4] = ["scan", "sign_in", "consent_paper", "receipt"];

/// One station and year, with what its cases say of their papers.
pub(super) struct Reading<'a> {
    context: &'a Context<'a>,
    station: &'a str,
    year: Period,
    archived: HashSet<String>,
    /// Cases of the year that lack a paper of a kind, by kind.
    missing: BTreeMap<String, usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(context: &'a Context<'a>, station: &'a str, year: Period) -> Result<Reading<'a>, CommandError> {
        let mut reading = Reading { context, station, year, archived: HashSet::new(), missing: BTreeMap::new() };
        let archived = reading.all(case::KIND).and(case::ARCHIVED_DATE, Test::NotNull, Value::Null);
        reading.archived = ids(reading.whole().columns(&archived, &["id"])?).into_iter().collect();
        reading.missing = reading.missing_of_cases()?;
        Ok(reading)
    }

    /// Everything that lies here: the answer is a number, and names nobody.
    fn whole(&self) -> &Store {
        self.context.store.whole()
    }

    fn all(&self, kind: &str) -> Query {
        self.context.of_station(kind, Some(self.station)).finals()
    }

    /// Questions that together ask for the records of the year.
    fn of_year(&self, kind: &Kind, all: &Query) -> Vec<Query> {
        let (from, to) = (self.year.from, self.year.to);
        let made = |query: Query| {
            let next = to.succ_opt().unwrap_or(to);
            query.and("created_ms", Test::AtLeast, first_ms(from)).and("created_ms", Test::Less, first_ms(next))
        };
        match &kind.date {
            Some(day) => {
                let dated = all.clone().and(day, Test::AtLeast, from.to_string());
                vec![
                    dated.and(day, Test::AtMost, to.to_string()),
                    made(all.clone().and(day, Test::IsNull, Value::Null)),
                ]
            }
            None => vec![made(all.clone())],
        }
    }

    pub(super) fn papers(&self, kind: &Kind) -> Result<Papers, CommandError> {
        let mut papers = Papers {
            signed: (!signatures(kind).is_empty()).then_some(0),
            missing: self.missing.get(&kind.name).copied().unwrap_or(0),
            ..Papers::default()
        };
        let begun = Query { provisional: Some(true), ..self.context.of_station(&kind.name, Some(self.station)) };
        for question in self.of_year(kind, &begun) {
            papers.begun += self.whole().count(&question)? as usize;
        }
        let (fields, mut written) = (looked_at(kind), Vec::new());
        for question in self.of_year(kind, &self.all(&kind.name)) {
            written.extend(self.whole().columns(&question, &fields)?);
        }
        let named: Vec<String> = written.iter().filter_map(|row| row[0].as_str().map(str::to_owned)).collect();
        let scanned = self.scanned(kind)?;
        for row in &written {
            let said: Payload = fields.iter().map(|name| (*name).to_owned()).zip(row.iter().cloned()).collect();
            papers.written += 1;
            if let Some(signed) = papers.signed.as_mut() {
                *signed += usize::from(is_signed(kind, &said) == Some(true));
            }
            let id = text(&said, "id");
            let in_case = if kind.name == case::KIND { id } else { text(&said, recipient_agreement::CASE) };
            let marked = text(&said, recipient_agreement::PAPER_ON_FILE) == "yes";
            papers.filed += usize::from(marked || scanned.contains(id) || self.archived.contains(in_case));
        }
        papers.printed = self.whole().looked_at(&named, PRINTED)?.len();
        Ok(papers)
    }

    /// Records of a kind with a scan of their paper.
    fn scanned(&self, kind: &Kind) -> Result<HashSet<String>, CommandError> {
        let of_kind = self.all(attachment::KIND).and(attachment::TARGET_KIND, Test::Eq, kind.name.clone());
        let scans = of_kind.and(attachment::PURPOSE, Test::In, SCANS.map(str::to_owned).to_vec());
        Ok(ids(self.whole().columns(&scans, &[attachment::TARGET])?).into_iter().collect())
    }

    /// How many papers of each kind the cases of the year should have by their stage and have not.
    fn missing_of_cases(&self) -> Result<BTreeMap<String, usize>, CommandError> {
        let mut have: BTreeMap<&str, HashSet<String>> = BTreeMap::new();
        for kind in owed_kinds().collect::<BTreeSet<_>>() {
            let rows = self.whole().columns(&self.all(kind), &[recipient_agreement::CASE])?;
            have.insert(kind, ids(rows).into_iter().collect());
        }
        let mut missing = BTreeMap::new();
        let cases = self.all(case::KIND).and(case::LEAD_DATE, Test::AtLeast, self.year.from.to_string());
        let cases = cases.and(case::LEAD_DATE, Test::AtMost, self.year.to.to_string());
        for row in self.whole().columns(&cases, &["id", case::STAGE])? {
            let (id, stage) = (row[0].as_str().unwrap_or(""), row[1].as_str().unwrap_or(""));
            for kind in owed_by(stage).filter(|kind| !have[kind].contains(id)) {
                *missing.entry(kind.to_owned()).or_default() += 1;
            }
        }
        Ok(missing)
    }
}

/// The id first, then what says who signed and whether the paper is on file.
fn looked_at(kind: &Kind) -> Vec<&str> {
    let hang_on = kind.fields.iter().filter(|field| field.signature).filter_map(|field| field.only_if.as_ref());
    let mut names = vec!["id"];
    names.extend(signatures(kind));
    names.extend(hang_on.map(|only_if| only_if.field.as_str()));
    let own = [recipient_agreement::PAPER_ON_FILE, recipient_agreement::CASE];
    names.extend(own.into_iter().filter(|name| kind.field(name).is_some()));
    names.dedup();
    names
}

fn ids(rows: Vec<Vec<Value>>) -> Vec<String> {
    rows.into_iter().filter_map(|row| row.into_iter().next()?.as_str().map(str::to_owned)).collect()
}
