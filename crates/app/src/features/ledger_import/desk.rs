//! The file that is being taken in, in memory with the plan that was shown last. A plan is made once for what is chosen and kept until
//! something chosen, the day, the person or a record changes.

use std::sync::{Arc, Mutex, PoisonError};

use changelog::{Audience, Head, LogId};
use chrono::NaiveDate;

use crate::features::ledger_import::layout::TableFile;
use crate::features::ledger_import::plan::Plan;
use crate::features::ledger_import::planning;
use crate::features::ledger_import::types::LedgerChoices;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode};

/// The file that is open, if any.
#[derive(Default)]
pub(crate) struct LedgerDesk(Mutex<Option<Arc<OpenFile>>>);

/// A file in memory.
pub(crate) struct OpenFile {
    pub(crate) id: String,
    pub(crate) table: TableFile,
    shown: Mutex<Option<Arc<Shown>>>,
}

/// A plan as it was shown.
struct Shown {
    choices: LedgerChoices,
    rests_on: RestsOn,
    plan: Arc<Plan>,
}

/// What a plan rests on besides what was chosen.
#[derive(PartialEq)]
struct RestsOn {
    today: NaiveDate,
    person: String,
    /// How far every log was held: any change of a record moves one.
    logs: Vec<(LogId, Audience, u64, Head)>,
}

impl LedgerDesk {
    /// Takes another file, or none.
    pub(crate) fn put(&self, file: Option<Arc<OpenFile>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }

    /// The file that is open under an id.
    pub(crate) fn get(&self, id: &str) -> Result<Arc<OpenFile>, CommandError> {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        open.filter(|file| file.id == id)
            .ok_or_else(|| CommandError::new(ErrorCode::NotFound, "这个文件已经关闭，请重新选择文件。之前的选择还在。"))
    }
}

impl OpenFile {
    /// A file nothing has been planned for.
    pub(crate) fn new(table: TableFile) -> OpenFile {
        OpenFile { id: uuid::Uuid::new_v4().to_string(), table, shown: Mutex::new(None) }
    }

    /// The plan for what is chosen: the one that was shown, unless what it rests on has changed.
    pub(crate) fn plan(&self, context: &Context, choices: &LedgerChoices) -> Result<Arc<Plan>, CommandError> {
        let rests_on = RestsOn::now(context)?;
        if let Some(shown) = self.shown().filter(|shown| shown.choices == *choices && shown.rests_on == rests_on) {
            return Ok(shown.plan.clone());
        }
        let plan = Arc::new(planning::plan(context, &self.table, choices)?);
        self.show(Some(Shown { choices: choices.clone(), rests_on, plan: plan.clone() }));
        Ok(plan)
    }

    /// The plan to be saved: just what was shown. Where records have changed since so that it would become something else, that is said
    /// instead, once.
    pub(crate) fn plan_as_shown(&self, context: &Context, choices: &LedgerChoices) -> Result<Arc<Plan>, CommandError> {
        let shown = self.shown().filter(|shown| shown.choices == *choices);
        let plan = self.plan(context, choices)?;
        if shown.is_some_and(|shown| !plan.says_the_same(&shown.plan)) {
            let detail = "您查看之后，档案有了变动，导入的结果会和刚才看到的不同。已重新核对，请再看一遍，然后导入。";
            return Err(CommandError::new(ErrorCode::Changed, detail));
        }
        Ok(plan)
    }

    /// What was shown has been saved: whatever is asked next is planned anew.
    pub(crate) fn forget_plan(&self) {
        self.show(None);
    }

    fn shown(&self) -> Option<Arc<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show(&self, shown: Option<Shown>) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = shown.map(Arc::new);
    }
}

impl RestsOn {
    fn now(context: &Context) -> Result<RestsOn, CommandError> {
        Ok(RestsOn { today: context.today, person: context.person.id.clone(), logs: context.store.heads()? })
    }
}
