//! This PC, revoked: what is known here of the county having let it go. Whoever unlocks asks.

use crate::Store;
use crate::error::Result;

/// The local setting with what the hub said of this PC.
const REVOKED: &str = "store.revoked";

impl Store {
    /// Whether the county has revoked this PC, as far as is known here: by the roster, or by the word of the hub, which gives a revoked PC no
    /// newer roster.
    pub fn is_revoked(&self) -> Result<bool> {
        let listed = self.roster().device(&self.device().id).is_some_and(|device| device.revoked.is_some());
        Ok(listed || self.setting_get(REVOKED)?.is_some_and(|told| told == true))
    }

    /// The hub has said that this PC is revoked, or takes it in again.
    pub fn told_revoked(&self, revoked: bool) -> Result<()> {
        let known = self.setting_get(REVOKED)?.is_some_and(|told| told == true);
        if known == revoked { Ok(()) } else { self.setting_put(REVOKED, &revoked.into()) }
    }
}
