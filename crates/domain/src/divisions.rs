//! Hunan's counties and townships, from `schema/codes/divisions.json` (its header names source and licence).
//! A code that is not here may still be right: divisions change, and old ID numbers carry old codes.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A county-level division.
#[derive(Debug, Clone, Serialize)]
pub struct County {
    /// Six digits.
    pub code: String,
    /// Name, as `浏阳市`.
    pub name: String,
    /// The prefecture it belongs to, as `长沙市`.
    pub city: String,
    /// Its townships and streets.
    pub townships: Vec<Township>,
}

/// A township-level division.
#[derive(Debug, Clone, Serialize)]
pub struct Township {
    /// Nine digits.
    pub code: String,
    /// Name, as `大瑶镇`.
    pub name: String,
}

#[derive(Deserialize)]
struct File {
    counties: Vec<Row>,
}

/// Code, name, city, townships as code and name.
type Row = (String, String, String, Vec<(String, String)>);

/// All counties of Hunan, by code.
pub fn counties() -> &'static [County] {
    static COUNTIES: OnceLock<Vec<County>> = OnceLock::new();
    COUNTIES.get_or_init(|| {
        let file: File = serde_json::from_str(include_str!("../../../schema/codes/divisions.json"))
            .unwrap_or_else(|error| panic!("divisions.json compiled into the program: {error}"));
        let township = |(code, name)| Township { code, name };
        let county = |(code, name, city, townships): (_, _, _, Vec<_>)| County {
            code,
            name,
            city,
            townships: townships.into_iter().map(township).collect(),
        };
        file.counties.into_iter().map(county).collect()
    })
}

/// A county by its six digits.
pub fn county(code: &str) -> Option<&'static County> {
    counties().iter().find(|county| county.code == code)
}

/// A township by its nine digits.
pub fn township(code: &str) -> Option<(&'static County, &'static Township)> {
    let county = county(code.get(..6)?)?;
    Some((county, county.townships.iter().find(|township| township.code == code)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_handbook_are_found() {
        for (code, county, name) in
            [("430181110", "浏阳市", "大瑶镇"), ("433124110", "花垣县", "双龙镇"), ("431022101", "宜章县", "白石渡镇")]
        {
            let found = township(code).expect(code);
            assert_eq!((found.0.name.as_str(), found.1.name.as_str()), (county, name));
        }
    }

    #[test]
    fn hunan_is_complete_and_in_order() {
        assert_eq!(counties().iter().map(|county| county.townships.len()).sum::<usize>(), 2008);
        assert!(counties().is_sorted_by(|a, b| a.code < b.code));
        assert!(counties().iter().all(|county| county.code.starts_with("43") && !county.city.is_empty()));
        assert!(
            counties()
                .iter()
                .flat_map(|c| c.townships.iter().map(move |t| (c, t)))
                .all(|(c, t)| t.code.starts_with(&c.code))
        );
    }

    #[test]
    fn unknown_and_broken_codes_are_not_found() {
        for code in ["", "43", "433001", "大瑶镇大瑶镇大瑶镇", "430181999"] {
            assert!(township(code).is_none(), "{code}");
        }
    }
}
