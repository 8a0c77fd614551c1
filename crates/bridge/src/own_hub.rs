//! The county's hub on this PC as a process of its own: this same program with the word `hub`, started apart so that it outlives
//! whoever started it, and started again with every log-in. What it serves is the hub's business.

mod log_in;

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use app::{HubHost, HubRunning, HubWanted};

use log_in::LogIn;

/// The first argument of the program when it is to be the hub.
const WORD: &str = "hub";
/// What it prints before its port once it listens; anything else is why it does not.
const READY: &str = "ready ";

/// Runs a hub by starting this program once more.
struct OwnHub {
    program: PathBuf,
    log_in: LogIn,
}

/// How the program that is running runs one.
pub fn of_this_program() -> Option<Arc<dyn HubHost>> {
    of_program(std::env::current_exe().ok()?)
}

/// How another runs one: the program that the system installed, which stays where it is when what it has started gives way to a newer one.
pub fn of_program(program: PathBuf) -> Option<Arc<dyn HubHost>> {
    Some(Arc::new(OwnHub { program, log_in: LogIn::of_this_user()? }))
}

/// Whether these arguments, the program's name first, want it to be the hub.
pub fn is_wanted(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|word| word == WORD)
}

/// When the program was started to be the hub: is it, until it is stopped. Asked first of all by `main`.
pub fn was_wanted(arguments: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let arguments: Vec<OsString> = arguments.into_iter().skip(1).collect();
    let [word, folder, port] = arguments.as_slice() else { return None };
    let port = port.to_str()?.parse().ok().filter(|_| word == WORD)?;
    let say = |what: String| {
        let mut out = std::io::stdout();
        let _ = writeln!(out, "{what}").and_then(|()| out.flush());
    };
    match hub::service::run(Path::new(folder), port, |port| say(format!("{READY}{port}"))) {
        Ok(()) => Some(ExitCode::SUCCESS),
        Err(error) => {
            say(in_words(&error, port));
            Some(ExitCode::FAILURE)
        }
    }
}

fn in_words(error: &hub::SetupError, port: u16) -> String {
    match error {
        hub::SetupError::Io(what, cause) if cause.kind() == std::io::ErrorKind::AddrInUse => {
            format!("{what}。请换一个端口（现在是 {port}），或关掉占用它的程序。")
        }
        hub::SetupError::Io(what, _) => format!("{what}。请检查磁盘和文件夹的权限。"),
        other => other.to_string(),
    }
}

impl HubHost for OwnHub {
    fn start(&self, wanted: &HubWanted) -> Result<HubRunning, String> {
        let folder = &wanted.folder;
        let identity = match hub::HubIdentity::open(folder) {
            Err(hub::SetupError::NotThere(_)) if wanted.pin.is_some() => {
                let at = folder.display();
                return Err(format!(
                    "信箱没有启动：找不到信箱的文件夹 {at}。它可能在没接上的硬盘上，或被移走、改名了，请放回原处再启动。\
                     已经没有了的，在“换地址”里重新开一个，站点会重新送。"
                ));
            }
            Err(hub::SetupError::NotThere(_)) => hub::init(&hub::Init {
                data_dir: folder.clone(),
                county: wanted.county.clone(),
                root_key: wanted.root_key.clone(),
                // Stations go by the certificate's fingerprint, whatever name is in it.
                address: format!("localhost:{}", wanted.port),
            }),
            there => there,
        };
        let identity = identity.map_err(|error| in_words(&error, wanted.port))?;
        if identity.county != wanted.county || identity.root_key.to_string() != wanted.root_key {
            return Err("这个文件夹里是别的县的信箱。请另选一个文件夹。".into());
        }
        if wanted.pin.as_ref().is_some_and(|pin| *pin != identity.pin) {
            let at = folder.display();
            return Err(format!(
                "信箱没有启动：{at} 里的不是站点认得的那个信箱。请把原来的放回去再启动；已经没有了的，在“换地址”里重新开。"
            ));
        }
        let port = match hub::service::running(folder) {
            Some(port) => port,
            None => self.spawn(folder, wanted.port)?,
        };
        self.log_in.start(&self.program, &[WORD.as_ref(), folder.as_os_str(), port.to_string().as_ref()])?;
        Ok(HubRunning { pin: identity.pin.clone(), key: identity.key.public().to_string(), port })
    }

    fn running(&self, folder: &Path) -> Option<u16> {
        hub::service::running(folder)
    }

    fn stop(&self, folder: &Path) -> Result<(), String> {
        self.log_in.forget()?;
        hub::service::stop(folder);
        match hub::service::running(folder) {
            None => Ok(()),
            Some(_) => Err("信箱没有停下来。请过一会儿再试。".into()),
        }
    }

    fn addresses(&self) -> Vec<String> {
        let mut found: Vec<IpAddr> = if_addrs::get_if_addrs()
            .unwrap_or_default()
            .into_iter()
            .filter(|interface| !interface.is_loopback() && !interface.is_link_local())
            .map(|interface| interface.ip())
            .filter(IpAddr::is_ipv4)
            .collect();
        found.sort();
        found.dedup();
        found.iter().map(IpAddr::to_string).collect()
    }
}

impl OwnHub {
    /// Starts the process apart and gives its port once it listens.
    fn spawn(&self, folder: &Path, port: u16) -> Result<u16, String> {
        let mut command = Command::new(&self.program);
        command.arg(WORD).arg(folder).arg(port.to_string()).current_dir(folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        crate::apart::apart(&mut command);
        let mut child = command.spawn().map_err(|_| "信箱没有启动：找不到程序文件，请重新安装禾站。".to_owned())?;
        let mut said = String::new();
        if let Some(out) = child.stdout.take() {
            let _ = BufReader::new(out).read_line(&mut said);
        }
        // Waited for, so that one that has stopped leaves nothing behind while this program runs.
        std::thread::spawn(move || child.wait());
        match said.trim().strip_prefix(READY).and_then(|port| port.parse().ok()) {
            Some(port) => Ok(port),
            None if said.trim().is_empty() => Err("信箱没有启动。请重新打开禾站再试。".into()),
            None => Err(said.trim().to_owned()),
        }
    }
}
