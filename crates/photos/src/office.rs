//! Word and Excel files that may be kept as they are: whole packages without programs or other files in them. Their parts are counted,
//! measured and checked; nothing of what they say is read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::LARGEST_KEPT;
use crate::error::PhotoError;

/// Type of a Word file.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Type of an Excel file.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Parts of a file and bytes of all of them that are looked at; books of rules have a few dozen.
const PARTS: usize = 5_000;
const UNPACKED: u64 = 256 << 20;
/// Bytes of the list of parts.
const LIST: u64 = 1 << 20;

/// Whether the bytes are meant to be a package.
pub(crate) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether they are of Office before 2007, or a newer file locked with a password: both look the same from outside.
pub(crate) fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
}

/// Checks it; gives its type.
pub(crate) fn check(bytes: &[u8]) -> Result<&'static str, PhotoError> {
    if bytes.len() > LARGEST_KEPT {
        return Err(PhotoError::OfficeTooLarge);
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PhotoError::OfficeBroken)?;
    if package.len() > PARTS {
        return Err(PhotoError::OfficeBroken);
    }
    let mime = kind(&mut package)?;
    let mut room = UNPACKED;
    for part in 0..package.len() {
        let mut part = package.by_index(part).map_err(|_| PhotoError::OfficeBroken)?;
        if is_active(part.name()) {
            return Err(PhotoError::OfficeActive);
        }
        // To its end: only then its checksum is compared.
        let read = std::io::copy(&mut part.by_ref().take(room + 1), &mut std::io::sink());
        room = room.checked_sub(read.map_err(|_| PhotoError::OfficeBroken)?).ok_or(PhotoError::OfficeBroken)?;
    }
    Ok(mime)
}

/// What the list of parts says that its main part is; files with macros say something else.
fn kind(package: &mut ZipArchive<Cursor<&[u8]>>) -> Result<&'static str, PhotoError> {
    let Ok(list) = package.by_name("[Content_Types].xml") else { return Err(PhotoError::NotAPhoto) };
    let mut words = String::new();
    list.take(LIST).read_to_string(&mut words).map_err(|_| PhotoError::OfficeBroken)?;
    match () {
        () if words.contains("macroEnabled") => Err(PhotoError::OfficeActive),
        () if words.contains(&format!("{DOCX}.main+xml")) => Ok(DOCX),
        () if words.contains(&format!("{XLSX}.main+xml")) => Ok(XLSX),
        () => Err(PhotoError::NotAPhoto),
    }
}

/// Programs, and files within the file.
fn is_active(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    part.ends_with("vbaproject.bin") || part.contains("/activex/") || part.contains("/embeddings/")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::take;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
            writer.write_all(content).expect("its content");
        }
        writer.finish().expect("a package").into_inner()
    }

    fn list(main: &str) -> Vec<u8> {
        format!("<Types><Override PartName=\"/main.xml\" ContentType=\"{main}\"/></Types>").into_bytes()
    }

    fn word(more: &[(&str, &[u8])]) -> Vec<u8> {
        let list = list(&format!("{DOCX}.main+xml"));
        let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", &list), ("word/document.xml", b"<w/>")];
        parts.extend(more);
        package(&parts)
    }

    #[test]
    fn a_word_and_an_excel_file_are_kept_as_they_are() {
        let bytes = word(&[]);
        let taken = take(&bytes, false).expect("taken");
        assert_eq!((taken.mime, taken.bytes == bytes, taken.width, taken.thumbnail), (DOCX, true, 0, None));
        let sheet = package(&[("[Content_Types].xml", &list(&format!("{XLSX}.main+xml")))]);
        assert_eq!(take(&sheet, false).expect("taken").mime, XLSX);
    }

    #[test]
    fn programs_other_files_and_what_is_no_document_stay_out() {
        let refused = |bytes: &[u8]| take(bytes, false).expect_err("refused");
        assert_eq!(refused(&word(&[("word/vbaProject.bin", b"x")])), PhotoError::OfficeActive);
        assert_eq!(refused(&word(&[("word/embeddings/oleObject1.bin", b"x")])), PhotoError::OfficeActive);
        assert_eq!(refused(&word(&[("word/activeX/activeX1.xml", b"x")])), PhotoError::OfficeActive);
        let macros = list("application/vnd.ms-word.document.macroEnabled.main+xml");
        assert_eq!(refused(&package(&[("[Content_Types].xml", &macros)])), PhotoError::OfficeActive);
        assert_eq!(refused(&package(&[("pictures/one.txt", b"x")])), PhotoError::NotAPhoto);
        assert_eq!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]), PhotoError::OfficeOld);
    }

    #[test]
    fn a_file_that_was_not_copied_whole_or_changed_on_the_way_is_seen() {
        let bytes = word(&[("word/long.xml", &[b'a'; 4096])]);
        let refused = |bytes: &[u8]| take(bytes, false).expect_err("refused");
        for end in [5, bytes.len() / 2, bytes.len() - 10] {
            assert_eq!(refused(&bytes[..end]), PhotoError::OfficeBroken, "{end}");
        }
        let mut changed = bytes.clone();
        let at = changed.windows(8).position(|window| window == b"long.xml").expect("its name") + 8;
        changed[at + 2] ^= 0x55;
        assert_eq!(refused(&changed), PhotoError::OfficeBroken);
    }

    #[test]
    fn a_bomb_costs_a_message() {
        let zeros = vec![0; 64 << 20];
        let parts: Vec<(String, &[u8])> = (0..5).map(|part| (format!("word/{part}.xml"), zeros.as_slice())).collect();
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), *content)).collect();
        assert_eq!(take(&word(&parts), false), Err(PhotoError::OfficeBroken));
    }
}
