//! Words that a report's sentences say besides its figures: whose it is, of when, its staff, its money, and what the record says that it
//! rests on. They are looked up here; which a sentence may say is `domain::report_outline`.

use domain::dictionary::FieldType;
use domain::fields::staff;
use domain::report_outline::{Said, Values};
use serde_json::Value;
use store::Row;

use crate::boards::reports::about::{About, said};
use crate::boards::reports::gathered::Gathered;
use crate::boards::reports::parts::money;
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::path_values::people::{civil_affairs, township};
use crate::records::path_values::{Privacy, Reading};

/// Everything that the sentences of a report can say.
pub(super) fn values(context: &Context, about: &About, gathered: Option<&Gathered>) -> Result<Values, CommandError> {
    let time = about.outline.period.columns()[0];
    let time = if time.is_empty() { "本期" } else { time };
    let mut values = gathered.map(|all| domain::report_text::values(&all.brief.this, time)).unwrap_or_default();
    let code = about.station.clone().unwrap_or_default();
    let affairs = civil_affairs(context);
    let station = about.station.as_ref().map(|code| context.station_name(code)).unwrap_or_default();
    let issuer = if station.is_empty() { affairs.clone() } else { station.clone() };
    let mut say = |name: &str, said: String| drop(values.insert(name.to_owned(), Said::word(said)));
    say("station", station);
    say("county", context.store.roster().county_name.clone());
    say("civil_affairs", affairs);
    say("township", township(&code));
    say("issuer", issuer);
    say("period", about.label.clone());
    say("stations.count", context.stations().len().to_string());
    if let Some([in_post, certified]) = team(context, about)? {
        say("staff.in_post", in_post.to_string());
        say("staff.certified", certified.to_string());
    }
    if let Some(sum) = money::sum(context, about)? {
        say("money.budget", sum.budget);
        say("money.paid", sum.paid);
        say("money.spent", sum.spent);
        say("money.arrived", sum.arrived);
        say("money.executed", sum.executed);
    }
    if let Some(row) = &about.subject {
        for (name, words) in of_subject(context, row)? {
            say(&format!("subject.{name}"), words);
        }
    }
    Ok(values)
}

/// Staff on duty, and of these with a certificate; none where no certificate is known.
fn team(context: &Context, about: &About) -> Result<Option<[usize; 2]>, CommandError> {
    let mut all = context.list(&context.of_station(staff::KIND, about.station.as_deref()))?;
    all.retain(|row| !row.station.is_empty());
    let on_duty = all.iter().filter(|row| text(&row.fields, staff::ACTIVE) != "no");
    let certified = on_duty.clone().filter(|row| !matches!(text(&row.fields, staff::CERTIFICATE), "" | "none"));
    let known = all.iter().any(|row| !text(&row.fields, staff::CERTIFICATE).is_empty());
    Ok(known.then(|| [on_duty.count(), certified.count()]))
}

/// What a record says, readable; dates in full.
fn of_subject(context: &Context, row: &Row) -> Result<Vec<(String, String)>, CommandError> {
    let reading = Reading::new(context, Some(Privacy::Inside))?;
    let mut found = Vec::new();
    for field in &kind_named(&row.kind)?.fields {
        let value = row.fields.get(&field.name).unwrap_or(&Value::Null);
        let words = reading.field_text(field, value)?;
        let day = (field.kind == FieldType::Date).then(|| domain::dates::stored(&words)).flatten();
        found.push((field.name.clone(), day.map_or(words, said)));
    }
    Ok(found)
}
