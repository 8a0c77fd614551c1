//! Villages as this PC knows them: the county's list for its township, and how people on file write theirs. The rule is
//! `domain::village`; whoever reads, filters or counts by village asks here.

use std::collections::HashMap;
use std::rc::Rc;

use changelog::Payload;
use domain::dictionary::Kind;
use domain::fields::{recipient, village};
use domain::village::{Listed, Villages, in_question, names_in};
use serde_json::Value;
use store::{Query, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// The county's list, as far as it concerns this PC.
struct CountyList(Vec<Listed>);

impl Context<'_> {
    /// The villages known here, each as it is written; read once.
    pub(crate) fn villages(&self) -> Result<Rc<Villages>, CommandError> {
        let (listed, written) = (self.kept(|| listed(self))?, self.kept(|| written(self))?);
        self.kept(|| {
            let names = written
                .0
                .iter()
                .flat_map(|(name, count)| std::iter::repeat_n(name.as_str(), usize::try_from(*count).unwrap_or(1)));
            Ok(Villages::of(&listed.0).and_written(names))
        })
    }

    /// How a village is written.
    pub(crate) fn village(&self, name: &str) -> Result<String, CommandError> {
        Ok(if name.trim().is_empty() { String::new() } else { self.villages()?.spelling(name) })
    }

    /// Only those of a village, however it is written on each record.
    pub(crate) fn in_village(&self, query: Query, village: &str) -> Result<Query, CommandError> {
        let villages = self.villages()?;
        let names: Vec<String> = match query.kind == recipient::KIND {
            true => self.kept(|| written(self))?.0.iter().map(|(name, _)| name.clone()).collect(),
            // No index of theirs begins with a village: other kinds are asked so for a file, not for a page.
            false => counted(self, &Query::of(&query.kind))?.into_keys().collect(),
        };
        let same: Vec<String> = names.into_iter().filter(|name| villages.are_same(name, village)).collect();
        // One spelling, as nearly always, is looked up in the index in the order of the page.
        Ok(match same.as_slice() {
            [only] => query.and(recipient::VILLAGE, Test::Eq, only.clone()),
            _ => query.and(recipient::VILLAGE, Test::In, same),
        })
    }
}

/// How people on file write their villages, each with how many write it so: counted where another spelling could mean the same, else 1.
struct Written(Vec<(String, u64)>);

fn written(context: &Context) -> Result<Written, CommandError> {
    let all = context.of_station(recipient::KIND, None);
    let names = context.store.values(&all, recipient::VILLAGE)?;
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    let asked = Vec::from_iter(in_question(&names));
    let counts = match asked.is_empty() {
        true => HashMap::new(),
        false => counted(context, &all.and(recipient::VILLAGE, Test::In, asked))?,
    };
    let count = |name: &str| (name.to_owned(), counts.get(name).copied().unwrap_or(1));
    Ok(Written(names.into_iter().map(count).collect()))
}

/// How many records there are by village as it is written.
fn counted(context: &Context, query: &Query) -> Result<HashMap<String, u64>, CommandError> {
    let counts = context.store.count_by(query, recipient::VILLAGE)?;
    Ok(counts.into_iter().filter_map(|(name, count)| Some((name.as_str()?.to_owned(), count))).collect())
}

/// The county's list for the township of this PC's station; at the county all of it.
fn listed(context: &Context) -> Result<CountyList, CommandError> {
    let own = context.station.as_ref().map(|station| station.chars().take(9).collect::<String>());
    let rows = context.list(&Query::of(village::KIND).finals())?;
    let here = rows.iter().filter(|row| own.as_ref().is_none_or(|own| text(&row.fields, village::TOWNSHIP) == own));
    let listed = here.map(|row| Listed {
        name: text(&row.fields, village::NAME).to_owned(),
        others: names_in(text(&row.fields, village::OTHER_NAMES)),
    });
    Ok(CountyList(listed.collect()))
}

/// Writes the village of a form as it is written here: 荷叶塘 becomes 荷叶塘村 before it is checked.
pub(crate) fn spell(context: &Context, kind: &Kind, fields: &mut Payload) -> Result<(), CommandError> {
    let lives_there = kind.name != village::KIND && kind.field(recipient::VILLAGE).is_some();
    if let Some(Value::String(typed)) = fields.get(recipient::VILLAGE).filter(|_| lives_there) {
        let spelling = context.village(typed)?;
        fields.insert(recipient::VILLAGE.into(), spelling.into());
    }
    Ok(())
}
