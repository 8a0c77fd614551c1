//! A family out of somebody's Excel in its window: the ledger is taken in as one household, a visit is begun by Ctrl+N from the head's
//! page, and another one for somebody who is registered from within the visit.

use std::path::Path;

use crate::acts::*;
use system::window::{CONTROL, Window};

const HEAD: &str = "石一鸣";
const STRANGER: &str = "王大河";

/// Takes in the sample of a family whose members know their head by name only.
async fn takes_in_the_family(pc: &Window) {
    let ledger = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/one_household.xlsx");
    pc.click("rail-recipients").await;
    pc.click("recipients-import").await;
    pc.next_dialog_gives(&ledger).await;
    pc.click("ledger-drop").await;
    pc.wait_for_words("ledger-top", HEAD).await;
    for _ in 0..4 {
        pc.until_still().await;
        pc.click("ledger-next").await;
    }
    pc.wait_for_words("ledger-stored", "3").await;
    pc.click("ledger-run").await;
    pc.find("ledger-done").await;
    pc.screenshot("taken-in").await;
    pc.click("rail-recipients").await;
    pc.wait_for_words("recipients-total", "3").await;
    pc.click_where("person-row", HEAD).await;
    pc.wait_for_words("person-name", HEAD).await;
    pc.choose_tab("家庭").await;
    for member in [HEAD, "户主"] {
        pc.wait_for_words("household-members", member).await;
    }
    pc.screenshot("household").await;
}

/// Fills what a visit needs and saves it.
async fn saves_the_visit(pc: &Window) {
    pc.click("choice-result-met").await;
    pc.enter("field-observation_text", "精神尚可，衣被充足。").await;
    pc.click("visit-more").await;
    pc.click("choice-area-A4").await;
    pc.chooses("service_item", "A401").await;
    pc.click("visit-save").await;
    pc.until_gone("visit-drawer").await;
}

#[test]
fn a_family_is_taken_in_as_one_household_and_visited_by_ctrl_n_from_the_heads_page() {
    tell(async {
        let (county_data, pc_data, stick, _) = folders();
        let county = Window::open(county_data.path(), "family-county").await;
        founds_the_county(&county, false).await;
        county.click("county-enter").await;
        registers_the_station(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        county.close().await;
        let pc = Window::open(pc_data.path(), "family").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        takes_in_the_family(&pc).await;

        pc.press(&format!("{CONTROL}n")).await;
        pc.wait_for_words("visit-drawer", HEAD).await;
        pc.screenshot("visit-of-the-head").await;
        saves_the_visit(&pc).await;
        pc.choose_tab("走访").await;
        pc.find("timeline-visit").await;

        // From a page that shows nobody: whoever is not on file is registered without leaving the visit.
        pc.click("rail-visits").await;
        pc.find("visit-counts").await;
        pc.press(&format!("{CONTROL}n")).await;
        pc.until_focused("field-recipient").await;
        pc.enter("field-recipient", STRANGER).await;
        pc.screenshot("nobody-found").await;
        pc.click("register-new-person").await;
        pc.find("new-person").await;
        pc.enter("field-birth_date", "1950-03-06").await;
        pc.click("choice-sex-1").await;
        pc.enter("field-village", "新河村").await;
        pc.screenshot("registering-from-the-visit").await;
        pc.click("new-person-save").await;
        pc.until_gone("new-person").await;
        pc.wait_for_words("visit-drawer", STRANGER).await;
        saves_the_visit(&pc).await;
        pc.wait_for_words("page", STRANGER).await;
        pc.close().await;
    });
}
