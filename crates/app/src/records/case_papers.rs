//! Papers of a case, and the field that dates each of them.

/// Papers of a case, and the field that dates them.
pub(crate) const OF_CASE: [(&str, &str); 9] = [
    ("intake", "date"),
    ("recipient_agreement", "signed_date"),
    ("assessment", "date"),
    ("service_plan", "date"),
    ("progress_note", "date"),
    ("interim_review", "date"),
    ("outcome_evaluation", "date"),
    ("closure", "date"),
    ("follow_up", "date"),
];
