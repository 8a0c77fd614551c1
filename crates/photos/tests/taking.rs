//! Photos as phones give them, made by the test with everything a camera notes: what is kept is upright, small and silent.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Reader, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use photos::{JPEG, PDF, PhotoError, drawn, for_paper, take, thumbnail, turned};

/// A JPEG with a red upper left corner.
fn corner(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        if x < width / 2 && y < height / 2 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) }
    });
    let mut bytes = Vec::new();
    DynamicImage::from(picture).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    bytes
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn degrees(whole: u32, minutes: u32, seconds: u32) -> Value {
    Value::Rational([whole, minutes, seconds].map(|num| Rational { num, denom: 1 }).into())
}

/// The EXIF block that a phone writes.
fn block(orientation: u16) -> Vec<u8> {
    let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let fields = [
        field(Tag::Orientation, Value::Short(vec![orientation])),
        field(Tag::Make, ascii("HONOR")),
        field(Tag::DateTimeOriginal, ascii("2026:11:03 09:41:27")),
        field(Tag::GPSLatitudeRef, ascii("N")),
        field(Tag::GPSLatitude, degrees(28, 7, 30)),
        field(Tag::GPSLongitudeRef, ascii("E")),
        field(Tag::GPSLongitude, degrees(113, 36, 0)),
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, true).unwrap();
    block.into_inner()
}

/// Puts segments behind the beginning of a JPEG.
fn with_segments(jpeg: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    for (marker, content) in segments {
        bytes.extend([0xFF, *marker]);
        bytes.extend((content.len() as u16 + 2).to_be_bytes());
        bytes.extend(*content);
    }
    bytes.extend(&jpeg[2..]);
    bytes
}

fn from_phone(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let exif = [b"Exif\0\0".as_slice(), &block(orientation)].concat();
    with_segments(
        jpeg,
        &[(0xE1, &exif), (0xE1, b"http://ns.adobe.com/xap/1.0/\0 secret place"), (0xFE, b"secret place")],
    )
}

/// Nothing of what a camera notes is in these bytes.
fn silent(bytes: &[u8]) {
    assert!(Reader::new().read_from_container(&mut Cursor::new(bytes)).is_err(), "there is EXIF in it");
    for word in ["Exif", "HONOR", "2026:11", "secret", "GPS", "http"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} is in it");
    }
}

fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

/// In which quarter the red corner is: (right, lower).
fn red_corner(bytes: &[u8]) -> (bool, bool) {
    let picture = pixels(bytes);
    let (width, height) = picture.dimensions();
    let red = |x: u32, y: u32| picture.get_pixel(x, y).0[0] > 150;
    let found: Vec<(bool, bool)> = [(false, false), (true, false), (false, true), (true, true)]
        .into_iter()
        .filter(|(right, lower)| {
            red(
                if *right { width - width / 4 } else { width / 4 },
                if *lower { height - height / 4 } else { height / 4 },
            )
        })
        .collect();
    assert_eq!(found.len(), 1);
    found[0]
}

#[test]
fn time_and_place_are_told_and_are_in_no_kept_byte() {
    let photo = from_phone(&corner(64, 48), 1);
    for full_size in [false, true] {
        let taken = take(&photo, full_size).unwrap();
        assert_eq!((taken.told.date.as_deref(), taken.told.time.as_deref()), (Some("2026-11-03"), Some("09:41")));
        assert_eq!(taken.told.place.as_deref(), Some("北纬 28.12500，东经 113.60000"));
        silent(&taken.bytes);
        silent(taken.thumbnail.as_ref().unwrap());
        assert_eq!((taken.mime, taken.width, taken.height), (JPEG, 64, 48));
    }
}

#[test]
fn every_way_of_holding_the_phone_gives_an_upright_photo() {
    for (orientation, corner_is, turned_on_side) in [
        (1, (false, false), false),
        (2, (true, false), false),
        (3, (true, true), false),
        (4, (false, true), false),
        (5, (false, false), true),
        (6, (true, false), true),
        (7, (true, true), true),
        (8, (false, true), true),
    ] {
        for full_size in [false, true] {
            let taken = take(&from_phone(&corner(64, 32), orientation), full_size).unwrap();
            assert_eq!(red_corner(&taken.bytes), corner_is, "{orientation}");
            let size = if turned_on_side { (32, 64) } else { (64, 32) };
            assert_eq!((taken.width, taken.height), size, "{orientation}");
            assert_eq!(pixels(&taken.bytes).dimensions(), size, "{orientation}");
            silent(&taken.bytes);
        }
    }
}

#[test]
fn large_photos_become_small_and_the_same_photo_gives_the_same_bytes() {
    let photo = drawn(7, 2400, 1800);
    let taken = take(&photo, false).unwrap();
    assert_eq!((taken.width, taken.height), (1600, 1200));
    assert_eq!(pixels(&taken.bytes).dimensions(), (1600, 1200));
    assert_eq!(taken.bytes, take(&photo, false).unwrap().bytes);
    assert_ne!(taken.bytes, take(&drawn(8, 2400, 1800), false).unwrap().bytes);
    let small = pixels(taken.thumbnail.as_ref().unwrap());
    assert_eq!(small.dimensions(), (256, 192));
    assert_eq!(thumbnail(&taken.bytes).map(|bytes| pixels(&bytes).dimensions()), Some((256, 192)));
    let full = take(&photo, true).unwrap();
    assert_eq!((full.width, full.height), (2400, 1800));
}

#[test]
fn in_full_size_an_upright_jpeg_keeps_its_own_pixels_and_loses_the_moving_picture_behind_it() {
    let plain = corner(64, 48);
    let with_video = [from_phone(&plain, 1), b"....ftypmp42 a moving picture".to_vec()].concat();
    let taken = take(&with_video, true).unwrap();
    assert_eq!(pixels(&taken.bytes), pixels(&plain), "not a pixel is another");
    assert!(taken.bytes.ends_with(&[0xFF, 0xD9]));
    silent(&taken.bytes);
}

#[test]
fn png_and_webp_become_jpeg_and_what_shows_through_is_white() {
    let clear = image::RgbaImage::from_fn(40, 30, |x, _| image::Rgba([0, 0, 0, if x < 20 { 0 } else { 255 }]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let mut bytes = Vec::new();
        DynamicImage::from(clear.clone()).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        let taken = take(&bytes, false).unwrap();
        assert_eq!(taken.mime, JPEG);
        let kept = pixels(&taken.bytes);
        assert!(kept.get_pixel(5, 15).0[0] > 230 && kept.get_pixel(35, 15).0[0] < 30, "{format:?}");
        silent(&taken.bytes);
    }
}

#[test]
fn a_turned_copy_is_turned_clockwise() {
    let photo = take(&corner(64, 32), false).unwrap().bytes;
    assert_eq!(red_corner(&turned(&photo, 90).unwrap()), (true, false));
    assert_eq!(red_corner(&turned(&photo, 180).unwrap()), (true, true));
    assert_eq!(red_corner(&turned(&photo, 270).unwrap()), (false, true));
    assert_eq!(turned(&photo, 0).unwrap(), photo);
    assert_eq!(turned(b"%PDF-1.4", 90), None);
}

#[test]
fn a_photo_for_paper_is_turned_and_no_larger_than_its_place_needs() {
    let photo = corner(1600, 1200);
    let (small, size) = for_paper(&photo, 90, 920).unwrap();
    assert_eq!((size, pixels(&small).dimensions()), ((690, 920), (690, 920)));
    assert_eq!(red_corner(&small), (true, false));
    assert!(small.len() < photo.len());
    assert_eq!(for_paper(&photo, 0, 1600), Some((photo.clone(), (1600, 1200))), "what fits stays as it is");
    assert_eq!(for_paper(b"%PDF-1.4", 0, 920), None);
}

#[test]
fn a_scan_stays_as_it_is() {
    let scan = b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n\
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";
    let taken = take(scan, false).unwrap();
    assert_eq!((taken.bytes.as_slice(), taken.mime, taken.pages), (scan.as_slice(), PDF, Some(1)));
    assert_eq!(taken.thumbnail, None);
}

#[test]
fn scans_as_offices_give_them_are_judged_by_a_reader() {
    let samples: [(&str, &[u8], u32); 3] = [
        ("bytes before the mark", include_bytes!("../../../tests/samples/newline_before.pdf"), 2),
        ("bytes behind the end", include_bytes!("../../../tests/samples/zeros_after.pdf"), 2),
        ("locked for changes only", include_bytes!("../../../tests/samples/owner_password_only.pdf"), 2),
    ];
    for (name, scan, pages) in samples {
        let taken = take(scan, false).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!((taken.bytes.as_slice(), taken.mime, taken.pages), (scan, PDF, Some(pages)), "{name}");
    }
}

#[test]
fn a_photo_that_lacks_only_its_end_marker_is_whole() {
    let phone = include_bytes!("../../../tests/samples/no_eoi.jpg");
    let drawn = drawn(1, 200, 100);
    for photo in [&phone[..], &drawn[..drawn.len() - 2], &drawn[..drawn.len() - 1]] {
        for full_size in [false, true] {
            let taken = take(photo, full_size).unwrap();
            assert!(taken.bytes.ends_with(&[0xFF, 0xD9]));
        }
        for missing in [2, 10, 40, photo.len() / 2] {
            assert_eq!(
                take(&photo[..photo.len() - 2 - missing], true).map(|taken| taken.width),
                Err(PhotoError::Broken)
            );
        }
    }
}

#[test]
fn a_progressive_photo_without_its_end_marker_is_read_when_all_its_scans_are_there() {
    let whole = include_bytes!("../../../tests/samples/progressive.jpg");
    let open = &whole[..whole.len() - 2];
    for full_size in [false, true] {
        let taken = take(open, full_size).unwrap();
        assert_eq!((taken.width, taken.height), (200, 120));
        assert!(taken.bytes.ends_with(&[0xFF, 0xD9]));
        assert_eq!(pixels(&taken.bytes), pixels(&take(whole, full_size).unwrap().bytes), "not a pixel is another");
    }
    let scans: Vec<usize> = (0..whole.len() - 1).filter(|at| whole[*at..].starts_with(&[0xFF, 0xDA])).collect();
    assert!(scans.len() > 3);
    for cut in [scans[1], scans[scans.len() - 1], open.len() - 200, open.len() / 2] {
        assert_eq!(take(&whole[..cut], true).map(|taken| taken.width), Err(PhotoError::Broken), "cut at {cut}");
    }
}

#[test]
fn a_scan_that_nobody_can_open_without_a_password_says_so_and_one_locked_for_changes_only_is_taken() {
    let locked = include_bytes!("../../../tests/samples/user_password.pdf");
    for around in [locked.to_vec(), [b"\n".as_slice(), locked, &[0; 3000]].concat()] {
        let refused = take(&around, false).unwrap_err();
        assert_eq!(refused, PhotoError::PdfLocked);
        assert!(refused.to_string().contains("加了打开密码") && refused.to_string().contains("取消密码"));
    }
    let changes_only = include_bytes!("../../../tests/samples/owner_password_only.pdf");
    let around = [b"\xef\xbb\xbf\r\n".as_slice(), changes_only, &[0; 3000]].concat();
    assert_eq!(take(&around, false).unwrap().pages, Some(2));
}

/// A PNG whose header promises far more pixels than a PC can hold, and which is a few bytes long.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = Vec::new();
    DynamicImage::new_luma8(1, 1).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_reason() {
    let photo = drawn(1, 200, 100);
    let heic = [&[0, 0, 0, 24][..], b"ftypheic", &[0; 12]].concat();
    let table: Vec<(&str, Vec<u8>, PhotoError)> = vec![
        ("nothing", vec![], PhotoError::Empty),
        ("too long", vec![0; photos::LARGEST as usize + 1], PhotoError::TooLarge),
        ("heic", heic, PhotoError::Heic),
        ("text", "今天走访".into(), PhotoError::NotAPhoto),
        ("gif", b"GIF89a".to_vec(), PhotoError::NotAPhoto),
        ("a program", b"MZ\x90\0".to_vec(), PhotoError::NotAPhoto),
        ("cut short", photo[..photo.len() - 40].to_vec(), PhotoError::Broken),
        ("only a beginning", photo[..20].to_vec(), PhotoError::Broken),
        ("a png cut short", bomb(4, 4)[..40].to_vec(), PhotoError::Broken),
        ("a bomb", bomb(60_000, 60_000), PhotoError::TooManyPixels),
        ("no pixel", bomb(0, 5), PhotoError::Broken),
        ("half a pdf", b"%PDF-1.4\n1 0 obj".to_vec(), PhotoError::PdfBroken),
    ];
    for (name, bytes, refusal) in table {
        assert_eq!(take(&bytes, false).map(|taken| taken.mime), Err(refusal), "{name}");
        assert!(refusal.to_string().contains('请'), "{name}: it says what to do");
    }
}

#[test]
fn whatever_bytes_come_nothing_breaks() {
    let photo = from_phone(&drawn(3, 32, 24), 6);
    // Each byte of the beginning bent, and the file cut at many places: taken or refused, never a panic.
    for at in (0..photo.len().min(900)).step_by(3) {
        let mut bent = photo.clone();
        bent[at] ^= 0xFF;
        let _ = take(&bent, at % 2 == 0);
    }
    for end in (0..photo.len()).step_by(37) {
        assert!(take(&photo[..end], false).is_err(), "{end}");
    }
}
