//! Photos and scans: sealed files under `blobs/`, named so that only who has the station's key can tell that two are the same. Never a
//! plain byte on the disk, not even for a moment. Which files belong to what say the attachment records; a file that is lost or not here
//! yet is missing, and missing is no error.

use std::path::PathBuf;

use changelog::{Audience, HeldPhotos, SignedHeldPhotos, seal};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::blob_table::{AT_COUNTY, AT_HUB, BlobRef, BlobState, check_name, forget, path_of, state, sweep};
use crate::delivery::Delivery;
use crate::error::{Result, StoreError};

/// The largest sealed file; the hub takes no larger one.
pub const LARGEST_SEALED: u64 = 32 << 20;
/// How every sealed file begins.
const SEALED: &[u8] = b"age-encryption.org/v1\n";

/// Files of living records in sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct BlobCounts {
    /// Here, and neither at the hub nor at the county.
    pub waiting: u64,
    /// At the hub, and not known to be at the county.
    pub delivered: u64,
    /// At the county.
    pub taken_in: u64,
    /// Not here yet.
    pub missing: u64,
}

impl Store {
    /// Seals a file of the own station and keeps it; gives its name. The same file twice is kept once.
    pub fn blob_put(&self, plain: &[u8]) -> Result<String> {
        let device = self.current_device();
        let Some(station) = device.info.station.clone() else {
            return Err(StoreError::NotAllowed("照片和扫描件由站点添加，县级只能查看。".into()));
        };
        let identity = self.station_identity(Some(&station))?;
        let secret = identity.clone().unwrap_or_else(|| device.keys.identity.to_secret());
        let blob = name(&secret, &station, &Sha256::digest(plain).into());
        match state(&*self.reader()?, &blob)? {
            Some(known) if known.gone => {
                return Err(StoreError::NotAllowed("这个文件已按要求由县里抹除，不能再存。".into()));
            }
            Some(known) if known.here && self.blob_path(&blob).exists() => return Ok(blob),
            _ => {}
        }
        let mut recipients = self.recipients_of(&station)?;
        // Until the station's key comes, this PC could not open what it has sealed to the station.
        let own_key = identity.is_none();
        if own_key {
            recipients.push(device.keys.identity.recipient().to_owned());
        }
        let sealed = seal::to_recipients(&recipients, plain)?;
        self.keep_blob(&blob, &station, &sealed, own_key)?;
        Ok(blob)
    }

    fn recipients_of(&self, station: &str) -> Result<Vec<String>> {
        let lists = self.roster().recipients(&Audience::Station(station.to_owned()))?;
        Ok(lists.into_iter().flatten().collect())
    }

    fn keep_blob(&self, blob: &str, station: &str, sealed: &[u8], own_key: bool) -> Result<()> {
        self.space.want(&self.dir, sealed.len() as u64)?;
        disk::write(&self.blob_path(blob), sealed)?;
        self.transact(|transaction| {
            transaction.execute(
                "INSERT INTO blobs (blob, station, size, here, own_key) VALUES (?1, ?2, ?3, 1, ?4)
                 ON CONFLICT (blob) DO UPDATE SET size = excluded.size, here = 1, own_key = excluded.own_key, wanted_ms = 0",
                params![blob, station, sealed.len() as i64, own_key],
            )?;
            Ok(())
        })
    }

    /// Opens a file; nothing when it is not here. `sha256` is what its record says of the plain bytes.
    pub fn blob_open(&self, blob: &str, sha256: &str) -> Result<Option<Vec<u8>>> {
        let Some(sealed) = self.sealed(blob)? else {
            return Ok(None);
        };
        match seal::open(&self.blob_identities()?, &sealed, LARGEST_SEALED as usize) {
            Ok(plain) if hex::encode(Sha256::digest(&plain)) == sha256 => Ok(Some(plain)),
            _ => self.damaged(blob).map(|()| None),
        }
    }

    /// Everything that may open a file here: the station's (or county's) key, and this PC's own.
    fn blob_identities(&self) -> Result<Vec<String>> {
        let device = self.current_device();
        let mut identities = vec![device.keys.identity.to_secret()];
        match crate::device::opening_identities(&*self.reader()?, &device) {
            Err(StoreError::NoIdentity) => {}
            known => identities.extend(known?),
        }
        Ok(identities)
    }

    /// A file that does not open any more is fetched again where another copy is; the only copy stays for whoever can mend it.
    fn damaged(&self, blob: &str) -> Result<()> {
        let only_copy = state(&*self.reader()?, blob)?.is_some_and(|known| known.delivery == Delivery::Saved);
        if only_copy {
            return Err(StoreError::BrokenFile {
                file: "照片".into(),
                advice: "它还没有送到别处，请从手机重新放一次，或从备份恢复。".into(),
            });
        }
        disk::remove(&self.blob_path(blob)).ok();
        self.not_here(blob)
    }

    /// The hub has lost a file that it had: it is not delivered any more. What the county holds it holds.
    pub fn blob_lost_at_hub(&self, blob: &str) -> Result<()> {
        self.transact(|transaction| {
            transaction.execute("UPDATE blobs SET state = 0 WHERE blob = ?1 AND state = ?2", params![blob, AT_HUB])?;
            Ok(())
        })
    }

    fn not_here(&self, blob: &str) -> Result<()> {
        self.transact(|transaction| {
            transaction.execute("UPDATE blobs SET here = 0 WHERE blob = ?1", [blob])?;
            Ok(())
        })
    }

    /// The sealed bytes as they lie here.
    fn sealed(&self, blob: &str) -> Result<Option<Vec<u8>>> {
        check_name(blob)?;
        match std::fs::read(self.blob_path(blob)) {
            Ok(sealed) => Ok(Some(sealed)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.not_here(blob).map(|()| None),
            Err(error) => Err(error.into()),
        }
    }

    /// The sealed bytes for hub or stick, to exactly the station's and the county's key; nothing when the file is not here.
    pub fn blob_for_sending(&self, blob: &str) -> Result<Option<Vec<u8>>> {
        let Some(sealed) = self.sealed(blob)? else {
            return Ok(None);
        };
        let known: Option<(String, bool)> = self
            .reader()?
            .query_row("SELECT station, own_key FROM blobs WHERE blob = ?1", [blob], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        // Looked at before it goes: a rotten file at the hub would be everybody's.
        let own = self.current_device().info.station.clone();
        let plain = match seal::open(&self.blob_identities()?, &sealed, LARGEST_SEALED as usize) {
            Ok(plain) => plain,
            // Without the station's key nobody here can look: it goes on as it came.
            Err(changelog::Error::NotForUs) if self.station_identity(own.as_deref())?.is_none() => {
                return Ok(Some(sealed));
            }
            Err(_) => return self.damaged(blob).map(|()| None),
        };
        let Some((station, true)) = known else {
            return Ok(Some(sealed));
        };
        let sealed = seal::to_recipients(&self.recipients_of(&station)?, &plain)?;
        if self.station_identity(Some(&station))?.is_some() {
            self.keep_blob(blob, &station, &sealed, false)?;
        }
        Ok(Some(sealed))
    }

    /// Takes a sealed file that came by hub or stick. Whether it is new here. What belongs to another station, does not open, or is
    /// not what its record says, is refused.
    pub fn blob_take(&self, file: &BlobRef, sealed: &[u8]) -> Result<bool> {
        check_name(&file.blob)?;
        let device = self.current_device();
        let own = device.info.station.as_ref().is_none_or(|own| *own == file.station);
        if !own || self.roster().station(&file.station).is_none() {
            return Err(StoreError::Refused("这张照片属于别的站点，本机不收。请检查是否拿错了文件。".into()));
        }
        if sealed.len() as u64 > LARGEST_SEALED || !sealed.starts_with(SEALED) {
            return Err(StoreError::Refused("这个照片文件不完整或已损坏。请从原来的电脑重新导出。".into()));
        }
        if let Some(known) = state(&*self.reader()?, &file.blob)?
            && (known.gone || (known.here && self.blob_path(&file.blob).exists()))
        {
            return Ok(false);
        }
        // Without the station's key it is kept unopened, as a waiting bundle is; opening checks it.
        if let Some(identity) = self.station_identity(device.info.station.as_deref())? {
            let plain = seal::open(&[identity], sealed, LARGEST_SEALED as usize)?;
            self.check_content(file, &Sha256::digest(&plain).into())?;
        }
        self.keep_blob(&file.blob, &file.station, sealed, false)?;
        Ok(true)
    }

    /// The content must be what a record says of it. Without a record yet, the name must be the content's under the station's secret
    /// where that is known; where it is not, opening checks it against the record.
    fn check_content(&self, file: &BlobRef, hash: &[u8; 32]) -> Result<()> {
        let said: Option<String> = self
            .reader()?
            .query_row("SELECT sha256 FROM attachments WHERE blob = ?1 LIMIT 1", [&file.blob], |row| row.get(0))
            .optional()?
            .flatten();
        if said.is_some_and(|said| said != hex::encode(hash)) {
            return Err(StoreError::Refused("这个照片文件的内容与记录不符，没有收下。请告诉县里的管理员。".into()));
        }
        Ok(())
    }

    /// The county signs which files of a station it holds.
    pub fn sign_held_photos(&self, station: &str, now_ms: u64) -> Result<SignedHeldPhotos> {
        let device = self.current_device();
        let (county, id) = (device.info.county_id.clone(), device.info.id.clone());
        let own = self.blobs_here()?.into_iter().filter(|file| file.station == station);
        let photos = own.map(|file| file.blob).collect();
        let held = HeldPhotos { county, device: id, station: station.into(), time_ms: now_ms, photos };
        Ok(SignedHeldPhotos::sign(&held, &device.keys.signing)?)
    }

    /// Hub or county hold these.
    pub fn blobs_reached(&self, blobs: &[String], delivery: Delivery) -> Result<()> {
        let state = match delivery {
            Delivery::Saved => 0,
            Delivery::Delivered => AT_HUB,
            Delivery::TakenIn => AT_COUNTY,
        };
        self.transact(|transaction| {
            let mut statement =
                transaction.prepare_cached("UPDATE blobs SET state = max(state, ?2) WHERE blob = ?1")?;
            blobs.iter().try_for_each(|blob| statement.execute(params![blob, state]).map(drop))?;
            Ok(())
        })
    }

    /// What this device knows of one file.
    pub fn blob_state(&self, blob: &str) -> Result<BlobState> {
        let known = state(&*self.reader()?, blob)?;
        Ok(known.unwrap_or(BlobState { here: false, delivery: Delivery::Saved, gone: false }))
    }

    /// Files of living records that are here and that hub (or, with `county`, county) are not known to hold, the oldest first.
    pub fn blobs_waiting(&self, for_county: bool) -> Result<Vec<BlobRef>> {
        let below = if for_county { AT_COUNTY } else { AT_HUB };
        self.files(
            "SELECT b.station, b.blob FROM blobs b JOIN attachments a ON a.blob = b.blob
             WHERE b.here = 1 AND b.gone = 0 AND b.state < ?1 AND a.deleted_reason IS NULL
             GROUP BY b.blob ORDER BY min(a.created_ms), b.blob",
            below,
        )
    }

    /// Files of living records that are here.
    pub fn blobs_here(&self) -> Result<Vec<BlobRef>> {
        self.files(
            "SELECT b.station, b.blob FROM blobs b WHERE b.here = ?1 AND b.gone = 0
             AND EXISTS (SELECT 1 FROM attachments a WHERE a.blob = b.blob AND a.deleted_reason IS NULL) ORDER BY b.blob",
            1,
        )
    }

    /// Files of living records that are not here: what somebody wanted to see first, then the newest.
    pub fn blobs_missing(&self) -> Result<Vec<BlobRef>> {
        self.files(
            "SELECT a.station, a.blob FROM attachments a LEFT JOIN blobs b ON b.blob = a.blob
             WHERE a.deleted_reason IS NULL AND a.blob IS NOT NULL AND coalesce(b.here, 0) = 0 AND coalesce(b.gone, 0) = 0 AND ?1 > 0
             GROUP BY a.blob ORDER BY coalesce(b.wanted_ms, 0) DESC, max(a.created_ms) DESC, a.blob",
            1,
        )
    }

    fn files(&self, sql: &str, parameter: i64) -> Result<Vec<BlobRef>> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(sql)?;
        let found = statement.query_map([parameter], |row| Ok(BlobRef { station: row.get(0)?, blob: row.get(1)? }))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Somebody wants to see a file that is not here: it is fetched before others.
    pub fn blob_wanted(&self, file: &BlobRef, now_ms: u64) -> Result<()> {
        check_name(&file.blob)?;
        self.transact(|transaction| {
            transaction.execute(
                "INSERT INTO blobs (blob, station, size, here, wanted_ms) VALUES (?1, ?2, 0, 0, ?3)
                 ON CONFLICT (blob) DO UPDATE SET wanted_ms = excluded.wanted_ms WHERE here = 0",
                params![file.blob, file.station, now_ms as i64],
            )?;
            Ok(())
        })
    }

    /// Files of living records in sum.
    pub fn blob_counts(&self) -> Result<BlobCounts> {
        let reader = self.reader()?;
        let mut statement = reader.prepare_cached(
            "SELECT coalesce(b.here, 0), coalesce(b.state, 0), count(DISTINCT a.blob)
             FROM attachments a LEFT JOIN blobs b ON b.blob = a.blob
             WHERE a.deleted_reason IS NULL AND a.blob IS NOT NULL AND coalesce(b.gone, 0) = 0 GROUP BY 1, 2",
        )?;
        let mut rows = statement.query([])?;
        let mut counts = BlobCounts::default();
        while let Some(row) = rows.next()? {
            let (here, state, count): (bool, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let sum = match (here, state) {
                (false, _) => &mut counts.missing,
                (true, AT_COUNTY) => &mut counts.taken_in,
                (true, AT_HUB) => &mut counts.delivered,
                (true, _) => &mut counts.waiting,
            };
            *sum += count as u64;
        }
        Ok(counts)
    }

    /// The thumbnail of a file, if one has been kept.
    pub fn thumbnail(&self, blob: &str) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT jpeg FROM thumbnails WHERE blob = ?1";
        Ok(self.reader()?.prepare_cached(sql)?.query_row([blob], |row| row.get(0)).optional()?)
    }

    /// Keeps the thumbnail of a file that is here.
    pub fn thumbnail_put(&self, blob: &str, jpeg: &[u8]) -> Result<()> {
        self.space.want(&self.dir, jpeg.len() as u64)?;
        self.transact(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO thumbnails SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM blobs WHERE blob = ?1 AND here = 1)",
                params![blob, jpeg],
            )?;
            Ok(())
        })
    }

    /// Forgets a file for good: thumbnail, sealed file, and it is never fetched or taken again.
    pub fn forget_blob(&self, file: &BlobRef) -> Result<()> {
        self.transact(|transaction| forget(transaction, file))?;
        self.drop_gone_blobs()
    }

    /// Takes the files away of which the database says that they are forgotten. Only after its commit: a file whose erasing was not
    /// written down would be lost.
    pub(crate) fn drop_gone_blobs(&self) -> Result<()> {
        for file in self.files("SELECT station, blob FROM blobs WHERE gone >= ?1", 1)? {
            disk::remove(&self.blob_path(&file.blob))?;
        }
        Ok(())
    }

    /// Files that the county has erased and of which the hub has not been told.
    pub fn blobs_to_forget(&self) -> Result<Vec<BlobRef>> {
        self.files("SELECT station, blob FROM blobs WHERE gone = ?1 ORDER BY blob", 1)
    }

    /// The hub has forgotten it too.
    pub fn blob_forgotten_at_hub(&self, blob: &str) -> Result<()> {
        self.transact(|transaction| {
            transaction.execute("UPDATE blobs SET gone = 2 WHERE blob = ?1 AND gone = 1", [blob])?;
            Ok(())
        })
    }

    /// Makes table and folder agree: a row whose file is gone is missing, a file without a row is taken up again (a restored database
    /// knows less than the folder), a file that is forgotten goes.
    pub fn sweep_blobs(&self) -> Result<()> {
        let device = self.current_device();
        self.transact(|transaction| sweep(transaction, &self.dir, device.info.station.as_deref()))?;
        self.drop_gone_blobs()
    }

    pub(crate) fn blob_path(&self, blob: &str) -> PathBuf {
        path_of(&self.dir, blob)
    }
}

/// The name of a file: an HMAC of its hash under a secret that follows from the station's key, so that both PCs name the same photo
/// alike and nobody else can ask whether a photo is there.
fn name(secret: &str, station: &str, hash: &[u8; 32]) -> String {
    let mut key = [0; 32];
    // 32 bytes are never too many for HKDF-SHA-256, and an HMAC key may have any length.
    let expanded =
        Hkdf::<Sha256>::new(Some(b"hezhan v1 blob names"), secret.as_bytes()).expand(station.as_bytes(), &mut key);
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key length");
    expanded.expect("32 bytes");
    mac.update(hash);
    hex::encode(mac.finalize().into_bytes())
}
