//! The PDF writer: the model goes as data into `templates/document.typ`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::document::{Block, Document, Photo};
use crate::error::{Error, Result};
use crate::page::Geometry;
use crate::typesetting::Forgetting;
use crate::{fitting, fonts, signing, text, typesetting};

/// A PDF and what could not be drawn in it.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font of this machine has; each stands as 〓 in the file.
    pub missing_glyphs: Vec<char>,
}

/// Stands where a character has no glyph, as printers have always done.
const GETA: char = '〓';

/// Writes a document as PDF, with its headings and the order in which it is read.
pub fn pdf(document: &Document) -> Result<Pdf> {
    let _forgetting = Forgetting;
    let (pages, missing) = lay_out(document)?;
    let bytes = typst_pdf::pdf(&pages, &PdfOptions::default()).map_err(not_written)?;
    Ok(Pdf { bytes, missing_glyphs: missing.into_iter().collect() })
}

pub(crate) fn not_written(errors: impl IntoIterator<Item = SourceDiagnostic>) -> Error {
    Error::Typesetting(errors.into_iter().next().map(|error| error.message.to_string()).unwrap_or_default())
}

/// Lays out a document, with the characters that could not be drawn.
pub(crate) fn lay_out(document: &Document) -> Result<(PagedDocument, BTreeSet<char>)> {
    let geometry = Geometry::of(document.page);
    let mut document = document.clone().squared()?;
    break_long_runs(&mut document, &geometry);
    let mut content = serde_json::to_value(&document).map_err(|error| Error::Typesetting(error.to_string()))?;
    let mut missing = drawable(&mut content);
    tell_blocks(&document, &mut content, &geometry);
    let data = json!({ "document": content, "page": geometry, "fonts": fonts::roles() });
    let photos = document.photos.into_iter().map(|photo| photo.jpeg).collect();
    let (pages, mut undrawn) = typesetting::lay_out("document.typ", &data, photos)?;
    missing.append(&mut undrawn);
    Ok((pages, missing))
}

/// Cleans every text and puts 〓 for what cannot be drawn, which it returns.
pub(crate) fn drawable(content: &mut Value) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    text::map_strings(content, &mut |text| {
        let text = text::clean(text);
        let mut absent = BTreeSet::new();
        fonts::missing(&text, &mut absent);
        if absent.is_empty() {
            return text;
        }
        let stand_in = if fonts::covered(GETA) { GETA } else { '?' };
        let drawn = text.chars().map(|c| if absent.contains(&c) { stand_in } else { c }).collect();
        missing.append(&mut absent);
        drawn
    });
    missing
}

/// Tells the template what was measured: of every table which rows may be split over pages and which stay with the next, how spaces to
/// sign are arranged, how large a photo is, the shares of a ring.
fn tell_blocks(document: &Document, content: &mut Value, page: &Geometry) {
    for (place, block) in document.blocks.iter().enumerate() {
        let told = &mut content["blocks"][place];
        match block {
            Block::Table(table) => {
                let signed = matches!(document.blocks.get(place + 1), Some(Block::Signatures { .. }));
                told["loose"] = json!(fitting::loose(table, page));
                told["kept"] = json!(fitting::kept(table, page, signed));
            }
            Block::Signatures { spaces } => told["arranged"] = json!(signing::arranged(spaces, page)),
            Block::Large { text } => told["size"] = json!(page.as_wide(text)),
            Block::Photo { photo, .. } => told["size"] = json!(document.photos.get(*photo).map(Photo::size)),
            Block::SmallPhotos { photos } => {
                for (at, one) in photos.iter().enumerate() {
                    told["photos"][at]["size"] = json!(document.photos.get(one.photo).map(Photo::small_size));
                }
            }
            Block::Figure(chart) => told["shares"] = json!(chart.shares()),
            _ => {}
        }
    }
}

/// Letters and digits without a gap break where their column or line ends.
fn break_long_runs(document: &mut Document, page: &Geometry) {
    for block in &mut document.blocks {
        match block {
            Block::Table(table) => {
                let total: f64 = table.columns.iter().map(|column| column.width).sum();
                for row in table.header.iter_mut().chain(&mut table.rows) {
                    let mut column = 0;
                    for cell in row {
                        let covered = &table.columns[column..column + cell.span as usize];
                        let share: f64 = covered.iter().map(|column| column.width).sum();
                        let room = page.text_width() * share / total - 8.0;
                        cell.text = text::break_runs(&cell.text, (room / (page.small * 0.6)) as usize);
                        column += cell.span as usize;
                    }
                }
            }
            Block::Title { text }
            | Block::Heading { text, .. }
            | Block::Paragraph { text }
            | Block::Note { text }
            | Block::Subtitle { text }
            | Block::Addressee { text } => {
                *text = text::break_runs(text, page.chars as usize);
            }
            _ => {}
        }
    }
}
