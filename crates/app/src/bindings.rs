//! Bindings: writes the TypeScript of the command lists: one file per type, `index.ts` with all of them, and `commands.ts`,
//! which maps each name to its request and answer. Committed under ui/src/api/bindings; a test holds them fresh.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ts_rs::{Config, ExportError, TS, TypeVisitor};

use crate::kernel::error::CommandError;

/// Request and answer of a command as TypeScript.
#[derive(Clone, Copy)]
pub struct Types {
    /// Name of the request's type.
    pub request: fn(&Config) -> String,
    /// Name of the answer's type.
    pub answer: fn(&Config) -> String,
    /// Writes both with what they need.
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
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api/bindings")
}

/// Writes all bindings into an empty or new folder.
pub fn write(folder: &Path, list: &[Described]) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let config = Config::new().with_out_dir(folder).with_large_int("number");
    let mut collected = Collected { config, names: BTreeSet::new(), failed: None };
    collected.visit::<CommandError>();
    collected.names.clear(); // no command answers it; it only has to be written
    for command in list {
        (command.types.visit)(&mut collected);
    }
    if let Some(error) = collected.failed {
        return Err(error.to_string());
    }
    fs::write(folder.join("commands.ts"), index(list, &collected.names, &collected.config))
        .map_err(|error| error.to_string())?;
    fs::write(folder.join("index.ts"), everything(folder)?).map_err(|error| error.to_string())
}

/// One door to all the types, so that nobody keeps a list of them by hand.
fn everything(folder: &Path) -> Result<String, String> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let name = entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned();
        names.extend(
            name.strip_suffix(".ts").filter(|name| !["index", "commands"].contains(name)).map(str::to_owned),
        );
    }
    let mut text = String::from("// Made by `make bindings`: every type that commands take and give.\n");
    for name in names {
        let _ = writeln!(text, "export type {{ {name} }} from './{name}'");
    }
    Ok(text)
}

/// The named types that requests and answers are made of; each is written with what it needs.
pub struct Collected {
    config: Config,
    names: BTreeSet<String>,
    failed: Option<ExportError>,
}

impl TypeVisitor for Collected {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            // Vec, Option and the like have no file of their own.
            T::visit_generics(self);
            return;
        }
        self.names.insert(T::ident(&self.config));
        if let Err(error) = T::export_all(&self.config) {
            self.failed.get_or_insert(error);
        }
    }
}

fn index(list: &[Described], names: &BTreeSet<String>, config: &Config) -> String {
    let mut text = String::from(
        "// Made by `make bindings` from crates/app/src/commands.rs: every command with its request and answer.\n",
    );
    for name in names {
        let _ = writeln!(text, "import type {{ {name} }} from './{name}'");
    }
    text.push_str("\nexport interface Commands {\n");
    for command in list {
        let (request, answer) = ((command.types.request)(config), (command.types.answer)(config));
        let _ = writeln!(text, "  /** {} */", command.doc.trim());
        let _ = writeln!(text, "  '{}': {{ request: {request}; answer: {answer} }}", command.name);
    }
    text.push_str("}\n\nexport type CommandName = keyof Commands\n");
    text
}
