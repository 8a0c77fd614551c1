//! Two PCs of a station work apart: the same field changed twice is shown as a conflict, one person resolves it, and the
//! other sees the outcome. Afterwards the county shuts one of the PCs out.

use std::path::Path;

use crate::acts::*;
use crate::by_hub::{founds_a_county_with_a_hub, syncs};
use system::window::Window;

/// A PC joins and is confirmed, all over the hub.
pub async fn joined(county: &Window, data: &Path, stick: &Path, story: &str, who: (&str, &str)) -> Window {
    let (file, code) = makes_a_join_file(county, stick).await;
    syncs(county).await;
    let pc = Window::open(data, story).await;
    joins(&pc, &file, &code, who.0, who.1).await;
    syncs(&pc).await;
    syncs(county).await;
    confirms_the_pc(county).await;
    syncs(county).await;
    syncs(&pc).await;
    pc
}

/// Changes the phone number of the person on her page.
async fn changes_the_phone(pc: &Window, to: &str) {
    opens_the_person(pc).await;
    pc.click("person-edit").await;
    pc.enter("field-phone", to).await;
    pc.click("recipient-save").await;
    pc.find("person-edit").await;
}

#[test]
fn what_two_pcs_changed_apart_is_a_conflict_that_one_person_resolves_and_a_lost_pc_is_shut_out() {
    tell(async {
        let (county_data, first_data, stick, second_data) = folders();
        let county = Window::open(county_data.path(), "apart-county").await;
        let mut mailbox = founds_a_county_with_a_hub(&county).await;
        mailbox.start();
        let first = joined(&county, first_data.path(), stick.path(), "apart-first", ("周站长", "supervisor")).await;
        registers_a_person(&first).await;
        syncs(&first).await;
        let second = joined(&county, second_data.path(), stick.path(), "apart-second", ("吴社工", "worker")).await;
        opens_the_person(&second).await;

        mailbox.stop();
        changes_the_phone(&first, "19900000001").await;
        changes_the_phone(&second, "19900000002").await;
        mailbox.start();
        syncs(&first).await;
        syncs(&second).await;

        second.click("rail-home").await;
        second.wait_for_words("home", "联系电话").await;
        second.screenshot("conflict-home").await;
        opens_the_person(&second).await;
        second.wait_for_words("conflict", "19900000001").await;
        second.wait_for_words("conflict", "19900000002").await;
        second.screenshot("conflict").await;
        second.click("conflict-keep-1").await;
        second.until_gone("conflict").await;
        syncs(&second).await;
        syncs(&first).await;
        opens_the_person(&first).await;
        assert!(!first.sees("conflict").await, "the conflict was resolved on the other PC");

        // The second PC is lost.
        county.click("rail-stations").await;
        county.click(&format!("device-revoke-{STATION}-B")).await;
        county.enter("revoke-root-passphrase", ROOT).await;
        county.screenshot("revoking").await;
        county.click("device-revoke").await;
        county.wait_for_words("device-list", "已停用").await;
        syncs(&county).await;
        // It learns of it when it next reaches the hub, locks, and lets nobody in.
        second.click("rail-sync").await;
        second.click("sync-now").await;
        second.find("lock-page").await;
        second.enter("unlock-passphrase", PASS).await;
        second.click("unlock").await;
        second.wait_for_words("lock-page", "已被县里停用").await;
        second.screenshot("shut-out").await;
        for window in [first, second, county] {
            window.close().await;
        }
    });
}
