//! The Word writer: the model by docx-rs, mended where docx-rs cannot say it (`docx/package.rs`).
//! Fonts are named as Windows and WPS name them; a machine without them falls back by `fontTable.xml`.

mod blocks;
mod masthead;
mod official;
mod order;
mod package;
mod table;

use std::collections::BTreeSet;

use docx_rs::{AlignmentType, BreakType, Footer, NumPages, PageNum, Paragraph, Run, RunFonts};

use crate::document::{Block, Document};
use crate::error::{Error, Result};
use crate::page::{Geometry, PageStyle};
use crate::{fonts, text};

/// A Word file and what this machine could not draw in it.
#[derive(Debug, Clone)]
pub struct Docx {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font of this machine has. They are in the file; another machine may have them.
    pub missing_glyphs: Vec<char>,
}

/// Writes a document as docx.
pub fn docx(document: &Document) -> Result<Docx> {
    let (document, missing) = cleaned(document.clone().squared()?)?;
    let geometry = Geometry::of(document.page);
    let mut writer = Writer {
        docx: docx_rs::Docx::new(),
        after_table: false,
        new_page: false,
        page: geometry,
        header_rows: Vec::new(),
    };
    if let Some(masthead) = &document.masthead {
        writer.masthead(masthead);
    }
    if let Some(letterhead) = &document.letterhead {
        writer.letterhead(letterhead);
    }
    for (place, block) in document.blocks.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| &document.blocks[place]);
        // Spaces to sign after a table are written with it.
        if !matches!((before, block), (Some(Block::Table(_)), Block::Signatures { .. })) {
            writer.block(block, document.blocks.get(place + 1), &document.photos)?;
        }
    }
    if let Some(imprint) = &document.imprint {
        writer.imprint(imprint);
    }
    writer.end();
    let title = title_of(&document);
    let text_width = writer.text_width();
    let Writer { docx, header_rows, .. } = writer;
    let docx = footers(docx, document.page.style);
    let docx = match &document.letterhead {
        Some(_) => docx.first_footer(Footer::new().add_paragraph(masthead::letter_foot(text_width))),
        None => docx,
    };
    let bytes = package::finish(docx.build(), &header_rows, &geometry, document.page, title)?;
    Ok(Docx { bytes, missing_glyphs: missing.into_iter().collect() })
}

struct Writer {
    docx: docx_rs::Docx,
    /// Whether the last thing written is a table: Word joins tables that touch.
    after_table: bool,
    /// Whether the next thing begins a new page.
    new_page: bool,
    page: Geometry,
    /// For every table row written so far, whether it is repeated on the next page.
    header_rows: Vec<bool>,
}

impl Writer {
    fn add(&mut self, paragraph: Paragraph) {
        // A break of its own would fall on the next page where a table ends at the foot of this one.
        let begins = std::mem::take(&mut self.new_page);
        let paragraph = if begins { paragraph.page_break_before(true) } else { paragraph };
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
        self.after_table = false;
    }

    /// Word wants a paragraph after the last table; it needs no room, or it would open an empty page.
    fn end(&mut self) {
        if self.after_table {
            self.add(table::gap(0.4));
        }
    }
}

/// A paragraph of a style whose line feeds are line breaks.
fn paragraph(style: &str, text: &str) -> Paragraph {
    let mut lines = text.split('\n');
    let mut run = words(lines.next().unwrap_or_default());
    for line in lines {
        run = run.add_break(BreakType::TextWrapping).add_text(line);
    }
    Paragraph::new().style(style).add_run(run)
}

/// A run whose quotation marks and dashes are Chinese; boxes to tick too, in programs that do not heed the hint.
fn words(text: &str) -> Run {
    let fonts = RunFonts::new().hint("eastAsia");
    let boxes = text.starts_with(['□', '☑', '■']);
    let run = Run::new().fonts(if boxes { fonts.ascii("仿宋").hi_ansi("仿宋") } else { fonts });
    if text.is_empty() { run } else { run.add_text(text) }
}

fn cleaned(document: Document) -> Result<(Document, BTreeSet<char>)> {
    let fail = |error: serde_json::Error| Error::Docx(error.to_string());
    let photos = document.photos.clone();
    let mut content = serde_json::to_value(document).map_err(fail)?;
    let mut missing = BTreeSet::new();
    text::map_strings(&mut content, &mut |text| {
        let text = text::clean(text);
        fonts::missing(&text, &mut missing);
        text
    });
    let document: Document = serde_json::from_value(content).map_err(fail)?;
    Ok((Document { photos, ..document }, missing))
}

fn title_of(document: &Document) -> &str {
    let masthead = document.masthead.as_ref().map(|masthead| masthead.title.as_str());
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Title { text } => Some(text.as_str()),
        _ => None,
    });
    masthead.or(title).unwrap_or_default()
}

fn footers(docx: docx_rs::Docx, style: PageStyle) -> docx_rs::Docx {
    let footer = |paragraph| Footer::new().add_paragraph(paragraph);
    match style {
        PageStyle::Official => {
            let number = || {
                Paragraph::new().style("Footer").add_run(words("— ")).add_page_num(PageNum::new()).add_run(words(" —"))
            };
            let odd = number().align(AlignmentType::Right).indent(None, None, Some(280), None);
            let even = number().align(AlignmentType::Left).indent(Some(280), None, None, None);
            docx.footer(footer(odd)).even_footer(footer(even))
        }
        PageStyle::Form => {
            let number = Paragraph::new().style("Footer").align(AlignmentType::Center);
            let number = number.add_run(words("第 ")).add_page_num(PageNum::new()).add_run(words(" 页 共 "));
            docx.footer(footer(number.add_num_pages(NumPages::new()).add_run(words(" 页"))))
        }
    }
}
