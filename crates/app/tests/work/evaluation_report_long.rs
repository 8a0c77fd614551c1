//! 年度绩效自评报告 of sixty items with long names: all of it is printed. With `REPORTS_WRITTEN_TO` its files are kept, to be looked at.

use serde_json::{Value, json};

use crate::agreement_year::world::World;
use crate::books::words_of;
use crate::evaluation_report::{begin, draft, freeze, sheets, squeezed, tables, words_of_pdf};
use crate::fixture::paper;
use crate::pcs::Pc;

/// A scheme of sixty items over seven dimensions with long names, scored by all three stations.
fn long_scheme(world: &World) -> Vec<(usize, Value)> {
    let county = &world.county;
    let names = [
        "组织领导与制度建设规范化程度",
        "专业服务",
        "队伍建设",
        "资源链接与志愿服务",
        "资金管理",
        "社会影响与品牌宣传推广",
        "创新加分",
    ];
    let fields = json!({ "title": "2026年全县乡镇（街道）社会工作服务站年度绩效评估评分标准（试行）", "points": "120", "dimensions": names.join("\n"),
        "grades": "优秀 100\n合格 60", "in_use": "no", "made_date": "2026-11-01" });
    let scheme = paper(county, "evaluation_scheme", fields)["id"].as_str().unwrap().to_owned();
    for at in 0..60 {
        let content = match at % 4 {
            0 => "建立健全站点人员、财务、志愿者、场所使用、文书档案五项管理制度，制度上墙并严格执行，有检查有记录"
                .to_owned(),
            _ => format!("第 {} 项工作按要求完成", at + 1),
        };
        let item = json!({ "evaluation_scheme": scheme, "dimension": names[at / 9], "item_no": format!("{}.{:02}", at / 9 + 1, at % 9 + 1),
            "content": content, "points": "2", "evidence_words": "工作记录、照片" });
        paper(county, "evaluation_item", item);
    }
    county.call("records.save", json!({ "kind": "evaluation_scheme", "id": scheme, "fields": { "in_use": "yes" } }));
    world.on("2026-11-23");
    let score_all = |(of, pc): (usize, &Pc)| {
        let own = begin(pc, &scheme);
        let items = pc.call("evaluation.get", json!({ "id": own }))["items"].clone();
        for (at, item) in items.as_array().unwrap().iter().enumerate() {
            let (score, reason) =
                [("2", ""), ("1.5", "有两次活动没有及时归档，照片缺少说明"), ("1", "记录不全")][(at + of) % 3];
            pc.call("evaluation.score", json!({ "id": own, "item": item["id"], "score": score, "reason": reason }));
        }
        (of, own)
    };
    let scored = world.stations.iter().enumerate().map(score_all).collect();
    world.on("2026-11-23");
    scored
}

#[test]
fn sixty_items_with_long_names_are_printed_whole_by_station_and_county() {
    let world = World::founded("2026-11-23");
    long_scheme(&world);
    for (whose, pc) in [("站点", world.at("A")), ("县级", &world.county)] {
        let view = draft(pc);
        let shown = tables(&view);
        assert_eq!(shown["分项得分"].len(), if whose == "站点" { 61 } else { 60 }, "{whose}");
        assert_eq!(shown["扣分清单"].len(), if whose == "站点" { 40 } else { 60 }, "{whose}");
        let frozen = freeze(pc);
        let asked = json!({ "id": frozen["id"], "formats": ["docx", "pdf", "xlsx"], "to": { "download": true } });
        let made = pc.call("reports.export", asked);
        assert_eq!(made["missing_glyphs"], "", "{whose}");
        let files = [0, 1, 2].map(|at| pc.fetch(&made["files"][at]));
        if let Ok(folder) = std::env::var("REPORTS_WRITTEN_TO") {
            for (bytes, end) in files.iter().zip(["docx", "pdf", "xlsx"]) {
                std::fs::write(std::path::Path::new(&folder).join(format!("自评 {whose}.{end}")), bytes).unwrap();
            }
        }
        let (word, pdf, book) = (squeezed(&words_of(&files[0])), words_of_pdf(&files[1]), sheets(&files[2]));
        for row in &shown["分项得分"] {
            assert!(word.contains(&squeezed(&row.concat())), "{whose}: {row:?}");
            assert!(pdf.contains(&row[0]), "{whose}: {} is not in the pdf", row[0]);
        }
        assert_eq!(book["分项得分"], shown["分项得分"], "{whose}");
    }
}
