//! Changes, their hash chain, clock, signatures, bundles, roster, receipts, joining: the log and wire format
//! of `schema/bundle-v1.md`. No I/O, no clock of the machine, no SQL, and no knowledge of what a visit is.

pub mod authority;
pub mod bundle;
pub mod chain;
pub mod change;
pub mod checkpoint;
pub mod clock;
pub mod confirmation;
pub mod erasure;
pub mod error;
pub mod header;
pub mod held_photos;
pub mod ids;
pub mod join;
pub mod keys;
pub mod lines;
pub mod merge;
pub mod receipt;
pub mod root_key;
pub mod roster;
pub mod salt;
pub mod seal;
pub mod segment;
pub mod shape;
pub mod signed;

pub use authority::Opening;
pub use bundle::{Envelope, Limits, Opened, Quarantined, Sealed, SegmentRange};
pub use change::{Body, Change};
pub use checkpoint::{Checkpoint, SignedCheckpoint};
pub use clock::Clock;
pub use confirmation::Confirmation;
pub use erasure::{Erasure, SignedErasure};
pub use error::{Error, Result};
pub use header::{Audience, Header, Hlc, Op, Payload};
pub use held_photos::{HeldPhotos, SignedHeldPhotos};
pub use ids::{Head, LogId, PublicKey, Ref, Salt, Signature};
pub use join::{EnrolmentSecret, JoinFile, JoinRequest, OneTimeCode};
pub use keys::{DeviceKeys, DevicePublic, Identity, Purpose, Signer};
pub use merge::Live;
pub use receipt::{Receipt, SignedReceipt};
pub use root_key::RootKey;
pub use roster::{Cut, HubPlace, Roster, RosterDevice, RosterEvent, RosterStation, SignedRoster};
pub use salt::{SaltSeed, Salts};
pub use segment::{Segment, SegmentOfChanges, SignedSegment};
pub use signed::Signed;
