//! Sentences of a draft with values in them: `新增个案 {case.new} 个[，结案 {case.closed} 个]`. What stands in square brackets is said only where
//! its first value is something; a sentence with a value that there is not is not said. It looks nothing up.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

/// A value that a sentence says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// As it is printed.
    pub text: String,
    /// It is 0 or empty.
    pub nothing: bool,
}

impl Said {
    /// A word; an empty one is nothing.
    pub fn word(text: impl Into<String>) -> Said {
        let text = text.into();
        Said { nothing: text.trim().is_empty(), text }
    }
}

/// Values by name.
pub type Values = BTreeMap<String, Said>;

/// A sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Value(String),
    Perhaps(Vec<Piece>),
}

impl Sentence {
    /// Reads a sentence; else says what is wrong with its brackets.
    pub fn parse(text: &str) -> Result<Sentence, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['[', ']']) {
            pieces.extend(plain(&rest[..at])?);
            let inside = rest[at..].strip_prefix('[').ok_or("方括号没有成对：多了一个“]”")?;
            let end = inside.find(']').ok_or("方括号没有成对：少了一个“]”")?;
            let own = plain(&inside[..end])?;
            if !own.iter().any(|piece| matches!(piece, Piece::Value(_))) {
                return Err("方括号里至少要有一个 {…} 取数".to_owned());
            }
            pieces.push(Piece::Perhaps(own));
            rest = &inside[end + 1..];
        }
        pieces.extend(plain(rest)?);
        Ok(Sentence(pieces))
    }

    /// Names of the values in it.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|piece| match piece {
                Piece::Perhaps(own) => own.as_slice(),
                one => std::slice::from_ref(one),
            })
            .filter_map(|piece| match piece {
                Piece::Value(name) => Some(name.as_str()),
                Piece::Words(_) | Piece::Perhaps(_) => None,
            })
    }

    /// The sentence with its values; nothing where one of them is not known, or nothing is left of it.
    pub fn with(&self, values: &Values) -> Option<String> {
        let mut said = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => said += words,
                Piece::Value(name) => said += &values.get(name)?.text,
                Piece::Perhaps(own) => said += &perhaps(own, values).unwrap_or_default(),
            }
        }
        (!said.trim().is_empty()).then_some(said)
    }
}

/// What stands in square brackets, where its first value is something and the others are known.
fn perhaps(own: &[Piece], values: &Values) -> Option<String> {
    let mut first = true;
    let mut said = String::new();
    for piece in own {
        match piece {
            Piece::Words(words) => said += words,
            Piece::Value(name) => {
                let value = values.get(name).filter(|value| !(first && value.nothing))?;
                said += &value.text;
                first = false;
            }
            Piece::Perhaps(_) => return None,
        }
    }
    Some(said)
}

fn plain(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let inside = rest[at..].strip_prefix('{').ok_or("花括号没有成对：多了一个“}”")?;
        let end = inside.find(['{', '}']).filter(|end| inside[*end..].starts_with('}'));
        let end = end.ok_or("花括号没有成对：少了一个“}”")?;
        if at > 0 {
            pieces.push(Piece::Words(rest[..at].to_owned()));
        }
        pieces.push(Piece::Value(inside[..end].trim().to_owned()));
        rest = &inside[end + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

impl std::fmt::Display for Sentence {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fn write(pieces: &[Piece], to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            pieces.iter().try_for_each(|piece| match piece {
                Piece::Words(words) => to.write_str(words),
                Piece::Value(name) => write!(to, "{{{name}}}"),
                Piece::Perhaps(own) => {
                    to.write_str("[")?;
                    write(own, to)?;
                    to.write_str("]")
                }
            })
        }
        write(&self.0, to)
    }
}

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Sentence, D::Error> {
        let text = String::deserialize(from)?;
        Sentence::parse(&text).map_err(|why| serde::de::Error::custom(format!("{why}: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, values: &[(&str, &str, bool)]) -> Option<String> {
        let values = values
            .iter()
            .map(|(name, text, nothing)| ((*name).to_owned(), Said { text: (*text).to_owned(), nothing: *nothing }));
        let sentence = Sentence::parse(text).expect(text);
        assert_eq!(sentence.to_string(), text);
        sentence.with(&values.collect())
    }

    #[test]
    fn brackets_are_said_where_their_first_value_is_something() {
        let text = "走访 {visits} 人次[；在组小组 {groups} 个（新开 {new} 个）]。";
        let visits = ("visits", "3", false);
        assert_eq!(
            said(text, &[visits, ("groups", "2", false), ("new", "0", true)]).as_deref(),
            Some("走访 3 人次；在组小组 2 个（新开 0 个）。")
        );
        assert_eq!(said(text, &[visits, ("groups", "0", true), ("new", "0", true)]).as_deref(), Some("走访 3 人次。"));
        assert_eq!(said(text, &[visits]).as_deref(), Some("走访 3 人次。"), "what is not known is not said");
        assert_eq!(said(text, &[]), None, "nor a sentence that needs it");
        assert_eq!(said("[跟进 {cases} 个。]", &[("cases", "0", true)]), None);
    }

    #[test]
    fn brackets_that_do_not_meet_are_named() {
        for (text, words) in [
            ("走访 {visits 人次", "少了一个“}”"),
            ("走访 visits} 人次", "多了一个“}”"),
            ("走访 {a{b}} 人次", "少了一个“}”"),
            ("[走访 {visits} 人次", "少了一个“]”"),
            ("走访 {visits} 人次]", "多了一个“]”"),
            ("[没有取数]", "至少要有一个"),
        ] {
            assert!(Sentence::parse(text).expect_err(text).contains(words), "{text}");
        }
    }
}
