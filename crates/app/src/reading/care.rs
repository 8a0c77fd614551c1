//! Values of paper and ledgers that are worked out by the rules of care: when a household is reviewed next (R22), what the six items of
//! self-care come to (R17), how a child was left behind (R18). It says nothing where the rule says nothing.

use domain::left_behind_child;
use domain::parent::Parent;
use domain::path::Computed;
use domain::self_care::{self, Grade};
use store::Row;

use crate::error::CommandError;
use crate::labels::label;
use crate::means::list;
use crate::reading::Reading;
use crate::registers::reviews;

impl Reading<'_> {
    /// Readable text of a value worked out by a rule of care. All of it is sensitive: left out on paper that leaves the station.
    pub(crate) fn computed_care(&self, computed: Computed, row: &Row) -> Result<Option<String>, CommandError> {
        let duty = self.duty;
        let parents = || (Parent::read(&row.fields, "father"), Parent::read(&row.fields, "mother"));
        let said = match computed {
            Computed::NextReview => {
                let review = reviews::of_category(duty, row, list::cycle(duty)?);
                return Ok(Some(review.map(|review| review.due).unwrap_or_default()));
            }
            Computed::CareGrade => match self_care::of_fields(&row.fields) {
                Grade::Found { code, unmet } => format!("{}（{unmet} 项不达）", label("self_care", code)),
                Grade::Lacks(_) => String::new(),
            },
            Computed::BothAway | Computed::OneAwayOtherUnfit => {
                let months = duty.number_parameter("left_behind_away_months")?.unwrap_or(0);
                let (father, mother) = parents();
                let found = if computed == Computed::BothAway {
                    left_behind_child::both_away(&father, &mother, months, duty.today)
                } else {
                    left_behind_child::one_away_other_unfit(&father, &mother, months, duty.today)
                };
                found.map(|yes| if yes { "是" } else { "否" }.to_owned()).unwrap_or_default()
            }
            _ => return Ok(None),
        };
        let hidden = self.is_outside() && !said.is_empty();
        Ok(Some(if hidden { "（略）".to_owned() } else { said }))
    }
}
