//! Taking in a newer roster of the county: into the store, and told to the interface.

use changelog::SignedRoster;
use store::Store;

use crate::kernel::error::CommandError;
use crate::kernel::events::News;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity::{self, PcIdentity};

/// Takes in a newer roster and tells the interface.
pub(crate) fn take_roster(pc: &Pc, store: &Store, signed: &SignedRoster) -> Result<PcIdentity, CommandError> {
    store.accept_roster(signed)?;
    pc.events.publish(News::Roster);
    pc_identity::refresh(pc.data_dir(), store)
}
