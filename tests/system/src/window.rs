//! A person at the real window: clicks, types and reads through WebKitWebDriver. Every window has a display (Xvfb), a driver
//! and a data directory of its own. It waits for what it needs to see and knows nothing of the program's inside.
//!
//! Kept reliable by three habits, each learnt from WebKitGTK 2.50. The driver's own screenshots are never asked for: sooner or
//! later one is not answered, and then nothing after it; the picture is read from the display instead. Looking and clicking are
//! one short script each, so nothing goes stale between two questions. A command is never given up and asked again: a driver
//! that does not answer ends the story.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::people::files_of;
use crate::picture;

mod in_browser;

pub use in_browser::Browser;

/// How long a person would look at a page before calling it broken.
const PATIENCE: Duration = Duration::from_secs(90);
/// Far above what any command takes; a driver that is slower is broken.
const ANSWER: Duration = Duration::from_secs(120);
/// Between two looks, and what it grows to by half of itself while one waits on: each look costs the page and the driver work.
const GLANCE: Duration = Duration::from_millis(40);
const LONGEST_GLANCE: Duration = Duration::from_millis(400);
/// As large as the program opens its window, which nobody has to move or size then.
const SCREEN: (u32, u32) = (1280, 720);

/// Keys that are no letters, as WebDriver names them.
pub const ENTER: &str = "\u{e007}";
/// To the next field.
pub const TAB: &str = "\u{e004}";
/// Closes what lies over the page.
pub const ESCAPE: &str = "\u{e00c}";
/// Held while the keys after it are pressed.
pub const CONTROL: &str = "\u{e009}";
/// Likewise.
pub const ALT: &str = "\u{e00a}";

/// Finds what carries `data-test="name"` and can be seen.
const SEEN: &str = "const [name] = arguments;
    const seen = [...document.querySelectorAll(`[data-test=\"${name}\"]`)].find(e => e.getClientRects().length > 0
        && getComputedStyle(e).visibility !== 'hidden');";

/// One open window of the program, or the browser that stands in for it.
pub struct Window {
    client: Client,
    driver: Child,
    browser: Option<Browser>,
    display: Child,
    frame: PathBuf,
    screenshots: PathBuf,
    _folder: tempfile::TempDir,
}

/// Where cargo puts programs: the test binary lies there too.
fn built() -> PathBuf {
    let mut path = std::env::current_exe().expect("a test knows its own path");
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    path
}

/// The built program; `HEZHAN_PROGRAMS` names a folder of others, such as those of a package.
pub fn program(name: &str) -> PathBuf {
    let folder = std::env::var_os("HEZHAN_PROGRAMS").map_or_else(built, PathBuf::from);
    let program = folder.join(name);
    assert!(program.exists(), "{} is not built: run `make test`, which builds it first", program.display());
    program
}

/// A port of this machine that nobody listens on now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A display of its own, whose picture lies in `folder`; gives its number.
fn display(folder: &Path) -> (Child, String) {
    let (width, height) = SCREEN;
    let mut display = Command::new("Xvfb")
        .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24"), "-fbdir"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is installed (Debian package xvfb)");
    let mut number = String::new();
    let told = BufReader::new(display.stdout.take().expect("piped")).read_line(&mut number);
    assert!(told.is_ok() && !number.trim().is_empty(), "Xvfb did not start");
    (display, format!(":{}", number.trim()))
}

impl Window {
    /// Opens the program on `data`; screenshots go to target/screenshots/<story>/<name>.png. With `HEZHAN_DOOR=browser` every story
    /// is told in a browser.
    pub async fn open(data: &Path, story: &str) -> Window {
        if std::env::var("HEZHAN_DOOR").is_ok_and(|door| door == "browser") {
            let first = !data.join("browser-told").exists();
            let window = Window::in_browser(data, story).await;
            if first {
                window.click("browser-bar-read").await;
            }
            return window;
        }
        let folder = tempfile::tempdir().unwrap();
        let (display, number) = display(folder.path());
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("DISPLAY", number)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XAUTHORITY")
            .env("HEZHAN_DATA", data)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver is installed (Debian package webkit2gtk-driver)");
        let options = json!({"binary": program("hezhan"), "args": []});
        // No command waits for a page to finish loading: the stories wait for what they need to see.
        let capabilities = serde_json::Map::from_iter([
            ("pageLoadStrategy".to_string(), json!("none")),
            ("webkitgtk:browserOptions".to_string(), options),
        ]);
        Window::joined(port, capabilities, driver, display, folder, story).await
    }

    /// Joins what its driver has opened, or opens it by it.
    async fn joined(
        port: u16,
        capabilities: serde_json::Map<String, Value>,
        driver: Child,
        display: Child,
        folder: tempfile::TempDir,
        story: &str,
    ) -> Window {
        let begun = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                Err(error) if begun.elapsed() > PATIENCE => panic!("the window did not open: {error}"),
                Err(_) => tokio::time::sleep(GLANCE).await, // the driver is not listening yet
            }
        };
        let limits = TimeoutConfiguration::new(Some(ANSWER / 2), Some(ANSWER / 2), Some(Duration::ZERO));
        client.update_timeouts(limits).await.expect("the driver takes its time-outs");
        let screenshots = built().join("../screenshots").join(story);
        std::fs::create_dir_all(&screenshots).unwrap();
        let frame = folder.path().join("Xvfb_screen0");
        Window { client, driver, browser: None, display, frame, screenshots, _folder: folder }
    }

    /// Runs a short script in the page and gives what it returns, or what went wrong in it.
    async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value, String> {
        let answer = tokio::time::timeout(ANSWER, self.client.execute(script, arguments)).await;
        let answer = answer.unwrap_or_else(|_| panic!("WebKitWebDriver left a script unanswered: {script}"));
        answer.map_err(|error| error.to_string())
    }

    /// Looks again and again until `script` returns something; panics with what was awaited, a picture and the page's text.
    async fn until(&self, awaited: &str, script: &str, arguments: Vec<Value>) -> Value {
        let (begun, mut glance) = (Instant::now(), GLANCE);
        loop {
            // An error is not the end: the page may just be replaced by the next one.
            let seen = self.ask(script, arguments.clone()).await;
            if let Ok(seen) = &seen
                && !seen.is_null()
                && *seen != Value::Bool(false)
            {
                return seen.clone();
            }
            if begun.elapsed() > PATIENCE {
                self.keep_picture("failed");
                let page = self.ask("return document.body.innerText", vec![]).await.unwrap_or_default();
                let page = page.as_str().unwrap_or_default();
                panic!("waited in vain for {awaited} ({:?}); the page says:\n{page}", seen.err());
            }
            tokio::time::sleep(glance).await;
            glance = (glance * 3 / 2).min(LONGEST_GLANCE);
        }
    }

    /// Runs a script of the test's own until it returns something.
    pub async fn runs(&self, awaited: &str, script: &str, arguments: Vec<Value>) -> Value {
        self.until(awaited, script, arguments).await
    }

    /// Waits until what carries `data-test="name"` can be seen.
    pub async fn find(&self, name: &str) {
        self.until(name, &format!("{SEEN} return Boolean(seen);"), vec![json!(name)]).await;
    }

    /// Waits until something can be seen whose `data-test` begins so.
    pub async fn find_beginning(&self, name: &str) {
        let script = "return [...document.querySelectorAll(`[data-test^=\"${arguments[0]}\"]`)]
            .some(e => e.getClientRects().length > 0);";
        self.until(&format!("{name}…"), script, vec![json!(name)]).await;
    }

    /// Waits until nothing on the page is loading any more.
    pub async fn until_still(&self) {
        let loading = "return !document.querySelector('.el-skeleton, .is-loading');";
        self.until("the page to be filled", loading, vec![]).await;
    }

    /// Whether it can be seen right now.
    pub async fn sees(&self, name: &str) -> bool {
        self.ask(&format!("{SEEN} return Boolean(seen);"), vec![json!(name)]).await == Ok(Value::Bool(true))
    }

    /// Waits until nothing of that name is on the page any more.
    pub async fn until_gone(&self, name: &str) {
        self.until(&format!("{name} to go"), &format!("{SEEN} return !seen;"), vec![json!(name)]).await;
    }

    /// Clicks it once it is enabled and nothing lies over it.
    pub async fn click(&self, name: &str) {
        self.click_where(name, "").await;
    }

    /// The same for the one of several whose text contains `words`.
    pub async fn click_where(&self, name: &str, words: &str) {
        let script = "const [name, words] = arguments;
            const box = [...document.querySelectorAll(`[data-test=\"${name}\"]`)]
                .find(e => e.getClientRects().length > 0 && e.innerText.includes(words));
            const target = box?.querySelector('.el-select__wrapper') ?? box;
            if (!target || target.disabled || target.closest('.is-disabled, .is-loading')) return false;
            target.scrollIntoView({block: 'center'});
            const {left, top, width, height} = target.getClientRects()[0];
            const top_most = document.elementFromPoint(left + width / 2, top + height / 2);
            if (!top_most || !(target.contains(top_most) || top_most.contains(target))) return false;
            target.click();
            return true;";
        self.until(&format!("a click on {name} {words}"), script, vec![json!(name), json!(words)]).await;
        self.answers_the_browsers_dialog().await;
    }

    /// Chooses a code of a field: a chip where there are few, otherwise from the list that opens.
    pub async fn chooses(&self, field: &str, code: &str) {
        let choice = format!("choice-{field}-{code}");
        self.find(&format!("field-{field}")).await;
        if !self.sees(&choice).await {
            self.click(&format!("field-{field}")).await;
        }
        self.click(&choice).await;
    }

    /// Chooses the tab that begins with these words.
    pub async fn choose_tab(&self, words: &str) {
        let script = "const tab = [...document.querySelectorAll('[role=\"tab\"]')]
                .find(e => e.getClientRects().length > 0 && e.innerText.startsWith(arguments[0]));
            tab?.click();
            return tab?.getAttribute('aria-selected') === 'true';";
        self.until(&format!("the tab {words}"), script, vec![json!(words)]).await;
    }

    /// Replaces what stands in the named input, as an input method does: the text goes through the page's own editing.
    pub async fn enter(&self, name: &str, text: &str) {
        let script = format!(
            "{SEEN} const input = seen?.matches('input, textarea') ? seen : seen?.querySelector('input:not([type=hidden]), textarea');
            if (!input || input.disabled || input.closest('[inert]')) return false;
            input.scrollIntoView({{block: 'nearest'}});
            input.focus();
            input.select();
            document.execCommand('insertText', false, arguments[1]);
            return input.value === arguments[1];"
        );
        self.until(&format!("{name} to take text"), &script, vec![json!(name), json!(text)]).await;
    }

    /// Presses keys on whatever has the focus, one after the other: real key events. `CONTROL` and `SHIFT` hold to the end.
    pub async fn press(&self, keys: &str) {
        let (mut typing, mut held) = (KeyActions::new("keyboard".into()), Vec::new());
        for value in keys.chars() {
            typing = typing.then(KeyAction::Down { value });
            if ['\u{e008}', '\u{e009}', '\u{e00a}'].contains(&value) {
                held.push(value);
            } else {
                typing = typing.then(KeyAction::Up { value });
            }
        }
        for value in held {
            typing = typing.then(KeyAction::Up { value });
        }
        let pressed = tokio::time::timeout(ANSWER, self.client.perform_actions(typing)).await;
        pressed.expect("the driver answers").expect("the window takes keys");
    }

    /// Writes a free text where the focus is, as an input method does.
    pub async fn compose(&self, text: &str) {
        let script = "const at = document.activeElement;
            if (!at?.matches('input, textarea')) return false;
            document.execCommand('insertText', false, arguments[0]);
            return at.value.includes(arguments[0]);";
        self.until("a place to write", script, vec![json!(text)]).await;
    }

    /// Waits until the focus is inside what carries `data-test="name"`.
    pub async fn until_focused(&self, name: &str) {
        let script = format!("{SEEN} return Boolean(seen?.contains(document.activeElement));");
        self.until(&format!("the focus to be in {name}"), &script, vec![json!(name)]).await;
    }

    /// Text of the named element, as a person reads it.
    pub async fn read(&self, name: &str) -> String {
        let script = format!("{SEEN} return seen ? [seen.innerText] : null;");
        let text = self.until(name, &script, vec![json!(name)]).await;
        text[0].as_str().unwrap_or_default().to_owned()
    }

    /// What can be seen of everything whose `data-test` begins so: its text by the rest of the name.
    pub async fn read_all_beginning(&self, name: &str) -> BTreeMap<String, String> {
        let script = "const [name] = arguments;
            const seen = [...document.querySelectorAll(`[data-test^=\"${name}\"]`)].filter(e => e.getClientRects().length > 0);
            return seen.length ? seen.map(e => [e.dataset.test.slice(name.length), e.innerText.trim()]) : null;";
        let pairs = self.until(&format!("{name}…"), script, vec![json!(name)]).await;
        serde_json::from_value::<Vec<(String, String)>>(pairs).expect("pairs of texts").into_iter().collect()
    }

    /// Waits until the named element says `words`.
    pub async fn wait_for_words(&self, name: &str, words: &str) {
        let script = format!("{SEEN} return Boolean(seen?.innerText.includes(arguments[1]));");
        self.until(&format!("{name} to say «{words}»"), &script, vec![json!(name), json!(words)]).await;
    }

    /// Waits until one of several of that name says `words`.
    pub async fn find_where(&self, name: &str, words: &str) {
        let script = "const [name, words] = arguments;
            return [...document.querySelectorAll(`[data-test=\"${name}\"]`)]
                .some(e => e.getClientRects().length > 0 && e.innerText.includes(words));";
        self.until(&format!("a {name} to say «{words}»"), script, vec![json!(name), json!(words)]).await;
    }

    /// Scrolls to it, for a picture.
    pub async fn look_at(&self, name: &str) {
        let script = format!("{SEEN} seen?.scrollIntoView({{block: 'center'}}); return Boolean(seen);");
        self.until(name, &script, vec![json!(name)]).await;
    }

    /// Waits until the input of that name holds exactly `value`.
    pub async fn wait_for_value(&self, name: &str, value: &str) {
        let script = format!(
            "{SEEN} const input = seen?.matches('input, textarea') ? seen : seen?.querySelector('input, textarea');
            return input?.value === arguments[1];"
        );
        self.until(&format!("{name} to hold «{value}»"), &script, vec![json!(name), json!(value)]).await;
    }

    /// Waits until the named element, where it can be seen at all, does not say `words` any more.
    pub async fn wait_until_silent(&self, name: &str, words: &str) {
        let script = format!("{SEEN} return !seen?.innerText.includes(arguments[1]);");
        self.until(&format!("{name} not to say «{words}»"), &script, vec![json!(name), json!(words)]).await;
    }

    /// The next native dialog is answered with this path: the one thing a driver cannot click. Everything else, before
    /// and after, is the program's own.
    pub async fn next_dialog_gives(&self, path: &Path) {
        if self.browser.is_some() {
            return self.browsers_dialog_gives(path).await;
        }
        let script = "const path = arguments[0];
            window.__nativeFetch ??= window.fetch;
            window.fetch = (address, ...rest) => {
                if (!decodeURIComponent(String(address.url ?? address)).includes('plugin:dialog|open'))
                    return window.__nativeFetch(address, ...rest);
                window.fetch = window.__nativeFetch;
                const headers = {'Content-Type': 'application/json', 'Tauri-Response': 'ok'};
                return Promise.resolve(new Response(JSON.stringify(path), {headers}));
            };
            return true;";
        let path = json!(path.display().to_string());
        self.until("the page to take a dialog's answer", script, vec![path]).await;
    }

    /// Waits until `count` files that were not there `before` are in the folder that the last dialog gave: the window has written
    /// them when it says so, a browser's downloads are on their way.
    pub async fn has_written(&self, folder: &Path, before: &[PathBuf], count: usize) -> Vec<PathBuf> {
        let begun = Instant::now();
        loop {
            let files = files_of(folder);
            let on_its_way = |file: &PathBuf| {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with('.') || name.ends_with(".crdownload")
            };
            let new: Vec<PathBuf> = files.iter().filter(|file| !before.contains(file)).cloned().collect();
            if new.len() == count && !new.iter().any(on_its_way) {
                return new;
            }
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {count} files: {new:?}");
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Saves what the window shows once it is painted, for a person to look at.
    pub async fn screenshot(&self, name: &str) {
        let script = "if (window.__painted === undefined) {
                window.__painted = false;
                requestAnimationFrame(() => requestAnimationFrame(() => (window.__painted = true)));
            }
            return window.__painted && delete window.__painted;";
        self.until("the page to be painted", script, vec![]).await;
        self.keep_picture(name);
    }

    fn keep_picture(&self, name: &str) {
        picture::of_display(&self.frame, &self.screenshots.join(format!("{name}.png")));
    }

    /// Closes the window and waits until the program has ended, so that its data can be opened again.
    pub async fn close(mut self) {
        if let Some(mut browser) = self.browser.take() {
            self.close_pages().await;
            browser.until_ended().await;
            return;
        }
        let _ = tokio::time::timeout(ANSWER, self.client.clone().close()).await;
        self.end();
    }

    fn end(&mut self) {
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["--", &group]).stderr(Stdio::null()).status();
        let _ = self.driver.wait();
        // The program is in the driver's group; it has ended when nobody is left there.
        let there = || {
            Command::new("kill").args(["-0", "--", &group]).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        };
        let begun = Instant::now();
        while there() && begun.elapsed() < PATIENCE {
            std::thread::sleep(GLANCE);
        }
        let _ = self.display.kill();
        let _ = self.display.wait();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.end();
    }
}
