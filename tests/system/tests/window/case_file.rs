//! A case from the lead to the follow-up, by its pages: what a stage or the closing lacks is said before it is refused.

use crate::acts::*;
use system::window::Window;

/// Opens a paper of the case, fills it and saves it as final.
async fn fills(pc: &Window, paper: &str, texts: &[(&str, &str)], choices: &[&str]) {
    pc.click(&format!("document-{paper}")).await;
    writes(pc, paper, texts, choices).await;
}

/// The same with a new one, of a paper of which a case has several.
async fn adds(pc: &Window, paper: &str, texts: &[(&str, &str)], choices: &[&str]) {
    pc.click(&format!("document-add-{paper}")).await;
    writes(pc, paper, texts, choices).await;
}

async fn writes(pc: &Window, paper: &str, texts: &[(&str, &str)], choices: &[&str]) {
    pc.find(&format!("document-form-{paper}")).await;
    for (field, text) in texts {
        pc.enter(&format!("field-{field}"), text).await;
    }
    for choice in choices {
        pc.click(&format!("choice-{choice}")).await;
    }
    pc.screenshot(paper).await;
    pc.click(&format!("{paper}-save")).await;
    pc.wait_for_words(&format!("document-{paper}"), "●").await;
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

        let agreed = [
            ("content", "每周探访一次"),
            ("goal", "情绪好转"),
            ("rights", "双方按约定进行"),
            ("secrecy_text", "除危及生命外不外传"),
            ("signed_date", "昨天"),
        ];
        let signed = [
            "informed_consent-yes",
            "scope-registration",
            "signer-self",
            "signed_by_recipient-yes",
            "signed_by_worker-yes",
        ];
        fills(&pc, "recipient-agreement", &agreed, &signed).await;
        pc.click("case-move-assessing").await;
        pc.wait_for_words("case-here", "预估").await;
        let assessed = [
            ("genogram_text", "独居，一子在外"),
            ("ecomap_text", "邻里常来往"),
            ("physical", "高血压"),
            ("psychological", "低落"),
            ("family_state", "独居"),
            ("social", "来往减少"),
            ("economic", "低保"),
            ("problems_text", "丧偶后情绪低落"),
            ("needs_text", "陪伴"),
            ("resources", "邻居、村医"),
            ("conclusion", "需持续探访"),
        ];
        adds(&pc, "assessment", &assessed, &["needs-07", "risk_level-blue"]).await;
        pc.click("case-move-planning").await;
        pc.wait_for_words("case-here", "计划").await;
        let planned = [
            ("overall_goal", "情绪稳定"),
            ("strategy", "定期探访"),
            ("steps", "1. 每周探访"),
            ("evaluation_method", "访谈"),
        ];
        fills(&pc, "service-plan", &planned, &["recipient_confirmed-yes", "supervisor_approval-yes"]).await;
        pc.wait_for_words("closure-missing", "具体目标").await;
        pc.click("plan-goal-add").await;
        for (field, text) in [("goal", "每周外出两次"), ("indicator", "外出次数"), ("baseline", "0"), ("target", "2")]
        {
            pc.enter(&format!("field-{field}"), text).await;
        }
        pc.screenshot("goal").await;
        pc.click("plan-goal-save").await;
        pc.wait_for_words("plan-goal-list", "每周外出两次").await;

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
        for choice in ["recipient_signed-yes", "worker_signed-yes", "supervisor_signed-yes"] {
            pc.click(&format!("choice-{choice}")).await;
        }
        pc.click("case-close").await;
        pc.wait_for_words("case-here", "结案").await;
        pc.wait_for_words("follow-ups", "待跟进").await;
        pc.screenshot("closed").await;

        pc.click("case-move-following-up").await;
        pc.wait_for_words("case-here", "跟进").await;
        adds(&pc, "follow-up", &[("action", "电话回访，情况稳定")], &["mode-phone", "situation-stable"]).await;
        pc.screenshot("followed-up").await;
        pc.close().await;
    });
}
