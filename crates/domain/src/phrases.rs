//! Standard texts and phrases by place: those of the program from `schema/phrases.toml`, and the county's own, which stand there instead.
//! They are proposed; what is typed is never replaced.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::dictionary::dictionary;
use crate::fields::phrase;
use crate::schema_files;
use crate::values::{Fields, text};

/// What the code table says of places whose first text fills a new record.
const FILLS: &str = "标准文本";

/// A text for one place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Code of table `phrase_place`: kind and field.
    pub place: String,
    /// The text.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phrases: Vec<Phrase>,
}

/// Those of the program.
fn built_in() -> &'static [Phrase] {
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| schema_files::read(include_str!("../../../schema/phrases.toml"))).phrases
}

/// The county's, from the fields of its final `phrase` records: those it says are in use.
pub fn in_use<'a>(records: impl IntoIterator<Item = &'a Fields>) -> Vec<Phrase> {
    let in_use = records.into_iter().filter(|fields| text(fields, phrase::ACTIVE) == "yes");
    let own = |fields: &Fields, name: &str| text(fields, name).to_owned();
    in_use.map(|fields| Phrase { place: own(fields, phrase::PLACE), text: own(fields, phrase::TEXT) }).collect()
}

/// What is offered at a field, in order: the county's texts where it has any for that place, else the program's.
pub fn offered<'a>(kind: &str, field: &str, county: &'a [Phrase]) -> Vec<&'a str> {
    let place = format!("{kind}.{field}");
    let of = |all: &'a [Phrase]| -> Vec<&'a str> {
        all.iter().filter(|one| one.place == place).map(|one| one.text.trim()).collect()
    };
    let own = of(county);
    if own.is_empty() { of(built_in()) } else { own }
}

/// The text that a field of a new record begins with.
pub fn standard<'a>(kind: &str, field: &str, county: &'a [Phrase]) -> Option<&'a str> {
    let place = dictionary().code_table(PLACES)?.entry(&format!("{kind}.{field}"))?;
    (place.group.as_deref() == Some(FILLS)).then(|| offered(kind, field, county).into_iter().next()).flatten()
}

/// Fields that have a place, as kind and field.
pub fn places() -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = dictionary().code_table(PLACES);
    table.into_iter().flat_map(|table| &table.entries).filter_map(|entry| entry.code.split_once('.'))
}

const PLACES: &str = "phrase_place";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::FieldType;
    use serde_json::json;

    #[test]
    fn every_place_is_a_field_for_long_texts_and_has_a_text_that_fits() {
        for (kind, field) in places() {
            let described = dictionary().kind(kind).and_then(|kind| kind.field(field));
            let described = described.unwrap_or_else(|| panic!("{kind}.{field}"));
            assert_eq!(described.kind, FieldType::LongText, "{kind}.{field}");
            let texts = offered(kind, field, &[]);
            assert!(!texts.is_empty() && texts.iter().all(|text| !text.is_empty()), "{kind}.{field}");
        }
        let known: Vec<String> = places().map(|(kind, field)| format!("{kind}.{field}")).collect();
        assert!(built_in().iter().all(|one| known.contains(&one.place)));
    }

    #[test]
    fn a_standard_text_fills_and_a_phrase_is_only_offered() {
        assert!(standard("recipient_agreement", "secrecy_text", &[]).expect("text").contains("未成年人"));
        assert_eq!(standard("visit", "observation_text", &[]), None);
        assert!(offered("visit", "observation_text", &[]).len() > 1);
        assert_eq!(standard("visit", "remark", &[]), None);
    }

    #[test]
    fn the_countys_own_in_use_stand_instead_of_the_programs() {
        let record = |text: &str, active: &str| json!({ "place": "recipient_agreement.secrecy_text", "text": text, "active": active });
        let records = [record("本县的保密条款", "yes"), record("停用的", "no")];
        let county = in_use(records.iter().filter_map(|record| record.as_object()));
        assert_eq!(offered("recipient_agreement", "secrecy_text", &county), ["本县的保密条款"]);
        assert_eq!(standard("recipient_agreement", "secrecy_text", &county), Some("本县的保密条款"));
        assert!(standard("recipient_agreement", "rights", &county).expect("text").contains("社会工作服务站"));
    }
}
