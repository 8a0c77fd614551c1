//! A county whose keys are known here, so that what the fuzzer writes can be signed and sealed, and comes past the signatures. It is the
//! county of `tests/vectors` with its public keys exchanged; ids are as there.

use std::sync::OnceLock;

use changelog::signed::Document;
use changelog::{DeviceKeys, Identity, Roster, Signed, Signer};
use serde_json::{Value, json};

pub struct County {
    pub roster: Roster,
    pub root: Signer,
    pub hub: Signer,
    /// Every PC of the roster has this key.
    pub pc: DeviceKeys,
    pub identity: Identity,
}

pub fn county() -> &'static County {
    static COUNTY: OnceLock<County> = OnceLock::new();
    COUNTY.get_or_init(|| {
        let file: Value = serde_json::from_str(include_str!("../../vectors/county.json")).expect("the vectors");
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let mut roster: Roster = serde_json::from_str(&text(&file["roster"]["bytes"])).expect("their roster");
        let identity = || Identity::from_secret(&text(&file["identities"]["station"])).expect("their key");
        let [root, hub, signing] = [1, 2, 3].map(|byte| Signer::from_secret(&[byte; 32]));
        roster.root_key = root.public();
        roster.hub.iter_mut().for_each(|place| place.key = hub.public());
        for device in &mut roster.devices {
            device.verifying_key = signing.public();
        }
        County { roster, root, hub, pc: DeviceKeys { signing, identity: identity() }, identity: identity() }
    })
}

/// A document with this text, signed.
pub fn signed<T: Document>(text: &[u8], signer: &Signer) -> Option<Signed<T>> {
    let text = std::str::from_utf8(text).ok()?;
    let signature = signer.sign(T::PURPOSE, text.as_bytes());
    Signed::from_bytes(json!({ "bytes": text, "signature": signature }).to_string().as_bytes()).ok()
}
