//! Photos behind a paper: which of the record's stand there, with their captions, and which are left out and why. Whether one may leave
//! the station `domain::consent` decides.

use domain::consent::{self, Use};
use domain::dictionary::dictionary;
use domain::fields::attachment;
use domain::paper::Paper;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Row;
use ts_rs::TS;

use crate::features::attachments;
use crate::kernel::context::{some_text, text};
use crate::kernel::error::CommandError;
use crate::records::consents;
use crate::records::path_values::Reading;

/// Pixels along the longer side: what a small photo on paper shows.
const SIDE: u32 = 920;

/// Photos of records that do not stand on their papers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct PhotosLeftOut {
    /// Because who is on them has not agreed to photos being public, and the paper leaves the station.
    pub no_consent: u32,
    /// Because their files have not come to this PC.
    pub not_here: u32,
    /// Because a paper takes no more.
    pub beyond: u32,
}

impl PhotosLeftOut {
    /// Those of another paper too.
    pub(super) fn add(&mut self, other: PhotosLeftOut) {
        self.no_consent += other.no_consent;
        self.not_here += other.not_here;
        self.beyond += other.beyond;
    }
}

/// The photos behind the paper of a record, with their captions.
pub(super) fn behind(
    reading: &Reading,
    paper: &Paper,
    row: &Row,
) -> Result<(Vec<(documents::Photo, String)>, PhotosLeftOut), CommandError> {
    let (mut shown, mut left_out) = (Vec::new(), PhotosLeftOut::default());
    if paper.photos == 0 {
        return Ok((shown, left_out));
    }
    let context = reading.context;
    let mut photos = attachments::photos_of(context, row)?;
    if reading.is_outside() && !photos.is_empty() {
        let agreed = consents::all_agree(context, row, Use::Public)?;
        let all = photos.len();
        photos.retain(|photo| consent::photo_may_leave(agreed, &photo.fields));
        left_out.no_consent = (all - photos.len()) as u32;
    }
    for photo in &photos {
        if shown.len() == paper.photos {
            left_out.beyond += 1;
            continue;
        }
        match attachments::on_paper(context, photo, SIDE)? {
            Some(file) => shown.push((file, caption(reading, photo))),
            None => left_out.not_here += 1,
        }
    }
    Ok((shown, left_out))
}

/// What is said of a photo, where that may be read, and when it was taken.
fn caption(reading: &Reading, photo: &Row) -> String {
    let field = dictionary().kind(attachment::KIND).and_then(|kind| kind.field(attachment::CAPTION));
    let value = photo.fields.get(attachment::CAPTION).unwrap_or(&Value::Null);
    let readable = field.is_some_and(|field| reading.hidden(field, value).is_none());
    let said = if readable { text(&photo.fields, attachment::CAPTION) } else { "" };
    let day = some_text(&photo.fields, attachment::TAKEN_DATE).unwrap_or_default();
    [said, &day].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join("　")
}
