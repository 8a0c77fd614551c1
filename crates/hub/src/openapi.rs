//! The hub's own description, served at `/openapi.json`. It is made from the handlers, and says once what stands around all of them.

use std::collections::HashSet;
use std::sync::LazyLock;

use axum::Json;
use axum::http::Method;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

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
    components(schemas(crate::error::ErrorBody, crate::shapes::Hex64, crate::shapes::Device)),
    modifiers(&Around)
)]
struct Description;

/// Gives the description.
pub(crate) async fn get() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

/// Whether a route answers nobody without a session.
pub(crate) fn needs_session(method: &Method, route: &str) -> bool {
    static ROUTES: LazyLock<HashSet<(String, String)>> = LazyLock::new(|| {
        let mut description = Description::openapi();
        let paths = description.paths.paths.iter_mut();
        let of = |(path, item): (&String, &mut PathItem)| -> Vec<(String, String)> {
            let closed = operations(item).filter(|(_, operation)| !is_open(operation));
            closed.map(|(method, _)| (method.to_string(), path.clone())).collect()
        };
        paths.flat_map(of).collect()
    });
    ROUTES.contains(&(method.to_string(), route.to_string()))
}

/// Says so itself: `security(())`.
fn is_open(operation: &Operation) -> bool {
    operation.security.as_ref().is_some_and(|needs| needs.contains(&SecurityRequirement::default()))
}

/// What is true of every route because it stands around the routes (`routes.rs`) or in every caller (`sessions.rs`).
struct Around;

/// What anybody may be told.
const ANYBODY: &[&str] = &["413", "429", "503"];
/// What callers with a session may be told besides: it has ended; the device may not do this, or not any more.
const IN_SESSION: &[&str] = &["401", "403"];
const SESSION: &str = "session";

impl Modify for Around {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token of /v1/session"));
        if let Some(components) = &mut description.components {
            components.add_security_scheme(SESSION, SecurityScheme::Http(scheme.build()));
        }
        for (_, operation) in description.paths.paths.values_mut().flat_map(operations) {
            let open = is_open(operation);
            if !open {
                operation.security = Some(vec![SecurityRequirement::new::<_, _, String>(SESSION, [])]);
            }
            let answers = &mut operation.responses.responses;
            for status in ANYBODY.iter().chain(IN_SESSION.iter().filter(|_| !open)) {
                answers.insert(status.to_string(), RefOr::T(ResponseBuilder::new().build()));
            }
            // Every error has the same body.
            for (_, answer) in answers.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
                let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
                *answer = RefOr::T(ResponseBuilder::new().content("application/json", body).build());
            }
        }
    }
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let PathItem { get, put, post, patch, delete, .. } = path;
    let all = [
        (Method::GET, get),
        (Method::PUT, put),
        (Method::POST, post),
        (Method::PATCH, patch),
        (Method::DELETE, delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
