//! A station becomes complete by its own pages: people, room, things, rule books, signs; each deadline goes by the records that settle it.

use crate::acts::STATION;
use system::window::{ESCAPE, Window};

/// The worker of the second PC; her file is written by the supervisor.
pub const WORKER: &str = "罗明明";
const FIVE: [&str; 5] = ["pension", "medical", "unemployment", "injury", "maternity"];
const THINGS: [&str; 5] = ["desk", "computer", "printer", "filing_cabinet", "stationery"];
const BOOKS: [&str; 5] = ["staff", "finance", "volunteer", "premises", "archive"];
const WRITTEN: [&str; 5] = ["organisation", "process", "promise", "emergency", "exit"];

/// Opens 期限 and waits until nothing of a rule stands there any more.
pub async fn is_settled(window: &Window, rule: &str) {
    window.click("rail-deadlines").await;
    window.find("deadline-self-evaluation").await;
    window.until_gone(&format!("deadline-{rule}")).await;
}

/// The worker arrives, insured: arrival and insurances are settled by her file.
pub async fn takes_on_the_worker(pc: &Window) {
    pc.click("rail-deadlines").await;
    pc.click("deadline-arrival").await;
    pc.find("form-staff_file").await;
    pc.click("field-staff").await;
    pc.click(&format!("choice-staff-{WORKER}")).await;
    for (field, typed) in [("name", WORKER), ("birth_date", "1996-04-01")] {
        pc.enter(&format!("field-{field}"), typed).await;
    }
    pc.chooses("education", "31").await;
    pc.chooses("certificate", "assistant").await;
    pc.enter("field-certified_date", "2024-05-01").await;
    pc.enter("field-registered_date", "2024-06-01").await;
    pc.enter("field-hired_date", "2025-09-08").await;
    pc.enter("field-arrival_date", "2025-10-08").await;
    pc.screenshot("staff-file").await;
    pc.click("staff-file-save").await;
    pc.find("pay-confirmation-add").await;
    pc.press(ESCAPE).await;
    pc.until_gone("staff-file-drawer").await;
    is_settled(pc, "arrival").await;
    // 五险 are not there yet; the deadline leads to her file.
    pc.click("deadline-insurance").await;
    pc.find("form-staff_file").await;
    for code in FIVE {
        pc.chooses("insurances", code).await;
    }
    pc.click("staff-file-save").await;
    pc.until_gone("finding-insurances").await;
    pc.press(ESCAPE).await;
    pc.until_gone("staff-file-drawer").await;
    is_settled(pc, "insurance").await;
}

/// An office of its own and the five things, one form each.
pub async fn furnishes(pc: &Window) {
    pc.click("rail-deadlines").await;
    pc.wait_for_words("deadline-equipment", "缺办公用房、桌椅、电脑、打印机、档案柜、文具").await;
    pc.screenshot("equipment-missing").await;
    pc.click("rail-office").await;
    pc.choose_tab("场所").await;
    pc.click("premises-room-new").await;
    pc.enter("field-name", "镇政府东楼 203").await;
    pc.chooses("room_type", "office").await;
    pc.enter("field-floor_area", "26").await;
    pc.click("premises-room-save").await;
    pc.find("room-use-add").await;
    pc.press(ESCAPE).await;
    pc.until_gone("premises-room-drawer").await;
    pc.click("rail-deadlines").await;
    pc.wait_until_silent("deadline-equipment", "办公用房").await;
    pc.click("deadline-equipment").await;
    for (at, thing) in THINGS.into_iter().enumerate() {
        if at > 0 {
            pc.click("equipment-new").await;
        }
        pc.find("form-equipment").await;
        pc.enter("field-name", thing).await;
        pc.chooses("equipment_type", thing).await;
        pc.click("equipment-save").await;
        pc.until_gone("form-equipment").await;
    }
    pc.screenshot("equipment").await;
    is_settled(pc, "equipment").await;
}

/// Ten rule books in force, from the deadline of the first five.
pub async fn writes_its_rule_books(pc: &Window) {
    for (rule, books) in [("rule-books", BOOKS), ("written", WRITTEN)] {
        pc.click("rail-deadlines").await;
        pc.click(&format!("deadline-{rule}")).await;
        for (at, book) in books.into_iter().enumerate() {
            if at > 0 {
                pc.click("rule-book-new").await;
            }
            pc.find("form-rule_book").await;
            pc.chooses("book_type", book).await;
            for (field, typed) in [("title", book), ("version", "1.0"), ("in_force_date", "2025-10-20")] {
                pc.enter(&format!("field-{field}"), typed).await;
            }
            pc.click("rule-book-save").await;
            pc.until_gone("form-rule_book").await;
        }
        is_settled(pc, rule).await;
    }
}

/// Both signs, with the text of the policy.
pub async fn hangs_its_signs(pc: &Window) {
    pc.click("rail-deadlines").await;
    pc.click("deadline-signs").await;
    for (at, sign) in ["outdoor", "indoor"].into_iter().enumerate() {
        if at > 0 {
            pc.click("sign-plate-new").await;
        }
        pc.find("form-sign_plate").await;
        pc.chooses("sign_type", sign).await;
        pc.enter("field-sign_text", "浏阳市大瑶镇社会工作服务站").await;
        pc.enter("field-hung_date", "2025-10-20").await;
        pc.click("sign-plate-save").await;
        pc.until_gone("form-sign_plate").await;
    }
    is_settled(pc, "signs").await;
    pc.screenshot("settled").await;
}

/// The county's table shows that it is complete.
pub async fn is_complete_at(county: &Window) {
    county.click("rail-deadlines").await;
    county.click("to-compliance").await;
    let own = format!("compliance-{STATION}");
    for whole in ["6/6", "5/5", "2/2", "1/1"] {
        county.wait_for_words(&own, whole).await;
    }
    county.wait_until_silent(&own, "0/5").await;
    county.screenshot("compliance").await;
}
