//! Children that the summary of left-behind children (农村留守儿童汇总表) counts; the counting and its cross-footing is
//! `domain::left_behind_statistics`. What does not foot is refused and said where to mend it.

use domain::fields::child_guardianship;
use domain::left_behind_statistics::{Child, Line, lines};
use domain::period::Month;
use store::Row;

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, FieldFinding};
use crate::people::category_register::{child, gather, newest};

/// The lines of a month.
pub(crate) fn of_month(context: &Context, station: Option<&str>, month: Month) -> Result<Vec<Line>, CommandError> {
    let gathered = gather(context, "left_behind_child", month, station)?;
    let guardianships = newest(context, child_guardianship::KIND, &gathered)?;
    let people = gathered.people.iter();
    let villages = context.villages()?;
    let of_person = |(id, person): (&String, &Row)| {
        let child = child(context, &gathered, person, guardianships.get(id));
        Child { village: villages.spelling(&child.village), ..child }
    };
    let children: Vec<Child> = people.map(of_person).collect();
    lines(&children).map_err(|wrong| {
        let wrong: Vec<String> = wrong.iter().map(|(name, count)| format!("{name}差 {count} 人")).collect();
        let said = format!(
            "表间勾稽不平，没有导出：{}。请到“专项台账”的“农村留守儿童”，点“汇总缺项”看是哪些儿童，补齐后再导出。",
            wrong.join("，")
        );
        CommandError::invalid(vec![FieldFinding::error("name", &said)])
    })
}
