//! Words that a report's sentences say besides its figures: whose it is, of when, its staff, its money, and what the record says that it
//! rests on. They are looked up here; which a sentence may say is `domain::report_outline`.

use domain::dictionary::{FieldType, Unit};
use domain::fields::supervision_record;
use domain::report_outline::{Said, Values};
use domain::staff_file::InPost;
use domain::supervision::{Required, Session, times};
use serde_json::Value;
use store::{Row, Test};

use crate::boards::reports::about::{About, said};
use crate::boards::reports::gathered::Gathered;
use crate::boards::reports::parts::{evaluation, money};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::records::in_post;
use crate::records::path_values::people::{civil_affairs, township};
use crate::records::path_values::{Privacy, Reading};

/// To whom a county reports (实施方案 七（五）); a station reports to its county.
const SUPERIORS: &str = "市民政局、省民政厅";

/// Everything that the sentences of a report can say.
pub(super) fn values(context: &Context, about: &About, gathered: Option<&Gathered>) -> Result<Values, CommandError> {
    let time = if about.subject.is_some() { "本期" } else { about.outline.period.columns()[0] };
    let mut values = gathered.map(|all| domain::report_text::values(&all.brief.this, time)).unwrap_or_default();
    let code = about.station.clone().unwrap_or_default();
    let affairs = civil_affairs(context);
    let station = about.station.as_ref().map(|code| context.station_name(code)).unwrap_or_default();
    let issuer = if station.is_empty() { affairs.clone() } else { station.clone() };
    let mut say = |name: &str, said: String| drop(values.insert(name.to_owned(), Said::word(said)));
    say("station", station);
    say("county", context.store.roster().county_name.clone());
    say("superiors", if about.station.is_some() { affairs.clone() } else { SUPERIORS.to_owned() });
    say("civil_affairs", affairs);
    say("township", township(&code));
    say("issuer", issuer);
    say("period", about.label.clone());
    say("stations.count", context.stations().len().to_string());
    if let Some(team) = team(context, about)? {
        say("staff.in_post", team.present.to_string());
        say("staff.certified", team.certified.to_string());
    }
    let [sessions, hours] = supervision(context, about)?;
    say("supervision.sessions", sessions);
    say("supervision.hours", hours);
    if let Some(sum) = money::sum(context, about)? {
        say("money.budget", sum.budget);
        say("money.paid", sum.paid);
        say("money.spent", sum.spent);
        say("money.arrived", sum.arrived);
        say("money.executed", sum.executed);
    }
    for (name, words) in gathered.map(|all| evaluation::words(about, all)).unwrap_or_default() {
        say(name, words);
    }
    if let Some(row) = &about.subject {
        for (name, words) in of_subject(context, row)? {
            say(&format!("subject.{name}"), words);
        }
    }
    Ok(values)
}

/// People in post at the end of the period, and how many of them have a certificate; none where no personnel file is kept.
fn team(context: &Context, about: &About) -> Result<Option<InPost>, CommandError> {
    let day = about.then(context).today;
    let stations = match &about.station {
        Some(own) => vec![own.clone()],
        None => context.stations().into_iter().map(|one| one.code).collect(),
    };
    let mut all: Option<InPost> = None;
    for code in stations {
        if let Some(own) = in_post::of_station(context, &code, day)? {
            let so_far = all.get_or_insert(InPost { present: 0, certified: 0 });
            so_far.present += own.present;
            so_far.certified += own.certified;
        }
    }
    Ok(all)
}

/// How often there was supervision within the period, and for how long.
fn supervision(context: &Context, about: &About) -> Result<[String; 2], CommandError> {
    let Some(spans) = about.spans else { return Ok(Default::default()) };
    let (from, to) = (spans.this.from.to_string(), spans.this.to.to_string());
    let all = context.of_station(supervision_record::KIND, about.station.as_deref()).finals();
    let within = all.and(supervision_record::DATE, Test::AtLeast, from).and(supervision_record::DATE, Test::AtMost, to);
    let rows = context.list(&within)?;
    let sessions: Vec<Session> = rows.iter().filter_map(|row| Session::read(&row.fields)).collect();
    let required = Required { assistant: 0, social_worker: 0 };
    let counted = times(&[], &sessions, &[], required, spans.this).times;
    let shown = |count: u64, words: String| if count == 0 { String::new() } else { words };
    let hours = Unit::Hours.shown(i64::try_from(counted.supervised).unwrap_or(i64::MAX));
    Ok([shown(counted.sessions, counted.sessions.to_string()), shown(counted.sessions, hours)])
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
