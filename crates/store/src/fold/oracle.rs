//! Folding against an oracle that knows nothing of `overwrites`: who had seen what is kept as plain sets, and a value lives as long as nobody
//! who had seen it has written the field again. Random histories of four replicas whose clocks are anybody's guess.

use std::collections::BTreeSet;

use campaign::Rng;
use changelog::LogId;
use serde_json::json;

use super::*;

const FIELDS: [&str; 3] = ["phone", "village", "remark"];
const REPLICAS: usize = 4;

/// A write as the oracle remembers it.
struct Written {
    known: Known,
    /// Everything that its author had seen, its own past with it (places in the history).
    past: BTreeSet<usize>,
}

#[test]
fn what_lives_and_what_is_in_conflict_is_what_nobody_had_seen() {
    campaign::run("merge", 2_000, |random| {
        let history = history(random);
        let everything: BTreeSet<usize> = (0..history.len()).collect();
        agrees(&history, &everything, random);
        // Whatever part of it a replica holds with all that its authors had seen.
        for _ in 0..4 {
            let mut part = BTreeSet::new();
            for _ in 0..random.usize(1..4) {
                let place = random.usize(..history.len());
                part.extend(history[place].past.iter().copied().chain([place]));
            }
            agrees(&history, &part, random);
        }
    });
}

fn history(random: &mut Rng) -> Vec<Written> {
    let mut history: Vec<Written> = Vec::new();
    let mut seen: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); REPLICAS];
    for _ in 0..random.usize(4..24) {
        let who = random.usize(..REPLICAS);
        // It hears of some of the others, with all that they had seen.
        for other in 0..REPLICAS {
            if random.u8(..4) == 0 {
                let heard = seen[other].clone();
                seen[who].extend(heard);
            }
        }
        let fields: Vec<&str> = FIELDS.into_iter().filter(|_| random.bool()).collect();
        let known = written(&history, &seen[who], who, &fields, random);
        history.push(Written { known, past: seen[who].clone() });
        seen[who].insert(history.len() - 1);
    }
    history
}

/// As a form saves that shows everything this replica has: it names, for each field, what it showed.
fn written(history: &[Written], seen: &BTreeSet<usize>, who: usize, fields: &[&str], random: &mut Rng) -> Known {
    let here: Vec<Known> = seen.iter().map(|place| history[*place].known.clone()).collect();
    let shown = fold(&here).map(|folded| folded.fields).unwrap_or_default();
    let named = |field: &&str| {
        (field.to_string(), shown.get(*field).into_iter().flatten().map(|live| live.reference).collect())
    };
    let own = history.iter().filter(|written| written.known.reference.log.0[0] == who as u8).count() as u64;
    let reference = Ref { log: LogId([who as u8; 16]), seq: own + 1, head: [random.u8(..); 8] };
    let header = Header {
        v: 1,
        log: reference.log,
        seq: reference.seq,
        rest: 0,
        hlc: Hlc { ms: random.u64(..6), n: 0 },
        doubtful: random.u8(..5) == 0,
        author: format!("author {who}"),
        kind: "recipient".into(),
        record: "r".into(),
        op: Op::Set,
        overwrites: fields.iter().map(named).collect(),
    };
    let payload = fields.iter().map(|field| (field.to_string(), json!(random.u8(..3)))).collect();
    Known { reference, header, payload: Some(payload), audience: "station:1".into(), device: format!("device {who}") }
}

fn agrees(history: &[Written], part: &BTreeSet<usize>, random: &mut Rng) {
    let mut changes: Vec<Known> = part.iter().map(|place| history[*place].known.clone()).collect();
    let folded = fold(&changes).expect("something is left");
    for _ in 0..3 {
        random.shuffle(&mut changes);
        assert_eq!(fold(&changes).as_ref(), Some(&folded), "the order of arrival decides nothing");
    }
    for field in FIELDS {
        let writes =
            |place: &usize| history[*place].known.payload.as_ref().is_some_and(|fields| fields.contains_key(field));
        let writers: Vec<usize> = part.iter().copied().filter(writes).collect();
        let lives = |place: &&usize| !writers.iter().any(|later| history[*later].past.contains(place));
        let living: Vec<&Known> = writers.iter().filter(lives).map(|place| &history[*place].known).collect();
        let expected: BTreeSet<Ref> = living.iter().map(|known| known.reference).collect();
        let found = folded.fields.get(field).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(found.iter().map(|live| live.reference).collect::<BTreeSet<_>>(), expected, "{field}");
        let values: BTreeSet<String> = living.iter().map(|known| value_of(known, field)).collect();
        assert_eq!(
            in_conflict_or_none(found),
            values.len() > 1,
            "{field}: a conflict is two values that did not know of each other"
        );
        // A sound stamp before a doubtful one, then the later, then the greater name.
        let best = living.iter().max_by_key(|known| (!known.header.doubtful, known.header.hlc.ms, known.reference));
        assert_eq!(found.first().map(|live| live.reference), best.map(|known| known.reference), "{field}");
    }
}

fn value_of(known: &Known, field: &str) -> String {
    known.payload.as_ref().map(|fields| fields[field].to_string()).unwrap_or_default()
}

fn in_conflict_or_none(live: &[LiveValue]) -> bool {
    !live.is_empty() && in_conflict(live)
}
