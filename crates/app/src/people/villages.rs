//! Villages as this PC knows them: the county's list for its township, and how people on file write theirs. The rule is
//! `domain::village`; whoever reads, filters or counts by village asks here.

use std::rc::Rc;

use changelog::Payload;
use domain::dictionary::Kind;
use domain::fields::{recipient, village};
use domain::village::{Listed, Villages, names_in};
use serde_json::Value;
use store::{Query, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// The county's list, as far as it concerns this PC.
struct CountyList(Vec<Listed>);

impl Context<'_> {
    /// The villages known here, each as it is written; read once.
    pub(crate) fn villages(&self) -> Result<Rc<Villages>, CommandError> {
        let listed = self.kept(|| listed(self))?;
        self.kept(|| {
            let counted = self.store.count_by(&self.of_station(recipient::KIND, None), recipient::VILLAGE)?;
            let written = counted.iter().flat_map(|(name, count)| {
                let name = name.as_str().unwrap_or("");
                std::iter::repeat_n(name, usize::try_from(*count).unwrap_or(1))
            });
            Ok(Villages::of(&listed.0).and_written(written))
        })
    }

    /// How a village is written.
    pub(crate) fn village(&self, name: &str) -> Result<String, CommandError> {
        Ok(if name.trim().is_empty() { String::new() } else { self.villages()?.spelling(name) })
    }

    /// Only those of a village, however it is written on each record.
    pub(crate) fn in_village(&self, query: Query, village: &str) -> Result<Query, CommandError> {
        let villages = self.villages()?;
        let written = self.store.count_by(&Query::of(&query.kind), recipient::VILLAGE)?;
        let written = written.into_iter().filter_map(|(name, _)| Some(name.as_str()?.to_owned()));
        let same: Vec<String> = written.filter(|name| villages.are_same(name, village)).collect();
        // One spelling, as nearly always, is looked up in the index in the order of the page.
        Ok(match same.as_slice() {
            [only] => query.and(recipient::VILLAGE, Test::Eq, only.clone()),
            _ => query.and(recipient::VILLAGE, Test::In, same),
        })
    }
}

/// The county's list for the township of this PC's station; at the county all of it.
fn listed(context: &Context) -> Result<CountyList, CommandError> {
    let own = context.station.as_ref().map(|station| station.chars().take(9).collect::<String>());
    let rows = context.list(&Query { provisional: Some(false), ..Query::of(village::KIND) })?;
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
