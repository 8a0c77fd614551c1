//! The picture on a display of Xvfb, as a PNG. Xvfb keeps its frame in a file in the XWD format; only the one layout that it
//! writes for 24-bit screens is read.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

/// Reads the display's frame and writes it as a picture.
pub fn of_display(frame: &Path, picture: &Path) {
    let bytes = fs::read(frame).expect("Xvfb keeps its frame in a file");
    // The header is a row of big-endian 32-bit numbers; see X11/XWDFile.h.
    let number = |at: usize| u32::from_be_bytes(bytes[at * 4..at * 4 + 4].try_into().expect("four bytes")) as usize;
    let (header, width, height) = (number(0), number(4), number(5));
    let (bits, line, colours) = (number(11), number(12), number(19));
    assert_eq!(bits, 32, "a 24-bit screen has 32 bits for a pixel");
    let pixels = &bytes[header + colours * 12..];
    let rgb: Vec<u8> = (0..height)
        .flat_map(|row| pixels[row * line..row * line + width * 4].chunks_exact(4))
        .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
        .collect();
    let file = BufWriter::new(File::create(picture).unwrap());
    let mut encoder = png::Encoder::new(file, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb)).expect("the picture is written");
}
