//! Staff as their synced records list them: names, who may still unlock, and the record of somebody new.

use changelog::{Op, Payload};
use domain::fields::staff;
use serde_json::json;
use std::collections::BTreeMap;
use store::{Query, Save, Store, Write};

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
    Ok(())
}

/// Names of the staff by id, read once in a context.
#[derive(Default)]
struct StaffNames(BTreeMap<String, String>);

impl Context<'_> {
    /// Name of a staff member; the id's beginning when the record has not arrived yet.
    pub(crate) fn staff_name(&self, id: &str) -> String {
        let names = self.kept(|| {
            let rows = self.store.list(&Query::of(staff::KIND))?.into_iter();
            Ok(StaffNames(rows.map(|row| (row.id.clone(), text(&row.fields, staff::NAME).to_owned())).collect()))
        });
        match names.unwrap_or_default().0.get(id) {
            Some(name) => name.clone(),
            None if id.is_empty() => String::new(),
            None => format!("工作人员 {}", id.chars().take(4).collect::<String>()),
        }
    }
}
