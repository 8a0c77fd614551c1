//! Briefs as they were frozen before there were other reports: read into what reports are now. Nothing of what was issued changes.

use domain::period::Month;
use domain::report_outline::Masthead;
use serde::Deserialize;

use crate::boards::reports::parts::shapes::{areas_of, categories_of, trend_of};
use crate::boards::reports::types::{ReportFigure, ReportPhoto, ReportSection, ReportView, SectionPart};

/// What such a brief kept.
#[derive(Deserialize)]
pub(super) struct OldBrief {
    month: String,
    label: String,
    title: String,
    issuer: String,
    issue_no: u32,
    version: u32,
    date: String,
    sent_to: String,
    copies: u32,
    sections: Vec<ReportSection>,
    figures: Vec<ReportFigure>,
    areas: Vec<Slice>,
    categories: Vec<Slice>,
    trend: Vec<Point>,
    provisional: u64,
    notes: Vec<String>,
    #[serde(default)]
    leave_out_zeros: bool,
    #[serde(default)]
    photos: Vec<ReportPhoto>,
}

#[derive(Deserialize)]
struct Slice {
    label: String,
    value: u64,
}

#[derive(Deserialize)]
struct Point {
    month: String,
    visits: u64,
    person_times: u64,
}

impl OldBrief {
    /// The same as a report.
    pub(super) fn read(self) -> ReportView {
        let slices = |of: &[Slice]| of.iter().map(|one| (one.label.clone(), one.value)).collect::<Vec<_>>();
        let points = self.trend.iter().map(|one| (one.month.clone(), one.visits, one.person_times)).collect();
        let codes = self.figures.iter().map(|one| one.code.clone()).collect();
        let mut of_figures = Some(vec![
            SectionPart::Figures { caption: "本月数据一览".to_owned(), codes },
            trend_of("近12个月服务趋势", points),
            categories_of("服务对象类别构成（月末在册）", slices(&self.categories)),
        ]);
        let mut of_areas = Some(vec![areas_of("四领域服务人次占比", slices(&self.areas)), SectionPart::Photos {}]);
        let mut parts = |key: &str| match key {
            FIGURES => of_figures.take(),
            AREAS => of_areas.take(),
            _ => None,
        };
        let sections = self.sections.into_iter();
        let sections = sections.map(|one| ReportSection { parts: parts(&one.key).unwrap_or_default(), ..one });
        ReportView {
            outline: domain::fields::monthly_brief::KIND.to_owned(),
            outline_label: "月度工作简报".to_owned(),
            spans: Month::parse(&self.month).and_then(|_| domain::deadlines::Each::Month.spans(&self.month)),
            period: self.month,
            label: self.label,
            subject: String::new(),
            masthead: Masthead::Brief,
            title: self.title,
            issuer: self.issuer,
            issue_no: self.issue_no,
            version: self.version,
            date: self.date,
            sent_to: self.sent_to,
            copies: self.copies,
            sections: sections.collect(),
            figures: self.figures,
            columns: domain::report_outline::Span::Month.columns().map(str::to_owned).to_vec(),
            provisional: self.provisional,
            notes: self.notes,
            draft_key: String::new(),
            own: false,
            to_hand_in: false,
            handed_in: None,
            returned: None,
            leave_out_zeros: self.leave_out_zeros,
            photos: self.photos,
            corrections: None,
            undone: Vec::new(),
        }
    }
}

/// The section that shows the figures, and the one of the areas.
const FIGURES: &str = "figures";
const AREAS: &str = "areas";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boards::reports::types::ChartKind;

    #[test]
    fn a_brief_of_an_older_program_is_read_with_all_it_said() {
        let kept = r#"{"month":"2026-05","label":"2026年5月","title":"某站工作简报","issuer":"某站","issue_no":5,"version":2,
            "date":"2026-06-03","sent_to":"报 县民政局","copies":3,
            "sections":[{"key":"basic","heading":"一、基本情况","text":"很好。"},{"key":"figures","heading":"二、本月数据一览","text":""},
              {"key":"areas","heading":"三、四领域服务情况","text":"（一）社会救助"}],
            "figures":[{"code":"visit.effective","label":"有效走访","unit":"人次","value":"7","previous":"6","year_to_date":"20","rows":7}],
            "areas":[{"label":"社会救助","value":3,"share":"75%"},{"label":"其他民政领域","value":1}],
            "categories":[{"label":"低保","value":2},{"label":"特困","value":5}],
            "trend":[{"month":"2026-05","visits":7,"person_times":9}],"provisional":1,"notes":["注"],
            "photos":[{"attachment":"a","caption":"现场","agreed":true}]}"#;
        let view = serde_json::from_str::<OldBrief>(kept).expect("an old brief").read();
        assert_eq!((view.period.as_str(), view.issue_no, view.version), ("2026-05", 5, 2));
        assert_eq!((view.figures[0].value.as_str(), view.photos[0].caption.as_str()), ("7", "现场"));
        assert_eq!(view.sections[0].text, "很好。");
        assert!(
            matches!(&view.sections[1].parts[0], SectionPart::Figures { codes, .. } if codes == &["visit.effective"])
        );
        let charts: Vec<_> = view
            .sections
            .iter()
            .flat_map(|section| &section.parts)
            .filter_map(|part| match part {
                SectionPart::Chart(chart) => Some((chart.kind, chart.categories[0].clone(), chart.series[0].values[0])),
                _ => None,
            })
            .collect();
        let wanted = [(ChartKind::Line, "5月", 9), (ChartKind::Bar, "特困", 5), (ChartKind::Ring, "社会救助", 3)];
        assert_eq!(charts, wanted.map(|(kind, label, value)| (kind, label.to_owned(), value)));
        assert!(view.sections[2].parts.contains(&SectionPart::Photos {}));
    }
}
