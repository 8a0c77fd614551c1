//! One run with the hub, from its status to the newest checkpoint: the steps that `plan` decides, in order. One bundle's
//! trouble is noted; the line's trouble ends the run. Runs never overlap; whoever calls sees to that.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use changelog::{Purpose, Roster, SignedCheckpoint, SignedRoster};
use store::Store;

use crate::by_stick;
use crate::chunk_size::ChunkSize;
use crate::client::{Client, SeenDevice};
use crate::compare::compare;
use crate::context::{Run, Stopwatch, remembered};
use crate::erasing;
use crate::error::{OfflineReason, SyncError};
use crate::joining::{self, change_join_queue, join_queue};
use crate::lost::bring_lost;
use crate::pc_clock;
use crate::photos::photos;
use crate::plan::{HubMemory, Local, Remote, Step, plan};
use crate::progress::{Outcome, Phase, Watcher};
use crate::pull::{Pulled, pull};
use crate::push::push;
use crate::refill::{other_life, refill};

const SEEN: &str = "sync.seen";
/// A confirmation or roster makes the run begin anew; more often than this something is wrong.
const PASSES: usize = 4;

/// Whether to go on with the next step or to begin anew.
enum Next {
    On,
    Anew,
}

/// Talks to the hub once. `cancel` may be set from another thread at any time.
pub fn run_once(store: &Store, now_ms: u64, cancel: &Arc<AtomicBool>, watch: Watcher<'_>) -> Outcome {
    let began = Instant::now();
    run_timed(store, now_ms, &|| began.elapsed(), cancel, watch)
}

/// The same by another stopwatch, which says how long pieces take.
pub fn run_timed(
    store: &Store,
    now_ms: u64,
    stopwatch: Stopwatch<'_>,
    cancel: &Arc<AtomicBool>,
    watch: Watcher<'_>,
) -> Outcome {
    let mut outcome = Outcome::default();
    // What is damaged here is asked for in this very run, and not vouched for.
    if let Err(error) = store.look_over(now_ms) {
        outcome.problems.push(error.to_string());
    }
    for _ in 0..PASSES {
        match pass(store, now_ms, stopwatch, cancel, &mut outcome, &mut *watch) {
            Ok(Next::Anew) => continue,
            Ok(Next::On) => break,
            Err(SyncError::Offline(reason)) => outcome.offline = Some(reason),
            Err(SyncError::Cancelled) => outcome.cancelled = true,
            Err(SyncError::Refused { code, message }) if code == "revoked" => {
                outcome.revoked = true;
                outcome.problems.push(store.told_revoked(true).err().map_or(message, |error| error.to_string()));
            }
            Err(error) => outcome.problems.push(error.to_string()),
        }
        break;
    }
    outcome
}

fn pass<'a>(
    store: &'a Store,
    now_ms: u64,
    stopwatch: Stopwatch<'a>,
    cancel: &Arc<AtomicBool>,
    outcome: &'a mut Outcome,
    watch: Watcher<'a>,
) -> Result<Next, SyncError> {
    let roster = store.roster();
    let Some(place) = roster.hub.clone() else {
        return Err(SyncError::Offline(OfflineReason::NoHub));
    };
    let device = store.device().id.clone();
    let sign = |text: &[u8]| store.sign(Purpose::Session, text);
    let client = Client::new(&place, &roster.county_id, &device, &sign, now_ms, cancel.clone())?;
    let memory: Option<HubMemory> = remembered(store)?;
    let known = memory.is_some();
    let mut run = Run {
        store,
        client,
        memory: memory.unwrap_or_default(),
        outcome,
        watch,
        now_ms,
        stopwatch,
        chunk: ChunkSize::new(),
        lost_photos: Vec::new(),
    };
    run.tell(Phase::Connecting, 0, 0)?;
    let remote = match run.client.status() {
        Err(SyncError::Offline(OfflineReason::OtherCertificate)) => {
            let unpinned =
                |key| Client::unpinned(&place.url, key, &roster.county_id, &device, &sign, now_ms, cancel.clone());
            return adopt_new_hub(&mut run, &roster, unpinned);
        }
        answer => answer?,
    };
    run.outcome.clock_off_ms = pc_clock::off(now_ms, remote.time_ms);
    let local = local(&run, &roster, &device, &remote, known)?;
    if known && run.memory.epoch != remote.epoch {
        // Numbers of another epoch mean nothing here.
        run.memory = HubMemory { epoch: remote.epoch.clone(), ..HubMemory::default() };
    }
    run.memory.epoch = remote.epoch.clone();
    for step in plan(&local, &remote) {
        if let Next::Anew = take_step(&mut run, step, &remote)? {
            return Ok(Next::Anew);
        }
    }
    if local.confirmed {
        // Whoever has come through was let in.
        run.store.told_revoked(false)?;
        run.memory.receipts = run.memory.receipts.max(remote.receipts);
        run.remember()?;
    }
    Ok(Next::On)
}

fn local(run: &Run<'_>, roster: &Roster, device: &str, remote: &Remote, known: bool) -> Result<Local, SyncError> {
    let queue = join_queue(run.store)?;
    let at_hub = Some(remote.epoch.clone());
    let own = joining::own_request(run.store)?;
    let mut hub = known.then(|| run.memory.clone());
    if other_life(run.store, &remote.epoch, remote.receipts)? {
        // The store's receipts remember the hub too, even where our own note was lost with a restored backup.
        hub = Some(HubMemory { epoch: String::new(), ..run.memory.clone() });
    }
    Ok(Local {
        confirmed: roster.device(device).is_some() && has_identity(run.store)?,
        key_missing: run.store.key_missing()?.is_some(),
        county: run.store.device().station.is_none(),
        roster: roster.number,
        join_to_send: own.is_some_and(|own| own.at != at_hub),
        enrolments: !queue.enrolments.is_empty() && queue.enrolments_at != at_hub,
        confirmations: queue
            .confirmations
            .iter()
            .filter(|(_, kept)| kept.at != at_hub)
            .map(|(id, _)| id.clone())
            .collect(),
        erasures: !run.store.erasures()?.is_empty(),
        by_stick: by_stick::any(run.store)?,
        hub,
    })
}

/// Whether this PC has the key of its station (or of the county).
fn has_identity(store: &Store) -> Result<bool, SyncError> {
    Ok(store.station_identity(store.device().station.as_deref())?.is_some())
}

fn take_step(run: &mut Run<'_>, step: Step, remote: &Remote) -> Result<Next, SyncError> {
    let at = Some(remote.epoch.clone());
    match step {
        Step::PublishRoster => run.client.put_roster(run.store.signed_roster()?.to_bytes()?)?,
        Step::PublishEnrolments => {
            let hashes = join_queue(run.store)?.enrolments;
            hashes.chunks(1000).try_for_each(|some| run.client.put_enrolments(some))?;
            // One that was added meanwhile is published next time.
            change_join_queue(run.store, |queue| {
                if queue.enrolments == hashes {
                    queue.enrolments_at = at;
                }
            })?;
        }
        Step::PublishConfirmation(device) => {
            let Some(kept) = join_queue(run.store)?.confirmations.remove(&device) else {
                return Ok(Next::On);
            };
            run.client.put_confirmation(&device, kept.decoded())?;
            change_join_queue(run.store, |queue| {
                if let Some(now) = queue.confirmations.get_mut(&device).filter(|now| now.bytes == kept.bytes) {
                    now.at = at;
                }
            })?;
        }
        Step::FetchJoins => fetch_joins(run, at)?,
        Step::SendJoin => {
            if let Some(own) = joining::own_request(run.store)? {
                run.client.post_join(&own.admission, own.bytes())?;
                joining::own_request_sent(run.store, &remote.epoch)?;
            }
        }
        Step::FetchConfirmation => return fetch_confirmation(run),
        Step::FetchRoster => {
            let signed = SignedRoster::from_bytes(&run.client.roster()?)?;
            run.store.accept_roster(&signed)?;
            run.outcome.roster_taken = true;
            return Ok(Next::Anew);
        }
        Step::Refill => refill(run)?,
        Step::BringLost => bring_lost(run)?,
        Step::Push => push(run)?,
        Step::Pull => {
            if pull(run)? == Pulled::RolledBack {
                refill(run)?;
                pull(run)?;
            }
        }
        Step::BringFromStick => by_stick::bring(run)?,
        Step::Photos => photos(run)?,
        Step::PublishErasures => erasing::publish(run)?,
        Step::FetchSeen => joining::put(run.store, SEEN, &run.client.seen()?)?,
        Step::Compare => compare(run)?,
        Step::PublishCheckpoint => publish_checkpoint(run, remote)?,
        Step::FetchCheckpoint => {
            if let Some(bytes) = run.client.checkpoint()? {
                let signed = SignedCheckpoint::from_bytes(&bytes)?;
                run.store.accept_checkpoint(&signed)?;
                run.memory.checkpoint = signed.unchecked()?.number;
                run.outcome.checkpoint = true;
            }
        }
    }
    Ok(Next::On)
}

fn fetch_joins(run: &mut Run<'_>, at: Option<String>) -> Result<(), SyncError> {
    let queue = join_queue(run.store)?;
    let mut after = if queue.joins_at == at { queue.joins_after } else { 0 };
    loop {
        let (last, sealed) = run.client.joins(after)?;
        if last == after {
            return Ok(());
        }
        for request in sealed {
            match joining::add_join_request(run.store, &request) {
                Ok(new) => run.outcome.joins += u64::from(new),
                Err(SyncError::Changelog(error)) => run.problem(format!("信箱里有一份加入申请打不开，已略过。{error}")),
                Err(error) => return Err(error),
            }
        }
        after = last;
        change_join_queue(run.store, |queue| {
            queue.joins_after = last;
            queue.joins_at = at.clone();
        })?;
    }
}

fn fetch_confirmation(run: &mut Run<'_>) -> Result<Next, SyncError> {
    // Who has a key waits for the next one of its place; the rest of the run does not.
    let rekeyed = has_identity(run.store)? && run.store.roster().device(&run.store.device().id).is_some();
    let Some(bytes) = run.client.confirmation()? else {
        run.outcome.unconfirmed = !rekeyed;
        return Ok(Next::On);
    };
    joining::accept_confirmation(run.store, &bytes)?;
    if rekeyed {
        run.outcome.new_key |= run.store.key_missing()?.is_none();
        return Ok(Next::On);
    }
    run.outcome.confirmed_now = true;
    Ok(Next::Anew)
}

/// The county signs how far it holds every log, when that is further than the newest checkpoint says.
fn publish_checkpoint(run: &mut Run<'_>, remote: &Remote) -> Result<(), SyncError> {
    if remote.checkpoint > run.memory.checkpoint {
        take_step(run, Step::FetchCheckpoint, remote)?;
    }
    let newest = run.store.checkpoint()?;
    let known = newest.as_ref().map(|signed| signed.unchecked()).transpose()?;
    let told = known.map(|checkpoint| checkpoint.places).unwrap_or_default();
    let held = run.store.held()?;
    let further = held.into_iter().any(|(log, _, seq, head)| {
        !told.iter().any(|(known, to, at)| *known == log && (*to > seq || (*to == seq && *at == head)))
    }) || run.store.said_other_than_held()?;
    let signed = match newest {
        Some(signed) if !further => signed,
        _ if !further => return Ok(()),
        _ => {
            run.outcome.checkpoint = true;
            let mail = (run.memory.epoch.clone(), run.memory.after);
            run.store.make_checkpoint_after(run.now_ms, Some(mail))?
        }
    };
    let number = signed.unchecked()?.number;
    if number > remote.checkpoint {
        match run.client.put_checkpoint(signed.to_bytes()?) {
            // Another county device was faster; next time we take its word first.
            Ok(()) | Err(SyncError::Stale(_)) => {}
            Err(error) => return Err(error),
        }
    }
    run.memory.checkpoint = number;
    Ok(())
}

/// Somebody answers with another certificate. If it is a hub that has a newer roster of our root key which names this very
/// certificate, the county has set up its hub anew: take the roster and go on. Otherwise it is a portal, or worse.
fn adopt_new_hub<'c>(
    run: &mut Run<'_>,
    roster: &Roster,
    unpinned: impl Fn(changelog::PublicKey) -> Result<Client<'c>, SyncError>,
) -> Result<Next, SyncError> {
    let not_ours = SyncError::Offline(OfflineReason::OtherCertificate);
    let remote = match unpinned(roster.root_key)?.status_of_anyone() {
        Ok(remote) => remote,
        Err(SyncError::Cancelled) => return Err(SyncError::Cancelled),
        Err(_) => return Err(SyncError::Offline(OfflineReason::Portal)),
    };
    let Ok(key) = remote.key.parse() else {
        return Err(SyncError::Offline(OfflineReason::Portal));
    };
    if remote.county != roster.county_id || remote.roster <= roster.number {
        return Err(not_ours);
    }
    let Ok(bytes) = unpinned(key)?.roster() else {
        return Err(not_ours);
    };
    let newer = SignedRoster::from_bytes(&bytes)?;
    if newer.verify(&roster.root_key, roster.number + 1)?.hub == roster.hub {
        return Err(not_ours);
    }
    run.store.accept_roster(&newer)?;
    run.outcome.roster_taken = true;
    Ok(Next::Anew)
}

/// County: when each PC was at the hub last, as of the last run.
pub fn seen_devices(store: &Store) -> Result<Vec<SeenDevice>, SyncError> {
    joining::get(store, SEEN)
}

/// A flag for `run_once` that nobody sets.
pub fn never() -> Arc<AtomicBool> {
    Arc::new(AtomicBool::new(false))
}
