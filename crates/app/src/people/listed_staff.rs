//! Staff as their synced records list them: names, who may still unlock, and the record of somebody new.

use changelog::{Audience, Op, Payload};
use domain::fields::{county_officer, staff};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Query, Row, Save, Store, Test, Write};
use uuid::Uuid;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity::home_audience;
use crate::kernel::role::{Person, Role};

/// The person as the synced staff record says now; the slot's own words until that record has arrived.
pub(crate) fn listed_person(store: &Store, slot: Person) -> Result<Person, CommandError> {
    let Some(row) = store.row(staff::KIND, &slot.id)? else {
        return Ok(slot);
    };
    let text = |field: &str| row.fields.get(field).and_then(|value| value.as_str()).map(str::to_owned);
    if row.deleted_reason.is_some() || text(staff::ACTIVE).as_deref() == Some("no") {
        return Err(CommandError::not_allowed(
            "这个人已标记为不在岗，不能登录。需要时请由站长（督导）或县级人员恢复。",
        ));
    }
    let role = text(staff::ROLE).map_or(slot.role, |code| Role::from_code(&code));
    Ok(Person { name: text(staff::NAME).unwrap_or(slot.name), role, id: slot.id })
}

/// Saves the first person of a PC, who is their own author.
pub(crate) fn save_new(
    pc: &Pc,
    store: &Store,
    station: Option<&str>,
    person: &Person,
    phone: Option<&str>,
) -> Result<(), CommandError> {
    save(pc, store, station, &person.id, person, phone)
}

pub(crate) fn save(
    pc: &Pc,
    store: &Store,
    station: Option<&str>,
    author: &str,
    person: &Person,
    phone: Option<&str>,
) -> Result<(), CommandError> {
    let mut fields = Payload::new();
    fields.insert(staff::NAME.into(), json!(person.name));
    fields.insert(staff::ROLE.into(), json!(person.role.code()));
    fields.insert(staff::ACTIVE.into(), json!("yes"));
    if let Some(phone) = phone.map(str::trim).filter(|phone| !phone.is_empty()) {
        fields.insert(staff::PHONE.into(), json!(phone));
    }
    let write =
        Write { kind: staff::KIND.into(), record: person.id.clone(), op: Op::Set, fields, seen: BTreeMap::new() };
    store.save(Save {
        audience: home_audience(station),
        author: author.to_owned(),
        now_ms: pc.now_ms(),
        writes: vec![write],
        number: None,
    })?;
    if station.is_none() { tell_name(pc, store, author, person) } else { Ok(()) }
}

/// Tells every station what an officer of the county is called: the staff record itself stays at the county.
pub(crate) fn tell_name(pc: &Pc, store: &Store, author: &str, officer: &Person) -> Result<(), CommandError> {
    let known = store
        .list(&Query::of(county_officer::KIND).and(county_officer::OFFICER, Test::Eq, officer.id.clone()))?
        .into_iter()
        .next();
    if known.as_ref().is_some_and(|row| text(&row.fields, county_officer::NAME) == officer.name) {
        return Ok(());
    }
    let mut fields = Payload::new();
    fields.insert(county_officer::OFFICER.into(), json!(officer.id));
    fields.insert(county_officer::NAME.into(), json!(officer.name));
    let (record, seen) = match known {
        Some(row) => (row.id, row.refs),
        None => (Uuid::now_v7().to_string(), BTreeMap::new()),
    };
    let write = Write { kind: county_officer::KIND.into(), record, op: Op::Set, fields, seen };
    store.save(Save {
        audience: Audience::All,
        author: author.to_owned(),
        now_ms: pc.now_ms(),
        writes: vec![write],
        number: None,
    })?;
    Ok(())
}

/// Names of the staff by id, read once in a context.
#[derive(Default)]
struct StaffNames(BTreeMap<String, String>);

impl Context<'_> {
    /// Name of a staff member, of this station or of the county; the id's beginning when the record has not arrived yet.
    pub(crate) fn staff_name(&self, id: &str) -> String {
        let names = self.kept(|| {
            let officers = self.store.list(&Query::of(county_officer::KIND))?.into_iter();
            let officer = |field: &str, row: &Row| text(&row.fields, field).to_owned();
            let mut names: BTreeMap<String, String> = officers
                .map(|row| (officer(county_officer::OFFICER, &row), officer(county_officer::NAME, &row)))
                .collect();
            let rows = self.store.list(&Query::of(staff::KIND))?.into_iter();
            names.extend(rows.map(|row| (row.id.clone(), text(&row.fields, staff::NAME).to_owned())));
            Ok(StaffNames(names))
        });
        match names.unwrap_or_default().0.get(id) {
            Some(name) => name.clone(),
            None if id.is_empty() => String::new(),
            None => format!("工作人员 {}", id.chars().take(4).collect::<String>()),
        }
    }
}
