//! Taking a file: what it is its content says; photos become upright JPEGs of a size that travels, scans stay as they are. What the
//! camera noted is told apart and is in no kept file.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use sha2::{Digest, Sha256};

use crate::camera::{self, Told};
use crate::error::PhotoError;
use crate::{LARGEST, LARGEST_KEPT, jpeg, office, pdf};

/// Type of a kept photo.
pub const JPEG: &str = "image/jpeg";
/// Type of a kept scan.
pub const PDF: &str = "application/pdf";

/// Longer side of a kept photo, and its quality: what shows and travels well (domain file 10).
const SIDE: u32 = 1600;
const QUALITY: u8 = 80;
/// Quality of a photo that is kept in full size and could not be copied as it is.
const FULL_QUALITY: u8 = 92;
/// Longer side of a thumbnail.
const THUMBNAIL: u32 = 256;
const THUMBNAIL_QUALITY: u8 = 70;
/// Pixels that are opened: three bytes each, twice, must fit into a PC of 4 GB.
pub(crate) const PIXELS: u64 = 64_000_000;

/// A file made fit to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What is kept.
    pub bytes: Vec<u8>,
    /// Their SHA-256, hex.
    pub sha256: String,
    /// SHA-256 of the file as it came: the same file is known again whatever was made of it.
    pub source: String,
    /// `image/jpeg`, `application/pdf`, `DOCX` or `XLSX`.
    pub mime: &'static str,
    /// Pixels across; 0 for all but photos.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Pages of a scan, where they can be counted.
    pub pages: Option<u32>,
    /// A small JPEG for lists; none for others.
    pub thumbnail: Option<Vec<u8>>,
    /// What the camera noted. It is not in `bytes`.
    pub told: Told,
}

/// Takes a file. `full_size` keeps a photo's own pixels instead of making it smaller.
pub fn take(bytes: &[u8], full_size: bool) -> Result<Taken, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    if bytes.len() as u64 > LARGEST {
        return Err(PhotoError::TooLarge);
    }
    match what(bytes) {
        What::Photo(format) => photo(bytes, format, full_size),
        What::Scan => pdf::check(bytes).map(|pages| as_it_is(bytes, PDF, pages)),
        What::Office => office::check(bytes).map(|mime| as_it_is(bytes, mime, None)),
        What::OldOffice => Err(PhotoError::OfficeOld),
        What::Heic => Err(PhotoError::Heic),
        What::Else => Err(PhotoError::NotAPhoto),
    }
}

/// A file that is kept byte by byte.
fn as_it_is(bytes: &[u8], mime: &'static str, pages: Option<u32>) -> Taken {
    let sha256 = sha256(bytes);
    let told = Told { orientation: 1, ..Told::default() };
    let (bytes, source) = (bytes.to_vec(), sha256.clone());
    Taken { bytes, sha256, source, mime, width: 0, height: 0, pages, thumbnail: None, told }
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

enum What {
    Photo(ImageFormat),
    Scan,
    Office,
    OldOffice,
    Heic,
    Else,
}

fn what(bytes: &[u8]) -> What {
    let heic = [&b"heic"[..], b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif"];
    match bytes {
        [0xFF, 0xD8, ..] => What::Photo(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => What::Photo(ImageFormat::Png),
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => What::Photo(ImageFormat::WebP),
        _ if bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| heic.contains(&brand)) => {
            What::Heic
        }
        _ if office::is_package(bytes) => What::Office,
        _ if office::is_old(bytes) => What::OldOffice,
        _ if pdf::is_pdf(bytes) => What::Scan,
        _ => What::Else,
    }
}

fn photo(bytes: &[u8], format: ImageFormat, full_size: bool) -> Result<Taken, PhotoError> {
    let bare = match format {
        ImageFormat::Jpeg => Some(jpeg::bare(bytes).ok_or(PhotoError::Broken)?),
        _ => None,
    };
    let told = camera::told(bytes);
    let mut picture = opened(bytes, format)?;
    if let Some(orientation) = Orientation::from_exif(told.orientation) {
        picture.apply_orientation(orientation);
    }
    let picture = on_white(picture);
    let picture = if full_size { picture } else { at_most(&picture, SIDE) };
    let kept = match bare {
        Some(bare) if full_size && told.orientation == 1 => bare,
        _ => encoded(&picture, if full_size { FULL_QUALITY } else { QUALITY }),
    };
    if kept.len() > LARGEST_KEPT {
        return Err(PhotoError::TooManyPixels);
    }
    let thumbnail = Some(encoded(&at_most(&picture, THUMBNAIL), THUMBNAIL_QUALITY));
    let (width, height) = (picture.width(), picture.height());
    let (hash, source) = (sha256(&kept), sha256(bytes));
    Ok(Taken { bytes: kept, sha256: hash, source, mime: JPEG, width, height, pages: None, thumbnail, told })
}

/// The pixels, when there are not too many: their number is read before any room is made for them.
fn opened(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PhotoError> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| PhotoError::Broken)?;
    if width == 0 || height == 0 {
        return Err(PhotoError::Broken);
    }
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(PhotoError::TooManyPixels);
    }
    let mut limits = Limits::default();
    // Sixteen bits in four channels, and as much again for the work.
    limits.max_alloc = Some(u64::from(width) * u64::from(height) * 16 + (16 << 20));
    let mut reader = reader();
    reader.limits(limits);
    reader.decode().map_err(|_| PhotoError::Broken)
}

/// What shows through shows white, as on paper.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let picture = picture.into_rgba8();
    let flat = RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, a] = picture.get_pixel(x, y).0;
        let over = |tone: u8| ((u16::from(tone) * u16::from(a) + 255 * (255 - u16::from(a))) / 255) as u8;
        Rgb([over(r), over(g), over(b)])
    });
    DynamicImage::ImageRgb8(flat)
}

fn at_most(picture: &DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture.clone();
    }
    // Far larger: first by whole pixels, which is quick, then finely.
    let near = side * 2;
    if picture.width().max(picture.height()) > near * 2 {
        return picture.thumbnail(near, near).resize(side, side, FilterType::CatmullRom);
    }
    picture.resize(side, side, FilterType::CatmullRom)
}

pub(crate) fn encoded(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Into memory an 8-bit picture of bounded size can always be written.
    let _ = JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture);
    bytes
}

/// A thumbnail of a kept file; none for a scan or when it cannot be opened.
pub fn thumbnail(bytes: &[u8]) -> Option<Vec<u8>> {
    let What::Photo(format) = what(bytes) else { return None };
    let picture = opened(bytes, format).ok()?;
    Some(encoded(&at_most(&picture, THUMBNAIL), THUMBNAIL_QUALITY))
}

/// A kept photo turned clockwise by so many degrees and no longer than `side` pixels, for paper, with its pixels across and down; nothing
/// when it is no photo.
pub fn for_paper(bytes: &[u8], degrees: u32, side: u32) -> Option<(Vec<u8>, (u32, u32))> {
    let bytes = turned(bytes, degrees)?;
    let picture = opened(&bytes, ImageFormat::Jpeg).ok()?;
    let pixels = |picture: &DynamicImage| (picture.width(), picture.height());
    if picture.width().max(picture.height()) <= side {
        return Some((bytes, pixels(&picture)));
    }
    let small = at_most(&picture, side);
    Some((encoded(&small, QUALITY), pixels(&small)))
}

/// A kept photo turned clockwise by so many degrees, for a copy outside the program; nothing when it is no photo.
pub fn turned(bytes: &[u8], degrees: u32) -> Option<Vec<u8>> {
    let What::Photo(format) = what(bytes) else { return None };
    let picture = opened(bytes, format).ok()?;
    let picture = match degrees % 360 {
        90 => picture.rotate90(),
        180 => picture.rotate180(),
        270 => picture.rotate270(),
        _ => return Some(bytes.to_vec()),
    };
    Some(encoded(&picture, FULL_QUALITY))
}
