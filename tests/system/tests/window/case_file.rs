//! A case from the lead to the follow-up, by its pages: what a stage or the closing lacks is said before it is refused.

use crate::acts::*;
use crate::case_papers::*;
use system::window::Window;

/// The closing report of a closed case comes back with a word, and is mended where it stands: from 工作台, and handed in again.
async fn is_returned_and_mended(pc: &Window) {
    pc.click("document-closure").await;
    pc.wait_for_words("review-state", "审核通过").await;
    pc.enter("review-text", "请写明后续由谁照应").await;
    pc.click("review-return").await;
    pc.wait_for_words("review-state", "已退回").await;
    pc.click("rail-home").await;
    pc.wait_for_words("returned", "请写明后续由谁照应").await;
    pc.screenshot("returned").await;
    pc.click("returned").await;
    pc.wait_for_words("returned-notice", "请写明后续由谁照应").await;
    pc.wait_for_words("document-closure", "!").await;
    pc.enter("field-advice", "由女儿接去同住，村医每周上门").await;
    pc.screenshot("mending").await;
    pc.click("closure-save").await;
    pc.until_gone("returned-notice").await;
    pc.wait_for_words("document-closure", "●").await;
    pc.wait_for_words("case-here", "结案").await;
}

#[test]
fn a_case_goes_from_lead_to_follow_up_and_is_not_closed_before_nothing_lacks() {
    tell(async {
        let (county_data, pc_data, stick, _) = folders();
        let county = Window::open(county_data.path(), "case-county").await;
        founds_the_county(&county, false).await;
        county.click("county-enter").await;
        registers_the_station(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        county.close().await;
        let pc = Window::open(pc_data.path(), "case").await;
        joins(&pc, &file, &code, "周站长", "supervisor").await;
        registers_a_person(&pc).await;
        opens_a_case(&pc, false).await;

        pc.click("case-move-intake").await;
        pc.wait_for_words("case-no", &format!("{STATION}-GA-")).await;
        pc.click("case-move-open").await;
        pc.wait_for_words("case-move-lacks", "接案登记表").await;
        // A paper without its required fields says so at the field, and keeps saying so when the cursor has moved on.
        pc.click("document-intake").await;
        pc.click("intake-save").await;
        pc.find("finding-place").await;
        pc.enter("field-request_text", "想有人常来说话").await;
        pc.enter("field-place", "家中").await;
        pc.enter("field-first_judgement", "丧偶后独居，情绪低落").await;
        pc.find("finding-decision").await;
        pc.screenshot("intake-refused").await;
        for choice in ["contact_mode-home", "in_scope-yes", "decision-accept", "risk_screen-none"] {
            pc.click(&format!("choice-{choice}")).await;
        }
        // The source was said in the lead; a second click on a required choice does not take it back.
        pc.click("choice-source-outreach").await;
        pc.click("intake-save").await;
        pc.wait_for_words("document-intake", "●").await;
        pc.until_gone("case-move-lacks").await;
        pc.click("case-move-open").await;
        pc.wait_for_words("case-here", "开案").await;

        is_agreed_on(&pc).await;
        is_assessed(&pc).await;
        is_planned(&pc).await;

        pc.click("case-move-intervening").await;
        pc.wait_for_words("case-here", "介入").await;
        let session = [
            ("place", "家中"),
            ("start_time", "900"),
            ("end_time", "1000"),
            ("goal", "陪伴"),
            ("summary", "陪同散步，聊天"),
        ];
        adds(&pc, "progress-note", &session, &["contact_mode-home"]).await;
        pc.click("case-move-evaluating").await;
        pc.wait_for_words("case-here", "评估").await;
        fills(
            &pc,
            "outcome-evaluation",
            &[("attainment_text", "已达成"), ("worker_opinion", "有效")],
            &["satisfaction-5"],
        )
        .await;

        // Closing lists what lacks; when everything is there, it closes.
        pc.click("case-move-closed").await;
        pc.click("case-close").await;
        pc.wait_for_words("close-case", "还不能结案").await;
        pc.wait_for_words("close-case", "目标 1 的达成度").await;
        pc.screenshot("closing-refused").await;
        pc.click("document-outcome-evaluation").await;
        pc.click("choice-attainment-0-met").await;
        pc.wait_until_silent("closure-missing", "达成度").await;
        pc.click("case-move-closed").await;
        pc.click("field-reason").await;
        pc.click("choice-reason-10").await;
        pc.enter("field-summary", "目标全部达成").await;
        pc.enter("field-change", "主动外出").await;
        for choice in ["recipient_signed-yes", "worker_signed-yes"] {
            pc.click(&format!("choice-{choice}")).await;
        }
        pc.click("case-close").await;
        pc.wait_for_words("case-here", "结案").await;
        pc.wait_for_words("follow-ups", "待跟进").await;
        pc.screenshot("closed").await;
        is_returned_and_mended(&pc).await;

        pc.click("case-move-following-up").await;
        pc.wait_for_words("case-here", "跟进").await;
        adds(&pc, "follow-up", &[("action", "电话回访，情况稳定")], &["mode-phone", "situation-stable"]).await;
        pc.screenshot("followed-up").await;
        pc.close().await;
    });
}
