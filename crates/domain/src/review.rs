//! The supervisor's review of a paper: which papers are reviewed, and whether a verdict still holds. A verdict is about the paper
//! as it stood: a paper written anew wants a new one.

use crate::fields::{assessment, closure, service_plan};

/// Papers that the supervisor reviews: assessment, plan, closure.
pub const REVIEWED: [&str; 3] = [assessment::KIND, service_plan::KIND, closure::KIND];

/// How a paper stands with the supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not looked at since it was last written.
    Waiting,
    /// Approved as it stands.
    Approved,
    /// Returned, and not written since.
    Returned,
}

/// A verdict: when it was last written (milliseconds of the change's own clock) and its code of `review_verdict`.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    /// Milliseconds of the change's clock.
    pub at_ms: u64,
    /// `approved` or `returned`.
    pub code: &'a str,
}

/// How a paper that was last written at `written_ms` stands after these verdicts, in whatever order they come. Of two verdicts at
/// the same moment the return counts: a paper looked at once too often harms nobody.
pub fn standing(written_ms: u64, verdicts: &[Verdict]) -> Standing {
    let newest = verdicts.iter().max_by_key(|verdict| (verdict.at_ms, verdict.code == "returned"));
    match newest {
        Some(verdict) if verdict.at_ms < written_ms => Standing::Waiting,
        Some(verdict) if verdict.code == "returned" => Standing::Returned,
        Some(verdict) if verdict.code == "approved" => Standing::Approved,
        _ => Standing::Waiting,
    }
}

/// What a verdict lacks: a return without a word helps nobody.
pub fn missing(verdict: &str, text: &str) -> Option<&'static str> {
    (verdict == "returned" && text.trim().is_empty()).then_some("退回时请写明要改什么。")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(written_ms: u64, verdicts: &[(u64, &str)]) -> Standing {
        let verdicts: Vec<Verdict> = verdicts.iter().map(|(at_ms, code)| Verdict { at_ms: *at_ms, code }).collect();
        standing(written_ms, &verdicts)
    }

    #[test]
    fn a_paper_waits_until_it_is_looked_at() {
        assert_eq!(after(10, &[]), Standing::Waiting);
        assert_eq!(after(10, &[(20, "approved")]), Standing::Approved);
        assert_eq!(after(10, &[(20, "returned")]), Standing::Returned);
    }

    #[test]
    fn a_paper_written_anew_waits_again() {
        assert_eq!(after(30, &[(20, "approved")]), Standing::Waiting);
        assert_eq!(after(30, &[(20, "returned")]), Standing::Waiting);
        assert_eq!(after(30, &[(20, "returned"), (40, "approved")]), Standing::Approved);
    }

    #[test]
    fn the_newest_verdict_counts_in_whatever_order_they_arrive() {
        assert_eq!(after(10, &[(40, "approved"), (20, "returned")]), Standing::Approved);
        assert_eq!(after(10, &[(20, "approved"), (20, "returned")]), Standing::Returned);
        assert_eq!(after(10, &[(20, "a newer program's verdict")]), Standing::Waiting);
    }

    #[test]
    fn a_return_says_why() {
        assert!(missing("returned", " \n").is_some());
        assert_eq!((missing("returned", "补写量表"), missing("approved", "")), (None, None));
    }

    #[test]
    fn every_reviewed_paper_is_a_kind_and_every_verdict_a_code() {
        let dictionary = crate::dictionary::dictionary();
        assert!(REVIEWED.iter().all(|kind| dictionary.kind(kind).is_some()));
        let table = dictionary.code_table("review_verdict").expect("table");
        assert!(["approved", "returned"].iter().all(|code| table.entry(code).is_some()));
    }
}
