//! The stories of a PC without a web view: the program opens a browser, she works there, files come and go, and it ends with her last page.
//! They want Chromium and its driver: `make browser` asks for them, and tells stories of the window in Chromium too.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::Reader;
use serde_json::json;
use system::messy_ledger;
use system::people::files_of;
use system::window::{ALT, CONTROL, ENTER, ESCAPE, TAB, Window};

const PATIENCE: Duration = Duration::from_secs(90);

#[tokio::test]
async fn without_a_web_view_she_works_in_the_browser_and_the_program_ends_with_her_last_page() {
    let data = tempfile::tempdir().unwrap();
    let mut pc = Window::in_browser(data.path(), "in-browser").await;

    // What was in the address is gone from it, and no script reads what took its place.
    pc.find("door-practice").await;
    let kept = "return [location.href.includes('token') || location.search, document.cookie, Object.keys(sessionStorage).length];";
    assert_eq!(pc.runs("the address", kept, vec![]).await, json!(["", "", 0]));
    let page = "return location.href;";
    let address = pc.runs("the address", page, vec![]).await;

    pc.wait_for_words("browser-bar", "Alt+N").await;
    pc.screenshot("told").await;
    pc.click("browser-bar-read").await;
    pc.until_gone("browser-bar").await;

    // A visit by keyboard: Ctrl+N is the browser's own.
    pc.click("door-practice").await;
    pc.wait_for_words("practice-bar", "练习模式").await;
    pc.wait_for_words("visit-new", "Alt+N").await;
    pc.press(&format!("{ALT}n")).await;
    pc.until_focused("field-recipient").await;
    pc.compose("lxy").await;
    pc.find_beginning("choice-recipient-").await;
    pc.press(ENTER).await;
    for (field, key) in [("result", "1"), ("observations", "1")] {
        pc.until_focused(&format!("field-{field}")).await;
        pc.press(key).await;
        pc.press(ENTER).await;
    }
    pc.press(TAB).await;
    pc.screenshot("visit").await;
    pc.press(&format!("{CONTROL}{ENTER}")).await;
    pc.wait_for_words("said", "已保存").await;
    pc.until_gone("visit-drawer").await;

    // Loading the page again ends nothing; starting the program again opens a second page in the same program.
    pc.runs("the page to go", "location.reload(); return true;", vec![]).await;
    pc.find("practice-bar").await;
    assert_eq!(
        pc.runs("the address", "return location.href.split('#')[0];", vec![]).await,
        address.as_str().unwrap().split('#').next().unwrap()
    );
    // The new page lies in front, and both are of the one program that goes on.
    assert!(pc.browser().start_again().success());
    has_pages(&pc, 2).await;
    let in_front = "return document.visibilityState === 'visible' && document.hasFocus()
        && Boolean(document.querySelector('[data-test=practice-bar]')) && [location.pathname];";
    let new = pc.asks_the_new_page("the new page to lie in front", in_front).await;
    assert!(
        address.as_str().unwrap().contains(new[0].as_str().unwrap()),
        "{address} is no page of the program at {new}"
    );
    assert!(pc.browser().ended().is_none());
    pc.close().await;
    assert!(!data.path().join("running.json").exists());
}

#[tokio::test]
async fn files_come_and_go_through_the_browser_papers_are_printed_and_the_screen_locks_by_itself() {
    let (data, downloads, files) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let pc = Window::in_browser(data.path(), "files-in-browser").await;
    pc.click("door-practice").await;

    // A ledger comes out as a download that Excel reads, with a row for everybody that the page says were written.
    pc.click("rail-reports").await;
    pc.click("reports-ledger").await;
    pc.next_dialog_gives(downloads.path()).await;
    pc.click("ledger-write").await;
    let said = pc.read("ledger-written").await;
    let ledger = pc.has_written(downloads.path(), &[], 1).await.remove(0);
    let mut book = calamine::open_workbook_auto(&ledger).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows = said.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap();
    assert!(rows > 0 && sheet.height() > rows, "{said}, but the sheet has {} lines", sheet.height());
    pc.press(ESCAPE).await;
    pc.until_gone("ledger-dialog").await;

    // Somebody else's ledger falls on the page.
    let theirs = files.path().join("花名册.xlsx");
    messy_ledger::write(&theirs);
    pc.click("rail-recipients").await;
    pc.click("recipients-import").await;
    pc.drops_a_file_on("ledger-drop", &theirs).await;
    pc.wait_for_words("ledger-top", "身份证号码").await;
    pc.screenshot("dropped").await;

    // A photo is chosen in the browser's dialog, another falls on the panel.
    pc.click("rail-recipients").await;
    pc.click("person-row").await;
    pc.wait_for_words("person-new-visit", "Alt+N").await;
    pc.click("person-new-visit").await;
    pc.click("choice-result-met").await;
    pc.enter("field-observation_text", "精神尚可").await;
    pc.click("visit-save").await;
    pc.until_gone("visit-drawer").await;
    pc.click("timeline-visit").await;
    pc.find("attachment-panel").await;
    let photos: Vec<PathBuf> = (1..=2).map(|at| photo(files.path(), at)).collect();
    pc.next_dialog_gives(&photos[0]).await;
    pc.click("attachment-add").await;
    saves_the_photo(&pc, "从对话框").await;
    pc.drops_a_file_on("attachment-panel", &photos[1]).await;
    saves_the_photo(&pc, "拖进来").await;

    // Printing opens the paper as a page of its own, where the browser prints; or it is downloaded.
    pc.click("record-print").await;
    pc.find("print-page").await;
    pc.screenshot("print").await;
    pc.click("print-open").await;
    pc.find("print-written").await;
    has_pages(&pc, 2).await;
    let kind = pc.asks_the_new_page("the paper", "return document.contentType;").await;
    assert_eq!(kind, "application/pdf");
    let before = files_of(downloads.path());
    pc.click("print-save").await;
    let paper = pc.has_written(downloads.path(), &before, 1).await.remove(0);
    let text = Command::new("pdftotext").args(["-layout"]).arg(paper).arg("-").output();
    let text = String::from_utf8(text.expect("poppler-utils is installed").stdout).unwrap();
    assert!(text.contains("走访"), "{text}");
    pc.press(ESCAPE).await;
    pc.until_gone("print-drawer").await;

    // A minute is shorter than any that the page offers, so that nobody waits for long. What the page asks by itself keeps nothing open.
    let minute = "return fetch('call/session.set_idle', {method: 'POST', body: '{\"minutes\": 1}'}).then((answer) => answer.ok);";
    assert_eq!(pc.runs("the minutes", minute, vec![]).await, true);
    pc.find("lock-page").await;
    let refused = "return fetch('call/recipients.list', {method: 'POST', body: '{}'}).then((answer) => answer.json());";
    assert_eq!(pc.runs("an answer", refused, vec![]).await["code"], "locked");
    pc.screenshot("locked").await;
    pc.close().await;
}

async fn has_pages(pc: &Window, count: usize) {
    let begun = Instant::now();
    while pc.pages().await < count {
        assert!(begun.elapsed() < PATIENCE, "no second page");
    }
}

fn photo(folder: &Path, at: u8) -> PathBuf {
    let file = folder.join(format!("IMG_{at}.jpg"));
    let taken = photos::drawn_by_phone(at.into(), (800, 600), 1, "2026:11:25 09:41:27", [28, 7, 30], [113, 36, 0]);
    std::fs::write(&file, taken).unwrap();
    file
}

async fn saves_the_photo(pc: &Window, caption: &str) {
    pc.find("attachment-offered").await;
    pc.enter("field-caption", caption).await;
    pc.click("attachment-save").await;
    pc.wait_for_words("attachment-panel", caption).await;
}
