//! The programs of other PCs, as their bundles told: a local note, which follows from the bundles that came and not from their order.

use std::collections::BTreeMap;

use changelog::{Envelope, Opened, Program};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::error::Result;
use crate::settings;

const NAME: &str = "store.programs";

/// The program of a PC, and the newest time of what it had written then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProgramOf {
    /// Version and system.
    #[serde(flatten)]
    pub program: Program,
    /// The newest change of its own in the bundle that told.
    pub written_ms: u64,
}

/// What a bundle tells of its sender's program; nothing where none of its own changes says when that was.
pub(crate) fn told(envelope: &Envelope, opened: &[Opened]) -> Option<ProgramOf> {
    let own = opened.iter().flatten().filter(|segment| segment.signed.segment.device == envelope.sender);
    let written_ms = own.flat_map(|segment| &segment.changes).map(|change| change.header.hlc.ms).max()?;
    Some(ProgramOf { program: envelope.program.clone()?, written_ms })
}

pub(crate) fn note(connection: &Connection, device: &str, told: ProgramOf) -> Result<()> {
    let mut known = all(connection)?;
    if known.get(device).is_none_or(|before| before.written_ms <= told.written_ms) {
        known.insert(device.to_owned(), told);
        settings::put(connection, NAME, &serde_json::to_value(known).unwrap_or_default())?;
    }
    Ok(())
}

fn all(connection: &Connection) -> Result<BTreeMap<String, ProgramOf>> {
    Ok(settings::get(connection, NAME)?.and_then(|known| serde_json::from_value(known).ok()).unwrap_or_default())
}

impl Store {
    /// The program of each PC that has told it, by device; of this one itself too.
    pub fn programs(&self) -> Result<BTreeMap<String, Program>> {
        let told = all(&*self.reader()?)?.into_iter().map(|(device, of)| (device, of.program));
        Ok(told.chain([(self.device().id, Program::this())]).collect())
    }
}
