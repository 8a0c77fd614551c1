//! The window: shows the interface, opens native dialogs, and hands calls on to the program that started it. No rules here, and no data:
//! it ends with the program. Where there is no web view it says nothing and ends, and the program goes another way.

use std::collections::HashMap;
use std::io::{BufRead, Write, stdin, stdout};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tauri::async_runtime::{Sender, channel};
use tauri::{AppHandle, Manager, State};

use crate::lines::{FromProgram, FromWindow};

type Answer = Result<Value, Value>;

/// The program, as the window knows it: calls that wait for their answers.
#[derive(Default)]
struct Program(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    last: u64,
    calls: HashMap<u64, Sender<Answer>>,
}

impl Program {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands on one call of the interface.
#[tauri::command]
async fn call(program: State<'_, Arc<Program>>, name: String, request: Value) -> Result<Value, Value> {
    let (sender, mut answer) = channel(1);
    let id = {
        let mut waiting = program.waiting();
        waiting.last += 1;
        let id = waiting.last;
        waiting.calls.insert(id, sender);
        id
    };
    say(&FromWindow::Call { id, name, request });
    let lost = || Err(json!({"code": "internal", "detail": "程序没有应答，刚才的操作没有完成。请重新打开禾站。"}));
    answer.recv().await.unwrap_or_else(lost)
}

/// A program that does not listen any more has ended, and the window ends with it.
fn say(what: &FromWindow) {
    let Ok(line) = serde_json::to_string(what) else { return };
    let mut out = stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Until the program ends.
fn listen(window: &AppHandle, program: &Program) {
    for line in stdin().lock().lines().map_while(Result::ok) {
        match serde_json::from_str(&line) {
            Ok(FromProgram::Front) => show_again(window),
            Ok(FromProgram::End) => break,
            Ok(FromProgram::Answer { id, answer }) => {
                let waits = program.waiting().calls.remove(&id);
                // Whoever asked may have gone with the page.
                let _ = waits.map(|waits| waits.blocking_send(answer));
            }
            Err(_) => {}
        }
    }
    window.exit(0);
}

fn show_again(window: &AppHandle) {
    if let Some(main) = window.get_webview_window("main") {
        let _ = main.unminimize();
        let _ = main.set_focus();
    }
}

/// Shows the window until the person closes it.
pub(crate) fn show() -> ExitCode {
    if let Err(missing) = tauri::webview_version() {
        eprintln!("there is no web view: {missing}");
        return ExitCode::FAILURE;
    }
    let run = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .setup(|window| {
            let program = Arc::<Program>::default();
            window.manage(program.clone());
            let handle = window.handle().clone();
            std::thread::spawn(move || listen(&handle, &program));
            say(&FromWindow::Shown);
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![call])
        .run(tauri::generate_context!());
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the window did not open: {error}");
            ExitCode::FAILURE
        }
    }
}
