//! The program: holds the data, and shows the interface through one of two doors, a window where the PC has a web view, else a browser.
//! It is not linked to a web view itself (pane.rs). No rules here; what a person may do is decided behind `Program::call`.
#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

mod lines;
mod message;
mod pane;
mod updating;
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
use update::{AGAIN, Ran, Started};

/// Asks for the browser where there is a web view too.
const BROWSER: &str = "--browser";
/// Lies among the data once it was said that a browser stands in for the window.
const TOLD: &str = "browser-told";
/// How long the first page may take to come, and how long a page that is loaded again.
const PATIENCE: Duration = Duration::from_secs(300);
const GRACE: Duration = Duration::from_secs(10);

/// How it ended when nothing went wrong.
enum End {
    Closed(u8),
    /// It is to be opened again, in its newest version.
    Again,
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    if own_hub::is_wanted(&arguments)
        && let Some(ended) = updating::hub(&arguments[1..]).or_else(|| own_hub::was_wanted(arguments.clone()))
    {
        return ended;
    }
    #[cfg(windows)]
    if std::env::args_os().nth(1).is_some_and(|word| word == pane::WORD) {
        return window::show();
    }
    let started = Started::of(arguments);
    loop {
        match start(&started) {
            // The one that started this one looks for the newest.
            Ok(End::Again) if started.by.is_some() => return ExitCode::from(AGAIN),
            Ok(End::Again) => {}
            Ok(End::Closed(code)) => return ExitCode::from(code),
            Err(what) => {
                message::say(&what);
                return ExitCode::FAILURE;
            }
        }
    }
}

fn start(started: &Started) -> Result<End, String> {
    let in_browser = started.words.iter().any(|word| word == BROWSER);
    let data_dir =
        bridge::data_dir().ok_or("找不到放数据的文件夹：系统没有给出用户的文件夹。请重新登录电脑再打开禾站。")?;
    let no_folder =
        |_| format!("不能在 {} 里写文件。请检查磁盘是否已满、文件夹的权限，再打开禾站。", data_dir.display());
    let silent = "禾站已经打开，但没有应答。请等一会儿再打开；还是这样，请重新启动电脑。";
    let elsewhere = || bring_to_front(&data_dir).then_some(End::Closed(0)).ok_or_else(|| silent.to_owned());
    // Held by nobody while a newer program is started: that one takes it.
    if Running::begin(&data_dir).map_err(no_folder)?.is_none() {
        return elsewhere();
    }
    match updating::launch(started, &data_dir) {
        Ran::Ended(code) => return Ok(End::Closed(code)),
        Ran::Again => return Ok(End::Again),
        Ran::Own => {}
    }
    let Some(running) = Running::begin(&data_dir).map_err(no_folder)? else { return elsewhere() };
    // Started before all else, for it takes the longest.
    let pane = if in_browser { None } else { Pane::open().ok() };
    let runtime = Runtime::new().map_err(not_started)?;
    let shown = runtime.block_on(show(pane, started, &data_dir, &running));
    match shown {
        // The next one opens the same data: what still runs lets go of it first.
        Ok(End::Again) => runtime.shutdown_timeout(GRACE),
        // Nothing waits for calls that nobody waits for.
        _ => runtime.shutdown_background(),
    }
    shown
}

fn not_started(error: std::io::Error) -> String {
    format!("禾站没有启动：{error}。请重新启动电脑再打开。")
}

async fn show(pane: Option<Pane>, started: &Started, data_dir: &Path, running: &Running) -> Result<End, String> {
    let (updates, again) = updating::updates(started, data_dir);
    let hub_host = started.first().and_then(own_hub::of_program);
    let config = AppConfig { hub_host, updates: Some(updates), ..AppConfig::new(data_dir) };
    let program = Arc::new(Program::new(config, Some(bridge::practice_hub::starter())));
    let served = bridge::serve(Config { program: program.clone(), pages: Pages::Inside, port: 0 }).await;
    let mut served = served.map_err(not_started)?;
    running.say(served.address, &served.secret).map_err(not_started)?;
    if let Some(pane) = pane
        && pane.stay(program, &mut served.started_again, again.clone()).await
    {
        return Ok(if *again.borrow() { End::Again } else { End::Closed(0) });
    }
    let told = data_dir.join(TOLD);
    let first = !started.words.iter().any(|word| word == BROWSER) && !told.exists();
    open(&served, first)?;
    if first {
        let _ = std::fs::write(told, "");
    }
    let mut again = again;
    loop {
        let gone = served.pages_gone(PATIENCE, GRACE);
        tokio::select! {
            () = gone => return Ok(End::Closed(0)),
            Ok(()) = again.changed() => return Ok(End::Again),
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
