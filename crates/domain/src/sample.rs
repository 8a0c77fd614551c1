//! A drawn sample: the same seed draws the same, whatever order things come in and whoever draws. Numbers are of a plain 64-bit mix
//! (SplitMix64) over seed and id; it hides nothing, it only chooses.

/// So many of these, drawn by a seed; all of them where they are fewer. In the order of their ids.
pub fn drawn<'a>(seed: &str, ids: impl IntoIterator<Item = &'a str>, many: usize) -> Vec<&'a str> {
    let mut placed: Vec<(u64, &str)> = ids.into_iter().map(|id| (place(seed, id), id)).collect();
    placed.sort_unstable();
    placed.dedup();
    placed.truncate(many);
    let mut chosen: Vec<&str> = placed.into_iter().map(|(_, id)| id).collect();
    chosen.sort_unstable();
    chosen
}

fn place(seed: &str, id: &str) -> u64 {
    let bytes = seed.trim().bytes().chain([0]).chain(id.bytes());
    bytes.fold(0x9e37_79b9_7f4a_7c15, |state, byte| mixed(state ^ u64::from(byte)))
}

fn mixed(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_in_any_order_and_another_seed_draws_another() {
        let ids: Vec<String> = (0..200).map(|number| format!("record-{number:03}")).collect();
        let of = |seed: &str, backwards: bool| {
            let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            if backwards {
                ids.reverse();
            }
            drawn(seed, ids, 20).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of("2026-1", false), of("2026-1", true));
        assert_eq!(of(" 2026-1 ", false), of("2026-1", true), "blanks around a seed are nothing");
        assert_ne!(of("2026-1", false), of("2026-2", false));
        assert_eq!(of("x", false).len(), 20);
        assert_eq!(drawn("x", ["b", "a", "a"], 9), ["a", "b"], "all where there are fewer, each once");
    }

    #[test]
    fn every_record_has_its_chance() {
        let ids: Vec<String> = (0..50).map(|number| number.to_string()).collect();
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..60 {
            let seed = seed.to_string();
            seen.extend(drawn(&seed, ids.iter().map(String::as_str), 5));
        }
        assert!(seen.len() > 45, "{}", seen.len());
    }
}
