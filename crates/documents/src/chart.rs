//! Charts and pictures as pixels for Word, drawn by the same templates as in the PDF.

use domain::picture;
use serde_json::{Value, json};
use typst_render::RenderOptions;

use crate::document::Chart;
use crate::error::{Error, Result};
use crate::page::Geometry;
use crate::typesetting::Forgetting;
use crate::{fonts, typesetting};

/// A picture and its size on paper in points.
pub(crate) struct Picture {
    pub png: Vec<u8>,
    pub width: f64,
    pub height: f64,
    pub pixels: (u32, u32),
}

const DOTS_PER_INCH: f64 = 200.0;

/// Draws a chart as wide as the type area, without its title.
pub(crate) fn draw(chart: &Chart, page: &Geometry) -> Result<Picture> {
    let fail = |error: String| Error::Typesetting(error);
    let mut content = serde_json::to_value(chart).map_err(|error| fail(error.to_string()))?;
    crate::pdf::drawable(&mut content);
    content["shares"] = json!(chart.shares());
    let data = json!({ "chart": content, "width": page.text_width(), "fonts": fonts::roles() });
    pixels_of("chart_page.typ", &data)
}

/// Draws a picture in the room of the type area.
pub(crate) fn draw_picture(picture: &picture::Picture, page: &Geometry) -> Result<Picture> {
    let mut content = serde_json::to_value(picture).map_err(|error| Error::Typesetting(error.to_string()))?;
    crate::pdf::drawable(&mut content);
    let height = page.text_height() - 60.0;
    let data = json!({ "picture": content, "width": page.text_width(), "height": height, "fonts": fonts::roles() });
    pixels_of("picture_page.typ", &data)
}

pub(crate) fn pixels_of(template: &str, data: &Value) -> Result<Picture> {
    let fail = |error: String| Error::Typesetting(error);
    let _forgetting = Forgetting;
    let (pages, _) = typesetting::lay_out(template, data, Vec::new())?;
    let page = pages.pages().first().ok_or_else(|| fail("chart".to_owned()))?;
    let options = RenderOptions { pixel_per_pt: (DOTS_PER_INCH / 72.0).into(), ..RenderOptions::default() };
    let pixels = typst_render::render(page, &options);
    let png = pixels.encode_png().map_err(|error| fail(error.to_string()))?;
    let size = page.frame.size();
    Ok(Picture { png, width: size.x.to_pt(), height: size.y.to_pt(), pixels: (pixels.width(), pixels.height()) })
}
