//! Briefs of the months since the agreement began, computed by the program and dated as they would have been: the door of freezing dates
//! everything today, and then every one would be late. They rest on all that is made up before them: nothing of it is 补录.

use app::{App, CommandError};
use chrono::{Days, NaiveDate};
use domain::period::Month;
use serde_json::{Value, json};

use crate::county_year::BUREAU;
use crate::doors::{said, store_of};
use crate::people::{Entry, new_entry};
use crate::seed::Seed;
use crate::work::workday;

/// From the month of a day on, up to so many months before this one.
pub(crate) fn briefs(
    pc: &App,
    seed: &mut Seed,
    issuer: &str,
    from: NaiveDate,
    but: i32,
) -> Result<Vec<Entry>, CommandError> {
    let last = Month::of(pc.today()).plus(-1 - but);
    let heads: Vec<Value> =
        store_of(pc)?.heads()?.into_iter().map(|(log, _, seq, head)| json!([log, seq, head])).collect();
    let heads = json!(heads).to_string();
    let months = (0..).map(|month| Month::of(from).plus(month)).take_while(|month| *month <= last);
    months.map(|month| brief(pc, seed, issuer, month, &heads)).collect()
}

fn brief(pc: &App, seed: &mut Seed, issuer: &str, month: Month, heads: &str) -> Result<Entry, CommandError> {
    let mut view = pc.call("reports.preview", json!({"outline": "monthly_brief", "period": month.to_string()}))?;
    let date = workday(month.last() + Days::new(4)).min(pc.today()).to_string();
    view["date"] = json!(date);
    view["sent_to"] = json!(format!("报 {BUREAU}"));
    let written = |value: &Value| value.to_string();
    let fields = json!({
        "month": view["period"], "issue_no": view["issue_no"], "version": view["version"], "title": said(&view, "/title"),
        "issuer": said(&view, "/issuer"), "frozen_date": date, "issued_by": issuer, "sent_to": view["sent_to"], "copies": view["copies"],
        "leave_out_zeros": "no", "sections": written(&view["sections"]), "figures": written(&view), "heads": heads,
    });
    Ok(new_entry(seed, "monthly_brief", fields))
}
