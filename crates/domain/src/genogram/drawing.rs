//! The lines of the picture: symbols, marriage lines, children below, who lives together, and what the signs mean.

use super::kinship::{Bond, Family, Union};
use super::layout::{Places, STEP, middle_of_parents};
use super::person::{Person, Sex};
use crate::dictionary::dictionary;
use crate::household::SELF;
use crate::picture::{Mark, Picture};

/// Half the side of a square, radius of a circle.
const HALF: f64 = 5.0;
/// Words below a symbol: three lines.
const WORDS: f64 = 13.0;
const LINE: f64 = 3.6;
const SIZE: f64 = 3.1;
/// Most characters of a line below a symbol.
const CHARS: usize = 5;
const LANE: f64 = 3.0;
const MARGIN: f64 = 14.0;
/// Half the width of the line around those who live together, beyond the middle of the outermost.
const HOME: f64 = 8.9;
const LEAST_WIDTH: f64 = 128.0;

struct Pen<'a> {
    people: &'a [Person],
    family: &'a Family,
    places: &'a Places,
    /// Height of the middle of the symbols, by row.
    y: Vec<f64>,
    left: f64,
    marks: Vec<Mark>,
}

/// Draws it all.
pub(super) fn picture(people: &[Person], family: &Family, places: &Places) -> Picture {
    let lanes: Vec<Vec<(usize, usize)>> = (0..places.rows.len()).map(|row| lanes(family, places, row)).collect();
    let mut y = Vec::new();
    let mut at = MARGIN;
    for own in &lanes {
        y.push(at);
        let most = own.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0);
        at += HALF * 2.0 + WORDS + most as f64 * LANE + 8.0;
    }
    let widest = places.x.iter().copied().fold(0.0, f64::max) + 2.0 * MARGIN;
    let width = widest.max(LEAST_WIDTH);
    let left = MARGIN + (width - widest) / 2.0;
    let mut pen = Pen { people, family, places, y, left, marks: Vec::new() };
    pen.homes();
    for (row, own) in lanes.iter().enumerate() {
        for union in family.unions.iter().filter(|union| places.row[union.partners[0]] == row) {
            pen.marriage(union);
        }
        for (union, lane) in own {
            pen.children(&family.unions[*union], *lane);
        }
    }
    for node in 0..family.nodes.len() {
        pen.person(node);
    }
    let bottom = pen.y.last().map_or(MARGIN, |y| y + HALF + WORDS + 4.0);
    let legend = [
        "□男　○女　△性别不详　双线框：服务对象　打叉：已故",
        "虚线围起：共同生活　虚线符号：登记中没有、由关系推知的人　虚线：收养或继子女　//：离婚",
    ];
    let mut lines: Vec<&str> = legend.to_vec();
    if family.assumed {
        lines.push("注：登记没有写明的父母子女对应关系，按登记先后画出，请核对。");
    }
    for (number, words) in lines.iter().enumerate() {
        let y = bottom + 2.0 + number as f64 * 4.2;
        pen.marks.push(Mark::Text { x: width / 2.0, y, size: 2.8, text: (*words).to_owned() });
    }
    Picture { width, height: bottom + 4.0 + lines.len() as f64 * 4.2, marks: pen.marks }
}

/// The unions of a row that have children, each with a lane for the line over its children: lines that would overlap run apart.
fn lanes(family: &Family, places: &Places, row: usize) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, f64, f64)> = Vec::new();
    for (at, union) in family.unions.iter().enumerate() {
        if union.children.is_empty() || places.row[union.partners[0]] != row {
            continue;
        }
        let middle = middle_of_parents(union, &places.x);
        let all = union.children.iter().map(|child| places.x[child.node]).chain([middle]);
        let (left, right) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, r), x| (l.min(x), r.max(x)));
        spans.push((at, left, right));
    }
    spans.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut ends: Vec<f64> = Vec::new();
    let mut lanes = Vec::new();
    for (union, left, right) in spans {
        let free = ends.iter().position(|end| *end + 1.0 < left);
        let lane = free.unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(right);
        } else {
            ends[lane] = right;
        }
        lanes.push((union, lane));
    }
    lanes
}

impl Pen<'_> {
    fn x(&self, node: usize) -> f64 {
        self.left + self.places.x[node]
    }

    fn y(&self, node: usize) -> f64 {
        self.y[self.places.row[node]]
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), dashed: bool) {
        self.marks.push(Mark::Line { x1: from.0, y1: from.1, x2: to.0, y2: to.1, dashed });
    }

    fn marriage(&mut self, union: &Union) {
        let y = self.y(union.partners[0]);
        let mut places: Vec<f64> = union.partners.iter().map(|node| self.x(*node)).collect();
        places.sort_by(f64::total_cmp);
        let [left, right] = match places.as_slice() {
            // A parent alone: a short line to where the children hang.
            [alone] => {
                let alone = *alone;
                if !union.children.is_empty() {
                    self.line((alone + HALF, y), (alone + STEP / 2.0, y), false);
                }
                return;
            }
            [left, right, ..] => [*left, *right],
            [] => return,
        };
        let between = |node: usize| {
            let x = self.x(node);
            left < x && x < right
        };
        let apart = self.places.rows[self.places.row[union.partners[0]]].iter().any(|node| between(*node));
        if apart {
            let over = y - HALF - 3.0;
            self.line((left, y - HALF), (left, over), false);
            self.line((left, over), (right, over), false);
            self.line((right, over), (right, y - HALF), false);
        } else {
            self.line((left + HALF, y), (right - HALF, y), false);
        }
        if union.bond == Bond::Divorced {
            let middle = (left + right) / 2.0 - if union.children.is_empty() { 0.0 } else { 3.0 };
            let y = if apart { y - HALF - 3.0 } else { y };
            for shift in [-0.7, 0.7] {
                self.line((middle + shift - 0.8, y + 2.0), (middle + shift + 0.8, y - 2.0), false);
            }
        }
    }

    fn children(&mut self, union: &Union, lane: usize) {
        let from = self.left + middle_of_parents(union, &self.places.x);
        let y = self.y(union.partners[0]);
        let bar = y + HALF + WORDS + 1.0 + lane as f64 * LANE;
        self.line((from, y), (from, bar), false);
        let places: Vec<f64> = union.children.iter().map(|child| self.x(child.node)).chain([from]).collect();
        let (left, right) =
            places.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, r), place| (l.min(*place), r.max(*place)));
        if right - left > 0.01 {
            self.line((left, bar), (right, bar), false);
        }
        for child in &union.children {
            let x = self.x(child.node);
            self.line((x, bar), (x, self.y(child.node) - HALF), child.adopted);
        }
    }

    fn person(&mut self, node: usize) {
        let (x, y) = (self.x(node), self.y(node));
        let own = self.family.nodes[node].clone();
        let person = own.person.map(|at| &self.people[at]);
        let unnamed = person.is_none();
        self.symbol(own.sex, x, y, HALF, unnamed);
        if person.is_some_and(|person| person.index) {
            self.symbol(own.sex, x, y, HALF - 1.1, false);
        }
        if own.deceased {
            let reach = if own.sex == Sex::Male { HALF } else { HALF * 0.7 };
            self.line((x - reach, y - reach), (x + reach, y + reach), false);
            self.line((x - reach, y + reach), (x + reach, y - reach), false);
        }
        let age = person.and_then(|person| person.age).filter(|_| !own.deceased);
        let inside = match (age, own.sex) {
            (Some(age), _) => age.to_string(),
            (None, Sex::Unknown) if !own.deceased => "?".to_owned(),
            _ => String::new(),
        };
        if !inside.is_empty() {
            let lower = if own.sex == Sex::Unknown { 1.2 } else { 0.0 };
            self.words(x, y + lower, &inside);
        }
        let Some(person) = person else {
            return;
        };
        let mut below = lines_of(&person.name);
        if !person.relation.is_empty() && person.relation != SELF {
            below.push(dictionary().label("relation", &person.relation).to_owned());
        }
        for (number, text) in below.iter().take(3).enumerate() {
            let short: String = text.chars().take(CHARS).collect();
            self.words(x, y + HALF + 2.6 + number as f64 * LINE, &short);
        }
    }

    fn words(&mut self, x: f64, y: f64, text: &str) {
        self.marks.push(Mark::Text { x, y, size: SIZE, text: text.to_owned() });
    }

    fn symbol(&mut self, sex: Sex, x: f64, y: f64, half: f64, dashed: bool) {
        self.marks.push(match sex {
            Sex::Male => Mark::Rect { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half, dashed },
            Sex::Female => Mark::Circle { x, y, r: half, dashed },
            Sex::Unknown => {
                Mark::Polygon { points: vec![(x, y - half), (x + half, y + half), (x - half, y + half)], dashed }
            }
        });
    }

    /// A broken line around those who live together, row by row; rows that touch are one room.
    fn homes(&mut self) {
        let spans: Vec<Vec<(f64, f64)>> = self.places.rows.iter().map(|row| self.spans_of(row)).collect();
        let inside: usize = self.people.iter().filter(|person| person.lives_here).count();
        if inside < 2 {
            return;
        }
        let edge = |row: usize| {
            // Between two rows of the home the rooms meet; elsewhere the line stays close.
            let top = self.y[row] - HALF - 2.5;
            match row.checked_sub(1).filter(|above| !spans[*above].is_empty()) {
                Some(_) => top - 1.0,
                None => top,
            }
        };
        for (row, own) in spans.iter().enumerate() {
            let top = edge(row);
            let joined = spans.get(row + 1).is_some_and(|below| !below.is_empty());
            let bottom = if joined { edge(row + 1) } else { self.y[row] + HALF + WORDS };
            let above = row.checked_sub(1).map(|above| spans[above].clone()).unwrap_or_default();
            let below = spans.get(row + 1).cloned().unwrap_or_default();
            for (left, right) in own {
                self.marks.push(Mark::Line { x1: *left, y1: top, x2: *left, y2: bottom, dashed: true });
                self.marks.push(Mark::Line { x1: *right, y1: top, x2: *right, y2: bottom, dashed: true });
                for (x1, x2) in without((*left, *right), &above) {
                    self.marks.push(Mark::Line { x1, y1: top, x2, y2: top, dashed: true });
                }
                for (x1, x2) in without((*left, *right), &below) {
                    self.marks.push(Mark::Line { x1, y1: bottom, x2, y2: bottom, dashed: true });
                }
            }
        }
    }

    /// From where to where those of a row who live here stand side by side.
    fn spans_of(&self, row: &[usize]) -> Vec<(f64, f64)> {
        let lives = |node: &usize| self.family.nodes[*node].person.is_some_and(|at| self.people[at].lives_here);
        let mut spans: Vec<(f64, f64)> = Vec::new();
        let mut open = false;
        for node in row {
            if !lives(node) {
                open = false;
                continue;
            }
            let x = self.x(*node);
            match spans.last_mut().filter(|_| open) {
                Some(last) => last.1 = x + HOME,
                None => spans.push((x - HOME, x + HOME)),
            }
            open = true;
        }
        spans
    }
}

/// The parts of a span that none of the others covers.
fn without(span: (f64, f64), others: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut left = vec![span];
    for other in others {
        left = left
            .into_iter()
            .flat_map(|(from, to)| [(from, to.min(other.0)), (from.max(other.1), to)])
            .filter(|(from, to)| to - from > 0.01)
            .collect();
    }
    left
}

/// A name in at most two lines; a longer one ends in an ellipsis.
fn lines_of(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut lines: Vec<String> = chars.chunks(CHARS).take(2).map(|line| line.iter().collect()).collect();
    if chars.len() > 2 * CHARS
        && let Some(last) = lines.last_mut()
    {
        last.pop();
        last.push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_loses_what_others_cover() {
        assert_eq!(without((0.0, 10.0), &[(2.0, 4.0), (9.0, 20.0)]), [(0.0, 2.0), (4.0, 9.0)]);
        assert!(without((0.0, 10.0), &[(-1.0, 11.0)]).is_empty());
    }

    #[test]
    fn a_name_of_five_characters_fits_and_a_very_long_one_is_cut_visibly() {
        assert_eq!(lines_of("欧阳慕容雪"), ["欧阳慕容雪"]);
        assert_eq!(lines_of("阿卜杜热合曼·买买提依明·努尔"), ["阿卜杜热合", "曼·买买…"]);
    }
}
