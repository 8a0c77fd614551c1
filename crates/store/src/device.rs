//! The device that this database belongs to: device, keys, station, roster, the identities that open bundles, and the life it is in.

use changelog::{Audience, DeviceKeys, DevicePublic, Identity, PublicKey, Roster, RosterDevice, SignedRoster};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::error::{Result, StoreError};

/// A PC by its place, letter and name, as people are told of it: `大瑶镇社会工作服务站机位 A（办公室）`.
pub fn pc_name(roster: &Roster, id: &str) -> String {
    let Some(device) = roster.device(id) else {
        return format!("编号 {} 的电脑", id.chars().take(8).collect::<String>());
    };
    let code = device.station.as_deref();
    let place = code.map_or("县里", |code| roster.station(code).map_or(code, |station| &station.name));
    format!("{place}{}", letter_and_name(device))
}

/// The same where its place is known: `机位 A（办公室）`.
pub fn letter_and_name(device: &RosterDevice) -> String {
    format!("机位 {}（{}）", device.letter, device.name)
}

/// What a new database is told about its device.
pub struct NewDevice {
    /// County id.
    pub county_id: String,
    /// Station code; None: a county device.
    pub station: Option<String>,
    /// The letter that the join file reserved.
    pub letter: String,
    /// The PC's own keys.
    pub keys: DeviceKeys,
    /// The roster that came with the join file.
    pub roster: SignedRoster,
    /// The county's root key, pinned from now on.
    pub root_key: PublicKey,
}

/// What a database says about its device.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceInfo {
    /// Device id.
    pub id: String,
    /// County id.
    pub county_id: String,
    /// Station code; None: a county device.
    pub station: Option<String>,
    /// The letter in case numbers: `A`, in the second life of the database `A2`.
    pub letter: String,
    /// Which life the database is in, from 1.
    pub life: u32,
    /// Why that life began: created, restored, cloned.
    pub reason: String,
    /// Its public keys.
    pub public: DevicePublic,
}

/// The device with its secrets, in memory.
pub(crate) struct Device {
    pub info: DeviceInfo,
    pub keys: DeviceKeys,
    pub root_key: PublicKey,
}

impl Device {
    /// Whether this device may write for an audience at all.
    pub(crate) fn may_write_for(&self, audience: &Audience) -> bool {
        match (&self.info.station, audience) {
            (None, _) => true,
            (Some(own), Audience::Station(code)) => own == code,
            (Some(_), _) => false,
        }
    }

    /// Whether changes for an audience are any of this device's business.
    pub(crate) fn may_read(&self, audience: &Audience) -> bool {
        *audience == Audience::All || self.may_write_for(audience)
    }
}

pub(crate) fn create(connection: &Connection, device: &NewDevice) -> Result<()> {
    let roster = device.roster.verify(&device.root_key, 0)?;
    if roster.county_id != device.county_id {
        return Err(StoreError::Refused("站点名单属于别的县。请检查加入文件是否拿错。".into()));
    }
    connection.execute(
        "INSERT INTO device (only, county, station, letter, life, reason, keys, root_key) VALUES (1, ?1, ?2, ?3, 1, 'created', ?4, ?5)",
        params![device.county_id, device.station, device.letter, device.keys.to_secret(), device.root_key.to_string()],
    )?;
    connection.execute("INSERT INTO clock VALUES (1, 0, 0, ?1)", [roster.time_ms as i64])?;
    put_roster(connection, &roster, &device.roster)
}

pub(crate) fn load(connection: &Connection) -> Result<Device> {
    let sql = "SELECT county, station, letter, life, reason, keys, root_key FROM device";
    let (info, keys, root_key): (DeviceInfo, String, String) = connection
        .query_row(sql, [], |row| {
            let (letter, life): (String, u32) = (row.get(2)?, row.get(3)?);
            let info = DeviceInfo {
                id: String::new(),
                county_id: row.get(0)?,
                station: row.get(1)?,
                letter: if life > 1 { format!("{letter}{life}") } else { letter },
                life,
                reason: row.get(4)?,
                public: DevicePublic { id: String::new(), verifying_key: PublicKey([0; 32]), recipient: String::new() },
            };
            Ok((info, row.get(5)?, row.get(6)?))
        })
        .optional()?
        .ok_or_else(|| crate::error::broken_inside("device"))?;
    let keys = DeviceKeys::from_secret(&keys)?;
    let public = keys.public();
    Ok(Device { info: DeviceInfo { id: public.id.clone(), public, ..info }, keys, root_key: root_key.parse()? })
}

/// Begins a new life: no own log goes on, the letter counts up. Both branches of the past stay as they are.
pub(crate) fn new_life(connection: &Connection, reason: &str, lives: u32) -> Result<()> {
    connection.execute("UPDATE device SET life = life + ?1, reason = ?2", params![lives, reason])?;
    connection.execute("UPDATE logs SET current = 0", [])?;
    Ok(())
}

pub(crate) fn put_roster(connection: &Connection, roster: &Roster, signed: &SignedRoster) -> Result<()> {
    let text = String::from_utf8(signed.to_bytes()?).unwrap_or_default();
    connection.execute(
        "INSERT OR REPLACE INTO roster (only, number, signed) VALUES (1, ?1, ?2)",
        params![roster.number as i64, text],
    )?;
    connection.execute("UPDATE clock SET newest_ms = max(newest_ms, ?1)", [roster.time_ms as i64])?;
    Ok(())
}

pub(crate) fn signed_roster(connection: &Connection) -> Result<SignedRoster> {
    let text: String = connection.query_row("SELECT signed FROM roster", [], |row| row.get(0))?;
    Ok(SignedRoster::from_bytes(text.as_bytes())?)
}

/// Under which name an identity is kept.
fn identity_name(station: Option<&str>) -> String {
    station.map_or_else(|| Audience::County.to_string(), |code| Audience::Station(code.to_string()).to_string())
}

/// The one that was there stays, under a name of its own: what was sealed to it is read with it.
pub(crate) fn put_identity(connection: &Connection, station: Option<&str>, identity: &str) -> Result<()> {
    let name = identity_name(station);
    connection.execute(
        "INSERT OR IGNORE INTO identities SELECT audience || '#' || (SELECT count(*) FROM identities), identity FROM identities
         WHERE audience = ?1 AND identity <> ?2",
        [name.as_str(), identity],
    )?;
    connection
        .execute("INSERT OR REPLACE INTO identities VALUES (?1, ?2)", [identity_name(station).as_str(), identity])?;
    Ok(())
}

/// One that the place had before: it opens what was sealed to it.
pub(crate) fn put_former(connection: &Connection, station: Option<&str>, identity: &str) -> Result<()> {
    connection.execute(
        "INSERT INTO identities SELECT ?1 || '#' || (SELECT count(*) FROM identities), ?2
         WHERE NOT EXISTS (SELECT 1 FROM identities WHERE identity = ?2)",
        [identity_name(station).as_str(), identity],
    )?;
    Ok(())
}

/// Whether the key of a recipient is here.
pub(crate) fn has_key(connection: &Connection, recipient: &str) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT identity FROM identities")?;
    let secrets = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(secrets.iter().any(|secret| Identity::from_secret(secret).is_ok_and(|key| key.recipient() == recipient)))
}

/// Those that the place had before, in no order.
pub(crate) fn former(connection: &Connection, station: Option<&str>) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT identity FROM identities WHERE audience LIKE ?1 || '#%'")?;
    let found = statement.query_map([identity_name(station)], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn identity(connection: &Connection, station: Option<&str>) -> Result<Option<String>> {
    let sql = "SELECT identity FROM identities WHERE audience = ?1";
    Ok(connection.query_row(sql, [identity_name(station)], |row| row.get(0)).optional()?)
}

/// What opens bundles here, former keys too: a county device uses the county's key, a station device its station's. A county device may keep the
/// stations' keys too, to hand them to new PCs.
pub(crate) fn opening_identities(connection: &Connection, device: &Device) -> Result<Vec<String>> {
    let name = identity_name(device.info.station.as_deref());
    let mut statement = connection
        .prepare_cached("SELECT identity FROM identities WHERE audience = ?1 OR audience LIKE ?1 || '#%' ORDER BY length(audience), audience")?;
    let found = statement.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    if found.is_empty() { Err(StoreError::NoIdentity) } else { Ok(found) }
}
