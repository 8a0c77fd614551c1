//! A page of a PDF as a picture: our own papers come back as they were written, and what is no PDF is none.

use documents::{pdf, scan_page};

use crate::brief;

#[test]
fn a_page_becomes_a_picture_and_what_cannot_be_shown_is_nothing() {
    let paper = pdf(&brief::full_pages()).unwrap().bytes;
    let (png, pages) = scan_page(&paper, 0, 300).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    assert_eq!((pages, u32::from_be_bytes(png[16..20].try_into().unwrap())), (3, 300));
    assert_eq!(scan_page(&paper, 3, 300), None, "there is no fourth page");
    for broken in [&b""[..], b"%PDF-1.4\n", &paper[..paper.len() / 2]] {
        let _ = scan_page(broken, 0, 300);
    }
    assert_eq!(scan_page(b"no pdf", 0, 300), None);
}
