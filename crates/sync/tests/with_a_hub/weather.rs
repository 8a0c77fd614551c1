//! Weather: a slow line that loses packets and is reset again and again, in a time of its own. Nobody sleeps: what goes over the line moves the
//! line's clock on, and the client is given that clock as its stopwatch. A packet that is lost is to a stream of TCP no hole but a silence:
//! it and all behind it wait until it is sent again, twice as long each time it is lost anew. What TCP repeats by itself is not counted as
//! sent: the question is how often the program sends the same bytes.

use std::time::Duration;

use campaign::Rng;

/// Bytes of a packet.
pub const PACKET: usize = 1_400;
/// How long a sender waits before it sends a packet again: two journeys there and back, at first.
const PATIENCE: u32 = 2;

/// What the line is like, and how it has been.
pub struct Weather {
    bits_per_second: u32,
    there_and_back: Duration,
    lost: f64,
    reset_every: Duration,
    random: Rng,
    pub now: Duration,
    pub resets: u32,
    /// Which way the last packet went.
    upward: Option<bool>,
}

impl Weather {
    /// 64 kbit/s, 600 ms there and back, every fifth packet lost, reset every 30 s.
    pub fn bad(random: Rng) -> Weather {
        Weather {
            bits_per_second: 64_000,
            there_and_back: Duration::from_millis(600),
            lost: 0.2,
            reset_every: Duration::from_secs(30),
            random,
            now: Duration::ZERO,
            resets: 0,
            upward: None,
        }
    }

    /// Two parties greet each other. False when the line is reset meanwhile.
    pub fn connects(&mut self) -> bool {
        self.carries(60, true) && self.carries(60, false)
    }

    /// A packet goes over. False when the line is reset under it.
    pub fn carries(&mut self, bytes: usize, upward: bool) -> bool {
        if self.upward.replace(upward) != Some(upward) {
            self.now += self.there_and_back / 2;
        }
        self.now += Duration::from_secs(1) * (bytes as u32 * 8) / self.bits_per_second;
        let mut wait = self.there_and_back * PATIENCE;
        while self.random.f64() < self.lost {
            self.now += wait;
            wait *= 2;
        }
        let resets = (self.now.as_millis() / self.reset_every.as_millis()) as u32;
        std::mem::replace(&mut self.resets, resets) == resets
    }
}
