//! Shapes of what comes in and goes out, as the description says them: numbers within bounds, hex of a length, signed and sealed
//! documents. A shape that a request must have is checked where it is read; here is no rule about what is kept.

use changelog::change::MAX_INTEGER;
use serde::Deserialize;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::limits;

/// A number of a request within bounds: nothing beyond them is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u64")]
pub(crate) struct Bounded<const LOW: u64, const HIGH: u64>(u64);

/// One that JSON, SQLite and a file's offset keep exactly.
pub(crate) type Number = Bounded<0, MAX_INTEGER>;
/// A length that something has.
pub(crate) type Length = Bounded<1, MAX_INTEGER>;
/// How many bundles a page names.
pub(crate) type PageLength = Bounded<1, { limits::PAGE as u64 }>;
/// How many bytes are asked for.
pub(crate) type PieceLength = Bounded<1, { limits::CHUNK as u64 }>;

impl<const LOW: u64, const HIGH: u64> Bounded<LOW, HIGH> {
    /// The number.
    pub(crate) fn get(self) -> u64 {
        self.0
    }
}

impl Default for Number {
    fn default() -> Self {
        Bounded(0)
    }
}

impl<const LOW: u64, const HIGH: u64> TryFrom<u64> for Bounded<LOW, HIGH> {
    type Error = &'static str;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        if (LOW..=HIGH).contains(&number) { Ok(Bounded(number)) } else { Err("out of bounds") }
    }
}

impl<const LOW: u64, const HIGH: u64> PartialSchema for Bounded<LOW, HIGH> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LOW)).maximum(Some(HIGH)).into()
    }
}

impl<const LOW: u64, const HIGH: u64> ToSchema for Bounded<LOW, HIGH> {}

fn hex(digits: usize) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^[0-9a-f]{{{digits}}}$"))).into()
}

fn array(of: impl Into<RefOr<Schema>>) -> ArrayBuilder {
    ArrayBuilder::new().items(of.into())
}

fn integer() -> RefOr<Schema> {
    Number::schema()
}

/// Declares shapes that only the description names.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

shapes! {
    /// SHA-256 and names made by it.
    Hex64 = hex(64);
    /// A device id.
    Device = hex(16);
    /// Names of sealed files, as many as may be asked for at once.
    Names = array(hex(64)).max_items(Some(limits::BLOBS_ASKED));
    /// Hashes of admissions, as many as may be told at once.
    Hashes = array(hex(64)).max_items(Some(limits::ENROLMENTS));
    /// Bytes that the hub cannot read.
    SealedBytes = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
        .min_length(Some(1));
    /// Bytes, or none.
    AnyBytes = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    /// A signed document: its JSON as written, and the signature over it.
    SignedDocument = ObjectBuilder::new()
        .property("bytes", ObjectBuilder::new().schema_type(Type::String))
        .required("bytes")
        .property("signature", hex(128))
        .required("signature");
    /// An answer that says no more than its status.
    Nothing = ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(false)));
    /// What is inside a bundle: parts of logs, by their places and heads.
    Ranges = array(ObjectBuilder::new()
        .property("log", hex(32))
        .required("log")
        .property("from", integer())
        .required("from")
        .property("to", integer())
        .required("to")
        .property("head_before", hex(64))
        .required("head_before")
        .property("head_after", hex(64))
        .required("head_after"));
    /// Changes by their names: log, place, beginning of the head.
    Changes = ArrayBuilder::new().items(array(RefOr::T(Schema::OneOf(
        utoipa::openapi::schema::OneOfBuilder::new().item(hex(32)).item(hex(16)).item(integer()).build(),
    ))).min_items(Some(3)).max_items(Some(3)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_out_of_bounds_is_none() {
        let read = |text: &str| serde_json::from_str::<PageLength>(text).map(Bounded::get).ok();
        assert_eq!(["0", "1", "500", "501", "-1", "1.0"].map(read), [None, Some(1), Some(500), None, None, None]);
        assert!(serde_json::from_str::<Number>(&(MAX_INTEGER + 1).to_string()).is_err());
    }
}
