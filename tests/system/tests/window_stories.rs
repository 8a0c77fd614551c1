//! The story that matters most, in the real window: a new station without any network joins, works, and carries its work to
//! the county on a USB stick; the county's own window takes it in and gives the receipt back. At the end the brief's files
//! say the right counts.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use system::window::Window;

const PASS: &str = "春天的禾苗青青的";
const ROOT: &str = "县里的根密钥口令";
const TOWNSHIP: &str = "430181110";
const STATION: &str = "43018111001";
const ID_NUMBER: &str = "439901195203154023";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().unwrap()
}

/// What a command answered; a refusal ends the story.
fn answer(value: Value) -> Value {
    assert!(value.get("error").is_none(), "refused: {value}");
    value["ok"].clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// The officer founds the county and registers the station; gives the join file and its code.
async fn county_founds(county: &Window, stick: &Path) -> (PathBuf, String) {
    county.find("first-page").await;
    let founding = json!({"name": "浏阳市", "division": "430181", "officer": "唐科员", "passphrase": PASS, "root_passphrase": ROOT});
    answer(county.call("setup.county", founding).await);
    answer(county.call("stations.register", json!({"township": TOWNSHIP, "root_passphrase": ROOT})).await);
    let made =
        answer(county.call("stations.join_file", json!({"station": STATION, "destination": {"folder": stick}})).await);
    county.reload().await;
    (PathBuf::from(text(&made["file"]["path"])), text(&made["code"]).to_owned())
}

/// A worker joins by the join door, with the file and the code.
async fn joins(pc: &Window, file: &Path, code: &str) {
    pc.click("door-join").await;
    pc.next_dialog_gives(file).await;
    pc.click("join-file").await;
    pc.enter("join-code", code).await;
    pc.click("join-open").await;
    pc.wait_for_words("join-content", "浏阳市大瑶镇社会工作服务站").await;
    pc.enter("join-name", "周站长").await;
    pc.click("join-role-supervisor").await;
    pc.enter("join-passphrase", PASS).await;
    pc.enter("join-passphrase-again", PASS).await;
    pc.screenshot("joining").await;
    pc.click("join").await;
    pc.click("join-enter").await;
    pc.find("home").await;
}

/// Registers a person, records a visit to her and opens a case, all by the pages.
async fn works(pc: &Window) {
    pc.click("home-register").await;
    pc.enter("field-name", "欧阳秀英").await;
    pc.enter("field-id_number", ID_NUMBER).await;
    pc.enter("field-village", "新河村").await;
    pc.wait_for_words("id-echo", "74").await;
    pc.screenshot("registering").await;
    pc.click("register-save").await;
    pc.wait_for_words("person-name", "欧阳秀英").await;

    pc.click("person-new-visit").await;
    pc.click("choice-result-met").await;
    pc.enter("field-observation_text", "精神尚可，血压偏高，已提醒按时服药。").await;
    pc.click("visit-more").await;
    pc.click("choice-area-A4").await;
    pc.click("field-service_item").await;
    pc.click("choice-service_item-A401").await;
    pc.screenshot("visiting").await;
    pc.click("visit-save").await;
    pc.find("timeline-visit").await;

    pc.click("person-new-case").await;
    pc.click("choice-source-outreach").await;
    pc.enter("field-informant", "村干部").await;
    pc.enter("field-reason", "丧偶后情绪低落").await;
    pc.click("lead-intake").await;
    pc.screenshot("lead").await;
    pc.click("lead-save").await;
    pc.find("case-page").await;
    pc.screenshot("case").await;
}

/// Freezes this month's brief and exports it; gives the folder's files.
async fn issues_the_brief(pc: &Window, folder: &Path) -> Vec<PathBuf> {
    pc.click("rail-briefs").await;
    pc.wait_for_words("brief-months", "年").await;
    pc.click(&format!("brief-make-{}", first_month(&pc.read("brief-months").await))).await;
    pc.wait_for_words("figure-visit.effective", "1").await;
    pc.screenshot("brief").await;
    pc.click("brief-freeze").await;
    pc.next_dialog_gives(folder).await;
    pc.click("brief-export").await;
    pc.find("brief-exported").await;
    pc.screenshot("brief-exported").await;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// `2026-11` from the first month that a text names.
fn first_month(text: &str) -> String {
    let (year, rest) = text.split_once('年').expect("a year");
    let month: u32 = rest.split('月').next().and_then(|month| month.trim().parse().ok()).expect("a month");
    format!("{}-{month:02}", &year[year.len() - 4..])
}

/// The text of a file as a reader sees it.
fn read_paper(file: &Path) -> String {
    let pdf = if file.extension().is_some_and(|end| end == "docx") {
        let folder = tempfile::tempdir().unwrap();
        let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
        let made = Command::new("soffice")
            .args(["--headless", &profile, "--convert-to", "pdf", "--outdir"])
            .arg(folder.path())
            .arg(file)
            .output()
            .expect("LibreOffice is installed (Debian package libreoffice-writer)");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let beside = file.with_extension("from-docx.pdf");
        std::fs::copy(folder.path().join(file.with_extension("pdf").file_name().unwrap()), &beside).unwrap();
        beside
    } else {
        file.to_path_buf()
    };
    let output =
        Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().expect("poppler-utils is installed");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a line of the figures table says `label` … `value`.
fn says(paper: &str, label: &str, value: &str) -> bool {
    let lines = paper.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.into_iter().any(|words| words.first() == Some(&label) && words.get(1) == Some(&value))
}

fn the_papers_say_the_right_counts(files: &[PathBuf]) {
    for end in ["docx", "pdf"] {
        let file = files
            .iter()
            .find(|file| file.extension().is_some_and(|has| has == end))
            .unwrap_or_else(|| panic!("no {end} in {files:?}"));
        let paper = read_paper(file);
        assert!(paper.contains("社会工作服务站工作简报"), "no masthead in the {end}:\n{paper}");
        for (label, value) in [("服务人数", "1"), ("有效走访", "1"), ("上门次数", "1"), ("新建档", "1")]
        {
            assert!(says(&paper, label, value), "the {end} does not say {label} {value}:\n{paper}");
        }
        assert!(!paper.contains("小组"), "the {end} has a line for what cannot be recorded yet");
    }
    assert!(files.iter().any(|file| file.extension().is_some_and(|end| end == "xlsx")));
}

#[test]
fn a_station_without_any_network_joins_works_and_sees_its_work_taken_in_by_stick() {
    runtime().block_on(async {
        let (county_data, pc_data, stick) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let county = Window::open(county_data.path(), "stick-county").await;
        let (file, code) = county_founds(&county, stick.path()).await;
        let pc = Window::open(pc_data.path(), "stick-station").await;
        joins(&pc, &file, &code).await;
        works(&pc).await;

        // To the county: request and work on one stick.
        let there = tempfile::tempdir().unwrap();
        pc.click("rail-sync").await;
        pc.next_dialog_gives(there.path()).await;
        pc.click("stick-export").await;
        pc.wait_for_words("stick-exported", "可以拔出").await;
        pc.screenshot("exported").await;

        // The county sees who asks, confirms, and takes the work in.
        county.click("rail-import").await;
        county.next_dialog_gives(&there.path().join("禾站")).await;
        county.click("stick-drop").await;
        county.find("stick-imported").await;
        county.click("rail-stations").await;
        county.click("device-confirm-open").await;
        county.enter("device-root-passphrase", ROOT).await;
        county.click("device-confirm").await;
        county.until_gone("device-confirm").await;
        county.click("rail-import").await;
        county.next_dialog_gives(&there.path().join("禾站")).await;
        county.click("stick-drop").await;
        county.wait_for_words("stick-imported", "已入库").await;
        county.screenshot("imported").await;
        let back = tempfile::tempdir().unwrap();
        county.next_dialog_gives(back.path()).await;
        county.click("reply-write").await;
        county.find("reply-written").await;

        // Back at the station: the receipt says that the county has it.
        let receipt = std::fs::read_dir(back.path()).unwrap().next().expect("a receipt file").unwrap().path();
        pc.next_dialog_gives(&receipt).await;
        pc.click("stick-drop").await;
        pc.wait_for_words("sync-sentence", "县里都已入库").await;
        pc.screenshot("taken-in").await;

        let papers = tempfile::tempdir().unwrap();
        the_papers_say_the_right_counts(&issues_the_brief(&pc, papers.path()).await);
        pc.close().await;
        county.close().await;
    });
}
