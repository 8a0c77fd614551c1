//! A verdict on a record, or a station's answer to one, ready to be saved. Who may judge or answer what says the feature that asks.

use changelog::Payload;
use domain::fields::review as review_fields;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::request::RecordRef;
use crate::records::check::{self, Form, Ready};

/// `verdict` is a code of table `review_verdict`; `words` are hers or the station's.
pub(crate) fn verdict(
    context: &Context,
    target: RecordRef,
    verdict: &str,
    words: String,
) -> Result<Ready, CommandError> {
    let fields: Payload = [
        (review_fields::TARGET_KIND, target.kind),
        (review_fields::TARGET, target.id),
        (review_fields::VERDICT, verdict.to_owned()),
        (review_fields::TEXT, words),
        (review_fields::DATE, context.today_text()),
    ]
    .map(|(name, value)| (name.to_owned(), value.into()))
    .into_iter()
    .collect();
    check::ready(context, kind_named(review_fields::KIND)?, Form { fields, ..Form::default() })
}
