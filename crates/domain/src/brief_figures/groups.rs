//! Figures of group work (R19): groups under way, new, completed, sessions, person-times, persons.

use std::collections::{BTreeSet, HashSet};

use super::{Counting, List, Person, ids};
use crate::fields::{group, group_member, group_session};

impl Counting<'_> {
    pub(super) fn groups(&self, list: &mut List) {
        let (period, rules) = (self.period, self.facts.group_rules);
        let counted = || self.facts.groups.iter().filter(|group| group.service.counted);
        let under_way = counted().filter(|group| group.is_under_way(period));
        list.count("group.under_way", "在组小组", "个", group::KIND, ids(under_way.map(|group| &group.id)));
        let new = counted().filter(|group| group.is_new(period));
        list.count("group.new", "新开小组", "个", group::KIND, ids(new.map(|group| &group.id)));
        if rules.by_last_session {
            let ended = counted().filter(|group| group.is_of(period, rules));
            list.count("group.count", "小组数（按结束月）", "个", group::KIND, ids(ended.map(|group| &group.id)));
        }
        let completed = counted()
            .filter(|group| group.is_completed(rules) && group.last_held().is_some_and(|day| period.contains(day)));
        list.count("group.completed", "完成小组", "个", group::KIND, ids(completed.map(|group| &group.id)));
        let sessions = ids(self.sessions.iter().map(|(_, session)| &session.id));
        list.count("group.sessions", "小组节数", "节", group_session::KIND, sessions.clone());
        let times = self.sessions.iter().map(|(_, session)| session.present.len() as u64).sum();
        list.sum("group.person_times", "小组人次", "人次", group_session::KIND, sessions, times);
        list.count("group.persons", "小组人数", "人", group_member::KIND, self.members_present());
        let uncounted: BTreeSet<&String> = self
            .facts
            .groups
            .iter()
            .filter(|group| !group.service.counted && group.held().any(|session| period.contains(session.date)))
            .map(|group| &group.id)
            .collect();
        if !uncounted.is_empty() {
            list.count("group.uncounted", "不计入指标的小组（清单外无批准文号）", "个", group::KIND, ids(uncounted));
        }
    }

    /// Members who came at least once, one for each person; who is not on file is a person of her own.
    fn members_present(&self) -> Vec<&str> {
        let came: BTreeSet<(&str, &str)> = self
            .sessions
            .iter()
            .flat_map(|(group, session)| group.members.iter().filter(|member| session.present.contains(&member.id)))
            .map(|member| (member.id.as_str(), member.recipient.as_str()))
            .collect();
        let mut seen = HashSet::new();
        let first = came.into_iter().filter(|(member, recipient)| match recipient.is_empty() {
            true => seen.insert((true, Person::NotOnFile(member))),
            false => seen.insert((false, self.person(recipient))),
        });
        first.map(|(member, _)| member).collect()
    }
}
