//! The same person at a browser in place of the window: the program finds no display for its own and opens Chromium, which chromedriver
//! joins. The browser has a profile of its own; what a driver cannot click in it, its dialogs for files, it does by Chromium's own protocol.

use std::cell::Cell;
use std::os::unix::fs::PermissionsExt;
use std::process::ExitStatus;

use fantoccini::Locator;
use fantoccini::wd::WebDriverCompatibleCommand;

use super::*;

/// What came with the browser.
pub struct Browser {
    /// The program, as a person waits for its end.
    program: Child,
    opener: PathBuf,
    data: PathBuf,
    /// The file that the next dialog gives.
    file: Cell<Option<PathBuf>>,
}

/// A word of Chromium's own protocol (DevTools) to the page.
#[derive(Debug)]
struct Word(&'static str, Value);

impl WebDriverCompatibleCommand for Word {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({"cmd": self.0, "params": self.1}).to_string()))
    }
}

impl Window {
    /// Opens the program on `data`; screenshots go to target/screenshots/<story>/<name>.png.
    pub async fn in_browser(data: &Path, story: &str) -> Window {
        let folder = tempfile::tempdir().unwrap();
        let (display, number) = display(folder.path());
        let (port, debugging) = (free_port(), free_port());
        let (opener, profile) = (folder.path().join("opener"), folder.path().join("profile"));
        let script = format!(
            "#!/bin/sh\nDISPLAY={number} exec chromium --no-sandbox --disable-gpu --no-first-run --incognito \
             --disable-background-networking --window-size=1280,720 --window-position=0,0 --user-data-dir='{}' \
             --remote-debugging-port={debugging} --app=\"$1\" >/dev/null 2>&1\n",
            profile.display()
        );
        std::fs::write(&opener, script).unwrap();
        std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
        let browser = Browser { program: start(&opener, data), opener, data: data.to_owned(), file: Cell::default() };
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed (Debian package chromium-driver)");
        let options = json!({"debuggerAddress": format!("127.0.0.1:{debugging}")});
        let capabilities = serde_json::Map::from_iter([("goog:chromeOptions".to_string(), options)]);
        let mut window = Window::joined(port, capabilities, driver, display, folder, story).await;
        window.browser = Some(browser);
        window
    }

    /// The browser that stands in for the window.
    pub fn browser(&mut self) -> &mut Browser {
        self.browser.as_mut().expect("a browser")
    }

    /// How many pages are open.
    pub async fn pages(&self) -> usize {
        self.client.windows().await.expect("the driver counts its pages").len()
    }

    /// Turns to the page that was opened last and gives what it returns; then to the one before.
    pub async fn asks_the_new_page(&self, awaited: &str, script: &str) -> Value {
        let here = self.client.window().await.expect("the driver knows its page");
        let pages = self.client.windows().await.expect("the driver counts its pages");
        let new = pages.into_iter().rfind(|page| *page != here).expect("a second page");
        self.client.switch_to_window(new).await.expect("the page is there");
        let answer = self.until(awaited, script, vec![]).await;
        self.client.switch_to_window(here).await.expect("the page is there");
        answer
    }

    /// Closes every page; the browser ends with the last.
    pub async fn close_pages(&self) {
        for page in self.client.windows().await.expect("the driver counts its pages") {
            self.client.switch_to_window(page).await.expect("the page is there");
            self.client.close_window().await.expect("the page closes");
        }
    }

    /// A folder is where the browser's downloads go from now on; a file is what the next dialog of the browser gives.
    pub(super) async fn browsers_dialog_gives(&self, path: &Path) {
        if path.is_dir() {
            self.says("Page.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": path})).await;
        } else {
            self.says("Page.setInterceptFileChooserDialog", json!({"enabled": true})).await;
            let browser = self.browser.as_ref().expect("a browser");
            browser.file.set(Some(path.to_owned()));
        }
    }

    /// After a click: the file goes to the input behind the dialog that the page has asked for.
    pub(super) async fn answers_the_browsers_dialog(&self) {
        let Some(file) = self.browser.as_ref().and_then(|browser| browser.file.take()) else { return };
        let input = "return Boolean(document.querySelector('[data-test=file-input]'));";
        self.until("the page to ask for a file", input, vec![]).await;
        let input = self.client.find(Locator::Css("[data-test=file-input]")).await.expect("the input is there");
        input.send_keys(&file.display().to_string()).await.expect("the input takes a file");
    }

    /// Drags a file from the desktop over what carries `data-test="name"` and lets it fall.
    pub async fn drops_a_file_on(&self, name: &str, file: &Path) {
        let script = format!(
            "{SEEN} seen?.scrollIntoView({{block: 'center'}});
            const box = seen?.getBoundingClientRect();
            return box ? [box.left + box.width / 2, box.top + box.height / 2] : null;"
        );
        let at = self.until(name, &script, vec![json!(name)]).await;
        for step in ["dragEnter", "dragOver", "drop"] {
            let data = json!({"items": [], "files": [file], "dragOperationsMask": 1});
            self.says("Input.dispatchDragEvent", json!({"type": step, "x": at[0], "y": at[1], "data": data})).await;
        }
    }

    async fn says(&self, word: &'static str, parameters: Value) {
        let answer = self.client.issue_cmd(Word(word, parameters)).await;
        answer.unwrap_or_else(|error| panic!("{word}: {error}"));
    }
}

impl Browser {
    /// The person starts the program once more; how that ended.
    pub fn start_again(&self) -> ExitStatus {
        start(&self.opener, &self.data).wait().unwrap()
    }

    /// How the program ended, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.program.try_wait().unwrap()
    }

    /// Waits until it has ended, well, by itself.
    pub async fn until_ended(&mut self) {
        let begun = Instant::now();
        while self.ended().is_none() {
            assert!(begun.elapsed() < PATIENCE, "the program goes on without a page");
            tokio::time::sleep(LONGEST_GLANCE).await;
        }
        assert!(self.ended().is_some_and(|ended| ended.success()));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Without a display of its own: its window cannot open.
fn start(opener: &Path, data: &Path) -> Child {
    Command::new(super::program("hezhan"))
        .env("HEZHAN_DATA", data)
        .env("HEZHAN_BROWSER", opener)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}
