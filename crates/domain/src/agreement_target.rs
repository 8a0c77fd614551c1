//! Numbers that an agreement asks for: which of them holds for a station on a day, and what is wrong with one. A number for the station
//! itself goes before one for every station; of several the one of the latest change that has come. How far they are says `kpi`.

use chrono::NaiveDate;

use crate::fields::agreement_target;
use crate::finding::Finding;
use crate::kpi;
use crate::values::{Fields, date, number, text};

/// A number of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedTarget {
    /// Record id.
    pub id: String,
    /// The target that it belongs to: those of one name are its sub-targets.
    pub name: String,
    /// Code of the figure that is counted.
    pub figure: String,
    /// Wanted in the agreement year, as the figure is kept (分, minutes, or the number itself).
    pub target: u64,
    /// The station it is for; empty: every one of the agreement.
    pub station: String,
    /// From that day on; none: from the beginning.
    pub from: Option<NaiveDate>,
}

/// A number that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce<'a> {
    /// It.
    pub target: &'a AgreedTarget,
    /// It, and those that it took the place of or stands beside: what was added by hand to any of them counts.
    pub ids: Vec<&'a str>,
}

impl AgreedTarget {
    /// A number as its record says it.
    pub fn read(id: &str, fields: &Fields) -> AgreedTarget {
        let of = |name: &str| text(fields, name).to_owned();
        let figure = of(agreement_target::FIGURE);
        let typed = number(fields, agreement_target::TARGET).and_then(|number| u64::try_from(number).ok());
        AgreedTarget {
            id: id.to_owned(),
            name: of(agreement_target::NAME),
            target: typed.unwrap_or(0) * kpi::choice(&figure).map_or(1, |choice| choice.per),
            figure,
            station: of(agreement_target::STATION_CODE),
            from: date(fields, agreement_target::FROM_DATE),
        }
    }

    /// Whether another asks for the same of the same station from the same day on.
    pub fn is_same(&self, other: &AgreedTarget) -> bool {
        self.is_beside(other) && self.station == other.station && self.from == other.from
    }

    fn is_beside(&self, other: &AgreedTarget) -> bool {
        self.name == other.name && self.figure == other.figure
    }
}

/// The numbers of an agreement that hold for a station on a day, in their order.
pub fn in_force<'a>(targets: &'a [AgreedTarget], station: &str, day: NaiveDate) -> Vec<InForce<'a>> {
    let holds = |one: &&AgreedTarget| {
        (one.station.is_empty() || one.station == station) && one.from.is_none_or(|from| from <= day)
    };
    let mut found: Vec<InForce<'a>> = Vec::new();
    for one in targets.iter().filter(holds) {
        match found.iter_mut().find(|known| known.target.is_beside(one)) {
            Some(known) => {
                known.ids.push(&one.id);
                let place = |target: &AgreedTarget| (!target.station.is_empty(), target.from);
                if place(one) >= place(known.target) {
                    known.target = one;
                }
            }
            None => found.push(InForce { target: one, ids: vec![&one.id] }),
        }
    }
    found
}

/// A figure that is counted.
pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let figure = text(fields, agreement_target::FIGURE);
    let unknown = !figure.is_empty() && kpi::choice(figure).is_none();
    unknown.then(|| Finding::error(agreement_target::FIGURE, "请从列表里选择取数口径")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dates::stored;

    fn one(id: &str, figure: &str, target: i64, station: &str, from: &str) -> AgreedTarget {
        let fields =
            json!({ "name": "走访", "figure": figure, "target": target, "station_code": station, "from_date": from });
        AgreedTarget::read(id, fields.as_object().expect("map"))
    }

    fn held(targets: &[AgreedTarget], station: &str, day: &str) -> Vec<(String, u64)> {
        let held = in_force(targets, station, stored(day).expect("a day"));
        held.into_iter().map(|one| (one.target.figure.clone(), one.target.target)).collect()
    }

    #[test]
    fn every_station_is_asked_for_the_same_unless_a_number_is_its_own() {
        let targets = [one("a", "visit.effective", 700, "", ""), one("b", "visit.effective", 500, "x", "")];
        assert_eq!(held(&targets, "y", "2026-11-01"), [("visit.effective".to_owned(), 700)]);
        assert_eq!(held(&targets, "x", "2026-11-01"), [("visit.effective".to_owned(), 500)]);
        let turned = [targets[1].clone(), targets[0].clone()];
        assert_eq!(held(&turned, "x", "2026-11-01"), [("visit.effective".to_owned(), 500)], "in whatever order");
    }

    #[test]
    fn a_change_holds_from_its_day_on_and_what_was_added_to_the_old_number_counts() {
        let targets = [
            one("a", "visit.effective", 700, "", ""),
            one("b", "visit.effective", 900, "", "2026-12-01"),
            one("c", "visit.effective", 600, "", "2027-03-01"),
            one("d", "group.new", 3, "", ""),
        ];
        let visits = |day: &str| held(&targets, "x", day)[0].1;
        assert_eq!((visits("2026-11-30"), visits("2026-12-01"), visits("2027-02-28")), (700, 900, 900));
        assert_eq!(visits("2027-03-01"), 600);
        assert_eq!(held(&targets, "x", "2027-03-01").len(), 2, "the other stays as it was");
        let held = in_force(&targets, "x", stored("2027-03-01").expect("a day"));
        assert_eq!(held[0].ids, ["a", "b", "c"]);
    }

    #[test]
    fn amounts_are_agreed_in_yuan_and_hours_and_kept_in_fen_and_minutes() {
        assert_eq!(one("a", "resource.amount", 70_000, "", "").target, 7_000_000);
        assert_eq!(one("a", "visit.effective", 700, "", "").target, 700);
        let wrong = json!({ "figure": "visit.often" });
        let found = check(wrong.as_object().expect("map"), false, NaiveDate::default());
        assert_eq!(found.first().map(|one| one.field.as_str()), Some("figure"));
    }
}
