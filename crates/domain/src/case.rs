//! The stages of a case file and which moves between them are allowed; the emergency short cut with its 72 hours.
//! What closing demands stands in `closure.rs`.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// Stages, as in code table `stage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// 线索
    Lead,
    /// 接案评估
    Intake,
    /// 不接案
    Rejected,
    /// 已转介
    Referred,
    /// 开案
    Open,
    /// 预估
    Assessing,
    /// 计划
    Planning,
    /// 介入
    Intervening,
    /// 评估
    Evaluating,
    /// 结案
    Closed,
    /// 跟进
    FollowingUp,
    /// 归档
    Archived,
    /// 重开
    Reopened,
}

use crate::fields::case;
use crate::finding::Finding;
use crate::service;
use crate::values::{Fields, text};
use Stage::*;

/// Every stage with its code, in the order of a case's life.
pub const STAGES: [(Stage, &str); 13] = [
    (Lead, "lead"),
    (Intake, "intake"),
    (Rejected, "rejected"),
    (Referred, "referred"),
    (Open, "open"),
    (Assessing, "assessing"),
    (Planning, "planning"),
    (Intervening, "intervening"),
    (Evaluating, "evaluating"),
    (Closed, "closed"),
    (FollowingUp, "following_up"),
    (Archived, "archived"),
    (Reopened, "reopened"),
];

/// Hours within which the assessment must follow an emergency intervention, unless the county sets another number.
pub const EMERGENCY_HOURS: i64 = 72;

impl Stage {
    /// From its code.
    pub fn parse(code: &str) -> Option<Stage> {
        STAGES.iter().find(|(_, other)| *other == code).map(|(stage, _)| *stage)
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        STAGES.iter().find(|(stage, _)| *stage == self).map_or("", |(_, code)| code)
    }

    /// The stages that may follow; the usual next step first.
    pub fn next(self) -> &'static [Stage] {
        match self {
            Lead => &[Intake],
            Intake => &[Open, Rejected, Referred],
            Rejected => &[Intake, Archived],
            Referred => &[Archived, Intake],
            Open => &[Assessing, Intervening, Closed],
            Assessing => &[Planning, Intervening, Closed],
            Planning => &[Intervening, Assessing, Closed],
            Intervening => &[Evaluating, Planning, Assessing, Closed],
            Evaluating => &[Closed, Intervening],
            Closed => &[FollowingUp, Archived, Reopened],
            FollowingUp => &[Archived, Reopened],
            Archived => &[Reopened],
            Reopened => &[Assessing, Planning, Intervening, Closed],
        }
    }

    /// Between opening and closing (在案).
    pub fn is_open(self) -> bool {
        matches!(self, Open | Assessing | Planning | Intervening | Evaluating | Reopened)
    }
}

/// Why a move is refused: the field to mend and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Field of kind `case`.
    pub field: &'static str,
    /// What to do.
    pub message: String,
}

/// What a move looks at besides the two stages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// An intake form stands.
    pub intake: bool,
    /// A service area is chosen (R11).
    pub area: bool,
    /// A service item or method is named (R11).
    pub service: bool,
    /// A finished assessment stands.
    pub assessment: bool,
    /// A finished plan stands.
    pub plan: bool,
    /// The reason for an emergency intervention is written.
    pub emergency_reason: bool,
    /// The reason for reopening is written.
    pub reopened_reason: bool,
}

/// Whether a case may move; closing is asked of `closure::missing` besides.
pub fn advance(from: Stage, to: Stage, progress: Progress) -> Result<(), Refusal> {
    let refuse = |field, message: String| Err(Refusal { field, message });
    if !from.next().contains(&to) {
        let label = |stage: Stage| crate::dictionary::dictionary().label("stage", stage.code());
        let ways: Vec<&str> = from.next().iter().map(|to| label(*to)).collect();
        let ways = if ways.is_empty() {
            "这个阶段已到头".to_owned()
        } else {
            format!("可以到：{}", ways.join("、"))
        };
        return refuse(case::STAGE, format!("“{}”阶段不能直接到“{}”；{ways}", label(from), label(to)));
    }
    match to {
        Open | Rejected | Referred if from == Intake && !progress.intake => {
            refuse(case::STAGE, "请先填写接案登记表".to_owned())
        }
        Open if !progress.area => refuse(case::AREA, "开案前请选服务领域".to_owned()),
        Open if !progress.service => refuse(case::SERVICE_ITEM, "开案前请填服务事项或服务方法".to_owned()),
        Planning if !progress.assessment => refuse(case::STAGE, "请先完成需求预估表".to_owned()),
        Intervening if !(progress.emergency_reason || progress.assessment && progress.plan) => refuse(
            case::EMERGENCY_REASON,
            "还没有预估和计划；危机个案可先介入，请写明紧急介入原因，72 小时内补齐".to_owned(),
        ),
        Reopened if !progress.reopened_reason => refuse(case::REOPENED_REASON, "请写明重开原因".to_owned()),
        _ => Ok(()),
    }
}

/// When the assessment of an emergency intervention is due.
pub fn emergency_due(began: NaiveDateTime, hours: i64) -> Option<NaiveDateTime> {
    began.checked_add_signed(TimeDelta::try_hours(hours)?)
}

/// Days in the present stage; a date in the future counts as today.
pub fn days_in_stage(since: NaiveDate, today: NaiveDate) -> u32 {
    u32::try_from((today - since).num_days()).unwrap_or(0)
}

/// Default dates of follow-up: so many months after closing.
pub const FOLLOW_UP_MONTHS: [i32; 2] = [1, 3];

/// When follow-ups are due.
pub fn follow_up_dates(closed: NaiveDate, months: &[i32]) -> Vec<NaiveDate> {
    months.iter().filter_map(|months| crate::dates::add_months(closed, *months)).collect()
}

/// Findings of a case: what an opened one needs.
pub(crate) fn check(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stage = text(fields, case::STAGE);
    let opened = !matches!(stage, "" | "lead" | "intake" | "rejected" | "referred");
    if opened {
        if text(fields, case::OPEN_DATE).is_empty() && !provisional {
            findings.push(Finding::error(case::OPEN_DATE, "请填写“开案日期”"));
        }
        findings.extend(service::check(fields, provisional, today));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    const READY: Progress = Progress {
        intake: true,
        area: true,
        service: true,
        assessment: true,
        plan: true,
        emergency_reason: false,
        reopened_reason: true,
    };

    #[test]
    fn stages_are_those_of_the_code_table() {
        let table = crate::dictionary::dictionary().code_table("stage").expect("table");
        let codes: Vec<_> = table.entries.iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(codes, STAGES.map(|(_, code)| code));
        assert!(STAGES.iter().all(|(stage, code)| Stage::parse(code) == Some(*stage)));
        assert_eq!(Stage::parse("开案"), None);
    }

    #[test]
    fn the_usual_way_runs_from_lead_to_archive() {
        let way = [Lead, Intake, Open, Assessing, Planning, Intervening, Evaluating, Closed, FollowingUp, Archived];
        for pair in way.windows(2) {
            assert_eq!(advance(pair[0], pair[1], READY), Ok(()), "{pair:?}");
            assert_eq!(pair[0].next()[0], pair[1], "the usual step comes first");
        }
    }

    #[test]
    fn stages_cannot_be_jumped() {
        for (from, to) in
            [(Lead, Open), (Lead, Closed), (Intake, Closed), (Rejected, Open), (Archived, Closed), (Closed, Open)]
        {
            assert_eq!(advance(from, to, READY).expect_err("refused").field, "stage", "{from:?} {to:?}");
        }
    }

    #[test]
    fn every_stage_can_be_reached_and_left() {
        for (stage, _) in STAGES {
            assert!(!stage.next().is_empty(), "{stage:?}");
            assert!(stage == Lead || STAGES.iter().any(|(from, _)| from.next().contains(&stage)), "{stage:?}");
            assert!(!stage.next().contains(&stage), "{stage:?}");
        }
    }

    #[test]
    fn opening_needs_intake_form_and_area() {
        assert!(
            advance(Intake, Open, Progress { intake: false, ..READY }).expect_err("").message.contains("接案登记表")
        );
        assert_eq!(advance(Intake, Open, Progress { area: false, ..READY }).expect_err("").field, "area");
        assert!(advance(Intake, Rejected, Progress { intake: true, ..Progress::default() }).is_ok());
    }

    #[test]
    fn an_emergency_may_come_before_the_assessment_with_a_reason() {
        let nothing = Progress { intake: true, area: true, ..Progress::default() };
        assert_eq!(advance(Open, Intervening, nothing).expect_err("").field, "emergency_reason");
        assert!(advance(Open, Intervening, Progress { emergency_reason: true, ..nothing }).is_ok());
        assert!(advance(Intervening, Assessing, nothing).is_ok(), "to make good the assessment");
        let began = stored("2026-02-27").and_then(|day| day.and_hms_opt(22, 30, 0)).expect("time");
        let due = emergency_due(began, EMERGENCY_HOURS).expect("due");
        assert_eq!(due.to_string(), "2026-03-02 22:30:00");
    }

    #[test]
    fn a_closed_case_reopens_with_a_reason() {
        for from in [Closed, FollowingUp, Archived] {
            assert!(advance(from, Reopened, READY).is_ok());
            assert!(advance(from, Reopened, Progress { reopened_reason: false, ..READY }).is_err());
        }
        assert!(Reopened.is_open() && !Closed.is_open() && !Lead.is_open());
    }

    #[test]
    fn days_in_stage_are_never_negative() {
        let day = |text| stored(text).expect(text);
        assert_eq!(days_in_stage(day("2026-02-27"), day("2026-03-02")), 3);
        assert_eq!(days_in_stage(day("2026-03-02"), day("2026-03-02")), 0);
        assert_eq!(days_in_stage(day("2026-03-03"), day("2026-03-02")), 0);
        assert_eq!(follow_up_dates(day("2026-11-30"), &FOLLOW_UP_MONTHS), [day("2026-12-30"), day("2027-02-28")]);
    }
}
