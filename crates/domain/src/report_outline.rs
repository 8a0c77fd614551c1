//! Report outlines (报告提纲): of which period and side a report is, who receives it, what settles its deadline, and its sections with draft
//! sentences and what they show. They are data (`schema/reports`); a county's change lies over them (`change.rs`). It counts nothing.

mod change;
mod sentence;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::deadlines::{self, Each};
use crate::dictionary::{Kind, dictionary};
use crate::fields::{agreement, needs_survey, report_submission, station_plan};
use crate::schema_files;

pub use change::{Change, SectionChange, check_record};
pub use sentence::{Said, Sentence, Values};

/// An outline.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Its name.
    pub name: String,
    /// What the report is called.
    pub label: String,
    /// Its place among the others.
    pub order: u32,
    /// The kind of record that keeps its frozen versions.
    #[serde(default = "report")]
    pub kind: String,
    /// Who writes it.
    pub side: Side,
    /// What it is about.
    pub period: Span,
    /// The rule of deadlines that it settles.
    #[serde(default)]
    pub deadline: Option<String>,
    /// How its first page looks.
    pub masthead: Masthead,
    /// Title.
    pub title: Sentence,
    /// 编发单位, or who signs it.
    pub issuer: Sentence,
    /// Who receives it; remembered from report to report once it was written otherwise.
    #[serde(default)]
    pub receivers: Sentence,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// Who writes a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A station.
    Station,
    /// The county.
    County,
    /// Each of them its own.
    Both,
}

/// What a report is about: a period of the calendar, or what a record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    HalfYear,
    /// A year.
    Year,
    /// An agreement up to its middle.
    AgreementMiddle,
    /// The whole term of an agreement.
    AgreementTerm,
    /// A survey of needs.
    NeedsSurvey,
    /// A station's plan.
    StationPlan,
}

/// How the first page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReportMasthead")]
pub enum Masthead {
    /// 简报: red head with its issue, 报送 at the foot.
    Brief,
    /// 公文 (GB/T 9704): title, addressee, signature and date.
    Official,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable name.
    pub key: String,
    /// Heading, without its number.
    pub heading: String,
    /// Sentences of the draft, a paragraph each; what has no value is left out.
    #[serde(default)]
    pub draft: Vec<Sentence>,
    /// What stands below the text.
    #[serde(default)]
    pub shows: Vec<Show>,
    /// It tells of people: names, villages and numbers are taken out of it.
    #[serde(default)]
    pub of_people: bool,
    /// It stands behind the report, each such section on pages of its own.
    #[serde(default)]
    pub annex: bool,
}

/// What a section shows besides text. A new one is a variant here and a function in `app` (`boards/reports/parts.rs`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "show", rename_all = "snake_case", deny_unknown_fields)]
pub enum Show {
    /// The table of figures; all of them where none are named.
    Figures {
        /// Above it.
        caption: String,
        /// Codes; `activity.*` for all that begin so.
        #[serde(default)]
        only: Vec<String>,
    },
    /// Services of the last twelve months.
    Trend {
        /// Below it.
        caption: String,
    },
    /// Shares of the four areas.
    Areas {
        /// Below it.
        caption: String,
    },
    /// People by category.
    Categories {
        /// Below it.
        caption: String,
    },
    /// A line for each station.
    Stations {
        /// Above it.
        caption: String,
        /// Codes, a column each.
        only: Vec<String>,
    },
    /// One figure of every station.
    StationBars {
        /// Below it.
        caption: String,
        /// Its code.
        figure: String,
    },
    /// Targets and how far they are.
    Targets {
        /// Above it.
        caption: String,
    },
    /// Money by source.
    Money {
        /// Above it.
        caption: String,
    },
    /// Records of a kind.
    Records {
        /// Above it.
        caption: String,
        /// Kind.
        kind: String,
        /// Fields, a column each.
        columns: Vec<String>,
        /// Which of them.
        which: Which,
    },
    /// What is to be done in the time after the report's.
    Plan {
        /// Above it.
        caption: String,
        /// Kinds whose records are due then.
        kinds: Vec<String>,
    },
    /// What each station lacks: briefs it owes, and what the policy asks of it.
    Lacking {
        /// Above it.
        caption: String,
    },
    /// The year's self-evaluation: of a station, or of every one.
    Evaluation {
        /// Above it.
        caption: String,
        /// What of it.
        part: EvaluationPart,
    },
    /// Photos, chosen by hand.
    Photos,
}

/// What of a self-evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluationPart {
    /// Scores by dimension.
    Dimensions,
    /// The same as a chart.
    Radar,
    /// Scores by item.
    Items,
    /// What lacks.
    Gaps,
    /// Points that were lost.
    Deductions,
    /// What is to be put right.
    Rectifications,
    /// Evidence by number.
    Evidence,
}

/// Which records of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Those dated within the report's period.
    Period,
    /// Those that belong to what the report is about.
    Subject,
    /// Personnel files of who was in post on the report's last day.
    InPost,
}

impl Span {
    /// The periods of the calendar that there are.
    pub fn each(self) -> Option<Each> {
        match self {
            Span::Month => Some(Each::Month),
            Span::Quarter => Some(Each::Quarter),
            Span::HalfYear => Some(Each::HalfYear),
            Span::Year => Some(Each::Year),
            Span::AgreementMiddle | Span::AgreementTerm | Span::NeedsSurvey | Span::StationPlan => None,
        }
    }

    /// The kind of record that it is about, where it is no period of the calendar.
    pub fn subject(self) -> Option<&'static Kind> {
        let kind = match self {
            Span::AgreementMiddle | Span::AgreementTerm => agreement::KIND,
            Span::NeedsSurvey => needs_survey::KIND,
            Span::StationPlan => station_plan::KIND,
            Span::Month | Span::Quarter | Span::HalfYear | Span::Year => return None,
        };
        dictionary().kind(kind)
    }

    /// Above the columns of figures: the period's, the one's before, up to date.
    pub fn columns(self) -> [&'static str; 3] {
        match self {
            Span::Month => ["本月", "上月", "本年累计"],
            Span::Quarter => ["本季度", "上季度", "本年累计"],
            Span::HalfYear => ["本半年", "上半期", "本年累计"],
            Span::Year => ["本年度", "上年度", ""],
            Span::AgreementMiddle => ["协议前半期", "", ""],
            Span::AgreementTerm => ["协议期内", "", ""],
            Span::NeedsSurvey | Span::StationPlan => ["", "", ""],
        }
    }
}

impl Outline {
    /// Whether this side writes it.
    pub fn is_written_by(&self, county: bool) -> bool {
        match self.side {
            Side::Both => true,
            Side::County => county,
            Side::Station => !county,
        }
    }

    /// The type under which it is handed in (`report_submission`); none where its frozen version settles by itself, or nothing is due.
    pub fn report_type(&self) -> Option<&'static str> {
        let by = deadlines::rule(self.deadline.as_ref()?)?.settled_by.as_ref()?;
        let codes = by.only.get(report_submission::REPORT_TYPE)?.codes();
        (by.kind == report_submission::KIND).then(|| codes.first().map(String::as_str))?
    }

    /// A section.
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// It tells of the year's self-evaluation.
    pub fn shows_evaluation(&self) -> bool {
        let mut shows = self.sections.iter().flat_map(|section| &section.shows);
        shows.any(|show| matches!(show, Show::Evaluation { .. }))
    }

    /// Words besides figures that its sentences may say, with what each means.
    pub fn words(&self) -> Vec<(String, String)> {
        let evaluation = if outline(&self.name).is_some_and(Outline::shows_evaluation) { &EVALUATION[..] } else { &[] };
        let pair = |(name, label): &(&str, &str)| ((*name).to_owned(), (*label).to_owned());
        let subject = self.period.subject().into_iter().flat_map(|kind| &kind.fields);
        let of_subject = subject.map(|field| (format!("subject.{}", field.name), field.label.clone()));
        WORDS.iter().chain(evaluation).map(pair).chain(of_subject).collect()
    }
}

/// Words that every report may say; those with `@` are worked out from its figures.
const WORDS: [(&str, &str); 20] = [
    ("period", "所属期"),
    ("station", "站点名称"),
    ("county", "县名"),
    ("civil_affairs", "县民政局"),
    ("superiors", "上级民政部门"),
    ("township", "乡镇（街道）"),
    ("issuer", "编发单位"),
    ("stations.count", "站点数"),
    ("staff.in_post", "在岗社工"),
    ("staff.certified", "持证社工"),
    ("supervision.sessions", "督导次数"),
    ("supervision.hours", "督导小时"),
    ("money.budget", "预算（元）"),
    ("money.paid", "已拨付（元）"),
    ("money.spent", "已支出（元）"),
    ("money.arrived", "到位率"),
    ("money.executed", "执行率"),
    ("@counted", "代办等按件计的服务"),
    ("@areas", "四个领域分述"),
    ("@not_met", "未见到的特殊困难老年人"),
];

/// Words of a report that tells of the self-evaluation.
const EVALUATION: [(&str, &str); 5] = [
    ("@evaluation", "自评结果"),
    ("evaluation.lost_items", "扣分项数"),
    ("evaluation.lost", "扣分合计"),
    ("evaluation.tasks", "整改事项数"),
    ("evaluation.tasks_done", "已完成的整改事项数"),
];

fn report() -> String {
    crate::fields::report::KIND.to_owned()
}

/// Every outline, in order, as the program brings it.
pub fn outlines() -> &'static [Outline] {
    static OUTLINES: OnceLock<Vec<Outline>> = OnceLock::new();
    OUTLINES.get_or_init(|| {
        let mut all: Vec<Outline> = schema_files::read_all(schema_files::REPORTS);
        all.sort_by_key(|outline| outline.order);
        all
    })
}

/// An outline by name.
pub fn outline(name: &str) -> Option<&'static Outline> {
    outlines().iter().find(|outline| outline.name == name)
}

/// Where the draft of the report stands that settles a deadline; none where it is settled otherwise. `agreement`: where it rests on one.
pub fn draft_of(rule: &str, period: &str, agreement: Option<&str>) -> Option<String> {
    let outline = outlines().iter().find(|outline| outline.deadline.as_deref() == Some(rule))?;
    match (outline.period.subject(), agreement) {
        (None, _) => Some(format!("/reports/{}/{period}", outline.name)),
        (Some(_), Some(agreement)) => Some(format!("/reports/{}/-/{agreement}", outline.name)),
        (Some(_), None) => None,
    }
}

#[cfg(test)]
mod tests;
