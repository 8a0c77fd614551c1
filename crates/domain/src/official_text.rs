//! Texts of official papers (公文) with values of a record in them: `关于报送{year}年度{filing_type}备案的函`. It looks nothing up and lays
//! nothing out.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::path::Path;

/// Values by the path that is written between the brackets.
pub type Values = BTreeMap<String, String>;

/// What stands in an official paper, from top to bottom.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialText {
    /// It is sent as a letter (信函格式), with its sender in red above a double rule.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// 标题.
    pub title: Wording,
    /// 题注, below the title in brackets.
    #[serde(default)]
    pub below_title: Option<Wording>,
    /// 主送机关.
    #[serde(default)]
    pub to: Option<Wording>,
    /// 正文.
    pub parts: Vec<OfficialPart>,
    /// 附件说明, numbered where there are several.
    #[serde(default)]
    pub attachments: Vec<Wording>,
    /// 发文机关署名.
    #[serde(default)]
    pub signed: Option<Wording>,
    /// 成文日期.
    #[serde(default)]
    pub dated: Option<Wording>,
}

/// The head of a letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// 发文机关标志.
    pub sender: Wording,
    /// 发文字号.
    pub number: Wording,
}

/// A part of the body.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialPart {
    /// Its heading with its number: 一、项目背景.
    #[serde(default)]
    pub heading: String,
    /// What it says. Without a heading it is left out of a filled paper that has none of its values.
    pub text: Wording,
    /// What a filled paper says instead where it has none of its values.
    #[serde(default)]
    pub instead: String,
}

/// A text with paths of values in curly brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Said(String),
    Value(Path),
}

/// Stands for a value that is not known yet: room to write it.
const ROOM: &str = "　　　　";

impl OfficialText {
    /// Every value that it shows.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let letter = self.letter.iter().flat_map(|letter| [&letter.sender, &letter.number]);
        let parts = self.parts.iter().map(|part| &part.text);
        let others = [&self.below_title, &self.to, &self.signed, &self.dated].into_iter().flatten();
        letter.chain([&self.title]).chain(others).chain(parts).chain(&self.attachments).flat_map(Wording::paths)
    }
}

impl Wording {
    /// Reads a text; nothing where a bracket is open or what stands in it is no path.
    pub fn parse(text: &str) -> Option<Wording> {
        let mut pieces = text.split('{');
        let mut found = vec![Piece::Said(pieces.next().unwrap_or_default().to_owned())];
        for piece in pieces {
            let (path, said) = piece.split_once('}')?;
            found.push(Piece::Value(Path::parse(path)?));
            found.push(Piece::Said(said.to_owned()));
        }
        found.retain(|piece| !matches!(piece, Piece::Said(said) if said.is_empty()));
        Some(Wording(found))
    }

    /// The values in it.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Value(path) => Some(path),
            Piece::Said(_) => None,
        })
    }

    /// The text with its values; room to write those that there are not.
    pub fn with(&self, values: &Values) -> String {
        let said = self.0.iter().map(|piece| match piece {
            Piece::Said(said) => said.as_str(),
            Piece::Value(path) => value(values, path).unwrap_or(ROOM),
        });
        said.collect()
    }

    /// Whether it shows values and has none of them.
    pub fn lacks_all(&self, values: &Values) -> bool {
        self.paths().next().is_some() && self.paths().all(|path| value(values, path).is_none())
    }

    /// Whether it is one value and nothing else: a text of its own.
    pub fn is_value(&self) -> bool {
        matches!(self.0.as_slice(), [Piece::Value(_)])
    }
}

fn value<'a>(values: &'a Values, path: &Path) -> Option<&'a str> {
    values.get(&path.to_string()).map(|value| value.trim()).filter(|value| !value.is_empty())
}

impl std::fmt::Display for Wording {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Said(said) => to.write_str(said),
            Piece::Value(path) => write!(to, "{{{path}}}"),
        })
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Wording, D::Error> {
        let text = String::deserialize(from)?;
        Wording::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a text with paths: {text}")))
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(of: &[(&str, &str)]) -> Values {
        of.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_text_is_said_with_its_values_and_room_for_those_that_are_not_known() {
        let text = Wording::parse("关于报送{year}年度{filing_type}备案的函").expect("a text");
        assert_eq!(text.to_string(), "关于报送{year}年度{filing_type}备案的函");
        let filled = values(&[("year", "2026"), ("filing_type", "购买服务协议")]);
        assert_eq!(text.with(&filled), "关于报送2026年度购买服务协议备案的函");
        assert_eq!(text.with(&values(&[("year", "2026")])), "关于报送2026年度　　　　备案的函");
    }

    #[test]
    fn a_text_lacks_all_only_where_it_shows_values_and_has_none() {
        let text = Wording::parse("协议编号{agreement.agreement_no}，自{agreement.start_date}起。").expect("a text");
        assert!(text.lacks_all(&values(&[("agreement.agreement_no", " ")])));
        assert!(!text.lacks_all(&values(&[("agreement.start_date", "2026年3月1日")])));
        assert!(!Wording::parse("特此函达。").expect("a text").lacks_all(&values(&[])));
        assert!(Wording::parse("{content}").expect("a text").is_value() && !text.is_value());
    }

    #[test]
    fn an_open_bracket_or_what_is_no_path_is_refused() {
        for text in ["{year", "{Year}年", "{}", "{@nobody}"] {
            assert!(Wording::parse(text).is_none(), "{text}");
        }
    }
}
