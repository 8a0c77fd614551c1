//! Authority to write for others: device → station → audience, from the roster. Every replica asks this, not only the writer's
//! program. Which side may write a record kind is the dictionary's business, not ours.

use serde::{Deserialize, Serialize};

use crate::{
    change::Change,
    error::{Error, Result},
    header::{Audience, Header, Hlc, Op, Payload},
    ids::{LogId, Ref},
    roster::{Cut, Roster, RosterDevice},
    segment::Segment,
};

/// The kind of the change that begins a log.
pub const LOG_KIND: &str = "log";

/// What the first change of a log says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Device id of the writer.
    pub device: String,
    /// For whom the log is written.
    pub audience: Audience,
    /// Why it was begun: `created`, `restored`, `cloned`.
    pub reason: String,
    /// The log it goes on from.
    pub predecessor: Option<Ref>,
}

impl Opening {
    /// Header and payload of the first change of `log`.
    pub fn to_change(
        &self,
        log: LogId,
        author: &str,
        hlc: Hlc,
        doubtful: bool,
        rest: u32,
    ) -> Result<(Header, Payload)> {
        let record = log.to_string();
        let header = Header {
            v: 1,
            log,
            seq: 1,
            rest,
            hlc,
            doubtful,
            author: author.to_owned(),
            kind: LOG_KIND.to_owned(),
            record,
            op: Op::Open,
            overwrites: Default::default(),
        };
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(payload)) => Ok((header, payload)),
            _ => Err(Error::CannotWrite),
        }
    }

    /// Reads the first change of a log.
    pub fn read(change: &Change) -> Result<Opening> {
        let header = &change.header;
        if header.op != Op::Open
            || header.seq != 1
            || header.kind != LOG_KIND
            || header.record != header.log.to_string()
        {
            return Err(Error::BadOpening);
        }
        let payload = change.payload().ok_or(Error::BadOpening)?;
        // An audience that we do not know is a newer program's, not nobody's.
        let known = |audience: &str| audience.starts_with("station:") || audience.parse::<Audience>().is_ok();
        if payload.get("audience").and_then(|audience| audience.as_str()).is_some_and(|audience| !known(audience)) {
            return Err(Error::NewerProgramNeeded);
        }
        serde_json::from_value(payload.into()).map_err(|_| Error::BadOpening)
    }
}

/// Whether this segment's device may write for this audience, and, when it is revoked, that the segment is not beyond its
/// cut. A station's device: its own station. A county device: everyone.
pub fn segment_allowed(roster: &Roster, segment: &Segment, audience: &Audience) -> Result<()> {
    known_author(roster, segment).and_then(|_| may_write(roster, segment, audience))
}

/// The same, whatever its cuts: for a store that keeps what revoked devices wrote and counts of it what its newest roster lets count.
pub fn may_write(roster: &Roster, segment: &Segment, audience: &Audience) -> Result<()> {
    let device = author(roster, segment)?;
    let allowed = match (&device.station, audience) {
        (None, Audience::Station(code)) => roster.station(code).is_some(),
        (None, _) => true,
        (Some(own), Audience::Station(code)) => own == code,
        (Some(_), _) => false,
    };
    if allowed { Ok(()) } else { Err(Error::NotAllowed) }
}

/// The device of a segment, if it is in this county's roster.
pub fn author<'a>(roster: &'a Roster, segment: &Segment) -> Result<&'a RosterDevice> {
    if segment.county != roster.county_id {
        return Err(Error::ForeignCounty);
    }
    roster.device(&segment.device).ok_or(Error::UnknownDevice)
}

/// The same, and that the segment is not beyond its cut.
pub fn known_author<'a>(roster: &'a Roster, segment: &Segment) -> Result<&'a RosterDevice> {
    let device = author(roster, segment)?;
    match &device.revoked {
        Some(cuts) if !cuts.iter().any(|cut| within(cut, segment)) => Err(Error::Revoked),
        _ => Ok(device),
    }
}

fn within(cut: &Cut, segment: &Segment) -> bool {
    cut.log == segment.log && (segment.to < cut.seq || (segment.to == cut.seq && segment.head_after == cut.head))
}

/// Which of these segments lead to the cut without a gap. Whoever stole a revoked device's key can still sign a branch that
/// ends below the cut; from a revoked device only what this function marks may be taken.
pub fn leading_to_cut(cut: &Cut, segments: &[Segment]) -> Vec<bool> {
    let mut leads = vec![false; segments.len()];
    let (mut seq, mut head) = (cut.seq, cut.head);
    while let Some(place) = segments.iter().position(|s| s.log == cut.log && s.to == seq && s.head_after == head) {
        if leads[place] || segments[place].count().is_none() {
            break;
        }
        leads[place] = true;
        (seq, head) = (segments[place].from - 1, segments[place].head_before);
    }
    leads
}
