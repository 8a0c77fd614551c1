//! The place of everyone: a row for each generation, partners side by side, children below their parents. Order first, then
//! places that pull parents over their children and children under their parents without ever changing the order.

use std::collections::BTreeMap;

use super::kinship::{Bond, Family};
use super::person::Sex;

/// Distance between the middles of neighbours, in millimetres.
pub(super) const STEP: f64 = 18.5;
/// More between neighbours of different families.
const STRANGERS: f64 = 4.0;
const SWEEPS: usize = 40;

/// Where everyone stands.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Rows from the oldest generation down: nodes from left to right.
    pub rows: Vec<Vec<usize>>,
    /// Middle of each node in millimetres, by node.
    pub x: Vec<f64>,
    /// Row of each node.
    pub row: Vec<usize>,
}

pub(super) fn places(family: &Family) -> Places {
    let count = family.nodes.len();
    if count == 0 {
        return Places::default();
    }
    let generation = generations(family);
    let oldest = generation.iter().copied().min().unwrap_or(0);
    let youngest = generation.iter().copied().max().unwrap_or(0);
    let row: Vec<usize> = generation.iter().map(|own| (own - oldest) as usize).collect();
    let mut order =
        Order { family, row: &row, rows: vec![Vec::new(); (youngest - oldest + 1) as usize], done: vec![false; count] };
    order.all();
    let rows = order.rows;
    let mut x = vec![0.0; count];
    for row in &rows {
        let gaps = gaps(family, row);
        let mut at = 0.0;
        for (place, node) in row.iter().enumerate() {
            at += gaps[place];
            x[*node] = at;
        }
    }
    for sweep in 0..SWEEPS {
        pull(family, &rows, &row, &mut x, sweep % 2 == 0);
    }
    let left = x.iter().copied().fold(f64::INFINITY, f64::min);
    x.iter_mut().for_each(|place| *place -= left);
    Places { rows, x, row }
}

/// Generations from the head's (0) down (+1) and up (-1); those apart stand beside the head.
fn generations(family: &Family) -> Vec<i32> {
    let mut known: BTreeMap<usize, i32> = BTreeMap::from([(family.head, 0)]);
    loop {
        let before = known.len();
        for union in &family.unions {
            let own = union.partners.iter().find_map(|node| known.get(node).copied());
            let by_child = union.children.iter().find_map(|child| known.get(&child.node).map(|own| own - 1));
            let Some(own) = own.or(by_child) else {
                continue;
            };
            for partner in &union.partners {
                known.entry(*partner).or_insert(own);
            }
            for child in &union.children {
                known.entry(child.node).or_insert(own + 1);
            }
        }
        if known.len() == before {
            return (0..family.nodes.len()).map(|node| known.get(&node).copied().unwrap_or(0)).collect();
        }
    }
}

struct Order<'a> {
    family: &'a Family,
    row: &'a [usize],
    rows: Vec<Vec<usize>>,
    done: Vec<bool>,
}

impl Order<'_> {
    fn all(&mut self) {
        self.descend(self.top_of(self.family.head));
        for node in 0..self.family.nodes.len() {
            if !self.family.nodes[node].apart {
                self.descend(self.top_of(node));
            }
        }
        for node in 0..self.family.nodes.len() {
            self.descend(node);
        }
    }

    /// The oldest forebear, fathers first.
    fn top_of(&self, node: usize) -> usize {
        let mut top = node;
        for _ in 0..self.family.nodes.len() {
            let parents = self.family.unions.iter().find(|union| union.children.iter().any(|child| child.node == top));
            match parents {
                Some(union) => {
                    let father = union.partners.iter().find(|node| self.family.nodes[**node].sex == Sex::Male);
                    top = *father.unwrap_or(&union.partners[0]);
                }
                None => break,
            }
        }
        top
    }

    fn put(&mut self, node: usize) -> bool {
        let new = !self.done[node];
        if new {
            self.done[node] = true;
            self.rows[self.row[node]].push(node);
        }
        new
    }

    /// A person with partners at both sides, then all children.
    fn descend(&mut self, node: usize) {
        if self.done[node] {
            return;
        }
        let partners = |of: usize, bond: fn(Bond) -> bool| {
            let unions =
                self.family.unions.iter().filter(move |union| bond(union.bond) && union.partners.contains(&of));
            unions
                .flat_map(move |union| union.partners.iter().copied().filter(move |one| *one != of))
                .collect::<Vec<_>>()
        };
        let (mut present, mut former) =
            (partners(node, |bond| bond == Bond::Together), partners(node, |bond| bond != Bond::Together));
        if present.is_empty() {
            std::mem::swap(&mut present, &mut former);
        }
        // A man's wife stands at his right, a woman's husband at her left; earlier partners at the other side.
        let woman = self.family.nodes[node].sex == Sex::Female;
        let (left, right) = if woman { (present, former) } else { (former, present) };
        let mut line = Vec::new();
        for partner in &left {
            line.extend(partners(*partner, |bond| bond != Bond::Together).into_iter().filter(|one| *one != node));
            line.push(*partner);
        }
        line.push(node);
        for partner in &right {
            line.push(*partner);
            line.extend(partners(*partner, |_| true).into_iter().filter(|one| *one != node));
        }
        for one in &line {
            self.put(*one);
        }
        let mut unions: Vec<&super::kinship::Union> =
            self.family.unions.iter().filter(|union| union.partners.iter().any(|one| line.contains(one))).collect();
        unions.sort_by_key(|union| {
            union.partners.iter().filter_map(|one| line.iter().position(|on| on == one)).sum::<usize>()
        });
        for union in unions {
            for child in &union.children {
                self.descend(child.node);
            }
        }
    }
}

/// Before each node of a row, how far its left neighbour must stay away.
fn gaps(family: &Family, row: &[usize]) -> Vec<f64> {
    let kin = |one: usize, other: usize| {
        family.unions.iter().any(|union| {
            union.partners.contains(&one) && union.partners.contains(&other)
                || [one, other].iter().all(|node| union.children.iter().any(|child| child.node == *node))
        })
    };
    let before = |place: usize| match place {
        0 => 0.0,
        _ if kin(row[place - 1], row[place]) => STEP,
        _ => STEP + STRANGERS,
    };
    (0..row.len()).map(before).collect()
}

/// One sweep: children towards the middle of their parents (down), or parents over the middle of their children.
fn pull(family: &Family, rows: &[Vec<usize>], row: &[usize], x: &mut [f64], down: bool) {
    let order: Vec<usize> = if down { (0..rows.len()).collect() } else { (0..rows.len()).rev().collect() };
    for at in order {
        let mut shift: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for union in family.unions.iter().filter(|union| !union.children.is_empty()) {
            let apart = middle_of_children(union, x) - middle_of_parents(union, x);
            if down && row[union.children[0].node] == at {
                for child in &union.children {
                    shift.entry(child.node).or_default().push(-apart);
                }
            } else if !down && row[union.partners[0]] == at {
                for partner in &union.partners {
                    shift.entry(*partner).or_default().push(apart);
                }
            }
        }
        // Who has no pull of their own goes along with a partner.
        let mean = |pulls: &Vec<f64>| pulls.iter().sum::<f64>() / pulls.len() as f64;
        let own = |node: usize| shift.get(&node).map(mean);
        let with_partner = |node: usize| {
            let unions = family.unions.iter().filter(|union| union.partners.contains(&node));
            unions.flat_map(|union| &union.partners).find_map(|partner| own(*partner))
        };
        let wanted: Vec<f64> =
            rows[at].iter().map(|node| x[*node] + own(*node).or_else(|| with_partner(*node)).unwrap_or(0.0)).collect();
        for (node, place) in rows[at].iter().zip(apart_enough(&wanted, &gaps(family, &rows[at]))) {
            x[*node] = place;
        }
    }
}

pub(super) fn middle_of_parents(union: &super::kinship::Union, x: &[f64]) -> f64 {
    match union.partners.as_slice() {
        // A parent alone has the line to the children at the right.
        [alone] => x[*alone] + STEP / 2.0,
        many => many.iter().map(|node| x[*node]).sum::<f64>() / many.len() as f64,
    }
}

fn middle_of_children(union: &super::kinship::Union, x: &[f64]) -> f64 {
    let places = union.children.iter().map(|child| x[child.node]);
    let (left, right) = places.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, r), place| (l.min(place), r.max(place)));
    (left + right) / 2.0
}

/// The places nearest to the wanted ones (least squares) that keep their order and gaps: pool adjacent violators.
fn apart_enough(wanted: &[f64], gaps: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let offsets: Vec<f64> = gaps
        .iter()
        .map(|gap| {
            offset += gap;
            offset
        })
        .collect();
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(&offsets) {
        let mut pool = (wanted - offset, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            pools.pop();
            let count = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / count as f64, count);
        }
        pools.push(pool);
    }
    let flat = pools.iter().flat_map(|(value, count)| std::iter::repeat_n(*value, *count));
    flat.zip(&offsets).map(|(value, offset)| value + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_order_and_gaps_and_stay_near_what_was_wanted() {
        assert_eq!(apart_enough(&[0.0, 30.0], &[0.0, 25.0]), [0.0, 30.0]);
        assert_eq!(apart_enough(&[10.0, 10.0], &[0.0, 20.0]), [0.0, 20.0]);
        let places = apart_enough(&[5.0, 4.0, 3.0, 100.0], &[0.0, 10.0, 10.0, 10.0]);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 10.0 - 1e-9), "{places:?}");
        assert_eq!(places[3], 100.0);
    }
}
