//! Bindings: the TypeScript of the command lists in one text: every type that commands take and give, and the commands with
//! their requests and answers. Committed as ui/src/api/bindings.ts; a test holds it fresh. Names of kinds and fields are not
//! here: a new kind must not touch it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use ts_rs::{Config, TS, TypeVisitor};

use crate::kernel::error::CommandError;

/// Request and answer of a command as TypeScript.
#[derive(Clone, Copy)]
pub struct Types {
    /// Name of the request's type.
    pub request: fn(&Config) -> String,
    /// Name of the answer's type.
    pub answer: fn(&Config) -> String,
    /// Collects both with what they need.
    pub visit: fn(&mut Collected),
}

/// A command as the bindings tell of it.
#[derive(Clone, Copy)]
pub struct Described {
    /// Name as the interface calls it.
    pub name: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// Request and answer.
    pub types: Types,
}

/// Where the bindings are committed.
pub fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api/bindings.ts")
}

/// The bindings of a command list.
pub fn text(list: &[Described]) -> String {
    let mut collected = Collected { config: Config::new().with_large_int("number"), types: BTreeMap::new() };
    collected.visit::<CommandError>(); // no command answers it
    for command in list {
        (command.types.visit)(&mut collected);
    }
    let mut text =
        String::from("// The commands of the program and what they take and give. Made by `make bindings`.\n\n");
    for declaration in collected.types.values() {
        let _ = writeln!(text, "{declaration}\n");
    }
    text.push_str(&commands(list, &collected.config));
    text
}

/// The named types that requests and answers are made of, each with its comment, by name.
pub struct Collected {
    config: Config,
    types: BTreeMap<String, String>,
}

impl TypeVisitor for Collected {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            // Vec, Option and the like have no name of their own.
            T::visit_generics(self);
            return;
        }
        let name = T::ident(&self.config);
        if self.types.contains_key(&name) {
            return;
        }
        let declaration = format!("{}export {}", T::docs().unwrap_or_default(), T::decl(&self.config));
        self.types.insert(name, declaration);
        T::visit_dependencies(self);
    }
}

fn commands(list: &[Described], config: &Config) -> String {
    let mut text = String::from("/** Every command with its request and answer. */\nexport interface Commands {\n");
    for command in list {
        let (request, answer) = ((command.types.request)(config), (command.types.answer)(config));
        let _ = writeln!(text, "  /** {} */", command.doc.trim());
        let _ = writeln!(text, "  '{}': {{ request: {request}; answer: {answer} }}", command.name);
    }
    text.push_str("}\n\nexport type CommandName = keyof Commands\n");
    text
}
