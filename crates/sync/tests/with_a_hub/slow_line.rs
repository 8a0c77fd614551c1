//! A slow line that loses packets and is reset every half minute: the changes come first, and hardly anything goes up twice.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use campaign::Rng;
use changelog::{Audience, Op, Payload};
use serde_json::Value;
use store::{Save, Store, Write};
use sync::{Phase, never, run_timed};

use crate::county::{County, HILL, NOW, run, went};
use crate::photos::{add, shows};
use crate::weather::Weather;

const CHANGES: usize = 1_000;
const IN_ONE_SAVE: usize = 20;
/// Bytes of a photo of 1,600 pixels.
const PHOTO: usize = 220_000;
/// Runs after which somebody would have given up: each begins where the last one ended.
const PATIENCE: usize = 40;
/// What may go up for each hundred bytes of bundles and photos: greetings, questions and heads, and what goes twice.
const AT_MOST: u64 = 115;

/// A sentence as long as one is typed, which compresses as one does.
fn sentence(rng: &mut Rng) -> String {
    const WORDS: [&str; 8] =
        ["老人精神较好", "血压偏高", "独居", "家中存粮充足", "膝盖疼痛", "已联系村医", "低保金已到账", "约定下周再来"];
    let words: Vec<String> = (0..6).map(|_| format!("{}{}", WORDS[rng.usize(..WORDS.len())], rng.u16(..))).collect();
    words.join("，")
}

fn save_changes(store: &Store, rng: &mut Rng) {
    for _ in 0..CHANGES / IN_ONE_SAVE {
        let write = |_| Write {
            kind: "recipient".into(),
            record: uuid::Uuid::new_v4().to_string(),
            op: Op::Set,
            fields: Payload::from_iter([("name".to_string(), Value::from(sentence(rng)))]),
            seen: BTreeMap::new(),
        };
        let writes = (0..IN_ONE_SAVE).map(write).collect();
        let audience = Audience::Station(HILL.into());
        store.save(Save { audience, author: "staff-1".into(), now_ms: NOW, writes, number: None }).unwrap();
    }
}

#[test]
fn over_a_slow_lossy_line_changes_come_first_and_hardly_anything_goes_twice() {
    campaign::run("slow_line", 2, |rng| {
        let mut county = County::open();
        let hill = county.pc("hill", HILL, "A");
        county.office_run();
        went(run(&hill));
        save_changes(&hill, rng);
        let photos: Vec<Vec<u8>> = (0..3).map(|_| (0..PHOTO).map(|_| rng.u8(..)).collect()).collect();
        let places: Vec<_> = photos.iter().map(|photo| add(&hill, photo)).collect();
        let bundles: u64 = hill.close_segments().unwrap().iter().map(|item| item.len).sum();
        let sealed = |place: &store::BlobRef| hill.blob_for_sending(&place.blob).unwrap().unwrap().len() as u64;
        let wanted = bundles + places.iter().map(sealed).sum::<u64>();

        county.line.weather(Some(Weather::bad(rng.fork())));
        county.line.sent();
        let (mut runs, mut unsent, mut changes_took) = (0, None, None);
        while hill.blob_counts().unwrap().waiting > 0 {
            runs += 1;
            assert!(runs < PATIENCE, "it comes through in the end");
            run_timed(&hill, NOW, &|| county.line.now(), &never(), &mut |progress| {
                if progress.phase == Phase::SendingPhotos && unsent.is_none() {
                    unsent = Some(hill.counts().unwrap().saved);
                    changes_took = Some(county.line.now());
                }
                ControlFlow::Continue(())
            });
        }
        let (sent, weather) = (county.line.sent() as u64, county.line.weather(None).unwrap());
        campaign::say(&format!(
            "{wanted} bytes ({bundles} of changes): {sent} sent ({} of 100), {runs} runs, {} resets; changes {:.0?}, all {:.0?}",
            sent * 100 / wanted,
            weather.resets,
            changes_took.unwrap(),
            weather.now,
        ));
        assert_eq!(unsent, Some(0), "no photo goes before the last change");
        assert!(weather.resets > 3, "the line was cut again and again");
        assert!(sent * 100 <= wanted * AT_MOST, "{sent} bytes went up for {wanted}");
        county.office_run();
        assert!(places.iter().zip(&photos).all(|(place, photo)| shows(&county.office, place, photo)));
    });
}
