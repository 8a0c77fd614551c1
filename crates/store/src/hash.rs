//! One hash over everything projected for an audience: two replicas that hold the same changes have the same hash. Only what is
//! shared goes in; nothing local, no row order, no log numbers.

use changelog::Audience;
use domain::dictionary::dictionary;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::columns::table;
use crate::error::{Result, broken_inside};
use crate::refs;

/// The hash of an audience's rows and conflicts; None for all audiences together.
pub(crate) fn state(connection: &Connection, audience: Option<&Audience>) -> Result<String> {
    let wanted = audience.map(Audience::to_string);
    let mut whole = Sha256::new_with_prefix(b"hezhan-state-v1");
    let mut kinds: Vec<_> = dictionary().kinds.iter().collect();
    kinds.sort_by(|a, b| a.name.cmp(&b.name));
    let mut conflict = connection.prepare_cached(
        "SELECT field, log, seq, head, value, winner FROM conflicts WHERE kind = ?1 AND record = ?2 ORDER BY field, log, seq, head",
    )?;
    for kind in kinds {
        let mut statement = connection.prepare_cached(&format!("{} ORDER BY id", table(kind).select_all))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let packed = row.get_ref(9)?.as_str().map_err(|_| broken_inside("refs"))?;
            let packed = refs::unpack(packed)?;
            if wanted.as_ref().is_some_and(|wanted| packed.audience != *wanted) {
                continue;
            }
            whole.update(kind.name.as_bytes());
            (0..columns).try_for_each(|place| row.get_ref(place).map(|value| feed(&mut whole, value)))?;
            if !packed.conflicted.is_empty() {
                let id: String = row.get(0)?;
                let mut values = conflict.query([&kind.name, &id])?;
                while let Some(value) = values.next()? {
                    (0..6).try_for_each(|place| value.get_ref(place).map(|value| feed(&mut whole, value)))?;
                }
            }
        }
    }
    Ok(hex::encode(whole.finalize()))
}

/// Type and length before each value, so that no two rows look alike by accident.
fn feed(hash: &mut Sha256, value: ValueRef<'_>) {
    let (mark, bytes): (u8, Vec<u8>) = match value {
        ValueRef::Null => (0, Vec::new()),
        ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
        ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
        ValueRef::Text(text) => (3, text.to_vec()),
        ValueRef::Blob(bytes) => (4, bytes.to_vec()),
    };
    hash.update([mark]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
