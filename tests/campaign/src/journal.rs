//! The journal of a disk (`disk.c`), and the folder as a power cut at any moment would leave it. What was flushed stands, file by file; of
//! the rest a seed decides: names in each folder up to some moment, content in blocks, each as old or as new as it likes. It knows nothing
//! of what the files mean.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use crate::Rng;

/// How a program ends in the middle of its work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is killed: all that it did is there, of its last write as much as was copied by then.
    Kill,
    /// The power fails: what was flushed is there, of the rest anything.
    PowerCut,
}

/// What happened under a folder, from when it was empty.
pub struct Journal {
    bytes: Vec<u8>,
    steps: Vec<Step>,
}

enum Step {
    Open { fd: i32, path: String, created: bool, emptied: bool },
    Change { fd: i32, data: Data },
    Flush { fd: i32 },
    Rename { from: String, to: String },
    Remove(String),
    MakeFolder(String),
    Said(String),
}

/// What is done to the content of a file.
#[derive(Clone)]
enum Data {
    Write { at: usize, bytes: Range<usize> },
    Cut(usize),
}

impl Journal {
    /// Reads what `disk.c` wrote.
    pub(crate) fn read(path: &Path) -> Journal {
        let bytes = std::fs::read(path).unwrap();
        let (mut steps, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let number = |from: usize, length: usize| {
                bytes[at + from..at + from + length].iter().rev().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
            };
            let (fd, value) = (number(1, 4) as u32 as i32, number(5, 8));
            let one = at + 21..at + 21 + number(13, 4) as usize;
            let two = one.end..one.end + number(17, 4) as usize;
            let text = |part: &Range<usize>| String::from_utf8_lossy(&bytes[part.clone()]).into_owned();
            steps.push(match bytes[at] {
                b'o' => Step::Open { fd, path: text(&one), created: value & 1 > 0, emptied: value & 2 > 0 },
                b'w' => Step::Change { fd, data: Data::Write { at: value as usize, bytes: one } },
                b't' => Step::Change { fd, data: Data::Cut(value as usize) },
                b's' => Step::Flush { fd },
                b'r' => Step::Rename { from: text(&one), to: text(&two) },
                b'u' | b'd' => Step::Remove(text(&one)),
                b'm' => Step::MakeFolder(text(&one)),
                _ => Step::Said(text(&one)),
            });
            at = two.end;
        }
        Journal { bytes, steps }
    }

    /// How many moments there are at which the power may fail.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// One of them: half of all are beside something else than the writing of content, which is most of what happens.
    pub fn moment(&self, random: &mut Rng) -> usize {
        let rare = |at: &usize| !matches!(self.steps[*at], Step::Change { .. });
        let rare: Vec<usize> = (0..self.len()).filter(rare).collect();
        match random.choice(&rare) {
            Some(at) if random.bool() => at + random.usize(..2),
            _ => random.usize(..=self.len()),
        }
    }

    /// What the program had said by then.
    pub fn said(&self, cut: usize) -> impl Iterator<Item = &str> {
        self.steps[..cut].iter().filter_map(|step| match step {
            Step::Said(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Leaves the folder as it would stand if the program had ended so after so many steps; says what became of the rest.
    pub fn leave(&self, cut: usize, end: End, random: &mut Rng, folder: &Path) -> &'static str {
        let mut disk = Disk { nodes: vec![Node::default()], ..Disk::default() };
        self.steps[..cut].iter().for_each(|step| disk.step(step, &self.bytes));
        let (names, content, what) = match random.u8(..10) {
            _ if end == End::Kill => {
                let next = self.steps.get(cut).and_then(|step| step.some_of_it(random));
                next.iter().for_each(|step| disk.step(step, &self.bytes));
                (Rest::There, Rest::There, "killed")
            }
            0 => (Rest::Gone, Rest::Gone, "nothing that was not flushed is there"),
            1 => (Rest::There, Rest::There, "everything is there"),
            2 => (Rest::There, Rest::Gone, "names without content"),
            3 => (Rest::Gone, Rest::There, "content without names"),
            _ => (Rest::Any, Rest::Any, "anything of what was not flushed"),
        };
        disk.settle_names(names, random);
        std::fs::remove_dir_all(folder).ok();
        disk.write(0, folder, &mut |node| node.after(content, &self.bytes, random));
        what
    }
}

impl Step {
    /// A write that did not come to its end.
    fn some_of_it(&self, random: &mut Rng) -> Option<Step> {
        let Step::Change { fd, data: Data::Write { at, bytes } } = self else { return None };
        let bytes = bytes.start..bytes.start + random.usize(..=bytes.len());
        Some(Step::Change { fd: *fd, data: Data::Write { at: *at, bytes } })
    }
}

/// What becomes of what was not flushed.
#[derive(Clone, Copy, PartialEq)]
enum Rest {
    Gone,
    There,
    Any,
}

/// A file or a folder, under whatever names.
#[derive(Default)]
struct Node {
    kept: Vec<u8>,
    /// What was done to it since it was flushed.
    unflushed: Vec<Data>,
    /// As a folder: what is in it for whoever looks, and what stands on the disk.
    names: BTreeMap<String, usize>,
    kept_names: BTreeMap<String, usize>,
    folder: bool,
}

/// Names that come and go together, each in its folder.
type Naming = Vec<(usize, String, Option<usize>)>;

#[derive(Default)]
struct Disk {
    nodes: Vec<Node>,
    open: BTreeMap<i32, usize>,
    unflushed: Vec<Naming>,
}

impl Disk {
    fn step(&mut self, step: &Step, bytes: &[u8]) {
        match step {
            Step::Open { fd, path, created, emptied } => {
                if *created {
                    self.make(path, false);
                }
                let node = self.find(path);
                self.open.insert(*fd, node);
                if *emptied {
                    self.nodes[node].unflushed.push(Data::Cut(0));
                }
            }
            Step::Change { fd, data } => self.nodes[self.open[fd]].unflushed.push(data.clone()),
            Step::Flush { fd } => self.flush(self.open[fd], bytes),
            Step::MakeFolder(path) => self.make(path, true),
            Step::Remove(path) => {
                let (folder, name) = self.place(path);
                self.name(vec![(folder, name, None)]);
            }
            Step::Rename { from, to } => {
                let (node, from, to) = (self.find(from), self.place(from), self.place(to));
                self.name(vec![(from.0, from.1, None), (to.0, to.1, Some(node))]);
            }
            Step::Said(_) => {}
        }
    }

    fn make(&mut self, path: &str, folder: bool) {
        // The folder itself was there before anybody looked.
        if path.is_empty() {
            return;
        }
        self.nodes.push(Node { folder, ..Node::default() });
        let (above, name) = self.place(path);
        self.name(vec![(above, name, Some(self.nodes.len() - 1))]);
    }

    fn place(&self, path: &str) -> (usize, String) {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        (self.find(above), name.to_owned())
    }

    fn find(&self, path: &str) -> usize {
        path.split('/').filter(|part| !part.is_empty()).fold(0, |node, part| {
            *self.nodes[node].names.get(part).unwrap_or_else(|| panic!("{path} was made by nobody"))
        })
    }

    fn name(&mut self, naming: Naming) {
        for (folder, name, node) in &naming {
            put(&mut self.nodes[*folder].names, name, *node);
        }
        self.unflushed.push(naming);
    }

    /// A file: its content, not its name. A folder: the names in it, and what these moves of files took place after elsewhere.
    fn flush(&mut self, node: usize, bytes: &[u8]) {
        let Node { kept, unflushed, .. } = &mut self.nodes[node];
        unflushed.drain(..).for_each(|data| data.apply(kept, bytes));
        let (mut folders, mut flushed, mut left) = (vec![node], Vec::new(), Vec::new());
        for naming in std::mem::take(&mut self.unflushed).into_iter().rev() {
            if naming.iter().any(|(folder, ..)| folders.contains(folder)) {
                folders.extend(naming.iter().map(|(folder, ..)| *folder));
                flushed.push(naming);
            } else {
                left.push(naming);
            }
        }
        self.unflushed = left.into_iter().rev().collect();
        flushed.into_iter().rev().for_each(|naming| self.keep(naming));
    }

    fn keep(&mut self, naming: Naming) {
        for (folder, name, node) in naming {
            put(&mut self.nodes[folder].kept_names, &name, node);
        }
    }

    /// Of the names in each folder those up to some moment.
    fn settle_names(&mut self, rest: Rest, random: &mut Rng) {
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        let unflushed = std::mem::take(&mut self.unflushed);
        for (folder, ..) in unflushed.iter().flatten() {
            *last.entry(*folder).or_default() += 1;
        }
        for count in last.values_mut() {
            *count = match rest {
                Rest::Gone => 0,
                Rest::There => usize::MAX,
                Rest::Any => random.usize(..=*count),
            };
        }
        for naming in unflushed {
            let stands = naming.iter().all(|(folder, ..)| last[folder] > 0);
            for (folder, ..) in &naming {
                let left = last.entry(*folder).or_default();
                *left = if stands { left.saturating_sub(1) } else { 0 };
            }
            if stands {
                self.keep(naming);
            }
        }
    }

    fn write(&self, node: usize, path: &Path, content: &mut impl FnMut(&Node) -> Vec<u8>) {
        std::fs::create_dir(path).unwrap();
        for (name, child) in &self.nodes[node].kept_names {
            let path = path.join(name);
            if self.nodes[*child].folder {
                self.write(*child, &path, content);
            } else {
                std::fs::write(path, content(&self.nodes[*child])).unwrap();
            }
        }
    }
}

fn put(names: &mut BTreeMap<String, usize>, name: &str, node: Option<usize>) {
    match node {
        Some(node) => drop(names.insert(name.to_owned(), node)),
        None => drop(names.remove(name)),
    }
}

impl Data {
    fn length_after(&self, before: usize) -> usize {
        match self {
            Data::Write { at, bytes } => before.max(at + bytes.len()),
            Data::Cut(length) => *length,
        }
    }

    fn apply(&self, content: &mut Vec<u8>, all: &[u8]) {
        content.resize(self.length_after(content.len()), 0);
        if let Data::Write { at, bytes } = self {
            content[*at..at + bytes.len()].copy_from_slice(&all[bytes.clone()]);
        }
    }
}

impl Node {
    fn after(&self, rest: Rest, all: &[u8], random: &mut Rng) -> Vec<u8> {
        let mut content = self.kept.clone();
        match rest {
            Rest::Gone => {}
            Rest::There => self.unflushed.iter().for_each(|data| data.apply(&mut content, all)),
            Rest::Any => self.any_of_it(&mut content, all, random),
        }
        content
    }

    /// The length is that after some of the changes. Each block is as it was after some of those that touched it; what was never there reads as
    /// zeros.
    fn any_of_it(&self, content: &mut Vec<u8>, all: &[u8], random: &mut Rng) {
        let changed = random.usize(..=self.unflushed.len());
        let block = if random.bool() { 512 } else { 4096 };
        for data in &self.unflushed[..changed] {
            content.resize(data.length_after(content.len()), 0);
        }
        let mut blocks: BTreeMap<usize, Vec<(usize, Range<usize>)>> = BTreeMap::new();
        for (place, data) in self.unflushed.iter().enumerate() {
            let Data::Write { at, bytes } = data else { continue };
            let cuts = self.unflushed.iter().take(changed).skip(place).filter_map(|later| match later {
                Data::Cut(length) => Some(*length),
                Data::Write { .. } => None,
            });
            let end = cuts.chain([content.len(), at + bytes.len()]).min().unwrap_or(0);
            let mut from = *at;
            while from < end {
                let to = (from / block + 1) * block;
                let part = bytes.start + from - at..bytes.start + to.min(end) - at;
                blocks.entry(from / block).or_default().push((from, part));
                from = to;
            }
        }
        for parts in blocks.into_values() {
            for (at, part) in &parts[..random.usize(..=parts.len())] {
                content[*at..at + part.len()].copy_from_slice(&all[part.clone()]);
            }
        }
    }
}
