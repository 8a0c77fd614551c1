//! Starting the newest program: the one that the system installed looks for a newer one beside the data, starts it as a process of its own
//! and watches until its first page has come. One that does not get so far is left, and the former is started.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::programs::{Installed, Programs};

/// Stands before the path of the program that started this one.
pub const LAUNCHED_BY: &str = "--launched-by";
/// What a started program says, as a line, when its first page has come.
pub const STARTED: &str = "hezhan-started";
/// How a program ends that wants to be opened again, in its newest version.
pub const AGAIN: u8 = 85;
/// How often it is looked whether a program that says nothing is still there.
const LOOK: Duration = Duration::from_millis(200);

/// What became of starting a newer program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ran {
    /// There is none that starts: the one that asked goes on itself.
    Own,
    /// It ran and has ended so.
    Ended(u8),
    /// It ran and wants to be opened again.
    Again,
}

/// Starts the newest of the newer programs that starts, and stays until it ends. `patience`: how long a program that has never worked
/// may take for its first page.
pub fn launch(programs: &Programs, arguments: &[OsString], patience: Duration) -> Ran {
    programs.forget_older();
    for one in programs.newer() {
        if let Some(ran) = start(programs, &one, arguments, patience) {
            return ran;
        }
    }
    Ran::Own
}

/// None: it did not start.
fn start(programs: &Programs, one: &Installed, arguments: &[OsString], patience: Duration) -> Option<Ran> {
    if one.failed().is_some() {
        return None;
    }
    let works = one.works();
    if !works && one.was_tried() {
        one.fails("上一次打开它时，没等到出现页面就中断了");
        return None;
    }
    let program = programs.check(one).map_err(|_| one.fails("程序文件已损坏")).ok()?;
    if !works {
        one.tries();
    }
    let mut command = Command::new(program);
    command.args(arguments).arg(LAUNCHED_BY).arg(std::env::current_exe().unwrap_or_default());
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let shown = spawned.map_err(|_| "系统不允许运行它").and_then(|child| watch(child, (!works).then_some(patience)));
    match shown {
        Ok((mut child, true)) => {
            one.shown();
            Some(ran(child.wait().ok()))
        }
        // The person closed it, or it found one that was open already.
        Ok((_, false)) => {
            one.closed();
            Some(Ran::Ended(0))
        }
        // One that has worked on this data is the one that can read it: it is tried again the next time.
        Err(_) if works => None,
        Err(why) => {
            one.fails(why);
            None
        }
    }
}

/// Waits for the first page; false: it ended well before.
fn watch(mut child: Child, patience: Option<Duration>) -> Result<(Child, bool), &'static str> {
    let (said, began) = (listen(&mut child), Instant::now());
    loop {
        match said.recv_timeout(LOOK) {
            Ok(()) => return Ok((child, true)),
            // It speaks no more: most likely it has ended.
            Err(RecvTimeoutError::Disconnected) => std::thread::park_timeout(LOOK / 10),
            Err(RecvTimeoutError::Timeout) => {}
        }
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok((child, false)),
            Ok(Some(_)) => return Err("它一打开就出错退出了"),
            _ if patience.is_some_and(|patience| began.elapsed() > patience) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("等了很久，它一直没有出现页面");
            }
            _ => {}
        }
    }
}

/// Tells once that the first page has come; goes on reading, so that nobody speaks into a closed pipe.
fn listen(child: &mut Child) -> Receiver<()> {
    let (tell, told) = channel();
    if let Some(out) = child.stdout.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if line.trim() == STARTED {
                    let _ = tell.send(());
                }
            }
        });
    }
    told
}

fn ran(status: Option<ExitStatus>) -> Ran {
    match status.and_then(|status| status.code()) {
        Some(code) if code == i32::from(AGAIN) => Ran::Again,
        code => Ran::Ended(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
    }
}

/// Hands work without a page (the hub) on to the newest program that has worked here, and stays until it ends.
pub fn hand_on(programs: &Programs, arguments: &[OsString]) -> Option<u8> {
    let one = programs.newer().into_iter().find(|one| one.works() && one.failed().is_none())?;
    let status = Command::new(programs.check(&one).ok()?).args(arguments).status().ok()?;
    Some(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
