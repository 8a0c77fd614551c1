//! Files of one person that were merged by hand. The loser's file says into which one it went (`merged_into`); nothing else is
//! rewritten, and everything done under it is read with the winner. Pure: the same set of references gives the same answer on
//! every replica, in whatever order they came, also when two PCs merged in opposite directions.

use std::collections::{BTreeMap, BTreeSet};

/// Who stands for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merges {
    /// File → the file that stands for it. Files that stand for themselves are not in it.
    standing: BTreeMap<String, String>,
    /// The file that stands → the files that went into it.
    members: BTreeMap<String, BTreeSet<String>>,
}

impl Merges {
    /// From each merged file and where it went. A reference to a file that is not there (deleted, or not arrived yet) leads
    /// nowhere: whoever it was said of stands alone. In a circle the smallest id, which is the oldest file, stands for all.
    pub fn of(went: &BTreeMap<String, String>, is_there: impl Fn(&str) -> bool) -> Merges {
        let next = |id: &str| went.get(id).filter(|to| to.as_str() != id && is_there(to)).map(String::as_str);
        let mut merges = Merges::default();
        for from in went.keys() {
            let mut path: Vec<&str> = vec![from];
            let stands = loop {
                let here = path[path.len() - 1];
                match next(here) {
                    None => break here,
                    Some(to) => match path.iter().position(|passed| *passed == to) {
                        Some(begins) => break path[begins..].iter().min().copied().unwrap_or(here),
                        None => path.push(to),
                    },
                }
            };
            if stands != from {
                merges.standing.insert(from.clone(), stands.to_owned());
                merges.members.entry(stands.to_owned()).or_default().insert(from.clone());
            }
        }
        merges
    }

    /// The file that stands for this one.
    pub fn standing<'a>(&'a self, id: &'a str) -> &'a str {
        self.standing.get(id).map_or(id, String::as_str)
    }

    /// Whether it went into another.
    pub fn is_merged(&self, id: &str) -> bool {
        self.standing.contains_key(id)
    }

    /// This file and all that went into it.
    pub fn same_person(&self, id: &str) -> Vec<String> {
        let members = self.members.get(id).into_iter().flatten().cloned();
        std::iter::once(id.to_owned()).chain(members).collect()
    }

    /// Every file that went into another.
    pub fn merged(&self) -> Vec<String> {
        self.standing.keys().cloned().collect()
    }

    /// Whether nothing was merged at all.
    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// Merged file → the file that stands for it.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.standing.iter().map(|(from, to)| (from.as_str(), to.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merges(pairs: &[(&str, &str)]) -> Merges {
        let went = pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        Merges::of(&went, |id| id != "gone")
    }

    #[test]
    fn a_chain_ends_at_its_end_and_a_circle_at_its_oldest() {
        let chain = merges(&[("c", "b"), ("b", "a")]);
        assert_eq!((chain.standing("c"), chain.standing("a")), ("a", "a"));
        assert_eq!(chain.same_person("a"), ["a", "b", "c"]);
        let circle = merges(&[("a", "b"), ("b", "a"), ("c", "b")]);
        assert_eq!(["a", "b", "c"].map(|id| circle.standing(id)), ["a", "a", "a"]);
        assert!(!circle.is_merged("a"));
    }

    #[test]
    fn a_reference_to_nowhere_and_to_itself_leave_the_file_standing() {
        let merges = merges(&[("a", "gone"), ("b", "b")]);
        assert!(merges.is_empty());
    }

    /// A small generator of its own: `domain` has no use for randomness elsewhere.
    fn random(state: &mut u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }

    #[test]
    fn any_references_in_any_order_give_one_answer_that_is_sound() {
        let mut state = 20_261_125;
        for _ in 0..2_000 {
            let people: Vec<String> = (0..8).map(|number| format!("p{number}")).collect();
            let pairs: Vec<(String, String)> = people
                .iter()
                .filter_map(|from| {
                    let to = random(&mut state) % 12;
                    (to < 9).then(|| (from.clone(), if to == 8 { "gone".into() } else { format!("p{to}") }))
                })
                .collect();
            let of = |pairs: &[(String, String)]| Merges::of(&pairs.iter().cloned().collect(), |id| id != "gone");
            let merges = of(&pairs);
            let mut turned = pairs.clone();
            turned.reverse();
            assert_eq!(of(&turned), merges, "{pairs:?}");
            for id in &people {
                let stands = merges.standing(id);
                assert_eq!(merges.standing(stands), stands, "who stands for another stands for himself: {pairs:?}");
                assert!(!merges.is_merged(stands) && merges.same_person(stands).contains(id), "{pairs:?}");
            }
            // Nobody vanishes: all are in exactly one family.
            let mut all: Vec<String> =
                people.iter().filter(|id| !merges.is_merged(id)).flat_map(|id| merges.same_person(id)).collect();
            all.sort();
            assert_eq!(all, people, "{pairs:?}");
            // Whoever names a file that is there is with it.
            for (from, to) in pairs.iter().filter(|(_, to)| to != "gone") {
                assert_eq!(merges.standing(from), merges.standing(to), "{pairs:?}");
            }
            // Taking one reference back touches nobody outside of that family.
            if let Some((first, _)) = pairs.first() {
                let without = of(&pairs[1..]);
                let family = merges.same_person(merges.standing(first));
                for id in people.iter().filter(|id| !family.contains(id)) {
                    assert_eq!(without.standing(id), merges.standing(id), "{pairs:?}");
                }
            }
        }
    }
}
