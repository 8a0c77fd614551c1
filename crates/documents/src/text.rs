//! Text on its way to paper: what no paper can carry is taken out, runs that cannot break are given places to break.

use serde_json::Value;

/// Applies a change to every string in a JSON value.
pub(crate) fn map_strings(value: &mut Value, change: &mut impl FnMut(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| map_strings(item, change)),
        Value::Object(members) => members.values_mut().for_each(|member| map_strings(member, change)),
        _ => {}
    }
}

/// Takes out control characters, direction overrides and what XML forbids; makes every line end a line feed.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept = text.chars().filter_map(|c| match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => Some('\n'),
        '\t' => Some(' '),
        '\n' => Some('\n'),
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    kept.collect()
}

/// Whether a character leaves no ink, so that no font needs to have it.
pub(crate) fn is_inkless(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

/// Gives runs of letters and digits longer than `limit`, which would run out of their column, places to break.
pub(crate) fn break_runs(text: &str, limit: usize) -> String {
    let step = (limit / 4).max(1);
    let mut broken = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for run in chars.chunk_by(|a, b| a.is_ascii_graphic() && b.is_ascii_graphic()) {
        let step = if run.len() > limit { step } else { run.len() };
        for (number, piece) in run.chunks(step.max(1)).enumerate() {
            if number > 0 {
                broken.push('\u{200b}');
            }
            broken.extend(piece);
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_direction_overrides_never_reach_paper() {
        assert_eq!(clean("张\u{0}三\u{202e}\r\n李\u{b}四\t五\u{ffff}"), "张三\n李\n四 五");
    }

    #[test]
    fn a_long_number_gets_places_to_break_and_keeps_its_digits() {
        let broken = break_runs("430181199001011234", 16);
        assert_eq!(broken.matches('\u{200b}').count(), 4);
        assert_eq!(broken.replace('\u{200b}', ""), "430181199001011234");
        assert_eq!(break_runs("走访12人，430181199001011234", 18), "走访12人，430181199001011234");
    }
}
