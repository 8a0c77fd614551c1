//! Papers of a case: the kinds whose records a case owns, each with the field that dates it, in the order of the file.

use domain::dictionary::dictionary;
use domain::fields::case;

/// Kinds and the field that dates each.
pub(crate) fn case_papers() -> impl Iterator<Item = (&'static str, &'static str)> {
    let papers = dictionary().in_order().into_iter().filter(|kind| kind.owner() == Some(case::KIND));
    papers.filter_map(|kind| Some((kind.name.as_str(), kind.date.as_deref()?)))
}
