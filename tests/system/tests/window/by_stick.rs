//! A new station without any network joins, works, and carries its work to the county on a USB stick; the county's own
//! window takes it in and gives the receipt back.

use crate::acts::*;
use crate::brief;
use system::people::files_of;
use system::window::Window;

#[test]
fn a_station_without_any_network_joins_works_and_sees_its_work_taken_in_by_stick() {
    tell(async {
        let (county_data, pc_data, stick, papers) = folders();
        let county = Window::open(county_data.path(), "stick-county").await;
        founds_the_county(&county, false).await;
        county.click("county-enter").await;
        registers_the_station(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "stick-station").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        registers_a_person(&pc).await;
        records_a_visit(&pc).await;
        opens_a_case(&pc, true).await;

        // To the county: request and work on one stick. The county sees who asks, confirms, and takes the work in.
        let (there, back) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        exports(&pc, there.path()).await;
        county.click("rail-import").await;
        takes_in(&county, &there.path().join("禾站")).await;
        county.screenshot("asked").await;
        confirms_the_pc(&county).await;
        county.click("rail-import").await;
        takes_in(&county, &there.path().join("禾站")).await;
        county.wait_for_words("stick-imported", "已入库").await;
        county.screenshot("imported").await;
        county.next_dialog_gives(back.path()).await;
        county.click("reply-write").await;
        county.find("reply-written").await;

        // From the board to the one station's people, and to all again.
        county.click("rail-home").await;
        county.screenshot("board").await;
        county.click(&format!("station-people-{STATION}")).await;
        county.wait_for_words("station-chip", "大瑶镇").await;
        county.wait_for_words("recipients-total", "1").await;
        county.screenshot("one-station").await;
        county.click("station-chip").await;
        county.until_gone("station-chip").await;

        // Back at the station: the receipt says that the county has it.
        pc.click("rail-sync").await;
        takes_in(&pc, &files_of(back.path())[0]).await;
        pc.wait_for_words("sync-sentence", "县里都已入库").await;
        pc.screenshot("taken-in").await;
        brief::is_issued_with_the_right_counts(&pc, papers.path()).await;
        pc.close().await;
        county.close().await;
    });
}
