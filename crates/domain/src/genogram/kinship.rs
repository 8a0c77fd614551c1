//! Kinship in a household: relations to the head become unions and children. Parents whom the household's papers do not name but
//! whom a relation requires (the son between grandfather and grandson) stand as unnamed people.

use super::person::{Person, Sex};
use crate::household::{HEAD, SELF};

/// Someone in the picture: a person of the household's papers, or someone unnamed between them.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Index among the people given; none for someone unnamed.
    pub person: Option<usize>,
    pub sex: Sex,
    pub deceased: bool,
    /// Not linked to anyone by blood or marriage.
    pub apart: bool,
}

/// A couple, or one parent alone, with their children.
#[derive(Debug, Clone)]
pub(super) struct Union {
    pub partners: Vec<usize>,
    pub children: Vec<Child>,
    pub bond: Bond,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    Together,
    /// Ended, how is not known.
    Former,
    Divorced,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Child {
    pub node: usize,
    /// Adopted or step: a broken line.
    pub adopted: bool,
}

/// A family.
#[derive(Debug, Clone, Default)]
pub(super) struct Family {
    pub nodes: Vec<Node>,
    pub unions: Vec<Union>,
    pub head: usize,
    /// Which of several possible parents a child has was taken from the order of the entries.
    pub assumed: bool,
}

/// Builds the family; the head is who is 户主 or 本人, otherwise the first.
pub(super) fn family(people: &[Person]) -> Family {
    let node = |(at, person): (usize, &Person)| Node {
        person: Some(at),
        sex: sex_of(person),
        deceased: person.deceased,
        apart: false,
    };
    let mut family = Family { nodes: people.iter().enumerate().map(node).collect(), ..Family::default() };
    let is = |code: &str| people.iter().position(|person| person.relation == code);
    let Some(head) = is(HEAD).or_else(|| is(SELF)).or((!people.is_empty()).then_some(0)) else {
        return family;
    };
    family.head = head;
    // A head whose sex is not written is told by husband or wife.
    if family.nodes[head].sex == Sex::Unknown {
        let has = |code: &str| people.iter().any(|person| person.relation == code);
        family.nodes[head].sex = match (has("11"), has("12")) {
            (true, false) => Sex::Female,
            (false, true) => Sex::Male,
            _ => Sex::Unknown,
        };
    }
    let mut maker = Maker { people, family };
    maker.make();
    let Maker { mut family, .. } = maker;
    for union in &mut family.unions {
        // Eldest first; whose age is not known comes last, in the order of 长子, 次子 …, then as entered.
        let key = |child: &Child| match family.nodes[child.node].person {
            Some(at) => {
                let person = &people[at];
                (std::cmp::Reverse(person.age.map_or(-1, i64::from)), person.relation.clone(), at)
            }
            None => (std::cmp::Reverse(-1), String::from("~"), child.node),
        };
        union.children.sort_by_key(key);
    }
    family
}

fn sex_of(person: &Person) -> Sex {
    let by_relation = match person.relation.parse::<u8>().unwrap_or(0) {
        11 | 20..=29 | 41 | 43 | 51 | 53 | 55 | 57 | 61 | 63 | 71 | 73 | 81 | 83 | 85 | 87 | 89 | 93 | 95 => Sex::Male,
        12 | 30..=39 | 42 | 44 | 52 | 54 | 56 | 58 | 62 | 64 | 75 | 77 | 94 | 96 => Sex::Female,
        _ => Sex::Unknown,
    };
    if person.sex == Sex::Unknown { by_relation } else { person.sex }
}

struct Maker<'a> {
    people: &'a [Person],
    family: Family,
}

impl Maker<'_> {
    fn make(&mut self) {
        let head = self.family.head;
        let spouses = self.with(&["10", "11", "12"]);
        for spouse in &spouses {
            self.wed(head, *spouse);
        }
        let children = self.with(&["20", "21", "22", "23", "24", "25", "29", "30", "31", "32", "33", "34", "35", "39"]);
        let adopted = self.with(&["26", "36"]);
        for (child, adopted) in children.iter().map(|c| (*c, false)).chain(adopted.iter().map(|c| (*c, true))) {
            let parents = self.union_of(head);
            self.beget(parents, child, adopted);
        }
        self.stepchildren(spouses.first().copied());
        self.in_laws_and_grandchildren();
        self.parents();
        self.spouses_parents(spouses.first().copied());
        self.grandparents();
        self.siblings();
        self.uncles();
        self.nephews();
        self.lost_partners();
        self.apart();
    }

    /// Those with one of these relations, in the order entered, without the head.
    fn with(&self, codes: &[&str]) -> Vec<usize> {
        let held = |(at, person): (usize, &Person)| {
            (at != self.family.head && codes.contains(&person.relation.as_str())).then_some(at)
        };
        self.people.iter().enumerate().filter_map(held).collect()
    }

    fn unnamed(&mut self, sex: Sex) -> usize {
        self.family.nodes.push(Node { person: None, sex, deceased: false, apart: false });
        self.family.nodes.len() - 1
    }

    fn wed(&mut self, one: usize, other: usize) -> usize {
        let alone = self.family.unions.iter().position(|union| union.partners == [one]);
        match alone {
            Some(at) => {
                self.family.unions[at].partners.push(other);
                at
            }
            None => {
                let partners = vec![one, other];
                self.family.unions.push(Union { partners, children: Vec::new(), bond: Bond::Together });
                self.family.unions.len() - 1
            }
        }
    }

    /// The first union of a person; alone, when there is none.
    fn union_of(&mut self, node: usize) -> usize {
        if let Some(at) = self.family.unions.iter().position(|union| union.partners.contains(&node)) {
            return at;
        }
        self.family.unions.push(Union { partners: vec![node], children: Vec::new(), bond: Bond::Together });
        self.family.unions.len() - 1
    }

    fn parents_of(&self, node: usize) -> Option<usize> {
        self.family.unions.iter().position(|union| union.children.iter().any(|child| child.node == node))
    }

    fn beget(&mut self, union: usize, node: usize, adopted: bool) {
        if self.parents_of(node).is_none() {
            self.family.unions[union].children.push(Child { node, adopted });
        }
    }

    fn has_partner(&self, node: usize) -> bool {
        self.family.unions.iter().any(|union| union.partners.len() > 1 && union.partners.contains(&node))
    }

    /// Children of the spouse from before; of the head, where no spouse is named.
    fn stepchildren(&mut self, spouse: Option<usize>) {
        let stepchildren = self.with(&["27", "37"]);
        if stepchildren.is_empty() {
            return;
        }
        let union = match spouse {
            Some(spouse) => {
                let other = match self.family.nodes[spouse].sex {
                    Sex::Male => Sex::Female,
                    Sex::Female => Sex::Male,
                    Sex::Unknown => Sex::Unknown,
                };
                let before = self.unnamed(other);
                self.family.unions.push(Union {
                    partners: vec![spouse, before],
                    children: Vec::new(),
                    bond: Bond::Former,
                });
                self.family.unions.len() - 1
            }
            None => self.union_of(self.family.head),
        };
        for child in stepchildren {
            self.beget(union, child, spouse.is_none());
        }
    }

    fn in_laws_and_grandchildren(&mut self) {
        for (in_law, sex) in [("38", Sex::Male), ("28", Sex::Female)] {
            for spouse in self.with(&[in_law]) {
                let child = self.child_for(sex, |maker, child| !maker.has_partner(child));
                self.wed(child, spouse);
            }
        }
        for (codes, sex) in [(["41", "42"], Sex::Male), (["43", "44"], Sex::Female), (["40", "40"], Sex::Unknown)] {
            for grandchild in self.with(&codes) {
                let parent = self.child_for(sex, |_, _| true);
                let union = self.union_of(parent);
                self.beget(union, grandchild, false);
            }
        }
    }

    /// A child of the head of that sex that fits, best one with a partner; an unnamed one when there is none.
    fn child_for(&mut self, sex: Sex, fits: impl Fn(&Maker, usize) -> bool) -> usize {
        let parents = self.union_of(self.family.head);
        let all: Vec<usize> = self.family.unions[parents].children.iter().map(|child| child.node).collect();
        let of_sex = |node: &usize| sex == Sex::Unknown || self.family.nodes[*node].sex == sex;
        let mut fitting: Vec<usize> = all.into_iter().filter(|node| of_sex(node) && fits(self, *node)).collect();
        let married = |node: &usize| {
            let marital = self.family.nodes[*node].person.map_or("", |at| self.people[at].marital.as_str());
            self.has_partner(*node) || marital.starts_with('2')
        };
        fitting.sort_by_key(|node| !married(node));
        let clear = fitting.iter().filter(|node| married(node)).count() == 1;
        self.family.assumed |= fitting.len() > 1 && !clear;
        if let Some(first) = fitting.first() {
            return *first;
        }
        let unnamed = self.unnamed(sex);
        self.beget(parents, unnamed, false);
        unnamed
    }

    fn parents(&mut self) {
        let head = self.family.head;
        let (mut fathers, mut mothers) = (self.with(&["51"]), self.with(&["52"]));
        for parent in self.with(&["50"]) {
            if self.family.nodes[parent].sex == Sex::Female { mothers.push(parent) } else { fathers.push(parent) }
        }
        if let Some(union) = self.couple(fathers.first().copied(), mothers.first().copied()) {
            self.beget(union, head, false);
        }
        for (step, own, other) in [("57", &mothers, Sex::Male), ("58", &fathers, Sex::Female)] {
            for step in self.with(&[step]) {
                match own.first().copied() {
                    Some(parent) => {
                        if let Some(born) = self.parents_of(head) {
                            if self.family.unions[born].partners.len() == 1 {
                                let gone = self.unnamed(other);
                                self.family.unions[born].partners.push(gone);
                            }
                            self.family.unions[born].bond = Bond::Former;
                        }
                        let partners = vec![parent, step];
                        self.family.unions.push(Union { partners, children: Vec::new(), bond: Bond::Together });
                    }
                    None => {
                        let union = self.union_of(step);
                        self.beget(union, head, true);
                    }
                }
            }
        }
    }

    fn couple(&mut self, one: Option<usize>, other: Option<usize>) -> Option<usize> {
        match (one, other) {
            (Some(one), Some(other)) => Some(self.wed(one, other)),
            (Some(one), None) | (None, Some(one)) => Some(self.union_of(one)),
            (None, None) => None,
        }
    }

    fn spouses_parents(&mut self, spouse: Option<usize>) {
        let Some(spouse) = spouse else {
            return;
        };
        for (father, mother) in [("53", "54"), ("55", "56")] {
            let (father, mother) = (self.with(&[father]), self.with(&[mother]));
            if let Some(union) = self.couple(father.first().copied(), mother.first().copied()) {
                self.beget(union, spouse, false);
            }
        }
    }

    /// The union the head was born of, with unnamed parents where nobody is named.
    fn own_parents(&mut self) -> usize {
        match self.parents_of(self.family.head) {
            Some(union) => union,
            None => {
                let (father, mother) = (self.unnamed(Sex::Male), self.unnamed(Sex::Female));
                let union = self.wed(father, mother);
                self.beget(union, self.family.head, false);
                union
            }
        }
    }

    /// The head's father or mother, unnamed where not named.
    fn own_parent(&mut self, sex: Sex) -> usize {
        let union = self.own_parents();
        let partners = self.family.unions[union].partners.clone();
        match partners.into_iter().find(|node| self.family.nodes[*node].sex == sex) {
            Some(parent) => parent,
            None => {
                let parent = self.unnamed(sex);
                self.family.unions[union].partners.push(parent);
                parent
            }
        }
    }

    fn grandparents(&mut self) {
        for (one, other, side) in [(["61", "60"], "62", Sex::Male), (["63", "63"], "64", Sex::Female)] {
            let (grandfathers, grandmothers) = (self.with(&one), self.with(&[other]));
            if grandfathers.is_empty() && grandmothers.is_empty() {
                continue;
            }
            let parent = self.own_parent(side);
            if let Some(union) = self.couple(grandfathers.first().copied(), grandmothers.first().copied()) {
                self.beget(union, parent, false);
            }
        }
    }

    fn siblings(&mut self) {
        for sibling in self.with(&["70", "71", "73", "75", "77"]) {
            let union = self.own_parents();
            self.beget(union, sibling, false);
        }
    }

    /// The parents of the head's father or mother, unnamed where not named.
    fn parents_above(&mut self, side: Sex) -> usize {
        let parent = self.own_parent(side);
        match self.parents_of(parent) {
            Some(union) => union,
            None => {
                let (father, mother) = (self.unnamed(Sex::Male), self.unnamed(Sex::Female));
                let union = self.wed(father, mother);
                self.beget(union, parent, false);
                union
            }
        }
    }

    fn uncles(&mut self) {
        let (paternal, maternal) = (self.with(&["81", "83"]), self.with(&["85"]));
        for (uncles, side) in [(&paternal, Sex::Male), (&maternal, Sex::Female)] {
            for uncle in uncles {
                let union = self.parents_above(side);
                self.beget(union, *uncle, false);
            }
        }
        for (code, side) in [("89", Sex::Male), ("87", Sex::Female)] {
            for husband in self.with(&[code]) {
                let union = self.parents_above(side);
                let aunt = self.unnamed(Sex::Female);
                self.beget(union, aunt, false);
                self.wed(aunt, husband);
            }
        }
        for cousin in self.with(&["91"]) {
            let uncle = match paternal.first() {
                Some(uncle) => *uncle,
                None => {
                    let union = self.parents_above(Sex::Male);
                    let uncle = self.unnamed(Sex::Male);
                    self.beget(union, uncle, false);
                    uncle
                }
            };
            self.family.assumed |= paternal.len() > 1;
            let union = self.union_of(uncle);
            self.beget(union, cousin, false);
        }
    }

    fn nephews(&mut self) {
        for (codes, own, sex) in [(["93", "94"], ["71", "73"], Sex::Male), (["95", "96"], ["75", "77"], Sex::Female)] {
            for nephew in self.with(&codes) {
                let siblings = self.with(&own);
                self.family.assumed |= siblings.len() > 1;
                let parent = match siblings.first() {
                    Some(sibling) => *sibling,
                    None => {
                        let parents = self.own_parents();
                        let known = self.family.unions[parents].children.iter().map(|child| child.node);
                        let unnamed = known
                            .filter(|node| self.family.nodes[*node].person.is_none())
                            .find(|node| self.family.nodes[*node].sex == sex);
                        unnamed.unwrap_or_else(|| {
                            let sibling = self.unnamed(sex);
                            self.beget(parents, sibling, false);
                            sibling
                        })
                    }
                };
                let union = self.union_of(parent);
                self.beget(union, nephew, false);
            }
        }
    }

    /// A parent alone whose papers say widowed or divorced had a partner: drawn unnamed, deceased or parted.
    fn lost_partners(&mut self) {
        for at in 0..self.family.unions.len() {
            let union = &self.family.unions[at];
            let ([alone], false) = (union.partners.as_slice(), union.children.is_empty()) else {
                continue;
            };
            let node = &self.family.nodes[*alone];
            let marital = node.person.map_or("", |at| self.people[at].marital.as_str());
            let other = match node.sex {
                Sex::Male => Sex::Female,
                Sex::Female => Sex::Male,
                Sex::Unknown => Sex::Unknown,
            };
            if matches!(marital, "30" | "40") {
                let lost = self.unnamed(other);
                self.family.nodes[lost].deceased = marital == "30";
                self.family.unions[at].partners.push(lost);
                if marital == "40" {
                    self.family.unions[at].bond = Bond::Divorced;
                }
            }
        }
    }

    fn apart(&mut self) {
        for node in 0..self.family.nodes.len() {
            let linked = self.family.unions.iter().any(|union| {
                let with_others = union.partners.len() > 1 || !union.children.is_empty();
                with_others && union.partners.contains(&node) || union.children.iter().any(|child| child.node == node)
            });
            self.family.nodes[node].apart = !linked && node != self.family.head;
        }
        self.family.unions.retain(|union| union.partners.len() > 1 || !union.children.is_empty());
    }
}
