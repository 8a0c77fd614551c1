//! Supervision and training of the people of a station (督导、培训): times, hours and coverage of a period, for each of them and for all of
//! them. A session of supervision names its people in words, a training by its list of attendance. What of the records there is is not
//! known here.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use crate::fields::{staff_file, supervision_record, training, training_attendee};
use crate::period::Period;
use crate::rate::Rate;
use crate::values::{Fields, date, number, text};

/// Somebody who was in post on any day of the period, by the personnel file.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// Id of the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// The account, where there is one.
    pub account: String,
    certificate: String,
    registered: Option<NaiveDate>,
    registered_until: Option<NaiveDate>,
    declared: u64,
}

/// A session of supervision.
#[derive(Debug, Clone)]
pub struct Session {
    date: NaiveDate,
    /// How long it took, where both times are given.
    minutes: Option<u64>,
    names: BTreeSet<String>,
}

/// A training with those on its list.
#[derive(Debug, Clone)]
pub struct Course {
    date: NaiveDate,
    for_workers: bool,
    attended: Vec<Attended>,
}

#[derive(Debug, Clone)]
struct Attended {
    account: String,
    name: String,
    minutes: u64,
}

/// Hours of continuing education that a registration asks for, as the county has set them.
#[derive(Debug, Clone, Copy)]
pub struct Required {
    /// 助理社会工作师
    pub assistant: u64,
    /// 社会工作师, 高级社会工作师
    pub social_worker: u64,
}

/// What a period comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// 督导次数
    pub sessions: u64,
    /// Minutes of those whose times are given.
    pub supervised: u64,
    /// How many do not say how long they took.
    pub untimed: u64,
    /// 培训次数
    pub courses: u64,
    /// 培训学时, in minutes: of a person her own, of a station those of its people added up.
    pub trained: u64,
}

/// One person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberTimes {
    /// Id of the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// Of the period.
    pub times: Times,
    /// 继续教育: minutes of trainings on record since the registration.
    pub recorded: u64,
    /// Hours that the file says.
    pub declared: u64,
    /// Hours that the registration asks for; none without a certificate.
    pub required: Option<u64>,
}

/// A station's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamTimes {
    /// All of it, each session and training once.
    pub times: Times,
    /// 督导覆盖率: of the people in post those who were supervised.
    pub supervised: Rate,
    /// 培训覆盖率
    pub trained: Rate,
    /// Person by person.
    pub members: Vec<MemberTimes>,
}

impl Member {
    /// A personnel file as far as it matters here.
    pub fn read(id: &str, fields: &Fields) -> Member {
        let of = |name: &str| text(fields, name).to_owned();
        Member {
            id: id.to_owned(),
            name: of(staff_file::NAME),
            account: of(staff_file::STAFF),
            certificate: of(staff_file::CERTIFICATE),
            registered: date(fields, staff_file::REGISTERED_DATE),
            registered_until: date(fields, staff_file::REGISTRATION_UNTIL),
            declared: number(fields, staff_file::TRAINING_HOURS).and_then(|hours| hours.try_into().ok()).unwrap_or(0),
        }
    }

    fn is_on(&self, attended: &Attended) -> bool {
        match (attended.account.is_empty(), self.account.is_empty()) {
            (false, false) => attended.account == self.account,
            _ => !attended.name.is_empty() && attended.name == self.name,
        }
    }

    fn required(&self, required: Required) -> Option<u64> {
        match self.certificate.as_str() {
            "assistant" => Some(required.assistant),
            "social_worker" | "senior" => Some(required.social_worker),
            _ => None,
        }
    }

    /// Whether a day lies in the registration that her hours are counted for; without one nothing is counted.
    fn is_registered_on(&self, day: NaiveDate) -> bool {
        self.registered.is_some_and(|from| from <= day) && self.registered_until.is_none_or(|until| day <= until)
    }
}

impl Session {
    /// A record of supervision; none without a day.
    pub fn read(fields: &Fields) -> Option<Session> {
        let clock = |name: &str| NaiveTime::parse_from_str(text(fields, name), "%H:%M").ok();
        let both = clock(supervision_record::START_TIME).zip(clock(supervision_record::END_TIME));
        Some(Session {
            date: date(fields, supervision_record::DATE)?,
            minutes: both.and_then(|(from, to)| u64::try_from((to - from).num_minutes()).ok()),
            names: names_in(text(fields, supervision_record::SUPERVISEES)),
        })
    }
}

impl Course {
    /// A training with its list; none without a day. Who is on it without a time of their own was there for all of it.
    pub fn read<'a>(fields: &Fields, attendees: impl Iterator<Item = &'a Fields>) -> Option<Course> {
        let minutes =
            |fields: &Fields, name: &str| number(fields, name).and_then(|minutes| u64::try_from(minutes).ok());
        let whole = minutes(fields, training::MINUTES).unwrap_or(0);
        let attended = attendees.map(|one| Attended {
            account: text(one, training_attendee::STAFF).to_owned(),
            name: text(one, training_attendee::NAME).to_owned(),
            minutes: minutes(one, training_attendee::MINUTES).unwrap_or(whole),
        });
        Some(Course {
            date: date(fields, training::DATE)?,
            for_workers: text(fields, training::TRAINED) == "worker",
            attended: attended.collect(),
        })
    }
}

/// Names as people write several in a line: 周文、吴桐.
pub fn names_in(words: &str) -> BTreeSet<String> {
    let parts = words.split(|c: char| c.is_whitespace() || "、，,；;／/（）()".contains(c));
    parts.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Times, hours and coverage of a period.
pub fn times(
    members: &[Member],
    sessions: &[Session],
    courses: &[Course],
    required: Required,
    period: Period,
) -> TeamTimes {
    let sessions: Vec<&Session> = sessions.iter().filter(|one| period.contains(one.date)).collect();
    let of_member = |member: &Member| {
        let own: Vec<&Session> = sessions.iter().filter(|one| one.names.contains(&member.name)).copied().collect();
        let attended: Vec<(NaiveDate, u64)> = courses
            .iter()
            .filter_map(|course| {
                let line = course.attended.iter().find(|one| member.is_on(one))?;
                Some((course.date, line.minutes))
            })
            .collect();
        let within: Vec<u64> =
            attended.iter().filter(|(day, _)| period.contains(*day)).map(|(_, minutes)| *minutes).collect();
        let registered = attended.iter().filter(|(day, _)| *day <= period.to && member.is_registered_on(*day));
        MemberTimes {
            id: member.id.clone(),
            name: member.name.clone(),
            times: Times { courses: within.len() as u64, trained: within.iter().sum(), ..supervised(&own) },
            recorded: registered.map(|(_, minutes)| minutes).sum(),
            declared: member.declared,
            required: member.required(required),
        }
    };
    let lines: Vec<MemberTimes> = members.iter().map(of_member).collect();
    let of_team = |course: &&Course| {
        period.contains(course.date)
            && (course.for_workers || members.iter().any(|member| course.attended.iter().any(|one| member.is_on(one))))
    };
    let covered = |has: fn(&Times) -> bool| Rate {
        part: lines.iter().filter(|line| has(&line.times)).count(),
        whole: lines.len(),
    };
    TeamTimes {
        times: Times {
            courses: courses.iter().filter(of_team).count() as u64,
            trained: lines.iter().map(|line| line.times.trained).sum(),
            ..supervised(&sessions)
        },
        supervised: covered(|times| times.sessions > 0),
        trained: covered(|times| times.courses > 0),
        members: lines,
    }
}

fn supervised(sessions: &[&Session]) -> Times {
    Times {
        sessions: sessions.len() as u64,
        supervised: sessions.iter().filter_map(|one| one.minutes).sum(),
        untimed: sessions.iter().filter(|one| one.minutes.is_none()).count() as u64,
        ..Times::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::dates::stored;

    const REQUIRED: Required = Required { assistant: 72, social_worker: 90 };

    fn of(values: Value) -> Fields {
        values.as_object().expect("map").clone()
    }

    fn session(day: &str, names: &str, from: &str, to: &str) -> Session {
        let fields = json!({ "date": day, "supervisees": names, "start_time": from, "end_time": to });
        Session::read(&of(fields)).expect("a session")
    }

    fn course(day: &str, trained: &str, attendees: Value) -> Course {
        let lines: Vec<Fields> = attendees.as_array().expect("lines").iter().cloned().map(of).collect();
        Course::read(&of(json!({ "date": day, "minutes": 360, "trained": trained })), lines.iter()).expect("a course")
    }

    fn team() -> [Member; 2] {
        let zhou = json!({ "name": "周文", "staff": "a1", "certificate": "assistant", "registered_date": "2025-06-01",
            "registration_until": "2028-05-31", "training_hours": 48 });
        [Member::read("f1", &of(zhou)), Member::read("f2", &of(json!({ "name": "吴桐", "certificate": "none" })))]
    }

    #[test]
    fn a_session_counts_for_everybody_it_names_and_once_for_the_station() {
        let year = crate::period::year(2026).expect("year");
        let sessions = [
            session("2026-03-05", "周文、吴桐", "09:00", "10:30"),
            session("2026-04-05", "周文 李某（实习）", "", ""),
            session("2025-12-31", "吴桐", "09:00", "10:00"),
        ];
        let made = times(&team(), &sessions, &[], REQUIRED, year);
        assert_eq!((made.times.sessions, made.times.supervised, made.times.untimed), (2, 90, 1));
        let each: Vec<_> = made.members.iter().map(|one| (one.times.sessions, one.times.supervised)).collect();
        assert_eq!(each, [(2, 90), (1, 90)]);
        assert_eq!(made.supervised, Rate { part: 2, whole: 2 });
        let november = crate::period::Month::of(stored("2026-11-01").expect("day")).period();
        assert_eq!(times(&team(), &sessions, &[], REQUIRED, november).supervised.to_string(), "0%");
        assert_eq!(times(&[], &sessions, &[], REQUIRED, year).supervised.to_string(), "—", "nobody is in post");
    }

    #[test]
    fn hours_of_trainings_are_those_of_the_list_and_are_added_up_since_the_registration() {
        let year = crate::period::year(2026).expect("year");
        let courses = [
            course("2026-05-01", "worker", json!([{ "staff": "a1" }, { "name": "吴桐", "minutes": 90 }])),
            course("2026-06-01", "volunteer", json!([{ "staff": "a9" }])),
            course("2026-07-01", "worker", json!([])),
            course("2025-07-01", "worker", json!([{ "staff": "a1" }])),
            course("2025-03-01", "worker", json!([{ "staff": "a1" }])),
        ];
        let made = times(&team(), &[], &courses, REQUIRED, year);
        assert_eq!(
            (made.times.courses, made.times.trained),
            (2, 450),
            "the volunteers' own is no training of the team"
        );
        let zhou = &made.members[0];
        assert_eq!((zhou.times.courses, zhou.times.trained), (1, 360));
        assert_eq!(
            (zhou.recorded, zhou.declared, zhou.required),
            (720, 48, Some(72)),
            "before registering none counts"
        );
        assert_eq!((made.members[1].times.trained, made.members[1].required), (90, None));
        assert_eq!(made.trained, Rate { part: 2, whole: 2 });
    }

    #[test]
    fn names_are_told_apart_however_they_are_written() {
        let names = |words: &str| names_in(words).into_iter().collect::<Vec<_>>();
        assert_eq!(names("周文、吴桐"), ["吴桐", "周文"]);
        assert_eq!(names("周文，吴桐;周文"), ["吴桐", "周文"]);
        assert!(names(" ").is_empty());
    }
}
