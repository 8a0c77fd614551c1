//! People told of in a report, without saying who they are about. De-identifying itself is `domain::de_identify`; here is only whose names
//! and which villages this PC has on file. The supervisor reads every text over before it is issued.

use domain::de_identify::Identifying;
use domain::dictionary::dictionary;
use domain::fields::{case, recipient, village};
use domain::names::looks_like_name;
use domain::village::names_in;
use store::{Query, Row};

use crate::boards::reports::types::{ReportSection, WrittenSection};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::records::consents;
use domain::report_outline::Outline;

/// Fields in which a name or another word may stand: 村主任, 邻居.
const PERHAPS_NAMES: [(&str, &str); 2] =
    [(recipient::KIND, recipient::EMERGENCY_CONTACT), (case::KIND, case::INFORMANT)];
/// Addresses and schools; too much a part of the language without the person.
const PLACES: [&str; 3] = [recipient::RESIDENCE, recipient::REGISTERED_ADDRESS, recipient::SCHOOL];

/// The sections as edited, those that tell of people once more without names, villages and numbers.
pub(super) fn de_identified(
    context: &Context,
    outline: &Outline,
    sections: Vec<ReportSection>,
) -> Result<Vec<ReportSection>, CommandError> {
    let told = |key: &str| outline.section(key).is_some_and(|section| section.of_people);
    if !sections.iter().any(|section| told(&section.key) && !section.text.is_empty()) {
        return Ok(sections);
    }
    let words = identifying(context)?;
    let cleaned = |section: ReportSection| match told(&section.key) {
        true => ReportSection { text: words.out_of(&section.text), ..section },
        false => section,
    };
    Ok(sections.into_iter().map(cleaned).collect())
}

/// Lines below photos, without names, villages and numbers.
pub(super) fn captions_without_names(context: &Context, captions: Vec<String>) -> Result<Vec<String>, CommandError> {
    if captions.is_empty() {
        return Ok(captions);
    }
    let words = identifying(context)?;
    Ok(captions.into_iter().map(|caption| words.out_of(&caption)).collect())
}

/// People whom a report names where it tells of people although they have not consented or have withdrawn it: what is to be recorded of each. Without a
/// reason it is refused.
pub(super) fn without_consent(
    context: &Context,
    outline: &Outline,
    sections: &[WrittenSection],
    reason: Option<&str>,
) -> Result<Vec<(Row, String)>, CommandError> {
    let of_people = |key: &str| outline.section(key).is_some_and(|section| section.of_people);
    let told: String = sections.iter().filter(|one| of_people(&one.key)).map(|one| one.text.as_str()).collect();
    let refused = consents::named_against_consent(context, &told)?;
    if refused.is_empty() {
        return Ok(Vec::new());
    }
    let Some(reason) = consents::overriding(context, reason, "override_reason")? else {
        let detail = format!(
            "典型个案里写到的 {} 人没有同意或已撤回同意，不能写进{}。请换一个个案；确有必要时由站长（督导）写明理由。",
            refused.len(),
            outline.label
        );
        return Err(CommandError::invalid_field("override_reason", detail));
    };
    let what = format!("写进{}的典型个案（未经同意，理由：{reason}）", outline.label);
    refused.iter().map(|id| Ok((context.row(recipient::KIND, id)?, what.clone()))).collect()
}

/// Words that would say who it is about: names of anybody on file, before all of those with a case, and their villages.
pub(crate) fn identifying(context: &Context) -> Result<Identifying, CommandError> {
    let mut words = Identifying::default();
    let cases = context.list(&context.of_station(case::KIND, None))?;
    let ids: Vec<String> = cases.iter().map(|row| text(&row.fields, case::RECIPIENT).to_owned()).collect();
    for person in context.list_in(&Query::of(recipient::KIND), "id", &ids)? {
        words.add_name(text(&person.fields, recipient::NAME));
        words.add_name(text(&person.fields, recipient::FORMER_NAME));
        PLACES.iter().for_each(|field| words.add_place(text(&person.fields, field)));
    }
    for kind in &dictionary().kinds {
        let names = kind.fields.iter().filter(|field| field.names_somebody).map(|field| field.name.as_str());
        let names: Vec<&str> = names.collect();
        if !names.is_empty() {
            each(context, &kind.name, &names, |name| words.add_name_on_file(name))?;
        }
    }
    for (kind, field) in PERHAPS_NAMES {
        each(context, kind, &[field], |word| {
            if looks_like_name(word) {
                words.add_name_on_file(word);
            }
        })?;
    }
    context.villages()?.names().iter().for_each(|name| words.add_village(name));
    each(context, recipient::KIND, &[recipient::VILLAGE], |name| words.add_village(name))?;
    each(context, village::KIND, &[village::NAME, village::OTHER_NAMES], |names| {
        names_in(names).iter().for_each(|name| words.add_village(name));
    })?;
    Ok(words)
}

/// Every text that stands in these fields of a kind.
fn each(context: &Context, kind: &str, fields: &[&str], mut take: impl FnMut(&str)) -> Result<(), CommandError> {
    for row in context.store.columns(&context.of_station(kind, None), fields)? {
        row.iter().filter_map(|value| value.as_str()).filter(|text| !text.trim().is_empty()).for_each(&mut take);
    }
    Ok(())
}
