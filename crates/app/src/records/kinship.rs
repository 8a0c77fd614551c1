//! Kin stand aside: what a worker's declarations say when she is given somebody's case or means survey. Declarations are closed to most; here
//! they are asked by whoever gives the work, and nothing is answered but the warning (`domain::kinship_declaration`).

use changelog::Payload;
use domain::dictionary::Kind;
use domain::fields::{case, kinship_declaration, means_survey, recipient, staff_file};
use domain::kinship_declaration::{Concerned, stands_aside};
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::records::check::{Ready, warning};

/// The work that kin do not do for each other.
const KINDS: [&str; 2] = [case::KIND, means_survey::KIND];

/// What is said of a record that is about to be given to a worker, or to somebody else than before.
pub(crate) fn of_ready(context: &Context, kind: &Kind, ready: &Ready) -> Result<Option<FieldFinding>, CommandError> {
    let given = |field: &String| ready.write.as_ref().is_some_and(|write| write.fields.contains_key(field));
    match kind.worker.as_ref().filter(|field| given(field)) {
        Some(_) => of_record(context, kind, &ready.whole),
        None => Ok(None),
    }
}

/// The same of a record as it is typed.
pub(crate) fn of_record(
    context: &Context,
    kind: &Kind,
    fields: &Payload,
) -> Result<Option<FieldFinding>, CommandError> {
    let (Some(worker), Some(person)) = (&kind.worker, kind.person()) else { return Ok(None) };
    let said = of_worker(context, kind, text(fields, worker), text(fields, &person.name))?;
    Ok(said.map(|words| warning(worker, words)))
}

/// What is to be said when a worker is given this kind of work for a person.
pub(crate) fn of_worker(
    context: &Context,
    kind: &Kind,
    worker: &str,
    person: &str,
) -> Result<Option<&'static str>, CommandError> {
    if !KINDS.contains(&kind.name.as_str()) || worker.is_empty() || person.is_empty() {
        return Ok(None);
    }
    let store = context.store.whole();
    let files = store.list(&Query::of(staff_file::KIND).and(staff_file::STAFF, Test::Eq, worker))?;
    let files: Vec<String> = files.into_iter().map(|row| row.id).collect();
    if files.is_empty() {
        return Ok(None);
    }
    let declared = Query::of(kinship_declaration::KIND).and(kinship_declaration::STAFF_FILE, Test::In, files);
    let declared: Vec<Row> = store.list(&declared)?;
    let merges = context.merges()?;
    let standing = merges.standing(person).to_owned();
    let row = context.store.row(recipient::KIND, &standing)?;
    let name = row.as_ref().map_or("", |row| text(&row.fields, recipient::NAME));
    let files = merges.same_person(&standing);
    let concerned = Concerned { files: &files, name };
    Ok(stands_aside(declared.iter().map(|row| &row.fields), concerned).map(|said| said.words()))
}
