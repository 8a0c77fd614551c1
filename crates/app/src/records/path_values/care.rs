//! Values of paper and ledgers that are worked out by the rules of care: when a household is reviewed next (R22), what the six items of
//! self-care come to (R17), how a child was left behind (R18). It says nothing where the rule says nothing.

use domain::left_behind_child;
use domain::parent::{FATHER, MOTHER, Parent};
use domain::path::Computed;
use domain::self_care::{self, Grade};
use store::Row;

use crate::kernel::error::CommandError;
use crate::kernel::words::label;
use crate::records::path_values::Reading;
use crate::records::reviews_due;

impl Reading<'_> {
    /// Readable text of a value worked out by a rule of care. All of it is sensitive: left out on paper that leaves the station.
    pub(crate) fn computed_care(&self, computed: Computed, row: &Row) -> Result<Option<String>, CommandError> {
        let context = self.context;
        let parents = || (Parent::read(&row.fields, &FATHER), Parent::read(&row.fields, &MOTHER));
        let said = match computed {
            Computed::NextReview => {
                let review = reviews_due::of_category(context, row, reviews_due::cycle(context)?);
                return Ok(Some(review.map(|review| review.due).unwrap_or_default()));
            }
            Computed::CareGrade => match self_care::of_fields(&row.fields) {
                Grade::Found { code, unmet } => format!("{}（{unmet} 项不达）", label("self_care", code)),
                Grade::Lacks(_) => String::new(),
            },
            Computed::BothAway | Computed::OneAwayOtherUnfit => {
                let months = context.number_parameter(domain::parameters::LEFT_BEHIND_AWAY_MONTHS)?.unwrap_or(0);
                let (father, mother) = parents();
                let found = if computed == Computed::BothAway {
                    left_behind_child::both_away(&father, &mother, months, context.today)
                } else {
                    left_behind_child::one_away_other_unfit(&father, &mother, months, context.today)
                };
                found.map(|yes| if yes { "是" } else { "否" }.to_owned()).unwrap_or_default()
            }
            _ => return Ok(None),
        };
        let hidden = self.is_outside() && !said.is_empty();
        Ok(Some(if hidden { "（略）".to_owned() } else { said }))
    }
}
