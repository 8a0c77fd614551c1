//! 练习模式 opens with one click and lets one become any of its people; there a visit is recorded by keyboard alone.

use crate::acts::tell;
use system::window::{CONTROL, ENTER, TAB, Window};

/// Counts what a person does beside writing free text.
struct Keyboard<'a> {
    pc: &'a Window,
    actions: usize,
}

impl Keyboard<'_> {
    async fn press(&mut self, keys: &str) {
        self.pc.press(keys).await;
        self.actions += 1;
    }

    /// The cursor is where she expects it; looking is no action.
    async fn expects(&self, field: &str) {
        self.pc.until_focused(&format!("field-{field}")).await;
    }
}

#[test]
fn practice_opens_with_one_click_and_a_visit_takes_twelve_actions_of_the_keyboard_at_most() {
    tell(async {
        let data = tempfile::tempdir().unwrap();
        let pc = Window::open(data.path(), "practice").await;
        pc.find("door-practice").await;
        pc.screenshot("doors").await;
        pc.click("door-practice").await;
        pc.wait_for_words("practice-bar", "练习模式").await;
        pc.find("home").await;
        pc.screenshot("home").await;
        let name = pc.read("who").await;
        assert!(name.contains("驻站社工"), "practice opens as a worker: {name}");

        // Who, where, how, result, observations, needs, what was done, next date: from Ctrl+N to 已保存.
        let mut keyboard = Keyboard { pc: &pc, actions: 0 };
        keyboard.press(&format!("{CONTROL}n")).await;
        keyboard.expects("recipient").await;
        pc.compose("lxy").await;
        pc.find_beginning("choice-recipient-").await;
        keyboard.press(ENTER).await;
        keyboard.expects("result").await;
        keyboard.press("1").await;
        keyboard.press(ENTER).await;
        keyboard.expects("observations").await;
        keyboard.press("2").await;
        keyboard.press(ENTER).await;
        keyboard.expects("observation_text").await;
        pc.compose("血压偏高，已提醒按时服药").await;
        keyboard.press(TAB).await;
        keyboard.expects("needs").await;
        keyboard.press("2").await;
        keyboard.press(TAB).await;
        keyboard.expects("action_taken").await;
        pc.compose("联系村医上门").await;
        pc.screenshot("by-keyboard").await;
        keyboard.press(&format!("{CONTROL}{ENTER}")).await;
        pc.wait_for_words("said", "已保存").await;
        pc.until_gone("visit-drawer").await;
        assert!(keyboard.actions <= 12, "{} actions", keyboard.actions);

        // Every page of a worker, as it looks with three months of work in it.
        for page in ["recipients", "visits", "cases", "reports", "sync", "settings"] {
            pc.click(&format!("rail-{page}")).await;
            pc.until_still().await;
            pc.screenshot(page).await;
        }
        // Another person, another desk: the county sees the board of its stations.
        pc.click_where("practice-person", "唐科员").await;
        pc.wait_for_words("who", "县级民政").await;
        pc.find("county-board").await;
        pc.screenshot("county-board").await;
        for page in ["import", "stations", "parameters", "settings"] {
            pc.click(&format!("rail-{page}")).await;
            pc.until_still().await;
            pc.screenshot(&format!("county-{page}")).await;
        }
        pc.click_where("practice-person", "周站长").await;
        pc.wait_for_words("who", "站长/督导").await;
        pc.click("practice-leave").await;
        pc.find("door-practice").await;
        pc.close().await;
    });
}
