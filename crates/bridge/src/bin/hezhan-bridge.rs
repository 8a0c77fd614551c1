//! Serves the interface and its calls until it is stopped, for scripts and for PCs without a display.
//! `HEZHAN_DATA` is the data directory (else the user's own), `HEZHAN_UI` a built interface in place of its own, `HEZHAN_PORT` the port.
#![allow(clippy::print_stdout, reason = "a program of the command line speaks on it")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::AppConfig;
use bridge::{Pages, own_hub};
use practice::Program;

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
    let Some(data_dir) = bridge::data_dir() else {
        eprintln!("找不到数据目录：请设置环境变量 HEZHAN_DATA。");
        return ExitCode::FAILURE;
    };
    let pages = std::env::var_os("HEZHAN_UI").map_or(Pages::Inside, |folder| Pages::Folder(PathBuf::from(folder)));
    let port = std::env::var("HEZHAN_PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(0);
    let config = AppConfig { hub_host: own_hub::of_this_program(), ..AppConfig::new(data_dir) };
    let program = Arc::new(Program::new(config, Some(bridge::practice_hub::starter())));
    let served = bridge::serve(bridge::Config { program, pages, port }).await;
    match served.and_then(|served| Ok((served.new_address()?, served))) {
        Ok((address, served)) => {
            println!("禾站已启动，请在本机浏览器打开（这个网址只给本机用，只能打开一次）：\n{address}");
            println!("脚本用 Authorization: Bearer {} 调用 http://{}/call/…", served.secret, served.address);
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
