//! Pages of many papers, laid out one paper at a time, so that whoever makes them can tell how far it is and stop between two; then
//! one PDF, pictures to look at, or two pages to a sheet. Each paper begins on a page of its own and counts its own pages.

use std::collections::BTreeSet;

use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::syntax::Span;
use typst::visualize::{Color, FixedStroke, Geometry};
use typst_layout::{Page, PagedDocument};
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::pdf;
use crate::pdf::{Pdf, not_written};
use crate::typesetting::Forgetting;

/// Pages in the order in which they will be printed.
#[derive(Default)]
pub struct Pages {
    pages: Vec<Page>,
    missing: BTreeSet<char>,
    _forgetting: Forgetting,
}

/// Dots per inch of a picture to look at: an A4 page is about 830 dots wide.
const PREVIEW_DOTS: f64 = 100.0;

impl Pages {
    /// Lays out a paper behind the others, so many times.
    pub fn add(&mut self, document: &Document, copies: usize) -> Result<()> {
        let (laid_out, mut missing) = pdf::lay_out(document)?;
        self.missing.append(&mut missing);
        let own: Vec<Page> =
            laid_out.pages().iter().map(|page| Page { frame: bare(&page.frame), ..page.clone() }).collect();
        for _ in 0..copies {
            self.pages.extend(own.iter().cloned());
        }
        Ok(())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// Characters that no font of this machine has.
    pub fn missing_glyphs(&self) -> Vec<char> {
        self.missing.iter().copied().collect()
    }

    /// The same two to a sheet of A4, half as large where they are not A5; a line between them shows where to cut.
    pub fn two_up(mut self) -> Pages {
        let (mut sheets, mut waiting): (Vec<Page>, Option<Page>) = (Vec::new(), None);
        for page in std::mem::take(&mut self.pages) {
            match waiting.take() {
                Some(first) if lies(&first) == lies(&page) => sheets.push(sheet(&first, Some(&page))),
                first => {
                    sheets.extend(first.map(|first| sheet(&first, None)));
                    waiting = Some(page);
                }
            }
        }
        sheets.extend(waiting.map(|last| sheet(&last, None)));
        self.pages = sheets;
        self
    }

    /// All of them as one PDF.
    pub fn pdf(self) -> Result<Pdf> {
        let missing_glyphs = self.missing_glyphs();
        let document = PagedDocument::new(self.pages.into_iter().collect(), Default::default());
        // Papers laid out apart have no common order of reading to tell.
        let options = PdfOptions { tagged: false, ..PdfOptions::default() };
        let bytes = typst_pdf::pdf(&document, &options).map_err(not_written)?;
        Ok(Pdf { bytes, missing_glyphs })
    }

    /// PNG of `count` pages from `first` (0 is the first page).
    pub fn pictures(&self, first: usize, count: usize) -> Result<Vec<Vec<u8>>> {
        let options = RenderOptions { pixel_per_pt: (PREVIEW_DOTS / 72.0).into(), ..RenderOptions::default() };
        let drawn = self.pages.iter().skip(first).take(count).map(|page| {
            let pixels = typst_render::render(page, &options);
            pixels.encode_png().map_err(|error| Error::Typesetting(error.to_string()))
        });
        drawn.collect()
    }
}

/// What is drawn, without what typst notes of it: two papers would note the same.
fn bare(frame: &Frame) -> Frame {
    let mut own = Frame::new(frame.size(), frame.kind());
    for (place, item) in frame.items() {
        match item {
            FrameItem::Tag(_) | FrameItem::Link(..) => {}
            FrameItem::Group(group) => {
                let group = GroupItem { frame: bare(&group.frame), label: None, parent: None, ..group.clone() };
                own.push(*place, FrameItem::Group(group));
            }
            drawn => own.push(*place, drawn.clone()),
        }
    }
    own
}

fn lies(page: &Page) -> bool {
    page.frame.width() > page.frame.height()
}

/// Two pages on A4: upright ones beside each other, lying ones one above the other.
fn sheet(first: &Page, second: Option<&Page>) -> Page {
    let (long, short) = (Abs::mm(297.0), Abs::mm(210.0));
    let half = long / 2.0;
    let (size, room, next) = match lies(first) {
        false => (Size::new(long, short), Size::new(half, short), Point::with_x(half)),
        true => (Size::new(short, long), Size::new(short, half), Point::with_y(half)),
    };
    let mut frame = Frame::hard(size);
    for (page, corner) in [(Some(first), Point::zero()), (second, next)] {
        let Some(page) = page else { continue };
        let own = page.frame.size();
        let scale = (room.x / own.x).min(room.y / own.y).min(1.0);
        let beside = Point::new((room.x - own.x * scale) / 2.0, (room.y - own.y * scale) / 2.0);
        let by = Ratio::new(scale);
        let group = GroupItem { transform: Transform::scale(by, by), ..GroupItem::new(page.frame.clone()) };
        frame.push(corner + beside, FrameItem::Group(group));
    }
    let cut = FixedStroke::from_pair(Color::BLACK, Abs::pt(0.25));
    let line = Geometry::Line(Point::new(size.x - next.x * 2.0, size.y - next.y * 2.0)).stroked(cut);
    frame.push(next, FrameItem::Shape(line, Span::detached()));
    Page { frame, ..first.clone() }
}
