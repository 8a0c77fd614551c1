//! The camera's notes in a file: how it was held, when, where. Offered to the person, then left behind.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};

/// What a file tells about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// EXIF orientation, 1 (upright) to 8.
    pub orientation: u8,
    /// `2026-11-23`, by the camera's clock.
    pub date: Option<String>,
    /// `10:20`.
    pub time: Option<String>,
    /// `北纬 28.12345，东经 113.51234`.
    pub place: Option<String>,
}

/// Reads it; a file that tells nothing, or nothing sensible, tells nothing.
pub(crate) fn told(bytes: &[u8]) -> Told {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let exif = match reader.read_from_container(&mut Cursor::new(bytes)) {
        Ok(exif) => exif,
        Err(error) => match error.distill_partial_result(|_| {}) {
            Ok(exif) => exif,
            Err(_) => return Told { orientation: 1, ..Told::default() },
        },
    };
    let orientation = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let (date, time) = moment(&exif).unzip();
    Told {
        orientation: orientation.filter(|o| (1..=8).contains(o)).unwrap_or(1) as u8,
        date,
        time,
        place: place(&exif),
    }
}

fn moment(exif: &Exif) -> Option<(String, String)> {
    [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime].iter().find_map(|tag| {
        let Value::Ascii(lines) = &exif.get_field(*tag, In::PRIMARY)?.value else { return None };
        let moment = exif::DateTime::from_ascii(lines.first()?).ok()?;
        let sensible = (1990..2100).contains(&moment.year) && (1..=12).contains(&moment.month);
        let sensible = sensible && (1..=31).contains(&moment.day) && moment.hour < 24 && moment.minute < 60;
        sensible.then(|| {
            let date = format!("{:04}-{:02}-{:02}", moment.year, moment.month, moment.day);
            (date, format!("{:02}:{:02}", moment.hour, moment.minute))
        })
    })
}

fn place(exif: &Exif) -> Option<String> {
    let north = degrees(exif, Tag::GPSLatitude).filter(|degrees| *degrees <= 90.0)?;
    let east = degrees(exif, Tag::GPSLongitude).filter(|degrees| *degrees <= 180.0)?;
    // A phone without a fix writes zeros.
    if north == 0.0 && east == 0.0 {
        return None;
    }
    let half = |tag, other: u8, words: [&'static str; 2]| match exif.get_field(tag, In::PRIMARY).map(|f| &f.value) {
        Some(Value::Ascii(lines)) if lines.first().is_some_and(|line| line.first() == Some(&other)) => words[1],
        _ => words[0],
    };
    let north_or_south = half(Tag::GPSLatitudeRef, b'S', ["北纬", "南纬"]);
    let east_or_west = half(Tag::GPSLongitudeRef, b'W', ["东经", "西经"]);
    Some(format!("{north_or_south} {north:.5}，{east_or_west} {east:.5}"))
}

fn degrees(exif: &Exif, tag: Tag) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [whole, minutes, seconds] = parts.get(..3)? else { return None };
    let sum = whole.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
    sum.is_finite().then_some(sum)
}
