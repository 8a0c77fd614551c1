//! The test that every way of making a paper empties the typesetter's cache; apart from `typesetting`, which knows none of those ways.

use serde_json::json;

use crate::chart::pixels_of;
use crate::document::{Block, Document, Photo};
use crate::error::Result;
use crate::pages::Pages;
use crate::pdf::pdf;
use crate::typesetting::FORGOTTEN;

fn forgotten<T>(make: impl FnOnce() -> Result<T>) -> (bool, u32) {
    let before = FORGOTTEN.get();
    let made = make().is_ok();
    (made, FORGOTTEN.get() - before)
}

#[test]
fn what_was_laid_out_is_forgotten_also_where_it_could_not_be_made() {
    let good = Document { blocks: vec![Block::Paragraph { text: "周明".into() }], ..Document::default() };
    let mut bad = good.clone();
    bad.blocks.push(Block::Photo { photo: 0, caption: String::new() });
    bad.photos.push(Photo { jpeg: b"no photo".to_vec(), pixels: (100, 100) });
    assert_eq!(forgotten(|| pdf(&good)), (true, 1));
    assert_eq!(forgotten(|| pdf(&bad)), (false, 1));
    assert_eq!(forgotten(|| Pages::default().add(&bad, 1)), (false, 1));
    assert_eq!(forgotten(|| pixels_of("picture_page.typ", &json!({}))), (false, 1));
}
