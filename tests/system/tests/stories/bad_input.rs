//! Bad input from people and machines: every time a sentence in Chinese says what happened and
//! what to do (`Pc::refused` looks at it), nothing that was there is lost, and the next call works.

use app::ErrorCode;
use serde_json::{Value, json};
use system::made_up::id_number;
use system::people::{MONDAY, PASS, Pc, Stick, Story, TOWNSHIP, at_path, text, wu_guixiang};

fn a_county_and_a_join_file(stick: &Stick) -> (Pc, Value, String) {
    let county = Pc::founds_a_county();
    let station = county.registers_a_station(TOWNSHIP);
    let (file, code) = county.makes_a_join_file(&station, stick);
    (county, file, code)
}

fn joining(file: &Value, code: &str) -> Value {
    json!({"file": file, "code": code, "name": "林小禾", "role": "supervisor", "passphrase": PASS})
}

/// The file with another content.
fn with(file: &Value, stick: &Stick, name: &str, bytes: &[u8]) -> Value {
    let path = stick.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    assert!(file["path"].is_string());
    at_path(&path)
}

fn content(file: &Value) -> Vec<u8> {
    std::fs::read(text(&file["path"])).unwrap()
}

fn is_fresh(pc: &Pc) {
    assert_eq!(pc.call("start.state", json!({}))["stage"], "fresh", "nothing was set up");
}

#[test]
fn a_wrong_code_is_said_and_the_right_one_still_works() {
    let stick = Stick::empty();
    let (_county, file, code) = a_county_and_a_join_file(&stick);
    let pc = Pc::fresh();
    let other = format!("{}{}", if code.starts_with('7') { '8' } else { '7' }, &code[1..]);
    for wrong in [
        other.as_str(),
        "",
        "1234",
        "ABCD-EFGH-JKMN-PQRS-TVWX",
        "入站的一次性码",
        "😀😀😀😀-😀😀😀😀-😀😀😀😀-😀😀😀😀",
    ] {
        assert_eq!(pc.refused("setup.join", joining(&file, wrong)).code, ErrorCode::WrongCode, "{wrong}");
        is_fresh(&pc);
    }
    pc.call("setup.join", joining(&file, &code));
}

#[test]
fn a_damaged_or_foreign_join_file_is_said_and_the_right_one_still_works() {
    let (stick, other_stick) = (Stick::empty(), Stick::empty());
    let (_county, file, code) = a_county_and_a_join_file(&stick);
    let (_other, foreign, _) = a_county_and_a_join_file(&other_stick);
    let pc = Pc::fresh();
    let whole = content(&file);
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    for (name, bytes) in [
        ("cut.hzj", &whole[..whole.len() / 2]),
        ("flipped.hzj", &flipped),
        ("empty.hzj", b""),
        ("page.hzj", b"<html>login</html>"),
    ] {
        let damaged = with(&file, &stick, name, bytes);
        let error = pc.refused("setup.join", joining(&damaged, &code));
        assert!(matches!(error.code, ErrorCode::DamagedFile | ErrorCode::WrongFile), "{name}: {error:?}");
        is_fresh(&pc);
    }
    assert_eq!(pc.refused("setup.join", joining(&foreign, &code)).code, ErrorCode::WrongCode, "another county's file");
    let gone = at_path(&stick.path().join("没有这个文件.hzj"));
    assert_eq!(pc.refused("setup.join", joining(&gone, &code)).code, ErrorCode::FileAccess);
    is_fresh(&pc);
    pc.call("setup.join", joining(&file, &code));
    assert_eq!(pc.refused("setup.join", joining(&file, &code)).code, ErrorCode::AlreadySetUp);
}

#[test]
fn a_confirmation_for_another_pc_or_of_another_county_is_said_and_the_own_one_still_works() {
    let (stick, other_stick) = (Stick::empty(), Stick::empty());
    let (county, file, code) = a_county_and_a_join_file(&stick);
    let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
    let (other, foreign_file, foreign_code) = a_county_and_a_join_file(&other_stick);
    let stranger = Pc::joins(&foreign_file, &foreign_code, "周文", "worker");
    other.confirms_by_stick(&stranger, &other_stick);
    let foreign = other_stick.files().into_iter().find(|file| text(&file["name"]).ends_with(".hzc")).unwrap();
    pc.refused("setup.confirmation", json!({"file": foreign}));
    pc.refused("setup.confirmation", json!({"file": file}));
    assert_eq!(pc.call("start.state", json!({}))["place"]["confirmed"], false);
    county.confirms_by_stick(&pc, &stick);
    assert_eq!(pc.call("start.state", json!({}))["place"]["confirmed"], true);
}

#[test]
fn a_wrong_passphrase_is_said_and_guessing_has_to_wait() {
    let stick = Stick::empty();
    let (_county, file, code) = a_county_and_a_join_file(&stick);
    let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
    let staff = pc.me();
    pc.call(
        "drafts.put",
        json!({"key": "visit:new", "kind": "visit", "title": "走访", "content": {"observation_text": "写到一半"}}),
    );
    pc.call("session.lock", json!({}));
    let tried = |passphrase: &str| pc.refused("session.unlock", json!({"staff": staff, "passphrase": passphrase})).code;
    for wrong in ["", "x", "春天的禾苗青青", "😀"] {
        assert_eq!(tried(wrong), ErrorCode::WrongPassphrase);
    }
    let codes: Vec<ErrorCode> = (0..3).map(|_| tried("猜一个口令试试")).collect();
    assert_eq!(codes.last(), Some(&ErrorCode::TooManyAttempts), "{codes:?}");
    assert_eq!(pc.refused("records.list", json!({"kind": "recipient"})).code, ErrorCode::Locked);
    pc.days_pass(1);
    let draft = pc.call("drafts.get", json!({"key": "visit:new"}));
    assert_eq!(draft["draft"]["content"]["observation_text"], "写到一半");
}

#[test]
fn foreign_truncated_and_repeated_bundles_are_said_and_hold_up_nothing() {
    let (story, stick, other_stick) = (Story::by_stick(), Stick::empty(), Stick::empty());
    let person = story.first.registers(wu_guixiang());
    let bundle =
        |stick: &Stick| stick.files().into_iter().find(|file| text(&file["name"]).ends_with(".hzb")).expect("a bundle");
    story.first.exports_to(&stick);
    let good = bundle(&stick);
    let elsewhere = Story::by_stick();
    elsewhere.first.registers(wu_guixiang());
    elsewhere.first.exports_to(&other_stick);

    let whole = content(&good);
    let mut flipped = whole.clone();
    let last = whole.len() - 30;
    flipped[last] ^= 1;
    let bad = Stick::empty();
    // Of another county's station with the same name: under a name of its own, to be told apart here.
    let mut handed_in = vec![with(&good, &bad, "别的县.hzb", &content(&bundle(&other_stick)))];
    for (name, bytes) in [
        ("剪断.hzb", &whole[..whole.len() - 100]),
        ("改动.hzb", &flipped),
        ("空.hzb", b""),
        ("网页.hzb", b"<html>login</html>"),
        ("报告.docx", b"PK\x03\x04rubbish"),
    ] {
        handed_in.push(with(&good, &bad, name, bytes));
    }
    handed_in.insert(3, good.clone());
    let outcomes = story.county.imports(&handed_in);
    assert_eq!(outcomes.len(), handed_in.len(), "every file gets its line");
    for outcome in &outcomes {
        let is_good = outcome["name"] == good["name"];
        assert_eq!(outcome["outcome"] == "taken_in", is_good, "{outcome}");
        assert_eq!(outcome["outcome"] == "refused", !is_good, "{outcome}");
        says_so_in_chinese(outcome);
    }
    let before = story.county.heads(&story.audience());
    for _ in 0..3 {
        let again = story.county.imports(std::slice::from_ref(&good));
        assert_eq!(again[0]["outcome"], "already");
        says_so_in_chinese(&again[0]);
    }
    assert_eq!(story.county.heads(&story.audience()), before, "ten times is once");
    assert_eq!(story.county.sees("recipient", &person)["fields"]["name"], "吴桂香");
}

#[test]
fn files_of_a_stick_are_taken_in_whatever_their_order() {
    let story = Story::by_stick();
    let person = story.first.registers(wu_guixiang());
    let mut sticks = Vec::new();
    for saw in ["第一次走访。", "第二次走访。", "第三次走访。"] {
        story.first.visits(&person, saw);
        let stick = Stick::empty();
        story.first.exports_to(&stick);
        sticks.push(stick);
    }
    let is_new = |file: &Value, before: &Stick| !before.files().iter().any(|known| known["name"] == file["name"]);
    let newest: Vec<Value> = sticks[2].files().into_iter().filter(|file| is_new(file, &sticks[1])).collect();
    for outcome in story.county.imports(&newest) {
        assert_eq!(outcome["outcome"], "waiting", "what came before it is not here yet");
        says_so_in_chinese(&outcome);
    }
    let mut backwards = sticks[2].files();
    backwards.sort_by_key(|file| is_new(file, &sticks[0]));
    backwards.reverse();
    for outcome in story.county.imports(&backwards) {
        assert!(["taken_in", "already"].contains(&outcome["outcome"].as_str().unwrap()), "{outcome}");
        says_so_in_chinese(&outcome);
    }
    story.first.agrees_with(&story.county, &story.audience());
}

/// The message of a file's line, held to what a refusal is held to.
fn says_so_in_chinese(outcome: &Value) {
    let said = app::CommandError::new(ErrorCode::WrongFile, text(&outcome["message"]));
    system::people::readable(said);
}

#[test]
fn on_a_full_disk_nothing_is_lost_and_reading_and_typing_go_on() {
    let (story, stick) = (Story::by_stick(), Stick::empty());
    let (pc, other) = (&story.first, &story.second);
    let person = pc.registers(wu_guixiang());
    let before = pc.visits(&person, "磁盘还没有满。");
    let draft = |words: &str| json!({"key": "visit:new", "kind": "visit", "title": "走访", "content": {"observation_text": words}});
    pc.call("drafts.put", draft("磁盘满之前写的"));
    let form = json!({"fields": pc.visit_form(&person, "磁盘满了以后记的走访。"), "draft": "visit:new"});
    other.registers(wu_guixiang());
    other.exports_to(&stick);

    pc.disk_fills_up();
    let heads = pc.heads(&story.audience());
    for _ in 0..3 {
        assert_eq!(pc.refused("visits.save", form.clone()).code, ErrorCode::DiskFull);
        assert_eq!(pc.refused("drafts.put", draft("磁盘满之后写的")).code, ErrorCode::DiskFull);
    }
    assert_eq!(pc.refused("stick.import", json!({"files": stick.files()})).code, ErrorCode::DiskFull);
    assert_eq!(pc.heads(&story.audience()), heads, "nothing was half written");
    assert_eq!(pc.sees("visit", &before)["fields"]["result"], "met");
    assert_eq!(
        pc.call("search.find", json!({"text": "吴桂香", "kinds": ["recipient"]}))["found"][0]["id"],
        json!(person)
    );
    assert_eq!(
        pc.call("drafts.get", json!({"key": "visit:new"}))["draft"]["content"]["observation_text"],
        "磁盘满之前写的"
    );

    pc.disk_has_room_again();
    let saved = text(&pc.call("visits.save", form)["record"]["id"]);
    let outcomes = pc.imports_from(&stick);
    assert!(outcomes.iter().all(|file| file["outcome"] == "taken_in"), "{outcomes:?}");
    assert_eq!(pc.sees("visit", &saved)["provisional"], false);
    assert_eq!(pc.call("health.check", json!({}))["points"][0]["sound"], true);
    let rows = pc.store().state_hash().unwrap();
    pc.store().rebuild().unwrap();
    assert_eq!(pc.store().state_hash().unwrap(), rows, "the tables are what the log says");
}

#[test]
fn dates_of_1900_and_2090_are_kept_or_refused_with_words_and_nothing_else_stops() {
    let (story, stick) = (Story::by_stick(), Stick::empty());
    let pc = &story.first;
    let person = pc.registers(wu_guixiang());
    for date in [
        "1900-01-01",
        "1899-12-31",
        "2090-06-30",
        "2101-01-01",
        "2026-02-30",
        "0000-00-00",
        "昨天下午",
        "二〇二六年十一月一日",
    ] {
        let mut fields = pc.visit_form(&person, "日期写得奇怪的走访。");
        fields["date"] = date.into();
        match pc.app().call("visits.save", json!({"fields": fields})) {
            Ok(saved) => {
                let kept = text(&pc.sees("visit", &text(&saved["record"]["id"]))["fields"]["date"]);
                assert!(kept.len() == 10, "{date} was kept as {kept}");
            }
            Err(error) => {
                let error = system::people::readable(error);
                assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::Invalid, "date"), "{date}");
            }
        }
        pc.visits(&person, "下一条照常保存。");
    }
    pc.exports_to(&stick);
    assert!(story.county.imports_from(&stick).iter().all(|file| file["outcome"] == "taken_in"));
    story.first.agrees_with(&story.county, &story.audience());
}

#[test]
fn a_pc_whose_clock_shows_1970_or_2090_saves_and_syncs_and_does_not_win_by_its_clock() {
    let (story, _hub) = Story::by_hub();
    let (first, second) = (&story.first, &story.second);
    let person = first.registers(wu_guixiang());
    first.syncs();
    second.syncs();
    for wrong in [1_000, 3_800_000_000_000] {
        second.clock_shows(wrong);
        second.changes("recipient", &person, "group_no", "9组");
        second.visits(&person, "时钟不对的电脑上记的走访。");
        second.syncs();
    }
    second.clock_shows(MONDAY + 3_600_000);
    second.visits(&person, "时钟校准以后的走访。");
    first.changes("recipient", &person, "group_no", "5组");
    for pc in [first, second, &story.county, first, second] {
        pc.syncs();
    }
    story.everyone_agrees();
    assert_eq!(first.sees("recipient", &person)["fields"]["group_no"], "5组", "a doubtful clock does not win");
    assert_eq!(first.store().count(&store::Query::of("visit")).unwrap(), 3);
}

#[test]
fn ten_thousand_characters_are_kept_whole_and_more_are_refused_at_their_field() {
    let (story, stick) = (Story::by_stick(), Stick::empty());
    let pc = &story.first;
    let person = pc.registers(wu_guixiang());
    let long: String = "今天下雨，路不好走。".chars().cycle().take(10_000).collect();
    let visit = pc.visits(&person, &long);
    assert_eq!(pc.store().row("visit", &visit).unwrap().unwrap().fields["observation_text"], json!(long));
    let far_too_long: String = "雨".repeat(200_000);
    let error = pc.refused("visits.save", json!({"fields": pc.visit_form(&person, &far_too_long)}));
    assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::Invalid, "observation_text"));
    pc.exports_to(&stick);
    story.county.imports_from(&stick);
    assert_eq!(story.county.store().row("visit", &visit).unwrap().unwrap().fields["observation_text"], json!(long));
}

#[test]
fn emoji_and_rare_characters_are_kept_found_and_carried() {
    let (story, stick) = (Story::by_stick(), Stick::empty());
    let pc = &story.first;
    let mut person = wu_guixiang();
    person["name"] = "𠮷䶮㑇".into();
    person["village"] = "𡌶塘村".into();
    let id = pc.registers(person);
    let said = "老人说：“👨‍👩‍👧 都好👍🏽”，\u{200b}门口写着‘囍’。\r\n\t第二行";
    let visit = pc.visits(&id, said);
    let kept = text(&pc.store().row("visit", &visit).unwrap().unwrap().fields["observation_text"]);
    for part in ["👨‍👩‍👧", "👍🏽", "囍", "第二行"] {
        assert!(kept.contains(part), "{part} is lost in {kept:?}");
    }
    for words in ["𠮷䶮㑇", "𠮷", "䶮㑇", "𡌶塘"] {
        let found = pc.call("search.find", json!({"text": words, "kinds": ["recipient"]}));
        assert_eq!(found["found"][0]["id"], json!(id), "{words}");
    }
    pc.exports_to(&stick);
    story.county.imports_from(&stick);
    assert_eq!(story.county.sees("recipient", &id)["fields"]["name"], "𠮷䶮㑇");
    story.first.agrees_with(&story.county, &story.audience());
}

#[test]
fn an_id_number_in_full_width_digits_is_read_as_what_it_is() {
    let stick = Stick::empty();
    let (_county, file, code) = a_county_and_a_join_file(&stick);
    let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
    let number = id_number("19480305", 102);
    let wide: String = number
        .chars()
        .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c })
        .collect();
    let mut person = wu_guixiang();
    person["id_number"] = format!(
        " {}　{} ",
        &wide[..wide.char_indices().nth(6).unwrap().0],
        &wide[wide.char_indices().nth(6).unwrap().0..]
    )
    .into();
    let id = pc.registers(person);
    let row = pc.store().row("recipient", &id).unwrap().unwrap();
    assert_eq!(row.fields["id_number"], json!(number));
    assert_eq!((&row.fields["birth_date"], &row.fields["sex"]), (&json!("1948-03-05"), &json!("2")));
    for words in [&number[14..], &wide[wide.char_indices().nth(14).unwrap().0..]] {
        assert_eq!(pc.call("search.find", json!({"text": words}))["found"][0]["id"], json!(id), "{words}");
    }
    // A wrong check digit warns and never forbids.
    let mut mistyped = wu_guixiang();
    mistyped["name"] = "石守根".into();
    mistyped["sex"] = "1".into();
    mistyped["id_number"] = format!("{}{}", &number[..17], if number.ends_with('1') { '2' } else { '1' }).into();
    let answer = pc.call("recipients.register", json!({"recipient": mistyped}));
    let findings = answer["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|finding| finding["field"] == "id_number" && finding["level"] == "warning"),
        "{findings:?}"
    );
}
