//! Ledgers (台账): which columns in which order, read from `schema/ledgers` that are compiled in. The columns are those the
//! field uses; what no record holds stays an empty column to be filled by hand. It fetches and writes nothing.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use std::borrow::Cow;

use crate::dictionary::{FieldType, HomeAudience, Kind, dictionary};
use crate::path::{Computed, End, Path};
use crate::schema_files;

/// One ledger.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Identifier.
    pub name: String,
    /// Where it stands among those offered; without it after all others, by name.
    #[serde(default = "last")]
    pub order: u32,
    /// Title of the sheet and name of the file.
    pub title: String,
    /// Record kind of its rows.
    pub kind: String,
    /// The special register (专项台账) whose people go out as this ledger.
    #[serde(default)]
    pub register: Option<String>,
    /// The field by which a period chooses rows; none: as of today.
    #[serde(default)]
    pub dated: Option<String>,
    /// Only people who hold one of these categories today.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Deleted and provisional records are never in a ledger; people struck off the register only in one that says so.
    #[serde(default)]
    pub with_left: bool,
    /// Columns in order.
    pub columns: Vec<LedgerColumn>,
    /// Remark below the rows.
    #[serde(default)]
    pub note: String,
}

/// A column of a ledger.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerColumn {
    /// Title.
    pub label: String,
    /// Where its values come from; several are joined; none: filled by hand.
    #[serde(default)]
    pub paths: Vec<Path>,
    /// Of several only the first that says something.
    #[serde(default)]
    pub first: bool,
    /// Width in characters of Excel; 0 chooses one.
    #[serde(default)]
    pub width: f64,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text, whatever it looks like: ID numbers, telephones, codes.
    Text,
    /// A whole number.
    Integer,
    /// Money in 分.
    Money,
    /// A date.
    Date,
}

/// Every ledger, in the order in which they are offered.
pub fn ledgers() -> &'static [Ledger] {
    static LEDGERS: OnceLock<Vec<Ledger>> = OnceLock::new();
    LEDGERS.get_or_init(|| {
        let mut ledgers: Vec<Ledger> = schema_files::read_all(schema_files::LEDGERS);
        ledgers.sort_by_key(|ledger| ledger.order);
        ledgers
    })
}

/// A ledger by name.
pub fn ledger(name: &str) -> Option<&'static Ledger> {
    ledgers().iter().find(|ledger| ledger.name == name)
}

/// The ledger that a list of a kind goes out as: the one its page names, else the one of all its records, else its own fields in their
/// order, so that every list can be taken out.
pub fn of_kind(kind: &'static Kind) -> Cow<'static, Ledger> {
    let named = kind.page.as_ref().and_then(|page| ledger(page.ledger.as_deref()?));
    let of_all = || ledgers().iter().find(|ledger| ledger.kind == kind.name && ledger.categories.is_empty());
    named.or_else(of_all).map_or_else(|| Cow::Owned(of_dictionary(kind)), Cow::Borrowed)
}

/// The ledger of a special register; none where it has no columns of its own.
pub fn of_register(register: &str) -> Option<&'static Ledger> {
    ledgers().iter().find(|ledger| ledger.register.as_deref() == Some(register))
}

/// A ledger of the columns that the kind's table shows, without a table of all its fields.
fn of_dictionary(kind: &Kind) -> Ledger {
    let shown: Vec<&str> =
        kind.page.iter().flat_map(|page| &page.columns).map(|column| column.field.as_str()).collect();
    let fields = kind.fields.iter().filter(|field| field.kind != FieldType::Attachment);
    let fields = fields.filter(|field| shown.is_empty() || shown.contains(&field.name.as_str()));
    let column = |label: &str, path: Path, width: f64| LedgerColumn {
        label: label.to_owned(),
        paths: vec![path],
        first: false,
        width,
    };
    let number = column("序号", Path { through: Vec::new(), end: End::Computed(Computed::RowNumber) }, 6.0);
    let columns = fields.map(|field| {
        let wide = if field.kind == FieldType::LongText { 30.0 } else { 14.0 };
        column(&field.label, Path { through: Vec::new(), end: End::Field(field.name.clone()) }, wide)
    });
    Ledger {
        name: kind.name.clone(),
        order: last(),
        title: kind.label.clone(),
        kind: kind.name.clone(),
        register: None,
        dated: None,
        categories: Vec::new(),
        with_left: false,
        columns: std::iter::once(number).chain(columns).collect(),
        note: String::new(),
    }
}

fn last() -> u32 {
    u32::MAX
}

impl Ledger {
    /// The kind of its rows.
    pub fn kind(&self) -> Option<&'static Kind> {
        dictionary().kind(&self.kind)
    }
}

impl Ledger {
    /// The ledger of several stations: the first column tells whose each row is. What the county keeps itself is no station's.
    pub fn of_stations(&self) -> Ledger {
        let mut whole = self.clone();
        if self.kind().is_some_and(|kind| kind.audience == HomeAudience::Station) {
            let station = LedgerColumn {
                label: "站点".to_owned(),
                paths: vec![Path { through: Vec::new(), end: End::Computed(Computed::Station) }],
                first: false,
                width: 24.0,
            };
            whole.columns.insert(0, station);
        }
        whole
    }
}

impl LedgerColumn {
    /// What its cells hold, seen from the ledger's kind. Columns of several values are text.
    pub fn cells(&self, kind: &'static Kind) -> CellKind {
        let [path] = self.paths.as_slice() else {
            return CellKind::Text;
        };
        match (path.field(kind).map(|field| field.kind), &path.end) {
            (Some(FieldType::Integer), _) => CellKind::Integer,
            (Some(FieldType::Money), _) => CellKind::Money,
            (Some(FieldType::Date), _) => CellKind::Date,
            (None, End::Computed(computed)) => match computed {
                Computed::RowNumber
                | Computed::Age
                | Computed::Sessions
                | Computed::CoveredMembers
                | Computed::Photos => CellKind::Integer,
                Computed::GroupSessions | Computed::GroupMembers | Computed::GroupTimes => CellKind::Integer,
                Computed::LastVisit
                | Computed::NextVisit
                | Computed::NextReview
                | Computed::LastSession
                | Computed::ClosureDate => CellKind::Date,
                _ => CellKind::Text,
            },
            _ => CellKind::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// File 09, section 9.3: the columns in their order.
    const HANDBOOK: [(&str, &str); 10] = [
        (
            "recipients",
            "序号、档案号、姓名、性别、身份证号、出生年月、民族、户籍地、现住址、村(居)、组、电话、类别、残疾类别/等级、健康状况、自理能力、监护人/联系人、关系、联系电话、致困原因、享受政策、主要需求、责任社工、建档日、最近走访日、备注",
        ),
        (
            "dibao_persons",
            "序号、户主、身份证、成员、与户主关系、户籍性质、保障人口、类别、月保障金、户月保障金、人均收入、致贫原因、劳动能力、开户行、账号、核查日、下次核查日、联系人、备注",
        ),
        (
            "tekun",
            "序号、姓名、身份证、供养方式、吃饭、穿衣、上下床、如厕、室内行走、洗澡、档次、照料护理人、照料护理协议、月供养金、护理费、银行账号、复核日",
        ),
        (
            "children_in_difficulty",
            "序号、县、乡镇、姓名、性别、身份证、儿童类型、监护人、关系、就读学校/年级、家庭情况、享受政策、补贴金额、儿童主任、走访日期、备注",
        ),
        ("visits", "序号、日期、走访人、对象、类别、地址、方式、结果、主要情况、需求、处理、下次日期、照片数"),
        (
            "cases",
            "编号、姓名、类别、开案日、来源、主要问题、风险等级、责任社工、节数、最近一节日、状态、结案日、结案原因、目标达成",
        ),
        ("groups", "编号、名称、类型、起止、节数、组员数、总人次、平均出勤率、满意度、评估状态"),
        ("activities", "编号、名称、类型、日期、地点、人次、志愿者人数、经费、合作单位、照片、稿件"),
        ("staff", "姓名、角色、电话、证书级别、是否在岗"),
        ("supervision", "编号、日期、开始时间、结束时间、地点、督导者、被督导者、方式、类型、议题、督导意见、行动项"),
    ];

    #[test]
    fn every_ledger_of_the_handbook_exists_with_its_columns_in_order() {
        for (name, columns) in HANDBOOK {
            let ledger = ledger(name).unwrap_or_else(|| panic!("no ledger {name}"));
            let own: Vec<&str> = ledger.columns.iter().map(|column| column.label.as_str()).collect();
            assert_eq!(own.join("、"), columns, "{name}");
        }
    }

    #[test]
    fn every_file_of_the_folder_is_compiled_in_once() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/ledgers");
        let files = std::fs::read_dir(folder).expect("folder").map(|file| file.expect("file").file_name());
        let stems: BTreeSet<String> =
            files.filter_map(|name| name.to_string_lossy().strip_suffix(".toml").map(str::to_owned)).collect();
        assert_eq!(stems, ledgers().iter().map(|ledger| ledger.name.clone()).collect());
        assert_eq!(stems.len(), ledgers().len());
    }

    #[test]
    fn everything_a_ledger_names_is_in_the_dictionary() {
        for ledger in ledgers() {
            let kind = ledger.kind().unwrap_or_else(|| panic!("{}: {}", ledger.name, ledger.kind));
            assert!(ledger.dated.iter().all(|field| kind.field(field).is_some()), "{}", ledger.name);
            for path in ledger.columns.iter().flat_map(|column| &column.paths) {
                assert!(path.holds(kind), "{}: {path}", ledger.name);
            }
            let table = dictionary().code_table("category").expect("category");
            assert!(ledger.categories.iter().all(|code| table.entry(code).is_some()), "{}", ledger.name);
        }
    }

    #[test]
    fn every_kind_has_a_ledger_its_own_or_that_of_its_fields() {
        for kind in &dictionary().kinds {
            let ledger = of_kind(kind);
            assert_eq!(ledger.kind, kind.name);
            assert!(
                ledger.columns.len() > 1
                    && ledger.columns.iter().flat_map(|one| &one.paths).all(|path| path.holds(kind))
            );
        }
        let kind = |name: &str| dictionary().kind(name).expect(name);
        assert_eq!(
            (of_kind(kind("recipient")).name.as_str(), of_kind(kind("errand")).name.as_str()),
            ("recipients", "errands")
        );
        let own = of_kind(kind("gift_distribution"));
        let labels: Vec<&str> = own.columns.iter().take(3).map(|column| column.label.as_str()).collect();
        assert_eq!(labels, ["序号", "名称", "发放日期"]);
        assert_eq!(of_register("tekun").map(|ledger| ledger.name.as_str()), Some("tekun"));
    }

    #[test]
    fn a_ledger_of_several_stations_says_first_whose_a_row_is_once() {
        for ledger in ledgers() {
            let own = ledger.kind().expect("kind").audience == HomeAudience::Station;
            let whole = ledger.of_stations();
            let of_station = |column: &LedgerColumn| column.label == "站点";
            assert_eq!(whole.columns.iter().filter(|one| of_station(one)).count(), usize::from(own), "{}", ledger.name);
            assert_eq!(of_station(&whole.columns[0]), own, "{}", ledger.name);
            let labels = |ledger: &Ledger| ledger.columns.iter().map(|one| one.label.clone()).collect::<Vec<_>>();
            assert_eq!(labels(&whole)[usize::from(own)..], labels(ledger), "{}", ledger.name);
        }
    }

    #[test]
    fn numbers_of_people_are_text_and_dates_are_dates() {
        let cells = |name: &str, label: &str| {
            let ledger = ledger(name).expect(name);
            let column = ledger.columns.iter().find(|column| column.label == label).expect(label);
            column.cells(ledger.kind().expect("kind"))
        };
        assert_eq!(cells("recipients", "身份证号"), CellKind::Text);
        assert_eq!(cells("recipients", "电话"), CellKind::Text);
        assert_eq!(cells("dibao_persons", "账号"), CellKind::Text);
        assert_eq!(cells("recipients", "建档日"), CellKind::Date);
        assert_eq!(cells("activities", "经费"), CellKind::Money);
        assert_eq!(cells("cases", "节数"), CellKind::Integer);
    }
}
