//! Scores: what a count gives, dimensions summed up, and the grade. Who counts hands the numbers in.

use crate::evaluation::points::Points;
use crate::evaluation::scheme::{CountRule, Grade, Item, Scheme};

/// What was counted for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// So many.
    pub have: u64,
    /// Of so many, where the figure says it.
    pub of: Option<u64>,
}

/// The points that a count gives; none where the item has no points yet, no rule, or nothing that says how many there should be.
pub fn propose(item: &Item, counted: Counted) -> Option<Points> {
    let (points, whole) = (item.points?, counted.of.or(item.full));
    match item.rule? {
        CountRule::Proportion => Some(points.share(counted.have, whole.filter(|whole| *whole > 0)?)),
        CountRule::All => {
            let whole = whole.filter(|whole| *whole > 0)?;
            Some(if counted.have >= whole { points } else { Points::NONE })
        }
        CountRule::Each => Some(item.each?.times(counted.have, points)),
    }
}

/// An item with the score that was given.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its score; none where nobody gave one.
    pub score: Option<Points>,
}

/// A dimension summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionScore {
    /// Its name.
    pub name: String,
    /// All its points.
    pub points: Points,
    /// Given.
    pub score: Points,
}

/// Every dimension of a scheme summed up, in its order.
pub fn by_dimension(scheme: &Scheme, scored: &[Scored]) -> Vec<DimensionScore> {
    let one = |name: &String| {
        let here: Vec<&Scored> = scored.iter().filter(|one| one.item.dimension == *name).collect();
        DimensionScore {
            name: name.clone(),
            points: here.iter().filter_map(|one| one.item.points).sum(),
            score: here.iter().filter_map(|one| one.score).sum(),
        }
    };
    scheme.dimensions.iter().map(|dimension| one(&dimension.name)).collect()
}

/// Scores taken together: their mean, half up; none of nothing.
pub fn mean(scores: &[Points]) -> Option<Points> {
    let sum: u64 = scores.iter().map(|score| u64::from(score.hundredths())).sum();
    let many = scores.len() as u64;
    (many > 0).then(|| Points::of_hundredths(((2 * sum + many) / (2 * many)) as u32))
}

/// The best grade that so many points reach; none below the lowest.
pub fn grade(grades: &[Grade], points: Points) -> Option<&Grade> {
    grades.iter().filter(|grade| grade.from <= points).max_by_key(|grade| grade.from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::scheme::grade_lines;

    fn item(points: &str, rule: CountRule, full: Option<u64>) -> Item {
        Item { points: Points::parse(points), rule: Some(rule), full, each: Points::parse("0.5"), ..Item::default() }
    }

    fn proposed(item: &Item, have: u64, of: Option<u64>) -> Option<String> {
        propose(item, Counted { have, of }).map(|points| points.to_string())
    }

    #[test]
    fn a_count_gives_points_by_its_rule() {
        let part = item("6", CountRule::Proportion, Some(12));
        assert_eq!(proposed(&part, 4, Some(6)).as_deref(), Some("4"), "what the figure says goes before");
        assert_eq!(proposed(&part, 3, None).as_deref(), Some("1.5"));
        let all = item("6", CountRule::All, Some(12));
        assert_eq!((proposed(&all, 11, None), proposed(&all, 12, None)), (Some("0".into()), Some("6".into())));
        let each = item("3", CountRule::Each, None);
        assert_eq!((proposed(&each, 5, None), proposed(&each, 50, None)), (Some("2.5".into()), Some("3".into())));
    }

    #[test]
    fn what_cannot_be_said_is_not_proposed() {
        let open = item("6", CountRule::Proportion, None);
        assert_eq!(proposed(&open, 3, None), None, "nothing says how many there should be");
        assert_eq!(proposed(&open, 0, Some(0)), None, "of nothing there is no share");
        assert_eq!(proposed(&Item { points: None, ..open.clone() }, 3, Some(6)), None, "its points are not known");
        assert_eq!(proposed(&Item { rule: None, ..open }, 3, Some(6)), None, "somebody gives it by hand");
    }

    #[test]
    fn a_mean_is_half_up_and_of_nothing_there_is_none() {
        let of = |all: &[&str]| {
            let all: Vec<Points> = all.iter().map(|one| Points::parse(one).expect(one)).collect();
            mean(&all).map(|points| points.to_string())
        };
        assert_eq!(of(&["4", "7"]).as_deref(), Some("5.5"));
        assert_eq!(of(&["1", "1", "0"]).as_deref(), Some("0.67"));
        assert_eq!(of(&["0.01", "0"]).as_deref(), Some("0.01"), "half a hundredth is one");
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn grades_begin_at_their_points() {
        let grades = grade_lines("五星级 110\n四星级 100").expect("lines");
        let of = |points: &str| grade(&grades, Points::parse(points).expect(points)).map(|one| one.label.as_str());
        assert_eq!(
            [of("150"), of("110"), of("109.99"), of("100"), of("99.5")],
            [Some("五星级"), Some("五星级"), Some("四星级"), Some("四星级"), None]
        );
    }
}
