//! Photos of a report: those of its period that may be chosen, whether who is on them agreed, and their files when it is laid out.
//! A photo is never shown of somebody whose consent does not say so.

use domain::consent::Use;
use domain::fields::{attachment, visit};
use store::{Row, Test};

use crate::boards::reports::about::About;
use crate::boards::reports::cases;
use crate::boards::reports::types::{PhotoConsent, ReportPhoto, ReportPhotoChoice, ReportPhotoChoices, ReportRequest};
use crate::features::attachments;
use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::{Pc, local_time};
use crate::kernel::words;
use crate::records::consents;

/// Photos that a report takes at most of each area, and of none.
const MOST: usize = 2;
/// Pixels along the longer side of a photo there.
const SIDE: u32 = 1600;

/// Photos of the report's period.
pub(crate) fn choices(pc: &Pc, request: ReportRequest) -> Result<ReportPhotoChoices, CommandError> {
    let context = Context::of(pc)?;
    let rows = of_period(&context, &About::own(&context, &request.key())?)?;
    let photos = rows.iter().map(|row| choice(&context, row)).collect::<Result<_, _>>()?;
    Ok(ReportPhotoChoices { photos, most: MOST as u32 })
}

/// Kept as photos, taken (or, where that is not known, added) in the period; the newest first.
fn of_period(context: &Context, about: &About) -> Result<Vec<Row>, CommandError> {
    let Some(spans) = about.spans else { return Ok(Vec::new()) };
    let photos = context
        .of_station(attachment::KIND, about.station.as_deref())
        .and(attachment::PURPOSE, Test::Eq, "photo")
        .and(attachment::MIME, Test::Eq, photos::JPEG);
    let mut rows = context.list(&photos.finals())?;
    rows.retain(|row| domain::dates::stored(&day(row)).is_some_and(|day| spans.this.contains(day)));
    rows.sort_by_key(|row| std::cmp::Reverse((day(row), row.created_ms)));
    Ok(rows)
}

fn day(row: &Row) -> String {
    some_text(&row.fields, attachment::TAKEN_DATE)
        .unwrap_or_else(|| local_time(row.created_ms).date_naive().to_string())
}

fn choice(context: &Context, row: &Row) -> Result<ReportPhotoChoice, CommandError> {
    let target = attachments::target_of(context, row)?;
    let (of, minor) = match &target {
        Some(target) => (attachments::title_of(context, target)?, attachments::about_minor(context, target)?),
        None => (String::new(), false),
    };
    Ok(ReportPhotoChoice {
        attachment: row.id.clone(),
        caption: some_text(&row.fields, attachment::CAPTION)
            .unwrap_or_else(|| words::label("attachment_purpose", text(&row.fields, attachment::PURPOSE))),
        date: day(row),
        of,
        area: area_of(context, target.as_ref())?,
        consent: consent_of(context, target.as_ref())?,
        minor,
    })
}

/// Area of service of the record that a photo belongs to, or of that one's owner.
fn area_of(context: &Context, target: Option<&Row>) -> Result<String, CommandError> {
    let Some(row) = target else { return Ok(String::new()) };
    if let Some(area) = some_text(&row.fields, visit::AREA) {
        return Ok(area);
    }
    let kind = kind_named(&row.kind)?;
    let owner =
        kind.parent.as_ref().and_then(|parent| Some((kind.refers_to(parent)?, some_text(&row.fields, parent)?)));
    let owner = owner.map(|(kind, id)| context.store.row(kind, &id)).transpose()?.flatten();
    Ok(owner.and_then(|row| some_text(&row.fields, visit::AREA)).unwrap_or_default())
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
    about: &About,
    photos: Vec<ReportPhoto>,
) -> Result<Vec<ReportPhoto>, CommandError> {
    let refused = |words: String| CommandError::invalid_field("photos", &words);
    let rows = if photos.is_empty() { Vec::new() } else { of_period(context, about)? };
    let mut found: Vec<ReportPhoto> = Vec::new();
    for photo in photos {
        let row = rows.iter().find(|row| row.id == photo.attachment);
        let row = row.ok_or_else(|| refused("选中的照片已不在本期的照片里，请重新选择。".to_owned()))?;
        let name = text(&row.fields, attachment::CAPTION);
        let target = attachments::target_of(context, row)?;
        match consent_of(context, target.as_ref())? {
            PhotoConsent::Given => {}
            PhotoConsent::Unknown if photo.agreed => {}
            PhotoConsent::Unknown => {
                return Err(refused(format!("照片“{name}”没有登记到人，请确认照片上的人都同意公开，再放进报告。")));
            }
            PhotoConsent::Missing => {
                return Err(refused(format!("照片“{name}”里的服务对象没有同意公开照片，不能放进报告。")));
            }
        }
        let own = area_of(context, target.as_ref())?;
        let area = if own.is_empty() { photo.area.clone() } else { own };
        if found.iter().filter(|one| one.area == area).count() == MOST {
            return Err(refused(format!("每个领域最多放 {MOST} 张照片，请取消几张。")));
        }
        found.push(ReportPhoto { area, ..photo });
    }
    let captions = found.iter().map(|photo| photo.caption.trim().to_owned()).collect();
    let captions = cases::captions_without_names(context, captions)?;
    Ok(found.into_iter().zip(captions).map(|(photo, caption)| ReportPhoto { caption, ..photo }).collect())
}

/// A photo's file with its caption and area.
pub(super) struct Shown {
    pub(super) file: documents::Photo,
    pub(super) caption: String,
    pub(super) area: String,
}

/// The files of a report's photos; and how many are not on this PC (any more).
pub(super) fn files(context: &Context, photos: &[ReportPhoto]) -> Result<(Vec<Shown>, usize), CommandError> {
    let mut found = Vec::new();
    for photo in photos {
        let row = context.store.row(attachment::KIND, &photo.attachment)?.filter(|row| row.deleted_reason.is_none());
        let Some(row) = row else { continue };
        let Some(file) = attachments::on_paper(context, &row, SIDE)? else { continue };
        found.push(Shown { file, caption: photo.caption.clone(), area: photo.area.clone() });
    }
    let missing = photos.len() - found.len();
    Ok((found, missing))
}
