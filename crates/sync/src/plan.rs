//! The plan of one run of the sync, decided from what is known here and what the hub says. A pure function, so that
//! it can be read and tested as a table. It neither sends nor stores anything.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What this PC knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Local {
    /// Whether the roster names this device.
    pub confirmed: bool,
    /// Whether the key of its place that the roster names is still on its way, an older one being here.
    pub key_missing: bool,
    /// Whether this is a county device.
    pub county: bool,
    /// Number of the roster that is here.
    pub roster: u64,
    /// A join request waits to be sent.
    pub join_to_send: bool,
    /// Enrolment hashes wait to be published.
    pub enrolments: bool,
    /// Devices whose confirmation waits to be published.
    pub confirmations: Vec<String>,
    /// Something has been erased in this county.
    pub erasures: bool,
    /// Something came by stick that may not be at the hub.
    pub by_stick: bool,
    /// What the hub said last time; `None` before the first time.
    pub hub: Option<HubMemory>,
}

/// What is remembered of the hub between runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubMemory {
    /// Its epoch.
    pub epoch: String,
    /// The highest receipt number it has said.
    pub receipts: u64,
    /// The last bundle number that was taken in.
    pub after: u64,
    /// SHA-256 of the bundle with that number: if the hub has another one there, it was rolled back.
    pub witness: String,
    /// Number of the checkpoint taken from it.
    pub checkpoint: u64,
    /// What the hub calls everything up to that bundle: the hash alone may come again at the same number. Empty with older hubs.
    #[serde(default)]
    pub chain: String,
    /// The hub is being filled again and has not got everything yet.
    #[serde(default)]
    pub filling: bool,
    /// Bundles that we brought ourselves and need not fetch: number and SHA-256.
    #[serde(default)]
    pub brought: BTreeMap<u64, String>,
    /// Numbers of bundles that could not be had whole: asked for again until they are, or until others have taken their place.
    #[serde(default)]
    pub again: BTreeSet<u64>,
}

/// What the hub says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// The county it serves.
    pub county: String,
    /// Drawn when it was set up.
    pub epoch: String,
    /// The highest receipt number given.
    pub receipts: u64,
    /// Number of its roster, 0 for none.
    pub roster: u64,
    /// Number of its newest checkpoint, 0 for none.
    #[serde(default)]
    pub checkpoint: u64,
    /// How many bundles and photos rotted there and are asked for again.
    #[serde(default)]
    pub lost: u64,
    /// Its clock.
    pub time_ms: u64,
    /// Its receipt key, hex.
    pub key: String,
}

/// One thing to do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Bring the hub a newer roster.
    PublishRoster,
    /// Publish the hashes of enrolment secrets.
    PublishEnrolments,
    /// Publish the confirmation of a device.
    PublishConfirmation(String),
    /// Fetch join requests of new PCs.
    FetchJoins,
    /// Send this PC's join request.
    SendJoin,
    /// Ask whether the county has confirmed this PC; the run goes on by itself if so.
    FetchConfirmation,
    /// Fetch a newer roster.
    FetchRoster,
    /// Close segments and send them.
    Push,
    /// The hub has lost mail: send again what it should have.
    Refill,
    /// Bring again what rotted at the hub and is here.
    BringLost,
    /// Fetch and take in new mail.
    Pull,
    /// Bring what came by stick and is not there.
    BringFromStick,
    /// Tell the hub what has been erased, with bundles that take the place of those that carry it.
    PublishErasures,
    /// Make a checkpoint of what was taken in, and publish it.
    PublishCheckpoint,
    /// Fetch a newer checkpoint.
    FetchCheckpoint,
    /// Look what the county holds and this PC does not, or the other way about: ask for it, or send it again.
    Compare,
    /// Fetch when each PC was at the hub last.
    FetchSeen,
    /// Send and fetch photos and scans; after everything else.
    Photos,
}

/// Decides what to do.
pub fn plan(local: &Local, remote: &Remote) -> Vec<Step> {
    let mut steps = Vec::new();
    if !local.confirmed {
        // What comes after is planned anew once the confirmation is here.
        steps.push(Step::FetchConfirmation);
        if local.join_to_send {
            steps.push(Step::SendJoin);
        }
        return steps;
    }
    // The root key's signature is the authority, so whoever has the newer roster may bring it.
    if local.roster > remote.roster {
        steps.push(Step::PublishRoster);
    }
    if remote.roster > local.roster {
        steps.push(Step::FetchRoster);
    }
    if local.key_missing {
        steps.push(Step::FetchConfirmation);
    }
    if local.county {
        if local.enrolments {
            steps.push(Step::PublishEnrolments);
        }
        steps.extend(local.confirmations.iter().cloned().map(Step::PublishConfirmation));
        steps.push(Step::FetchJoins);
    }
    if remote.lost > 0 {
        steps.push(Step::BringLost);
    }
    steps.push(Step::Push);
    if local.hub.as_ref().is_some_and(|known| lost_mail(known, remote)) {
        steps.push(Step::Refill);
    }
    steps.push(Step::Pull);
    if local.by_stick {
        steps.push(Step::BringFromStick);
    }
    if local.county && local.erasures {
        steps.push(Step::PublishErasures);
    }
    if remote.checkpoint > local.hub.as_ref().map_or(0, |known| known.checkpoint) {
        steps.push(Step::FetchCheckpoint);
    }
    steps.push(Step::Compare);
    if local.county {
        steps.push(Step::PublishCheckpoint);
        steps.push(Step::FetchSeen);
    }
    steps.push(Step::Photos);
    steps
}

/// Whether the hub has been set up anew or rolled back since we knew it, or is not filled again yet.
fn lost_mail(known: &HubMemory, remote: &Remote) -> bool {
    known.epoch != remote.epoch || known.receipts > remote.receipts || known.filling
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(epoch: &str, receipts: u64) -> Option<HubMemory> {
        Some(HubMemory { epoch: epoch.into(), receipts, checkpoint: 2, ..HubMemory::default() })
    }

    #[test]
    fn the_plan_is_this_table() {
        let remote = Remote { epoch: "a".into(), receipts: 7, roster: 3, checkpoint: 2, ..Remote::default() };
        let station = Local { confirmed: true, roster: 3, hub: known("a", 7), ..Local::default() };
        let county = Local { county: true, ..station.clone() };
        use Step::*;
        let table: Vec<(&str, Local, Remote, Vec<Step>)> = vec![
            ("nothing new", station.clone(), remote.clone(), vec![Push, Pull, Compare, Photos]),
            (
                "first time",
                Local { hub: None, ..station.clone() },
                remote.clone(),
                vec![Push, Pull, FetchCheckpoint, Compare, Photos],
            ),
            (
                "newer roster there",
                Local { roster: 2, ..station.clone() },
                remote.clone(),
                vec![FetchRoster, Push, Pull, Compare, Photos],
            ),
            (
                "the place has a new key",
                Local { key_missing: true, ..station.clone() },
                remote.clone(),
                vec![FetchConfirmation, Push, Pull, Compare, Photos],
            ),
            (
                "a newer roster came by stick",
                Local { roster: 4, ..station.clone() },
                remote.clone(),
                vec![PublishRoster, Push, Pull, Compare, Photos],
            ),
            (
                "newer checkpoint",
                station.clone(),
                Remote { checkpoint: 3, ..remote.clone() },
                vec![Push, Pull, FetchCheckpoint, Compare, Photos],
            ),
            (
                "a new epoch",
                Local { hub: known("b", 7), ..station.clone() },
                remote.clone(),
                vec![Push, Refill, Pull, Compare, Photos],
            ),
            (
                "rolled back",
                Local { hub: known("a", 8), ..station.clone() },
                remote.clone(),
                vec![Push, Refill, Pull, Compare, Photos],
            ),
            (
                "something came by stick",
                Local { by_stick: true, ..station.clone() },
                remote.clone(),
                vec![Push, Pull, BringFromStick, Compare, Photos],
            ),
            (
                "something rotted there",
                station.clone(),
                Remote { lost: 1, ..remote.clone() },
                vec![BringLost, Push, Pull, Compare, Photos],
            ),
            (
                "filling it was interrupted",
                Local { hub: known("a", 7).map(|hub| HubMemory { filling: true, ..hub }), ..station.clone() },
                remote.clone(),
                vec![Push, Refill, Pull, Compare, Photos],
            ),
            (
                "more receipts are normal",
                Local { hub: known("a", 1), ..station.clone() },
                remote.clone(),
                vec![Push, Pull, Compare, Photos],
            ),
            (
                "not confirmed, request unsent",
                Local { confirmed: false, join_to_send: true, ..station.clone() },
                remote.clone(),
                vec![FetchConfirmation, SendJoin],
            ),
            (
                "not confirmed, request sent",
                Local { confirmed: false, ..station.clone() },
                remote.clone(),
                vec![FetchConfirmation],
            ),
            (
                "county, nothing new",
                county.clone(),
                remote.clone(),
                vec![FetchJoins, Push, Pull, Compare, PublishCheckpoint, FetchSeen, Photos],
            ),
            (
                "county with documents to publish",
                Local { roster: 4, enrolments: true, confirmations: vec!["d".into()], ..county.clone() },
                remote.clone(),
                vec![
                    PublishRoster,
                    PublishEnrolments,
                    PublishConfirmation("d".into()),
                    FetchJoins,
                    Push,
                    Pull,
                    Compare,
                    PublishCheckpoint,
                    FetchSeen,
                    Photos,
                ],
            ),
            (
                "county that has had something erased",
                Local { erasures: true, ..county.clone() },
                remote.clone(),
                vec![FetchJoins, Push, Pull, PublishErasures, Compare, PublishCheckpoint, FetchSeen, Photos],
            ),
            (
                "a hub set up anew has no roster",
                Local { hub: known("b", 7), ..county.clone() },
                Remote { roster: 0, receipts: 0, ..remote.clone() },
                vec![PublishRoster, FetchJoins, Push, Refill, Pull, Compare, PublishCheckpoint, FetchSeen, Photos],
            ),
            (
                "second county device",
                Local { roster: 2, ..county },
                remote,
                vec![FetchRoster, FetchJoins, Push, Pull, Compare, PublishCheckpoint, FetchSeen, Photos],
            ),
        ];
        for (name, local, remote, steps) in table {
            assert_eq!(plan(&local, &remote), steps, "{name}");
        }
    }
}
