//! Serves the interface to a browser on this machine, for PCs without a display and for tests.
//! `HEZHAN_DATA` is the data directory (else the user's own), `HEZHAN_UI` the built interface, `HEZHAN_PORT` the port.
#![allow(clippy::print_stdout, reason = "a program of the command line speaks on it")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::AppConfig;
use bridge::own_hub;
use practice::Program;

fn data_dir() -> Option<PathBuf> {
    let home = |end: &str| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(end));
    std::env::var_os("HEZHAN_DATA")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("XDG_DATA_HOME").map(|folder| PathBuf::from(folder).join("cn.hezhan.desktop")))
        .or_else(|| home(".local/share/cn.hezhan.desktop"))
}

fn main() -> ExitCode {
    if let Some(ended) = own_hub::was_wanted(std::env::args_os()) {
        return ended;
    }
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(serve()),
        Err(error) => {
            eprintln!("不能启动：{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> ExitCode {
    let Some(data_dir) = data_dir() else {
        eprintln!("找不到数据目录：请设置环境变量 HEZHAN_DATA。");
        return ExitCode::FAILURE;
    };
    let pages = std::env::var_os("HEZHAN_UI").map_or_else(|| PathBuf::from("ui/dist"), PathBuf::from);
    let port = std::env::var("HEZHAN_PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(0);
    let config = AppConfig { hub_host: own_hub::of_this_program(), ..AppConfig::new(data_dir) };
    let program = Arc::new(Program::new(config, Some(bridge::practice_hub::starter())));
    match bridge::serve(bridge::Config { program, pages: Some(pages), port }).await {
        Ok(served) => {
            println!("禾站已启动，请在本机浏览器打开（这个地址只给本机用，不要发给别人）：\n{}", served.url());
            println!("按 Ctrl+C 结束。");
            let _ = tokio::signal::ctrl_c().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("不能在本机端口上启动：{error}");
            ExitCode::FAILURE
        }
    }
}
