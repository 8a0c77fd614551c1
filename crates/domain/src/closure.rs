//! Needs of a case before it may close (R21): the list of what is missing, and the supervisor's way round for a crisis.

use crate::fields::{
    assessment, closure, outcome_evaluation, plan_goal, progress_note, recipient_agreement, service_plan,
};
use crate::finding::Finding;
use crate::values::{Fields, text};
use chrono::NaiveDate;
use serde::Serialize;

/// A case file as R21 sees it. Only final records are handed in.
#[derive(Debug, Clone, Default)]
pub struct CaseFile {
    /// Each agreement: informed consent given, signed by recipient or guardian, signed by worker.
    pub agreements: Vec<Agreement>,
    /// Assessments.
    pub assessments: usize,
    /// Plans.
    pub plans: usize,
    /// Goals of the plans: sequence number and whether attainment is filled.
    pub goals: Vec<Goal>,
    /// Progress notes.
    pub progress_notes: usize,
    /// Outcome evaluations.
    pub evaluations: usize,
    /// The closure report as filled so far.
    pub closure: ClosureReport,
    /// The supervisor marked a crisis.
    pub marked_crisis: bool,
    /// Code of `risk_level`.
    pub risk_level: String,
    /// Final papers that the supervisor has not approved as they stand, each once: kind and name.
    pub unreviewed: Vec<(&'static str, String)>,
    /// The county lets no case close before its papers are reviewed (`closing_unreviewed`).
    pub must_be_reviewed: bool,
}

/// Service agreement and informed consent; one paper may be both.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreement {
    /// 已告知并取得知情同意
    pub informed_consent: bool,
    /// Signed by the recipient or the guardian.
    pub recipient_signed: bool,
    /// Signed by the worker.
    pub worker_signed: bool,
}

/// A goal of the plan.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// Its number in the plan.
    pub seq_no: i64,
    /// Attainment is filled.
    pub attained_filled: bool,
}

/// What of the closure report matters here.
#[derive(Debug, Clone, Default)]
pub struct ClosureReport {
    /// Code of `closure_reason`.
    pub reason: String,
    /// Words on the reason.
    pub reason_text: String,
    /// Signed by the recipient or the guardian.
    pub recipient_signed: bool,
    /// Signed by the worker.
    pub worker_signed: bool,
    /// Approved by supervisor or station head, or closed by their own hand.
    pub supervisor_signed: bool,
    /// Why it is closed in spite of what is missing.
    pub forced_note: String,
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Record kind where it is to be mended.
    pub kind: &'static str,
    /// Field of the closure report, where it is that which lacks it.
    pub field: Option<&'static str>,
    /// What is missing, in words.
    pub label: String,
}

/// Whether a case may close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything stands.
    Complete,
    /// A crisis, closed by the supervisor with a note in spite of what is missing.
    Forced(Vec<Missing>),
    /// Not yet.
    Refused {
        /// What is missing.
        missing: Vec<Missing>,
        /// What would have to be done to force it, where that is open.
        advice: Option<&'static str>,
    },
}

/// Reasons under which the recipient cannot sign: death and lost contact. Words on it take the place of the signature.
const CANNOT_SIGN: [&str; 2] = ["41", "42"];

/// Everything R21 asks for and does not find.
pub fn missing(file: &CaseFile) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut need = |given: bool, kind: &'static str, label: &str| {
        if !given {
            missing.push(Missing { kind, field: None, label: label.to_owned() });
        }
    };
    let agreements = &file.agreements;
    need(!agreements.is_empty(), recipient_agreement::KIND, "服务协议");
    need(agreements.iter().any(|a| a.informed_consent), recipient_agreement::KIND, "知情同意");
    if !agreements.is_empty() {
        need(
            agreements.iter().any(|a| a.recipient_signed),
            recipient_agreement::KIND,
            "服务协议上对象（监护人）的签名",
        );
        need(agreements.iter().any(|a| a.worker_signed), recipient_agreement::KIND, "服务协议上社工的签名");
    }
    need(file.assessments > 0, assessment::KIND, "需求预估表（至少一份）");
    need(file.plans > 0, service_plan::KIND, "服务计划书（至少一份）");
    if file.plans > 0 {
        need(!file.goals.is_empty(), plan_goal::KIND, "服务计划的具体目标");
    }
    need(file.progress_notes > 0, progress_note::KIND, "过程记录（至少一节）");
    need(file.evaluations > 0, outcome_evaluation::KIND, "评估表");
    for goal in file.goals.iter().filter(|goal| !goal.attained_filled) {
        need(false, plan_goal::KIND, &format!("目标 {} 的达成度", goal.seq_no));
    }
    let report = &file.closure;
    let excused = CANNOT_SIGN.contains(&report.reason.as_str()) && !report.reason_text.trim().is_empty();
    let mut report_needs = |given: bool, field: &'static str, label: &str| {
        if !given {
            missing.push(Missing { kind: closure::KIND, field: Some(field), label: label.to_owned() });
        }
    };
    report_needs(!report.reason.trim().is_empty(), closure::REASON, "结案原因");
    report_needs(report.recipient_signed || excused, closure::RECIPIENT_SIGNED, "结案报告上对象（监护人）的签名");
    report_needs(report.worker_signed, closure::WORKER_SIGNED, "结案报告上社工的签名");
    if file.must_be_reviewed {
        report_needs(report.supervisor_signed, closure::SUPERVISOR_SIGNED, "督导（站长）对结案报告的审核");
        let unreviewed = file.unreviewed.iter();
        missing.extend(unreviewed.map(|(kind, name)| Missing { kind, field: None, label: format!("{name}的审核") }));
    }
    missing
}

/// What a report that is mended after closing lacks by itself. A case that was closed by force keeps what was lacking then.
pub fn missing_of_report(file: &CaseFile) -> Vec<Missing> {
    let forced = !file.closure.forced_note.trim().is_empty();
    let of_report = |one: &Missing| one.field.is_some() && one.field != Some(closure::SUPERVISOR_SIGNED);
    missing(file).into_iter().filter(|one| !forced && of_report(one)).collect()
}

/// Names of the papers that nobody has reviewed; where the county only warns, the case may close all the same and they are reviewed
/// afterwards.
pub fn unreviewed(file: &CaseFile) -> Vec<String> {
    file.unreviewed.iter().map(|(_, name)| name.clone()).collect()
}

/// Whether the case may close at the hand of someone with this role.
pub fn judge(file: &CaseFile, role: &str) -> Verdict {
    let missing = missing(file);
    if missing.is_empty() {
        return Verdict::Complete;
    }
    let crisis = file.marked_crisis || file.risk_level == "red";
    let note = !file.closure.forced_note.trim().is_empty();
    let reason = !file.closure.reason.trim().is_empty();
    let advice = match (crisis, role == "supervisor", note && reason) {
        (true, true, true) => return Verdict::Forced(missing),
        (true, true, false) => Some("危机个案可强制结案：请填结案原因和强制结案说明"),
        (true, false, _) => Some("危机个案可由站长填写说明后强制结案"),
        (false, ..) => None,
    };
    Verdict::Refused { missing, advice }
}

/// Findings of a closure by itself.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if text(fields, closure::REASON) == "90" && text(fields, closure::REASON_TEXT).is_empty() && !provisional {
        findings.push(Finding::error(closure::REASON_TEXT, "结案原因选了“其他”，请写明原因"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> CaseFile {
        CaseFile {
            agreements: vec![Agreement { informed_consent: true, recipient_signed: true, worker_signed: true }],
            assessments: 1,
            plans: 1,
            goals: vec![Goal { seq_no: 1, attained_filled: true }, Goal { seq_no: 2, attained_filled: true }],
            progress_notes: 1,
            evaluations: 1,
            closure: ClosureReport {
                reason: "10".into(),
                recipient_signed: true,
                worker_signed: true,
                supervisor_signed: true,
                ..ClosureReport::default()
            },
            ..CaseFile::default()
        }
    }

    fn labels(file: &CaseFile) -> Vec<String> {
        missing(file).into_iter().map(|missing| missing.label).collect()
    }

    #[test]
    fn r21_a_complete_file_closes_by_any_hand() {
        assert_eq!(judge(&complete(), "worker"), Verdict::Complete);
    }

    #[test]
    fn r21_without_the_agreement_closing_is_refused_and_says_so() {
        let file = CaseFile { agreements: vec![], ..complete() };
        assert_eq!(labels(&file), ["服务协议", "知情同意"]);
        assert!(matches!(judge(&file, "supervisor"), Verdict::Refused { advice: None, .. }));
    }

    #[test]
    fn r21_each_thing_is_asked_for_by_name() {
        let with = |change: fn(&mut CaseFile)| {
            let mut file = complete();
            change(&mut file);
            labels(&file).join("、")
        };
        assert!(with(|f| f.assessments = 0).starts_with("需求预估表"));
        assert!(with(|f| f.plans = 0).starts_with("服务计划书"));
        assert_eq!(with(|f| f.goals.clear()), "服务计划的具体目标");
        assert!(with(|f| f.progress_notes = 0).starts_with("过程记录"));
        assert_eq!(with(|f| f.evaluations = 0), "评估表");
        assert_eq!(with(|f| f.goals[1].attained_filled = false), "目标 2 的达成度");
        assert_eq!(with(|f| f.closure.reason = " ".into()), "结案原因");
        assert!(with(|f| f.closure.recipient_signed = false).contains("对象"));
        assert!(with(|f| f.closure.worker_signed = false).contains("社工"));
        assert!(
            with(|f| (f.closure.supervisor_signed, f.must_be_reviewed) = (false, true)).contains("督导"),
            "the signature is the review, where the county wants it before"
        );
        assert_eq!(with(|f| f.agreements[0].informed_consent = false), "知情同意");
    }

    #[test]
    fn r21_consent_and_signatures_may_stand_on_two_papers() {
        let mut file = complete();
        file.agreements = vec![
            Agreement { informed_consent: true, ..Agreement::default() },
            Agreement { recipient_signed: true, worker_signed: true, ..Agreement::default() },
        ];
        assert_eq!(judge(&file, "worker"), Verdict::Complete);
    }

    #[test]
    fn r21_a_crisis_may_be_forced_by_the_supervisor_with_a_note() {
        let mut file = CaseFile { evaluations: 0, risk_level: "red".into(), ..complete() };
        assert!(matches!(judge(&file, "worker"), Verdict::Refused { advice: Some(_), .. }));
        assert!(matches!(judge(&file, "supervisor"), Verdict::Refused { advice: Some(_), .. }), "a note is needed");
        file.closure.forced_note = "对象已转省级医院".into();
        assert!(matches!(judge(&file, "worker"), Verdict::Refused { .. }));
        assert!(matches!(judge(&file, "supervisor"), Verdict::Forced(missing) if missing.len() == 1));
        file.risk_level = "yellow".into();
        assert!(matches!(judge(&file, "supervisor"), Verdict::Refused { advice: None, .. }));
        file.marked_crisis = true;
        assert!(matches!(judge(&file, "supervisor"), Verdict::Forced(_)));
        file.closure.reason.clear();
        assert!(matches!(judge(&file, "supervisor"), Verdict::Refused { .. }), "even then a reason is needed");
    }

    #[test]
    fn r21_the_dead_and_the_lost_need_words_instead_of_a_signature() {
        let mut file = complete();
        file.closure.recipient_signed = false;
        file.closure.reason = "41".into();
        assert_eq!(missing(&file).len(), 1);
        file.closure.reason_text = "9 月 3 日病故".into();
        assert_eq!(judge(&file, "worker"), Verdict::Complete);
        file.closure.reason = "10".into();
        assert_eq!(missing(&file).len(), 1);
    }

    #[test]
    fn unreviewed_papers_warn_or_block_as_the_county_says() {
        let mut file = complete();
        file.closure.supervisor_signed = false;
        file.unreviewed = vec![(assessment::KIND, "需求预估表".into())];
        assert_eq!(judge(&file, "worker"), Verdict::Complete);
        assert_eq!(unreviewed(&file), ["需求预估表"]);
        file.must_be_reviewed = true;
        assert_eq!(labels(&file), ["督导（站长）对结案报告的审核", "需求预估表的审核"]);
        file.unreviewed.clear();
        file.closure.supervisor_signed = true;
        assert_eq!(judge(&file, "worker"), Verdict::Complete);
    }

    #[test]
    fn a_report_mended_after_closing_is_asked_for_what_it_lacks_itself() {
        let mut file = CaseFile { evaluations: 0, must_be_reviewed: true, ..complete() };
        file.closure.worker_signed = false;
        file.closure.supervisor_signed = false;
        let lacking = |file: &CaseFile| missing_of_report(file).into_iter().map(|one| one.label).collect::<Vec<_>>();
        assert_eq!(lacking(&file), ["结案报告上社工的签名"]);
        file.closure.forced_note = "对象被子女接走".into();
        assert_eq!(lacking(&file), [""; 0], "closed by force, it stays as it was");
    }
}
