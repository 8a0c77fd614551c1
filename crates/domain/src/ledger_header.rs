//! Finding a ledger's way about a sheet: titles above the header, a header of one to three rows, which column fills which
//! field, which kind of ledger it is, and which rows are no data (repeated headers, totals, signatures). Guesses only; a
//! person may correct each of them.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::identity::half_width;
use crate::ledger_import::{LEFT_OUT, Ledger, field_of, kind_of, ledgers};
use crate::ledger_sheet::Sheet;

/// How many rows at the top are searched for the header.
const SEARCHED: usize = 40;

/// Where a sheet's header stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Its first row, from 0.
    pub row: usize,
    /// How many rows it takes.
    pub rows: usize,
}

/// A column as its header names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The header as people read it; the rows of a deep header joined by ·.
    pub text: String,
    /// Its rows, without repetition.
    parts: Vec<String>,
}

/// A header cell without what varies: blanks, brackets with their content, colons, stars.
pub(crate) fn bare(text: &str) -> String {
    let (mut depth, mut kept) = (0usize, String::new());
    for c in half_width(text).chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() || matches!(c, ':' | '*' | '.' | '。' | '、' | '-' | '_') => {}
            c => kept.extend(c.to_uppercase()),
        }
    }
    kept
}

/// The headings of all columns.
pub fn headings(sheet: &Sheet, header: Header) -> Vec<Heading> {
    let heading = |column: usize| {
        let mut parts: Vec<String> = Vec::new();
        for row in header.row..header.row + header.rows {
            let text: String = sheet.cell(row, column).text().split_whitespace().collect();
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
        Heading { text: parts.join("·"), parts }
    };
    (0..sheet.width()).map(heading).collect()
}

/// How sure the header of a place is: how many of its columns are known to any ledger.
fn known_columns(sheet: &Sheet, header: Header) -> usize {
    let headings = headings(sheet, header);
    let mut seen: Vec<&str> = Vec::new();
    for heading in &headings {
        let known = || ledgers().iter().any(|ledger| !candidates(ledger, heading).is_empty());
        if !heading.text.is_empty() && !seen.contains(&heading.text.as_str()) && known() {
            seen.push(&heading.text);
        }
    }
    seen.len()
}

/// How many columns a header explains to the ledger that it explains most to: two columns of one meaning are one.
fn explained_columns(sheet: &Sheet, header: Header) -> usize {
    let headings = headings(sheet, header);
    let explained = |ledger: &Ledger| {
        let targets = matched(ledger, &headings);
        let named = headings.iter().zip(&targets).filter(|(_, target)| target.is_some());
        named.map(|(heading, _)| heading.text.as_str()).collect::<BTreeSet<_>>().len()
    };
    ledgers().iter().map(explained).max().unwrap_or(0)
}

/// The header, where one can be found: at least two known columns.
pub fn find(sheet: &Sheet) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for row in 0..sheet.rows.len().min(SEARCHED) {
        let header = Header { row, rows: 1 };
        let known = known_columns(sheet, header);
        if known >= 2 && best.is_none_or(|(most, _)| known > most) {
            best = Some((known, header));
        }
    }
    let (_, mut header) = best?;
    let mut known = explained_columns(sheet, header);
    // Upwards: a row of groups over the names; downwards: names under groups.
    if let Some(joined) = header.row.checked_sub(1).and_then(|row| is_upper(sheet, row)) {
        let deeper = Header { row: header.row - 1, rows: 2 };
        let found = explained_columns(sheet, deeper);
        // Without a cell that goes through both rows it must explain more than the lower row alone.
        if found > known || joined && found == known {
            (known, header) = (found, deeper);
        }
    }
    while header.rows < 3 && is_lower(sheet, header) {
        let deeper = Header { rows: header.rows + 1, ..header };
        let found = explained_columns(sheet, deeper);
        if found < known {
            break;
        }
        (known, header) = (found, deeper);
    }
    Some(header)
}

/// Whether a row above the header may belong to it: it says different things over different columns. And whether a cell goes
/// through both.
fn is_upper(sheet: &Sheet, row: usize) -> Option<bool> {
    let below: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row + 1, column).text()).collect();
    let texts: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row, column).text()).collect();
    let mut different: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    let standing = texts.iter().zip(&below).filter(|(above, below)| !above.is_empty() && above == below).count();
    different.dedup();
    (different.len() >= 2 && texts.iter().all(|text| is_heading_text(text))).then_some(standing >= 1)
}

/// Whether the row below a header still belongs to it: it repeats merged cells or names parts of a group, and nothing in it
/// looks like data.
fn is_lower(sheet: &Sheet, header: Header) -> bool {
    let (last, next) = (header.row + header.rows - 1, header.row + header.rows);
    let (mut repeated, mut under_group, mut bare_below) = (0, 0, 0);
    let groups: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(last, column).text()).collect();
    for column in 0..sheet.width() {
        let text = sheet.cell(next, column).text();
        if text.is_empty() {
            continue;
        }
        // A merged cell over both rows is the header's, digits or not: 身份证号码（18位）.
        if groups[column] == text {
            repeated += 1;
            continue;
        }
        if !is_heading_text(&text) {
            return false;
        }
        let same_as_neighbour = column > 0 && groups[column] == groups[column - 1]
            || groups.get(column + 1).is_some_and(|right| *right == groups[column]);
        match groups[column].as_str() {
            "" => bare_below += 1,
            _ if same_as_neighbour => under_group += 1,
            // A name right under another name that is no group: this is data.
            _ if column + 1 < groups.len() && groups[column + 1].is_empty() => under_group += 1,
            _ => return false,
        }
    }
    under_group + bare_below > 0 && (repeated > 0 || under_group > 0)
}

/// Short text without digits.
fn is_heading_text(text: &str) -> bool {
    text.chars().count() <= 20 && !text.chars().any(|c| c.is_ascii_digit())
}

/// Spellings of a heading to be looked up, the most exact first.
fn spellings(heading: &Heading) -> Vec<String> {
    let parts: Vec<String> = heading.parts.iter().map(|part| bare(part)).filter(|part| !part.is_empty()).collect();
    let Some((own, groups)) = parts.split_last() else {
        return Vec::new();
    };
    let group: String = groups.concat();
    let stem = ["基本信息", "信息", "基本情况", "情况", "资料"].iter().find_map(|end| group.strip_suffix(end));
    let mut all = Vec::new();
    if groups.is_empty() {
        all.push(own.clone());
    } else {
        all.extend([format!("{group}{own}"), format!("{}{own}", stem.unwrap_or(&group))]);
        // 父亲·姓名 is not the person's name; 个人信息·姓名 is, and so is 服务对象·姓名.
        let of_person = ["个人", "本人", "人员", "对象", "儿童", "老人", "成员", "基本", "家庭成员", "服务对象", ""];
        if stem.is_some_and(|stem| of_person.contains(&stem)) || of_person.contains(&group.as_str()) {
            all.push(own.clone());
        }
    }
    all.dedup();
    all
}

/// Targets with what must stand before them, by spelling.
type Meanings = HashMap<String, Vec<(&'static [String], String)>>;

/// What each spelling may mean in a ledger, in the order in which the targets are tried; worked out once for every ledger.
fn meanings(ledger: &Ledger) -> Option<&'static Meanings> {
    static ALL: OnceLock<HashMap<&'static str, Meanings>> = OnceLock::new();
    ALL.get_or_init(|| ledgers().iter().map(|ledger| (ledger.name.as_str(), meanings_of(ledger))).collect())
        .get(ledger.name.as_str())
}

fn meanings_of(ledger: &'static Ledger) -> Meanings {
    const NOWHERE: &[String] = &[];
    let mut meanings = Meanings::new();
    for names in ledger.names() {
        let spellings: BTreeSet<String> = names.labels.iter().map(|label| bare(label)).collect();
        for spelling in spellings {
            meanings.entry(spelling).or_default().push((names.after.as_slice(), names.to.clone()));
        }
    }
    for field in kind_of(ledger.own_kind()).into_iter().flat_map(|kind| &kind.fields) {
        let target = format!("{}.{}", ledger.own_kind(), field.name);
        meanings.entry(bare(&field.label)).or_default().push((NOWHERE, target));
    }
    meanings
}

/// The targets that a heading may mean, in the order in which they are tried.
fn candidates(ledger: &Ledger, heading: &Heading) -> Vec<(&'static [String], String)> {
    let known = meanings(ledger);
    let spelled = spellings(heading);
    let found = spelled.iter().filter_map(|spelling| known?.get(spelling)).flatten().cloned();
    found.filter(|(_, to)| to != "recipient.household" && to != "recipient.merged_into").collect()
}

/// Which target each column fills: None for a heading nobody knows, `LEFT_OUT` for one that is known and left out.
pub fn matched(ledger: &Ledger, headings: &[Heading]) -> Vec<Option<String>> {
    let mut targets: Vec<Option<String>> = Vec::with_capacity(headings.len());
    for heading in headings {
        let before = targets.last().cloned().flatten();
        let free = |to: &str| may_repeat(to) || !targets.iter().flatten().any(|taken| taken == to);
        let all = candidates(ledger, heading);
        let behind = |after: &[String]| before.as_ref().is_some_and(|before| after.contains(before));
        let chosen = all
            .iter()
            .find(|(after, to)| !after.is_empty() && behind(after) && free(to))
            .or_else(|| all.iter().find(|(after, to)| after.is_empty() && free(to)));
        targets.push(chosen.map(|(_, to)| to.clone()));
    }
    head_is_the_person(ledger, &mut targets);
    targets
}

/// Whether several columns may fill it.
fn may_repeat(target: &str) -> bool {
    target == LEFT_OUT || !target.contains('.') || target == "category.category"
}

/// A ledger of households without a column of members lists the heads alone: their number is the person's.
fn head_is_the_person(ledger: &Ledger, targets: &mut [Option<String>]) {
    let has = |targets: &[Option<String>], to: &str| targets.iter().flatten().any(|target| target == to);
    let households =
        ledger.names().any(|names| names.to == "household.head_name") && has(targets, "household.head_name");
    let members = has(targets, "member.relation_to_head");
    if households && !members && !has(targets, "recipient.name") && !has(targets, "recipient.id_number") {
        for target in targets.iter_mut().flatten().filter(|target| *target == "head.id_number") {
            *target = "recipient.id_number".into();
        }
    }
}

/// 3 and 三.
fn is_count(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百千两零".contains(c)
}

/// 共5户14人, 共计12人, 合计三户: a total said in words.
fn is_count_of_people(text: &str) -> bool {
    let text = bare(text);
    let said = ["共计", "合计", "总计", "小计", "共"].iter().find_map(|word| text.strip_prefix(word));
    said.is_some_and(|rest| {
        rest.starts_with(is_count) && rest.chars().all(|c| is_count(c) || "户人名口个位元,，".contains(c))
    })
}

/// The village that a row of its own names for the rows below it: 新河村, 新河村（5户14人）.
pub fn village_heading(sheet: &Sheet, row: usize) -> Option<String> {
    let texts: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row, column).text()).collect();
    let first = texts.iter().find(|text| !text.is_empty())?;
    let alone = texts.iter().all(|text| text.is_empty() || text == first);
    let name = bare(first);
    let is_village = ["村", "社区", "居委会", "村委会"].iter().any(|end| name.ends_with(end) && name != *end);
    (alone && is_village && name.chars().count() <= 12 && !name.chars().any(|c| c.is_ascii_digit())).then_some(name)
}

/// Whether a ledger lists heads of households alone, so that a head's name is the person's: it has no column of members, no
/// relation to the head, and no unknown column that holds names.
pub fn lists_heads_alone(sheet: &Sheet, header: Header, targets: &[Option<String>]) -> bool {
    let has = |to: &str| targets.iter().flatten().any(|target| target == to);
    let holds_names = |column: usize| {
        let cells = (header.row + header.rows..sheet.rows.len()).map(|row| sheet.cell(row, column).text());
        let texts: Vec<String> = cells.filter(|text| !text.is_empty()).take(50).collect();
        let names = texts.iter().filter(|text| looks_like_name(text)).count();
        !texts.is_empty() && names * 10 >= texts.len() * 7
    };
    let mut unknown = (0..targets.len()).filter(|column| targets[*column].is_none());
    has("household.head_name") && !has("recipient.name") && !has("member.relation_to_head") && !unknown.any(holds_names)
}

/// Two to four Chinese characters that begin with a usual surname, or more with a middle dot.
fn looks_like_name(text: &str) -> bool {
    let name: String = text.split_whitespace().collect();
    let count = name.chars().count();
    let chinese = name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·');
    chinese && (name.contains('·') || (2..=4).contains(&count) && SURNAMES.contains(crate::names::surname(&name)))
}

/// The surnames of nineteen in twenty people.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁\
    任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤禾柳易欧阳";

/// How well a ledger fits: words in the names and titles, signs among the columns, columns known.
pub fn fits(ledger: &Ledger, words: &str, headings: &[Heading]) -> usize {
    let targets = matched(ledger, headings);
    let filled: Vec<&String> = targets.iter().flatten().filter(|target| target.as_str() != LEFT_OUT).collect();
    let named = ledger.words.iter().filter(|word| words.contains(word.as_str())).count();
    let signs = ledger.signs.iter().filter(|sign| filled.contains(sign)).count();
    let general = ledger.name == "roster";
    let needed = match ledger.own_kind() {
        "visit" => filled.iter().any(|target| *target == "visit.date"),
        _ => true,
    };
    if !needed {
        return 0;
    }
    filled.len() * 2 + signs * if general { 1 } else { 3 } + named * if general { 1 } else { 8 }
}

/// The ledger that fits best.
pub fn likeliest(words: &str, headings: &[Heading]) -> &'static Ledger {
    let all = ledgers();
    let best = all.iter().rev().max_by_key(|ledger| fits(ledger, words, headings));
    best.unwrap_or(&all[0])
}

/// Why a row below the header holds no data; none when it may.
pub fn no_data(sheet: &Sheet, row: usize, headings: &[Heading], targets: &[Option<String>]) -> Option<&'static str> {
    let texts: Vec<String> = (0..sheet.width()).map(|column| sheet.cell(row, column).text()).collect();
    let filled: Vec<usize> = (0..texts.len()).filter(|column| !texts[*column].is_empty()).collect();
    if filled.is_empty() {
        return Some("空行");
    }
    if village_heading(sheet, row).is_some() {
        return Some("标题行");
    }
    let same = filled.iter().filter(|column| {
        let heading = headings.get(**column);
        let text: String = texts[**column].split_whitespace().collect();
        heading.is_some_and(|heading| heading.text == text || heading.parts.contains(&text))
    });
    if filled.len() >= 2 && same.count() * 10 >= filled.len() * 6 {
        return Some("重复的表头");
    }
    let first = bare(&texts[filled[0]]);
    let is_name = |column: usize| {
        let target = targets.get(column).cloned().flatten();
        matches!(target.as_deref(), Some("recipient.name" | "household.head_name"))
    };
    let totals = ["合计", "小计", "总计", "共计", "累计", "本页小计", "总人数"];
    let names = filled.iter().filter(|column| is_name(**column)).count();
    let with_number = |word: &&str| first.strip_prefix(*word).is_some_and(|rest| rest.starts_with(is_count));
    if totals.iter().any(|word| first == *word || with_number(word))
        || filled.iter().any(|column| is_count_of_people(&texts[*column]) && (is_name(*column) || names == 0))
        || filled.iter().any(|column| is_name(*column) && totals.contains(&bare(&texts[*column]).as_str()))
    {
        return Some("合计行");
    }
    let ends =
        ["填表人", "制表", "填报", "审核", "单位负责人", "负责人", "经办人", "打印日期", "填表日期", "说明", "注"];
    if filled.len() <= 6
        && ends.iter().any(|word| {
            first.starts_with(word) && (half_width(&texts[filled[0]]).contains(':') || first.chars().count() > 12)
        })
    {
        return Some("表尾签注");
    }
    let told = |column: &usize| {
        let target = targets.get(*column).cloned().flatten();
        target.is_some_and(|target| {
            target != LEFT_OUT
                && (field_of(&target).is_some() || !target.contains('.') || target == crate::ledger_import::DISABILITY)
        })
    };
    if !filled.iter().any(told) {
        return Some("没有要导入的内容");
    }
    let all_same = filled.iter().all(|column| texts[*column] == texts[filled[0]]);
    if all_same && (filled.len() >= 2 || names == 0) {
        return Some("标题行");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger_import::ledger;
    use crate::ledger_sheet::Cell;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
        Sheet { rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(), ..Sheet::default() }
    }

    fn targets(name: &str, headers: &[&str]) -> Vec<String> {
        let sheet = sheet(&[headers]);
        let headings = headings(&sheet, Header { row: 0, rows: 1 });
        let found = matched(ledger(name).expect(name), &headings);
        found.into_iter().map(|target| target.unwrap_or_else(|| "?".into())).collect()
    }

    #[test]
    fn the_same_header_in_odd_spellings_is_the_same_column() {
        for header in [
            "身份证号",
            "公民身份号码",
            "证件号码",
            "身份证号码（18位）",
            " 身 份 证 号 ",
            "身份证号码*",
            "身份证号:",
            "身份证号\n码",
        ] {
            assert_eq!(targets("roster", &["姓名", header])[1], "recipient.id_number", "{header}");
        }
        assert_eq!(
            targets("roster", &["村（居）", "组", "现住址"]),
            ["recipient.village", "recipient.group_no", "recipient.residence"]
        );
    }

    #[test]
    fn a_second_phone_belongs_to_the_contact_before_it() {
        assert_eq!(
            targets("roster", &["姓名", "电话", "监护人/联系人", "关系", "联系电话"])[1..],
            [
                "recipient.phone",
                "recipient.emergency_contact",
                "recipient.emergency_relation",
                "recipient.emergency_phone"
            ]
        );
        assert_eq!(
            targets("left_behind", &["监护人", "联系电话"]),
            ["recipient.guardian_name", "recipient.guardian_phone"]
        );
    }

    #[test]
    fn in_a_low_income_ledger_the_number_behind_the_head_is_the_heads() {
        assert_eq!(
            targets("dibao", &["序号", "户主", "身份证", "成员", "身份证", "与户主关系", "类别"]),
            [
                "",
                "household.head_name",
                "head.id_number",
                "recipient.name",
                "recipient.id_number",
                "member.relation_to_head",
                "category.level"
            ]
        );
        assert_eq!(
            targets("dibao", &["户主", "身份证", "成员", "与户主关系"])[1..3],
            ["head.id_number", "recipient.name"],
            "one number only, and it stands behind the head"
        );
        assert_eq!(targets("dibao", &["户主姓名", "身份证号", "保障人口"])[1], "recipient.id_number", "heads alone");
    }

    #[test]
    fn titles_above_and_a_header_of_two_rows_are_found() {
        let sheet = sheet(&[
            &[
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
                "大瑶镇服务对象花名册",
            ],
            &["填报单位：大瑶镇社工站", "", "", "", ""],
            &["序号", "姓名", "身份证号（18位）", "监护人", "监护人"],
            &["序号", "姓名", "身份证号（18位）", "姓名", "电话"],
            &["1", "禾守根", "439901195003060014", "禾德水", "19900000001"],
        ]);
        let header = find(&sheet).expect("a header");
        assert_eq!(header, Header { row: 2, rows: 2 });
        let headings = headings(&sheet, header);
        assert_eq!(headings[3].text, "监护人·姓名");
        let found = matched(ledger("roster").expect("roster"), &headings);
        assert_eq!(found[3].as_deref(), Some("recipient.guardian_name"));
        assert_eq!(found[4].as_deref(), Some("recipient.guardian_phone"));
    }

    #[test]
    fn data_below_a_header_is_not_taken_for_it() {
        let sheet =
            sheet(&[&["姓名", "性别", "民族", "备注"], &["禾守根", "男", "汉", ""], &["柳桂香", "女", "苗", ""]]);
        assert_eq!(find(&sheet), Some(Header { row: 0, rows: 1 }));
        assert_eq!(find(&self::sheet(&[&["甲", "乙"], &["1", "2"]])), None);
    }

    #[test]
    fn the_name_of_a_father_is_not_the_persons() {
        let sheet = sheet(&[&["儿童信息", "儿童信息", "父亲", "父亲"], &["姓名", "身份证号", "姓名", "身份证号"]]);
        let headings = headings(&sheet, Header { row: 0, rows: 2 });
        let found = matched(ledger("left_behind").expect("ledger"), &headings);
        assert_eq!(found[..2], [Some("recipient.name".into()), Some("recipient.id_number".into())]);
        assert_eq!(found[2].as_deref(), Some("note"));
        assert_eq!(found[3], None);
    }

    #[test]
    fn the_kind_of_ledger_shows_in_its_words_and_columns() {
        let of = |words: &str, headers: &[&str]| {
            let sheet = sheet(&[headers]);
            likeliest(words, &headings(&sheet, Header { row: 0, rows: 1 })).name.clone()
        };
        assert_eq!(of("花名册", &["序号", "姓名", "性别", "身份证号", "村居", "类别"]), "roster");
        assert_eq!(of("", &["户主", "身份证", "成员", "与户主关系", "保障人口", "月保障金"]), "dibao");
        assert_eq!(of("2026年特困人员台账", &["姓名", "身份证", "供养方式", "档次"]), "tekun");
        assert_eq!(of("留守儿童", &["姓名", "身份证号", "监护人", "是否学校寄宿"]), "left_behind");
        assert_eq!(of("困境儿童台账", &["姓名", "身份证", "儿童类型", "监护人及关系"]), "child_in_difficulty");
        assert_eq!(of("", &["序号", "日期", "走访人", "对象", "方式", "结果", "主要情况"]), "visits");
    }

    #[test]
    fn two_rows_win_over_one_when_they_explain_more_columns() {
        let sheet = sheet(&[
            &["基本情况", "基本情况", "基本情况", "监护人/联系人", "监护人/联系人"],
            &["名字", "性别", "村", "姓名", "联系电话"],
            &["禾小苗", "女", "新河村", "禾德水", "12000000001"],
        ]);
        let header = find(&sheet).expect("a header");
        assert_eq!(header, Header { row: 0, rows: 2 });
        let found = matched(ledger("roster").expect("roster"), &headings(&sheet, header));
        let found: Vec<&str> = found.iter().map(|target| target.as_deref().unwrap_or("?")).collect();
        assert_eq!(
            found,
            [
                "recipient.name",
                "recipient.sex",
                "recipient.village",
                "recipient.emergency_contact",
                "recipient.emergency_phone"
            ]
        );
        let above = self::sheet(&[
            &["填报单位：大瑶镇", "", "制表：林小禾"],
            &["姓名", "性别", "村"],
            &["禾苗", "女", "新河村"],
        ]);
        assert_eq!(find(&above), Some(Header { row: 1, rows: 1 }), "a line above is no group");
    }

    #[test]
    fn a_heads_name_is_a_persons_only_where_heads_stand_alone() {
        let alone = |rows: &[&[&str]]| {
            let sheet = sheet(rows);
            let header = Header { row: 0, rows: 1 };
            let targets = matched(ledger("dibao").expect("dibao"), &headings(&sheet, header));
            lists_heads_alone(&sheet, header, &targets)
        };
        assert!(alone(&[&["户主姓名", "身份证号", "保障人口"], &["禾守根", "439901195003060014", "2"]]));
        assert!(!alone(&[&["户主姓名", "何人", "身份证号"], &["禾守根", "柳桂香", "439901194811120025"]]));
        assert!(!alone(&[&["户主姓名", "与户主关系", "身份证号"], &["禾守根", "配偶", "439901194811120025"]]));
        assert!(!alone(&[&["户主姓名", "姓名"], &["禾守根", "柳桂香"]]));
        assert_eq!(targets("dibao", &["户主姓名", "与户主关系", "身份证号"])[2], "recipient.id_number");
        assert_eq!(targets("roster", &["名字", "身份证号"])[0], "recipient.name");
    }

    #[test]
    fn a_row_that_names_a_village_speaks_for_the_rows_below() {
        let sheet = sheet(&[&["新河村", "新河村"], &["", "荷叶塘社区（5户14人）"], &["新河村", "禾守根"], &["村", ""]]);
        let said: Vec<Option<String>> = (0..4).map(|row| village_heading(&sheet, row)).collect();
        assert_eq!(said, [Some("新河村".to_owned()), Some("荷叶塘社区".to_owned()), None, None]);
    }

    #[test]
    fn a_total_said_in_words_is_no_person() {
        let rows: &[&[&str]] = &[
            &["序号", "姓名", "性别", "备注"],
            &["", "共5户14人", "", ""],
            &["", "", "", "共2人"],
            &["合计三户", "", "", ""],
            &["", "合计 12 户", "", ""],
            &["1", "共工", "男", ""],
        ];
        let sheet = sheet(rows);
        let headings = headings(&sheet, Header { row: 0, rows: 1 });
        let targets = matched(ledger("roster").expect("roster"), &headings);
        let said: Vec<_> = (1..rows.len()).map(|row| no_data(&sheet, row, &headings, &targets)).collect();
        assert_eq!(said, [Some("合计行"), Some("合计行"), Some("合计行"), Some("合计行"), None]);
    }

    #[test]
    fn totals_headings_and_signatures_are_no_data() {
        let rows: &[&[&str]] = &[
            &["序号", "姓名", "性别", "备注"],
            &["1", "禾守根", "男", ""],
            &["", "", "", ""],
            &["序号", "姓名", "性别", "备注"],
            &["合计", "12 人", "", ""],
            &["", "合 计", "12", ""],
            &["填表人：林小禾", "", "审核人：周文", ""],
            &["新河村", "新河村", "新河村", "新河村"],
            &["", "江福云", "", ""],
            &["7", "", "", ""],
        ];
        let sheet = sheet(rows);
        let headings = headings(&sheet, Header { row: 0, rows: 1 });
        let targets = matched(ledger("roster").expect("roster"), &headings);
        let said: Vec<_> = (1..rows.len()).map(|row| no_data(&sheet, row, &headings, &targets)).collect();
        assert_eq!(
            said,
            [
                None,
                Some("空行"),
                Some("重复的表头"),
                Some("合计行"),
                Some("合计行"),
                Some("表尾签注"),
                Some("标题行"),
                None,
                Some("没有要导入的内容")
            ]
        );
    }
}
