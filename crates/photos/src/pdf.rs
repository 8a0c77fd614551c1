//! PDF scans that may be kept as they are: whole, without a lock, without programs or other files in it. It looks at the bytes and
//! opens nothing; what a compressed part of the file hides it cannot see.

use crate::error::PhotoError;

/// Checks it; gives the number of pages where that can be seen.
pub(crate) fn check(bytes: &[u8]) -> Result<Option<u32>, PhotoError> {
    if bytes.len() > crate::LARGEST_KEPT {
        return Err(PhotoError::PdfTooLarge);
    }
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !holds(tail, b"%%EOF") || !holds(tail, b"startxref") {
        return Err(PhotoError::PdfBroken);
    }
    if holds(bytes, b"/Encrypt") {
        return Err(PhotoError::PdfLocked);
    }
    if [&b"/JavaScript"[..], b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia"]
        .iter()
        .any(|word| holds(bytes, word))
    {
        return Err(PhotoError::PdfActive);
    }
    let pages = [&b"/Type /Page"[..], b"/Type/Page"].iter().map(|word| whole_words(bytes, word)).sum::<u32>();
    Ok((pages > 0).then_some(pages))
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// How often the word stands there and does not go on (`/Pages`).
fn whole_words(bytes: &[u8], word: &[u8]) -> u32 {
    let ends = |at: usize| bytes.get(at + word.len()).is_none_or(|next| !next.is_ascii_alphanumeric());
    bytes.windows(word.len()).enumerate().filter(|(at, window)| *window == word && ends(*at)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &str = "%PDF-1.4\n1 0 obj <</Type /Pages /Count 2>>\n2 0 obj <</Type /Page>>\n3 0 obj <</Type/Page/Parent 1 0 R>>\nstartxref\n9\n%%EOF\n";

    #[test]
    fn a_scan_is_whole_open_and_quiet() {
        assert_eq!(check(SCAN.as_bytes()), Ok(Some(2)));
        assert_eq!(check(&SCAN.as_bytes()[..SCAN.len() - 9]), Err(PhotoError::PdfBroken));
        for (word, refusal) in [
            ("/Encrypt 5 0 R", PhotoError::PdfLocked),
            ("/S /JavaScript /JS (app.alert)", PhotoError::PdfActive),
            ("/S /Launch", PhotoError::PdfActive),
            ("/Type /EmbeddedFile", PhotoError::PdfActive),
        ] {
            assert_eq!(check(SCAN.replace("/Count 2", word).as_bytes()), Err(refusal), "{word}");
        }
        assert_eq!(check(&vec![b' '; crate::LARGEST_KEPT + 1]), Err(PhotoError::PdfTooLarge));
    }
}
