//! The story of a PC without a web view: the program opens a browser, she works there, and it ends with her last page. It wants
//! Chromium and its driver, which no other test does: `make browser` asks for it.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::time::{Duration, Instant};

use serde_json::json;
use system::window::{ALT, CONTROL, ENTER, TAB, Window};

const PATIENCE: Duration = Duration::from_secs(90);

#[tokio::test]
async fn without_a_web_view_she_works_in_the_browser_and_the_program_ends_with_her_last_page() {
    let data = tempfile::tempdir().unwrap();
    let (pc, mut browser) = Window::in_browser(data.path(), "in-browser").await;

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
    assert!(browser.start_again().success());
    let begun = Instant::now();
    while pc.pages().await < 2 {
        assert!(begun.elapsed() < PATIENCE, "no second page");
    }
    assert!(browser.ended().is_none());
    pc.close_pages().await;
    until("the program to end", || browser.ended().is_some()).await;
    assert!(browser.ended().unwrap().success());
    assert!(!data.path().join("running.json").exists());
}

async fn until(awaited: &str, mut there: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !there() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {awaited}");
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}
