//! Records that join two others: a member at a session, somebody on file at an activity. Their id follows from the two, so that
//! two PCs apart write the same record, which merges where they agree and is a visible conflict where they do not.

use changelog::{Op, Payload};
use serde_json::Value;
use store::{Row, Write};
use uuid::{Builder, Uuid};

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::records::check;

/// The id of the record that joins two: both ids folded into one. Each brings more than seventy bits of chance.
pub fn joined_id(one: &str, other: &str) -> Result<String, CommandError> {
    let read = |id: &str| {
        id.parse::<Uuid>().map_err(|_| CommandError::new(ErrorCode::BadRequest, "记录的编号不对，请刷新后再试。"))
    };
    let (one, other) = (read(one)?.as_u128(), read(other)?.as_u128());
    Ok(Builder::from_random_bytes((one ^ other.rotate_left(17)).to_be_bytes()).into_uuid().to_string())
}

/// The write that sets fields of a joining record, made or not; none when nothing changes.
pub(crate) fn write(context: &Context, kind: &str, id: &str, fields: Payload) -> Result<Option<Write>, CommandError> {
    let row: Option<Row> = context.store.row(kind, id)?;
    let (fields, seen) = match &row {
        None => (fields, Default::default()),
        Some(row) => {
            let now = |name: &str| match name {
                "deleted_reason" => row.deleted_reason.clone().map_or(Value::Null, Value::from),
                _ => row.fields.get(name).cloned().unwrap_or(Value::Null),
            };
            let fields: Payload = fields.into_iter().filter(|(name, value)| now(name) != *value).collect();
            let seen = check::seen_of(row, Default::default(), &fields);
            (fields, seen)
        }
    };
    let write = Write { kind: kind.to_owned(), record: id.to_owned(), op: Op::Set, fields, seen };
    Ok((!write.fields.is_empty()).then_some(write))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_follows_from_both_and_from_their_order() {
        let (a, b, c) = (check::new_id(), check::new_id(), check::new_id());
        let id = |one: &str, other: &str| joined_id(one, other).unwrap();
        assert_eq!(id(&a, &b), id(&a, &b));
        assert!(id(&a, &b) != id(&b, &a) && id(&a, &b) != id(&a, &c) && id(&a, &a) != id(&b, &b));
        assert!(joined_id(&a, "李秀英").is_err());
    }
}
