//! An agreement year as the county has typed it: who was chosen how, what was signed, filed and paid, what is owed. Every record is saved
//! at the county's own PC by the command its page uses; days are counted back from today.

use app::{App, CommandError};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::deadlines::Each;
use domain::period::Month;
use serde_json::json;

use crate::doors::typed;
use crate::work::workday;

/// How many months ago the year began: its mid-term report is due by now.
const MONTHS_IN: i32 = 7;
const CITY: &str = "练习市民政局";
pub(crate) const BUREAU: &str = "青禾县民政局";
pub(crate) const PROVIDER: &str = "青禾县春风社会工作服务中心";
const BACKGROUND: &str = "（一）工作基础\n全县乡镇（街道）社会工作服务站已经设立，驻站社工由承接主体聘用，村（居）设社工室。\n（二）服务需求\n据摸底，独居老人、农村留守儿童、困难家庭的照料、陪伴和政策咨询需求较为集中。";
const GOALS: &str = "1.每个站点驻站社工足额到岗，持证率不低于百分之六十。\n2.特殊困难老年人每月探访，农村留守儿童每季度家访。\n3.每个站点全年开展个案不少于八个、小组不少于四个、社区活动不少于十二场。";
const BUDGET: &str = "项目预算共六十万元，其中社会救助专项经费四十万元、福彩公益金二十万元。采用竞争性磋商方式购买服务，一年一签，三年为一个周期。";
const CONTENT: &str = "（一）服务内容\n社会救助、农村留守儿童关爱保护、城乡社区建设和其他民政领域的社会工作服务。\n（二）进度安排\n第一季度完成采购和签约，第二季度完成需求调研和服务计划，第三季度中期评估，第四季度绩效自评。";
const STANDARDS: &str = "站点有单独的办公用房和必备设施，制度上墙，户外、室内标牌统一。每个站点驻站社工不少于二人，年龄四十周岁以下，大专及以上学历。";
const EVALUATION: &str =
    "县民政局每季度检查，年中组织中期评估，十一月底前完成绩效自评，年底委托第三方机构评估，评估合格的续签协议。";

/// What a county and its stations have agreed.
pub(crate) struct Signed {
    pub(crate) agreement: String,
    pub(crate) provider: String,
    pub(crate) start: NaiveDate,
}

/// The year up to today, but for its stations, which are not registered yet.
pub(crate) fn sign(county: &App) -> Result<Signed, CommandError> {
    let today = county.today();
    let start = Month::of(today).plus(-MONTHS_IN).first();
    let before = |days: u64| workday(start - Days::new(days)).to_string();
    let year = start.year();
    let provider = typed(
        county,
        "provider",
        json!({
            "name": PROVIDER, "provider_type": "service_org", "legal_representative": "方正平", "registered_date": "2018-05-08",
            "registration_authority": BUREAU, "contact": "方正平", "overview": "登记在本县的社会服务机构，专职社工九人。",
            "qualifications": "持社会工作者职业资格证书六人。", "experience": "连续三年承接本县困境儿童关爱服务项目。",
        }),
    )?;
    for (fund_source, amount, document_no) in
        [("social_assistance", 40_000_000, "青财社〔练习〕3号"), ("welfare_lottery", 20_000_000, "青财社〔练习〕7号")]
    {
        let line = json!({"year": year, "fund_source": fund_source, "amount": amount, "document_no": document_no});
        typed(county, "budget_line", line)?;
    }
    typed(
        county,
        "implementation_plan",
        json!({
            "year": year, "title": format!("青禾县{year}年度乡镇（街道）社会工作服务站项目实施计划"), "issued_date": before(110),
            "background": BACKGROUND, "goals": GOALS, "budget": BUDGET, "content": CONTENT, "standards": STANDARDS, "evaluation": EVALUATION,
        }),
    )?;
    typed(
        county,
        "procurement",
        json!({
            "year": year, "project": "乡镇（街道）社会工作服务站项目", "method": "competitive_consultation", "agency": "练习招标代理有限公司",
            "budget": 60_000_000, "notice_date": before(75), "publicity_date": before(45), "award_date": before(38), "awarded": provider,
            "award_amount": 58_800_000,
        }),
    )?;
    let agreement = typed(
        county,
        "agreement",
        json!({
            "agreement_no": format!("青民购协〔{year}〕1号"), "buyer": BUREAU, "buyer_signatory": "唐科员", "provider": provider,
            "provider_signatory": "方正平", "sign_date": before(14), "start_date": start.to_string(),
            "end_date": (start + Months::new(12) - Days::new(1)).to_string(), "year_in_cycle": 1, "amount": 58_800_000,
            "clauses": ["content", "tasks", "requirements", "rights", "evaluation", "breach", "force_majeure"],
        }),
    )?;
    ask(county, &agreement)?;
    let item = json!({
        "area": "A4", "code": "A4-X01", "name": "入户助浴", "approval_no": format!("湘民函〔{year}〕练习1号"), "approved_date": before(20),
        "from_date": start.to_string(), "until_date": (start + Months::new(12) - Days::new(1)).to_string(), "active": "yes",
    });
    typed(county, "service_item", item)?;
    let signed = Signed { agreement, provider, start };
    recruit(county, &signed, year)?;
    file(county, &signed, year)?;
    pay(county, &signed, today)?;
    report(county, &signed, today)?;
    Ok(signed)
}

/// A station under the agreement, with so many workers.
pub(crate) fn station(county: &App, signed: &Signed, code: &str, staff: u32) -> Result<(), CommandError> {
    let link = json!({"agreement": signed.agreement, "station_code": code, "agreed_staff": staff});
    typed(county, "agreement_station", link)?;
    let focus = json!({
        "station_code": code, "from_date": signed.start.to_string(), "focus_recipients": "独居老人、农村留守儿童", "focus_areas": ["A2", "A4"],
        "focus_services": "探访关爱、安全教育", "brand": "邻里相望",
    });
    typed(county, "station_focus", focus)?;
    let contact = json!({
        "station_code": code, "office": "镇社会事务办", "name": "龙建军", "position": "主任", "phone": "13800000000",
        "duty": "办公场地、设施设备", "since_date": signed.start.to_string(),
    });
    typed(county, "township_contact", contact).map(drop)
}

/// What the agreement asks of each station for its year.
fn ask(county: &App, agreement: &str) -> Result<(), CommandError> {
    for (name, figure, target) in [
        ("探访服务", "visit.effective", 700),
        ("个案服务", "case.new", 8),
        ("个案服务", "case.sessions", 40),
        ("小组服务", "group.new", 4),
        ("小组服务", "group.sessions", 20),
        ("社区活动", "activity.count", 12),
    ] {
        let target = json!({"agreement": agreement, "name": name, "figure": figure, "target": target});
        typed(county, "agreement_target", target)?;
    }
    Ok(())
}

fn recruit(county: &App, signed: &Signed, year: i32) -> Result<(), CommandError> {
    let before = |days: u64| workday(signed.start - Days::new(days)).to_string();
    let plan = typed(
        county,
        "recruitment_plan",
        json!({
            "year": year, "title": format!("{year}年驻站社工招聘方案"), "provider": signed.provider, "posts": 4,
            "requirements": "四十周岁以下，大专及以上学历；社会工作专业或持证、本地户籍优先。", "plan_date": before(34),
        }),
    )?;
    for (days, step, people, place) in [
        (30, "notice", 0, "县人民政府网站、招聘会"),
        (22, "application", 11, "承接主体"),
        (18, "interview", 8, "县民政局会议室"),
        (15, "publicity", 4, "县人民政府网站"),
    ] {
        let people = (people > 0).then_some(people);
        let step =
            json!({"recruitment_plan": plan, "step": step, "date": before(days), "people": people, "place": place});
        typed(county, "recruitment_step", step)?;
    }
    Ok(())
}

/// Plan and agreement were filed and came back; the recruitment plan was sent and has no receipt yet.
fn file(county: &App, signed: &Signed, year: i32) -> Result<(), CommandError> {
    let before = |days: u64| workday(signed.start - Days::new(days)).to_string();
    for (number, filing_type, filed, receipt) in
        [(1, "plan", 105, Some(95)), (2, "recruitment", 33, None), (3, "agreement", 7, Some(1))]
    {
        let filing = json!({
            "filing_type": filing_type, "agreement": (filing_type == "agreement").then_some(&signed.agreement), "year": year,
            "filed_date": before(filed), "receiver": CITY, "document_no": format!("青民函〔{year}〕{number}号"),
            "filing_no": receipt.map(|_| format!("练民备〔{year}〕{number}号")), "receipt_date": receipt.map(before),
        });
        typed(county, "filing", filing)?;
    }
    Ok(())
}

/// The first payment in time, the second late, the third owed, the last to come.
fn pay(county: &App, signed: &Signed, today: NaiveDate) -> Result<(), CommandError> {
    let day = |days: u64| (signed.start + Days::new(days)).to_string();
    let owed = (today - Days::new(9)).to_string();
    let last = (signed.start + Months::new(12) + Days::new(30)).to_string();
    for (node, planned, amount, source, paid) in [
        ("首付款", day(20), 23_520_000, "social_assistance", Some(day(15))),
        ("第二笔", day(100), 14_700_000, "social_assistance", Some(day(112))),
        ("中期评估后拨付", owed, 11_760_000, "welfare_lottery", None),
        ("年度评估合格后拨付", last, 8_820_000, "welfare_lottery", None),
    ] {
        let payment = json!({
            "agreement": signed.agreement, "node": node, "planned_date": planned, "planned_amount": amount, "fund_source": source,
            "paid_date": paid, "paid_amount": paid.as_ref().map(|_| amount),
        });
        typed(county, "appropriation", payment)?;
    }
    Ok(())
}

/// Quarters and half years since the year began, but for the newest quarter; a rule sent down to the stations.
fn report(county: &App, signed: &Signed, today: NaiveDate) -> Result<(), CommandError> {
    let ended = |each: Each| {
        let mut periods = each.between(signed.start, today);
        periods.retain(|(_, period)| period.to < today);
        periods
    };
    let mut quarters = ended(Each::Quarter);
    quarters.pop();
    let halves = ended(Each::HalfYear);
    for (report_type, name, period) in quarters
        .into_iter()
        .map(|(name, period)| ("quarterly", name, period))
        .chain(halves.into_iter().map(|(name, period)| ("half_year", name, period)))
    {
        let submitted = workday(period.to + Days::new(9)).min(today);
        let report = json!({"report_type": report_type, "period": name, "submitted_date": submitted.to_string(), "receivers": "省民政厅、练习市民政局"});
        typed(county, "report_submission", report)?;
    }
    let rule = json!({
        "document_type": "system", "title": "社工站档案管理办法", "document_no": "青民发〔练习〕12号", "version": "2.0",
        "in_force_date": signed.start.to_string(), "content": "第一条 服务档案一人一档、一案一卷。\n第二条 结案后一个月内归档。",
    });
    typed(county, "rule_document", rule).map(drop)
}
