//! Fingerprint of an audience: one hash over how far each of its logs is held. A head commits to all that stands before it, so whoever holds the
//! same changes has the same fingerprint; whoever has another looks at the places for what differs.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::{Head, LogId};

/// What is held of one audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// `station:<code>`, `all` or `county`.
    pub audience: String,
    /// SHA-256 over the places of its logs, hex.
    pub hash: String,
    /// Those logs.
    pub logs: Vec<LogId>,
}

impl Fingerprint {
    /// Of these places, in any order.
    pub fn of(audience: String, mut places: Vec<(LogId, u64, Head)>) -> Fingerprint {
        places.sort_unstable();
        places.dedup();
        let mut hash = Sha256::new_with_prefix(b"hezhan v1 fingerprint\0");
        for (log, seq, head) in &places {
            hash.update(log.0);
            hash.update(seq.to_be_bytes());
            hash.update(head.0);
        }
        let mut logs: Vec<LogId> = places.into_iter().map(|(log, ..)| log).collect();
        logs.dedup();
        Fingerprint { audience, hash: hex::encode(hash.finalize()), logs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_in_any_order_and_another_for_any_other_place() {
        let place = |log: u8, seq, head: u8| (LogId([log; 16]), seq, Head([head; 32]));
        let of = |places: &[_]| Fingerprint::of("all".into(), places.to_vec());
        let one = of(&[place(1, 3, 7), place(2, 5, 8)]);
        assert_eq!(of(&[place(2, 5, 8), place(1, 3, 7), place(1, 3, 7)]), one);
        assert_eq!(one.logs, [LogId([1; 16]), LogId([2; 16])]);
        for other in [vec![place(1, 3, 7)], vec![place(1, 3, 9), place(2, 5, 8)], vec![place(1, 4, 7), place(2, 5, 8)]]
        {
            assert_ne!(of(&other).hash, one.hash);
        }
    }
}
