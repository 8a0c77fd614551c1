//! A quarter in two windows: a station closes a month by its brief, a visit is written into it afterwards, and the next brief carries the
//! correction; the county sends that brief back with a word, it is mended and handed in again, and the county freezes the quarter and takes
//! it out as files. All of it by hub, and all of it by stick.

use std::path::Path;

use crate::acts::*;
use crate::apart::joined;
use crate::brief::{read_paper, says};
use crate::by_hub::{founds_a_county_with_a_hub, syncs};
use calamine::{Reader, Xlsx};
use domain::period::Month;
use system::people::files_of;
use system::window::{ESCAPE, Window};

const SUPERVISOR: &str = "周站长";
/// What the county writes under the brief that it sends back.
const WORDS: &str = "存在问题一节请写具体些";

/// How work goes to the county and back.
#[derive(Clone, Copy)]
enum Way {
    Hub,
    Stick,
}

impl Way {
    async fn to_the_county(self, pc: &Window, county: &Window) {
        let Way::Stick = self else {
            syncs(pc).await;
            return syncs(county).await;
        };
        let stick = tempfile::tempdir().unwrap();
        exports(pc, stick.path()).await;
        opens_the_import(county).await;
        takes_in(county, &stick.path().join("禾站")).await;
    }

    async fn to_the_station(self, county: &Window, pc: &Window) {
        let Way::Stick = self else {
            syncs(county).await;
            return syncs(pc).await;
        };
        let stick = tempfile::tempdir().unwrap();
        opens_the_import(county).await;
        county.click("reply-stations").await;
        county.click(&format!("choice-reply-station-{STATION}")).await;
        county.press(ESCAPE).await;
        county.next_dialog_gives(stick.path()).await;
        county.click("reply-write").await;
        county.find("reply-written").await;
        pc.click("rail-home").await;
        pc.find("home").await;
        pc.click("rail-sync").await;
        takes_in(pc, &files_of(stick.path())[0]).await;
    }
}

/// From the board, so that nothing of the last time stands there any more.
async fn opens_the_import(county: &Window) {
    county.click("rail-home").await;
    county.find("county-board").await;
    county.click("rail-import").await;
}

/// The month that it is in China.
async fn this_month(window: &Window) -> Month {
    let script = "return new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 7);";
    let month = window.runs("today", script, vec![]).await;
    Month::parse(month.as_str().unwrap()).expect("a month")
}

/// Visits the person on a day, typed as people type it.
async fn visits_on(pc: &Window, day: &str) {
    opens_the_person(pc).await;
    pc.click("person-new-visit").await;
    pc.enter("field-date", day).await;
    pc.click("choice-result-met").await;
    pc.enter("field-observation_text", "精神尚可，血压偏高，已提醒按时服药。").await;
    pc.click("visit-save").await;
    pc.until_gone("visit-drawer").await;
}

/// Freezes the report whose draft is open, after a look at its pages.
async fn freezes(window: &Window) {
    window.click("report-preview").await;
    window.find("report-page").await;
    window.click("report-freeze").await;
    window.find("report-export").await;
}

async fn opens_the_draft(pc: &Window, month: Month) {
    pc.click("rail-reports").await;
    pc.click(&format!("report-make-monthly_brief-{month}")).await;
    pc.wait_for_words("figure-visit.effective", "1").await;
}

/// The month is closed with one visit in it; another is written into it afterwards and is marked, in the month and at its brief.
async fn closes_the_month_and_writes_into_it(pc: &Window, month: Month) {
    registers_a_person(pc).await;
    visits_on(pc, &format!("{month}-10")).await;
    opens_the_draft(pc, month).await;
    freezes(pc).await;
    visits_on(pc, &format!("{month}-12")).await;
    pc.click("rail-visits").await;
    pc.click("month-before").await;
    pc.wait_for_words("month", &month.label()).await;
    pc.wait_for_words("written-late", "补录").await;
    pc.screenshot("written-late").await;
    pc.click("rail-reports").await;
    pc.click(&format!("report-version-{month}")).await;
    pc.wait_for_words("moved-visit-effective", "1\t2").await;
    pc.wait_for_words("moved-records", "补录").await;
    pc.screenshot("moved-since").await;
}

/// The next brief says what was reported and what it is now, and why.
async fn carries_the_correction(pc: &Window, closed: Month, now: Month) {
    visits_on(pc, "今天").await;
    opens_the_draft(pc, now).await;
    let why = format!("{}更正原因：补录 1 条。", closed.label());
    pc.wait_for_value("report-section-corrections", &why).await;
    pc.find_where("report-table", &format!("{}\t有效走访\t1\t2", closed.label())).await;
    pc.look_at("report-section-corrections").await;
    pc.screenshot("correction").await;
    freezes(pc).await;
    pc.screenshot("next-brief").await;
}

/// The officer sends the brief back with a word.
async fn sends_it_back(county: &Window, month: Month) {
    county.click("rail-reports").await;
    county.click(&format!("report-version-{month}")).await;
    county.find_where("report-table", "有效走访\t1\t2").await;
    county.click("annotate").await;
    county.enter("annotation-text", WORDS).await;
    county.screenshot("returning").await;
    county.click("annotation-return").await;
    county.wait_for_words("returned-notice", WORDS).await;
    county.screenshot("returned").await;
}

/// From 工作台 to the brief, by the officer's words and name; mended, it is handed in again by its freezing.
async fn mends_it_and_hands_it_in_again(pc: &Window) {
    pc.click("rail-home").await;
    for said in [WORDS, "唐科员"] {
        pc.wait_for_words("returned", said).await;
    }
    pc.screenshot("sent-back").await;
    pc.click("returned").await;
    for said in [WORDS, "唐科员"] {
        pc.wait_for_words("returned-notice", said).await;
    }
    pc.screenshot("returned-brief").await;
    pc.click("report-again").await;
    pc.wait_for_words("returned-notice", WORDS).await;
    pc.enter("report-section-problems", "山区三个组冬季班车停开，走访要自驾。").await;
    pc.screenshot("mending").await;
    freezes(pc).await;
    pc.wait_for_words("report-differences", "自驾").await;
    pc.until_gone("returned-notice").await;
    pc.screenshot("handed-in-again").await;
    pc.click("rail-home").await;
    pc.find("waiting").await;
    pc.until_gone("returned").await;
}

/// The officer reads the second version, freezes the quarter, takes it out as files and registers where it went.
async fn freezes_the_quarter(county: &Window, now: Month, effective: u32, papers: &Path) {
    county.click("rail-reports").await;
    county.find_where(&format!("report-version-{now}"), "第 2 版").await;
    county.screenshot("county-reports").await;
    let quarter = format!("{}-Q{}", now.year(), (now.number() - 1) / 3 + 1);
    county.click(&format!("report-make-quarterly_report-{quarter}")).await;
    county.wait_for_words("figure-visit.effective", &effective.to_string()).await;
    county.screenshot("quarter").await;
    freezes(county).await;
    county.next_dialog_gives(papers).await;
    county.click("report-export").await;
    county.find("report-exported").await;
    county.screenshot("quarter-exported").await;
    county.click("report-handed-in").await;
    county.wait_for_words("report-sent", "已报送").await;
    the_files_say(papers, effective);
}

/// The figures of the written files, read as their readers read them.
fn the_files_say(papers: &Path, effective: u32) {
    let files = files_of(papers);
    let of = |end: &str| files.iter().find(|file| file.extension().is_some_and(|has| has == end));
    let mut book: Xlsx<_> = calamine::open_workbook(of("xlsx").expect("an xlsx")).unwrap();
    let sheet = book.worksheet_range("本季度数据总表").unwrap();
    let mut rows = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    let row = rows.find(|row| row[0] == "有效走访").expect("a row of visits");
    assert_eq!(row[1], effective.to_string(), "{row:?}");
    let paper = read_paper(of("docx").expect("a docx"));
    assert!(paper.contains("实施情况报告"), "{paper}");
    assert!(says(&paper, "有效走访", &effective.to_string()), "the docx does not say {effective}:\n{paper}");
}

async fn is_told(county: &Window, pc: &Window, way: Way, papers: &Path) {
    let now = this_month(pc).await;
    let closed = now.plus(-1);
    closes_the_month_and_writes_into_it(pc, closed).await;
    carries_the_correction(pc, closed, now).await;
    way.to_the_county(pc, county).await;
    sends_it_back(county, now).await;
    way.to_the_station(county, pc).await;
    mends_it_and_hands_it_in_again(pc).await;
    way.to_the_county(pc, county).await;
    // In January, April, July and October the closed month belongs to the quarter before.
    let effective = if now.number() % 3 == 1 { 1 } else { 3 };
    freezes_the_quarter(county, now, effective, papers).await;
}

#[test]
fn a_closed_month_is_corrected_a_brief_returned_and_the_quarter_taken_out_by_hub() {
    tell(async {
        let (county_data, pc_data, stick, papers) = folders();
        let county = Window::open(county_data.path(), "quarter-hub-county").await;
        let mut mailbox = founds_a_county_with_a_hub(&county).await;
        mailbox.start();
        let who = (SUPERVISOR, "supervisor");
        let pc = joined(&county, pc_data.path(), stick.path(), "quarter-hub-station", who).await;
        is_told(&county, &pc, Way::Hub, papers.path()).await;
        pc.close().await;
        county.close().await;
    });
}

#[test]
fn the_same_goes_by_stick_without_any_network() {
    tell(async {
        let (county_data, pc_data, stick, papers) = folders();
        let county = Window::open(county_data.path(), "quarter-stick-county").await;
        founds_the_county(&county, false).await;
        county.click("county-enter").await;
        registers_the_station(&county).await;
        let (file, code) = makes_a_join_file(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "quarter-stick-station").await;
        joins(&pc, &file, &code, SUPERVISOR, "supervisor").await;
        Way::Stick.to_the_county(&pc, &county).await;
        confirms_the_pc(&county).await;
        is_told(&county, &pc, Way::Stick, papers.path()).await;
        pc.close().await;
        county.close().await;
    });
}
