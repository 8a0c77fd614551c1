//! The whole system, simulated: an office, three PCs of two stations, a hub, a stick, all of them real; saves, runs, cut lines, lost answers,
//! spoilt and repeated files, crashes, restores, disks put back, the hub rotten, rolled back, destroyed; clocks decades off; PCs revoked,
//! people erased. Then all is mended, everybody syncs until nothing moves, and all must be equal with no acknowledged save lost.

use std::cell::RefCell;
use std::sync::Arc;

use campaign::Rng;
use changelog::Audience;
use store::Store;
use sync::Outcome;

use crate::county::{County, HILL, LAKE};
use crate::world::{Fate, OFFICE, Spoil, World};

/// Things that happen in one run.
const STEPS: usize = 36;
/// More rounds than this no healthy county needs until nothing moves.
const ROUNDS: usize = 12;
const YEAR_MS: i64 = 365 * 24 * 3600 * 1000;

#[test]
fn whatever_happened_after_healing_all_are_equal_and_no_acknowledged_save_is_lost() {
    campaign::run_side_by_side("simulation", 40, County::open, |elsewhere, random| one_run(&elsewhere.office, random));
}

fn one_run(limbo: &Arc<Store>, random: &mut Rng) {
    let mut world = World::new(limbo);
    let mut revoked = None;
    for step in 0..STEPS {
        let who = random.usize(..world.pcs.len());
        let what = random.u8(..100);
        campaign::say(&format!("{step}: {} {what}", world.pcs[who].name));
        match what {
            0..26 => save(&mut world, who, random),
            26..30 if !world.said.is_empty() => world.erase(random.usize(..world.said.len())),
            30..56 => over_a_bad_line(&mut world, who, random),
            56..61 => world.export(who),
            61..70 => from_the_stick(&mut world, who, random),
            70..73 => world.reply(who, spoiling(random).as_deref()),
            73..76 => world.crash(who),
            76..79 => world.back_up(who),
            79..82 => world.restore(who),
            82..84 => world.take_image(who),
            84..86 => world.put_image_back(who),
            86 => world.rot_outbox(who, choosing(random)),
            87..90 => world.copy_hub(),
            90..94 => world.roll_hub_back(),
            94 => world.rot_hub(choosing(random)),
            95 => world.destroy_hub(),
            96 => world.county.start_hub(),
            97 => world.pcs[who].skew_ms = random.i64(-30 * YEAR_MS..50 * YEAR_MS),
            98.. => {
                // One at a time.
                revoked.take().into_iter().for_each(|known| world.revoke(known, false));
                world.revoke(who, true);
                revoked = Some(who);
            }
            _ => {}
        }
    }
    revoked.into_iter().for_each(|known| world.revoke(known, false));
    heal(&mut world);
    all_is_well(&world);
}

fn save(world: &mut World, who: usize, random: &mut Rng) {
    let id = |random: &mut Rng| uuid::Builder::from_u128(random.u128(..)).into_uuid().to_string();
    let audience = match world.pcs[who].station {
        Some(code) => Audience::Station(code.into()),
        None if random.bool() => Audience::All,
        None => Audience::Station(random.choice([HILL, LAKE]).unwrap().into()),
    };
    let shared = world.pcs[who].station.filter(|_| random.u8(..3) > 0).map(|code| {
        let field = random.choice(["phone", "village", "group_no"]).unwrap();
        (format!("00000000-0000-4000-8000-{code}{}", random.u8(..3)), field, random.u8(..5).to_string())
    });
    let record = id(random);
    world.save(who, record, audience, shared);
}

fn over_a_bad_line(world: &mut World, who: usize, random: &mut Rng) {
    match random.u8(..4) {
        0 => world.county.line.cut_after(random.i64(..12_000)),
        1 => world.county.line.cut_answers_after(random.i64(..12_000)),
        _ => {}
    }
    let outcome = world.sync(who);
    world.county.line.mend();
    campaign::say(&format!("   {}", short(&outcome)));
}

/// Some files, in any order, some twice, some spoilt.
fn from_the_stick(world: &mut World, who: usize, random: &mut Rng) {
    let mut files = world.on_stick();
    random.shuffle(&mut files);
    files.truncate(random.usize(1..6));
    for file in files {
        for _ in 0..random.usize(1..3) {
            world.import(who, &file, spoiling(random).as_deref());
        }
    }
}

/// One in three is not what was written.
fn spoiling(random: &mut Rng) -> Option<Box<Spoil>> {
    let at = random.usize(..);
    match random.u8(..6) {
        0 => Some(Box::new(move |bytes| bytes.truncate(at % bytes.len().max(1)))),
        1 => Some(Box::new(move |bytes| {
            let place = at % bytes.len().max(1);
            bytes.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= 0x10);
        })),
        _ => None,
    }
}

fn choosing(random: &mut Rng) -> impl Fn(usize) -> usize {
    let random = RefCell::new(random.fork());
    move |below| random.borrow_mut().usize(..below)
}

fn short(outcome: &Outcome) -> String {
    let Outcome { pushed, pulled, offline, problems, refilled, brought_again, .. } = outcome;
    format!("{pushed} out, {pulled} in, refilled {refilled}, again {brought_again}, {offline:?} {problems:?}")
}

/// Everybody syncs until nobody has anything to say.
fn heal(world: &mut World) {
    campaign::say("healing");
    world.county.line.mend();
    world.county.start_hub();
    for round in 0..ROUNDS {
        let mut moved = false;
        for who in [OFFICE, 1, 2, 3] {
            let outcome = world.sync(who);
            campaign::say(&format!("{round}: {}: {}", world.pcs[who].name, short(&outcome)));
            let Outcome { pushed, pulled, brought_again, .. } = outcome;
            moved |=
                pushed + pulled + brought_again > 0 || outcome.refilled || outcome.checkpoint || outcome.roster_taken;
            moved |= outcome.offline.is_some() || !outcome.problems.is_empty();
        }
        if !moved {
            return;
        }
    }
    panic!("after {ROUNDS} rounds it still moves");
}

fn all_is_well(world: &World) {
    for audience in [Audience::Station(HILL.into()), Audience::Station(LAKE.into()), Audience::All] {
        let of = |who: usize| {
            let store = world.store(who);
            let heads: Vec<_> = store.heads().unwrap().into_iter().filter(|head| head.1 == audience).collect();
            (store.state_hash_of(&audience).unwrap(), heads)
        };
        let office = of(OFFICE);
        for who in world.readers(&audience) {
            let (own, name) = (of(who), world.pcs[who].name);
            assert_eq!(own.1, office.1, "{name}: of {audience} it holds other changes than the office");
            let conflicts = world.store(who).conflicts().unwrap();
            assert!(own.0 == office.0, "{name}: {audience} shows other than at the office; here {conflicts:#?}");
        }
    }
    for (place, said) in world.said.iter().enumerate() {
        for who in world.readers(&said.audience) {
            let (there, name) = (world.has(who, place), world.pcs[who].name);
            match said.fate {
                Fate::Stands => {
                    assert!(there, "{name}: save {place} of {} was acknowledged and is lost", world.author(place))
                }
                Fate::Erased => {
                    assert!(!there, "{name}: save {place} of {} was erased and is back", world.author(place))
                }
                Fate::Unknown => {}
            }
        }
    }
    for who in 0..world.pcs.len() {
        let (store, name) = (world.store(who), world.pcs[who].name);
        let found = store.check().unwrap().findings;
        assert!(found.is_empty() && store.missing().unwrap().is_empty(), "{name}: {found:?}");
        assert!(store.quarantined().unwrap().is_empty(), "{name}: {:?}", store.quarantined());
        let before = store.state_hash().unwrap();
        store.rebuild().unwrap();
        assert_eq!(store.state_hash().unwrap(), before, "{name}: the tables are what the log says");
    }
}
