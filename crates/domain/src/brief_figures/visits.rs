//! Figures of visits (R20) and of the register.

use std::collections::HashSet;

use super::{Counting, List, by, ids};
use crate::dictionary::dictionary;
use crate::fields::{recipient, visit};
use crate::month_figures::VisitCounts;
use crate::on_file::File;
use crate::visit::{is_door_knock, is_met, is_special_hardship_elderly};

impl Counting<'_> {
    pub(super) fn visits(&self, list: &mut List) {
        list.count(
            "visit.effective",
            "有效走访",
            "人次",
            visit::KIND,
            ids(self.effective.iter().map(|visit| &visit.id)),
        );
        let mut modes = by(self.effective.iter().copied(), |visit| &*visit.contact_mode);
        for mode in &dictionary().code_table("contact_mode").expect("compiled in").entries {
            let of_mode = modes.remove(&*mode.code).unwrap_or_default().into_iter().map(|visit| &visit.id);
            let (code, label) = (format!("visit.mode.{}", mode.code), format!("其中：{}", mode.label));
            list.count(&code, &label, "人次", visit::KIND, ids(of_mode)).group = Some("visit.mode".into());
        }
        let knocks = self.all.iter().filter(|visit| is_door_knock(&visit.contact_mode)).map(|visit| &visit.id);
        list.count("visit.door_knocks", "上门次数", "次", visit::KIND, ids(knocks));
        // 户次: effective home visits, one for each household and day; who has no household is one of his own.
        let mut seen = HashSet::new();
        let households = self.effective.iter().filter(|visit| is_door_knock(&visit.contact_mode)).filter(|visit| {
            let own = visit.household.is_empty();
            seen.insert((own, if own { &visit.recipient } else { &visit.household }, visit.date))
        });
        list.count("visit.households", "走访户次", "户次", visit::KIND, ids(households.map(|visit| &visit.id)));
        if self.period.month().is_some() {
            self.monthly_rate(list);
        }
        let uncounted = self.facts.visits.iter().filter(|v| self.period.contains(v.date) && !v.service.counted);
        let mut uncounted = ids(uncounted.map(|visit| &visit.id)).peekable();
        if uncounted.peek().is_some() {
            list.count("visit.uncounted", "不计入指标的走访（清单外无批准文号）", "次", visit::KIND, uncounted);
        }
    }

    /// What pages show of the visits, without the records behind them.
    pub(crate) fn visit_counts(&self) -> VisitCounts {
        VisitCounts {
            visits: self.all.len() as u64,
            effective: self.effective.len() as u64,
            doors: self.all.iter().filter(|visit| is_door_knock(&visit.contact_mode)).count() as u64,
            people: self.persons(self.effective.iter().map(|visit| &*visit.recipient)).len() as u64,
        }
    }

    /// 月探访率: of a month only. The records behind it are those registered and not met: the ones to look at.
    fn monthly_rate(&self, list: &mut List) {
        let end = self.period.to;
        let special = self.facts.recipients.iter().filter(|recipient| {
            let held: Vec<_> = recipient.held(end).cloned().collect();
            recipient.file.stands(end) && is_special_hardship_elderly(recipient.file.birth, &held, end)
        });
        let registered = self.persons(special.map(|recipient| recipient.id.as_str()));
        let met: HashSet<_> =
            self.all.iter().filter(|v| is_met(&v.result)).map(|v| self.person(&v.recipient)).collect();
        let (seen, missed): (Vec<_>, Vec<_>) =
            registered.iter().cloned().partition(|id| met.contains(&self.person(id)));
        let whole = registered.len() as u64;
        list.count("visit.special_registered", "特殊困难老年人在册", "人", recipient::KIND, registered);
        let met_count = seen.len() as u64;
        list.count("visit.special_met", "特殊困难老年人当月见到", "人", recipient::KIND, seen);
        let rate = list.sum("visit.monthly_rate", "月探访率", "", recipient::KIND, missed, met_count);
        rate.whole = Some(whole);
        rate.value = (whole > 0).then_some(met_count);
    }

    pub(super) fn register(&self, list: &mut List) {
        let recipients = &self.facts.recipients;
        let is_new = |file: &File| !file.merged && file.created.is_some_and(|created| self.period.contains(created));
        let new = recipients.iter().filter(|recipient| is_new(&recipient.file));
        list.count("recipient.new", "新建档", "人", recipient::KIND, self.persons(new.map(|r| r.id.as_str())));
        let end = self.period.to;
        let registered: Vec<_> = recipients.iter().filter(|recipient| recipient.file.stands(end)).collect();
        let all = self.persons(registered.iter().map(|recipient| recipient.id.as_str()));
        list.count("recipient.registered", "期末在册服务对象", "人", recipient::KIND, all);
        for category in &dictionary().code_table("category").expect("compiled in").entries {
            let holds = registered.iter().filter(|r| r.held(end).any(|held| held.category == category.code));
            let of_it = self.persons(holds.map(|recipient| recipient.id.as_str()));
            if !of_it.is_empty() {
                let code = format!("category.{}", category.code);
                list.count(&code, &category.label, "人", recipient::KIND, of_it).group = Some("category".into());
            }
        }
    }
}
