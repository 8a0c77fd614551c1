//! The window: opens it and forwards calls to `app`. No rules here; what a person may do is decided behind `call`.
#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

mod webview;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::{AppConfig, CommandError};
use bridge::own_hub;
use practice::Program;
use serde_json::Value;
use tauri::{Manager, State};

/// Forwards one call of the interface.
#[tauri::command]
async fn call(program: State<'_, Arc<Program>>, name: String, request: Value) -> Result<Value, CommandError> {
    let program = program.inner().clone();
    let answer = tauri::async_runtime::spawn_blocking(move || program.call(&name, request)).await;
    answer.unwrap_or_else(|_| Err(CommandError::internal("程序内部出错,刚才的操作没有完成。请重试。")))
}

fn data_dir(window: &tauri::App) -> tauri::Result<PathBuf> {
    match std::env::var_os("HEZHAN_DATA") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => window.path().app_local_data_dir(),
    }
}

fn show_again(window: &tauri::AppHandle) {
    if let Some(main) = window.get_webview_window("main") {
        let _ = main.unminimize();
        let _ = main.set_focus();
    }
}

fn main() -> ExitCode {
    if let Some(ended) = own_hub::was_wanted(std::env::args_os()) {
        return ended;
    }
    if let Err(missing) = tauri::webview_version() {
        webview::explain(&missing.to_string());
        return ExitCode::FAILURE;
    }
    let mut builder = tauri::Builder::default();
    // Two programs on one data directory would fight over it; tests give each window its own.
    if std::env::var_os("HEZHAN_DATA").is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|window, _, _| show_again(window)));
    }
    let run = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .setup(|window| {
            let hub = bridge::practice_hub::starter();
            let config = AppConfig { hub_host: own_hub::of_this_program(), ..AppConfig::new(data_dir(window)?) };
            window.manage(Arc::new(Program::new(config, Some(hub))));
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![call])
        .run(tauri::generate_context!());
    if let Err(error) = run {
        webview::explain(&error.to_string());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
