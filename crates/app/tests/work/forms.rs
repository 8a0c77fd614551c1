//! The county's own Excel and Word: a form of a superior office is uploaded, pointed at figures and ledgers, sent to the stations and filled, its
//! styles kept; what does not fit is said place by place, and nothing is lost.

use std::io::{Cursor, Read, Write};

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::books::words_of;
use crate::deadlines::{carry, pair};
use crate::fixture::{MAN_1990, person, visit, with};
use crate::ledgers::rows;
use crate::pcs::{Pc, file};

/// A monthly table as counties make it: merged coloured headers, a print area, sums, a protected sheet.
fn monthly() -> Vec<u8> {
    include_bytes!("forms/monthly.xlsx").to_vec()
}

/// A list with a sum below it: two rows for the people, more are put in.
fn list() -> Vec<u8> {
    include_bytes!("forms/list.xlsx").to_vec()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn figure(sheet: &str, cell: &str, code: &str, over: &str) -> Value {
    json!({ "sheet": sheet, "cell": cell, "source": { "is": "figure", "code": code, "over": over } })
}

fn month_mapping() -> Value {
    json!({ "cells": [
        { "sheet": "月报表", "cell": "B2", "source": { "is": "word", "word": "unit" } },
        figure("月报表", "B4", "visit.effective", "period"),
        figure("月报表", "C4", "visit.effective", "year_to_date"),
        figure("月报表", "B5", "service.persons", "period"),
    ], "lists": [], "words": [] })
}

fn request(bytes: &[u8], name: &str, mapping: Value) -> Value {
    json!({ "name": name, "each": "month", "for_stations": true, "active": true,
        "file": with(file(bytes), json!({ "name": format!("{name}.xlsx") })), "mapping": mapping })
}

fn save(county: &Pc, bytes: &[u8], name: &str, mapping: Value) -> Value {
    county.call("county_forms.save", request(bytes, name, mapping))["form"].clone()
}

fn fill(pc: &Pc, form: &Value, period: &str) -> Vec<u8> {
    pc.fetch(
        &pc.call("county_forms.fill", json!({ "id": form["id"], "period": period, "place": { "download": true } })),
    )
}

/// Two visits in October, one in November, at a station whose county has a form.
fn worked() -> (Pc, Pc) {
    let (county, pc) = pair();
    let who = person(&pc, json!({ "id_number": MAN_1990, "sex": "1" }));
    visit(&pc, &who, json!({ "date": "2026-10-08" }));
    visit(&pc, &who, json!({ "date": "2026-10-20" }));
    visit(&pc, &person(&pc, json!({ "name": "王春生" })), json!({}));
    (county, pc)
}

#[test]
fn a_monthly_table_is_filled_at_the_station_with_every_style_kept() {
    let (county, pc) = worked();
    let template = monthly();
    let shape = county.call("county_forms.read", file(&template));
    assert_eq!(
        (&shape["sheets"][0]["name"], &shape["sheets"][0]["protected"], &shape["word"]),
        (&json!("月报表"), &json!(true), &json!(false))
    );
    let title = &shape["sheets"][0]["cells"][0];
    assert_eq!((&title["text"], &title["column_span"]), (&json!("乡镇（街道）社工站工作月报表"), &json!(4)));
    let form = save(&county, &template, "社工站月报表", month_mapping());
    assert_eq!((&form["places"], &form["period"], &form["problems"]), (&json!(4), &json!("2026-10"), &json!([])));
    assert_eq!(pc.call("county_forms.list", json!({})), json!([]), "it has not come yet");
    carry(&county, Audience::All, &pc);
    assert_eq!(pc.call("county_forms.list", json!({}))[0]["name"], "社工站月报表");
    let filled = fill(&pc, &form, "2026-10");
    let said = rows(&filled).concat().join("|");
    assert!(said.contains("浏阳市大瑶镇社会工作服务站") && said.contains("有效走访（人次）|2|2"), "{said}");
    // Everything about its looks is as it was.
    let sheet = part(&filled, "xl/worksheets/sheet1.xml");
    for kept in ["mergeCell ref=\"A1:D1\"", "mergeCell ref=\"B2:D2\"", "sheetProtection", "landscape", "customHeight"] {
        assert!(sheet.contains(kept), "{kept}: {sheet}");
    }
    let styles = part(&filled, "xl/styles.xml");
    assert!(styles.contains("DDEBF7") && styles.contains("thin") && styles.contains("#,##0"), "{styles}");
    let book = part(&filled, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Area") && book.contains("$A$1:$D$6"), "{book}");
    // The sum is the reader's to work out: it is asked to, and the old result is gone.
    assert!(book.contains("fullCalcOnLoad=\"1\""), "{book}");
    assert!(sheet.contains("SUM(B4:B5)") && !sheet.contains(">99<"), "{sheet}");
    let november = rows(&fill(&pc, &form, "2026-11")).concat().join("|");
    assert!(november.contains("有效走访（人次）|1|3"), "{november}");
}

#[test]
fn a_list_grows_in_its_own_style_with_id_numbers_as_text() {
    let (county, pc) = worked();
    person(&pc, json!({ "name": "赵桂芝", "village": "南街社区" }));
    let columns = json!([{ "column": "A", "of": "姓名" }, { "column": "B", "of": "身份证号" }, { "column": "C", "of": "村(居)" }]);
    let mapping = json!({ "cells": [], "words": [], "lists": [{ "sheet": "服务对象", "first_row": 3, "reserved": 2, "ledger": "recipients", "columns": columns }] });
    let form = save(&county, &list(), "花名册", mapping);
    carry(&county, Audience::All, &pc);
    let masked = rows(&fill(&pc, &form, "2026-11")).concat().join("|");
    assert!(masked.contains("430121********0031"), "as on the screen, unless she asks for all of it: {masked}");
    let whole = json!({ "id": form["id"], "period": "2026-11", "privacy": "full", "place": { "download": true } });
    let filled = pc.fetch(&pc.call("county_forms.fill", whole));
    let table = rows(&filled);
    let people: Vec<Vec<String>> = table.iter().skip(2).take(3).cloned().collect();
    assert_eq!(people.len(), 3);
    assert!(people.iter().any(|row| row[1] == MAN_1990), "{people:?}");
    let sheet = part(&filled, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("COUNTA(A3:A5)"), "the sum grew with the rows: {sheet}");
    // The rows that were put in look like the first.
    let style_of = |cell: &str| {
        sheet
            .split(&format!("r=\"{cell}\""))
            .nth(1)
            .and_then(|rest| rest.split("s=\"").nth(1))
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    assert_eq!((style_of("A4"), style_of("A5")), (style_of("A3"), style_of("A3")));
    assert!(!sheet.contains(&format!("<v>{MAN_1990}</v>")), "an ID number is no number");
}

#[test]
fn the_county_fills_a_row_for_each_station() {
    let (county, pc) = worked();
    carry(&pc, Audience::Station("43018111001".into()), &county);
    let columns = json!([{ "column": "A", "of": "name" }, { "column": "B", "of": "visit.effective" }]);
    let mapping = json!({ "cells": [], "words": [], "lists": [{ "sheet": "服务对象", "first_row": 3, "reserved": 2, "ledger": "stations", "columns": columns }] });
    let form = save(&county, &list(), "分站表", mapping);
    let table = rows(&fill(&county, &form, "2026-10")).concat().join("|");
    assert!(table.contains("浏阳市大瑶镇社会工作服务站|2"), "{table}");
}

/// A Word document whose placeholders Word has torn apart.
fn letter() -> Vec<u8> {
    let body = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{{站名}}{{期间}}情况</w:t></w:r></w:p><w:p><w:r><w:t>本月走访 {{本</w:t></w:r><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>月走</w:t></w:r><w:r><w:t>访}} 人次，{{县里自己填的}}。</w:t></w:r></w:p></w:body></w:document>"#;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        ("word/document.xml", body),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_word_form_is_filled_at_its_placeholders_torn_ones_too() {
    let (county, pc) = worked();
    let shape = county.call("county_forms.read", file(&letter()));
    let names: Vec<&str> =
        shape["placeholders"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["站名", "期间", "本月走访", "县里自己填的"]);
    let guessed = |place: usize| shape["placeholders"][place]["guess"].clone();
    assert_eq!((guessed(2)["code"].clone(), guessed(3)), (json!("visit.effective"), Value::Null));
    let words: Vec<Value> = (0..3).map(|place| json!({ "name": names[place], "source": guessed(place) })).collect();
    let form = save(&county, &letter(), "情况说明", json!({ "cells": [], "lists": [], "words": words }));
    carry(&county, Audience::All, &pc);
    let filled = fill(&pc, &form, "2026-10");
    assert_eq!(words_of(&filled), "浏阳市大瑶镇社会工作服务站2026年10月情况本月走访 2 人次，{{县里自己填的}}。");
    assert!(part(&filled, "word/document.xml").contains("FF0000"), "styles stay");
}

#[test]
fn what_is_no_form_is_refused_with_words_that_help() {
    let (county, _pc) = worked();
    let refused = |bytes: &[u8]| {
        let error = county.refused("county_forms.read", file(bytes));
        (error.code, error.detail)
    };
    let (code, said) = refused(b"%PDF-1.7 no workbook");
    assert!(code == ErrorCode::WrongFile && said.contains("不是 Excel 工作簿（*.xlsx）或 Word 文档"), "{said}");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    let (_, said) = refused(&zip.finish().unwrap().into_inner());
    assert!(said.contains("不是 Excel 工作簿"), "{said}");
    let whole = monthly();
    let (code, said) = refused(&whole[..whole.len() / 2]);
    assert!(code == ErrorCode::DamagedFile && said.contains("已损坏"), "{said}");
    let (_, said) = refused(&locked());
    assert!(said.contains("设有打开密码"), "{said}");
    let (_, said) = refused(&vec![b'P'; 400 << 10]);
    assert!(said.contains("太大（超过 300 KB）"), "{said}");
}

/// The container that Office writes for a file with a password: OLE with an `EncryptedPackage`.
fn locked() -> Vec<u8> {
    include_bytes!("forms/locked.xlsx").to_vec()
}

#[test]
fn places_that_do_not_fit_are_named_and_nothing_is_lost() {
    let (county, pc) = worked();
    let form = save(&county, &monthly(), "社工站月报表", month_mapping());
    let wrong = |mapping: Value| {
        let asked = with(request(&monthly(), "社工站月报表", mapping), json!({ "id": form["id"], "file": null }));
        let error = county.refused("county_forms.save", asked);
        error.fields.iter().map(|one| one.message.clone()).collect::<Vec<_>>().join("；")
    };
    let cells = |cells: Value| json!({ "cells": cells, "lists": [], "words": [] });
    assert!(
        wrong(cells(json!([figure("月报表", "B40", "visit.effective", "period")])))
            .contains("没有单元格 B40，可能已删除")
    );
    assert!(wrong(cells(json!([figure("旧表", "B4", "visit.effective", "period")]))).contains("没有工作表“旧表”"));
    assert!(wrong(cells(json!([figure("月报表", "B6", "visit.effective", "period")]))).contains("B6 是公式"));
    assert!(
        wrong(cells(json!([figure("月报表", "C2", "visit.effective", "period")]))).contains("请改指合并区左上角的 B2")
    );
    assert!(wrong(cells(json!([figure("月报表", "B4", "visit.gone", "period")]))).contains("指标“visit.gone”已不存在"));
    // A new file in which a mapped cell is gone is not taken, and the old one still fills.
    let error = county.refused(
        "county_forms.save",
        with(request(&list(), "社工站月报表", month_mapping()), json!({ "id": form["id"] })),
    );
    assert!(error.fields[0].message.contains("没有工作表“月报表”"), "{error:?}");
    carry(&county, Audience::All, &pc);
    assert!(rows(&fill(&pc, &form, "2026-10")).concat().contains(&"服务人数".to_owned()));
    assert_eq!(
        pc.refused(
            "county_forms.fill",
            json!({ "id": form["id"], "period": "2026-Q4", "place": { "download": true } })
        )
        .fields[0]
            .field,
        "period"
    );
    assert_eq!(
        pc.refused("county_forms.save", request(&monthly(), "站里的", month_mapping())).code,
        ErrorCode::NotAllowed
    );
    let opened = county.call("county_forms.open", json!({ "id": form["id"] }));
    assert_eq!(opened["mapping"]["cells"].as_array().unwrap().len(), 4);
    // Not sent any more: the station does not see it.
    let kept = with(
        request(&monthly(), "社工站月报表", month_mapping()),
        json!({ "id": form["id"], "file": null, "for_stations": false }),
    );
    county.call("county_forms.save", kept);
    carry(&county, Audience::All, &pc);
    assert_eq!(pc.call("county_forms.list", json!({})), json!([]));
    assert_eq!(
        pc.refused(
            "county_forms.fill",
            json!({ "id": form["id"], "period": "2026-10", "place": { "download": true } })
        )
        .code,
        ErrorCode::NotFound
    );
}
