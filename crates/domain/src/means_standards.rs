//! The county's standards of a year (`county_year_param`): the newest that was in force on the day of the application. No number
//! is built in but the multiplier 1.5 of the rule itself; what is missing is named.

use chrono::NaiveDate;

use crate::amounts::{self, Ratio};
use crate::dates;
use crate::fields::county_year_param;
use crate::means_records::Fields;
use crate::values::text;

/// The standards that hold for an application.
#[derive(Debug, Clone)]
pub struct Standards {
    fields: Fields,
    /// The year they are of.
    pub year: i64,
    /// In force from.
    pub from: NaiveDate,
}

impl Standards {
    /// The newest of these records that took effect on the day or before.
    pub fn on<'a>(records: impl IntoIterator<Item = &'a Fields>, day: NaiveDate) -> Option<Standards> {
        let dated = records
            .into_iter()
            .filter_map(|fields| Some((dates::stored(text(fields, county_year_param::EFFECTIVE_FROM))?, fields)));
        let (from, fields) =
            dated.filter(|(from, _)| *from <= day).max_by_key(|(from, fields)| (*from, year(fields)))?;
        Some(Standards { fields: fields.clone(), year: year(fields), from })
    }

    /// The document they rest on.
    pub fn document(&self) -> &str {
        text(&self.fields, county_year_param::SOURCE_DOC_NO)
    }

    /// Dibao standard of a month for the head's hukou, in 分; what is missing otherwise.
    pub fn dibao(&self, hukou: &str) -> Result<Ratio, &'static str> {
        match hukou {
            "urban" => self.money(county_year_param::DIBAO_URBAN).ok_or("城市低保标准"),
            "rural" => {
                let amount = self.money(county_year_param::DIBAO_RURAL).ok_or("农村低保标准")?;
                match text(&self.fields, county_year_param::DIBAO_RURAL_UNIT) {
                    "month" => Ok(amount),
                    "year" => Ok(amount / 12),
                    _ => Err("农村低保标准的单位（月或年）"),
                }
            }
            _ => Err(NO_HUKOU),
        }
    }

    /// How many times the dibao standard the margin reaches.
    pub fn multiplier(&self) -> Result<Ratio, &'static str> {
        match text(&self.fields, county_year_param::MARGIN_MULTIPLIER) {
            "" => Ok(Ratio::new(3, 2)),
            typed => amounts::parse(typed).ok_or("低保边缘倍数（填的看不懂）"),
        }
    }

    /// Disposable income per head of the year before, in 分 of a year.
    pub fn disposable(&self, hukou: &str) -> Result<Ratio, &'static str> {
        match hukou {
            "urban" => self.money(county_year_param::PREV_DISPOSABLE_URBAN).ok_or("上年度城镇居民人均可支配收入"),
            "rural" => self.money(county_year_param::PREV_DISPOSABLE_RURAL).ok_or("上年度农村居民人均可支配收入"),
            _ => Err(NO_HUKOU),
        }
    }

    /// The ratio of rigid expense to income, and whether reaching it is enough.
    pub fn rigid_ratio(&self) -> Result<(Ratio, bool), &'static str> {
        let ratio = amounts::parse(text(&self.fields, county_year_param::RIGID_RATIO)).ok_or("刚性支出占收入比例")?;
        Ok((ratio, text(&self.fields, county_year_param::RIGID_INCLUSIVE) == "yes"))
    }

    /// Living expense is taken as the dibao standard of all heads for a year.
    pub fn living_by_standard(&self) -> bool {
        text(&self.fields, county_year_param::RIGID_LIVING) == "yes"
    }

    /// Months for which a rigid-expense household is recognised, at most twelve.
    pub fn rigid_months(&self) -> u32 {
        let months = self.fields.get(county_year_param::RIGID_MONTHS).and_then(serde_json::Value::as_u64);
        months.map_or(12, |months| months.clamp(1, 12) as u32)
    }

    /// Limit of financial assets per head for `dibao`, `margin` or `rigid`, where the county has one.
    pub fn financial_limit(&self, purpose: &str) -> Option<Ratio> {
        self.money(&format!("fin_asset_limit_{purpose}"))
    }

    fn money(&self, name: &str) -> Option<Ratio> {
        self.fields.get(name).and_then(serde_json::Value::as_i64).map(|fen| i128::from(fen).into())
    }
}

/// What is missing when the head's hukou is not known: not the county's, but the form's.
pub const NO_HUKOU: &str = "户主户籍性质";

fn year(fields: &Fields) -> i64 {
    fields.get(county_year_param::YEAR).and_then(serde_json::Value::as_i64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: serde_json::Value) -> Fields {
        value.as_object().expect("map").clone()
    }

    fn day(text: &str) -> NaiveDate {
        dates::stored(text).expect("day")
    }

    #[test]
    fn the_newest_in_force_on_the_day_holds() {
        let records = [
            fields(json!({"year": 2025, "effective_from": "2025-07-01", "dibao_urban": 65_000})),
            fields(json!({"year": 2026, "effective_from": "2026-07-01", "dibao_urban": 70_000})),
        ];
        let at = |on: &str| Standards::on(&records, day(on)).map(|standards| standards.year);
        assert_eq!(at("2025-06-30"), None);
        assert_eq!((at("2025-07-01"), at("2026-06-30"), at("2026-07-01")), (Some(2025), Some(2025), Some(2026)));
    }

    #[test]
    fn a_rural_standard_says_its_unit() {
        let with = |unit: &str| {
            let record = fields(
                json!({"year": 2026, "effective_from": "2026-01-01", "dibao_rural": 660_000, "dibao_rural_unit": unit}),
            );
            Standards::on([&record], day("2026-06-01")).expect("standards").dibao("rural")
        };
        assert_eq!(with("year"), Ok(Ratio::from(55_000)));
        assert_eq!(with("month"), Ok(Ratio::from(660_000)));
        assert_eq!(with(""), Err("农村低保标准的单位（月或年）"));
    }

    #[test]
    fn what_is_not_set_is_named_and_nothing_is_built_in_but_the_multiplier() {
        let empty = fields(json!({"year": 2026, "effective_from": "2026-01-01"}));
        let standards = Standards::on([&empty], day("2026-06-01")).expect("standards");
        assert_eq!(standards.dibao("urban"), Err("城市低保标准"));
        assert_eq!(standards.dibao(""), Err(NO_HUKOU));
        assert_eq!(standards.disposable("rural"), Err("上年度农村居民人均可支配收入"));
        assert!(standards.rigid_ratio().is_err());
        assert_eq!(standards.multiplier(), Ok(Ratio::new(3, 2)));
        assert_eq!((standards.rigid_months(), standards.financial_limit("dibao")), (12, None));
        let wrong = fields(
            json!({"year": 2026, "effective_from": "2026-01-01", "margin_multiplier": "一倍半", "rigid_months": 30}),
        );
        let standards = Standards::on([&wrong], day("2026-06-01")).expect("standards");
        assert!(standards.multiplier().is_err());
        assert_eq!(standards.rigid_months(), 12);
    }
}
