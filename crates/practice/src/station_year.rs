//! An agreement year as a station has typed it: its people, rooms, rule books, signs, what it disclosed, surveyed, planned and handed in.
//! One station is well ahead, the other behind. Every record is saved at the station's own PC by the command its page uses.

use app::{App, CommandError};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::period::Month;
use serde_json::{Value, json};

use crate::county_year::{BUREAU, PROVIDER, Signed};
use crate::doors::typed;
use crate::rule_books::RULE_BOOKS;
use crate::work::workday;

/// Whose year it is.
pub(crate) struct MadeOffice<'a> {
    pub(crate) name: &'a str,
    /// Account and name of the supervisor and of the worker.
    pub(crate) people: [(&'a str, &'a str); 2],
    /// Nothing is missing here.
    pub(crate) ahead: bool,
}

/// A station's typing: who, since when, up to when.
struct Desk<'a> {
    pc: &'a App,
    office: &'a MadeOffice<'a>,
    signed: &'a Signed,
    today: NaiveDate,
}

/// The whole of it.
pub(crate) fn fill(pc: &App, office: &MadeOffice, signed: &Signed) -> Result<(), CommandError> {
    let desk = Desk { pc, office, signed, today: pc.today() };
    desk.staff()?;
    desk.rooms()?;
    desk.books_and_signs()?;
    desk.disclosures()?;
    desk.plan()?;
    desk.reports()
}

impl Desk<'_> {
    fn typed(&self, kind: &str, fields: Value) -> Result<String, CommandError> {
        typed(self.pc, kind, fields)
    }

    /// So many days after the year began, not after today.
    fn day(&self, days: u64) -> String {
        workday((self.signed.start + Days::new(days)).min(self.today)).to_string()
    }

    /// Two who are here and one who left; where the station is behind, a contract runs out, an insurance and a registration are missing.
    fn staff(&self) -> Result<(), CommandError> {
        let ahead = self.office.ahead;
        let contract_until = if ahead { self.signed.start + Months::new(24) } else { self.today + Days::new(24) };
        let insured = ["pension", "medical", "unemployment", "injury", "maternity"];
        let [(supervisor, chief), (worker, social_worker)] = self.office.people;
        let mut files = Vec::new();
        for (staff, name, sex, birth_date, certificate, post) in [
            (supervisor, chief, "2", "1989-06-12", "social_worker", "站长"),
            (worker, social_worker, "1", "1997-03-25", "assistant", "驻站社工"),
        ] {
            let whole = ahead || staff == supervisor;
            let certified = workday(self.today - Days::new(if whole { 700 } else { 350 }));
            let file = json!({
                "staff": staff, "name": name, "sex": sex, "birth_date": birth_date, "ethnicity": "01", "political": "13", "local_hukou": "yes",
                "education": "31", "major": "社会工作", "major_related": "social_work", "certificate": certificate,
                "certified_date": certified.to_string(), "registered_date": whole.then(|| (certified + Days::new(60)).to_string()),
                "registration_until": whole.then(|| (certified + Days::new(60) + Months::new(36)).to_string()),
                "training_hours": if whole { 48 } else { 12 }, "employer": PROVIDER, "post": post, "hired_date": self.day(2),
                "arrival_date": self.day(if whole { 8 } else { 12 }), "contract_from": self.day(2),
                "contract_until": if whole { self.signed.start + Months::new(24) } else { contract_until }.to_string(),
                "insurances": if whole { &insured[..] } else { &insured[..4] },
            });
            files.push((self.typed("staff_file", file)?, None));
        }
        let left = self.day(95);
        let gone = json!({
            "name": "邹小禾", "sex": "2", "birth_date": "1999-10-02", "education": "31", "major": "护理", "major_related": "unrelated",
            "certificate": "none", "employer": PROVIDER, "post": "驻站社工", "hired_date": self.day(2), "arrival_date": self.day(10),
            "left_date": left, "leaving_reason": "other_job",
        });
        files.push((self.typed("staff_file", gone)?, Some(left)));
        self.pay(&files)?;
        let kin = json!({
            "staff_file": files[0].0, "relative_name": "周远", "relation": "堂兄", "kin_of": "village_cadre", "declared_date": self.day(15),
        });
        self.typed("kinship_declaration", kin).map(drop)
    }

    /// Everybody was paid for each month there; where the station is behind, the worker not for the last.
    fn pay(&self, files: &[(String, Option<String>)]) -> Result<(), CommandError> {
        let this = Month::of(self.today);
        for (at, (file, left)) in files.iter().enumerate() {
            let mut month = Month::of(self.signed.start);
            while month < this && left.as_ref().is_none_or(|left| month.first().to_string() < *left) {
                let unpaid = !self.office.ahead && at == 1 && month.plus(1) == this;
                if !unpaid {
                    let pay = json!({"staff_file": file, "month": month.to_string(), "paid": "yes", "paid_date": month.last().to_string()});
                    self.typed("pay_confirmation", pay)?;
                }
                month = month.plus(1);
            }
        }
        Ok(())
    }

    fn rooms(&self) -> Result<(), CommandError> {
        for (name, room_type, floor_area, own_use) in [
            ("一楼办公室", "office", 26, if self.office.ahead { "yes" } else { "no" }),
            ("二楼个案室", "casework", 14, "yes"),
            ("二楼小组活动室", "group", 48, "yes"),
        ] {
            let room = json!({
                "name": name, "room_type": room_type, "floor_area": floor_area, "own_use": own_use, "room_state": "in_use",
                "place": "镇便民服务中心", "opened_date": self.day(5), "keeper": self.office.people[1].0,
            });
            let room = self.typed("premises_room", room)?;
            if room_type == "office" {
                continue;
            }
            for (days, start_time, end_time, purpose, people) in [
                (26, "09:30", "10:20", "个案面谈", 2),
                (12, "14:30", "16:00", "小组活动", 9),
                (5, "15:00", "15:40", "家长咨询", 3),
            ] {
                let used = json!({
                    "premises_room": room, "date": workday(self.today - Days::new(days)).to_string(), "start_time": start_time,
                    "end_time": end_time, "purpose": purpose, "people": people, "worker": self.office.people[1].0,
                });
                self.typed("room_use", used)?;
            }
        }
        Ok(())
    }

    /// All ten and both signs, or some of them and a sign with a short name.
    fn books_and_signs(&self) -> Result<(), CommandError> {
        let ahead = self.office.ahead;
        for (book_type, title, content) in RULE_BOOKS.iter().take(if ahead { RULE_BOOKS.len() } else { 4 }) {
            let book = json!({
                "book_type": book_type, "title": title, "version": "1.0版", "in_force_date": self.day(12), "posted_date": self.day(16),
                "content": content,
            });
            self.typed("rule_book", book)?;
        }
        let short = self.office.name.replace("社会工作服务站", "社工站");
        let signs = [
            ("outdoor", if ahead { self.office.name } else { short.as_str() }, "大门右侧"),
            ("indoor", self.office.name, "接待台后"),
        ];
        for (sign_type, sign_text, place) in signs.into_iter().take(if ahead { 2 } else { 1 }) {
            let sign =
                json!({"sign_type": sign_type, "sign_text": sign_text, "hung_date": self.day(18), "place": place});
            self.typed("sign_plate", sign)?;
        }
        Ok(())
    }

    fn disclosures(&self) -> Result<(), CommandError> {
        let year = self.today.year();
        let items = ["overview", "qualification", "experience", "financial_report"];
        for item in items.into_iter().take(if self.office.ahead { 4 } else { 2 }) {
            let disclosed =
                json!({"item": item, "year": year, "date": self.day(30), "channel": "机构网站、镇政务公开栏"});
            self.typed("disclosure", disclosed)?;
        }
        Ok(())
    }

    /// Survey and plan; a thing of the plan is overdue, some are done, the others to come.
    fn plan(&self) -> Result<(), CommandError> {
        let year = self.signed.start.year();
        let worker = self.office.people[1].0;
        let survey = json!({
            "year": year, "title": "服务需求调研", "methods": ["questionnaire", "home_visit", "meeting"], "sample": 120, "start_date": self.day(20),
            "finished_date": self.day(38), "worker": worker,
            "findings": "1.独居老人日常照料和紧急联系\n2.留守儿童课业陪伴和亲情沟通\n3.低保申请、残疾补贴等政策咨询",
        });
        let survey = self.typed("needs_survey", survey)?;
        let plan = json!({
            "year": year, "title": format!("{year}年度服务计划"), "needs_survey": survey, "made_date": self.day(45), "worker": worker,
            "goals": "特殊困难老年人每月探访；留守儿童每季度家访；全年个案八个、小组四个、社区活动十二场。",
        });
        let plan = self.typed("station_plan", plan)?;
        let to_come = |days: u64| (self.today + Days::new(days)).to_string();
        let late = workday(self.today - Days::new(11)).to_string();
        for (content, due, item_state, done) in [
            ("特殊困难老年人摸底建档", self.day(60), "done", Some(self.day(58))),
            ("暑期留守儿童课堂两期", self.day(130), "done", Some(self.day(128))),
            ("志愿者队伍组建与培训", self.day(160), "done", Some(self.day(170))),
            ("重阳敬老活动总结", late, "doing", None),
            ("冬季困难家庭走访慰问", to_come(5), "planned", None),
            ("年度服务对象满意度调查", to_come(26), "planned", None),
        ] {
            let item = json!({
                "station_plan": plan, "content": content, "due_date": due, "worker": worker, "item_state": item_state, "done_date": done,
            });
            self.typed("station_plan_item", item)?;
        }
        let supervised = json!({
            "year": year, "supervisor": "练习督导", "planned_times": 12, "made_date": self.day(45), "content": "每月一次，个案督导与团体督导交替。",
        });
        self.typed("supervision_plan", supervised).map(drop)
    }

    /// The one ahead has handed in its mid-term report and, once it is time, its self-evaluation.
    fn reports(&self) -> Result<(), CommandError> {
        if !self.office.ahead {
            return Ok(());
        }
        let report = |report_type: &str, period: String, days: u64| {
            json!({
                "report_type": report_type, "period": period, "agreement": (report_type == "mid_term").then_some(&self.signed.agreement),
                "submitted_date": workday(self.today - Days::new(days)).to_string(), "receivers": BUREAU, "worker": self.office.people[0].0,
            })
        };
        let year = self.today.year().to_string();
        self.typed("report_submission", report("mid_term", year.clone(), 25))?;
        if self.today.month() >= 11 {
            self.typed("report_submission", report("self_evaluation", year, 2))?;
        }
        Ok(())
    }
}
