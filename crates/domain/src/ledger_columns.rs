//! Columns of a ledger: which field each heading fills, which kind of ledger that makes it, and whether its heads stand alone.
//! Guesses only; a person may correct each of them.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::ledger_headings::{Header, Heading, bare, spellings};
use crate::ledger_import::{LEFT_OUT, Ledger, kind_of, ledgers};
use crate::ledger_sheet::Sheet;
use crate::names::looks_like_name;

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
pub(crate) fn candidates(ledger: &Ledger, heading: &Heading) -> Vec<(&'static [String], String)> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger_headings::headings;
    use crate::ledger_import::ledger;

    fn targets(name: &str, headers: &[&str]) -> Vec<String> {
        let sheet = Sheet::of_texts(&[headers]);
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
    fn the_name_of_a_father_is_not_the_persons() {
        let sheet =
            Sheet::of_texts(&[&["儿童信息", "儿童信息", "父亲", "父亲"], &["姓名", "身份证号", "姓名", "身份证号"]]);
        let headings = headings(&sheet, Header { row: 0, rows: 2 });
        let found = matched(ledger("left_behind").expect("ledger"), &headings);
        assert_eq!(found[..2], [Some("recipient.name".into()), Some("recipient.id_number".into())]);
        assert_eq!(found[2].as_deref(), Some("note"));
        assert_eq!(found[3], None);
    }

    #[test]
    fn the_kind_of_ledger_shows_in_its_words_and_columns() {
        let of = |words: &str, headers: &[&str]| {
            let sheet = Sheet::of_texts(&[headers]);
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
    fn a_heads_name_is_a_persons_only_where_heads_stand_alone() {
        let alone = |rows: &[&[&str]]| {
            let sheet = Sheet::of_texts(rows);
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
}
