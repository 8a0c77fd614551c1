//! Figures of volunteers, resources, gifts, news, trainings, organisations, publications and office work. Amounts are kept in 分,
//! hours in minutes (`amounts::kept_per`). 志愿者（人）= who gave time in the period; those registered stand apart (docs/rules.md).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Counting, List, ids};
use crate::fields::{
    administrative_work, community_org, gift_receipt, news_item, publication, resource_linkage, training, volunteer,
    volunteer_service,
};
use crate::gift;
use crate::resource_facts::VolunteerFact;

impl<'a> Counting<'a> {
    pub(super) fn resources(&self, list: &mut List) {
        let facts = &self.facts.resources;
        let linked: Vec<_> = facts.resources.iter().filter(|one| self.period.contains(one.date)).collect();
        let behind = ids(linked.iter().map(|one| &one.id));
        list.count("resource.times", "资源链接", "次", resource_linkage::KIND, behind.clone());
        let amount = linked.iter().map(|one| one.amount).sum();
        list.sum("resource.amount", "资源链接折合金额", "元", resource_linkage::KIND, behind, amount);
        let lines = facts.gifts.iter().filter(|(day, _)| self.period.contains(*day)).map(|(_, line)| line);
        let households = gift::household_times(lines);
        let households = ids(households.into_iter().map(|line| &line.id));
        list.count("gift.household_times", "慰问与物资发放", "户次", gift_receipt::KIND, households);
        self.volunteers(list);
        self.published(list);
        let trainings: Vec<_> = facts.trainings.iter().filter(|one| self.period.contains(one.date)).collect();
        let behind = ids(trainings.iter().map(|one| &one.id));
        list.count("training.times", "培训", "次", training::KIND, behind.clone());
        let minutes = trainings.iter().map(|one| one.minutes).sum();
        list.sum("training.hours", "培训学时", "学时", training::KIND, behind, minutes);
        let end = self.period.to;
        let fostered = facts
            .organisations
            .iter()
            .filter(|one| one.start.is_none_or(|start| start <= end) && one.end.is_none_or(|ended| end < ended));
        list.count("org.fostered", "期末培育社区社会组织", "个", community_org::KIND, ids(fostered.map(|one| &one.id)));
        let office: Vec<_> = facts.office.iter().filter(|one| self.period.contains(one.date)).collect();
        let minutes = office.iter().map(|one| one.minutes).sum();
        let behind = ids(office.iter().map(|one| &one.id));
        list.sum("office.hours", "行政性事务用时", "小时", administrative_work::KIND, behind, minutes);
    }

    fn volunteers(&self, list: &mut List) {
        let facts = &self.facts.resources;
        let known: HashMap<&str, &VolunteerFact> = facts.volunteers.iter().map(|one| (one.id.as_str(), one)).collect();
        let once = |of: BTreeSet<&'a str>| -> Vec<&'a str> {
            let mut seen = HashSet::new();
            of.into_iter().filter(|id| seen.insert(known.get(id).map_or(*id, |one| one.person.as_str()))).collect()
        };
        let services: Vec<_> = facts.services.iter().filter(|one| self.period.contains(one.date)).collect();
        let served = services.iter().filter(|one| one.minutes > 0).map(|one| one.volunteer.as_str()).collect();
        list.count("volunteer.persons", "参加服务的志愿者", "人", volunteer::KIND, once(served));
        let behind = ids(services.iter().map(|one| &one.id));
        list.count("volunteer.times", "志愿服务", "人次", volunteer_service::KIND, behind.clone());
        let minutes = services.iter().map(|one| one.minutes).sum();
        list.sum("volunteer.hours", "志愿服务时间", "小时", volunteer_service::KIND, behind, minutes);
        let end = self.period.to;
        let registered = facts
            .volunteers
            .iter()
            .filter(|one| one.registered.is_none_or(|day| day <= end) && one.left.is_none_or(|left| end < left));
        let registered = once(registered.map(|one| one.id.as_str()).collect());
        list.count("volunteer.registered", "期末注册志愿者", "人", volunteer::KIND, registered);
    }

    fn published(&self, list: &mut List) {
        let facts = &self.facts.resources;
        let news: Vec<_> = facts.news.iter().filter(|one| self.period.contains(one.date)).collect();
        list.count("news.count", "信息宣传", "篇", news_item::KIND, ids(news.iter().map(|one| &one.id)));
        let county_up =
            news.iter().filter(|one| matches!(one.level.as_str(), "county" | "city" | "province" | "national"));
        let county_up = ids(county_up.map(|one| &one.id));
        list.count("news.county_up", "其中：县级及以上媒体", "篇", news_item::KIND, county_up);
        for (code, label, kinds) in [
            ("publication.research", "调研报告", &["research"][..]),
            ("publication.case", "案例", &["case"][..]),
            ("publication.other", "文章与成果手册", &["article", "handbook"][..]),
        ] {
            let own = facts
                .publications
                .iter()
                .filter(|(kind, one)| kinds.contains(&kind.as_str()) && self.period.contains(one.date));
            list.count(code, label, "篇", publication::KIND, ids(own.map(|(_, one)| &one.id)));
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use crate::brief::{Dated, Facts, Figures};
    use crate::brief_figures::figures;
    use crate::gift::Line;
    use crate::period::Month;
    use crate::resource_facts::{HoursFact, NewsFact, OrganisationFact, ResourceFact, ServiceHours, VolunteerFact};

    fn day(text: &str) -> NaiveDate {
        crate::dates::stored(text).expect(text)
    }

    fn of_november(facts: &Facts) -> Figures {
        figures(facts, Month::parse("2026-11").expect("month").period())
    }

    fn shown(figures: &Figures, code: &str) -> String {
        figures.get(code).expect(code).text()
    }

    #[test]
    fn resources_are_times_and_worth() {
        let mut facts = Facts::default();
        for (id, date, amount) in
            [("a", "2026-11-01", 123_456), ("b", "2026-11-30", 0), ("c", "2026-10-31", 5_000), ("d", "2026-12-01", 1)]
        {
            facts.resources.resources.push(ResourceFact { id: id.into(), date: day(date), amount });
        }
        let figures = of_november(&facts);
        assert_eq!(
            (shown(&figures, "resource.times"), shown(&figures, "resource.amount")),
            ("2".into(), "1234.56".into())
        );
        assert_eq!(figures.get("resource.amount").expect("figure").ids, ["a", "b"], "what the number counts");
    }

    #[test]
    fn volunteers_count_when_they_gave_time_and_registered_ones_stand_apart() {
        let mut facts = Facts::default();
        let volunteer = |id: &str, person: &str, registered: &str, left: Option<&str>| VolunteerFact {
            id: id.into(),
            person: person.into(),
            registered: Some(day(registered)),
            left: left.map(day),
        };
        facts.resources.volunteers = vec![
            volunteer("v1", "430121199001010031", "2026-01-01", None),
            volunteer("v1 at another station", "430121199001010031", "2026-02-01", None),
            volunteer("v2", "v2", "2026-11-30", None),
            volunteer("v3", "v3", "2026-12-01", None),
            volunteer("v4", "v4", "2026-01-01", Some("2026-11-30")),
        ];
        let service = |id: &str, volunteer: &str, date: &str, minutes| ServiceHours {
            id: id.into(),
            volunteer: volunteer.into(),
            date: day(date),
            minutes,
        };
        facts.resources.services = vec![
            service("s1", "v1", "2026-11-02", 90),
            service("s2", "v1 at another station", "2026-11-03", 60),
            service("s3", "v4", "2026-11-04", 45),
            service("s4", "v2", "2026-10-31", 600),
        ];
        let figures = of_november(&facts);
        let of = |code: &str| shown(&figures, code);
        assert_eq!(
            (of("volunteer.persons"), of("volunteer.times"), of("volunteer.hours")),
            ("2".into(), "3".into(), "3.25".into())
        );
        assert_eq!(of("volunteer.registered"), "2", "v1 once, v2; v3 came later, v4 has left");
    }

    #[test]
    fn gifts_count_households_once_an_occasion() {
        let mut facts = Facts::default();
        let line = |id: &str, distribution: &str, household: &str, signed| Line {
            id: id.into(),
            distribution: distribution.into(),
            recipient: id.into(),
            household: household.into(),
            signed,
            quantity: 1,
        };
        facts.resources.gifts = vec![
            (day("2026-11-05"), line("1", "d1", "h1", true)),
            (day("2026-11-05"), line("2", "d1", "h1", true)),
            (day("2026-11-05"), line("3", "d1", "h2", false)),
            (day("2026-11-20"), line("4", "d2", "h1", true)),
            (day("2026-10-20"), line("5", "d3", "h1", true)),
        ];
        assert_eq!(shown(&of_november(&facts), "gift.household_times"), "2");
    }

    #[test]
    fn pieces_trainings_organisations_and_office_work_are_counted() {
        let mut facts = Facts::default();
        let id = String::new;
        facts.resources.news =
            [("station", "2026-11-01"), ("county", "2026-11-02"), ("national", "2026-11-03"), ("city", "2026-10-03")]
                .map(|(level, date)| NewsFact { id: id(), date: day(date), level: level.into() })
                .into();
        facts.resources.trainings = vec![
            HoursFact { id: id(), date: day("2026-11-04"), minutes: 240 },
            HoursFact { id: id(), date: day("2026-11-05"), minutes: 90 },
        ];
        facts.resources.office = vec![HoursFact { id: id(), date: day("2026-11-04"), minutes: 50 }];
        facts.resources.publications = vec![
            ("research".into(), Dated { id: id(), date: day("2026-11-04") }),
            ("case".into(), Dated { id: id(), date: day("2026-09-04") }),
        ];
        facts.resources.organisations = vec![
            OrganisationFact { id: id(), start: Some(day("2026-03-01")), end: None },
            OrganisationFact { id: id(), start: Some(day("2026-03-01")), end: Some(day("2026-11-30")) },
            OrganisationFact { id: id(), start: Some(day("2026-12-01")), end: None },
        ];
        let figures = of_november(&facts);
        for (code, value) in [
            ("news.count", "3"),
            ("news.county_up", "2"),
            ("training.times", "2"),
            ("training.hours", "5.5"),
            ("office.hours", "0.83"),
            ("publication.research", "1"),
            ("publication.case", "0"),
            ("org.fostered", "1"),
        ] {
            assert_eq!(shown(&figures, code), value, "{code}");
        }
    }

    #[test]
    fn the_sentence_of_the_brief_says_resources_and_hours() {
        let mut facts = Facts::default();
        facts.resources.resources.push(ResourceFact { id: "a".into(), date: day("2026-11-01"), amount: 320_050 });
        facts.resources.services.push(ServiceHours {
            id: "s".into(),
            volunteer: "v".into(),
            date: day("2026-11-02"),
            minutes: 150,
        });
        let values = crate::report_text::values(&of_november(&facts), "本月");
        let brief = crate::report_outline::outline("monthly_brief").expect("the brief");
        let said: String = brief.sections[0].draft.iter().filter_map(|line| line.with(&values)).collect();
        assert!(said.contains("链接资源 1 次，折合 3200.5 元；志愿者 1 人参加服务 2.5 小时"), "{said}");
    }
}
