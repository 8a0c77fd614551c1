//! An agreement in four windows: the county signs it for two stations, one of which, with two PCs, it reaches by hub and one by stick. Each
//! gets its targets and sees what it owes, by when; the first becomes complete record by record; its worker cannot leave with six open cases
//! and hands them over. County and PCs say the same days, and the county's 合规检查 shows it.

use std::path::Path;

use crate::acts::*;
use crate::by_hub::{founds_a_county_with_a_hub, syncs};
use crate::set_up::{WORKER, furnishes, hangs_its_signs, is_complete_at, takes_on_the_worker, writes_its_rule_books};
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
    county.click("agreement-target-add").await;
    county.enter("field-name", "探访服务").await;
    county.chooses("figure", "visit.effective").await;
    county.enter("field-target", "700").await;
    county.click("agreement-target-save").await;
    county.until_gone("agreement-target-save").await;
    county.press(ESCAPE).await;
    county.until_gone("agreement-drawer").await;
}

/// Days of deadlines that a station owes once: R06 signed on 5 September 2025, due on the working day after 国庆, and terms of months from the
/// beginning. The last two are due at the end, ten years on, and not listed yet.
const DAYS: [(&str, &str); 3] =
    [("arrival", "2025-10-09"), ("equipment", "2025-12-10"), ("mid-term-report", "2026-03-10")];

async fn owes_what_was_signed(pc: &Window) {
    pc.click("rail-deadlines").await;
    for (rule, day) in DAYS {
        pc.wait_for_words(&format!("deadline-{rule}"), day).await;
    }
}

/// What the agreement asks for stands among its targets.
async fn has_its_targets(pc: &Window) {
    pc.click("rail-targets").await;
    pc.wait_for_words("target-探访服务", "700").await;
    pc.screenshot("targets").await;
}

/// Everybody has what the others wrote.
async fn meet(windows: [&Window; 3]) {
    for _ in 0..2 {
        for window in windows {
            syncs(window).await;
        }
    }
}

/// Six cases of the one who works at this PC.
async fn opens_six_cases(pc: &Window) {
    registers_a_person(pc).await;
    for _ in 0..6 {
        opens_the_person(pc).await;
        opens_a_case(pc, false).await;
    }
}

/// She cannot leave with six open cases; the supervisor takes them over, prints the list, and then she can.
async fn leaves_after_handing_over(pc: &Window, papers: &Path) {
    pc.click("rail-office").await;
    pc.choose_tab("人员档案").await;
    pc.click_where("staff-file-row", WORKER).await;
    pc.find("form-staff_file").await;
    pc.enter("field-left_date", "2026-11-20").await;
    pc.chooses("leaving_reason", "other_job").await;
    pc.click("staff-file-save").await;
    pc.wait_for_words("finding-left_date", "个案 6 个").await;
    pc.screenshot("cannot-leave").await;
    pc.press(ESCAPE).await;
    pc.until_gone("staff-file-drawer").await;
    pc.click("handover-open").await;
    pc.click("handover-from").await;
    pc.click(&format!("choice-handover-from-{WORKER}")).await;
    pc.wait_for_words("handover-counts", "个案 6 个").await;
    pc.click("handover-all").await;
    pc.click("choice-handover-all-周站长").await;
    pc.enter("handover-reason", "辞职").await;
    pc.screenshot("handover").await;
    pc.click("handover-do").await;
    pc.find("print-drawer").await;
    pc.find("print-total").await;
    pc.until_still().await;
    pc.screenshot("handover-list").await;
    pc.next_dialog_gives(papers).await;
    pc.click("print-save").await;
    pc.wait_for_words("print-written", "交接清单").await;
    assert!(!files_of(papers).is_empty(), "the list was written");
    pc.press(ESCAPE).await;
    pc.until_gone("print-drawer").await;
    pc.wait_for_words("handover-none", "可以标为离岗").await;
    pc.press(ESCAPE).await;
    pc.until_gone("handover-drawer").await;
    pc.click_where("staff-file-row", WORKER).await;
    pc.find("form-staff_file").await;
    // What she had typed is in the draft still.
    pc.wait_for_value("field-left_date", "2026-11-20").await;
    pc.click("staff-file-save").await;
    pc.until_gone("finding-left_date").await;
    pc.press(ESCAPE).await;
    pc.until_gone("staff-file-drawer").await;
    pc.wait_for_words("staff-file-row", "2026-11-20").await;
}

#[test]
fn an_agreement_signed_for_two_stations_makes_their_deadlines_and_records_settle_them() {
    tell(async {
        let (county_data, pc_data, stick, papers) = folders();
        let county = Window::open(county_data.path(), "agreement-county").await;
        let mut mailbox = founds_a_county_with_a_hub(&county).await;
        mailbox.start();
        registers_the_station_of(&county, OTHER_TOWNSHIP, OTHER_STATION).await;
        signs_for_two_stations(&county).await;

        // By hub, on two PCs.
        let second_data = tempfile::tempdir().unwrap();
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "agreement-hub-station").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        syncs(&county).await;
        syncs(&pc).await;
        syncs(&county).await;
        confirms_the_pc(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let second = Window::open(second_data.path(), "agreement-second-pc").await;
        joins(&second, &file, &code, WORKER, "worker").await;
        syncs(&county).await;
        syncs(&second).await;
        syncs(&county).await;
        confirms_the_pc(&county).await;
        meet([&county, &pc, &second]).await;
        for window in [&pc, &second, &county] {
            owes_what_was_signed(window).await;
        }
        pc.screenshot("deadlines").await;
        county.screenshot("county-deadlines").await;
        has_its_targets(&pc).await;

        takes_on_the_worker(&pc).await;
        furnishes(&pc).await;
        writes_its_rule_books(&pc).await;
        hangs_its_signs(&pc).await;
        opens_six_cases(&second).await;
        meet([&second, &pc, &county]).await;
        is_complete_at(&county).await;
        county.wait_for_words(&format!("compliance-{OTHER_STATION}"), "0/1").await;
        second.click("rail-deadlines").await;
        second.find("deadline-self-evaluation").await;
        for rule in ["arrival", "equipment", "rule-books", "written", "signs"] {
            second.until_gone(&format!("deadline-{rule}")).await;
        }

        leaves_after_handing_over(&pc, papers.path()).await;
        meet([&pc, &second, &county]).await;
        county.click("rail-deadlines").await;
        county.click("to-compliance").await;
        // Nobody is in post any more.
        county.wait_for_words(&format!("compliance-{STATION}"), "0/1").await;
        county.screenshot("nobody-in-post").await;
        for window in [&pc, &second] {
            window.click("rail-deadlines").await;
        }
        let rule = "deadline-mid-term-report";
        assert_eq!(pc.read(rule).await, second.read(rule).await, "two PCs say the same day");

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
        owes_what_was_signed(&other).await;
        other.screenshot("by-stick").await;
        has_its_targets(&other).await;
        for window in [other, second, pc, county] {
            window.close().await;
        }
    });
}
