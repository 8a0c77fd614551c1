//! The sync by itself: on start, after saves, on demand, and ended cleanly.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use store::Delivery;
use sync::{Scheduler, SyncStatus, Timing};

use crate::county::{County, HILL, NOW, register, state_of};
use crate::line::silence;

/// Long enough for a slow machine; nobody waits for it when things go well.
const PATIENCE: Duration = Duration::from_secs(60);

fn timing() -> Timing {
    Timing {
        every: Duration::from_secs(3600),
        after_save: Duration::from_millis(20),
        retry: Duration::from_millis(20),
        retry_most: Duration::from_millis(100),
        now_ms: std::sync::Arc::new(|| NOW),
    }
}

fn until(news: &Receiver<SyncStatus>, wanted: impl Fn(&SyncStatus) -> bool) -> SyncStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let status = news.recv_timeout(deadline.saturating_duration_since(Instant::now())).expect("in time");
        if wanted(&status) {
            return status;
        }
    }
}

#[test]
fn it_runs_on_start_after_saves_and_on_demand() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    let (tell, news) = channel();
    let scheduler = Scheduler::start(hill.clone(), timing(), move |status| drop(tell.send(status.clone())));
    let first = until(&news, |status| status.runs == 1);
    assert!(first.last_success_ms == Some(NOW) && first.last_error.is_none() && !first.running);
    let record = register(&hill, HILL, "张三");
    scheduler.saved();
    until(&news, |status| status.runs == 2);
    assert_eq!(state_of(&hill, &record), Delivery::Delivered);
    county.office_run();
    scheduler.sync_now();
    until(&news, |status| status.runs == 3);
    assert_eq!(state_of(&hill, &record), Delivery::TakenIn);
    assert_eq!(scheduler.status().runs, 3);
}

#[test]
fn it_comes_back_by_itself_when_the_hub_does() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.office_run();
    county.stop_hub();
    let record = register(&hill, HILL, "张三");
    let (tell, news) = channel();
    let scheduler = Scheduler::start(hill.clone(), timing(), move |status| drop(tell.send(status.clone())));
    let offline = until(&news, |status| status.runs >= 2);
    assert!(offline.offline && offline.last_success_ms.is_none());
    assert!(offline.last_error.unwrap().contains("已保存在本机"));
    county.start_hub();
    let back = until(&news, |status| status.last_success_ms.is_some());
    assert!(!back.offline && back.last_error.is_none());
    assert_eq!(state_of(&hill, &record), Delivery::Delivered);
    drop(scheduler);
}

#[test]
fn dropping_it_does_not_wait_for_a_dead_line() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    county.stop_hub();
    let (address, _listener) = silence();
    county.line.to(Some(address));
    let (tell, news) = channel();
    let scheduler = Scheduler::start(hill.clone(), timing(), move |status| drop(tell.send(status.clone())));
    until(&news, |status| status.running);
    let began = Instant::now();
    drop(scheduler);
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(std::sync::Arc::strong_count(&hill), 1, "the store is free again");
}
