//! The value that is shown of several live ones of a field. The others are kept and surfaced; nothing here drops a value.

use crate::{header::Hlc, ids::Ref};

/// A value that no known change overwrites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live<V> {
    /// The change that set it.
    pub reference: Ref,
    /// Its stamp.
    pub hlc: Hlc,
    /// Whether the stamp is doubtful.
    pub doubtful: bool,
    /// The value.
    pub value: V,
}

/// The place of the value to show: not doubtful first, then the greatest stamp, log, seq (and head, for forks). The same on
/// every replica whatever the order.
pub fn winner<V>(live: &[Live<V>]) -> Option<usize> {
    (0..live.len()).max_by_key(|&i| (!live[i].doubtful, live[i].hlc, live[i].reference))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::LogId;

    fn live(ms: u64, doubtful: bool, log: u8, seq: u64) -> Live<()> {
        Live { reference: Ref { log: LogId([log; 16]), seq, head: [0; 8] }, hlc: Hlc { ms, n: 0 }, doubtful, value: () }
    }

    #[test]
    fn a_sound_stamp_beats_a_doubtful_one_however_late() {
        assert_eq!(winner(&[live(9, true, 1, 1), live(5, false, 1, 2)]), Some(1));
    }

    #[test]
    fn then_the_latest_then_log_then_seq_wins() {
        assert_eq!(winner(&[live(5, false, 9, 9), live(6, false, 1, 1)]), Some(1));
        assert_eq!(winner(&[live(5, false, 2, 1), live(5, false, 1, 9)]), Some(0));
        assert_eq!(winner(&[live(5, false, 1, 1), live(5, false, 1, 2)]), Some(1));
        assert_eq!(winner::<()>(&[]), None);
    }

    #[test]
    fn the_order_of_arrival_does_not_matter() {
        for seed in 0..100 {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut values: Vec<_> =
                (0..6).map(|seq| live(random.u64(0..3), random.bool(), random.u8(0..3), seq)).collect();
            let first = values[winner(&values).unwrap()].reference;
            random.shuffle(&mut values);
            assert_eq!(values[winner(&values).unwrap()].reference, first, "seed {seed}");
        }
    }
}
