//! Licences and sources of everything that becomes part of the program, judged by the lists of deny.toml: the packages that cargo
//! resolves for Linux and Windows, and those of the interface. It fetches no advisory and reads no licence text.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, ExitCode};

use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};

/// A package as its manifest speaks of it.
struct Package {
    name: String,
    licence: String,
    /// Registry or repository; nothing for our own.
    source: Option<String>,
}

/// The lists of deny.toml.
struct Allowed {
    licences: Vec<Licensee>,
    registries: Vec<String>,
}

fn main() -> ExitCode {
    match judge(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")) {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            eprintln!("{}\nAllowed is what deny.toml lists.", faults.into_iter().collect::<Vec<_>>().join("\n"));
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("licences cannot be judged: {why}");
            ExitCode::FAILURE
        }
    }
}

fn judge(root: &Path) -> Result<BTreeSet<String>, String> {
    let allowed = allowed(&read(&root.join("deny.toml"))?)?;
    let mut packages = resolved(root, "x86_64-unknown-linux-gnu")?;
    match resolved(root, "x86_64-pc-windows-msvc") {
        Ok(more) => packages.extend(more),
        // They are not needed to build here, so a machine without a network may lack them.
        Err(_) => {
            eprintln!("Packages that only Windows needs are not on this machine: their licences are not judged here.")
        }
    }
    packages.extend(interface(&read(&root.join("ui/package-lock.json"))?)?);
    Ok(packages.iter().filter_map(|package| fault(package, &allowed)).collect())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn allowed(deny: &str) -> Result<Allowed, String> {
    let deny: toml::Table = deny.parse().map_err(|error| format!("deny.toml: {error}"))?;
    let list = |table: &str, key: &str| -> Result<Vec<String>, String> {
        let found = deny.get(table).and_then(|table| table.get(key)).and_then(|list| list.as_array());
        let words = found.ok_or_else(|| format!("deny.toml has no {table}.{key}"))?;
        Ok(words.iter().filter_map(|word| word.as_str()).map(str::to_owned).collect())
    };
    let licences = list("licenses", "allow")?;
    let licences = licences.iter().map(|word| Licensee::parse(word).map_err(|error| format!("{word}: {error}")));
    Ok(Allowed { licences: licences.collect::<Result<_, _>>()?, registries: list("sources", "allow-registry")? })
}

/// What cargo builds for a platform.
fn resolved(root: &Path, platform: &str) -> Result<Vec<Package>, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let asked = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", platform])
        .current_dir(root)
        .output()
        .map_err(|error| error.to_string())?;
    if !asked.status.success() {
        return Err(String::from_utf8_lossy(&asked.stderr).into_owned());
    }
    let answer: Value = serde_json::from_slice(&asked.stdout).map_err(|error| error.to_string())?;
    let text = |package: &Value, key: &str| package[key].as_str().map(str::to_owned);
    let packages = answer["packages"].as_array().ok_or("cargo metadata names no packages")?;
    Ok(packages
        .iter()
        .map(|package| Package {
            name: text(package, "name").unwrap_or_default(),
            licence: text(package, "license").unwrap_or_default(),
            source: text(package, "source"),
        })
        .collect())
}

/// What npm puts into the interface; tools that only build it are left out.
fn interface(lock: &str) -> Result<Vec<Package>, String> {
    let lock: Value = serde_json::from_str(lock).map_err(|error| format!("ui/package-lock.json: {error}"))?;
    let packages = lock["packages"].as_object().ok_or("ui/package-lock.json lists no packages")?;
    let shipped = packages.iter().filter(|(path, package)| !path.is_empty() && package["dev"] != true);
    Ok(shipped
        .map(|(path, package)| Package {
            name: path.clone(),
            licence: package["license"].as_str().unwrap_or_default().to_owned(),
            source: None,
        })
        .collect())
}

fn fault(package: &Package, allowed: &Allowed) -> Option<String> {
    let Package { name, licence, source } = package;
    let known = |source: &String| allowed.registries.iter().any(|registry| source.ends_with(registry.as_str()));
    if source.as_ref().is_some_and(|source| !known(source)) {
        return Some(format!("{name} comes from {}", source.as_deref().unwrap_or_default()));
    }
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
        return Some(format!("{name} does not name its licence: {licence:?}"));
    };
    let may = expression.evaluate(|wanted| allowed.licences.iter().any(|licence| licence.satisfies(wanted)));
    (!may).then(|| format!("{name} is under {licence}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
        [sources]
        allow-registry = ["https://github.com/rust-lang/crates.io-index"]
    "#;

    #[test]
    fn a_package_is_judged_by_what_its_licence_lets_us_choose_and_by_where_it_comes_from() {
        let allowed = allowed(DENY).unwrap();
        let index = "registry+https://github.com/rust-lang/crates.io-index";
        let table = [
            ("MIT", Some(index), None),
            ("MIT OR GPL-3.0-only", None, None),
            ("MIT/GPL-3.0", Some(index), None),
            ("Apache-2.0 WITH LLVM-exception", None, None),
            ("MIT AND GPL-3.0-only", None, Some("x is under MIT AND GPL-3.0-only")),
            ("Apache-2.0", None, Some("x is under Apache-2.0")),
            ("", None, Some("x does not name its licence: \"\"")),
            ("MIT", Some("git+https://example.org/x"), Some("x comes from git+https://example.org/x")),
        ];
        for (licence, source, said) in table {
            let package = Package { name: "x".into(), licence: licence.into(), source: source.map(str::to_owned) };
            assert_eq!(fault(&package, &allowed).as_deref(), said, "{licence}");
        }
    }

    #[test]
    fn tools_that_only_build_the_interface_are_left_out() {
        let lock = r#"{"packages": {"": {}, "node_modules/a": {"license": "MIT"}, "node_modules/b": {"license": "MPL-2.0", "dev": true}}}"#;
        let found = interface(lock).unwrap();
        assert_eq!(found.iter().map(|package| package.name.as_str()).collect::<Vec<_>>(), ["node_modules/a"]);
    }
}
