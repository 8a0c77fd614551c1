//! Cases told in the brief, without saying who they are about. De-identifying itself is `domain::brief_text`; the supervisor reads every
//! text over before it is issued.

use domain::brief_text::de_identify;
use domain::fields::{case, household_member, recipient};
use store::{Query, Row};

use crate::boards::briefs::types::BriefSection;
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::records::consents;

/// The section that tells of cases.
pub(super) const SECTION: &str = "typical";

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

/// People whom the typical cases name although they have not consented or have withdrawn it: what is to be recorded of each. Without a
/// reason it is refused.
pub(crate) fn without_consent(
    context: &Context,
    sections: &[BriefSection],
    reason: Option<&str>,
) -> Result<Vec<(Row, String)>, CommandError> {
    let told: String = sections.iter().filter(|one| one.key == SECTION).map(|one| one.text.as_str()).collect();
    let refused = consents::named_against_consent(context, &told)?;
    if refused.is_empty() {
        return Ok(Vec::new());
    }
    let Some(reason) = consents::overriding(context, reason, "override_reason")? else {
        let detail = format!(
            "典型个案里写到的 {} 人没有同意或已撤回同意，不能写进简报。请换一个个案；确有必要时由站长（督导）写明理由。",
            refused.len()
        );
        return Err(CommandError::invalid_field("override_reason", detail));
    };
    let what = format!("写进简报的典型个案（未经同意，理由：{reason}）");
    refused.iter().map(|id| Ok((context.row(recipient::KIND, id)?, what.clone()))).collect()
}

/// Words that would say who it is about.
struct Identifying {
    names: Vec<String>,
    places: Vec<String>,
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
        let mut words = Identifying { names: Vec::new(), places: Vec::new() };
        for row in &people {
            let names =
                [recipient::NAME, recipient::FORMER_NAME, recipient::EMERGENCY_CONTACT, recipient::GUARDIAN_NAME];
            words.names.extend(names.iter().map(|field| text(&row.fields, field).to_owned()));
            let places = [recipient::VILLAGE, recipient::RESIDENCE, recipient::REGISTERED_ADDRESS, recipient::SCHOOL];
            words.places.extend(places.iter().map(|field| text(&row.fields, field).to_owned()));
        }
        words.names.extend(members.iter().map(|row| text(&row.fields, household_member::NAME).to_owned()));
        words.names.extend(
            cases.iter().map(|row| text(&row.fields, case::INFORMANT).to_owned()).filter(|name| name != "本人"),
        );
        Ok(words)
    }

    fn clean(&self, told: &str) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let places: Vec<&str> = self.places.iter().map(String::as_str).collect();
        de_identify(told, &names, &places)
    }
}
