//! The size of the next piece on the line: small on a slow line, larger while it is fast, small again after a failure.
//! It only counts; the clock is the caller's.

use std::time::Duration;

const SMALL: u64 = 32 * 1024;
const LARGE: u64 = 512 * 1024;

/// The size of the next piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChunkSize(u64);

impl ChunkSize {
    pub(crate) fn new() -> Self {
        Self(SMALL)
    }

    pub(crate) fn size(self) -> u64 {
        self.0
    }

    /// A piece went through in this time.
    pub(crate) fn went(&mut self, took: Duration) {
        if took < Duration::from_secs(1) {
            self.0 = (self.0 * 2).min(LARGE);
        } else if took > Duration::from_secs(8) {
            self.0 = (self.0 / 2).max(SMALL);
        }
    }

    pub(crate) fn failed(&mut self) {
        self.0 = SMALL;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_grow_on_a_fast_line_and_shrink_on_a_bad_one() {
        let mut chunk = ChunkSize::new();
        assert_eq!(chunk.size(), 32 * 1024);
        (0..9).for_each(|_| chunk.went(Duration::from_millis(10)));
        assert_eq!(chunk.size(), 512 * 1024);
        chunk.went(Duration::from_secs(3));
        assert_eq!(chunk.size(), 512 * 1024, "slow but steady stays");
        chunk.went(Duration::from_secs(9));
        assert_eq!(chunk.size(), 256 * 1024);
        chunk.failed();
        assert_eq!(chunk.size(), 32 * 1024);
    }
}
