//! Official papers (公文) measured: a letter with its sender 30 mm below the edge and no number on its first page, a plan of six parts on
//! the grid, the date four characters from the right below who signs, all of it in Word too.

use documents::{Filling, docx, form, pdf};
use domain::paper::paper;

use crate::render::{Rendered, Word, close, keep, office, show};

const BUREAU: &str = "浏阳市民政局";

/// What a filing of an agreement says.
fn letter() -> Filling {
    filled(&[
        ("@civil_affairs", BUREAU),
        ("@county", "浏阳市"),
        ("document_no", "浏民函〔2026〕12号"),
        ("year", "2026"),
        ("filing_type", "购买服务协议"),
        ("receiver", "长沙市民政局"),
        ("agreement.agreement_no", "浏民购协〔2026〕1号"),
        ("agreement.buyer", BUREAU),
        ("agreement.provider", "浏阳市春风社会工作服务中心"),
        ("agreement.sign_date", "2026-03-02"),
        ("agreement.start_date", "2026-03-10"),
        ("agreement.end_date", "2027-03-09"),
        ("agreement.amount", "588,000.00 元"),
        ("filed_date", "2026-03-12"),
    ])
}

fn plan() -> Filling {
    let part = "（一）总体安排\n全县各乡镇（街道）社会工作服务站按照服务协议开展服务，驻站社工按时足额到岗，服务记录真实、完整、及时。\n1.分步实施\n第一季度完成采购和签约，第二季度完成需求调研和服务计划。";
    filled(&[
        ("@civil_affairs", BUREAU),
        ("title", "浏阳市2026年度乡镇（街道）社会工作服务站项目实施计划"),
        ("background", part),
        ("goals", part),
        ("budget", part),
        ("content", part),
        ("evaluation", part),
        ("issued_date", "2026-01-08"),
    ])
}

fn filled(values: &[(&str, &str)]) -> Filling {
    let values = values.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Filling { station: "浏阳市大瑶镇社会工作服务站".into(), values, ..Filling::default() }
}

/// A paper by both writers, left where somebody can look at it.
fn both(name: &str, filling: &Filling) -> [Rendered; 2] {
    let made = form(paper(name).unwrap(), filling);
    let written = pdf(&made).unwrap();
    assert!(written.missing_glyphs.is_empty(), "{:?}", written.missing_glyphs);
    show(&format!("official-{name}.pdf"), &written.bytes);
    let word = docx(&made).unwrap().bytes;
    show(&format!("official-{name}.docx"), &word);
    let opened = office(&word);
    show(&format!("official-{name}-docx.pdf"), &std::fs::read(&opened.path).unwrap());
    [keep(&written.bytes), opened]
}

fn first(words: &[Word], text: &str) -> Word {
    words.iter().find(|word| word.text.contains(text)).cloned().unwrap_or_else(|| panic!("{text} not in {words:?}"))
}

#[test]
fn a_letter_has_its_sender_above_and_is_signed_four_characters_from_the_right() {
    for (at, page) in both("filing_letter", &letter()).iter().enumerate() {
        let (words, text) = (page.words(), close(&page.text()));
        assert_eq!(page.pages(), 1);
        for said in [
            "浏民函〔2026〕12号",
            "关于报送2026年乡镇",
            "长沙市民政局：",
            "自2026年3月10日至2027年3月9日",
            "特此函达，请予备案",
            "附件：购买服务协议",
        ] {
            assert!(text.contains(&close(said)), "{said} not in {text}");
        }
        assert!(!text.contains("—1—"), "a letter does not number its first page");
        let sender = first(&words, BUREAU);
        let middle = (sender.left + sender.right) / 2.0;
        assert!((middle - 105.0).abs() < 2.0, "{sender:?}");
        // Word has no place above the type area; there the sender begins with it.
        let top = if at == 0 { 28.0..32.0 } else { 28.0..42.0 };
        assert!(top.contains(&sender.top), "{sender:?}");
        let date = words.iter().rfind(|word| word.text.ends_with('日')).unwrap();
        assert!((date.right - (184.0 - 4.0 * 156.0 / 28.0)).abs() < 3.0, "{date:?}");
        let signed = words.iter().rfind(|word| word.text.contains(BUREAU)).unwrap();
        assert!(signed.bottom <= date.top + 3.0 && signed.top > 100.0, "{signed:?}");
        let foot = page.ink(1, 297.0)[3];
        assert!((270.0..=279.0).contains(&foot), "the rule at the foot: {foot}");
    }
}

#[test]
fn a_plan_has_its_six_headings_in_order_and_numbers_its_pages() {
    for page in both("implementation_plan", &plan()) {
        let text = close(&page.text());
        let mut at = 0;
        for heading in [
            "一、项目背景",
            "二、项目目标",
            "三、项目预算和购买方式",
            "四、项目内容和进度",
            "五、服务站点质量和数量标准",
            "（本项尚未填写。）",
            "六、绩效评估",
            "2026年1月8日",
        ] {
            at += text[at..].find(heading).unwrap_or_else(|| panic!("{heading} not after {at}: {text}"));
        }
        assert!(page.pages() >= 2 && text.contains("—1—") && text.contains("—2—"));
        let headings: Vec<Word> = page.words().into_iter().filter(|word| word.text.contains("（一）")).collect();
        assert!(headings.len() == 5 && headings.iter().all(|word| (37.0..41.0).contains(&word.left)), "{headings:?}");
    }
}

#[test]
fn a_rule_book_to_put_on_the_wall_says_its_version_and_since_when() {
    let content = "第一章 总则\n第一条 驻站社工由承接主体聘用，依法签订劳动合同。\n第二章 考勤\n第二条 工作日在岗。";
    let book = filled(&[
        ("title", "人员管理制度"),
        ("version", "1.0版"),
        ("in_force_date", "2026-03-20"),
        ("content", content),
        ("@station", "浏阳市大瑶镇社会工作服务站"),
    ]);
    for page in both("rule_book", &book) {
        let text = close(&page.text());
        assert!(text.contains("（1.0版，自2026年3月20日起施行）") && text.contains("第一条驻站社工"), "{text}");
        assert_eq!(page.pages(), 1);
    }
}

#[test]
fn a_sign_stands_on_its_paper_as_wide_as_the_page() {
    let name = "浏阳市大瑶镇社会工作服务站";
    let sign = Filling { large: name.into(), ..filled(&[]) };
    for page in both("sign_plate", &sign) {
        let words = page.words();
        let large = words.iter().max_by(|one, two| (one.bottom - one.top).total_cmp(&(two.bottom - two.top))).unwrap();
        assert_eq!(close(&large.text), name);
        assert!(large.right - large.left > 225.0 && large.left > 19.0 && large.right < 278.0, "{large:?}");
        assert_eq!(page.pages(), 1);
    }
}
