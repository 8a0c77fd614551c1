//! A roster of about 300 rows as a station might really hand it in, with every trap at once: a sheet of remarks before it and a
//! hidden old one behind, titles, a header of two rows, merged cells, subtotals, repeated headers, hidden rows, six spellings of
//! dates, ID numbers that Excel destroyed, people twice, values nobody knows. Always the same; the people are made up.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::made_up::{MadeUp, id_number};

/// What must become of the rows of the sheet when nobody chooses anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// Rows that are stored.
    pub stored: u32,
    /// Rows that go into another row's person.
    pub merged: u32,
    /// Rows given back.
    pub reported: u32,
    /// Titles, headers, totals, empty rows, signatures.
    pub skipped: u32,
}

impl Expected {
    /// All rows of the sheet.
    pub fn rows(&self) -> u32 {
        self.stored + self.merged + self.reported + self.skipped
    }
}

/// The sheet that holds the roster.
pub const SHEET: &str = "花名册";
const VILLAGES: [&str; 6] = ["新河村", "南街社区", "杨柳村", "石桥村", "大塘村", "枫林村"];
const PEOPLE_EACH: u32 = 46;
const LAST: u16 = 16;

struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    made_up: MadeUp,
    row: u32,
    number: u32,
    expected: Expected,
    bold: Format,
    date: Format,
}

impl Sheet<'_> {
    fn text(&mut self, column: u16, text: &str) {
        self.sheet.write_string(self.row, column, text).unwrap();
    }

    fn header(&mut self) {
        let plain = [
            "序号",
            "姓名",
            "性别",
            "身份证号码（18位）",
            "出生年月",
            "民族",
            "村（居）",
            "组",
            "电话",
            "类别",
            "残疾类别/等级",
        ];
        let (first, second) = (self.row, self.row + 1);
        let bold = self.bold.clone();
        for (column, text) in plain.iter().enumerate() {
            self.sheet.merge_range(first, column as u16, second, column as u16, text, &bold).unwrap();
        }
        self.sheet.merge_range(first, 11, first, 13, "联系人", &bold).unwrap();
        for (column, text) in [(11, "姓名"), (12, "关系"), (13, "电话")] {
            self.sheet.write_with_format(second, column, text, &bold).unwrap();
        }
        for (column, text) in [(14, "致困原因"), (15, "建档日"), (16, "备 注")] {
            self.sheet.merge_range(first, column, second, column, text, &bold).unwrap();
        }
        self.row += 2;
        self.expected.skipped += 2;
    }

    /// A person with a good number; what is special about the row is written over it.
    fn person(&mut self, village: &str, kind: u32) {
        self.number += 1;
        let (number, name) = (self.number, self.made_up.name());
        let id = id_of(number);
        let sex = if id.as_bytes()[16] % 2 == 1 { "男" } else { "女" };
        self.sheet.write_number(self.row, 0, f64::from(number)).unwrap();
        self.text(1, &name);
        self.text(2, sex);
        self.text(3, &id);
        self.text(5, ["汉", "土家族", "苗", "侗"][number as usize % 4]);
        // The village is a merged area written by the caller, except where the area does not reach.
        self.text(6, village);
        self.text(7, &format!("{}组", number % 9 + 1));
        self.text(8, &format!("199000{number:05}"));
        self.text(9, CATEGORIES[number as usize % 6]);
        self.text(15, ["2024-03-05", "2024.3.5", "2024/3/5", "2024年3月5日", "20240305", "45356"][number as usize % 6]);
        self.special(kind, number, &id, &name);
        self.row += 1;
    }

    fn special(&mut self, kind: u32, number: u32, id: &str, name: &str) {
        match kind {
            // Spellings that are cleaned.
            1 => self.text(3, &format!("'{} {} {}", &id[..6], &id[6..14], &id[14..].to_lowercase())),
            2 => {
                let wide: String = id.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
                self.text(3, &wide);
            }
            3 => {
                let day = ExcelDateTime::from_ymd(2024, 3, 5).unwrap();
                let format = self.date.clone();
                self.sheet.write_with_format(self.row, 15, day, &format).unwrap();
            }
            4 => {
                self.sheet.write_number(self.row, 15, 45356.0).unwrap();
            }
            5 => self.text(10, "肢体/二级"),
            6 => {
                self.text(11, "禾德水");
                self.text(12, "长子");
                self.text(13, "19900012345");
                self.text(14, "因病、缺劳力");
            }
            7 => self.text(4, "1952.03"),
            8 => self.text(1, &format!("{name}\u{200b} ")),
            // Rows that are given back.
            20 => {
                self.sheet.write_number(self.row, 3, id[..17].parse::<f64>().unwrap() * 10.0).unwrap();
            }
            21 => self.text(3, "4.39901E+17"),
            22 => self.text(3, &format!("{}000", wrong_tail(id))),
            23 => self.text(1, " "),
            24 => {
                self.text(3, " ");
                self.text(4, "52-3-15");
            }
            25 => self.text(5, "火星族"),
            26 => {
                self.sheet
                    .write_formula(self.row, 8, Formula::new("=VLOOKUP(1,A1:B2,9,0)").set_result("#REF!"))
                    .unwrap();
            }
            27 => self.text(15, "2023-02-29"),
            _ => {}
        }
        if (20..30).contains(&kind) {
            self.expected.reported += 1
        } else {
            self.expected.stored += 1
        }
        if number.is_multiple_of(37) {
            self.sheet.set_row_hidden(self.row).unwrap();
        }
    }

    /// Somebody who stands above already, with the same number.
    fn again(&mut self, id: &str, name: &str, phone: &str) {
        self.number += 1;
        self.text(1, name);
        self.text(3, id);
        self.text(6, "枫林村");
        self.text(8, phone);
        self.row += 1;
    }

    fn total(&mut self, label: &str) {
        self.text(1, label);
        self.sheet.write_number(self.row, 2, f64::from(PEOPLE_EACH)).unwrap();
        self.row += 1;
        self.expected.skipped += 1;
    }

    fn empty(&mut self) {
        self.row += 1;
        self.expected.skipped += 1;
    }
}

/// The first fifteen digits of a number whose completion by 000 has a wrong check digit.
fn wrong_tail(id: &str) -> String {
    let today = domain::dates::stored("2026-11-25").unwrap();
    let last = |digit: u32| format!("{}{digit}", &id[..14]);
    (0..10)
        .map(last)
        .find(|head| {
            !matches!(domain::identity::check(&format!("{head}000"), today), domain::identity::IdNumber::Valid(_))
        })
        .unwrap()
}

/// Writes the workbook; says what must become of its rows.
pub fn write(path: &Path) -> Expected {
    let mut book = Workbook::new();
    let remarks = book.add_worksheet().set_name("填表说明").unwrap();
    for (row, line) in
        ["一、本表由社工站填写。", "二、身份证号请设为文本。", "三、每月 25 日前报送。"].iter().enumerate()
    {
        remarks.write_string(row as u32, 0, *line).unwrap();
    }
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name(SHEET).unwrap();
    sheet.set_column_hidden(16).unwrap();
    let mut ledger =
        Sheet { sheet, made_up: MadeUp::new(7), row: 0, number: 0, expected: Expected::default(), bold, date };
    let format = Format::new();
    ledger.sheet.merge_range(0, 0, 0, LAST, "大瑶镇社会工作服务站服务对象花名册（2026年）", &format).unwrap();
    ledger.sheet.merge_range(1, 0, 1, 8, "填报单位：大瑶镇社工站", &format).unwrap();
    ledger.sheet.merge_range(1, 9, 1, LAST, "填报时间：2026年11月", &format).unwrap();
    ledger.row = 2;
    ledger.expected.skipped = 2;
    ledger.header();
    let mut met = Vec::new();
    for (place, village) in VILLAGES.iter().enumerate() {
        for person in 0..PEOPLE_EACH {
            // Each trap in every village, at another place of it.
            let turn = (person + place as u32 * 5) % PEOPLE_EACH;
            let kind = match turn {
                0..=8 => turn,
                20..=27 => turn,
                _ => 0,
            };
            ledger.person(village, kind);
        }
        if place == 0 {
            met = some_of_the_first();
        }
        ledger.total(if place % 2 == 0 { "小 计" } else { "合计" });
        if place == 2 {
            ledger.header();
        }
        if place == 4 {
            ledger.empty();
        }
    }
    tail(&mut ledger, &met);
    let expected = ledger.expected;
    let old = book.add_worksheet().set_name("2019旧").unwrap();
    old.write_string(0, 0, "姓名").unwrap();
    old.set_hidden(true);
    book.save(path).unwrap();
    expected
}

/// People of the first village, told by how they were made.
fn some_of_the_first() -> Vec<String> {
    vec![id_of(11), id_of(12), id_of(13)]
}

/// What the people of the ledger are, in turn.
const CATEGORIES: [&str; 6] = ["低保", "特困、独居老人", "残疾人", "留守老人；空巢", "监测户", "优抚"];

/// The ID number of the person made as the `number`th; who is on the lists of the old is old.
fn id_of(number: u32) -> String {
    let old = CATEGORIES[number as usize % 6].contains("老人");
    let birth = format!("{}{:02}{:02}", 1936 + number % if old { 30 } else { 70 }, number % 12 + 1, number % 28 + 1);
    id_number(&birth, number % 500 * 2 + number % 2)
}

/// People twice, one number under two names, the same person without a number, and what stands below a table.
fn tail(ledger: &mut Sheet, met: &[String]) {
    let names: Vec<String> = {
        let mut again = MadeUp::new(7);
        (0..13).map(|_| again.name()).collect()
    };
    ledger.again(&met[0], &names[10], "");
    ledger.expected.merged += 1;
    ledger.again(&met[1].to_lowercase(), &names[11], "19911111111");
    ledger.expected.merged += 1;
    ledger.again(&met[2], "另一人", "");
    ledger.expected.reported += 1;
    for second in [false, true] {
        ledger.text(1, "谷满香");
        ledger.text(2, "女");
        ledger.text(4, "1948年5月6日");
        ledger.text(6, "石桥村");
        ledger.row += 1;
        if second { ledger.expected.reported += 1 } else { ledger.expected.stored += 1 }
    }
    ledger.empty();
    ledger.total("总计");
    ledger.text(0, "填表人：林小禾");
    ledger.text(5, "审核人：周文");
    ledger.row += 1;
    ledger.expected.skipped += 1;
}
