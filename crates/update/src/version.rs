//! Versions, compared number by number, and systems that a program is built for. A version is never compared as text.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// One to four numbers with dots between them: `0.2.0`, `2026.12`.
#[derive(Clone, Debug)]
pub struct Version {
    text: String,
    numbers: [u32; 4],
}

impl Version {
    /// That of the program that is running.
    pub fn of_this_program() -> Version {
        env!("CARGO_PKG_VERSION").parse().expect("the workspace's version is one")
    }
}

impl FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Version, ()> {
        let parts: Vec<&str> = text.split('.').collect();
        let plain = |part: &&str| (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.len() > 4 || !parts.iter().all(plain) {
            return Err(());
        }
        let mut numbers = [0; 4];
        for (number, part) in numbers.iter_mut().zip(parts) {
            *number = part.parse().map_err(|_| ())?;
        }
        Ok(Version { text: text.to_owned(), numbers })
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.numbers == other.numbers
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        self.numbers.cmp(&other.numbers)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// System and processor that a program is built for: `linux-x86_64`, `windows-x86_64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System(pub String);

impl System {
    /// This PC's.
    pub fn here() -> System {
        System(format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH))
    }

    /// As people call such a PC.
    pub fn in_words(&self) -> String {
        match self.0.as_str() {
            "windows-x86_64" => "Windows 电脑".into(),
            "linux-x86_64" => "麒麟、统信等 Linux 电脑（x86，如兆芯、海光）".into(),
            "linux-aarch64" => "麒麟、统信等 Linux 电脑（ARM，如飞腾、鲲鹏）".into(),
            "linux-loongarch64" => "麒麟、统信等 Linux 电脑（龙芯）".into(),
            other => other.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        let of = |text: &str| text.parse::<Version>().unwrap();
        assert!(of("0.10.0") > of("0.9.9"));
        assert!(of("2026.12") > of("2026.2") && of("2026.12") > of("0.1.0"));
        assert_eq!(of("1.0"), of("1.0.0"));
        assert_eq!(of("2026.12").to_string(), "2026.12");
    }

    #[test]
    fn a_version_that_is_none_is_refused() {
        for text in ["", "1.", ".1", "1.2.3.4.5", "1.0-rc", "v1", "../1", "1234567", "１.0"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
