//! Modules of a crate and what each imports, read from the sources as text: `use` trees, and paths in code and in macros. A module is
//! a file; a path counts for the file that owns what it names. `mod` lines and the re-exports of a crate's root are no imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The place of a module: `["records", "view"]`; empty for the crate's root.
pub(crate) type Module = Vec<String>;

/// The modules of one crate with the modules that each of them imports.
pub(crate) struct Graph {
    pub imports: BTreeMap<Module, BTreeSet<Module>>,
    /// What stands in the strings of each module.
    pub strings: BTreeMap<Module, Vec<String>>,
}

impl Graph {
    /// Of the crate whose sources lie in `src`; programs under `src/bin` are crates of their own and left out.
    pub(crate) fn read(src: &Path) -> Graph {
        let (mut files, mut folders) = (BTreeMap::new(), vec![(src.to_owned(), Module::new())]);
        while let Some((folder, place)) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
                let is_root = place.is_empty() && matches!(stem.as_str(), "lib" | "main");
                let module: Module = place.iter().cloned().chain((!is_root).then_some(stem)).collect();
                if path.is_dir() && module != ["bin"] {
                    folders.push((path, module));
                } else if path.extension().is_some_and(|end| end == "rs") {
                    files.insert(module.clone(), File::read(&module, &fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let root = files.get(&Module::new());
        let reexported: BTreeMap<String, Module> = root
            .iter()
            .flat_map(|root| &root.uses)
            .filter_map(|leaf| Some((leaf.last()?.clone(), leaf.clone())))
            .filter(|(_, leaf)| owner(leaf, &files) != Module::new())
            .collect();
        let imports = files.iter().map(|(module, file)| {
            let uses = if module.is_empty() { &[][..] } else { &file.uses[..] };
            let globs = file.uses.iter().filter_map(|leaf| leaf.strip_suffix(&["*".to_owned()][..]));
            // A path that begins with no keyword begins in this module or in one that is taken in whole.
            let begins: Vec<Module> = globs.map(<[String]>::to_vec).chain([module.clone()]).collect();
            let plain = file.plain.iter().flat_map(|path| {
                let at = begins.iter().map(|begin| [begin.clone(), path.clone()].concat());
                at.filter(|whole| files.contains_key(&whole[..whole.len() - path.len() + 1])).collect::<Vec<_>>()
            });
            let named = uses.iter().chain(&file.paths).cloned().chain(plain).map(|path| match path.as_slice() {
                [first, ..] if owner(&path, &files).is_empty() => reexported.get(first).cloned().unwrap_or(path),
                _ => path,
            });
            let owners = named.map(|path| owner(&path, &files)).filter(|owner| owner != module);
            (module.clone(), owners.collect())
        });
        let imports = imports.collect();
        Graph { imports, strings: files.into_iter().map(|(module, file)| (module, file.strings)).collect() }
    }

    /// Modules that reach one another, the largest circle first; a module by itself is none.
    pub(crate) fn circles(&self) -> Vec<Vec<&Module>> {
        let reached: BTreeMap<&Module, BTreeSet<&Module>> =
            self.imports.keys().map(|module| (module, self.reached(module))).collect();
        let circle = |module| reached[module].iter().copied().filter(|other| reached[other].contains(module)).collect();
        let circles: BTreeSet<Vec<&Module>> = self.imports.keys().map(circle).collect();
        let mut circles: Vec<Vec<&Module>> = circles.into_iter().filter(|circle| circle.len() > 1).collect();
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
        circles
    }

    fn reached<'a>(&'a self, from: &'a Module) -> BTreeSet<&'a Module> {
        let (mut reached, mut waiting) = (BTreeSet::new(), vec![from]);
        while let Some(module) = waiting.pop() {
            waiting.extend(self.imports[module].iter().filter(|next| reached.insert(*next)));
        }
        reached
    }
}

/// The module that a path leads into: the longest beginning of it that is a file.
fn owner(path: &[String], files: &BTreeMap<Module, File>) -> Module {
    let known = (0..=path.len()).rev().map(|length| &path[..length]).find(|begin| files.contains_key(*begin));
    known.map(<[String]>::to_vec).unwrap_or_default()
}

/// What one file names, every path from the crate's root.
#[derive(Default)]
struct File {
    /// Leaves of `use` trees within the crate.
    uses: Vec<Vec<String>>,
    /// Paths in code that begin with `crate`, `super` or `self`.
    paths: Vec<Vec<String>>,
    /// Other paths, as they stand.
    plain: Vec<Vec<String>>,
    strings: Vec<String>,
}

impl File {
    fn read(module: &[String], text: &str) -> File {
        let (tokens, strings) = tokens(text);
        let mut file = File { strings, ..File::default() };
        // For each open brace, whether it is that of an inline module.
        let (mut braces, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            let inline = braces.iter().filter(|is_module| **is_module).count();
            match tokens[at].as_str() {
                "{" => braces.push(at >= 2 && tokens[at - 2] == "mod"),
                "}" => drop(braces.pop()),
                "use" => {
                    let end = at + tokens[at..].iter().position(|token| token == ";").unwrap_or(1);
                    let within = |leaf: Vec<String>| match leaf[0].as_str() {
                        "crate" | "super" | "self" => from_root(module, inline, &leaf),
                        // A module's own child; other crates are none of its files.
                        _ => Some([module.to_vec(), leaf].concat()),
                    };
                    file.uses.extend(leaves(&tokens[at + 1..end]).into_iter().filter_map(within));
                    at = end;
                }
                name if is_name(name) && tokens.get(at + 1).is_some_and(|next| next == "::") => {
                    let mut path = vec![name.to_owned()];
                    while tokens.get(at + 1).is_some_and(|next| next == "::") && is_name(&tokens[at + 2]) {
                        path.push(tokens[at + 2].clone());
                        at += 2;
                    }
                    match name {
                        "crate" | "super" | "self" => file.paths.extend(from_root(module, inline, &path)),
                        _ => file.plain.push(path),
                    }
                }
                _ => {}
            }
            at += 1;
        }
        file
    }
}

/// A path of `crate`, `super` or `self` from the crate's root; none when it stays within the file.
fn from_root(module: &[String], inline: usize, path: &[String]) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|segment| *segment == "super").count();
    match path[0].as_str() {
        "crate" => Some(path[1..].to_vec()),
        "super" if ups > inline => Some([&module[..module.len() - (ups - inline)], &path[ups..]].concat()),
        "self" if inline == 0 => Some([module, &path[1..]].concat()),
        _ => None,
    }
}

/// The leaves of a `use` tree.
fn leaves(tree: &[String]) -> Vec<Vec<String>> {
    let Some(open) = tree.iter().position(|token| token == "{") else {
        let named = tree.iter().take_while(|token| *token != "as");
        let names: Vec<String> = named.filter(|token| is_name(token) || *token == "*").cloned().collect();
        return if names.is_empty() { Vec::new() } else { vec![names] };
    };
    let before: Vec<String> = tree[..open].iter().filter(|token| is_name(token)).cloned().collect();
    let (mut parts, mut depth) = (vec![Vec::new()], 0);
    for token in &tree[open + 1..tree.len() - 1] {
        depth += i32::from(token == "{") - i32::from(token == "}");
        match token.as_str() {
            "," if depth == 0 => parts.push(Vec::new()),
            _ => parts.last_mut().unwrap().push(token.clone()),
        }
    }
    let inner = parts.iter().flat_map(|part| leaves(part));
    inner.map(|leaf| before.iter().cloned().chain(leaf.into_iter().filter(|name| name != "self")).collect()).collect()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The names and signs of a text, without comments; and what stands in its strings.
fn tokens(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut tokens, mut strings, mut rest) = (Vec::new(), Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let length = if rest.starts_with("//") {
            until("\n", 0)
        } else if rest.starts_with("/*") {
            until("*/", 2)
        } else if rest.starts_with("r#\"") {
            until("\"#", 3)
        } else if first == '"' {
            let mut escaped = false;
            let close = rest[1..].char_indices().find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            let length = close.map_or(rest.len(), |(at, _)| at + 2);
            strings.push(rest[1..length - 1].to_owned());
            length
        } else if first == '\'' {
            // A character, or else the mark of a lifetime.
            let inner = rest[1..].chars().next().unwrap_or(' ');
            match inner {
                '\\' => until("'", 3),
                _ if rest[1 + inner.len_utf8()..].starts_with('\'') => 2 + inner.len_utf8(),
                _ => 1,
            }
        } else if is_name(rest) {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                tokens.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[length..];
    }
    (tokens, strings)
}
