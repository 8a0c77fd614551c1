//! Holders of minimum living that its statistics (低保统计表) count; the counting is `domain::dibao_statistics`.

use std::collections::{BTreeMap, BTreeSet};

use domain::dibao_statistics::{Holder, Line, lines};
use domain::fields::{recipient, recipient_category};
use domain::on_file::{File, Holding};
use domain::period::{Month, Period};
use store::{Row, Test};

use crate::kernel::context::{Context, codes, text};
use crate::kernel::error::CommandError;

/// The lines of a month.
pub(crate) fn of_month(context: &Context, station: Option<&str>, month: Month) -> Result<Vec<Line>, CommandError> {
    Ok(lines(&holders(context, station, month.period())?, month.period()))
}

fn holders(context: &Context, station: Option<&str>, month: Period) -> Result<Vec<Holder>, CommandError> {
    let own = |kind: &str| context.of_station(kind, station).finals();
    let of =
        |code: &str| context.list(&own(recipient_category::KIND).and(recipient_category::CATEGORY, Test::Eq, code));
    let merges = context.merges()?;
    let whose = |row: &Row| merges.standing(text(&row.fields, recipient_category::RECIPIENT)).to_owned();
    let at_end = |row: &&Row| Holding::read(&row.fields).holds(None, month.to);
    let disabled: BTreeSet<String> = of("disabled")?.iter().filter(at_end).map(whose).collect();
    let people: BTreeMap<String, Row> =
        context.list(&own(recipient::KIND))?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let villages = context.villages()?;
    let holder = |row: &Row| {
        let person = people.get(&whose(row))?;
        let (file, held) = (File::read(&person.fields, false, context.today), Holding::read(&row.fields));
        let fields = &person.fields;
        Some(Holder {
            village: villages.spelling(text(fields, recipient::VILLAGE)),
            household: text(fields, recipient::HOUSEHOLD).to_owned(),
            person: person.id.clone(),
            female: text(fields, recipient::SEX) == "2",
            age: file.age(month.to),
            disabled: disabled.contains(&person.id),
            causes: codes(fields, recipient::POVERTY_CAUSE),
            since: held.start,
            until: [file.ended(), held.end].into_iter().flatten().min(),
        })
    };
    Ok(of("dibao")?.iter().filter_map(holder).collect())
}
