//! PDF scans that may be kept as they are: whole, open to everybody, without programs or other files in it. Judged by a reader of
//! PDF (`hayro-syntax`), which sees into compressed parts and is not misled by bytes of a photo; it runs and draws nothing.

use std::panic::catch_unwind;
use std::sync::Arc;

use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::{Array, MaybeRef, Name, Object};
use hayro_syntax::{LoadPdfError, Pdf};

use crate::error::PhotoError;

/// How deep objects lie in one another before nobody looks further.
const DEEPEST: usize = 32;
/// Where the mark of a PDF must begin: what mail and web servers put before it is let be.
const MARK_WITHIN: usize = 1024;

/// Whether the bytes are meant to be a PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    find(&bytes[..bytes.len().min(MARK_WITHIN)], b"%PDF-").is_some()
}

/// Checks it; gives the number of pages.
pub(crate) fn check(bytes: &[u8]) -> Result<Option<u32>, PhotoError> {
    if bytes.len() > crate::LARGEST_KEPT {
        return Err(PhotoError::PdfTooLarge);
    }
    if !is_whole(bytes) {
        return Err(PhotoError::PdfBroken);
    }
    // The reader is made for damaged files; should one break it all the same, it is no scan to keep.
    catch_unwind(|| judged(bytes)).unwrap_or(Err(PhotoError::PdfBroken))
}

fn judged(bytes: &[u8]) -> Result<Option<u32>, PhotoError> {
    // A password that only the owner needs, to change it, hinders nobody who reads.
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PhotoError::PdfLocked,
        LoadPdfError::Invalid => PhotoError::PdfBroken,
    })?;
    if pdf.objects().into_iter().any(|object| is_active(&object, 0)) {
        return Err(PhotoError::PdfActive);
    }
    let pages = pdf.pages().len() as u32;
    if pages == 0 { Err(PhotoError::PdfBroken) } else { Ok(Some(pages)) }
}

/// The end of the file has come: behind the last end mark may stand anything but objects.
fn is_whole(bytes: &[u8]) -> bool {
    let last = |word: &[u8]| bytes.windows(word.len()).rposition(|window| window == word);
    let (Some(end), Some(_)) = (last(b"%%EOF"), last(b"startxref")) else { return false };
    find(&bytes[end..], b" obj").is_none()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// Programs, other files and moving media, in an object or what lies in it.
fn is_active(object: &Object, depth: usize) -> bool {
    match object {
        Object::Dict(dict) => dict_is_active(dict, depth),
        Object::Stream(stream) => dict_is_active(stream.dict(), depth),
        Object::Array(array) => depth < DEEPEST && inside(array).any(|object| is_active(&object, depth + 1)),
        _ => false,
    }
}

fn inside<'a>(array: &'a Array<'a>) -> impl Iterator<Item = Object<'a>> + 'a {
    array.raw_iter().filter_map(|object| match object {
        MaybeRef::NotRef(object) => Some(object),
        // What is referred to is among the objects itself.
        MaybeRef::Ref(_) => None,
    })
}

fn dict_is_active(dict: &Dict, depth: usize) -> bool {
    let named = |key: &[u8], names: &[&[u8]]| {
        dict.get::<Name>(key).is_some_and(|name| names.iter().any(|known| &*name == *known))
    };
    let holds = |key: &[u8]| dict.contains_key(key);
    let own = holds(b"JS")
        || holds(b"JavaScript")
        || holds(b"EmbeddedFiles")
        || holds(b"EF")
        || named(b"S", &[b"JavaScript", b"Launch", b"ImportData", b"SubmitForm"])
        || named(b"Type", &[b"EmbeddedFile"])
        || named(b"Subtype", &[b"RichMedia", b"FileAttachment", b"Movie", b"Screen"]);
    let below = |object: MaybeRef<Object>| match object {
        MaybeRef::NotRef(object) => is_active(&object, depth + 1),
        MaybeRef::Ref(_) => false,
    };
    own || depth < DEEPEST && dict.entries().any(|(_, object)| below(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &str = "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 4 0 R>> endobj\n\
        4 0 obj <</Type /Pages /Count 2 /Kids [2 0 R 3 0 R] >> endobj\n\
        2 0 obj <</Type /Page /Parent 4 0 R /MediaBox [0 0 9 9]>> endobj\n\
        3 0 obj <</Type/Page/Parent 4 0 R /MediaBox [0 0 9 9]>> endobj\n\
        trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";

    #[test]
    fn a_scan_is_whole_open_and_quiet() {
        assert_eq!(check(SCAN.as_bytes()), Ok(Some(2)));
        assert_eq!(check(&SCAN.as_bytes()[..SCAN.len() - 9]), Err(PhotoError::PdfBroken));
        for (word, refusal) in [
            ("/Count 2 /AA << /O << /S /JavaScript /JS (app.alert) >> >>", PhotoError::PdfActive),
            ("/Count 2 /A << /S /Launch >>", PhotoError::PdfActive),
            ("/Count 2 /F [ << /Type /EmbeddedFile >> ]", PhotoError::PdfActive),
        ] {
            assert_eq!(check(SCAN.replace("/Count 2", word).as_bytes()), Err(refusal), "{word}");
        }
        assert_eq!(check(&vec![b' '; crate::LARGEST_KEPT + 1]), Err(PhotoError::PdfTooLarge));
    }

    #[test]
    fn words_of_a_program_that_stand_in_a_picture_by_chance_are_no_program() {
        let photo = "5 0 obj <</Length 24>> stream\nxx/JS (x)/Launch/Encrypt\nendstream endobj\ntrailer";
        assert_eq!(check(SCAN.replace("trailer", photo).as_bytes()), Ok(Some(2)));
    }

    #[test]
    fn bytes_before_the_mark_and_behind_the_end_do_no_harm_but_a_cut_file_is_broken() {
        let around = [b"\r\nHTTP ".as_slice(), SCAN.as_bytes(), &[0; 4000]].concat();
        assert!(is_pdf(&around));
        assert_eq!(check(&around), Ok(Some(2)));
        let cut = format!("{SCAN}9 0 obj <</Type /Page>>");
        assert_eq!(check(cut.as_bytes()), Err(PhotoError::PdfBroken), "the first part of a file written for the web");
    }
}
