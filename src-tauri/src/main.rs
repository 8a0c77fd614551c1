//! The program: holds the data, and shows the interface through one of two doors, a window where the PC has a web view, else a browser.
//! It is not linked to a web view itself (pane.rs). No rules here; what a person may do is decided behind `Program::call`.
#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

mod lines;
mod message;
mod pane;
#[cfg(windows)]
mod window;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use app::AppConfig;
use bridge::running::{Running, bring_to_front};
use bridge::{Config, Pages, Served, own_hub};
use practice::Program;
use tokio::runtime::Runtime;

use pane::Pane;

/// Asks for the browser where there is a web view too.
const BROWSER: &str = "--browser";
/// Lies among the data once it was said that a browser stands in for the window.
const TOLD: &str = "browser-told";
/// How long the first page may take to come, and how long a page that is loaded again.
const PATIENCE: Duration = Duration::from_secs(300);
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    if let Some(ended) = own_hub::was_wanted(std::env::args_os()) {
        return ended;
    }
    #[cfg(windows)]
    if std::env::args_os().nth(1).is_some_and(|word| word == pane::WORD) {
        return window::show();
    }
    match start(std::env::args_os().skip(1).any(|word| word == BROWSER)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            message::say(&what);
            ExitCode::FAILURE
        }
    }
}

fn start(in_browser: bool) -> Result<(), String> {
    let data_dir =
        bridge::data_dir().ok_or("找不到放数据的文件夹：系统没有给出用户的文件夹。请重新登录电脑再打开禾站。")?;
    let no_folder =
        |_| format!("不能在 {} 里写文件。请检查磁盘是否已满、文件夹的权限，再打开禾站。", data_dir.display());
    let Some(running) = Running::begin(&data_dir).map_err(no_folder)? else {
        let silent = "禾站已经打开，但没有应答。请等一会儿再打开；还是这样，请重新启动电脑。";
        return bring_to_front(&data_dir).then_some(()).ok_or_else(|| silent.into());
    };
    // Started before all else, for it takes the longest.
    let pane = if in_browser { None } else { Pane::open().ok() };
    let runtime = Runtime::new().map_err(not_started)?;
    let shown = runtime.block_on(show(pane, in_browser, &data_dir, &running));
    // Nothing waits for calls that nobody waits for.
    runtime.shutdown_background();
    shown
}

fn not_started(error: std::io::Error) -> String {
    format!("禾站没有启动：{error}。请重新启动电脑再打开。")
}

async fn show(pane: Option<Pane>, in_browser: bool, data_dir: &Path, running: &Running) -> Result<(), String> {
    let config = AppConfig { hub_host: own_hub::of_this_program(), ..AppConfig::new(data_dir) };
    let program = Arc::new(Program::new(config, Some(bridge::practice_hub::starter())));
    let served = bridge::serve(Config { program: program.clone(), pages: Pages::Inside, port: 0 }).await;
    let mut served = served.map_err(not_started)?;
    running.say(served.address, &served.secret).map_err(not_started)?;
    if let Some(pane) = pane
        && pane.stay(program, &mut served.started_again).await
    {
        return Ok(());
    }
    let told = data_dir.join(TOLD);
    let first = !in_browser && !told.exists();
    open(&served, first)?;
    if first {
        let _ = std::fs::write(told, "");
    }
    loop {
        let gone = served.pages_gone(PATIENCE, GRACE);
        tokio::select! {
            () = gone => return Ok(()),
            Some(()) = served.started_again.recv() => open(&served, false)?,
        }
    }
}

/// Opens a page in the browser; where there is none, the person is given the address to open it herself.
fn open(served: &Served, first: bool) -> Result<(), String> {
    let mut address = served.new_address().map_err(not_started)?;
    if first {
        address.push_str("&first");
    }
    if !bridge::browser::open(&address) {
        message::say(&format!("没有找到浏览器。请在这台电脑的浏览器里打开这个网址（只能打开一次）：\n{address}"));
    }
    Ok(())
}
