//! A picture that nobody took, for practice and tests: a sky, hills and a house in colours that a number chooses. It shows no person
//! and no place.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{Rgb, RgbImage};

use crate::take::encoded;

/// The picture as a JPEG. The same number and size give the same picture.
pub fn drawn(number: u64, width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.max(16), height.max(16));
    let tone = |place: u32| (number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(place * 7) & 0x3F) as u8;
    let wall = Rgb([150 + tone(1), 130 + tone(2), 110 + tone(3)]);
    let roof = Rgb([120 + tone(4), 50, 50]);
    let hill = Rgb([60, 110 + tone(5), 60]);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (x * 100 / width, y * 100 / height);
        let slope = (across as i32 - 50).unsigned_abs() / 3;
        let house_from = 20 + u32::from(tone(6)) / 2;
        let in_house = (house_from..house_from + 30).contains(&across);
        match down {
            55..=85 if in_house && (house_from + 12..house_from + 18).contains(&across) && down > 65 => Rgb([70, 45, 30]),
            55..=85 if in_house => wall,
            45..=54 if in_house => roof,
            down if down > 40 + slope => hill,
            _ => Rgb([150 + (down as u8), 190 + (down as u8) / 2, 235]),
        }
    });
    encoded(&picture.into(), 85)
}

/// The same as a phone would hand it over, with what its camera notes: how it was held (1 to 8), `2026:11:03 09:41:27`, and where
/// (degrees, minutes and seconds north and east). For tests of what becomes of that.
pub fn drawn_by_phone(number: u64, size: (u32, u32), held: u16, taken: &str, north: [u32; 3], east: [u32; 3]) -> Vec<u8> {
    let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let degrees = |parts: [u32; 3]| Value::Rational(parts.map(|num| Rational { num, denom: 1 }).into());
    let fields = [
        (Tag::Make, ascii("HONOR")),
        (Tag::Orientation, Value::Short(vec![held])),
        (Tag::DateTimeOriginal, ascii(taken)),
        (Tag::GPSLatitudeRef, ascii("N")),
        (Tag::GPSLatitude, degrees(north)),
        (Tag::GPSLongitudeRef, ascii("E")),
        (Tag::GPSLongitude, degrees(east)),
    ]
    .map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value });
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut tiff = Cursor::new(Vec::new());
    // Into memory these fields can always be written.
    let _ = writer.write(&mut tiff, true);
    let block = [b"Exif\0\0", tiff.get_ref().as_slice()].concat();
    let jpeg = drawn(number, size.0, size.1);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend((block.len() as u16 + 2).to_be_bytes());
    bytes.extend(block);
    bytes.extend(&jpeg[2..]);
    bytes
}
