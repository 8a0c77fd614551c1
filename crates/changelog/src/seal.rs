//! Sealing small things with age: to recipients, or with a passphrase. Works on memory; a bundle's body has its own
//! streaming path in `bundle`.

use age::{Decryptor, Encryptor, secrecy::SecretString};
use std::io::{Read, Write};

use crate::error::{Error, Result};

/// The work factor for one-time codes, which are random and long.
pub const CODE_WORK_FACTOR: u8 = 14;
/// The work factor for passphrases that people choose (128 MiB of memory, under a second).
pub const PASSPHRASE_WORK_FACTOR: u8 = 17;
/// More than this we refuse to compute: what `age -p` writes, for which 256 MiB are enough.
const MAX_WORK_FACTOR: u8 = 18;

/// Seals bytes for exactly these recipients (`age1…`).
pub fn to_recipients(recipients: &[String], plain: &[u8]) -> Result<Vec<u8>> {
    write(encryptor(recipients)?, plain)
}

/// Opens what was sealed to one of these identities (`AGE-SECRET-KEY-1…`); at most `limit` plain bytes.
pub fn open(identities: &[String], sealed: &[u8], limit: usize) -> Result<Vec<u8>> {
    let mut plain = Vec::new();
    reader(identities, sealed)?.take(limit as u64 + 1).read_to_end(&mut plain).map_err(|_| Error::BadCiphertext)?;
    if plain.len() > limit { Err(Error::TooLarge) } else { Ok(plain) }
}

/// Seals bytes with a passphrase (age scrypt).
pub fn with_passphrase(passphrase: &str, work_factor: u8, plain: &[u8]) -> Result<Vec<u8>> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(work_factor);
    let encryptor =
        Encryptor::with_recipients([&recipient as &dyn age::Recipient].into_iter()).map_err(|_| Error::CannotWrite)?;
    write(encryptor, plain)
}

/// Opens what was sealed with a passphrase; at most `limit` plain bytes.
pub fn open_with_passphrase(passphrase: &str, sealed: &[u8], limit: usize) -> Result<Vec<u8>> {
    let decryptor = Decryptor::new_buffered(sealed).map_err(|_| Error::BadDocument)?;
    if !decryptor.is_scrypt() {
        return Err(Error::BadDocument);
    }
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    let reader = decryptor.decrypt([&identity as &dyn age::Identity].into_iter()).map_err(|error| match error {
        age::DecryptError::ExcessiveWork { .. } => Error::TooLarge,
        _ => Error::WrongPassphrase,
    })?;
    let mut plain = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut plain).map_err(|_| Error::BadCiphertext)?;
    if plain.len() > limit { Err(Error::TooLarge) } else { Ok(plain) }
}

/// An encryptor for exactly these recipients.
pub(crate) fn encryptor(recipients: &[String]) -> Result<Encryptor> {
    let keys: Vec<age::x25519::Recipient> =
        recipients.iter().map(|text| text.parse().map_err(|_| Error::BadKey)).collect::<Result<_>>()?;
    Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).map_err(|_| Error::BadKey)
}

/// A reader of the plain bytes, if one of the identities fits.
pub(crate) fn reader<'a>(identities: &[String], sealed: &'a [u8]) -> Result<age::stream::StreamReader<&'a [u8]>> {
    let keys: Vec<age::x25519::Identity> =
        identities.iter().map(|text| text.trim().parse().map_err(|_| Error::BadKey)).collect::<Result<_>>()?;
    let decryptor = Decryptor::new_buffered(sealed).map_err(|_| Error::BadCiphertext)?;
    decryptor.decrypt(keys.iter().map(|key| key as &dyn age::Identity)).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => Error::NotForUs,
        _ => Error::BadCiphertext,
    })
}

fn write(encryptor: Encryptor, plain: &[u8]) -> Result<Vec<u8>> {
    let mut sealed = Vec::with_capacity(plain.len() + 512);
    let mut writer = encryptor.wrap_output(&mut sealed).map_err(|_| Error::CannotWrite)?;
    writer.write_all(plain).map_err(|_| Error::CannotWrite)?;
    writer.finish().map_err(|_| Error::CannotWrite)?;
    Ok(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Identity;

    #[test]
    fn only_the_given_recipients_open_it() {
        let (one, two, stranger) = (Identity::generate(), Identity::generate(), Identity::generate());
        let sealed = to_recipients(&[one.recipient().into(), two.recipient().into()], b"text").unwrap();
        for identity in [&one, &two] {
            assert_eq!(open(&[identity.to_secret()], &sealed, 4).unwrap(), b"text");
        }
        assert_eq!(open(&[stranger.to_secret()], &sealed, 4), Err(Error::NotForUs));
        assert_eq!(open(&[one.to_secret()], &sealed, 3), Err(Error::TooLarge));
        assert_eq!(open(&[one.to_secret()], &sealed[..sealed.len() - 1], 4), Err(Error::BadCiphertext));
    }

    #[test]
    fn a_wrong_passphrase_is_told_apart_from_a_damaged_file() {
        let sealed = with_passphrase("雨后春笋", 4, b"text").unwrap();
        assert_eq!(open_with_passphrase("雨后春笋", &sealed, 9).unwrap(), b"text");
        assert_eq!(open_with_passphrase("雨后", &sealed, 9), Err(Error::WrongPassphrase));
        assert_eq!(open_with_passphrase("雨后春笋", b"no age file", 9), Err(Error::BadDocument));
    }
}
