//! Content of a pack as it is written: a first line that says what it is, then an age file of JSON lines: the signed manifest, and every row. The
//! manifest names each row with its fingerprint, so that one altered row is found and named.

use std::collections::BTreeMap;

use changelog::{Payload, PublicKey, Purpose, Signature, seal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::kernel::error::{CommandError, ErrorCode};

/// What a pack begins with.
const FIRST_LINE: &[u8] = b"hezhan-pack 1\n";
/// Above any pack.
pub(super) const LIMIT: usize = 512 << 20;

/// What the county says of a pack, and signs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// County id, so that comments find their way back.
    pub county_id: String,
    pub county_name: String,
    /// What comments are sealed to.
    pub county_recipient: String,
    pub year: i32,
    /// The first day of which every row is here; empty in a pack of an older program: of the year.
    #[serde(default)]
    pub from: String,
    /// The last day that figures are counted up to.
    pub until: String,
    pub seed: String,
    /// The day it was made.
    pub made: String,
    pub stations: Vec<PackStation>,
    /// Up to where each log had come: (log, seq, head).
    pub heads: Vec<(String, u64, String)>,
    /// Records drawn to be looked at: kind → ids.
    pub drawn: BTreeMap<String, Vec<String>>,
    /// Every row's fingerprint: (kind, id, fingerprint).
    pub rows: Vec<(String, String, String)>,
    /// Figures as the county counts them from the whole records.
    pub figures: Vec<PackFigure>,
    /// Frozen reports.
    pub reports: Vec<PackReport>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PackStation {
    pub code: String,
    pub name: String,
}

/// A figure: whose, of which period (`2026`, `2026-11`), and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackFigure {
    pub station: String,
    pub period: String,
    pub code: String,
    pub label: String,
    pub unit: String,
    pub text: String,
}

/// A frozen report of a station, or of the county: its figures and its texts, without names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PackReport {
    /// Empty: the county's.
    pub station: String,
    pub id: String,
    pub title: String,
    /// `2026-10`, `2026-Q3`, `2026`.
    #[serde(rename = "month")]
    pub period: String,
    /// The days that it counts; none where it counts nothing, and in a pack of an older program, which held briefs alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<(String, String)>,
    pub version: u64,
    pub frozen: String,
    pub heads: String,
    /// Code and text of each figure.
    pub figures: Vec<(String, String)>,
    /// What a report of the county says of stations in the pack: station, code and text.
    #[serde(default)]
    pub lines: Vec<(String, String, String)>,
    /// Heading and text.
    pub sections: Vec<(String, String)>,
}

/// A row, de-identified.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PackRow {
    pub kind: String,
    pub id: String,
    /// Station code; empty for what the county says to all.
    pub station: String,
    pub fields: Payload,
    /// The same number: one person, whoever it is (R25).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Signed {
    manifest: String,
    key: PublicKey,
    signature: Signature,
}

/// A pack that was opened.
pub(super) struct Opened {
    pub manifest: Manifest,
    /// Device id of who signed it; none where the signature does not fit.
    pub signer: Option<String>,
    pub rows: Vec<PackRow>,
    /// Fingerprints of the rows as they came, in the order of `rows`.
    pub fingerprints: Vec<String>,
    /// Of the manifest: names the pack.
    pub fingerprint: String,
}

/// A row as a line, with its fingerprint.
pub(super) fn line(row: &PackRow) -> Result<(String, String), CommandError> {
    let line = serde_json::to_string(row).map_err(|_| CommandError::internal("评估包不能写成 JSON"))?;
    let fingerprint = fingerprint(line.as_bytes());
    Ok((line, fingerprint))
}

pub(super) fn fingerprint(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..16])
}

/// The file: manifest and lines sealed to the evaluator.
pub(super) fn sealed(
    manifest: &Manifest,
    lines: &[String],
    recipient: &str,
    sign: impl FnOnce(&[u8]) -> (PublicKey, Signature),
) -> Result<Vec<u8>, CommandError> {
    let manifest = serde_json::to_string(manifest).map_err(|_| CommandError::internal("评估包不能写成 JSON"))?;
    let (key, signature) = sign(manifest.as_bytes());
    let first = serde_json::to_string(&Signed { manifest, key, signature });
    let mut plain = first.map_err(|_| CommandError::internal("评估包不能写成 JSON"))?;
    for line in lines {
        plain.push('\n');
        plain.push_str(line);
    }
    let sealed = seal::to_recipients(&[recipient.to_owned()], plain.as_bytes()).map_err(|_| not_a_key())?;
    Ok([FIRST_LINE, &sealed].concat())
}

/// Opens the file with the evaluator's key.
pub(super) fn open(bytes: &[u8], identity: &str) -> Result<Opened, CommandError> {
    let Some(body) = bytes.strip_prefix(FIRST_LINE) else {
        return Err(CommandError::new(ErrorCode::WrongFile, "这不是评估包，请选县里发来的 .hzp 评估包文件。"));
    };
    let plain = seal::open(&[identity.to_owned()], body, LIMIT).map_err(|error| match error {
        changelog::Error::NotForUs => CommandError::new(
            ErrorCode::ForeignFile,
            "这个评估包是封给另一把钥匙的，用这把打不开。请换制作公钥时的那个钥匙文件，或请县里按您的公钥重新制作。",
        ),
        changelog::Error::TooLarge => CommandError::new(ErrorCode::WrongFile, "这个文件太大，不会是评估包。"),
        _ => damaged(),
    })?;
    let text = String::from_utf8(plain).map_err(|_| damaged())?;
    let mut lines = text.lines();
    let first = lines.next().and_then(|line| serde_json::from_str::<Signed>(line).ok()).ok_or_else(damaged)?;
    let manifest: Manifest = serde_json::from_str(&first.manifest).map_err(|_| damaged())?;
    let fits = first.key.check(Purpose::Pack, first.manifest.as_bytes(), &first.signature).is_ok();
    let (mut rows, mut fingerprints) = (Vec::new(), Vec::new());
    for line in lines {
        rows.push(serde_json::from_str::<PackRow>(line).map_err(|_| damaged())?);
        fingerprints.push(fingerprint(line.as_bytes()));
    }
    Ok(Opened {
        signer: fits.then(|| first.key.device_id()),
        fingerprint: fingerprint(first.manifest.as_bytes()),
        manifest,
        rows,
        fingerprints,
    })
}

/// The refusal of something that is no evaluator's key.
pub(super) fn not_a_key() -> CommandError {
    CommandError::invalid_field("recipient", "这不是评估方的公钥：公钥以 age1 开头，请从评估方发来的文件里整行复制。")
}

fn damaged() -> CommandError {
    CommandError::new(ErrorCode::DamagedFile, "评估包已损坏或不完整，请重新拷贝，或请县里再发一次。")
}
