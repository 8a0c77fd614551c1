//! Typical cases for the brief: those with sessions in the month, told without saying who it is about.
//! De-identifying itself is `domain::brief_text`; the supervisor reads every text over before it is issued.

use std::collections::HashMap;

use domain::brief_text::de_identify;
use domain::dictionary::dictionary;
use domain::fields::{case, household_member, progress_note, recipient};
use domain::period::Month;
use store::{Query, Row, Test};

use crate::boards::briefs::types::{BriefSection, TypicalCase, TypicalCases};
use crate::kernel::context::{Context, codes, date, text};
use crate::kernel::error::CommandError;
use crate::people;

/// The section that tells of cases.
const SECTION: &str = "typical";
/// How many cases are offered.
const OFFERED: usize = 12;

/// Cases with sessions in the month, those with the most first.
pub(crate) fn typical(context: &Context, month: Month) -> Result<TypicalCases, CommandError> {
    let notes = context.list(
        &Query { provisional: Some(false), ..context.of_station(progress_note::KIND, None) }
            .and(progress_note::DATE, Test::AtLeast, month.first().to_string())
            .and(progress_note::DATE, Test::AtMost, month.last().to_string())
            .by(progress_note::DATE, false),
    )?;
    let mut of_case: HashMap<&str, Vec<&Row>> = HashMap::new();
    for note in &notes {
        of_case.entry(text(&note.fields, progress_note::CASE)).or_default().push(note);
    }
    let mut ids: Vec<String> = of_case.keys().map(|id| (*id).to_owned()).collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(of_case[id.as_str()].len()), id.clone()));
    ids.truncate(OFFERED);
    let rows = context.list_in(&Query::of(case::KIND), "id", &ids)?;
    let words = Identifying::of(context, &rows)?;
    let mut cases = Vec::new();
    for id in &ids {
        let Some(row) = rows.iter().find(|row| row.id == *id) else { continue };
        cases.push(TypicalCase {
            case: id.clone(),
            title: format!(
                "{} {}（{} 节）",
                text(&row.fields, case::CASE_NO),
                words.name_of(row),
                of_case[id.as_str()].len()
            ),
            text: words.clean(&tell(context, row, &of_case[id.as_str()])?),
        });
    }
    Ok(TypicalCases { cases })
}

/// The sections as edited, the one on cases once more without names, villages and numbers.
pub(crate) fn de_identified(context: &Context, sections: Vec<BriefSection>) -> Result<Vec<BriefSection>, CommandError> {
    let rows = context.list(&context.of_station(case::KIND, None))?;
    let words = Identifying::of(context, &rows)?;
    let cleaned = |section: BriefSection| match section.key.as_str() {
        SECTION => BriefSection { text: words.clean(&section.text), ..section },
        _ => section,
    };
    Ok(sections.into_iter().map(cleaned).collect())
}

/// Who the person is, what was difficult, what was done and what came of it: as the records say.
fn tell(context: &Context, case: &Row, notes: &[&Row]) -> Result<String, CommandError> {
    let person = people::brief(context, text(&case.fields, case::RECIPIENT))?;
    let age = person.age.map(|age| format!("，{age} 岁")).unwrap_or_default();
    let sex = if person.sex.is_empty() { String::new() } else { format!("，{}", person.sex) };
    let problems = codes(&case.fields, case::PROBLEMS);
    let problems: Vec<&str> = problems.iter().map(|code| dictionary().label("presenting_problem", code)).collect();
    let problems = if problems.is_empty() { text(&case.fields, case::REASON).to_owned() } else { problems.join("、") };
    let mut told = vec![format!("{}{sex}{age}。主要问题：{problems}。本月跟进 {} 节。", person.name, notes.len())];
    for note in notes {
        let day = date(&note.fields, progress_note::DATE).map(domain::period::Month::of);
        let summary = [text(&note.fields, progress_note::SUMMARY), text(&note.fields, progress_note::RESULT)];
        let summary: Vec<&str> = summary.into_iter().filter(|words| !words.is_empty()).collect();
        if day.is_some() && !summary.is_empty() {
            told.push(summary.join(" "));
        }
    }
    Ok(told.join("\n"))
}

/// Words that would say who it is about.
struct Identifying {
    names: Vec<String>,
    places: Vec<String>,
    by_recipient: HashMap<String, String>,
}

impl Identifying {
    fn of(context: &Context, cases: &[Row]) -> Result<Identifying, CommandError> {
        let ids: Vec<String> = cases.iter().map(|row| text(&row.fields, case::RECIPIENT).to_owned()).collect();
        let people = context.list_in(&Query::of(recipient::KIND), "id", &ids)?;
        let households: Vec<String> = people
            .iter()
            .map(|row| text(&row.fields, recipient::HOUSEHOLD).to_owned())
            .filter(|id| !id.is_empty())
            .collect();
        let members = context.list_in(&Query::of(household_member::KIND), household_member::HOUSEHOLD, &households)?;
        let mut words = Identifying { names: Vec::new(), places: Vec::new(), by_recipient: HashMap::new() };
        for row in &people {
            let names =
                [recipient::NAME, recipient::FORMER_NAME, recipient::EMERGENCY_CONTACT, recipient::GUARDIAN_NAME];
            words.names.extend(names.iter().map(|field| text(&row.fields, field).to_owned()));
            let places = [recipient::VILLAGE, recipient::RESIDENCE, recipient::REGISTERED_ADDRESS, recipient::SCHOOL];
            words.places.extend(places.iter().map(|field| text(&row.fields, field).to_owned()));
            words.by_recipient.insert(row.id.clone(), text(&row.fields, recipient::NAME).to_owned());
        }
        words.names.extend(members.iter().map(|row| text(&row.fields, household_member::NAME).to_owned()));
        words.names.extend(
            cases.iter().map(|row| text(&row.fields, case::INFORMANT).to_owned()).filter(|name| name != "本人"),
        );
        Ok(words)
    }

    fn name_of(&self, case: &Row) -> &str {
        self.by_recipient.get(text(&case.fields, case::RECIPIENT)).map(String::as_str).unwrap_or("")
    }

    fn clean(&self, told: &str) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let places: Vec<&str> = self.places.iter().map(String::as_str).collect();
        de_identify(told, &names, &places)
    }
}
