//! The dictionary holds together with itself.

use std::collections::BTreeSet;

use domain::dictionary::{FieldType, dictionary};

#[test]
fn every_reference_code_table_section_and_title_exists() {
    for kind in &dictionary().kinds {
        for field in &kind.fields {
            let place = format!("{}.{}", kind.name, field.name);
            let coded = matches!(field.kind, FieldType::Code | FieldType::Codes);
            assert_eq!(field.codes.is_some(), coded, "{place}");
            assert_eq!(field.refers.is_some(), field.kind == FieldType::Reference, "{place}");
            if let Some(table) = &field.codes {
                assert!(dictionary().code_table(table).is_some(), "{place}: {table}");
            }
            if let Some(other) = &field.refers {
                assert!(dictionary().kind(other).is_some(), "{place}: {other}");
            }
            assert!(kind.sections.iter().any(|section| section.name == field.section), "{place}: {}", field.section);
            assert!(!field.label.is_empty() && field.since == 1, "{place}");
        }
        for section in &kind.sections {
            assert!(
                kind.fields.iter().any(|field| field.section == section.name),
                "{}: empty {}",
                kind.name,
                section.name
            );
        }
        assert!(!kind.title.is_empty() && kind.title.iter().all(|name| kind.field(name).is_some()), "{}", kind.name);
        if let Some(parent) = &kind.parent {
            let field = kind.field(parent).expect("parent field");
            assert!(field.required && field.refers.is_some(), "{}", kind.name);
        }
    }
}

#[test]
fn everything_a_kind_says_about_itself_names_fields_of_its_own() {
    let mut said = 0;
    for kind in &dictionary().kinds {
        let is = |name: &str, types: &[FieldType]| kind.field(name).is_some_and(|field| types.contains(&field.kind));
        let dates = kind.date.iter().chain(&kind.begins.today);
        let staff = kind.worker.iter().chain(&kind.begins.mine);
        assert!(dates.clone().all(|name| is(name, &[FieldType::Date])), "{}: a date", kind.name);
        assert!(staff.clone().all(|name| kind.refers_to(name) == Some("staff")), "{}: staff", kind.name);
        let shown = kind.timeline.iter().flat_map(|line| line.title.iter().chain(&line.detail));
        let columns = kind.page.iter().flat_map(|page| &page.columns).map(|column| &column.field);
        let begun = kind.begins.as_last.iter().chain(kind.begins.usual.keys()).chain(kind.begins.of_recipient.keys());
        let number = kind.number.iter().map(|number| &number.field);
        for name in shown.chain(columns).chain(begun).chain(number) {
            assert!(kind.field(name).is_some(), "{}.{name}", kind.name);
            said += 1;
        }
        let person = dictionary().kind("recipient").expect("recipient");
        assert!(kind.begins.of_recipient.values().all(|name| person.field(name).is_some()), "{}", kind.name);
        assert!(!kind.counts_in_month || kind.date.is_some(), "{}: counted without a date", kind.name);
        assert!(kind.counted.is_none() || kind.counts_in_month, "{}: a figure of no month", kind.name);
        assert!(kind.timeline.is_none() || kind.date.is_some(), "{}: in a timeline without a date", kind.name);
        assert!(kind.page.as_ref().is_none_or(|page| !page.year || kind.date.is_some()), "{}: no year", kind.name);
        let fits = domain::validate::check(kind, &kind.begins.usual, true, chrono::NaiveDate::default());
        assert!(
            !fits.iter().any(domain::validate::Finding::is_error),
            "{}: begins with what is not valid: {fits:?}",
            kind.name
        );
    }
    assert!(said > 150);
}

#[test]
fn whose_work_a_record_is_is_told_by_fields_of_its_own() {
    let mut told = 0;
    for kind in &dictionary().kinds {
        let Some(responsible) = &kind.responsible else { continue };
        told += 1;
        assert_eq!(kind.refers_to(&responsible.field), Some("staff"), "{}", kind.name);
        let ends = responsible.until.iter().chain(&responsible.since).chain(&responsible.due);
        assert!(ends.clone().all(|name| kind.field(name).is_some()), "{}", kind.name);
        let due = responsible.due.as_ref().and_then(|name| kind.field(name));
        assert!(due.is_none_or(|field| field.kind == FieldType::Date), "{}", kind.name);
        for (name, codes) in &responsible.during {
            let table = kind.field(name).and_then(|field| dictionary().code_table(field.codes.as_deref()?));
            let table = table.unwrap_or_else(|| panic!("{}.{name} is no code field", kind.name));
            assert!(codes.iter().all(|code| table.entry(code).is_some()), "{}.{name}: {codes:?}", kind.name);
        }
    }
    assert!(told >= 10, "{told}");
    let case = dictionary().kind("case").and_then(|kind| kind.responsible.as_ref()).expect("cases are somebody's");
    let open: BTreeSet<&str> = case.during["stage"].iter().map(String::as_str).collect();
    let stages = domain::case::STAGES.iter().map(|(_, code)| *code);
    let over = ["rejected", "referred", "archived"];
    assert_eq!(open, stages.filter(|code| !over.contains(code)).collect(), "a case is work until it is archived");
}

#[test]
fn what_only_some_may_read_keeps_what_belongs_to_it_as_closely() {
    let roles = dictionary().code_table("role").expect("role");
    let closed: Vec<_> = dictionary().kinds.iter().filter(|kind| !kind.readers.is_empty()).collect();
    for name in ["staff_file", "pay_confirmation", "kinship_declaration"] {
        assert!(closed.iter().any(|kind| kind.name == name), "{name} is open to everybody");
    }
    for kind in &closed {
        assert!(kind.readers.iter().all(|role| roles.entry(role).is_some()), "{}: {:?}", kind.name, kind.readers);
        assert!(kind.own.as_ref().is_none_or(|own| kind.refers_to(own) == Some("staff")), "{}", kind.name);
        assert!(kind.timeline.is_none() && kind.on_any().is_none(), "{} is shown beside a person", kind.name);
    }
    for kind in &dictionary().kinds {
        let owner = kind.owner().and_then(|owner| dictionary().kind(owner));
        if let Some(owner) = owner.filter(|owner| !owner.readers.is_empty()) {
            assert_eq!(kind.readers, owner.readers, "{} belongs to {}", kind.name, owner.name);
        }
        assert!(kind.own.is_none() || !kind.readers.is_empty(), "{}: whose own it is does not matter", kind.name);
    }
}

#[test]
fn a_page_has_each_tab_once_and_exports_a_ledger_of_its_kind() {
    let mut tabs = BTreeSet::new();
    for kind in &dictionary().kinds {
        let Some(page) = &kind.page else { continue };
        assert!(tabs.insert((&page.on, &page.tab)), "{}: {} twice", kind.name, page.tab);
        if let Some(name) = &page.ledger {
            let ledger = domain::ledger::ledger(name).unwrap_or_else(|| panic!("{}: ledger {name}", kind.name));
            assert_eq!(ledger.kind, kind.name);
        }
    }
    assert!(tabs.len() >= 12);
}

#[test]
fn names_are_unique_and_plain() {
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let kinds: BTreeSet<_> = dictionary().kinds.iter().map(|kind| &kind.name).collect();
    let tables: BTreeSet<_> = dictionary().kinds.iter().map(|kind| &kind.table).collect();
    assert_eq!((kinds.len(), tables.len()), (dictionary().kinds.len(), dictionary().kinds.len()));
    let reserved = ["id", "station", "provisional", "deleted_reason", "extra", "refs"];
    for kind in &dictionary().kinds {
        let names: BTreeSet<_> = kind.fields.iter().map(|field| &field.name).collect();
        assert_eq!(names.len(), kind.fields.len(), "{}", kind.name);
        assert!(names.iter().all(|name| plain(name) && !reserved.contains(&name.as_str())), "{}", kind.name);
    }
}

#[test]
fn every_code_table_is_used_and_its_codes_are_unique() {
    let used: BTreeSet<_> =
        dictionary().kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| field.codes.as_deref()).collect();
    for table in &dictionary().codes {
        assert!(used.contains(table.name.as_str()), "{} is used by no field", table.name);
        let codes: BTreeSet<_> = table.entries.iter().map(|entry| &entry.code).collect();
        let labels: BTreeSet<_> = table.entries.iter().map(|entry| &entry.label).collect();
        assert_eq!((codes.len(), labels.len()), (table.entries.len(), table.entries.len()), "{}", table.name);
    }
}

#[test]
fn owners_stand_before_what_they_own() {
    let place = |name: &str| dictionary().kinds.iter().position(|kind| kind.name == name);
    for kind in &dictionary().kinds {
        for other in kind.fields.iter().filter_map(|field| field.refers.as_deref()).filter(|other| *other != kind.name)
        {
            assert!(place(other) < place(&kind.name), "{} before {}", other, kind.name);
        }
    }
}

#[test]
fn id_numbers_phones_and_addresses_are_personal_and_masked() {
    for kind in &dictionary().kinds {
        for field in &kind.fields {
            let name = &field.name;
            if name == "id_number" || name.ends_with("phone") || name.ends_with("address") || name == "residence" {
                assert!(field.mask.is_some(), "{}.{name}", kind.name);
            }
            if field.mask.is_some() {
                assert_eq!(field.sensitivity, domain::dictionary::Sensitivity::Personal, "{}.{name}", kind.name);
            }
        }
    }
}

#[test]
fn the_dictionary_goes_to_the_interface_in_snake_case() {
    let json = serde_json::to_value(dictionary()).expect("json");
    let visit = json["kinds"].as_array().expect("kinds").iter().find(|kind| kind["name"] == "visit").expect("visit");
    assert_eq!(visit["writer"], "station");
    let field =
        visit["fields"].as_array().expect("fields").iter().find(|f| f["name"] == "observation_text").expect("f");
    assert_eq!((&field["kind"], &field["sensitivity"]), (&"long_text".into(), &"sensitive".into()));
}
