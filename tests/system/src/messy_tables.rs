//! Tables as nobody would make them on purpose, from a seed: rosters and low-income ledgers with random headers in odd spellings,
//! random junk in cells, merged areas, totals, empty and repeated rows, as xlsx or as text in any encoding. For the campaign that
//! wants no crash and no silent loss; what must become of each row is not known beforehand.

use encoding_rs::GB18030;
use fastrand::Rng;
use rust_xlsxwriter::{Format, Workbook};

use crate::made_up::MadeUp;

/// A file made from a seed.
pub struct MessyTable {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Names of people with a plain good row: none of them may be lost without a word.
    pub good: Vec<String>,
}

const HEADERS: &[(&str, &[&str])] = &[
    ("name", &["姓名", " 姓 名 ", "服务对象姓名", "对象姓名", "姓名*"]),
    ("sex", &["性别", "性 别"]),
    ("id", &["身份证号", "公民身份号码", "证件号码", "身份证号码（18位）", "身份证号\n码"]),
    ("birth", &["出生日期", "出生年月日", "生日"]),
    ("village", &["村（居）", "村居", "所在村", "村/社区"]),
    ("phone", &["电话", "联系电话", "手机号码"]),
    ("category", &["类别", "人员类别", "对象类别"]),
    ("ethnicity", &["民族"]),
    ("remark", &["备注", "说明"]),
    ("odd", &["自编", "盖章", "户主", "与户主关系", "联系人", "成员", "照片"]),
];

/// A table for a seed.
pub fn table(seed: u64) -> MessyTable {
    let mut rng = Rng::with_seed(seed);
    let mut made_up = MadeUp::new(seed);
    let mut columns: Vec<(&str, &str)> = Vec::new();
    for (key, names) in HEADERS {
        if matches!(*key, "name" | "sex" | "village" | "id") || rng.bool() {
            columns.push((*key, names[rng.usize(..names.len())]));
        }
    }
    if rng.u8(..4) == 0 {
        rng.shuffle(&mut columns);
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for _ in 0..rng.usize(..3) {
        rows.push(vec![["花名册", "2026年度", "填报单位：某站"][rng.usize(..3)].to_owned()]);
    }
    let header: Vec<String> = columns.iter().map(|(_, name)| (*name).to_owned()).collect();
    rows.push(header.clone());
    let mut good = Vec::new();
    for _ in 0..rng.usize(3..25) {
        match rng.u8(..20) {
            0 => rows.push(Vec::new()),
            1 => rows.push(header.clone()),
            2 => rows.push(vec!["合计".into(), rng.u8(..).to_string()]),
            3 => rows.push(vec![String::new(), "新河村".into()]),
            4 => {
                if let Some(before) = rows.last().cloned() {
                    rows.push(before);
                }
            }
            _ => rows.push(person(&mut rng, &mut made_up, &columns, &mut good)),
        }
    }
    if rng.bool() {
        rows.push(vec!["填表人：某某".into(), String::new(), "审核：某某".into()]);
    }
    let (name, bytes) = if rng.u8(..5) < 3 { as_workbook(&mut rng, &rows) } else { as_text(&mut rng, &rows) };
    MessyTable { name, bytes, good }
}

fn person(rng: &mut Rng, made_up: &mut MadeUp, columns: &[(&str, &str)], good: &mut Vec<String>) -> Vec<String> {
    let spoilt = rng.u8(..3) == 0;
    let (name, id) = (made_up.name(), made_up.id_number());
    // Names are told apart, so that nobody good is another's double.
    let name = format!("{name}{}", ["甲", "乙", "丙", "丁"][rng.usize(..4)]);
    let row = columns.iter().map(|(key, _)| {
        if spoilt && rng.bool() {
            return junk(rng);
        }
        match *key {
            "name" => name.clone(),
            "sex" => if id.as_bytes()[16] % 2 == 1 { "男" } else { "女" }.to_owned(),
            "id" => id.clone(),
            "birth" => format!("{}.{}.{}", &id[6..10], &id[10..12], &id[12..14]),
            "village" => "新河村".to_owned(),
            "phone" => format!("199000{:05}", rng.u32(..100_000)),
            "category" => ["低保", "特困", "低保、残疾人", "独居"][rng.usize(..4)].to_owned(),
            "ethnicity" => "汉".to_owned(),
            _ => String::new(),
        }
    });
    let row: Vec<String> = row.collect();
    if !spoilt {
        good.push(name);
    }
    row
}

fn junk(rng: &mut Rng) -> String {
    const JUNK: &[&str] = &[
        "",
        " ",
        "/",
        "——",
        "无",
        "不详",
        "4.3E+17",
        "439901195003060000",
        "#REF!",
        "1952.3",
        "52-1-1",
        "2023-02-29",
        "😀",
        "𠮷䶮",
        "=1+1",
        "'123",
        "火星",
        "是",
        "合计",
        "null",
        "NaN",
        "-1",
        "99999999999999999999",
        "\"引号\"",
        "a,b;c\td",
        "男/女",
        "０１２",
        "20250305",
        "45721",
        "1e308",
        "\u{200b}\u{feff}",
        "一行\n两行",
    ];
    if rng.u8(..12) == 0 { "长".repeat(rng.usize(1..3000)) } else { JUNK[rng.usize(..JUNK.len())].to_owned() }
}

fn as_workbook(rng: &mut Rng, rows: &[Vec<String>]) -> (String, Vec<u8>) {
    let mut book = Workbook::new();
    if rng.u8(..3) == 0 {
        book.add_worksheet().set_name("封面").unwrap();
    }
    let sheet = book.add_worksheet().set_name("表").unwrap();
    let (top, left) = (rng.u32(..3), rng.u16(..2));
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let (row, column) = (top + row as u32, left + column as u16);
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() && rng.u8(..3) == 0 => {
                    sheet.write_number(row, column, number).unwrap()
                }
                _ => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    if rng.bool() && rows.len() > 4 {
        let row = top + rng.u32(2..rows.len() as u32);
        let _ = sheet.merge_range(row, left + 30, row + 1, left + 31, "并", &Format::new());
    }
    if rng.u8(..4) == 0 {
        sheet.set_row_hidden(top + rng.u32(..rows.len() as u32)).unwrap();
    }
    ("表.xlsx".into(), book.save_to_buffer().unwrap())
}

fn as_text(rng: &mut Rng, rows: &[Vec<String>]) -> (String, Vec<u8>) {
    let separator = [",", "\t", ";"][rng.usize(..3)];
    let quoted = |text: &String| {
        let needs = text.contains(['"', '\n', ',', '\t', ';']);
        if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    let text: String =
        rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(separator) + "\r\n").collect();
    let bytes = match rng.u8(..4) {
        0 => GB18030.encode(&text).0.into_owned(),
        1 => [0xef, 0xbb, 0xbf].into_iter().chain(text.into_bytes()).collect(),
        2 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        _ => text.into_bytes(),
    };
    ("表.csv".into(), bytes)
}
