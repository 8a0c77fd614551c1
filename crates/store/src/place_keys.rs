//! Keys of a place (a station, or the county itself): the present one, those it had before, which go on reading what was sealed to them, and
//! whether the one that the roster names has come here yet.

use changelog::{Confirmation, Identity};

use crate::Store;
use crate::device;
use crate::error::Result;

impl Store {
    /// Keeps the age identity of a station, or (None) of the county. What waited for it is taken in.
    pub fn set_station_identity(&self, station: Option<&str>, identity: &str) -> Result<()> {
        self.transact(|transaction| device::put_identity(transaction, station, identity))?;
        self.import_ready().map(drop)
    }

    /// The age identity of a station, or (None) of the county, if it is kept here.
    pub fn station_identity(&self, station: Option<&str>) -> Result<Option<String>> {
        device::identity(&*self.reader()?, station)
    }

    /// Identities that the place had before.
    pub fn former_identities(&self, station: Option<&str>) -> Result<Vec<String>> {
        device::former(&*self.reader()?, station)
    }

    /// The recipient of this PC's place by the newest roster, when the key that belongs to it is not here though an older one is.
    pub fn key_missing(&self) -> Result<Option<String>> {
        let (station, roster) = (self.device().station, self.roster());
        let (Some(wanted), Some(here)) =
            (roster.recipient_of(station.as_deref()), self.station_identity(station.as_deref())?)
        else {
            return Ok(None);
        };
        let is_here = Identity::from_secret(&here)?.recipient() == wanted;
        Ok((!is_here).then(|| wanted.to_owned()))
    }

    /// Takes the key that a confirmation brings whose roster is older than ours: the present one if our roster names it, else a former one.
    pub fn accept_older_confirmation(&self, confirmation: &Confirmation) -> Result<()> {
        let device = self.current_device();
        let (_, identity) = confirmation.open(&device.keys, &device.root_key, 0)?;
        let station = device.info.station.as_deref();
        self.keep_former(confirmation)?;
        let named = self.roster().recipient_of(station) == Some(identity.recipient());
        if named || self.station_identity(station)?.is_none() {
            return self.set_station_identity(station, &identity.to_secret());
        }
        self.transact(|transaction| device::put_former(transaction, station, &identity.to_secret()))
    }

    pub(crate) fn keep_former(&self, confirmation: &Confirmation) -> Result<()> {
        let device = self.current_device();
        let former = confirmation.former(&device.keys)?;
        self.transact(|transaction| {
            let station = device.info.station.as_deref();
            former.iter().try_for_each(|identity| device::put_former(transaction, station, &identity.to_secret()))
        })
    }
}
