//! A made-up county for the tests: keys, a signed roster, logs that can be written to, and a way to forge bundles that our
//! own code would never write. Nothing here is real.
#![allow(dead_code, reason = "the example that makes vectors uses a part of it")]

use changelog::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::Write;

pub const COUNTY: &str = "430181-heping";
pub const STATION: &str = "430181001";
pub const OTHER_STATION: &str = "430181002";
pub const NOW: u64 = 1_795_000_000_000;

pub struct County {
    pub root: RootKey,
    pub county: Identity,
    pub station: Identity,
    pub other_station: Identity,
    pub recovery: Identity,
    pub hub: Signer,
    /// A PC of the station.
    pub pc: DeviceKeys,
    /// A PC of the other station.
    pub other_pc: DeviceKeys,
    /// A PC of the county.
    pub county_pc: DeviceKeys,
    pub roster: Roster,
}

impl County {
    pub fn new() -> County {
        let [county, station, other_station, recovery] = std::array::from_fn(|_| Identity::generate());
        let [pc, other_pc, county_pc] = std::array::from_fn(|_| DeviceKeys::generate());
        let (root, hub) = (RootKey::generate(), Signer::generate());
        let roster = Roster {
            county_id: COUNTY.into(),
            county_name: "和平县（练习）".into(),
            division: "430181".into(),
            number: 3,
            time_ms: NOW,
            root_key: root.public(),
            county_recipient: county.recipient().into(),
            recovery_recipient: recovery.recipient().into(),
            hub: Some(HubPlace { url: "https://hub.example:8443".into(), pin: "00".repeat(32), key: hub.public() }),
            stations: vec![
                RosterStation {
                    code: STATION.into(),
                    name: "清溪镇社工站".into(),
                    recipient: station.recipient().into(),
                },
                RosterStation {
                    code: OTHER_STATION.into(),
                    name: "石桥乡社工站".into(),
                    recipient: other_station.recipient().into(),
                },
            ],
            events: Vec::new(),
            devices: vec![
                device(&pc, Some(STATION), "A"),
                device(&other_pc, Some(OTHER_STATION), "A"),
                device(&county_pc, None, "X"),
            ],
        };
        County { root, county, station, other_station, recovery, hub, pc, other_pc, county_pc, roster }
    }

    pub fn recipients(&self) -> Vec<String> {
        vec![self.station.recipient().into(), self.county.recipient().into()]
    }

    pub fn seal(&self, segments: &[SegmentOfChanges]) -> Vec<u8> {
        bundle::seal(COUNTY, &self.pc, &self.recipients(), segments, None).unwrap()
    }

    pub fn open(&self, bytes: &[u8]) -> Result<(Envelope, Vec<Opened>)> {
        bundle::open(bytes, &Limits::default(), &self.roster, &[self.station.to_secret()])
    }

    /// The one segment of a bundle, or why there is none.
    pub fn open_one(&self, bytes: &[u8]) -> Result<SegmentOfChanges> {
        let (_, mut opened) = self.open(bytes)?;
        opened.pop().unwrap().map_err(|quarantined| quarantined.reason)
    }
}

pub fn device(keys: &DeviceKeys, station: Option<&str>, letter: &str) -> RosterDevice {
    let public = keys.public();
    RosterDevice {
        id: public.id,
        station: station.map(str::to_owned),
        letter: letter.into(),
        name: "办公室电脑".into(),
        verifying_key: public.verifying_key,
        recipient: public.recipient,
        revoked: None,
    }
}

/// A log being written.
pub struct Log {
    pub id: LogId,
    pub seed: SaltSeed,
    pub clock: Clock,
    pub changes: Vec<Change>,
}

impl Log {
    /// A log that begins with its `open` change.
    pub fn open(device: &DeviceKeys, audience: Audience) -> Log {
        let mut log =
            Log { id: LogId::random(), seed: SaltSeed::random(), clock: Clock::default(), changes: Vec::new() };
        let opening = Opening { device: device.id(), audience, reason: "created".into(), predecessor: None };
        let (hlc, doubtful) = log.clock.tick(NOW, 0, NOW);
        let (header, payload) = opening.to_change(log.id, "staff-1", hlc, doubtful, 0).unwrap();
        log.push(header, payload);
        log
    }

    /// A log of the station with `visits` saves of one change after its `open`.
    pub fn with_visits(keys: &DeviceKeys, visits: usize) -> Log {
        let mut log = Log::open(keys, Audience::Station(STATION.into()));
        for n in 0..visits {
            log.save(vec![json!({"place": "堂屋", "purpose": format!("第{n}次探访")})]);
        }
        log
    }

    pub fn head(&self) -> Head {
        self.changes.last().map_or(Head::ZERO, |change| change.head)
    }

    fn push(&mut self, header: Header, payload: Payload) {
        let salt = self.seed.salt(&self.id, header.seq);
        self.changes.push(Change::write(header, &payload, salt, &self.head()).unwrap());
    }

    /// One save of several changes.
    pub fn save(&mut self, payloads: Vec<Value>) {
        let count = payloads.len() as u32;
        for (n, payload) in (1..).zip(payloads) {
            let Value::Object(payload) = payload else { panic!("an object") };
            let (hlc, doubtful) = self.clock.tick(NOW + 1000 * self.changes.len() as u64, 0, NOW);
            let seq = self.changes.len() as u64 + 1;
            let header = Header {
                v: 1,
                log: self.id,
                seq,
                rest: count - n,
                hlc,
                doubtful,
                author: "staff-1".into(),
                kind: "visit".into(),
                record: format!("00000000-0000-4000-8000-{seq:012}"),
                op: Op::Set,
                overwrites: Default::default(),
            };
            self.push(header, payload);
        }
    }

    /// The changes from place `start` (0-based) up to `end`, signed.
    pub fn segment(&self, keys: &DeviceKeys, start: usize, end: usize) -> SegmentOfChanges {
        let before = if start == 0 { Head::ZERO } else { self.changes[start - 1].head };
        let changes = self.changes[start..end].to_vec();
        SegmentOfChanges::sign(COUNTY, keys, before, Salts::Seed(self.seed.clone()), changes).unwrap()
    }

    pub fn whole(&self, keys: &DeviceKeys) -> SegmentOfChanges {
        self.segment(keys, 0, self.changes.len())
    }
}

/// The lines of a bundle's body, decrypted and decompressed.
pub fn body_lines(bytes: &[u8], identity: &Identity) -> Vec<String> {
    let (_, sealed) = bundle::envelope(bytes, &Limits::default()).unwrap();
    let plain = seal::open(&[identity.to_secret()], sealed.ciphertext, 1 << 30).unwrap();
    let text = String::from_utf8(zstd::decode_all(&plain[..]).unwrap()).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// A correctly sealed and signed bundle with any body and an envelope changed at will.
pub fn forge(like: &Envelope, sender: &DeviceKeys, body: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut compressed = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    compressed.write_all(body).unwrap();
    forge_compressed(like, sender, &compressed.finish().unwrap(), change)
}

/// The same, with any bytes in place of the compressed body.
pub fn forge_compressed(
    like: &Envelope,
    sender: &DeviceKeys,
    compressed: &[u8],
    change: impl FnOnce(&mut Value),
) -> Vec<u8> {
    let ciphertext = seal::to_recipients(&like.recipients, compressed).unwrap();
    let mut envelope = serde_json::to_value(like).unwrap();
    envelope["sender"] = json!(sender.id());
    envelope["length"] = json!(ciphertext.len());
    envelope["sha256"] = json!(hex::encode(Sha256::digest(&ciphertext)));
    change(&mut envelope);
    let mut bytes = serde_json::to_vec(&envelope).unwrap();
    let signature = sender.sign(Purpose::Bundle, &bytes);
    bytes.extend(format!("\n{signature}\n").bytes());
    bytes.extend(ciphertext);
    bytes
}

/// The same bundle with its body's lines changed; envelope, hash and signature fit again.
pub fn with_lines(county: &County, bytes: &[u8], change: impl FnOnce(&mut Vec<String>)) -> Vec<u8> {
    let mut lines = body_lines(bytes, &county.station);
    change(&mut lines);
    let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let (envelope, _) = bundle::envelope(bytes, &Limits::default()).unwrap();
    forge(&envelope, &county.pc, body.as_bytes(), |_| {})
}

/// A bundle of segments that our own code would not seal, written as they are.
pub fn forge_segments(county: &County, segments: &[SegmentOfChanges]) -> Vec<u8> {
    let mut body = String::new();
    for segment in segments {
        let SignedSegment { segment: place, signature } = &segment.signed;
        body += &format!("{}\n", json!({"segment": place, "signature": signature, "salts": segment.salts}));
        for change in &segment.changes {
            body += &match &change.body {
                Body::Kept { payload_bytes, .. } => {
                    format!("[{},{payload_bytes}]\n", change.header_bytes)
                }
                Body::Erased { payload_hash } => {
                    format!("[{},null,\"{}\"]\n", change.header_bytes, hex::encode(payload_hash))
                }
            };
        }
    }
    let like = Envelope {
        format: bundle::FORMAT.into(),
        suite: bundle::SUITE,
        content: bundle::CONTENT.into(),
        county: COUNTY.into(),
        sender: county.pc.id(),
        recipients: county.recipients(),
        min_reader: bundle::READER,
        segments: segments.iter().map(|segment| SegmentRange::from(&segment.signed.segment)).collect(),
        length: 0,
        sha256: String::new(),
        program: None,
    };
    forge(&like, &county.pc, body.as_bytes(), |_| {})
}

/// Signs any run of changes as a segment, whole saves or not.
pub fn sign_anything(keys: &DeviceKeys, before: Head, salts: Salts, changes: Vec<Change>) -> SegmentOfChanges {
    let (first, last) = (&changes[0], &changes[changes.len() - 1]);
    let segment = Segment {
        county: COUNTY.into(),
        device: keys.id(),
        log: first.header.log,
        from: first.header.seq,
        to: last.header.seq,
        head_before: before,
        head_after: last.head,
    };
    SegmentOfChanges { signed: segment.sign(keys), salts, changes }
}
