//! Shown: whom the answers of the choke point name. Each answer of each command is looked through for ids, so that no command has to say what
//! it shows and none can forget to; which people under eighteen a page showed to whom is written down once a day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use serde_json::Value;

use crate::kernel::context::{Context, codes, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::first_ms;
use crate::kernel::readings::{PEOPLE, SHOWN, WHAT};
use crate::program::App;
use crate::records::subjects;

/// What the pages are called that a noun of commands belongs to.
const PAGES: &[(&str, &str)] = &[
    ("activities", "社区活动"),
    ("archive", "文书档案"),
    ("attachments", "照片与扫描件"),
    ("books", "录入时效"),
    ("cases", "个案"),
    ("county", "站点一览"),
    ("deadlines", "期限"),
    ("erasing", "清除"),
    ("evaluation", "绩效自评"),
    ("genogram", "家庭关系图"),
    ("gifts", "慰问与物资"),
    ("groups", "小组"),
    ("handover", "工作交接"),
    ("home", "工作台"),
    ("households", "家庭"),
    ("import_batches", "导入批次"),
    ("ledgers", "导入台账"),
    ("mandatory_reports", "强制报告"),
    ("means", "家计调查"),
    ("merges", "疑似重复"),
    ("papers", "打印"),
    ("plans", "服务计划"),
    ("quality", "质量提示"),
    ("readings", "查阅记录"),
    ("recipients", "服务对象"),
    ("records", "登记记录"),
    ("registers", "专项台账"),
    ("reports", "简报与报告"),
    ("returns", "退回"),
    ("reviews", "审核"),
    ("search", "查找"),
    ("service_items", "清单外服务"),
    ("sums", "数字来历"),
    ("targets", "指标"),
    ("traces", "服务痕迹"),
    ("visits", "走访"),
    ("volunteers", "志愿者"),
];

/// What is known of today, of the person at this PC.
#[derive(Default)]
struct Today {
    of: Option<(String, NaiveDate)>,
    /// Pages and ids that have been looked at, whatever they are.
    seen: BTreeSet<(&'static str, String)>,
    /// Pages, and the people of whom it is written down.
    written: BTreeSet<(String, String)>,
    /// What could not be written yet, by page and station.
    owed: BTreeMap<(&'static str, String), BTreeSet<String>>,
}

/// The same, kept between two calls.
#[derive(Default)]
struct Kept(Mutex<Today>);

/// Writes down whom the answer of a command showed. What cannot be written now (no room on the disk) is with the next answer.
pub(crate) fn note(app: &App, command: &str, answer: &Value) {
    let mut ids = BTreeSet::new();
    collect(answer, &mut ids);
    if ids.is_empty() {
        return;
    }
    let Ok(context) = Context::of(app) else { return };
    let kept = app.state::<Kept>();
    let mut today = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = today.note(&context, page(command), ids);
}

/// The page that a command belongs to.
fn page(command: &str) -> &'static str {
    let noun = command.split('.').next().unwrap_or_default();
    PAGES.iter().find(|(known, _)| *known == noun).map_or("其他页面", |(_, page)| page)
}

impl Today {
    fn note(&mut self, context: &Context, page: &'static str, ids: BTreeSet<&str>) -> Result<(), CommandError> {
        self.begin(context)?;
        let new = ids.into_iter().filter(|id| !self.seen.contains(&(page, (*id).to_owned())));
        let new: BTreeSet<String> = new.map(str::to_owned).collect();
        if !new.is_empty() {
            for (station, people) in subjects::minors(context, &new)? {
                let people = people.into_iter().filter(|id| !self.written.contains(&(said(page), id.clone())));
                self.owed.entry((page, station)).or_default().extend(people);
            }
            self.seen.extend(new.into_iter().map(|id| (page, id)));
        }
        while let Some(((page, station), people)) = self.owed.first_key_value() {
            let (page, station, people) = (*page, station.clone(), people.iter().cloned().collect::<Vec<_>>());
            if !people.is_empty() {
                context.record_shown(&said(page), BTreeMap::from([(station.clone(), people.clone())]))?;
            }
            self.written.extend(people.into_iter().map(|id| (said(page), id)));
            self.owed.remove(&(page, station));
        }
        Ok(())
    }

    /// Begins a day, or what another person sees: with what stands in the log already.
    fn begin(&mut self, context: &Context) -> Result<(), CommandError> {
        let of = Some((context.person.id.clone(), context.today));
        if self.of == of {
            return Ok(());
        }
        let mut written = BTreeSet::new();
        let own = context.store.readings(first_ms(context.today), u64::MAX)?.into_iter();
        for reading in own.filter(|one| one.kind == SHOWN && one.author == context.person.id) {
            let what = text(&reading.said, WHAT);
            written.extend(codes(&reading.said, PEOPLE).into_iter().map(|id| (what.to_owned(), id.to_owned())));
        }
        *self = Today { of, written, ..Today::default() };
        Ok(())
    }
}

fn said(page: &str) -> String {
    format!("页面：{page}")
}

/// Ids that stand as the members of objects. Lists of nothing but ids, or of records named by kind and id, stand behind figures and show
/// nothing.
fn collect<'a>(answer: &'a Value, found: &mut BTreeSet<&'a str>) {
    match answer {
        Value::Array(items) => items.iter().filter(|one| !is_reference(one)).for_each(|one| collect(one, found)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if is_id(text) => drop(found.insert(text)),
                    _ if is_id(name) => drop(found.insert(name)),
                    _ => {}
                }
                collect(value, found);
            }
        }
        _ => {}
    }
}

fn is_reference(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|members| !members.is_empty() && members.keys().all(|name| name == "kind" || name == "id"))
}

fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::command::Command;
    use crate::kernel::pc::Pc;

    #[test]
    fn an_id_beside_words_shows_somebody_and_a_bare_list_behind_a_figure_nobody() {
        let one = "0190a1b2-0000-7000-8000-000000000001";
        let shows = |answer: Value| {
            let mut found = BTreeSet::new();
            collect(&answer, &mut found);
            !found.is_empty()
        };
        assert!(shows(json!({ "rows": [{ "id": one, "name": "周明明" }] })));
        assert!(shows(json!([{ "words": "走访", "record": { "kind": "visit", "id": one } }])));
        assert!(shows(json!({ one: { "png": "…" } })));
        assert!(!shows(json!({ "figure": 1, "ids": [one] })));
        assert!(!shows(json!({ "figure": 1, "records": [{ "kind": "visit", "id": one }] })));
        assert!(!shows(json!({ "note": "0190a1b2" })));
    }

    #[test]
    fn every_page_that_could_show_people_has_a_name() {
        // What speaks of PCs, papers and figures only.
        let nobody = [
            "agreements",
            "backup",
            "calendars",
            "compliance",
            "county_forms",
            "deadlines",
            "devices",
            "dictionary",
            "drafts",
            "events",
            "health",
            "hub",
            "late_reports",
            "lists",
            "money",
            "packs",
            "parameters",
            "passphrase",
            "phrases",
            "practice",
            "recovery",
            "rule_documents",
            "session",
            "setup",
            "staff",
            "start",
            "stations",
            "stick",
            "supervision",
            "sync",
            "tasks",
            "updates",
            "villages",
            "year",
        ];
        let noun = |one: &Command<Pc>| one.name.split('.').next().unwrap_or_default();
        for noun in crate::commands::COMMANDS.iter().map(noun).filter(|noun| !nobody.contains(noun)) {
            assert_ne!(page(noun), "其他页面", "{noun}");
        }
    }
}
