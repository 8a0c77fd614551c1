//! Gifts and goods handed out: what of a sign-off list counts. A household counts once per occasion (户次), however many of its
//! members signed; a line that nobody signed was not handed out.

use crate::fields::gift_receipt;
use crate::finding::Finding;
use crate::training;
use crate::values::{Fields, number, text};
use chrono::NaiveDate;
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

/// Findings of a line.
pub(crate) fn check_receipt(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let names = [gift_receipt::RECIPIENT, gift_receipt::HOUSEHOLD, gift_receipt::NAME];
    let mut findings = training::someone(fields, &names, provisional);
    let signed = text(fields, gift_receipt::SIGNED) == "yes";
    if signed && number(fields, gift_receipt::QUANTITY) == Some(0) {
        findings.push(Finding::warning(gift_receipt::QUANTITY, "已签收但数量是 0，请核对"));
    }
    if !signed && !text(fields, gift_receipt::SIGNED_DATE).is_empty() {
        findings.push(Finding::warning(gift_receipt::SIGNED, "填了签收日期，是否已签收？没有签收的不计入户次"));
    }
    findings
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
