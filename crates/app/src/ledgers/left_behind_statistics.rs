//! Whom the summary of left-behind children (农村留守儿童汇总表) counts; the counting and its cross-footing is
//! `domain::left_behind_statistics`. What does not foot is refused and said where to mend it.

use domain::left_behind_statistics::{Child, lines};
use domain::period::Month;
use store::Row;

use crate::duty::{Duty, text};
use crate::error::{CommandError, FieldFinding};
use crate::ledgers::LedgerRequest;
use crate::ledgers::statistics::Lines;
use crate::people;
use crate::registers::{Gathered, gather, newest};

/// The lines of a month.
pub(crate) fn of_month(duty: &Duty, request: &LedgerRequest, month: Month) -> Result<Lines, CommandError> {
    let station = request.station.as_deref().filter(|_| duty.is_county());
    let gathered = gather(duty, "left_behind_child", month, station)?;
    let guardianships = newest(duty, "child_guardianship", &gathered)?;
    let people = gathered.people.iter();
    let children: Vec<Child> =
        people.map(|(id, person)| child(duty, &gathered, person, guardianships.get(id))).collect();
    let lines = lines(&children).map_err(|wrong| {
        let wrong: Vec<String> = wrong.iter().map(|(name, count)| format!("{name}差 {count} 人")).collect();
        let said = format!(
            "表间勾稽不平，没有导出：{}。请到“专项台账”的“农村留守儿童”，点“汇总缺项”看是哪些儿童，补齐后再导出。",
            wrong.join("，")
        );
        CommandError::invalid(vec![FieldFinding::error("name", &said)])
    })?;
    Ok(lines.into_iter().map(|line| (line.place, line.figures.into_iter().map(Some).collect())).collect())
}

/// A child as the summary sees it.
pub(crate) fn child(duty: &Duty, gathered: &Gathered, person: &Row, guardianship: Option<&Row>) -> Child {
    let own = |field: &str| text(&person.fields, field).to_owned();
    Child {
        village: own("village"),
        sex: own("sex"),
        age: people::birth(duty, &person.fields).and_then(|birth| people::age_on(birth, gathered.day)),
        guardianship: guardianship.map(|row| text(&row.fields, "guardianship_type").to_owned()).unwrap_or_default(),
        schooling: own("schooling"),
    }
}
