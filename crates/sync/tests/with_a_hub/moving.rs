//! Changes on their way through the hub: out, receipted, to the second PC, to the county, and the county's word back.

use std::ops::ControlFlow;

use changelog::Audience;
use store::Delivery;
use sync::{Phase, never, run_once};

use crate::county::{County, HILL, LAKE, NOW, name_of, register, run, state_of, went, write};

#[test]
fn a_record_goes_to_the_second_pc_and_the_county_and_comes_back_as_taken_in() {
    let mut county = County::open();
    let (first, second) = (county.pc("first", HILL, "A"), county.pc("second", HILL, "B"));
    let other = county.pc("other", LAKE, "A");
    county.office_run();
    let record = register(&first, HILL, "张三");
    assert_eq!(state_of(&first, &record), Delivery::Saved);

    assert_eq!(went(run(&first)).pushed, 1);
    assert_eq!(state_of(&first, &record), Delivery::Delivered);
    assert_eq!(went(run(&second)).pulled, 1);
    assert_eq!(name_of(&second, &record).as_deref(), Some("张三"));
    assert_eq!(went(run(&other)).pulled, 0);
    assert_eq!(name_of(&other, &record), None, "another station sees nothing of it");

    let office = county.office_run();
    assert_eq!((office.pulled, office.checkpoint), (1, true));
    assert_eq!(name_of(&county.office, &record).as_deref(), Some("张三"));
    let seen = sync::seen_devices(&county.office).unwrap();
    assert!(seen.iter().any(|one| one.device == first.device().id && one.last_ms > 0));
    assert!(went(run(&first)).checkpoint);
    assert_eq!(state_of(&first, &record), Delivery::TakenIn);
    went(run(&second));
    assert_eq!(state_of(&second, &record), Delivery::TakenIn);
    assert_eq!(first.state_hash().unwrap(), second.state_hash().unwrap());
    assert!(first.outbox().unwrap().is_empty(), "nothing is kept that the county has");
}

#[test]
fn what_the_county_writes_reaches_one_station_or_all() {
    let mut county = County::open();
    let (hill, lake) = (county.pc("hill", HILL, "A"), county.pc("lake", LAKE, "A"));
    let everyone = write(&county.office, Audience::All, "county_parameter", "name", "brief_due_day");
    let one = write(&county.office, Audience::Station(HILL.into()), "annotation", "text", "请补充家访时间");
    county.office_run();
    went(run(&hill));
    went(run(&lake));
    for (store, sees_one) in [(&hill, true), (&lake, false)] {
        assert!(store.row("county_parameter", &everyone).unwrap().is_some());
        assert_eq!(store.row("annotation", &one).unwrap().is_some(), sees_one);
    }
}

#[test]
fn a_run_without_news_sends_and_fetches_nothing() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    register(&hill, HILL, "张三");
    went(run(&hill));
    county.office_run();
    went(run(&hill));
    county.line.sent();
    let again = went(run(&hill));
    assert_eq!((again.pushed, again.pulled, again.checkpoint), (0, 0, false));
    assert!(county.line.sent() < 6_000, "an idle run is a few small requests");
    let office = county.office_run();
    assert_eq!((office.pulled, office.checkpoint), (0, false), "no checkpoint without news");
}

#[test]
fn progress_is_told_and_a_run_can_be_stopped_and_goes_on_later() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let record = register(&hill, HILL, "张三");
    let stopped = run_once(&hill, NOW, &never(), &mut |progress| match progress.phase {
        Phase::Sending => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert!(stopped.cancelled && stopped.pushed == 0);
    assert_eq!(state_of(&hill, &record), Delivery::Saved);
    let mut seen = Vec::new();
    went(run_once(&hill, NOW, &never(), &mut |progress| {
        assert!(progress.done <= progress.total.max(progress.done));
        seen.push(progress.phase);
        ControlFlow::Continue(())
    }));
    assert!(seen.contains(&Phase::Connecting) && seen.contains(&Phase::Sending));
    assert_eq!(state_of(&hill, &record), Delivery::Delivered);
}
