//! Words of names and texts for an index that finds Chinese by one and two characters.

/// What an index keeps of a text so that words of one and two characters are found: each Chinese character, each pair of
/// neighbours, and each word of letters or digits, in lower case.
pub fn index_tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(word),
            Run::Han(chars) => {
                tokens.extend(chars.iter().map(char::to_string));
                tokens.extend(chars.windows(2).map(|pair| pair.iter().collect()));
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    tokens.retain(|token| seen.insert(token.clone()));
    tokens
}

/// What to ask such an index for: all of these must be there. A single character asks for itself, longer words for their pairs.
pub fn query_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => tokens.push(word),
            Run::Han(chars) if chars.len() == 1 => tokens.push(chars[0].to_string()),
            Run::Han(chars) => tokens.extend(chars.windows(2).map(|pair| pair.iter().collect())),
        }
    }
    tokens
}

enum Run {
    Han(Vec<char>),
    Word(String),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for c in crate::identity::half_width(text).chars().filter(|c| !crate::identity::is_invisible(*c)) {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let han = !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric();
        match (runs.last_mut(), han) {
            (Some(Run::Han(chars)), true) if open => chars.push(c),
            (Some(Run::Word(word)), false) if open => word.extend(c.to_lowercase()),
            (_, true) => runs.push(Run::Han(vec![c])),
            (_, false) => runs.push(Run::Word(c.to_lowercase().collect())),
        }
        open = true;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_and_two_characters_are_in_the_index() {
        let tokens = index_tokens("大瑶镇新河村3组 Li明");
        for word in ["大", "瑶镇", "新河", "村", "3", "组", "li", "明"] {
            assert!(tokens.contains(&word.to_owned()), "{word}: {tokens:?}");
        }
        assert_eq!(query_tokens("河"), ["河"]);
        assert_eq!(query_tokens("新河村"), ["新河", "河村"]);
        assert!(query_tokens("新河村").iter().all(|token| tokens.contains(token)));
        assert_eq!(query_tokens("\u{3000}\u{200b}"), Vec::<String>::new());
    }

    #[test]
    fn punctuation_parts_words_so_that_no_pair_crosses_it() {
        assert!(!index_tokens("张三、李四").contains(&"三李".to_owned()));
        assert_eq!(index_tokens("\u{ff21}\u{ff11}"), ["a1"]);
    }
}
