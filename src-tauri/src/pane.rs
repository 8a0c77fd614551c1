//! The window as the program sees it: a process that it starts, whose calls it answers. On Linux it is a program of its own, because one
//! that is linked to WebKitGTK does not even start where that is missing; on Windows it is this one once more.

use std::io::{self, BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use app::CommandError;
use practice::Program;
use tokio::sync::{mpsc::Receiver, watch};
use tokio::task::spawn_blocking;

use crate::lines::{FromProgram, FromWindow};

/// The first argument of the program when it is to be the window.
#[cfg(windows)]
pub(crate) const WORD: &str = "window";

/// A window that was started and may not be seen yet.
pub(crate) struct Pane {
    child: Child,
    to: Arc<Mutex<ChildStdin>>,
}

impl Pane {
    /// Starts it.
    pub(crate) fn open() -> io::Result<Pane> {
        let mut child = command()?.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let to = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Pane { child, to: Arc::new(Mutex::new(to)) })
    }

    /// Answers it until it ends; false when it was never seen. `again`: the program is to be opened again, and the window ends first.
    pub(crate) async fn stay(
        self,
        program: Arc<Program>,
        started_again: &mut Receiver<()>,
        mut again: watch::Receiver<bool>,
    ) -> bool {
        let to = self.to.clone();
        let mut ended = spawn_blocking(move || self.listen(&program));
        loop {
            tokio::select! {
                shown = &mut ended => return shown.unwrap_or(false),
                Some(()) = started_again.recv() => say(&to, &FromProgram::Front),
                Ok(()) = again.changed() => say(&to, &FromProgram::End),
            }
        }
    }

    fn listen(mut self, program: &Arc<Program>) -> bool {
        let mut shown = false;
        let lines = self.child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines());
        for line in lines.map_while(Result::ok) {
            match serde_json::from_str(&line) {
                Ok(FromWindow::Shown) => shown = true,
                Ok(FromWindow::Call { id, name, request }) => {
                    let (program, to) = (program.clone(), self.to.clone());
                    spawn_blocking(move || {
                        // A call that breaks is answered too, or the page would wait for ever.
                        let answer = catch_unwind(AssertUnwindSafe(|| program.call(&name, request)));
                        let broken = |_| Err(CommandError::internal("程序内部出错，刚才的操作没有完成。请重试。"));
                        let refused = |error| serde_json::to_value(error).unwrap_or_default();
                        let answer = answer.unwrap_or_else(broken).map_err(refused);
                        say(&to, &FromProgram::Answer { id, answer });
                    });
                }
                // Not ours: a library that talks.
                Err(_) => {}
            }
        }
        let _ = self.child.wait();
        shown
    }
}

/// A window that has closed takes nothing any more.
fn say(to: &Mutex<ChildStdin>, what: &FromProgram) {
    let Ok(mut line) = serde_json::to_vec(what) else { return };
    line.push(b'\n');
    let mut to = to.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = to.write_all(&line).and_then(|()| to.flush());
}

#[cfg(not(windows))]
fn command() -> io::Result<Command> {
    use std::os::unix::process::CommandExt;
    let program = std::env::current_exe()?;
    let mut command = Command::new(program.with_file_name("hezhan-window"));
    // The desktop knows its windows by this name (hezhan.desktop).
    command.arg0("hezhan");
    Ok(command)
}

#[cfg(windows)]
fn command() -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WORD);
    Ok(command)
}
