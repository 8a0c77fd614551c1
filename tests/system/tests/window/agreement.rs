//! An agreement in three windows: the county signs it for two stations, one of which it reaches by hub and one by stick; each sees what it
//! owes, by when, and a deadline goes by the record that settles it. The county's 合规检查 shows who came.

use crate::acts::*;
use crate::by_hub::{founds_a_county_with_a_hub, syncs};
use system::people::files_of;
use system::window::{ESCAPE, Window};

/// 官渡镇 in the same county.
const OTHER_TOWNSHIP: &str = "430181104";
const OTHER_STATION: &str = "43018110401";
const PROVIDER: &str = "清源社工服务中心";

/// Registers the provider and an agreement for both stations, one worker each.
async fn signs_for_two_stations(county: &Window) {
    county.click("rail-agreements").await;
    county.choose_tab("承接主体").await;
    county.click("provider-new").await;
    county.enter("field-name", PROVIDER).await;
    county.chooses("provider_type", "service_org").await;
    county.click("provider-save").await;
    county.until_gone("provider-save").await;
    county.choose_tab("服务协议").await;
    county.click("agreement-new").await;
    county.enter("field-agreement_no", "民购协〔2025〕1号").await;
    county.enter("field-buyer", "浏阳市民政局").await;
    county.click("field-provider").await;
    county.click(&format!("choice-provider-{PROVIDER}")).await;
    for (field, typed) in [
        ("sign_date", "2025-09-05"),
        ("start_date", "2025-09-10"),
        // In force whenever this is run.
        ("end_date", "2035-09-09"),
        ("year_in_cycle", "1"),
        ("amount", "300000"),
    ] {
        county.enter(&format!("field-{field}"), typed).await;
    }
    county.screenshot("agreement").await;
    county.click("agreement-save").await;
    for station in [STATION, OTHER_STATION] {
        county.click("agreement-station-add").await;
        county.chooses("station_code", station).await;
        county.enter("field-agreed_staff", "1").await;
        county.click("agreement-station-save").await;
        county.until_gone("agreement-station-save").await;
    }
    county.screenshot("agreement-stations").await;
    county.press(ESCAPE).await;
    county.until_gone("agreement-drawer").await;
}

/// R06: signed on 5 September 2025, due on the working day after 国庆.
async fn owes_an_arrival(pc: &Window) {
    pc.click("rail-deadlines").await;
    pc.wait_for_words("deadline-arrival", "2025-10-09").await;
}

#[test]
fn an_agreement_signed_for_two_stations_makes_their_deadlines_and_a_record_settles_one() {
    tell(async {
        let (county_data, pc_data, stick, _) = folders();
        let county = Window::open(county_data.path(), "agreement-county").await;
        let mut mailbox = founds_a_county_with_a_hub(&county).await;
        mailbox.start();
        registers_the_station_of(&county, OTHER_TOWNSHIP, OTHER_STATION).await;
        signs_for_two_stations(&county).await;

        // By hub.
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "agreement-hub-station").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        syncs(&county).await;
        syncs(&pc).await;
        syncs(&county).await;
        confirms_the_pc(&county).await;
        syncs(&county).await;
        syncs(&pc).await;
        owes_an_arrival(&pc).await;
        pc.screenshot("deadlines").await;
        pc.click("deadline-arrival").await;
        pc.find("form-staff_file").await;
        for (field, typed) in [("name", "罗明明"), ("birth_date", "1996-04-01")] {
            pc.enter(&format!("field-{field}"), typed).await;
        }
        pc.chooses("education", "31").await;
        pc.chooses("certificate", "assistant").await;
        pc.enter("field-hired_date", "2025-09-08").await;
        pc.enter("field-arrival_date", "2025-10-08").await;
        pc.screenshot("staff-file").await;
        pc.click("staff-file-save").await;
        pc.find("pay-confirmation-add").await;
        pc.press(ESCAPE).await;
        pc.until_gone("staff-file-drawer").await;
        pc.click("rail-deadlines").await;
        pc.find("deadline-self-evaluation").await;
        pc.until_gone("deadline-arrival").await;
        pc.screenshot("settled").await;

        // The county sees that one has come, and that the other station still owes it.
        syncs(&pc).await;
        syncs(&county).await;
        county.click("rail-deadlines").await;
        county.click("to-compliance").await;
        county.wait_for_words(&format!("compliance-{STATION}"), "1/1").await;
        county.wait_for_words(&format!("compliance-{OTHER_STATION}"), "0/1").await;
        county.screenshot("compliance").await;
        owes_an_arrival(&county).await;
        county.screenshot("county-deadlines").await;

        // By stick.
        let (other_data, there, back) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (file, code) = makes_a_join_file_for(&county, OTHER_STATION, stick.path()).await;
        let other = Window::open(other_data.path(), "agreement-stick-station").await;
        joins_at(&other, (&file, &code), "官渡镇", "何小满", "supervisor").await;
        exports(&other, there.path()).await;
        county.click("rail-import").await;
        takes_in(&county, &there.path().join("禾站")).await;
        confirms_the_pc(&county).await;
        county.click("rail-import").await;
        takes_in(&county, &there.path().join("禾站")).await;
        county.next_dialog_gives(back.path()).await;
        county.click("reply-write").await;
        county.find("reply-written").await;
        other.click("rail-sync").await;
        takes_in(&other, &files_of(back.path())[0]).await;
        owes_an_arrival(&other).await;
        other.screenshot("by-stick").await;
        for window in [other, pc, county] {
            window.close().await;
        }
    });
}
