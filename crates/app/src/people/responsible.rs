//! Responsible workers (责任社工): narrowing people to those of one, and how a list names them. It assigns nobody.

use domain::fields::recipient;
use serde_json::Value;
use store::{Query, Test};

use crate::kernel::context::Context;

/// Stands where people without a responsible worker are meant.
pub(crate) const NOBODY: &str = "none";

/// Of these people those of a worker (staff id, or `none`); of all when nobody is named.
pub(crate) fn of_worker(people: Query, worker: Option<&str>) -> Query {
    match worker.map(str::trim).filter(|worker| !worker.is_empty()) {
        None => people,
        Some(NOBODY) => people.and(recipient::ASSIGNED_WORKER, Test::IsNull, Value::Null),
        Some(worker) => people.and(recipient::ASSIGNED_WORKER, Test::Eq, worker),
    }
}

/// Whose a person is, as her row says.
pub(crate) fn whose(value: &Value) -> String {
    value.as_str().filter(|worker| !worker.is_empty()).unwrap_or(NOBODY).to_owned()
}

/// As a list of workers names her.
pub(crate) fn name(context: &Context, worker: &str) -> String {
    if worker == NOBODY { "没有责任社工".to_owned() } else { context.staff_name(worker) }
}
