//! Harm to a child that comes to light at a consultation, outside any visit: the report is begun there, kept half known, finished later;
//! the red line says what is missing until then, and the county sees both.

use crate::acts::*;
use std::path::Path;
use system::window::Window;

const CHILD: &str = "周明明";

async fn registers_a_child(pc: &Window) {
    pc.click("rail-home").await;
    pc.click("home-register").await;
    pc.until_focused("field-name").await;
    pc.enter("field-name", CHILD).await;
    pc.click("choice-sex-1").await;
    pc.enter("field-birth_date", "2018-05-01").await;
    pc.enter("field-village", "新河村").await;
    pc.click("register-save").await;
    pc.wait_for_words("person-name", CHILD).await;
}

/// Somebody comes to the station and tells; the worker begins the report from what is being typed.
async fn hears_of_it_at_a_consultation(pc: &Window) {
    pc.click("person-consultation").await;
    pc.enter("field-content", "奶奶说孩子被打，胳膊有伤").await;
    pc.screenshot("consultation").await;
    pc.click("record-report").await;
    pc.wait_for_words("report-missing", "还缺：情形、公安报告日期、公安报告时间、受理单位、受理人").await;
    pc.click("choice-situation-violence").await;
    pc.enter("field-police_date", "今天").await;
    pc.enter("field-police_receiver", "警号 0123").await;
    pc.wait_for_words("report-missing", "还缺：公安报告时间、受理单位").await;
    pc.screenshot("half-known").await;
    pc.click("mandatory-report-save").await;
    pc.wait_for_words("said", "强制报告已暂存 · 还缺：公安报告时间、受理单位").await;
    pc.until_gone("report-drawer").await;
    // What was typed of the consultation is on file, half known too.
    pc.wait_for_words("consultation-row", "暂存").await;
}

/// Carries the work of the station to the county, which takes it in; the first time it confirms the PC, too.
async fn is_seen_by_the_county(pc: &Window, county: &Window, stick: &Path, first: bool) {
    exports(pc, stick).await;
    county.click("rail-import").await;
    takes_in(county, &stick.join("禾站")).await;
    if first {
        confirms_the_pc(county).await;
        county.click("rail-import").await;
        takes_in(county, &stick.join("禾站")).await;
    }
    county.wait_for_words("stick-imported", "已入库").await;
    county.click("rail-home").await;
}

#[test]
fn a_harm_report_begun_outside_a_visit_is_finished_later_and_the_red_line_goes() {
    tell(async {
        let (county_data, pc_data, stick, later) = folders();
        let county = Window::open(county_data.path(), "harm-county").await;
        founds_the_county(&county, false).await;
        county.click("county-enter").await;
        registers_the_station(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "harm").await;
        joins(&pc, &file, &code, "林小禾", "supervisor").await;
        registers_a_child(&pc).await;
        hears_of_it_at_a_consultation(&pc).await;

        // The red line stands wherever the child does, here and at the county, and says the same.
        pc.click("rail-home").await;
        pc.wait_for_words("harm-line", "还缺：公安报告时间、受理单位").await;
        pc.screenshot("red-line").await;
        let there = tempfile::tempdir().unwrap();
        is_seen_by_the_county(&pc, &county, there.path(), true).await;
        county.wait_for_words("harm-alert", "还缺：公安报告时间、受理单位").await;
        county.wait_for_words(&format!("station-{STATION}"), "未报告的侵害情形 1 件").await;
        county.click("harm-open").await;
        county.wait_for_words("report-missing", "还缺：公安报告时间、受理单位").await;
        county.wait_for_value("field-police_receiver", "警号 0123").await;
        county.screenshot("seen-by-the-county").await;
        county.press(system::window::ESCAPE).await;
        county.until_gone("report-drawer").await;

        // Later: from the red line straight into the report; nothing is missing, the line goes.
        pc.click("lock").await;
        unlocks(&pc, PASS).await;
        pc.click("rail-home").await;
        pc.click("harm-open").await;
        pc.enter("field-police_time", "16.05").await;
        pc.enter("field-police_station", "大瑶派出所").await;
        pc.until_gone("report-missing").await;
        pc.screenshot("complete").await;
        pc.click("mandatory-report-save").await;
        pc.wait_for_words("said", "强制报告已保存").await;
        pc.until_gone("harm-alert").await;
        is_seen_by_the_county(&pc, &county, later.path(), false).await;
        county.find(&format!("station-{STATION}")).await;
        county.wait_until_silent(&format!("station-{STATION}"), "未报告的侵害情形").await;
        county.until_gone("harm-alert").await;

        // The paper, from the child's page.
        pc.click("rail-recipients").await;
        pc.click_where("person-row", CHILD).await;
        pc.wait_for_words("person-name", CHILD).await;
        pc.click("timeline-mandatory-report").await;
        pc.click("record-print").await;
        pc.find("print-pages").await;
        pc.until_still().await;
        pc.screenshot("paper").await;
        pc.close().await;
        county.close().await;
    });
}
