//! The PDF writer: the model goes as data into `templates/document.typ`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use crate::document::{Block, Document};
use crate::error::{Error, Result};
use crate::page::Geometry;
use crate::{fitting, fonts, text, typesetting};

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

/// Writes a document as PDF.
pub fn pdf(document: &Document) -> Result<Pdf> {
    pdf_of(std::slice::from_ref(document))
}

/// Writes several papers as one PDF; each begins on a page of its own and counts its own pages.
pub fn pdf_of(documents: &[Document]) -> Result<Pdf> {
    let (pages, missing) = lay_out(documents)?;
    let bytes = typst_pdf::pdf(&pages, &PdfOptions::default()).map_err(|errors| {
        Error::Typesetting(errors.first().map(|error| error.message.to_string()).unwrap_or_default())
    })?;
    Ok(Pdf { bytes, missing_glyphs: missing.into_iter().collect() })
}

/// Pages as pictures to look at before printing.
#[derive(Debug, Clone)]
pub struct Preview {
    /// How many pages there are in all.
    pub pages: usize,
    /// PNG of each page asked for.
    pub pictures: Vec<Vec<u8>>,
    /// Characters that no font of this machine has.
    pub missing_glyphs: Vec<char>,
}

/// Dots per inch of a preview: an A4 page is about 830 dots wide.
const PREVIEW_DOTS: f64 = 100.0;

/// Draws `count` pages from `first` (0 is the first page) of the PDF that [`pdf_of`] would write.
pub fn preview(documents: &[Document], first: usize, count: usize) -> Result<Preview> {
    let (laid_out, missing) = lay_out(documents)?;
    let options = RenderOptions { pixel_per_pt: (PREVIEW_DOTS / 72.0).into(), ..RenderOptions::default() };
    let mut pictures = Vec::new();
    for page in laid_out.pages().iter().skip(first).take(count) {
        let pixels = typst_render::render(page, &options);
        pictures.push(pixels.encode_png().map_err(|error| Error::Typesetting(error.to_string()))?);
    }
    Ok(Preview { pages: laid_out.pages().len(), pictures, missing_glyphs: missing.into_iter().collect() })
}

fn lay_out(documents: &[Document]) -> Result<(PagedDocument, BTreeSet<char>)> {
    let (mut papers, mut missing) = (Vec::new(), BTreeSet::new());
    for document in documents {
        let geometry = Geometry::of(document.page);
        let mut document = document.clone().squared()?;
        break_long_runs(&mut document, &geometry);
        let mut content = serde_json::to_value(&document).map_err(|error| Error::Typesetting(error.to_string()))?;
        missing.append(&mut drawable(&mut content));
        tell_rows(&document, &mut content, &geometry);
        papers.push(json!({ "document": content, "page": geometry }));
    }
    if papers.is_empty() {
        return lay_out(&[Document::default()]);
    }
    let data = json!({ "papers": papers, "fonts": fonts::roles() });
    let (pages, mut undrawn) = typesetting::lay_out("document.typ", &data)?;
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

/// Tells the template of every table which rows may be split over pages and which stay with the next.
fn tell_rows(document: &Document, content: &mut Value, page: &Geometry) {
    for (place, block) in document.blocks.iter().enumerate() {
        if let Block::Table(table) = block {
            let signed = matches!(document.blocks.get(place + 1), Some(Block::Signatures { .. }));
            content["blocks"][place]["loose"] = json!(fitting::loose(table, page));
            content["blocks"][place]["kept"] = json!(fitting::kept(table, page, signed));
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
            Block::Title { text } | Block::Heading { text, .. } | Block::Paragraph { text } | Block::Note { text } => {
                *text = text::break_runs(text, page.chars as usize);
            }
            _ => {}
        }
    }
}
