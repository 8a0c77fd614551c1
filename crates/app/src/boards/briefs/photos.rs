//! Photos of a brief: those of the month that may be chosen, whether who is on them agreed, and their files when the brief is laid out.
//! A photo is never shown of somebody whose consent does not say so.

use domain::consent::Use;
use domain::fields::attachment;
use domain::period::Month;
use store::{Query, Row, Test};

use crate::boards::briefs::types::{
    BriefPhoto, BriefPhotoChoice, BriefPhotoChoices, BriefRequest, BriefSection, PhotoConsent,
};
use crate::boards::briefs::{cases, month_of};
use crate::features::attachments;
use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::{Pc, local_time};
use crate::kernel::words;
use crate::records::consents;

/// Photos that a brief takes at most.
const MOST: usize = 6;
/// Pixels along the longer side of a photo there.
const SIDE: u32 = 1600;

/// Photos of the month.
pub(crate) fn choices(pc: &Pc, request: BriefRequest) -> Result<BriefPhotoChoices, CommandError> {
    let context = Context::of(pc)?;
    let rows = of_month(&context, month_of(&request.month)?)?;
    let photos = rows.iter().map(|row| choice(&context, row)).collect::<Result<_, _>>()?;
    Ok(BriefPhotoChoices { photos, most: MOST as u32 })
}

/// Kept as photos, taken (or, where that is not known, added) in the month; the newest first.
fn of_month(context: &Context, month: Month) -> Result<Vec<Row>, CommandError> {
    let photos = context
        .of_station(attachment::KIND, context.station.as_deref())
        .and(attachment::PURPOSE, Test::Eq, "photo")
        .and(attachment::MIME, Test::Eq, photos::JPEG);
    let mut rows = context.list(&Query { provisional: Some(false), ..photos })?;
    rows.retain(|row| day(row).starts_with(&month.to_string()));
    rows.sort_by_key(|row| std::cmp::Reverse((day(row), row.created_ms)));
    Ok(rows)
}

fn day(row: &Row) -> String {
    some_text(&row.fields, attachment::TAKEN_DATE)
        .unwrap_or_else(|| local_time(row.created_ms).date_naive().to_string())
}

fn choice(context: &Context, row: &Row) -> Result<BriefPhotoChoice, CommandError> {
    let target = attachments::target_of(context, row)?;
    let (of, minor) = match &target {
        Some(target) => (attachments::title_of(context, target)?, attachments::about_minor(context, target)?),
        None => (String::new(), false),
    };
    Ok(BriefPhotoChoice {
        attachment: row.id.clone(),
        caption: some_text(&row.fields, attachment::CAPTION)
            .unwrap_or_else(|| words::label("attachment_purpose", text(&row.fields, attachment::PURPOSE))),
        date: day(row),
        of,
        consent: consent_of(context, target.as_ref())?,
        minor,
    })
}

/// Whether everybody whose record a photo belongs to agreed.
fn consent_of(context: &Context, target: Option<&Row>) -> Result<PhotoConsent, CommandError> {
    let agreed = target.map(|target| consents::all_agree(context, target, Use::Public)).transpose()?.flatten();
    Ok(match agreed {
        None => PhotoConsent::Unknown,
        Some(true) => PhotoConsent::Given,
        Some(false) => PhotoConsent::Missing,
    })
}

/// The photos as chosen, when each may be shown, their captions without names and numbers.
pub(super) fn chosen(
    context: &Context,
    month: Month,
    photos: Vec<BriefPhoto>,
) -> Result<Vec<BriefPhoto>, CommandError> {
    let refused = |words: String| CommandError::invalid_field("photos", &words);
    if photos.len() > MOST {
        return Err(refused(format!("一份简报最多放 {MOST} 张照片，请取消几张。")));
    }
    let rows = if photos.is_empty() { Vec::new() } else { of_month(context, month)? };
    for photo in &photos {
        let row = rows.iter().find(|row| row.id == photo.attachment);
        let row = row.ok_or_else(|| refused("选中的照片已不在本月的照片里，请重新选择。".to_owned()))?;
        let name = text(&row.fields, attachment::CAPTION);
        match consent_of(context, attachments::target_of(context, row)?.as_ref())? {
            PhotoConsent::Given => {}
            PhotoConsent::Unknown if photo.agreed => {}
            PhotoConsent::Unknown => {
                return Err(refused(format!("照片“{name}”没有登记到人，请确认照片上的人都同意公开，再放进简报。")));
            }
            PhotoConsent::Missing => {
                return Err(refused(format!("照片“{name}”里的服务对象没有同意公开照片，不能放进简报。")));
            }
        }
    }
    let captions = photos.iter().map(|photo| BriefSection {
        key: cases::SECTION.to_owned(),
        heading: String::new(),
        text: photo.caption.trim().to_owned(),
    });
    let captions = cases::de_identified(context, captions.collect())?;
    Ok(photos.into_iter().zip(captions).map(|(photo, said)| BriefPhoto { caption: said.text, ..photo }).collect())
}

/// The files of a brief's photos, each with its caption; and how many are not on this PC (any more).
pub(super) fn files(
    context: &Context,
    photos: &[BriefPhoto],
) -> Result<(Vec<(documents::Photo, String)>, usize), CommandError> {
    let mut found = Vec::new();
    for photo in photos {
        let row = context.store.row(attachment::KIND, &photo.attachment)?.filter(|row| row.deleted_reason.is_none());
        let Some(row) = row else { continue };
        let Some(shown) = attachments::on_paper(context, &row, SIDE)? else { continue };
        found.push((shown, photo.caption.clone()));
    }
    let missing = photos.len() - found.len();
    Ok((found, missing))
}
