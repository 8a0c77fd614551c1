//! An agreement year of a county with three stations, month by month: what 期限 says on the 20th of each is written here by hand, and each
//! station's page says the same of its own as the county's.

pub mod world;

use serde_json::json;

use world::{FIVE, World};

/// What a station must have, three months after the agreement began; 1 June 2025 is a Sunday in 端午.
fn set_up(who: &str) -> String {
    ["equipment", "rule_books", "written", "signs"].map(|rule| format!("{rule} 2025-06-03: {who}")).join("\n")
}

#[test]
fn an_agreement_year_of_three_stations_says_every_month_what_is_due() {
    let world = World::founded("2025-02-10");
    world.on("2025-02-17");
    let provider = world.county("provider", json!({ "name": "清源社工服务中心", "provider_type": "service_org" }));
    let first = world.agreement("1号", &provider, json!({}));
    world.joins(&first, "A", 2);
    world.joins(&first, "B", 1);
    let second = world.agreement("2号", &provider, json!({}));
    world.joins(&second, "C", 1);
    let filed = |agreement: &str, day: &str| {
        let year: i32 = day[..4].parse().unwrap();
        let fields = json!({ "filing_type": "agreement", "agreement": agreement, "year": year, "filed_date": day, "receiver": "长沙市民政局" });
        world.county("filing", fields);
    };
    world.stands(
        "2025-02-20",
        "agreement_filing 1号 2025-03-10: 县.
             agreement_filing 2号 2025-03-10: 县.
             arrival 2025-03-17: A. B. C.
             mid_term_report 2025-09-01: A. B. C.
             final_report 2026-02-13: A. B. C.",
        &[&set_up("A. B. C.")],
    );
    world.on("2025-03-14");
    filed(&first, "2025-03-06");
    world.arrives("A", "秦小雨", "2025-03-03", json!({}));
    let luo = world.arrives(
        "A",
        "罗明明",
        "2025-03-14",
        json!({ "contract_from": "2025-03-14", "contract_until": "2026-03-31", "insurances": ["pension"] }),
    );
    // What stands all the year, until it comes near.
    let self_evaluation = "self_evaluation 2025 2025-11-30: A. B. C. 县.";
    let usual = "mid_term_report 2025-09-01: A. B. C.
 final_report 2026-02-13: A. B. C.
 yearly_evaluation 2026-02-28: 县. 县.";
    let contract = "contract_end 2026-03-31: A.";
    let first_half = "half_year_report 2025-H1 2025-07-15: 县.";
    world.stands(
        "2025-03-20",
        "agreement_filing 2号 2025-03-10: 县!10
             arrival 2025-03-17: B!3 C!3
             insurance 2025-04-13: A.
             pay 2025-04-10: A.
             monthly_brief 2025-03 2025-04-05: A. B. C.
             quarterly_report 2025-Q1 2025-04-10: 县.",
        &[&set_up("A. B. C."), first_half, usual, self_evaluation],
    );
    world.on("2025-03-25");
    filed(&second, "2025-03-21");
    world.arrives("B", "唐一鸣", "2025-03-25", json!({}));
    world.on("2025-04-02");
    world.briefs("A C", "2025-03");
    world.sets_up("A");
    world.on("2025-04-08");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q1" }));
    world.stands(
        "2025-04-20",
        "arrival 2025-03-17: C!34
             insurance 2025-04-13: A!7
             pay 2025-04-10: B!10
             pay 2025-05-10: A. B.
             monthly_brief 2025-03 2025-04-05: B!15
             monthly_brief 2025-04 2025-05-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县.",
        &[&set_up("B. C."), first_half, contract, usual, self_evaluation],
    );
    world.on("2025-05-02");
    let insured = json!({ "kind": "staff_file", "id": luo, "fields": { "insurances": FIVE } });
    world.at("A").call("records.save", insured);
    world.briefs("A C", "2025-04");
    world.stands(
        "2025-05-20",
        "arrival 2025-03-17: C!64
             pay 2025-04-10: B!40
             pay 2025-05-10: B!10
             pay 2025-06-10: A. B.
             monthly_brief 2025-03 2025-04-05: B!45
             monthly_brief 2025-04 2025-05-05: B!15
             monthly_brief 2025-05 2025-06-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县.",
        &[&set_up("B~14 C~14"), first_half, contract, usual, self_evaluation],
    );
    world.on("2025-06-02");
    world.briefs("A C", "2025-05");
    world.on("2025-06-05");
    world.sets_up("B");
    world.stands(
        "2025-06-20",
        "arrival 2025-03-17: C!95
             pay 2025-04-10: B!71
             pay 2025-05-10: B!41
             pay 2025-06-10: B!10
             pay 2025-07-10: A. B.
             monthly_brief 2025-03 2025-04-05: B!76
             monthly_brief 2025-04 2025-05-05: B!46
             monthly_brief 2025-05 2025-06-05: B!15
             monthly_brief 2025-06 2025-07-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县.",
        &[&set_up("C!17"), first_half, contract, usual, self_evaluation],
    );
    world.on("2025-07-02");
    world.briefs("A C", "2025-06");
    world.on("2025-07-10");
    for month in ["2025-03", "2025-04", "2025-05", "2025-06"] {
        world.briefs("B", month);
    }
    world.on("2025-07-14");
    world.report(&world.county, "half_year", json!({ "period": "2025-H1" }));
    let second_half = "half_year_report 2025-H2 2026-01-15: 县.";
    world.stands(
        "2025-07-20",
        "arrival 2025-03-17: C!125
             pay 2025-08-10: A. B.
             monthly_brief 2025-07 2025-08-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县!10
             quarterly_report 2025-Q3 2025-10-10: 县.",
        &[&set_up("C!47"), second_half, contract, usual, self_evaluation],
    );
    world.on("2025-07-22");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q2" }));
    world.on("2025-08-02");
    world.briefs("A C", "2025-07");
    world.on("2025-08-15");
    world.county.call(
        "records.save",
        json!({ "kind": "agreement", "id": second, "fields": { "terminated_date": "2025-08-15" } }),
    );
    let after = "yearly_evaluation 2026-02-28: 县.";
    world.stands(
        "2025-08-20",
        "monthly_brief 2025-07 2025-08-05: B!15
             pay 2025-08-10: B!10
             pay 2025-09-10: A. B.
             monthly_brief 2025-08 2025-09-05: A. B. C.
             mid_term_report 2025-09-01: A~12 B~12
             final_report 2026-02-13: A. B.
             quarterly_report 2025-Q3 2025-10-10: 县.",
        &[after, second_half, contract, self_evaluation],
    );
    world.on("2025-08-28");
    world.report(world.at("A"), "mid_term", json!({ "period": "2025上半期", "agreement": first }));
    world.on("2025-09-02");
    world.briefs("A C", "2025-08");
    world.on("2025-09-10");
    world.report(world.at("B"), "mid_term", json!({ "period": "2025上半期", "agreement": first }));
    world.briefs("B", "2025-07");
    world.briefs("B", "2025-08");
    world.stands(
        "2025-09-20",
        "monthly_brief 2025-09 2025-10-05: A. B.
             pay 2025-10-10: A. B.
             final_report 2026-02-13: A. B.
             quarterly_report 2025-Q3 2025-10-10: 县.",
        &[after, second_half, contract, self_evaluation],
    );
    world.on("2025-10-04");
    world.briefs("A B", "2025-09");
    world.on("2025-10-09");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q3" }));
    let fourth = "quarterly_report 2025-Q4 2026-01-10: 县.";
    world.stands(
        "2025-10-20",
        "monthly_brief 2025-10 2025-11-05: A. B.
             pay 2025-11-10: A. B.
             final_report 2026-02-13: A. B.",
        &[fourth, after, second_half, contract, self_evaluation],
    );
    world.on("2025-11-03");
    world.briefs("A B", "2025-10");
    world.on("2025-11-19");
    world.report(world.at("A"), "self_evaluation", json!({ "period": "2025" }));
    world.stands(
        "2025-11-20",
        "self_evaluation 2025 2025-11-30: B~10 C~10 县~10
             monthly_brief 2025-11 2025-12-05: A. B.
             pay 2025-12-10: A. B.
             final_report 2026-02-13: A. B.",
        &[fourth, after, second_half, contract],
    );
    world.on("2025-11-28");
    world.report(&world.county, "self_evaluation", json!({ "period": "2025" }));
    world.on("2025-12-05");
    world.briefs("A B", "2025-11");
    world.report(world.at("B"), "self_evaluation", json!({ "period": "2025" }));
    world.stands(
        "2025-12-20",
        "self_evaluation 2025 2025-11-30: C!20
             monthly_brief 2025-12 2026-01-05: A. B.
             pay 2026-01-10: A. B.
             final_report 2026-02-13: A. B.",
        &[fourth, after, second_half, contract],
    );
    world.on("2026-01-03");
    world.briefs("A B", "2025-12");
    world.on("2026-01-09");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q4" }));
    world.on("2026-01-16");
    world.report(&world.county, "half_year", json!({ "period": "2025-H2" }));
    let next_year = "self_evaluation 2026 2026-11-30: A. B. 县.
                     quarterly_report 2026-Q1 2026-04-10: 县.
                     half_year_report 2026-H1 2026-07-15: 县.";
    world.stands(
        "2026-01-20",
        "self_evaluation 2025 2025-11-30: C!51
             monthly_brief 2026-01 2026-02-05: A. B.
             pay 2026-02-10: A. B.
             final_report 2026-02-13: A. B.
             yearly_evaluation 2026-02-28: 县~39",
        &[contract, next_year],
    );
    world.on("2026-02-02");
    world.briefs("A B", "2026-01");
    world.on("2026-02-10");
    world.report(world.at("A"), "final", json!({ "period": "2025年度", "agreement": first }));
    world.on("2026-02-12");
    let evaluation =
        json!({ "agreement": first, "date": "2026-02-11", "evaluator": "第三方", "evaluation_grade": "passed" });
    world.county("yearly_evaluation", evaluation);
    let renewal = json!({ "sign_date": "2026-02-12", "start_date": "2026-03-01", "end_date": "2027-02-28", "year_in_cycle": 2, "renews": first });
    let third = world.agreement("3号", &provider, renewal);
    world.joins(&third, "A", 2);
    world.joins(&third, "B", 1);
    world.stands(
        "2026-02-20",
        "self_evaluation 2025 2025-11-30: C!82
             agreement_filing 3号 2026-03-11: 县.
             monthly_brief 2026-02 2026-03-05: A. B.
             pay 2026-03-10: A. B.
             final_report 2026-02-13: B!7
             mid_term_report 2026-09-01: A. B.
             final_report 2027-02-13: A. B.
             contract_end 2026-03-31: A~39",
        &[next_year],
    );
    world.on("2026-03-10");
    world.briefs("A B", "2026-02");
    filed(&third, "2026-03-10");
    world.stands(
        "2026-03-20",
        "self_evaluation 2025 2025-11-30: C!110
             monthly_brief 2026-03 2026-04-05: A. B.
             pay 2026-04-10: A. B.
             final_report 2026-02-13: B!35
             mid_term_report 2026-09-01: A. B.
             final_report 2027-02-13: A. B.
             yearly_evaluation 2027-02-28: 县.
             contract_end 2026-03-31: A~11",
        &[next_year],
    );
}
