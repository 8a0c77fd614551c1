//! A person at the real window: clicks, types and reads through WebKitWebDriver.
//! Every window has a driver, a process group and a data directory of its own, and waits for what it
//! needs to see instead of sleeping. It knows nothing of the program's inside.

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a person would look at a page before calling it broken.
const PATIENCE: Duration = Duration::from_secs(60);
const ANSWER: Duration = Duration::from_secs(40);
const GLANCE: Duration = Duration::from_millis(100);

/// One open window of the program.
pub struct Window {
    client: Client,
    driver: Child,
    screenshots: PathBuf,
}

/// The built program, beside the test binary in the target directory.
pub fn program(name: &str) -> PathBuf {
    let mut path = std::env::current_exe().expect("a test knows its own path");
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    let program = path.join(name);
    assert!(program.exists(), "{} is not built: run `make test`, which builds it first", program.display());
    program
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Window {
    /// Opens the program on `data`; screenshots go to target/screenshots/<story>/<name>.png.
    pub async fn open(data: &Path, story: &str) -> Window {
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("HEZHAN_DATA", data)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver is installed (Debian package webkit2gtk-driver)");
        let binary = program("hezhan");
        let options = json!({"binary": binary, "args": []});
        let capabilities = serde_json::Map::from_iter([("webkitgtk:browserOptions".to_string(), options)]);
        let begun = Instant::now();
        let client = loop {
            let attempt = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match attempt {
                Ok(client) => break client,
                Err(error) if begun.elapsed() > PATIENCE => panic!("the window did not open: {error}"),
                Err(_) => tokio::time::sleep(GLANCE).await, // the driver is not listening yet
            }
        };
        let screenshots = binary.parent().unwrap().join("../screenshots").join(story);
        std::fs::create_dir_all(&screenshots).unwrap();
        Window { client, driver, screenshots }
    }

    /// Waits until `look` answers; panics with what was awaited, a screenshot and the page's text.
    async fn until<T, F>(&self, awaited: &str, mut look: impl FnMut() -> F) -> T
    where
        F: Future<Output = Option<T>>,
    {
        let begun = Instant::now();
        loop {
            // WebKitWebDriver may leave a request unanswered while the page is busy; nobody waits for it longer.
            if let Ok(Some(seen)) = tokio::time::timeout(ANSWER, look()).await {
                return seen;
            }
            if begun.elapsed() > PATIENCE {
                self.screenshot("failed").await;
                panic!("waited in vain for {awaited}; the page says:\n{}", self.page_text().await);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The visible element that carries `data-test="name"`.
    pub async fn find(&self, name: &str) -> Element {
        let selector = format!("[data-test=\"{name}\"]");
        self.until(name, || async {
            for element in self.client.find_all(Locator::Css(&selector)).await.ok()? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Some(element);
                }
            }
            None
        })
        .await
    }

    /// Whether an element with that name is on the page right now.
    pub async fn sees(&self, name: &str) -> bool {
        let selector = format!("[data-test=\"{name}\"]");
        self.client.find(Locator::Css(&selector)).await.is_ok()
    }

    /// Waits until nothing of that name is on the page any more.
    pub async fn until_gone(&self, name: &str) {
        self.until(&format!("{name} to go"), || async { (!self.sees(name).await).then_some(()) }).await;
    }

    /// Clicks it once it can be clicked. The click is the page's own event: with the driver's mouse, a button that turns
    /// to 'loading' under the pointer leaves WebKitWebDriver waiting for ever (seen with WebKitGTK 2.48).
    pub async fn click(&self, name: &str) {
        let script = "const e = arguments[0], t = e.querySelector('.el-select__wrapper') ?? e;
            if (t.disabled || t.closest('.is-disabled')) return false;
            t.scrollIntoView({block: 'center'});
            t.click();
            return true;";
        self.until(&format!("a click on {name}"), || async {
            let element = serde_json::to_value(&self.find(name).await).ok()?;
            (self.client.execute(script, vec![element]).await.ok()? == Value::Bool(true)).then_some(())
        })
        .await;
    }

    /// The input inside (or being) the named element.
    async fn input(&self, name: &str) -> Element {
        let element = self.find(name).await;
        match element.tag_name().await.as_deref() {
            Ok("input" | "textarea") => element,
            _ => element
                .find(Locator::Css("input:not([type=hidden]), textarea"))
                .await
                .unwrap_or_else(|_| panic!("{name} holds no input")),
        }
    }

    /// Replaces what stands in the named input. Characters beyond the BMP go in by script: the driver
    /// cannot type them.
    pub async fn enter(&self, name: &str, text: &str) {
        let input = self.input(name).await;
        let script = "const [e, t] = arguments;
            const kind = e.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
            e.scrollIntoView({block: 'center'});
            e.focus();
            Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(e, t);
            e.dispatchEvent(new Event('input', {bubbles: true}));";
        let element = serde_json::to_value(&input).unwrap();
        let by_script = text.chars().any(|character| character as u32 > 0xFFFF);
        let first = if by_script { text } else { "" };
        let typing = async {
            self.client.execute(script, vec![element, json!(first)]).await.expect("the input takes text");
            if !by_script {
                input.send_keys(text).await.expect("the input takes keys");
            }
        };
        tokio::time::timeout(PATIENCE, typing).await.unwrap_or_else(|_| panic!("{name} took no text"));
    }

    /// Text of the named element, as a person reads it.
    pub async fn read(&self, name: &str) -> String {
        self.find(name).await.prop("innerText").await.ok().flatten().unwrap_or_default()
    }

    /// Waits until the named element says `words`.
    pub async fn wait_for_words(&self, name: &str, words: &str) {
        self.until(&format!("{name} to say «{words}»"), || async {
            self.read(name).await.contains(words).then_some(())
        })
        .await;
    }

    /// All the text on the page.
    pub async fn page_text(&self) -> String {
        let asked = self.client.execute("return document.body.innerText", vec![]);
        let text = tokio::time::timeout(ANSWER, asked).await;
        text.ok().and_then(Result::ok).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The next native dialog is answered with this path: the one thing a driver cannot click. Everything else,
    /// before and after, is the program's own.
    pub async fn next_dialog_gives(&self, path: &Path) {
        let script = "const path = arguments[0];
            window.__nativeFetch ??= window.fetch;
            window.fetch = (address, ...rest) => {
                if (!decodeURIComponent(String(address.url ?? address)).includes('plugin:dialog|open'))
                    return window.__nativeFetch(address, ...rest);
                window.fetch = window.__nativeFetch;
                const headers = {'Content-Type': 'application/json', 'Tauri-Response': 'ok'};
                return Promise.resolve(new Response(JSON.stringify(path), {headers}));
            };";
        let path = json!(path.display().to_string());
        self.client.execute(script, vec![path]).await.expect("the page takes the answer");
    }

    /// Loads the page anew, as after a restart of the interface.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page loads again");
    }

    /// Calls a command of the program from inside the page, for what has no page of its own in a story.
    pub async fn call(&self, name: &str, request: Value) -> Value {
        let script = "const [name, request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', {name, request})
                .then(value => done({ok: value}), error => done({error}));";
        let asking = self.client.execute_async(script, vec![json!(name), request]);
        let answer = tokio::time::timeout(PATIENCE, asking).await;
        answer.unwrap_or_else(|_| panic!("{name} was not answered")).expect("the page answers")
    }

    /// Saves what the window shows, for a person to look at.
    pub async fn screenshot(&self, name: &str) {
        if let Ok(Ok(png)) = tokio::time::timeout(ANSWER, self.client.screenshot()).await {
            std::fs::write(self.screenshots.join(format!("{name}.png")), png).unwrap();
        }
    }

    /// Closes the window as a person would.
    pub async fn close(mut self) {
        let _ = self.client.clone().close().await;
        self.end_driver();
    }

    fn end_driver(&mut self) {
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["--", &group]).status();
        let _ = self.driver.wait();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.end_driver();
    }
}
