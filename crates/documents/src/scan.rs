//! A page of somebody else's PDF (a scan) as a picture, for looking at it without another program. What it cannot draw it leaves out;
//! a file that breaks the reader is a page that cannot be shown, never a fall of the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};

/// The longest side of a page's picture.
const LONGEST: f32 = 4000.0;

/// A page as a PNG of so many pixels across, and how many pages there are. Pages count from 0; nothing when it cannot be shown.
pub fn scan_page(pdf: &[u8], page: usize, across: u16) -> Option<(Vec<u8>, usize)> {
    catch_unwind(AssertUnwindSafe(|| drawn(pdf, page, across))).ok()?
}

fn drawn(pdf: &[u8], page: usize, across: u16) -> Option<(Vec<u8>, usize)> {
    let pdf = Pdf::new(Arc::new(pdf.to_vec())).ok()?;
    let pages = pdf.pages();
    let page = pages.get(page)?;
    let (width, height) = page.render_dimensions();
    if !(1.0..1e6).contains(&width) || !(1.0..1e6).contains(&height) {
        return None;
    }
    let scale = (f32::from(across) / width).min(LONGEST / height);
    let pixels = |points: f32| Some((points * scale).round().max(1.0) as u16);
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: pixels(width),
        height: pixels(height),
        bg_color: WHITE,
    };
    let picture = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    Some((picture.into_png().ok()?, pages.len()))
}
