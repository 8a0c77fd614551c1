//! Every page, drawer and form can be used by everybody: axe-core finds nothing critical and nothing serious, whoever works
//! here, and Esc closes whatever opened. Which pages there are, the router, the rail and the dictionary say.

use crate::acts::tell;
use serde_json::{Value, json};
use std::path::Path;
use system::window::Window;

/// A file of the interface, which the walk reads as it stands.
fn of_interface(path: &str) -> String {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui").join(path);
    std::fs::read_to_string(&ui).unwrap_or_else(|error| panic!("{}: {error}", ui.display()))
}

/// The addresses in the router's text.
fn routes() -> Vec<String> {
    let router = of_interface("src/router.ts");
    let paths = router.split("path: '").skip(1).filter_map(|rest| rest.split('\'').next());
    paths.filter(|path| !path.contains("rest")).map(str::to_owned).collect()
}

/// Looks at what is in sight, without walking.
async fn looks(pc: &Window, place: &str, found: &mut Vec<String>) {
    let script = "const [place] = arguments;
        window.__look = null;
        axe.run(document, {resultTypes: ['violations']}).then(({violations}) => {
            window.__look = {found: violations.filter(one => ['critical', 'serious'].includes(one.impact))
                .flatMap(one => one.nodes.map(node => `${place}: ${one.impact} ${one.id}: ${node.target} ${node.html}`))};
        });
        return true;";
    pc.runs("axe to begin", script, vec![json!(place)]).await;
    let seen = pc.runs("axe to have looked", "return window.__look;", vec![]).await;
    found.extend(seen["found"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()));
}

/// The first page with axe loaded, and what was found there.
async fn first_page(pc: &Window, found: &mut Vec<String>) {
    pc.find("door-practice").await;
    let axe = format!("{}; return Boolean(window.axe);", of_interface("node_modules/axe-core/axe.min.js"));
    pc.runs("axe to load", &axe, vec![]).await;
    looks(pc, "first page", found).await;
}

/// Walks over every second place, from the first or from the second on, as each of three people of the practice county in turn.
async fn walks(pc: &Window, from: u8, found: &mut Vec<String>) {
    pc.click("door-practice").await;
    pc.wait_for_words("practice-bar", "练习模式").await;
    let walk = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window/all_pages.js"));
    let (walk, mut seen) = (walk.unwrap(), json!([]));
    let people = [("林社工", "驻站社工"), ("周站长", "站长"), ("唐科员", "县级民政")];
    for (name, role) in people {
        pc.click_where("practice-person", name).await;
        pc.wait_for_words("who", role).await;
        pc.until_still().await;
        // What opens on a page is opened by the worker and by the county; the supervisor sees the worker's pages.
        let how = vec![json!(routes()), seen.clone(), json!(role != "站长"), json!(from)];
        pc.runs("the walk to begin", &walk, how).await;
        let mut at = json!({"at": -1});
        while at["done"] != json!(true) {
            let further = "const walk = window.__walk;
                return walk.done || walk.at > arguments[0] ? {at: walk.at, done: walk.done} : null;";
            at = pc.runs(&format!("{name} to see the next page"), further, vec![at["at"].clone()]).await;
        }
        let end = pc.runs("the walk's end", "return window.__walk;", vec![]).await;
        assert_eq!(end["error"], Value::Null, "{name} did not come to the end");
        assert!(end["at"].as_u64() > Some(20), "{name} saw {} places", end["at"]);
        found.extend(end["found"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()));
        seen = end["seen"].clone();
    }
}

fn nothing(found: &[String]) {
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_page_drawer_and_form_can_be_used_by_everybody() {
    tell(async {
        let data = tempfile::tempdir().unwrap();
        let pc = Window::open(data.path(), "all_pages").await;
        let mut found = Vec::new();
        first_page(&pc, &mut found).await;
        for door in ["door-county", "door-join", "first-restore"] {
            pc.click(door).await;
            pc.until_still().await;
            looks(&pc, door, &mut found).await;
            pc.press(system::window::ESCAPE).await;
        }
        walks(&pc, 0, &mut found).await;
        pc.click("lock").await;
        pc.find("lock-page").await;
        looks(&pc, "lock", &mut found).await;
        pc.close().await;
        nothing(&found);
    });
}

/// The same walk in two windows, for it is the longest of all stories.
#[test]
fn every_other_page_drawer_and_form_can_be_used_by_everybody() {
    tell(async {
        let data = tempfile::tempdir().unwrap();
        let pc = Window::open(data.path(), "all_other_pages").await;
        let mut found = Vec::new();
        first_page(&pc, &mut found).await;
        walks(&pc, 1, &mut found).await;
        pc.close().await;
        nothing(&found);
    });
}
