//! Facts of several stations, parted by whose each record is: read once, counted for every station and for all of them. What is said of
//! two stations together (who is the same person) is for whoever parts them to say anew.

use std::collections::BTreeMap;

use crate::brief::Facts;

impl Facts {
    /// The facts by owner of their records; how the county counts groups holds for each.
    pub fn parted<'o>(&self, owner: impl Fn(&str) -> &'o str) -> BTreeMap<&'o str, Facts> {
        let mut parts = Parts { parts: BTreeMap::new(), owner, whole: self };
        parts.part(&self.recipients, |one| &one.id, |facts| &mut facts.recipients);
        parts.part(&self.visits, |one| &one.id, |facts| &mut facts.visits);
        parts.part(&self.cases, |one| &one.id, |facts| &mut facts.cases);
        parts.part(&self.notes, |one| &one.id, |facts| &mut facts.notes);
        parts.part(&self.closures, |one| &one.id, |facts| &mut facts.closures);
        parts.part(&self.follow_ups, |one| &one.id, |facts| &mut facts.follow_ups);
        parts.part(&self.reports, |one| &one.id, |facts| &mut facts.reports);
        parts.part(&self.referrals, |one| &one.id, |facts| &mut facts.referrals);
        parts.part(&self.groups, |one| &one.id, |facts| &mut facts.groups);
        parts.part(&self.activities, |one| &one.id, |facts| &mut facts.activities);
        parts.part(&self.publicity, |one| &one.id, |facts| &mut facts.publicity);
        parts.part(&self.consultations, |one| &one.id, |facts| &mut facts.consultations);
        parts.part(&self.counted, |one| &one.id, |facts| &mut facts.counted);
        let own = &self.resources;
        parts.part(&own.volunteers, |one| &one.id, |facts| &mut facts.resources.volunteers);
        parts.part(&own.services, |one| &one.id, |facts| &mut facts.resources.services);
        parts.part(&own.resources, |one| &one.id, |facts| &mut facts.resources.resources);
        parts.part(&own.gifts, |(_, line)| &line.id, |facts| &mut facts.resources.gifts);
        parts.part(&own.news, |one| &one.id, |facts| &mut facts.resources.news);
        parts.part(&own.trainings, |one| &one.id, |facts| &mut facts.resources.trainings);
        parts.part(&own.organisations, |one| &one.id, |facts| &mut facts.resources.organisations);
        parts.part(&own.publications, |(_, one)| &one.id, |facts| &mut facts.resources.publications);
        parts.part(&own.office, |one| &one.id, |facts| &mut facts.resources.office);
        parts.parts
    }

    /// Facts of nobody, counted by the same rules.
    pub fn nothing(&self) -> Facts {
        Facts { group_rules: self.group_rules, ..Facts::default() }
    }
}

struct Parts<'f, 'o, O> {
    parts: BTreeMap<&'o str, Facts>,
    owner: O,
    whole: &'f Facts,
}

impl<'o, O: Fn(&str) -> &'o str> Parts<'_, 'o, O> {
    fn part<T: Clone>(&mut self, all: &[T], id: fn(&T) -> &str, list: fn(&mut Facts) -> &mut Vec<T>) {
        for one in all {
            let part = self.parts.entry((self.owner)(id(one))).or_insert_with(|| self.whole.nothing());
            list(part).push(one.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::brief::{CaseFact, Facts, VisitFact};
    use crate::brief_figures::figures;
    use crate::group::GroupRules;
    use crate::period::Month;
    use crate::resource_facts::{NewsFact, ResourceFacts};
    use crate::service::ServiceFact;

    #[test]
    fn parts_hold_what_is_theirs_and_together_everything() {
        let date = crate::dates::stored("2026-11-10").expect("a day");
        let service = ServiceFact { counted: true, ..ServiceFact::default() };
        let visit = |id: &str| VisitFact {
            id: id.into(),
            recipient: id.into(),
            date,
            result: "met".into(),
            service: service.clone(),
            ..VisitFact::default()
        };
        let news = |id: &str| NewsFact { id: id.into(), date, level: String::new() };
        let facts = Facts {
            visits: ["a1", "b1", "a2"].map(visit).map(Arc::new).into(),
            cases: vec![CaseFact { id: "b2".into(), lead_date: Some(date), ..CaseFact::default() }],
            group_rules: GroupRules { by_last_session: true, ..GroupRules::default() },
            resources: ResourceFacts { news: ["b3", "b4"].map(news).into(), ..ResourceFacts::default() },
            ..Facts::default()
        };
        let parts = facts.parted(|id| if id.starts_with('a') { "A" } else { "B" });
        let value = |facts: &Facts, code: &str| figures(facts, Month::of(date).period()).value(code).expect("a figure");
        for (code, a, b) in [("visit.effective", 2, 1), ("case.leads", 0, 1), ("news.count", 0, 2)] {
            assert_eq!((value(&parts["A"], code), value(&parts["B"], code)), (a, b), "{code}");
            assert_eq!(value(&facts, code), a + b, "{code}");
        }
        assert!(parts["A"].group_rules.by_last_session && facts.nothing().group_rules.by_last_session);
        assert_eq!(value(&facts.nothing(), "visit.effective"), 0);
    }
}
