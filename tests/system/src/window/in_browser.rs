//! The same person at a browser in place of the window: the program finds no display for its own and opens Chromium, which chromedriver
//! joins. The browser has a profile of its own.

use std::os::unix::fs::PermissionsExt;
use std::process::ExitStatus;

use super::*;

/// What came with the browser.
pub struct Browser {
    /// The program, as a person waits for its end.
    program: Child,
    opener: PathBuf,
    data: PathBuf,
}

impl Window {
    /// Opens the program on `data`; screenshots go to target/screenshots/<story>/<name>.png.
    pub async fn in_browser(data: &Path, story: &str) -> (Window, Browser) {
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
        let program = start(&opener, data);
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed (Debian package chromium-driver)");
        let browser = json!({"debuggerAddress": format!("127.0.0.1:{debugging}")});
        let capabilities = serde_json::Map::from_iter([("goog:chromeOptions".to_string(), browser)]);
        let window = Window::joined(port, capabilities, driver, display, folder, story).await;
        (window, Browser { program, opener, data: data.to_owned() })
    }

    /// How many pages are open.
    pub async fn pages(&self) -> usize {
        self.client.windows().await.expect("the driver counts its pages").len()
    }

    /// Closes every page; the browser ends with the last.
    pub async fn close_pages(&self) {
        for page in self.client.windows().await.expect("the driver counts its pages") {
            self.client.switch_to_window(page).await.expect("the page is there");
            self.client.close_window().await.expect("the page closes");
        }
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
