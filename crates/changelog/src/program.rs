//! The program that a PC runs, as its bundles tell: version and system, in plain words for the county's page. Nothing is decided by it.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The longest word that is kept of it.
const LONGEST: usize = 32;

/// A program by version and system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// `0.2.0`
    pub version: String,
    /// `windows-x86_64`
    pub system: String,
}

impl Program {
    /// The one that is running.
    pub fn this() -> Program {
        let system = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
        Program { version: env!("CARGO_PKG_VERSION").into(), system }
    }

    fn is_plain(&self) -> bool {
        let plain = |word: &str| {
            (1..=LONGEST).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
        };
        plain(&self.version) && plain(&self.system)
    }
}

/// A bundle is not refused for what it says of its program.
pub(crate) fn or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Program>, D::Error> {
    let said = Option::<Value>::deserialize(from)?;
    Ok(said.and_then(|said| serde_json::from_value::<Program>(said).ok()).filter(Program::is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_otherwise_is_nothing_and_no_fault() {
        let read = |said: Value| or_none(said).unwrap();
        let good = json!({"version": "2026.12", "system": "linux-x86_64", "since": 3});
        assert_eq!(read(good).unwrap().version, "2026.12");
        let long = "1".repeat(33);
        for said in [
            json!(null),
            json!("0.1.0"),
            json!({"version": 1, "system": "x"}),
            json!({"version": "<b>", "system": "x"}),
            json!({"version": long, "system": "x"}),
            json!({"version": "", "system": "x"}),
        ] {
            assert_eq!(read(said.clone()), None, "{said}");
        }
        assert!(Program::this().is_plain());
    }
}
