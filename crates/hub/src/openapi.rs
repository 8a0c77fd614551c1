//! The hub's own description, served at `/openapi.json`. It is made from the handlers and says nothing else.

use axum::Json;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "禾站信箱 hezhan-hub",
        description = "A mailbox of sealed bundles between the stations and their county. It cannot read what it carries."
    ),
    paths(
        crate::status::status,
        crate::sessions::nonce,
        crate::sessions::session,
        crate::rosters::put,
        crate::rosters::get,
        crate::enrolments::put,
        crate::joins::post,
        crate::joins::get,
        crate::joins::put_confirmation,
        crate::joins::get_confirmation,
        crate::uploads::get,
        crate::uploads::patch,
        crate::bundles::list,
        crate::bundles::get,
        crate::bundles::lost,
        crate::blobs::known,
        crate::blobs::patch,
        crate::blobs::get,
        crate::blobs::delete,
        crate::checkpoints::put,
        crate::checkpoints::get,
        crate::checkpoints::seen,
        crate::erasures::put,
        crate::erasures::get,
    ),
    components(schemas(crate::error::ErrorBody))
)]
struct Description;

/// Gives the description.
pub(crate) async fn get() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
