//! Damaged bundles, each refused: cuts, flipped bits, lines lost or moved, bombs, newer versions, things that are no bundle.

use crate::county::*;
use changelog::*;
use serde_json::json;

fn sealed() -> (County, SegmentOfChanges, Vec<u8>) {
    let county = County::new();
    let segment = Log::with_visits(&county.pc, 20).whole(&county.pc);
    let bytes = county.seal(std::slice::from_ref(&segment));
    (county, segment, bytes)
}

#[test]
fn a_bundle_cut_off_anywhere_is_refused() {
    let (county, _, bytes) = sealed();
    let line = bytes.iter().position(|b| *b == b'\n').unwrap();
    let places = (0..4).chain(line - 2..line + 4).chain(line + 120..line + 400).chain(bytes.len() - 40..bytes.len());
    for end in places {
        let error = county.open(&bytes[..end]).unwrap_err();
        assert!(
            matches!(error, Error::NotABundle | Error::WrongLength | Error::BadEnvelope),
            "cut at {end}: {error:?}"
        );
    }
    assert_eq!(county.open(&[&bytes[..], b"x"].concat()).unwrap_err(), Error::WrongLength);
}

#[test]
fn no_flipped_bit_passes() {
    let (county, segment, bytes) = sealed();
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let line = bytes.iter().position(|b| *b == b'\n').unwrap();
    for round in 0..600 {
        let mut bent = bytes.clone();
        let at = if round % 2 == 0 { random.usize(0..line + 140) } else { random.usize(0..bytes.len()) };
        bent[at] ^= 1 << random.u8(0..8);
        let opened = county.open(&bent);
        assert!(opened.is_err(), "seed {seed}, byte {at} of {}: {opened:?}", bytes.len());
    }
    assert_eq!(county.open(&bytes).unwrap().1, vec![Ok(segment)], "seed {seed}");
}

#[test]
fn no_flipped_bit_inside_the_body_passes_even_when_the_sender_signs_it() {
    let (county, segment, bytes) = sealed();
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..200 {
        let bent = with_lines(&county, &bytes, |lines| {
            let line = random.usize(0..lines.len());
            let mut text = lines[line].clone().into_bytes();
            let at = random.usize(0..text.len());
            text[at] = if text[at] == b'0' { b'1' } else { b'0' };
            lines[line] = String::from_utf8_lossy(&text).into_owned();
        });
        let opened = county.open_one(&bent);
        assert!(opened.is_err() || opened.as_ref() == Ok(&segment), "seed {seed}: {opened:?}");
        assert!(opened.is_err(), "seed {seed}: an altered line passed");
    }
}

#[test]
fn lines_lost_doubled_or_in_another_order_are_quarantined() {
    let (county, _, bytes) = sealed();
    let wrong: [fn(&mut Vec<String>); 5] = [
        |lines| lines.swap(3, 4),
        |lines| lines.insert(5, lines[5].clone()),
        |lines| drop(lines.remove(5)),
        |lines| drop(lines.pop()),
        |lines| lines.push(lines[lines.len() - 1].clone()),
    ];
    for change in wrong {
        let error = county.open_one(&with_lines(&county, &bytes, change)).unwrap_err();
        assert!(matches!(error, Error::BrokenChain | Error::BodyMismatch), "{error:?}");
    }
    let no_segment = with_lines(&county, &bytes, |lines| drop(lines.remove(0)));
    assert_eq!(county.open(&no_segment).unwrap_err(), Error::BodyMismatch);
    let empty = with_lines(&county, &bytes, |lines| lines.clear());
    assert_eq!(county.open(&empty).unwrap_err(), Error::BodyMismatch);
}

#[test]
fn one_bad_segment_does_not_hold_up_the_others() {
    let county = County::new();
    let segments: Vec<_> = (0..3).map(|_| Log::with_visits(&county.pc, 4).whole(&county.pc)).collect();
    let bytes = county.seal(&segments);
    let bent = with_lines(&county, &bytes, |lines| {
        lines[8] = lines[8].replace("堂屋", "门口");
        lines.insert(9, "[1,2,3,4]".into());
    });
    let (_, opened) = county.open(&bent).unwrap();
    assert_eq!(opened[0], Ok(segments[0].clone()));
    assert!(opened[1].is_err());
    assert_eq!(opened[2], Ok(segments[2].clone()));
}

#[test]
fn a_bundle_for_a_newer_program_says_so_whatever_else_is_in_it() {
    let (county, _, bytes) = sealed();
    let (envelope, _) = bundle::envelope(&bytes, &Limits::default()).unwrap();
    for (member, value) in [("min_reader", json!(2)), ("suite", json!(2)), ("content", json!("snapshot"))] {
        let newer = forge(&envelope, &county.pc, b"", |envelope| {
            envelope[member] = value;
            envelope["segments"] = json!("written another way");
        });
        assert_eq!(county.open(&newer).unwrap_err(), Error::NewerProgramNeeded);
    }
    let more = forge(&envelope, &county.pc, b"", |envelope| envelope["mood"] = json!("calm"));
    assert_eq!(bundle::verify(&more, &Limits::default(), &county.roster).unwrap().county, COUNTY);
}

#[test]
fn what_is_no_bundle_is_called_so() {
    let county = County::new();
    for bytes in [&b""[..], b"<html><body>login</body></html>\n", b"{}\n", b"{\"format\":\"zip\"}\n\n", b"PK\x03\x04"] {
        assert_eq!(county.open(bytes).unwrap_err(), Error::NotABundle);
    }
}

#[test]
fn a_zip_bomb_is_stopped_at_the_limit() {
    let (county, _, bytes) = sealed();
    let (envelope, _) = bundle::envelope(&bytes, &Limits::default()).unwrap();
    let open = |bytes: &[u8], limits: &Limits| {
        bundle::open(bytes, limits, &county.roster, &[county.station.to_secret()]).unwrap_err()
    };
    let one_line = forge(&envelope, &county.pc, &vec![b' '; 40 << 20], |_| {});
    assert!(one_line.len() < 10_000);
    assert_eq!(open(&one_line, &Limits::default()), Error::TooLarge);
    let mut lines = body_lines(&bytes, &county.station).join("\n").into_bytes();
    lines.extend("\n[]".repeat(210_000).bytes());
    lines.push(b'\n');
    assert_eq!(open(&forge(&envelope, &county.pc, &lines, |_| {}), &Limits::default()), Error::TooLarge);
    let small = Limits { decompressed: 4000, ..Limits::default() };
    assert_eq!(open(&bytes, &small), Error::TooLarge);
    let mut wide = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    wide.window_log(27).unwrap();
    std::io::Write::write_all(&mut wide, &lines).unwrap();
    let wide = forge_compressed(&envelope, &county.pc, &wide.finish().unwrap(), |_| {});
    assert_eq!(open(&wide, &Limits::default()), Error::BadCompression);
    let garbage = forge_compressed(&envelope, &county.pc, b"not zstd at all", |_| {});
    assert_eq!(open(&garbage, &Limits::default()), Error::BadCompression);
}

#[test]
fn every_limit_of_the_envelope_is_held_before_anything_is_decrypted() {
    let (_, _, bytes) = sealed();
    let normal = Limits::default();
    for limits in [
        Limits { bundle: bytes.len() - 1, ..normal },
        Limits { envelope_line: 100, ..normal },
        Limits { segments: 0, ..normal },
        Limits { recipients: 1, ..normal },
        Limits { changes: 20, ..normal },
    ] {
        assert_eq!(bundle::envelope(&bytes, &limits).unwrap_err(), Error::TooLarge);
    }
}

#[test]
fn a_bundle_sealed_to_more_or_fewer_than_it_says_is_refused() {
    let (county, _, bytes) = sealed();
    let (envelope, _) = bundle::envelope(&bytes, &Limits::default()).unwrap();
    let hidden =
        forge(&envelope, &county.pc, b"", |envelope| drop(envelope["recipients"].as_array_mut().unwrap().pop()));
    assert_eq!(county.open(&hidden).unwrap_err(), Error::BadEnvelope);
    let none = forge(&envelope, &county.pc, b"", |envelope| envelope["recipients"] = json!([]));
    assert_eq!(county.open(&none).unwrap_err(), Error::BadEnvelope);
}

/// The line of one change in a bundle whose header says more than we write.
fn with_header_member(county: &County, bytes: &[u8], member: &str) -> Vec<u8> {
    // Chain and author's signature are made anew, as whoever holds a key of the roster can.
    let mut segment = county.open_one(bytes).unwrap();
    let before = segment.signed.segment.head_before;
    let mut head = before;
    for change in &mut segment.changes {
        if change.header.seq == 3 {
            change.header_bytes = change.header_bytes.replacen('{', &format!("{{{member},"), 1);
        }
        change.head = chain::head_after(&head, &change.header_bytes, &change.payload_hash());
        head = change.head;
    }
    forge_segments(county, &[sign_anything(&county.pc, before, segment.salts, segment.changes)])
}

#[test]
fn a_header_that_later_readers_could_not_bear_is_stopped_at_the_door() {
    let (county, _, bytes) = sealed();
    let nested =
        |open: &str, close: &str, depth: usize| format!(r#""x":{}1{}"#, open.repeat(depth), close.repeat(depth));
    let poisons = [
        nested("[", "]", 2_000),
        nested(r#"{"y":"#, "}", 2_000),
        format!(r#""x":[{}1]"#, "1,".repeat(200_000)),
        r#""x":["#.to_string() + &"[],".repeat(150_000) + "1]",
    ];
    for poison in poisons {
        let error = county.open_one(&with_header_member(&county, &bytes, &poison)).unwrap_err();
        assert_eq!(error, Error::BadShape, "{}", &poison[..20]);
    }
    // What a newer program may reasonably add passes.
    let added = with_header_member(&county, &bytes, r#""mood":{"a":[[1],{"b":"c"}]}"#);
    assert!(county.open_one(&added).is_ok());
}

#[test]
fn places_beyond_all_counting_and_names_without_end_are_stopped_at_the_door() {
    let county = County::new();
    let write = |change: &dyn Fn(&mut Header)| {
        let log = Log::with_visits(&county.pc, 1);
        let mut header = log.changes[1].header.clone();
        change(&mut header);
        Change::write(header, &Payload::new(), log.seed.salt(&log.id, 2), &log.head()).map(drop)
    };
    let seen = |seq| vec![Ref { log: LogId([1; 16]), seq, head: [0; 8] }];
    assert_eq!(write(&|_| {}), Ok(()));
    assert_eq!(write(&|header| header.seq = 1 << 53), Err(Error::BadShape));
    assert_eq!(write(&|header| header.record = "r".repeat(257)), Err(Error::BadShape));
    assert_eq!(write(&|header| header.kind = "k\0".into()), Err(Error::BadShape));
    assert_eq!(write(&|header| header.op = Op::Other("o".repeat(1000))), Err(Error::BadShape));
    assert_eq!(write(&|header| drop(header.overwrites.insert("f".into(), seen(u64::MAX)))), Err(Error::BadShape));
    assert_eq!(write(&|header| drop(header.overwrites.insert("f".repeat(300), seen(1)))), Err(Error::BadShape));

    let (county, _, bytes) = sealed();
    let (envelope, _) = bundle::envelope(&bytes, &Limits::default()).unwrap();
    let far = forge(&envelope, &county.pc, b"", |envelope| {
        envelope["segments"][0]["from"] = json!(u64::MAX - 4);
        envelope["segments"][0]["to"] = json!(u64::MAX - 1);
    });
    assert_eq!(bundle::envelope(&far, &Limits::default()).map(drop).unwrap_err(), Error::BadShape);
}
