//! People who count (谁算数, R27): who stands on the register on a day, who holds a category then, and who lives in a household. The one
//! answer for every list, ledger, figure, gift list, survey, reminder and warning; whoever gathers hands in what the records say.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::fields::{household_member, recipient, recipient_category};
use crate::identity::{self, IdNumber, Reading};
use crate::values::text;
use crate::visit::Held;
use crate::{age, category, dates};

/// What of a person's file decides whether she counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct File {
    /// 出生日期
    pub birth: Option<NaiveDate>,
    /// 死亡日期
    pub death: Option<NaiveDate>,
    /// 销档（迁出）日期
    pub left: Option<NaiveDate>,
    /// 建档日期
    pub created: Option<NaiveDate>,
    /// It went into another file, which stands for it.
    pub merged: bool,
}

impl File {
    /// The fields of a `recipient` that are read.
    pub const FIELDS: [&str; 5] = [
        recipient::BIRTH_DATE,
        recipient::ID_NUMBER,
        recipient::DEATH_DATE,
        recipient::LEFT_DATE,
        recipient::FILE_CREATED,
    ];

    /// From the fields of a `recipient`.
    pub fn read(fields: &Map<String, Value>, merged: bool, today: NaiveDate) -> File {
        let [_, _, death, left, created] = File::FIELDS.map(|name| dates::stored(text(fields, name)));
        File { birth: birth(fields, today), death, left, created, merged }
    }

    /// The day of death or departure, whichever came first.
    pub fn ended(&self) -> Option<NaiveDate> {
        [self.death, self.left].into_iter().flatten().min()
    }

    /// On file (在册) on a day: from the day the file was made to the day before death or departure; a merged file never.
    pub fn stands(&self, day: NaiveDate) -> bool {
        !self.merged
            && self.created.is_none_or(|created| created <= day)
            && self.ended().is_none_or(|ended| day < ended)
    }

    /// Full years on a day, or at the death.
    pub fn age(&self, day: NaiveDate) -> Option<u32> {
        age::on(self.birth, self.death, day)
    }

    /// Known to be under 18 on a day.
    pub fn is_minor(&self, day: NaiveDate) -> bool {
        age::is_minor(self.birth, self.death, day)
    }
}

/// The birth date as typed, or else as the ID number says (an old one of fifteen digits too).
pub fn birth(fields: &Map<String, Value>, today: NaiveDate) -> Option<NaiveDate> {
    dates::stored(text(fields, recipient::BIRTH_DATE))
        .or_else(|| read_id(text(fields, recipient::ID_NUMBER), today).map(|reading| reading.birth))
}

/// The sex as typed, or else as the ID number says; empty where neither does.
pub fn sex(fields: &Map<String, Value>, today: NaiveDate) -> &str {
    match text(fields, recipient::SEX) {
        "" => read_id(text(fields, recipient::ID_NUMBER), today).map_or("", |reading| reading.sex),
        said => said,
    }
}

/// What an ID number says, also an old one of fifteen digits; nothing when it is wrong.
pub fn read_id(number: &str, today: NaiveDate) -> Option<Reading> {
    match identity::check(&identity::clean(number), today) {
        IdNumber::Valid(reading) | IdNumber::Old15(reading) => Some(reading),
        IdNumber::Invalid { .. } => None,
    }
}

/// Full years of whoever these fields are of (a person on file, a member of a household, a volunteer).
pub fn age_of(fields: &Map<String, Value>, day: NaiveDate) -> Option<u32> {
    File::read(fields, false, day).age(day)
}

/// A category a person holds, with its dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// Category and, of the disabled, type and grade.
    pub held: Held,
    /// First day.
    pub start: Option<NaiveDate>,
    /// First day no longer held.
    pub end: Option<NaiveDate>,
}

impl Holding {
    /// The fields of a `recipient_category` that are read.
    pub const FIELDS: [&str; 5] = [
        recipient_category::CATEGORY,
        recipient_category::DISABILITY_TYPE,
        recipient_category::DISABILITY_GRADE,
        recipient_category::START_DATE,
        recipient_category::END_DATE,
    ];

    /// From the fields of a `recipient_category`.
    pub fn read(fields: &Map<String, Value>) -> Holding {
        let [category, disability_type, disability_grade, start, end] = Holding::FIELDS.map(|name| text(fields, name));
        let held = Held {
            category: category.to_owned(),
            disability_type: disability_type.to_owned(),
            disability_grade: disability_grade.to_owned(),
        };
        Holding { held, start: dates::stored(start), end: dates::stored(end) }
    }

    /// Held on a day by its holder: begun, not ended by its own date, and not by an age reached (R18).
    pub fn holds(&self, birth: Option<NaiveDate>, day: NaiveDate) -> bool {
        self.start.is_none_or(|start| start <= day)
            && self.end.is_none_or(|end| day < end)
            && !category::has_lapsed(&self.held.category, birth, day)
    }

    /// The first day no longer held, by its own date or by an age reached.
    pub fn ends(&self, birth: Option<NaiveDate>) -> Option<NaiveDate> {
        [self.end, category::lapses(&self.held.category, birth)].into_iter().flatten().min()
    }
}

/// Why somebody entered in a household lives there no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// 去世, on that day.
    Died(NaiveDate),
    /// 离户 or 迁出, on that day.
    Left(NaiveDate),
}

impl Gone {
    /// 已故（2026-11-10）, 已离户（2026-11-10）.
    pub fn said(self) -> String {
        match self {
            Gone::Died(day) => format!("已故（{day}）"),
            Gone::Left(day) => format!("已离户（{day}）"),
        }
    }
}

/// Whether somebody entered in a household has died or left it by a day: by her own entry (fields of a `household_member`), or by
/// her file where she has one. Who is neither lives there.
pub fn gone(member: &Map<String, Value>, file: Option<&File>, day: NaiveDate) -> Option<Gone> {
    let own = |name: &str| dates::stored(text(member, name));
    let by_then = |dates: [Option<NaiveDate>; 2]| dates.into_iter().flatten().filter(|date| *date <= day).min();
    let died = by_then([own(household_member::DEATH_DATE), file.and_then(|file| file.death)]);
    let left = by_then([own(household_member::LEFT_DATE), file.and_then(|file| file.left)]);
    died.map(Gone::Died).or(left.map(Gone::Left))
}

/// What is said where a head is shown who has died; until another is entered the household keeps the name.
pub const HEAD_DIED: &str = "户主已故，请变更户主";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;
    use serde_json::json;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn fields(value: Value) -> Map<String, Value> {
        value.as_object().expect("object").clone()
    }

    fn file(value: Value) -> File {
        File::read(&fields(value), false, day("2026-11-23"))
    }

    #[test]
    fn a_file_stands_from_its_making_to_the_day_before_death_or_departure() {
        let file = file(json!({ "file_created": "2026-01-10", "death_date": "2026-11-10", "left_date": "2026-12-01" }));
        let stands =
            ["2026-01-09", "2026-01-10", "2026-11-09", "2026-11-10", "2027-01-01"].map(|at| file.stands(day(at)));
        assert_eq!(stands, [false, true, true, false, false]);
        assert!(!File { merged: true, ..File::default() }.stands(day("2026-11-23")));
        assert!(File::default().stands(day("2026-11-23")), "what is not said keeps nobody off");
    }

    #[test]
    fn the_birth_date_is_what_was_typed_or_else_what_the_id_number_says() {
        assert_eq!(file(json!({ "id_number": "430121199001010031" })).birth, stored("1990-01-01"));
        assert_eq!(file(json!({ "id_number": "430121900101003" })).birth, stored("1990-01-01"), "the old number too");
        let both = json!({ "id_number": "430121199001010031", "birth_date": "1990-01-02" });
        assert_eq!(file(both).birth, stored("1990-01-02"));
        assert_eq!(file(json!({ "id_number": "430121199001010032" })).birth, None, "a wrong number says nothing");
    }

    #[test]
    fn a_category_ends_by_its_date_or_by_age_whichever_comes_first() {
        let child = Holding::read(&fields(json!({ "category": "left_behind_child", "start_date": "2020-01-01" })));
        let birth = stored("2009-09-01");
        assert!(child.holds(birth, day("2025-08-31")) && !child.holds(birth, day("2025-09-01")));
        assert!(child.holds(None, day("2030-01-01")), "without a birth date nobody grows out of it");
        let ended = Holding { end: stored("2024-05-01"), ..child.clone() };
        assert!(ended.holds(birth, day("2024-04-30")) && !ended.holds(birth, day("2024-05-01")));
        assert_eq!((child.ends(birth), ended.ends(birth)), (stored("2025-09-01"), stored("2024-05-01")));
        assert!(!child.holds(birth, day("2019-12-31")), "not begun");
    }

    #[test]
    fn a_member_is_gone_by_her_own_entry_or_by_her_file() {
        let alive = fields(json!({}));
        assert_eq!(gone(&alive, None, day("2026-11-23")), None);
        let died = file(json!({ "death_date": "2026-11-10" }));
        assert_eq!(gone(&alive, Some(&died), day("2026-11-09")), None, "until the day she lives there");
        assert_eq!(gone(&alive, Some(&died), day("2026-11-10")), Some(Gone::Died(day("2026-11-10"))));
        let moved = fields(json!({ "left_date": "2026-10-01" }));
        assert_eq!(gone(&moved, None, day("2026-11-23")).expect("left").said(), "已离户（2026-10-01）");
        assert_eq!(gone(&moved, Some(&died), day("2026-11-23")).expect("died").said(), "已故（2026-11-10）");
    }

    #[test]
    fn an_age_is_of_whoever_the_fields_are_of() {
        let dead = fields(json!({ "birth_date": "1920-03-01", "death_date": "1999-08-01" }));
        assert_eq!(age_of(&dead, day("2026-11-23")), Some(79));
        assert_eq!(age_of(&fields(json!({ "birth_date": "2027-01-01" })), day("2026-11-23")), None);
    }
}
