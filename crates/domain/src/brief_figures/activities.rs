//! Figures of community activities, policy publicity, consultations and what is counted by number. An activity of type 宣传 is one session of
//! publicity more; its person-times are counted with the activities only.

use super::{Counting, List, ids};
use crate::dictionary::dictionary;
use crate::fields::{community_activity, consultation, publicity, recipient};

impl Counting<'_> {
    pub(super) fn activities(&self, list: &mut List) {
        let held = || self.activities.iter();
        let all = ids(held().map(|activity| &activity.id));
        list.count("activity.count", "社区活动", "场", community_activity::KIND, all.clone());
        for kind in &dictionary().code_table("activity_type").expect("compiled in").entries {
            let of_kind = held().filter(|activity| activity.activity_type == kind.code);
            let mut of_kind = ids(of_kind.map(|activity| &activity.id)).peekable();
            if of_kind.peek().is_some() {
                let (code, label) = (format!("activity.type.{}", kind.code), format!("其中：{}", kind.label));
                list.count(&code, &label, "场", community_activity::KIND, of_kind).group = Some("activity.type".into());
            }
        }
        let times = held().map(|activity| activity.person_times()).sum();
        list.sum("activity.person_times", "社区活动人次", "人次", community_activity::KIND, all, times);
        let named = held().flat_map(|activity| activity.recipients.iter().map(String::as_str));
        list.count("activity.persons", "社区活动登记到人的服务对象", "人", recipient::KIND, self.persons(named));
        let uncounted = self.facts.activities.iter().filter(|a| self.period.contains(a.date) && !a.service.counted);
        let mut uncounted = ids(uncounted.map(|activity| &activity.id)).peekable();
        if uncounted.peek().is_some() {
            let label = "不计入指标的活动（清单外无批准文号）";
            list.count("activity.uncounted", label, "场", community_activity::KIND, uncounted);
        }
    }

    /// 政策宣传, 来访咨询.
    pub(super) fn reception(&self, list: &mut List) {
        let publicity: Vec<_> =
            self.facts.publicity.iter().filter(|one| self.period.contains(one.date) && one.service.counted).collect();
        let own = ids(publicity.iter().map(|one| &one.id));
        let as_activities: Vec<_> = self.activities.iter().filter(|activity| activity.is_publicity()).collect();
        let sessions = own.clone().chain(ids(as_activities.iter().map(|activity| &activity.id)));
        let kinds = "publicity,community_activity";
        list.count("publicity.count", "政策宣传", "场", kinds, sessions.clone());
        let times = publicity.iter().map(|one| u64::from(one.people)).sum();
        list.sum("publicity.person_times", "政策宣传人次（不含宣传活动）", "人次", publicity::KIND, own, times);
        let booklets = publicity.iter().map(|one| u64::from(one.booklets)).sum::<u64>()
            + as_activities.iter().map(|activity| u64::from(activity.booklets)).sum::<u64>();
        list.sum("publicity.booklets", "发放宣传资料", "份", kinds, sessions, booklets);
        let consultations: Vec<_> = self
            .facts
            .consultations
            .iter()
            .filter(|one| self.period.contains(one.date) && one.service.counted)
            .collect();
        let times = consultations.iter().map(|one| u64::from(one.people)).sum();
        let behind = ids(consultations.iter().map(|one| &one.id));
        list.sum("consultation.person_times", "来访咨询", "人次", consultation::KIND, behind, times);
    }

    /// Kinds whose records are counted one by one, as their dictionary files say.
    pub(super) fn counted(&self, list: &mut List) {
        for (kind, counted) in dictionary().kinds.iter().filter_map(|kind| Some((kind, kind.counted.as_ref()?))) {
            let own = self
                .facts
                .counted
                .iter()
                .filter(|one| one.kind == kind.name && self.period.contains(one.date) && one.service.counted);
            list.count(&counted.figure, &counted.label, &counted.unit, &kind.name, ids(own.map(|one| &one.id)));
        }
    }
}
