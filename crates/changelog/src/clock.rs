//! The own clock (a hybrid logical clock): stamps never go back, even when the PC's clock does. It is given the time,
//! it never asks for it, and it never refuses anything for its time.

use serde::{Deserialize, Serialize};

use crate::header::Hlc;

/// 400 days: how far beyond the newest known time a clock may be and still be believed.
pub const BELIEVED_MS: u64 = 400 * 24 * 60 * 60 * 1000;

/// Whether a time cannot be right: before the program was built (`floor_ms`), or more than 400 days beyond the newest
/// receipt, checkpoint or roster (`newest_ms`, 0 when there is none: then the build date stands for it).
pub fn is_doubtful(ms: u64, floor_ms: u64, newest_ms: u64) -> bool {
    ms < floor_ms || ms > newest_ms.max(floor_ms).saturating_add(BELIEVED_MS)
}

/// The last stamp given or seen; persist it in the transaction of the save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The last stamp.
    pub last: Hlc,
}

impl Clock {
    /// The next stamp, always greater than the last, and whether the PC's time is doubtful. A doubtful time is not
    /// taken over: the stamp only counts on.
    pub fn tick(&mut self, now_ms: u64, floor_ms: u64, newest_ms: u64) -> (Hlc, bool) {
        let doubtful = is_doubtful(now_ms, floor_ms, newest_ms);
        self.last = if !doubtful && now_ms > self.last.ms && now_ms <= Hlc::MAX_MS {
            Hlc { ms: now_ms, n: 0 }
        } else {
            following(self.last)
        };
        (self.last, doubtful)
    }

    /// Takes note of another device's stamp. Stamps that are doubtful, by its word or by ours, do not advance us.
    pub fn observe(&mut self, seen: Hlc, doubtful: bool, floor_ms: u64, newest_ms: u64) {
        if !doubtful && !is_doubtful(seen.ms, floor_ms, newest_ms) {
            self.last = self.last.max(seen);
        }
    }
}

fn following(last: Hlc) -> Hlc {
    match last.n.checked_add(1) {
        Some(n) => Hlc { ms: last.ms, n },
        None if last.ms < Hlc::MAX_MS => Hlc { ms: last.ms + 1, n: 0 },
        None => last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: u64 = 1_700_000_000_000;
    const DAY: u64 = 86_400_000;

    #[test]
    fn stamps_never_go_back_when_the_pc_clock_does() {
        let mut clock = Clock::default();
        let (first, _) = clock.tick(BUILT + 10 * DAY, BUILT, 0);
        let (second, doubtful) = clock.tick(BUILT + 9 * DAY, BUILT, 0);
        assert!(second > first && !doubtful);
    }

    #[test]
    fn a_time_before_the_build_or_far_beyond_the_newest_paper_is_doubtful_and_not_taken_over() {
        let mut clock = Clock { last: Hlc { ms: BUILT + DAY, n: 3 } };
        for wrong in [0, BUILT - 1, BUILT + 401 * DAY, u64::MAX] {
            let before = clock.last;
            let (stamp, doubtful) = clock.tick(wrong, BUILT, 0);
            assert!(doubtful && stamp > before && stamp.ms == before.ms);
        }
        assert!(
            !clock.tick(BUILT + 401 * DAY, BUILT, BUILT + 2 * DAY).1,
            "a newer receipt makes the same time believable"
        );
    }

    #[test]
    fn doubtful_stamps_do_not_advance_us_whoever_calls_them_doubtful() {
        let mut clock = Clock { last: Hlc { ms: BUILT, n: 0 } };
        clock.observe(Hlc { ms: BUILT + DAY, n: 0 }, true, BUILT, 0);
        clock.observe(Hlc { ms: Hlc::MAX_MS, n: u16::MAX }, false, BUILT, 0);
        assert_eq!(clock.last, Hlc { ms: BUILT, n: 0 });
        clock.observe(Hlc { ms: BUILT + DAY, n: 7 }, false, BUILT, 0);
        assert_eq!(clock.last, Hlc { ms: BUILT + DAY, n: 7 });
    }

    #[test]
    fn the_counter_runs_over_into_the_next_millisecond_and_the_end_of_time_does_not_panic() {
        let mut clock = Clock { last: Hlc { ms: BUILT, n: u16::MAX } };
        assert_eq!(clock.tick(BUILT, BUILT, 0).0, Hlc { ms: BUILT + 1, n: 0 });
        let mut clock = Clock { last: Hlc { ms: Hlc::MAX_MS, n: u16::MAX } };
        assert_eq!(clock.tick(BUILT, BUILT, 0).0.ms, Hlc::MAX_MS);
    }

    #[test]
    fn any_run_of_times_gives_rising_stamps() {
        for seed in 0..50 {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut clock = Clock::default();
            let mut before = clock.last;
            for _ in 0..500 {
                let now = if random.bool() { BUILT + random.u64(0..500 * DAY) } else { random.u64(..) };
                let (stamp, _) = clock.tick(now, BUILT, BUILT + random.u64(0..100 * DAY));
                assert!(stamp > before, "seed {seed}");
                before = stamp;
            }
        }
    }
}
