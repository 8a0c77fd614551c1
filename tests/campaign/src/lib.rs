//! Campaigns: tests over random histories, few runs in `make test`, as many as wanted in `make faults N=…`. The only place that reads how
//! many and from which seed, and the disk that fails under them; it knows nothing of what is tried.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a part of tests, which say which seed failed")]

pub mod disk;
mod journal;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

pub use fastrand::Rng;
pub use journal::{End, Journal};

/// Seeds that once failed.
const KNOWN: &str = include_str!("../seeds.txt");
/// Where `make test` begins, so that it tries the same each time; a campaign begins anywhere.
const USUAL: u64 = 20_261_123;

/// How many times as much is tried as in `make test` (HEZHAN_FAULTS).
pub fn times() -> u64 {
    number("HEZHAN_FAULTS").unwrap_or(1).max(1)
}

/// The seed that was asked for (HEZHAN_SEED).
pub fn seed() -> Option<u64> {
    number("HEZHAN_SEED")
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Tries every seed that once failed, then `usual` new ones (so many times as many in a campaign). HEZHAN_SEED tries that one alone.
pub fn run(name: &str, usual: u64, mut attempt: impl FnMut(&mut Rng)) {
    run_seeds(name, usual, |seed| attempt(&mut Rng::with_seed(seed)));
}

/// The same by the seeds themselves, of which new ones follow one another.
pub fn run_seeds(name: &str, usual: u64, mut attempt: impl FnMut(u64)) {
    let seeds = seeds(name, usual);
    println!("{name}: {} runs", seeds.len());
    for seed in seeds {
        let named = Named { name, seed };
        attempt(seed);
        drop(named);
    }
}

/// The same on every core, each with what is prepared for it alone.
pub fn run_side_by_side<T>(
    name: &str,
    usual: u64,
    prepare: impl Fn() -> T + Sync,
    attempt: impl Fn(&T, &mut Rng) + Sync,
) {
    let seeds = seeds(name, usual);
    println!("{name}: {} runs", seeds.len());
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(seeds.len());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let prepared = prepare();
                while let Some(seed) = seeds.get(next.fetch_add(1, Relaxed)) {
                    let named = Named { name, seed: *seed };
                    attempt(&prepared, &mut Rng::with_seed(*seed));
                    drop(named);
                }
            });
        }
    });
}

/// Tells what happens in a run; shown when it fails.
pub fn say(what: &str) {
    println!("{what}");
}

/// The seeds of one campaign.
pub fn seeds(name: &str, usual: u64) -> Vec<u64> {
    if let Some(seed) = seed() {
        return vec![seed];
    }
    let first = if times() == 1 { USUAL } else { fastrand::u64(..1 << 60) };
    let lines = KNOWN.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let known = lines.map(|line| line.split(' ').next().unwrap_or_default().parse().unwrap());
    known.chain(first..first + usual * times()).collect()
}

/// Says, when a test ends in the middle of a run, which one it was.
struct Named<'a> {
    name: &'a str,
    seed: u64,
}

impl Drop for Named<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Named { name, seed } = self;
            println!(
                "{name}: seed {seed} failed. HEZHAN_SEED={seed} tries it alone; keep it as a line of tests/campaign/seeds.txt"
            );
        }
    }
}
