//! Standards of the county for means surveys, year by year, with what it decided about excluded income.

use changelog::Payload;
use chrono::NaiveDate;
use domain::excluded_income::{self, Decision};
use domain::fields::{county_parameter, county_year_param};
use domain::means::County;
use domain::means_standards::Standards;
use store::Query;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;

/// What the county has set, of all years.
pub(crate) struct Counties {
    name: String,
    standards: Vec<Payload>,
    decisions: Vec<Decision>,
}

impl Counties {
    pub(crate) fn load(context: &Context) -> Result<Counties, CommandError> {
        let set = context.list(&Query::of(county_year_param::KIND).finals())?;
        let parameters = context.list(&Query::of(county_parameter::KIND).by("created_ms", false))?;
        let decisions = parameters.iter().filter_map(|row| {
            let item = text(&row.fields, county_parameter::NAME).strip_prefix("excluded_")?;
            let excluded = match text(&row.fields, county_parameter::VALUE) {
                "不计入" => true,
                "计入" => false,
                _ => return None,
            };
            let known = excluded_income::county_items().iter().any(|one| one == item);
            known.then_some(Decision {
                item: item.to_owned(),
                from: date(&row.fields, county_parameter::EFFECTIVE_FROM)?,
                excluded,
            })
        });
        Ok(Counties {
            name: context.store.roster().county_name.clone(),
            standards: set.into_iter().map(|row| row.fields).collect(),
            decisions: decisions.collect(),
        })
    }

    /// The standards in force on a day.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<Standards> {
        Standards::on(&self.standards, day)
    }

    /// The county as a survey of a day meets it.
    pub(crate) fn county(&self, day: Option<NaiveDate>) -> County {
        let standards = day.and_then(|day| self.on(day));
        County { name: self.name.clone(), standards, decisions: self.decisions.clone() }
    }
}
