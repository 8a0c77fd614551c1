//! Values of paper and ledgers that are worked out from what was done: sessions and closure of a case, figures of a group,
//! action items of a supervision.

use domain::dictionary::dictionary;
use domain::fields::{
    attachment, closure, group, group_evaluation, group_session, handover_item, plan_goal, progress_note,
    supervision_action,
};
use domain::path::Computed;
use store::{Query, Row, Test};

use crate::kernel::context::text;
use crate::kernel::error::CommandError;
use crate::records::path_values::people::path;
use crate::records::path_values::{LEFT_OUT, Reading};
use crate::records::{group_figures, open_work};

impl Reading<'_> {
    /// Readable text of a value worked out from work done.
    pub(crate) fn computed_work(&self, computed: Computed, row: &Row) -> Result<String, CommandError> {
        Ok(match computed {
            Computed::Sessions => self.final_notes(row)?.len().to_string(),
            Computed::LastSession => {
                let notes = self.final_notes(row)?;
                notes.iter().map(|note| text(&note.fields, progress_note::DATE).to_owned()).max().unwrap_or_default()
            }
            Computed::ClosureDate => self.of_last_final(closure::KIND, closure::CASE, row, closure::DATE)?,
            Computed::ClosureReason => self.of_last_final(closure::KIND, closure::CASE, row, closure::REASON)?,
            Computed::Attainment => {
                let goals = self.children(plan_goal::KIND, plan_goal::CASE, &row.id, plan_goal::SEQ_NO)?;
                let met = goals.iter().filter(|goal| text(&goal.fields, plan_goal::ATTAINMENT) == "met").count();
                if goals.is_empty() { String::new() } else { format!("{met}/{}", goals.len()) }
            }
            Computed::GroupSpan
            | Computed::GroupSessions
            | Computed::GroupMembers
            | Computed::GroupTimes
            | Computed::GroupRate
            | Computed::GroupEvaluated => self.of_group(computed, row)?,
            Computed::SessionAttendance => self.of_session(row)?,
            Computed::GroupSatisfaction => self.of_last_final(
                group_evaluation::KIND,
                group_evaluation::GROUP,
                row,
                group_evaluation::SATISFACTION_MEAN,
            )?,
            Computed::Actions => {
                let mut said = Vec::new();
                for action in self.children(
                    supervision_action::KIND,
                    supervision_action::SUPERVISION_RECORD,
                    &row.id,
                    supervision_action::DUE_DATE,
                )? {
                    let done = text(&action.fields, supervision_action::DONE_DATE);
                    let state = if done.is_empty() { "未完成".to_owned() } else { format!("{done} 完成") };
                    said.push(format!("{}（{state}）", self.text(&action, &path(supervision_action::ACTION), 0)?));
                }
                said.join("；")
            }
            Computed::Photos => self.photos(row)?,
            Computed::HandedKind => {
                let kind = dictionary().kind(text(&row.fields, handover_item::TARGET_KIND));
                let unfinished = text(&row.fields, handover_item::UNFINISHED) == "yes";
                kind.map_or(String::new(), |kind| format!("{}{}", if unfinished { "暂存的" } else { "" }, kind.label))
            }
            Computed::HandedTitle => self.handed_over(row)?,
            _ => String::new(),
        })
    }

    /// Name of what was handed over; its people are named to nobody outside.
    fn handed_over(&self, item: &Row) -> Result<String, CommandError> {
        let kind = dictionary().kind(text(&item.fields, handover_item::TARGET_KIND));
        let Some(kind) = kind.filter(|_| !self.is_outside()) else { return Ok(LEFT_OUT.to_owned()) };
        let row = self.fetch(&kind.name, text(&item.fields, handover_item::TARGET))?;
        row.map_or(Ok("（记录已不在）".to_owned()), |row| open_work::title(self.context, kind, &row))
    }

    /// How many photos and scans belong to the record; nothing where this program keeps none.
    fn photos(&self, row: &Row) -> Result<String, CommandError> {
        if dictionary().kind(attachment::KIND).is_none() {
            return Ok(String::new());
        }
        let own = Query::of(attachment::KIND).and(attachment::TARGET, Test::Eq, row.id.clone());
        Ok(self.context.store.count(&own)?.to_string())
    }

    fn final_notes(&self, case: &Row) -> Result<Vec<Row>, CommandError> {
        let query = Query::of(progress_note::KIND).finals();
        self.context.list(&query.and(progress_note::CASE, Test::Eq, case.id.clone()))
    }

    /// A field of the last final record that belongs to this one.
    fn of_last_final(&self, kind: &str, by: &str, owner: &Row, field: &str) -> Result<String, CommandError> {
        let all = self.children(kind, by, &owner.id, closure::DATE)?;
        let last = all.iter().rfind(|row| !row.provisional);
        last.map_or(Ok(String::new()), |row| self.text(row, &path(field), 0))
    }

    fn of_session(&self, row: &Row) -> Result<String, CommandError> {
        let Some(group) = self.fetch(group::KIND, text(&row.fields, group_session::GROUP))? else {
            return Ok(String::new());
        };
        let facts = group_figures::facts(self.context, std::slice::from_ref(&group))?;
        let session = facts.iter().find_map(|fact| Some((fact, fact.held().find(|session| session.id == row.id)?)));
        Ok(session.map_or(String::new(), |(fact, session)| {
            let rate = fact.attendance_of(session);
            format!("应到 {} 人，实到 {} 人", rate.whole, rate.part)
        }))
    }

    fn of_group(&self, computed: Computed, row: &Row) -> Result<String, CommandError> {
        let facts = group_figures::facts(self.context, std::slice::from_ref(row))?;
        let Some(fact) = facts.first() else {
            return Ok(String::new());
        };
        let line = group_figures::line(self.context, row, fact);
        Ok(match computed {
            Computed::GroupSpan => format!("{} 至 {}", line.first, line.last),
            Computed::GroupSessions => line.sessions.to_string(),
            Computed::GroupMembers => line.members.to_string(),
            Computed::GroupTimes => line.person_times.to_string(),
            Computed::GroupRate => line.attendance,
            Computed::GroupEvaluated => if line.evaluated { "已评估" } else { "未评估" }.to_owned(),
            _ => String::new(),
        })
    }
}
