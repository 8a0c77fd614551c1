//! The papers of a case as they are written in the window, from the intake to the plan, for every story that has a case.

use system::window::Window;

/// Opens a paper of the case, fills it and saves it as final.
pub async fn fills(pc: &Window, paper: &str, texts: &[(&str, &str)], choices: &[&str]) {
    pc.click(&format!("document-{paper}")).await;
    writes(pc, paper, texts, choices).await;
}

/// The same with a new one, of a paper of which a case has several.
pub async fn adds(pc: &Window, paper: &str, texts: &[(&str, &str)], choices: &[&str]) {
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

/// The intake form, and on to the opened case.
pub async fn is_taken_in(pc: &Window) {
    let said = [("place", "家中"), ("request_text", "想有人常来说话"), ("first_judgement", "丧偶后独居，情绪低落")];
    fills(pc, "intake", &said, &["contact_mode-home", "in_scope-yes", "decision-accept", "risk_screen-none"]).await;
    pc.click("case-move-open").await;
    pc.wait_for_words("case-here", "开案").await;
}

/// The agreement, signed, and on to the assessment.
pub async fn is_agreed_on(pc: &Window) {
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
    fills(pc, "recipient-agreement", &agreed, &signed).await;
    pc.click("case-move-assessing").await;
    pc.wait_for_words("case-here", "预估").await;
}

/// The assessment, and on to the plan.
pub async fn is_assessed(pc: &Window) {
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
    adds(pc, "assessment", &assessed, &["needs-07", "risk_level-blue"]).await;
    pc.click("case-move-planning").await;
    pc.wait_for_words("case-here", "计划").await;
}

/// The plan with one measurable goal.
pub async fn is_planned(pc: &Window) {
    let planned = [
        ("overall_goal", "情绪稳定"),
        ("strategy", "定期探访"),
        ("steps", "1. 每周探访"),
        ("evaluation_method", "访谈"),
    ];
    fills(pc, "service-plan", &planned, &["recipient_confirmed-yes"]).await;
    pc.wait_for_words("closure-missing", "具体目标").await;
    pc.click("plan-goal-add").await;
    for (field, text) in [("goal", "每周外出两次"), ("indicator", "外出次数"), ("baseline", "0"), ("target", "2")]
    {
        pc.enter(&format!("field-{field}"), text).await;
    }
    pc.screenshot("goal").await;
    pc.click("plan-goal-save").await;
    pc.wait_for_words("plan-goal-list", "每周外出两次").await;
}
