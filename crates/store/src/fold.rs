//! `state = f(set of changes)`, for one record: from all its known changes to the live values of each field. Pure; no SQL, no order
//! of arrival. What overwrites a change that arrives only later is in the header of the change that came first, so a late arrival
//! is dead on arrival without anything being remembered apart.

use std::collections::{BTreeMap, HashSet};

use changelog::{Header, Hlc, Live, Op, Payload, Ref, merge};
use serde_json::Value;

/// One change of the record, as the log holds it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub reference: Ref,
    pub header: Header,
    /// None once erased.
    pub payload: Option<Payload>,
    /// Audience and device of its log.
    pub audience: String,
    pub device: String,
}

/// A live value with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LiveValue {
    pub reference: Ref,
    pub hlc: Hlc,
    pub doubtful: bool,
    pub author: String,
    pub device: String,
    pub value: Value,
}

/// First or last touch of the record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stamp {
    pub hlc: Hlc,
    pub author: String,
}

/// What the changes of one record come to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Folded {
    /// The audience it is at home in: that of its earliest change. A change of the same record in another audience is kept in the
    /// log and left out here, so that one station cannot write into another's record at the county.
    pub audience: String,
    /// Per field its live values, the winner first.
    pub fields: BTreeMap<String, Vec<LiveValue>>,
    pub created: Stamp,
    pub updated: Stamp,
}

/// Folds the changes of one record. None when nothing of it is left (never written, or all erased).
pub(crate) fn fold(changes: &[Known]) -> Option<Folded> {
    let sets = || changes.iter().filter(|known| known.header.op == Op::Set);
    let earliest = |known: &&Known| (known.header.doubtful, known.header.hlc, known.reference);
    let audience = sets().min_by_key(earliest)?.audience.clone();
    let home: Vec<&Known> = sets().filter(|known| known.audience == audience).collect();
    let first = home.iter().min_by_key(|known| earliest(known))?;
    let last = home.iter().max_by_key(|known| (!known.header.doubtful, known.header.hlc, known.reference))?;
    if home.iter().all(|known| known.payload.is_none()) {
        return None;
    }

    let dead: HashSet<(&str, &Ref)> = home
        .iter()
        .flat_map(|known| known.header.overwrites.iter())
        .flat_map(|(field, refs)| refs.iter().map(move |reference| (field.as_str(), reference)))
        .collect();
    let mut fields: BTreeMap<String, Vec<LiveValue>> = BTreeMap::new();
    for known in &home {
        for (field, value) in known.payload.iter().flatten() {
            if !dead.contains(&(field.as_str(), &known.reference)) {
                fields.entry(field.clone()).or_default().push(LiveValue {
                    reference: known.reference,
                    hlc: known.header.hlc,
                    doubtful: known.header.doubtful,
                    author: known.header.author.clone(),
                    device: known.device.clone(),
                    value: value.clone(),
                });
            }
        }
    }
    fields.values_mut().filter(|live| live.len() > 1).for_each(winner_first);
    let stamp = |known: &Known| Stamp { hlc: known.header.hlc, author: known.header.author.clone() };
    Some(Folded { created: stamp(first), updated: stamp(last), audience, fields })
}

fn winner_first(live: &mut Vec<LiveValue>) {
    live.sort_by_key(|value| (!value.doubtful, value.hlc, value.reference));
    live.reverse();
    let weighed: Vec<Live<()>> = live
        .iter()
        .map(|value| Live { reference: value.reference, hlc: value.hlc, doubtful: value.doubtful, value: () })
        .collect();
    if let Some(winner) = merge::winner(&weighed) {
        let winner = live.remove(winner);
        live.insert(0, winner);
    }
}

/// Whether a person has to look: several live values that differ. The same value written twice is no disagreement.
pub(crate) fn in_conflict(live: &[LiveValue]) -> bool {
    live.iter().any(|value| value.value != live[0].value)
}

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests {
    use super::*;
    use changelog::LogId;
    use serde_json::json;

    fn change(log: u8, seq: u64, ms: u64, fields: Value, overwrites: &[(&str, Ref)]) -> Known {
        let reference = Ref { log: LogId([log; 16]), seq, head: [log; 8] };
        let mut over: BTreeMap<String, Vec<Ref>> = BTreeMap::new();
        overwrites.iter().for_each(|(field, target)| over.entry(field.to_string()).or_default().push(*target));
        let header = Header {
            v: 1,
            log: reference.log,
            seq,
            rest: 0,
            hlc: Hlc { ms, n: 0 },
            doubtful: false,
            author: format!("author {log}"),
            kind: "recipient".into(),
            record: "r".into(),
            op: Op::Set,
            overwrites: over,
        };
        Known {
            reference,
            header,
            payload: fields.as_object().cloned(),
            audience: "station:1".into(),
            device: "d".into(),
        }
    }

    #[test]
    fn what_nobody_saw_is_a_conflict_and_the_later_value_is_shown() {
        let first = change(1, 1, 10, json!({"phone": "1"}), &[]);
        let left = change(1, 2, 20, json!({"phone": "2"}), &[("phone", first.reference)]);
        let right = change(2, 1, 30, json!({"phone": "3"}), &[("phone", first.reference)]);
        let folded = fold(&[first, left, right]).expect("a state");
        let values: Vec<_> = folded.fields["phone"].iter().map(|live| live.value.clone()).collect();
        assert_eq!(values, [json!("3"), json!("2")]);
        assert!(in_conflict(&folded.fields["phone"]));
    }

    #[test]
    fn a_value_already_overwritten_is_dead_when_it_arrives() {
        let first = change(1, 1, 10, json!({"phone": "1", "name": "甲"}), &[]);
        let second = change(2, 1, 5, json!({"phone": "2"}), &[("phone", first.reference)]);
        let folded = fold(&[second, first]).expect("a state");
        assert_eq!(folded.fields["phone"].len(), 1);
        assert_eq!(folded.fields["phone"][0].value, json!("2"));
        assert_eq!(folded.fields["name"][0].value, json!("甲"));
    }

    #[test]
    fn another_station_cannot_write_into_the_record() {
        let first = change(1, 1, 10, json!({"phone": "1"}), &[]);
        let mut other = change(2, 1, 99, json!({"phone": "2"}), &[("phone", first.reference)]);
        other.audience = "station:2".into();
        let folded = fold(&[other, first]).expect("a state");
        assert_eq!(folded.audience, "station:1");
        assert_eq!(folded.fields["phone"][0].value, json!("1"));
    }

    #[test]
    fn a_record_whose_changes_are_all_erased_is_gone() {
        let mut only = change(1, 1, 10, json!({"phone": "1"}), &[]);
        only.payload = None;
        assert!(fold(&[only]).is_none());
    }
}
