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
    let mut rgb = vec![0; width * height * 3];
    for (row, shown) in rgb.chunks_exact_mut(width * 3).enumerate() {
        for (to, from) in shown.chunks_exact_mut(3).zip(pixels[row * line..].chunks_exact(4)) {
            to.copy_from_slice(&[from[2], from[1], from[0]]);
        }
    }
    let file = BufWriter::new(File::create(picture).unwrap());
    let mut encoder = png::Encoder::new(file, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Hundreds are made and few looked at.
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb)).expect("the picture is written");
}
