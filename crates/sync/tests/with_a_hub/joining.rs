//! A new PC joins through the hub and goes on by itself once the county has confirmed it.

use changelog::{Confirmation, DeviceKeys, EnrolmentSecret, JoinRequest};
use store::Delivery;
use sync::{add_confirmation, add_enrolment, drop_join_request, join_requests, keep_own_request, own_request};

use crate::county::{COUNTY, County, HILL, NOW, device, name_of, register, run, state_of, went};

/// A new PC with its request, made with the secret of a join file.
pub fn newcomer(county: &County, name: &str, secret: &EnrolmentSecret) -> std::sync::Arc<store::Store> {
    let store = county.fresh_pc(name, DeviceKeys::generate(), HILL, "B");
    let keys = store.keys();
    let request = JoinRequest {
        county_id: COUNTY.into(),
        station_code: Some(HILL.into()),
        letter: "B".into(),
        device: keys.public(),
        name: "新电脑".into(),
        person: None,
        role: None,
        proof: secret.proof(&keys.public()),
        time_ms: NOW,
    };
    let sealed = request.seal(&keys, &county.roster.county_recipient).unwrap();
    keep_own_request(&store, &sealed, secret).unwrap();
    store
}

/// What the officer does with the one request in the queue.
pub fn confirm(county: &mut County, secret: &EnrolmentSecret) {
    let sealed = join_requests(&county.office).unwrap().remove(0);
    let identity = county.office.station_identity(None).unwrap().unwrap();
    let request = JoinRequest::open(&sealed, &[identity]).unwrap();
    request.check(secret).unwrap();
    let keys = request.device.clone();
    county.change_roster(|roster| {
        let mut new = device(&DeviceKeys::generate(), Some(HILL), "B");
        (new.id, new.verifying_key, new.recipient) = (keys.id.clone(), keys.verifying_key, keys.recipient.clone());
        roster.devices.push(new);
    });
    let roster = county.office.signed_roster().unwrap();
    add_confirmation(&county.office, &Confirmation::new(roster, &county.stations[HILL], &request.device).unwrap())
        .unwrap();
    drop_join_request(&county.office, &sealed).unwrap();
}

#[test]
fn a_new_pc_works_at_once_asks_through_the_hub_and_goes_on_by_itself() {
    let mut county = County::open();
    let hill = county.pc("hill", HILL, "A");
    let secret = EnrolmentSecret::random();
    add_enrolment(&county.office, &secret).unwrap();
    county.office_run();
    let before = register(&hill, HILL, "张三");
    went(run(&hill));

    let new = newcomer(&county, "new", &secret);
    let early = register(&new, HILL, "李四");
    let asked = went(run(&new));
    assert!(asked.unconfirmed && asked.pushed == 0);
    assert!(went(run(&new)).unconfirmed, "asking twice is asking once");
    assert_eq!(county.office_run().joins, 1);
    assert_eq!(county.office_run().joins, 0);
    confirm(&mut county, &secret);
    county.office_run();

    let confirmed = went(run(&new));
    assert!(confirmed.confirmed_now && confirmed.pushed == 1 && confirmed.pulled >= 1, "{confirmed:?}");
    assert_eq!(name_of(&new, &before).as_deref(), Some("张三"));
    assert_eq!(state_of(&new, &early), Delivery::Delivered);
    assert_eq!(own_request(&new).unwrap(), None);
    went(run(&hill));
    assert_eq!(name_of(&hill, &early).as_deref(), Some("李四"));
}

#[test]
fn a_secret_that_the_county_did_not_announce_is_refused_in_words() {
    let county = County::open();
    county.office_run();
    let new = newcomer(&county, "new", &EnrolmentSecret::random());
    let refused = run(&new);
    assert!(refused.problems[0].contains("入站凭证"), "{:?}", refused.problems);
}

#[test]
fn a_new_hub_gets_enrolments_requests_and_confirmations_again() {
    let mut county = County::open();
    let secret = EnrolmentSecret::random();
    add_enrolment(&county.office, &secret).unwrap();
    county.office_run();
    let new = newcomer(&county, "new", &secret);
    went(run(&new));
    county.office_run();
    confirm(&mut county, &secret);
    county.office_run();
    let late_secret = EnrolmentSecret::random();
    add_enrolment(&county.office, &late_secret).unwrap();
    let late = newcomer(&county, "late", &late_secret);
    // The hub dies before the new PC has fetched its answer. The roster that names the new hub names this PC too, so it may
    // fetch it there and goes on by itself.
    county.stop_hub();
    county.new_hub();
    county.office_run();
    let record = register(&new, HILL, "李四");
    let went_on = went(run(&new));
    assert!(went_on.roster_taken && went_on.confirmed_now && went_on.pushed == 1, "{went_on:?}");
    assert_eq!(state_of(&new, &record), Delivery::Delivered);
    // A PC that the county does not know yet hears of the new hub by stick, and then asks there.
    let waiting = run(&late);
    assert_eq!(waiting.offline, Some(sync::OfflineReason::OtherCertificate));
    let reply = sync::county_reply(&county.office, HILL, NOW).unwrap();
    assert!(!sync::accept_reply(&late, &reply).unwrap().confirmed);
    assert!(went(run(&late)).unconfirmed);
    assert_eq!(county.office_run().joins, 1);
}
