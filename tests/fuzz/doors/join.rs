//! The files of joining: join file, request and confirmation, as they come and with their content sealed anew; and the code as typed.

use changelog::{Confirmation, JoinFile, JoinRequest, OneTimeCode, Signed, seal};

use super::county::{county, signed};

/// What sealing costs: here the least.
const WORK: u8 = 1;

pub fn enter(data: &[u8]) {
    let county = county();
    let Ok(code) = OneTimeCode::parse("0123-4567-89AB-CDEF") else { return };
    let secrets = [county.identity.to_secret()];
    let _ = std::str::from_utf8(data).map(OneTimeCode::parse);
    let _ = (JoinFile::open(data, &code), JoinRequest::open(data, &secrets));
    if let Ok(sealed) = seal::with_passphrase(&code.to_string().replace('-', ""), WORK, data) {
        let _ = JoinFile::open(&sealed, &code);
    }
    let request: Option<Signed<JoinRequest>> = signed(data, &county.pc.signing);
    let plain = request.and_then(|request| request.to_bytes().ok()).unwrap_or_else(|| data.to_vec());
    if let Ok(sealed) = seal::to_recipients(&[county.identity.recipient().to_owned()], &plain) {
        let _ = JoinRequest::open(&sealed, &secrets);
    }
    if let Ok(confirmation) = Confirmation::from_bytes(data) {
        let _ = (confirmation.open(&county.pc, &county.root.public(), 0), confirmation.former(&county.pc));
    }
}
