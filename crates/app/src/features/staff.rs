//! People who work with the program. They are synced records; their passphrase slots never leave a PC, so on
//! another PC someone unlocked enables them and they set a passphrase there.

use changelog::{Op, Payload};
use domain::fields::staff;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row, Save, Test, Write};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::passphrase;
use crate::kernel::pc::{Pc, Session};
use crate::kernel::request::Nothing;
use crate::kernel::role::{Person, Role};
use crate::kernel::secret::Secret;
use crate::people::listed_staff::save;
use crate::records::open_work;

/// A person in the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StaffRow {
    /// Staff record id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Telephone.
    pub phone: String,
    /// Still works here.
    pub active: bool,
    /// Can unlock this PC.
    pub enabled_here: bool,
    /// The one who asks.
    pub me: bool,
}

/// A new person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct AddStaff {
    /// Name.
    pub name: String,
    /// Role: `worker` or `supervisor` at a station, `county` at the county.
    pub role: Role,
    /// Telephone.
    #[serde(default)]
    #[ts(optional)]
    pub phone: Option<String>,
    /// Their passphrase, typed by them, when they shall unlock this PC.
    #[serde(default)]
    #[ts(optional)]
    pub passphrase: Option<String>,
}

/// Lets a listed person unlock this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EnableStaff {
    /// Staff record id.
    pub staff: String,
    /// Their passphrase, typed by them.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// Names a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StaffRef {
    /// Staff record id.
    pub staff: String,
}

/// Says whether a person still works here.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SetActive {
    /// Staff record id.
    pub staff: String,
    /// Still works here.
    pub active: bool,
}

/// A new passphrase for the one who asks.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ChangePassphrase {
    /// The old one.
    #[ts(as = "String")]
    pub old: Secret,
    /// The new one.
    #[ts(as = "String")]
    pub new: Secret,
}

/// Lists the people of this station (at the county: of the county).
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<StaffRow>, CommandError> {
    let session = pc.session()?;
    let enabled: Vec<String> = pc.slots()?.list().into_iter().map(|slot| slot.staff).collect();
    let rows = session.store.list(
        &Query::of(staff::KIND)
            .and("station", Test::Eq, session.station.as_deref().unwrap_or(""))
            .by(staff::NAME, false),
    )?;
    let view = |row: Row| {
        let text = |field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
        StaffRow {
            name: text(staff::NAME),
            role: Role::from_code(&text(staff::ROLE)),
            phone: text(staff::PHONE),
            active: text(staff::ACTIVE) != "no",
            enabled_here: enabled.contains(&row.id),
            me: row.id == session.person.id,
            id: row.id,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Lists a new person, and lets them unlock this PC when they type a passphrase.
pub(crate) fn add(pc: &Pc, request: AddStaff) -> Result<Person, CommandError> {
    let session = pc.session()?;
    let mut findings = Vec::new();
    if request.name.trim().is_empty() || request.name.chars().count() > 30 {
        findings.push(FieldFinding::error("name", "请填写姓名，不超过 30 个字。"));
    }
    if (request.role == Role::County) != session.station.is_none() {
        findings.push(FieldFinding::error("role", "站点登记社工或站长（督导），县级登记县级人员。"));
    }
    if let Some(passphrase) = &request.passphrase
        && let Err(error) = passphrase::check(pc, "passphrase", passphrase, &[&request.name])
    {
        findings.extend(error.fields);
    }
    if !findings.is_empty() {
        return Err(CommandError::invalid(findings));
    }
    let person =
        Person { id: uuid::Uuid::new_v4().to_string(), name: request.name.trim().to_owned(), role: request.role };
    save(pc, &session.store, session.station.as_deref(), &session.person.id, &person, request.phone.as_deref())?;
    pc.events.changed(&[staff::KIND]);
    if let Some(passphrase) = &request.passphrase {
        put_slot(pc, &person, passphrase)?;
    }
    Ok(person)
}

/// Lets a listed person unlock this PC with the passphrase they type.
pub(crate) fn enable(pc: &Pc, request: EnableStaff) -> Result<Nothing, CommandError> {
    let session = pc.session()?;
    let row = own_row(&session, &request.staff)?;
    let text = |field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
    passphrase::check(pc, "passphrase", &request.passphrase, &[&text(staff::NAME)])?;
    let has_slot = pc.slots()?.list().iter().any(|slot| slot.staff == request.staff);
    if has_slot && request.staff != session.person.id && session.person.role == Role::Worker {
        return Err(CommandError::not_allowed("这个人在这台电脑上已有密码，只有本人或站长（督导）可以改。"));
    }
    let person = Person { name: text(staff::NAME), role: Role::from_code(&text(staff::ROLE)), id: row.id.clone() };
    put_slot(pc, &person, &request.passphrase)?;
    Ok(Nothing {})
}

/// Takes a person's passphrase off this PC; their record stays.
pub(crate) fn disable(pc: &Pc, request: StaffRef) -> Result<Nothing, CommandError> {
    let session = pc.session()?;
    if request.staff == session.person.id {
        return Err(CommandError::not_allowed("不能停用自己，请由另一位同事来做。"));
    }
    pc.slots()?.remove(&request.staff)?;
    Ok(Nothing {})
}

/// Says whether a person still works here; who does not cannot unlock any PC that has heard of it. Nobody leaves with open work.
pub(crate) fn set_active(pc: &Pc, request: SetActive) -> Result<Nothing, CommandError> {
    let session = pc.session()?;
    if request.staff == session.person.id && !request.active {
        return Err(CommandError::not_allowed("不能把自己标记为不在岗，请由另一位同事来做。"));
    }
    let row = own_row(&session, &request.staff)?;
    if !request.active {
        open_work::refuse_leaving(&Context::of(pc)?, &row.id, staff::ACTIVE)?;
    }
    let mut fields = Payload::new();
    fields.insert(staff::ACTIVE.into(), json!(if request.active { "yes" } else { "no" }));
    let write = Write { kind: staff::KIND.into(), record: row.id, op: Op::Set, fields, seen: row.refs };
    session.store.save(Save {
        audience: session.home_audience(),
        author: session.person.id.clone(),
        now_ms: pc.now_ms(),
        writes: vec![write],
        number: None,
    })?;
    pc.events.changed(&[staff::KIND]);
    Ok(Nothing {})
}

/// A new passphrase for the one who asks, who must know the old one.
pub(crate) fn change_passphrase(pc: &Pc, request: ChangePassphrase) -> Result<Nothing, CommandError> {
    let session = pc.session()?;
    passphrase::check(pc, "new", &request.new, &[])?;
    let mut slots = pc.slots()?;
    let key =
        slots.unlock_at(&session.person.id, &request.old, pc.running()).map_err(|error| {
            match CommandError::from(error) {
                wrong if wrong.code == ErrorCode::WrongPassphrase => CommandError {
                    code: ErrorCode::WrongPassphrase,
                    ..CommandError::invalid_field("old", "原密码不对，请重新输入。")
                },
                other => other,
            }
        })?;
    let person = &session.person;
    slots.put(&person.id, &person.name, person.role.code(), &request.new, &key)?;
    Ok(Nothing {})
}

/// An account goes with as little open work as a person who leaves.
pub(crate) fn must_delete(context: &Context, row: &Row) -> Result<(), CommandError> {
    if row.kind == staff::KIND { open_work::refuse_leaving(context, &row.id, "deleted_reason") } else { Ok(()) }
}

fn own_row(session: &Session, staff: &str) -> Result<Row, CommandError> {
    let row = session.store.row(staff::KIND, staff)?.ok_or_else(|| CommandError::not_found("这位工作人员"))?;
    if row.station != session.station.as_deref().unwrap_or("") {
        return Err(CommandError::not_allowed("这位工作人员不属于本站，不能在这台电脑上设置。"));
    }
    Ok(row)
}

fn put_slot(pc: &Pc, person: &Person, passphrase: &str) -> Result<(), CommandError> {
    let key = pc.database_key()?;
    let mut slots = pc.slots()?;
    slots.put(&person.id, &person.name, person.role.code(), passphrase, &key)?;
    Ok(())
}
