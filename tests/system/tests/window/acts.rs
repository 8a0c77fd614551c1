//! Acts that more than one story needs: the officer founds a county and confirms PCs, a worker joins, registers a
//! person, records a visit and opens a case. Everything by the pages, as they would.

use std::path::{Path, PathBuf};

use system::people::files_of;
pub use system::people::{PASS, ROOT};
use system::window::Window;
use tempfile::TempDir;

/// 大瑶镇 in 浏阳市, and the first station there.
pub const TOWNSHIP: &str = "430181110";
pub const STATION: &str = "43018111001";
pub const ID_NUMBER: &str = "439901195203154023";
pub const NAME: &str = "欧阳秀英";

/// Folders for the county's PC, the station's PC, a stick and papers.
pub fn folders() -> (TempDir, TempDir, TempDir, TempDir) {
    let folder = || tempfile::tempdir().unwrap();
    (folder(), folder(), folder(), folder())
}

/// Runs one story.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().unwrap().block_on(story);
}

/// The officer founds the county by its door; `by_hub` leaves the page open where the hub is named.
pub async fn founds_the_county(county: &Window, by_hub: bool) {
    county.click("door-county").await;
    county.click("county-division").await;
    county.click("choice-division-430181").await;
    county.click(if by_hub { "county-hub" } else { "county-usb" }).await;
    county.enter("county-officer", "唐科员").await;
    for (name, typed) in [("county-passphrase", PASS), ("county-root-passphrase", ROOT)] {
        county.enter(name, typed).await;
        county.enter(&format!("{name}-again"), typed).await;
    }
    county.screenshot("founding").await;
    county.click("county-found").await;
    county.wait_for_words("county-founded", "浏阳市已建立").await;
    county.screenshot("founded").await;
}

/// She registers the station of the township.
pub async fn registers_the_station(county: &Window) {
    registers_the_station_of(county, TOWNSHIP, STATION).await;
}

/// The same of another township; `station` is the code it gets.
pub async fn registers_the_station_of(county: &Window, township: &str, station: &str) {
    county.click("rail-stations").await;
    county.click("station-township").await;
    county.click(&format!("choice-township-{township}")).await;
    county.enter("station-root-passphrase", ROOT).await;
    county.click("station-register").await;
    county.find(&format!("join-file-{station}")).await;
}

/// She makes a join file on a stick; gives the file and the one-time code that the page shows once.
pub async fn makes_a_join_file(county: &Window, stick: &Path) -> (PathBuf, String) {
    makes_a_join_file_for(county, STATION, stick).await
}

/// The same for another station.
pub async fn makes_a_join_file_for(county: &Window, station: &str, stick: &Path) -> (PathBuf, String) {
    let before = files_of(stick);
    county.click("rail-stations").await;
    county.next_dialog_gives(stick).await;
    county.click(&format!("join-file-{station}")).await;
    let code = county.read("join-file-code").await;
    county.screenshot("join-file").await;
    county.click("join-file-noted").await;
    let file = county.has_written(stick, &before, 1).await.remove(0);
    (file, code)
}

/// She confirms the PC that waits, with the root passphrase.
pub async fn confirms_the_pc(county: &Window) {
    county.click("rail-stations").await;
    county.click("device-confirm-open").await;
    county.enter("device-root-passphrase", ROOT).await;
    county.click("device-confirm").await;
    county.until_gone("device-confirm").await;
}

/// A worker joins by the join door, with the file and the code.
pub async fn joins(pc: &Window, file: &Path, code: &str, name: &str, role: &str) {
    joins_at(pc, (file, code), "大瑶镇", name, role).await;
}

/// The same at the station of another township.
pub async fn joins_at(pc: &Window, (file, code): (&Path, &str), township: &str, name: &str, role: &str) {
    pc.click("door-join").await;
    pc.next_dialog_gives(file).await;
    pc.click("join-file").await;
    pc.enter("join-code", code).await;
    pc.click("join-open").await;
    pc.wait_for_words("join-content", &format!("浏阳市{township}社会工作服务站")).await;
    pc.enter("join-name", name).await;
    pc.click(&format!("join-role-{role}")).await;
    pc.enter("join-passphrase", PASS).await;
    pc.enter("join-passphrase-again", PASS).await;
    pc.screenshot("joining").await;
    pc.click("join").await;
    pc.click("join-enter").await;
    pc.find("home").await;
}

/// Registers a person from the home page.
pub async fn registers_a_person(pc: &Window) {
    pc.click("rail-home").await;
    pc.click("home-register").await;
    pc.until_focused("field-name").await;
    pc.enter("field-name", NAME).await;
    pc.enter("field-id_number", ID_NUMBER).await;
    pc.enter("field-village", "新河村").await;
    pc.wait_for_words("id-echo", "74").await;
    pc.screenshot("registering").await;
    pc.click("register-save").await;
    pc.wait_for_words("person-name", NAME).await;
}

/// Records a visit to the person whose page is open.
pub async fn records_a_visit(pc: &Window) {
    pc.click("person-new-visit").await;
    pc.click("choice-result-met").await;
    pc.enter("field-observation_text", "精神尚可，血压偏高，已提醒按时服药。").await;
    // Area and item of a woman of 74 are filled in: nothing has to be unfolded.
    pc.screenshot("visiting").await;
    pc.click("visit-save").await;
    pc.find("timeline-visit").await;
}

/// Writes a lead for the person whose page is open; `intake` takes the case on at once.
pub async fn opens_a_case(pc: &Window, intake: bool) {
    pc.click("person-new-case").await;
    pc.click("choice-source-outreach").await;
    pc.enter("field-informant", "村干部").await;
    pc.enter("field-reason", "丧偶后情绪低落").await;
    pc.click("choice-area-A4").await;
    pc.click("field-service_item").await;
    pc.click("choice-service_item-A401").await;
    if intake {
        pc.click("lead-intake").await;
    }
    pc.screenshot("lead").await;
    pc.click("lead-save").await;
    pc.find("case-page").await;
}

/// Finds the person again by initials and opens the page.
pub async fn opens_the_person(pc: &Window) {
    pc.click("rail-recipients").await;
    pc.enter("recipients-search", "oyxy").await;
    pc.click_where("person-row", NAME).await;
    pc.wait_for_words("person-name", NAME).await;
}

/// Writes to a stick what the county has not taken in.
pub async fn exports(pc: &Window, stick: &Path) {
    pc.click("rail-sync").await;
    pc.next_dialog_gives(stick).await;
    pc.click("stick-export").await;
    pc.wait_for_words("stick-exported", "可以拔出").await;
    pc.screenshot("exported").await;
}

/// Reads a file, or a folder with everything in it, where the page that is open takes files.
pub async fn takes_in(window: &Window, from: &Path) {
    window.next_dialog_gives(from).await;
    window.click("stick-drop").await;
    window.find("stick-imported").await;
}

/// The person who worked here last unlocks the PC.
pub async fn unlocks(window: &Window, passphrase: &str) {
    window.find("lock-page").await;
    window.enter("unlock-passphrase", passphrase).await;
    window.click("unlock").await;
    window.until_gone("lock-page").await;
}
