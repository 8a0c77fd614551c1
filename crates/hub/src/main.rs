//! `hezhan-hub`: sets up and runs the county's mailbox from the command line. All doing is in the library.
#![allow(clippy::print_stdout, reason = "a program of the command line speaks on it")]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use hub::limits::Rates;
use hub::{Config, Init, SetupError};

const USAGE: &str = "禾站信箱 hezhan-hub

  hezhan-hub init  --data 目录 --county 县标识 --root-key 县根公钥 --address 主机:端口
  hezhan-hub serve --data 目录 [--listen 0.0.0.0:8443]

init 只运行一次：记下县根公钥，生成证书和回执密钥，打印一行地址，粘贴到县级程序的“信箱地址”里。
serve 一直运行；按 Ctrl+C 或 systemctl stop 会等手头的请求办完再退出。";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("init") => init(&arguments[1..]),
        Some("serve") => serve(&arguments[1..]),
        _ => {
            println!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The value after `--name`.
fn value(arguments: &[String], name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).cloned()
}

fn needed(arguments: &[String], name: &str) -> Result<String, SetupError> {
    value(arguments, name).ok_or_else(|| SetupError::Input(format!("缺少参数 {name}。\n\n{USAGE}")))
}

fn init(arguments: &[String]) -> Result<(), SetupError> {
    let identity = hub::init(&Init {
        data_dir: PathBuf::from(needed(arguments, "--data")?),
        county: needed(arguments, "--county")?,
        root_key: needed(arguments, "--root-key")?,
        address: needed(arguments, "--address")?,
    })?;
    println!("信箱已建好：{}", identity.data_dir.display());
    println!("地址　　{}", identity.address);
    println!("证书指纹 {}", identity.pin);
    println!("回执公钥 {}", identity.key.public());
    println!("纪元　　{}", identity.epoch);
    println!("\n把下面一整行粘贴到县级程序的“信箱地址”里：\n{}", identity.line());
    Ok(())
}

fn serve(arguments: &[String]) -> Result<(), SetupError> {
    let listen = value(arguments, "--listen").unwrap_or_else(|| "0.0.0.0:8443".into());
    let listen: SocketAddr =
        listen.parse().map_err(|_| SetupError::Input("--listen 应写成 地址:端口，例如 0.0.0.0:8443。".into()))?;
    let data_dir = PathBuf::from(needed(arguments, "--data")?);
    let handle = hub::serve(Config { data_dir, listen, rates: Rates::default(), log: true })?;
    println!("信箱在 {} 上运行，证书指纹 {}", handle.addr, handle.pin);
    wait_for_signal()?;
    println!("正在停止……");
    handle.stop();
    Ok(())
}

/// Returns on Ctrl+C or SIGTERM.
fn wait_for_signal() -> Result<(), SetupError> {
    let failed = |error| SetupError::Io("不能等待停止信号", error);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        #[cfg(unix)]
        {
            let mut terminate =
                tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).map_err(failed)?;
            tokio::select! {
                ended = tokio::signal::ctrl_c() => ended.map_err(failed),
                _ = terminate.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await.map_err(failed)
    })
}
