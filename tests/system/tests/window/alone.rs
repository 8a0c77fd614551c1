//! A PC on which something went wrong: a forgotten passphrase comes back through the county, and a backup on a stick makes
//! another PC the one that was lost. The county's own root key comes back from its copy.

use crate::acts::*;
use system::people::files_of;
use system::window::Window;

const FRESH: &str = "秋天的稻子黄黄的";

#[test]
fn a_forgotten_passphrase_is_recovered_through_the_county_and_a_lost_pc_restored_from_a_stick() {
    tell(async {
        let (county_data, pc_data, stick, new_pc) = folders();
        let county = Window::open(county_data.path(), "alone-county").await;
        founds_the_county(&county, false).await;
        county.next_dialog_gives(stick.path()).await;
        county.click("root-key-copy").await;
        county.wait_for_words("county-founded", "已保存").await;
        county.click("county-enter").await;
        registers_the_station(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "alone").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        registers_a_person(&pc).await;

        // The passphrase is forgotten: a wrong one is refused, the county answers the request, a new one is set.
        let (asked, answered, backup) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        pc.click("lock").await;
        pc.enter("unlock-passphrase", "记错了的口令").await;
        pc.click("unlock").await;
        pc.wait_for_words("lock-page", "密码不对").await;
        pc.screenshot("wrong").await;
        pc.click("forgotten").await;
        pc.next_dialog_gives(asked.path()).await;
        pc.click("recovery-request").await;
        pc.find("recovery-requested").await;
        pc.screenshot("forgotten").await;
        county.click("rail-stations").await;
        county.next_dialog_gives(&files_of(asked.path())[0]).await;
        county.click("recovery-file").await;
        county.enter("recovery-root-passphrase", ROOT).await;
        county.next_dialog_gives(answered.path()).await;
        county.click("recovery-answer").await;
        county.wait_for_words("recovery-answered", "大瑶镇").await;
        county.screenshot("recovery-answered").await;
        pc.next_dialog_gives(&files_of(answered.path())[0]).await;
        pc.click("recovery-answer-file").await;
        pc.enter("recovery-passphrase", FRESH).await;
        pc.enter("recovery-passphrase-again", FRESH).await;
        pc.click("recovery-complete").await;
        pc.until_gone("lock-page").await;
        pc.click("lock").await;
        unlocks(&pc, FRESH).await;

        // A backup to a stick; the PC is lost; a new one is restored from it.
        pc.click("rail-settings").await;
        pc.next_dialog_gives(backup.path()).await;
        pc.click("backup-make").await;
        pc.wait_for_words("backup-made", "已重新读取核对").await;
        pc.screenshot("settings").await;
        pc.close().await;
        let pc = Window::open(new_pc.path(), "alone-new").await;
        pc.click("first-restore").await;
        pc.next_dialog_gives(&files_of(backup.path())[0]).await;
        pc.click("restore-file").await;
        pc.enter("restore-passphrase", FRESH).await;
        pc.screenshot("restoring").await;
        pc.click("restore").await;
        pc.find("rail-home").await;
        opens_the_person(&pc).await;
        pc.screenshot("restored").await;
        pc.close().await;

        // The county's PC has lost both files of its root key: the copy on the stick is brought back in 设置.
        county.close().await;
        for name in ["county-keys.age", "county-keys.copy.age"] {
            std::fs::remove_file(county_data.path().join(name)).unwrap();
        }
        let county = Window::open(county_data.path(), "alone-county").await;
        unlocks(&county, PASS).await;
        county.click("rail-settings").await;
        county.find("root-key-missing").await;
        let copy = files_of(stick.path()).into_iter().find(|file| file.extension().is_some_and(|end| end == "age"));
        county.next_dialog_gives(&copy.expect("the copy")).await;
        county.click("root-key-file").await;
        county.enter("root-key-passphrase", ROOT).await;
        county.screenshot("root-key-missing").await;
        county.click("root-key-bring").await;
        county.until_gone("root-key-missing").await;
        county.find("hub-setup").await;
        county.screenshot("root-key-back").await;
        county.close().await;
    });
}
