//! Gifts and goods handed out: what of a sign-off list counts. A household counts once per occasion (户次), however many of its
//! members signed; a line that nobody signed was not handed out.

use std::collections::HashSet;

/// One line of a sign-off list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Record id.
    pub id: String,
    /// The occasion (gift_distribution).
    pub distribution: String,
    /// Person on file, or empty.
    pub recipient: String,
    /// Household, or empty.
    pub household: String,
    /// Signed for.
    pub signed: bool,
    /// How many.
    pub quantity: u64,
}

/// Lines that make up the household-times: of those signed, the first of each household and occasion. Who has no household is one
/// of his own; who is not on file is one by himself.
pub fn household_times<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<&'a Line> {
    let mut seen = HashSet::new();
    lines.into_iter().filter(|line| line.signed && seen.insert((line.distribution.as_str(), whose(line)))).collect()
}

fn whose(line: &Line) -> (u8, &str) {
    match (line.household.as_str(), line.recipient.as_str()) {
        ("", "") => (2, &line.id),
        ("", recipient) => (1, recipient),
        (household, _) => (0, household),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, distribution: &str, recipient: &str, household: &str, signed: bool) -> Line {
        let words = |text: &str| text.to_owned();
        Line {
            id: words(id),
            distribution: words(distribution),
            recipient: words(recipient),
            household: words(household),
            signed,
            quantity: 1,
        }
    }

    fn counted(lines: &[Line]) -> Vec<&str> {
        household_times(lines).into_iter().map(|line| line.id.as_str()).collect()
    }

    #[test]
    fn a_household_counts_once_per_occasion() {
        let lines = [
            line("1", "spring", "a", "h", true),
            line("2", "spring", "b", "h", true),
            line("3", "autumn", "a", "h", true),
        ];
        assert_eq!(counted(&lines), ["1", "3"]);
    }

    #[test]
    fn what_nobody_signed_was_not_handed_out() {
        let lines = [line("1", "spring", "a", "h", false), line("2", "spring", "b", "h", true)];
        assert_eq!(counted(&lines), ["2"]);
        assert_eq!(counted(&lines[..1]), Vec::<&str>::new());
    }

    #[test]
    fn people_without_a_household_or_without_a_file_count_one_by_one() {
        let lines = [
            line("1", "spring", "a", "", true),
            line("2", "spring", "a", "", true),
            line("3", "spring", "", "", true),
            line("4", "spring", "", "", true),
            line("5", "spring", "", "a", true),
        ];
        assert_eq!(counted(&lines), ["1", "3", "4", "5"], "a household is never taken for a person of the same id");
    }
}
