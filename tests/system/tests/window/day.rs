//! A whole day of a station in its window: somebody's Excel ledger, a visit with a photo, a group session, a means survey, a case up
//! to the supervisor's approval and its printed file. In the evening the county sees all of it, and the brief counts what a second
//! count over the raw records counts.

use std::path::Path;
use std::process::Command;

use crate::acts::*;
use crate::by_hub::{founds_a_county_with_a_hub, syncs};
use crate::case_papers::*;
use crate::second_count;
use system::messy_ledger::{self, Expected};
use system::window::{ESCAPE, Window};

const SUPERVISOR: &str = "周站长";
const WORKER: &str = "林小禾";
const GROUP: &str = "银龄互助小组";

/// The officer enters the year's standards with the document they rest on.
async fn sets_the_standards(county: &Window) {
    county.click("rail-parameters").await;
    county.click("standards-new").await;
    for (field, text) in
        [("effective_from", "2026-01-01"), ("source_doc_no", "测试民发〔2026〕1号"), ("dibao_rural", "500")]
    {
        county.enter(&format!("field-{field}"), text).await;
    }
    county.click("choice-dibao_rural_unit-month").await;
    county.screenshot("standards").await;
    county.click("county-year-param-save").await;
    county.wait_for_words("standards-row", "今天有效").await;
}

/// The supervisor adds a worker, who takes over at the PC.
async fn hands_over_to_a_worker(pc: &Window) {
    pc.click("rail-settings").await;
    pc.click("staff-add-open").await;
    pc.enter("staff-name", WORKER).await;
    pc.enter("staff-passphrase", PASS).await;
    pc.enter("staff-passphrase-again", PASS).await;
    pc.click("staff-add").await;
    pc.until_gone("staff-form").await;
    pc.wait_for_words("staff-panel", WORKER).await;
    is_now_used_by(pc, WORKER).await;
}

/// Whoever is at the PC locks it, and somebody else unlocks it.
async fn is_now_used_by(pc: &Window, name: &str) {
    pc.click("lock").await;
    pc.click_where("unlock-person", name).await;
    unlocks(pc, PASS).await;
    pc.wait_for_words("who", name).await;
}

/// Takes in a ledger with every trap; all rows are accounted for before and after.
async fn imports(pc: &Window, ledger: &Path, expected: Expected) {
    pc.click("rail-recipients").await;
    pc.click("recipients-import").await;
    pc.next_dialog_gives(ledger).await;
    pc.click("ledger-drop").await;
    pc.wait_for_words("ledger-top", "身份证号码").await;
    pc.screenshot("ledger-sheet").await;
    for (step, seen) in [("columns", "ledger-columns"), ("values", "ledger-unread"), ("questions", "ledger-question")] {
        pc.click("ledger-next").await;
        pc.find(seen).await;
        pc.screenshot(&format!("ledger-{step}")).await;
    }
    pc.click("ledger-next").await;
    let counts = [
        ("stored", expected.stored),
        ("merged", expected.merged),
        ("reported", expected.reported),
        ("skipped", expected.skipped),
    ];
    for (name, count) in counts {
        pc.wait_for_words(&format!("ledger-{name}"), &count.to_string()).await;
    }
    pc.click("ledger-run").await;
    pc.find("ledger-done").await;
    for (name, count) in counts {
        assert_eq!(pc.read(&format!("ledger-{name}")).await, count.to_string(), "{name}");
    }
    pc.screenshot("ledger-done").await;
}

/// Puts a photo from the phone on the visit of the person whose page is open; the camera's day is offered, its place is not kept.
async fn adds_a_photo_to_the_visit(pc: &Window, photo: &Path) {
    pc.click("timeline-visit").await;
    pc.find("attachment-panel").await;
    pc.next_dialog_gives(photo).await;
    pc.click("attachment-add").await;
    pc.find("attachment-offered").await;
    pc.enter("field-caption", "屋顶漏水处").await;
    pc.screenshot("photo").await;
    pc.click("attachment-save").await;
    pc.wait_for_words("attachment-panel", "屋顶漏水处").await;
    pc.press(ESCAPE).await;
    pc.until_gone("visit-drawer").await;
}

/// Plans a group, adds three members of whom two are not on file, holds its first session and calls the roll: two came.
async fn holds_a_group_session(pc: &Window) {
    pc.click("rail-groups").await;
    pc.click("group-new").await;
    for (field, text) in
        [("name", GROUP), ("start_date", "今天"), ("planned_sessions", "6"), ("overall_goal", "结成邻里互助对子")]
    {
        pc.enter(&format!("field-{field}"), text).await;
    }
    pc.chooses("group_type", "support").await;
    pc.chooses("area", "A4").await;
    pc.chooses("service_item", "A401").await;
    pc.screenshot("group").await;
    pc.click("group-save").await;
    pc.wait_for_words("group-page", GROUP).await;
    pc.click("member-add").await;
    pc.until_focused("field-recipient").await;
    pc.enter("field-recipient", "oyxy").await;
    pc.click(&format!("choice-recipient-{NAME}")).await;
    pc.click("group-member-save").await;
    pc.wait_for_words("group-page", "组员与前后测（1）").await;
    for (name, members) in [("柳桂香", 2), ("覃满秀", 3)] {
        pc.enter("field-name", name).await;
        pc.click("group-member-save").await;
        pc.wait_for_words("group-page", &format!("组员与前后测（{members}）")).await;
    }
    pc.choose_tab("各节").await;
    pc.click("session-new").await;
    pc.enter("field-topic", "认识彼此").await;
    pc.enter("field-process", "自我介绍，商定小组约定。").await;
    pc.click("choice-state-held").await;
    pc.click("group-session-save").await;
    pc.find("session-row").await;
    pc.choose_tab("点名").await;
    for row in [0, 2] {
        pc.click(&format!("mark-{row}-0")).await;
    }
    pc.wait_for_words("grid-times", "2").await;
    pc.wait_for_words("session-sum", "2 / 3").await;
    pc.screenshot("attendance").await;
}

/// Surveys the person's household up to the estimate, every step of the sum in sight.
async fn surveys_the_means(pc: &Window) {
    opens_the_person(pc).await;
    pc.choose_tab("家计").await;
    pc.click("person-means-new").await;
    pc.chooses("matter", "dibao").await;
    pc.chooses("method", "home").await;
    pc.enter("field-second_investigator", SUPERVISOR).await;
    pc.chooses("hukou_type", "rural").await;
    pc.chooses("near_relative", "none").await;
    pc.click("income-transfer").await;
    pc.chooses("item", "support_paid").await;
    pc.enter("field-amount", "200").await;
    pc.wait_for_words("means-per-capita", "200").await;
    pc.click("choice-property_dibao-meets").await;
    pc.wait_for_words("means-gap", "300").await;
    pc.wait_for_words("means-disclaimer", "不是认定").await;
    pc.screenshot("means").await;
    pc.click("means-survey-save").await;
    pc.wait_for_words("means-survey", &format!("{STATION}-JJ-")).await;
}

/// The supervisor approves what waits for it.
async fn approves(pc: &Window, papers: usize) {
    for left in (0..papers).rev() {
        pc.click("rail-supervision").await;
        pc.screenshot(&format!("to-review-{}", left + 1)).await;
        pc.click("review-item").await;
        pc.wait_for_words("review-state", "待督导审核").await;
        pc.click("review-approve").await;
        pc.wait_for_words("review-state", "审核通过").await;
    }
    pc.click("rail-supervision").await;
    pc.wait_for_words("review-queue", "没有等着审核的文书").await;
}

/// Prints the whole file of the case that is open; gives its text.
async fn prints_the_case_file(pc: &Window, folder: &Path) -> String {
    pc.click("case-print-file").await;
    pc.find("print-page").await;
    pc.screenshot("case-file").await;
    pc.next_dialog_gives(folder).await;
    pc.click("print-save").await;
    pc.find("print-written").await;
    pc.press(ESCAPE).await;
    pc.until_gone("print-drawer").await;
    let file = pc.has_written(folder, &[], 1).await.remove(0);
    let text = Command::new("pdftotext").args(["-layout"]).arg(file).arg("-").output();
    String::from_utf8(text.expect("poppler-utils is installed").stdout).unwrap()
}

/// What the officer sees of it in the evening.
async fn sees_all_of_it(county: &Window, people: u32) {
    county.click("rail-home").await;
    county.wait_for_words(&format!("station-visits-{STATION}"), "1").await;
    county.screenshot("board").await;
    county.click("rail-recipients").await;
    county.wait_for_words("recipients-total", &people.to_string()).await;
    opens_the_person(county).await;
    county.wait_for_words("timeline", "家计调查").await;
    county.wait_for_words("timeline", "走访").await;
    county.choose_tab("附件").await;
    county.wait_for_words("attachment-panel", "屋顶漏水处").await;
    county.find("attachment-picture").await;
    county.screenshot("county-photo").await;
    county.click("rail-groups").await;
    county.click_where("group-row", GROUP).await;
    county.wait_for_words("group-times", "2").await;
    county.click("rail-means").await;
    county.wait_for_words("means-page", "1 份").await;
    county.click("rail-cases").await;
    county.wait_for_words("page", NAME).await;
    county.screenshot("county-cases").await;
}

#[test]
fn a_day_from_the_ledger_to_the_brief_is_seen_by_the_county_and_counted_right() {
    tell(async {
        let (county_data, pc_data, stick, papers) = folders();
        let county = Window::open(county_data.path(), "day-county").await;
        let mut mailbox = founds_a_county_with_a_hub(&county).await;
        sets_the_standards(&county).await;
        mailbox.start();
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        syncs(&county).await;
        let pc = Window::open(pc_data.path(), "day").await;
        joins(&pc, &file, &code, SUPERVISOR, "supervisor").await;
        syncs(&pc).await;
        syncs(&county).await;
        confirms_the_pc(&county).await;
        syncs(&county).await;
        syncs(&pc).await;

        let (ledger, photo) = (stick.path().join("花名册.xlsx"), stick.path().join("IMG_20261125.jpg"));
        let expected = messy_ledger::write(&ledger);
        let taken = photos::drawn_by_phone(1, (1600, 1200), 6, "2026:11:25 09:41:27", [28, 7, 30], [113, 36, 0]);
        std::fs::write(&photo, taken).unwrap();
        hands_over_to_a_worker(&pc).await;
        imports(&pc, &ledger, expected).await;
        registers_a_person(&pc).await;
        records_a_visit(&pc).await;
        adds_a_photo_to_the_visit(&pc, &photo).await;
        holds_a_group_session(&pc).await;
        surveys_the_means(&pc).await;
        opens_the_person(&pc).await;
        opens_a_case(&pc, true).await;
        is_taken_in(&pc).await;
        is_agreed_on(&pc).await;
        is_assessed(&pc).await;
        is_planned(&pc).await;

        is_now_used_by(&pc, SUPERVISOR).await;
        approves(&pc, 2).await;
        pc.click("rail-cases").await;
        pc.click_where("case-card", NAME).await;
        let printed = prints_the_case_file(&pc, papers.path()).await;
        for said in ["卷内目录", "接案登记表", "预估", "服务计划", "每周外出两次", NAME] {
            assert!(printed.contains(said), "the case file does not say {said}:\n{printed}");
        }

        syncs(&pc).await;
        syncs(&county).await;
        syncs(&pc).await;
        pc.wait_for_words("sync-sentence", "县里都已入库").await;
        sees_all_of_it(&county, expected.stored + 1).await;

        pc.click("rail-reports").await;
        let months = pc.read_all_beginning("report-make-monthly_brief-").await;
        let month = months.keys().next_back().expect("a month").clone();
        pc.click(&format!("report-make-monthly_brief-{month}")).await;
        pc.find("figure-visit.effective").await;
        let shown = pc.read_all_beginning("figure-").await;
        pc.screenshot("brief").await;
        pc.close().await;
        county.close().await;
        second_count::agrees_with(&shown, pc_data.path(), &month);
    });
}
