//! A station works while the hub is down; the hub comes up, and the work goes to the county by itself, seen in both windows.

use crate::acts::*;
use crate::brief;
use crate::mailbox::Mailbox;
use system::window::Window;

/// The officer founds the county, sets up its hub as the page says, and registers the station.
pub async fn founds_a_county_with_a_hub(county: &Window) -> Mailbox {
    founds_the_county(county, true).await;
    county.click("hub-server").await;
    let (mailbox, line) = Mailbox::set_up_by(&county.read("hub-init").await);
    county.enter("hub-line", &line).await;
    county.click("hub-save").await;
    county.find("hub-named").await;
    county.click("county-enter").await;
    registers_the_station(county).await;
    mailbox
}

/// Presses 立即同步 and waits until that run has ended.
pub async fn syncs(window: &Window) {
    window.click("rail-sync").await;
    window.click("sync-now").await;
    window.find("sync-done").await;
}

#[test]
fn work_done_while_the_hub_is_down_is_delivered_and_taken_in_once_it_is_up() {
    tell(async {
        let (county_data, pc_data, stick, papers) = folders();
        let county = Window::open(county_data.path(), "hub-county").await;
        let mut mailbox = founds_a_county_with_a_hub(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;

        let pc = Window::open(pc_data.path(), "hub-station").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        registers_a_person(&pc).await;
        records_a_visit(&pc).await;
        opens_a_case(&pc, true).await;
        syncs(&pc).await;
        pc.wait_for_words("sync-sentence", "现在连不上网").await;
        pc.wait_for_words("sync-delivered", "0").await;
        pc.screenshot("hub-down").await;

        // The hub comes up: the roster goes out, the request comes in, the officer confirms it and goes home.
        mailbox.start();
        syncs(&county).await;
        syncs(&pc).await;
        pc.wait_for_words("sync-problem", "正在等县里确认").await;
        syncs(&county).await;
        confirms_the_pc(&county).await;
        syncs(&county).await;
        county.screenshot("confirmed").await;
        county.close().await;

        // Nobody at the county: delivered, and not yet taken in.
        syncs(&pc).await;
        pc.wait_for_words("sync-sentence", "并送达").await;
        pc.wait_for_words("sync-taken-in", "0").await;
        pc.screenshot("delivered").await;
        opens_the_person(&pc).await;
        pc.wait_for_words("timeline", "已送达").await;
        pc.screenshot("person-delivered").await;

        // Next morning the county's window takes it in by itself once it is unlocked.
        let county = Window::open(county_data.path(), "hub-county").await;
        unlocks(&county, PASS).await;
        syncs(&county).await;
        county.click("rail-home").await;
        county.wait_for_words(&format!("station-visits-{STATION}"), "1").await;
        county.screenshot("board").await;
        syncs(&pc).await;
        pc.wait_for_words("sync-sentence", "县里都已入库").await;
        pc.screenshot("taken-in").await;
        opens_the_person(&pc).await;
        pc.wait_for_words("timeline", "县里已入库").await;

        brief::is_issued_with_the_right_counts(&pc, papers.path()).await;
        pc.close().await;
        county.close().await;
    });
}
