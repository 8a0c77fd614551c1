//! The county's hub on the officer's own PC: opening it, where stations find it, stopping and starting. It runs as a process of its
//! own (`HubHost`); this says only that it shall, and names it in the roster.

use std::path::PathBuf;
use std::sync::Arc;

use changelog::Roster;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::features::setup::hub_of;
use crate::kernel::county_keys::CountyKeys;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::hub_host::{HubHost, HubWanted};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::roster::take_roster;
use crate::kernel::secret::Secret;

/// Where it is kept that a hub shall run here.
const FILE: &str = "own-hub.json";
/// What the folder is called when nobody chose one.
const FOLDER: &str = "信箱";
const USUAL_PORT: u16 = 8443;

/// The hub of this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OwnHub {
    /// This PC can run one.
    pub possible: bool,
    /// It was opened here.
    pub opened: bool,
    /// It runs now.
    pub running: bool,
    /// Where it lies, or would lie.
    pub folder: String,
    /// Its port, or the one it would have.
    pub port: u16,
    /// Addresses of this PC to choose from, the likeliest first.
    pub addresses: Vec<String>,
    /// The address that the stations know, when it leads here.
    pub named: Option<String>,
    /// What to do when stations cannot reach it.
    pub hint: String,
}

/// Opens a hub on this PC, or gives it another address or port.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct OpenHub {
    /// Folder for it; one beside the program's own data when none is chosen.
    #[serde(default)]
    #[ts(optional)]
    pub folder: Option<String>,
    /// By what stations reach this PC: an address or a name, with a port where it is another one outside.
    pub address: String,
    /// Port on this PC; the one that it has, or the usual one, when none is chosen.
    #[serde(default)]
    #[ts(optional)]
    pub port: Option<u16>,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
}

/// What is kept of it between two openings of the program.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    folder: PathBuf,
    port: u16,
    pin: String,
    on: bool,
}

/// How the hub of this PC does.
pub(crate) fn here(pc: &Pc, _: Nothing) -> Result<OwnHub, CommandError> {
    let store = pc.session()?.store;
    Ok(view(pc, &store))
}

fn view(pc: &Pc, store: &Store) -> OwnHub {
    let (host, kept) = (pc.config().hub_host.clone(), kept(pc));
    let folder = kept.as_ref().map_or_else(|| pc.data_dir().join(FOLDER), |kept| kept.folder.clone());
    let running = host.as_ref().and_then(|host| host.running(&folder));
    let port = running.or(kept.as_ref().map(|kept| kept.port)).unwrap_or(USUAL_PORT);
    let roster = store.roster();
    let named = roster.hub.as_ref().filter(|hub| kept.as_ref().is_some_and(|kept| kept.pin == hub.pin));
    OwnHub {
        possible: host.is_some(),
        opened: kept.is_some(),
        running: running.is_some(),
        folder: folder.display().to_string(),
        port,
        addresses: host.map(|host| host.addresses()).unwrap_or_default(),
        named: named.map(|hub| hub.url.clone()),
        hint: hint(port),
    }
}

fn hint(port: u16) -> String {
    let firewall = match cfg!(windows) {
        true => {
            "第一次打开时 Windows 会问是否允许“禾站”通过防火墙，请选“允许”；当时没有允许的，在“允许应用通过防火墙”里勾选禾站。"
        }
        false => "这台电脑开了防火墙的，请允许别的电脑访问这个端口。",
    };
    format!(
        "站点连不上时：{firewall}端口是 {port}。站点和这台电脑不在同一个局域网的，请网络管理人员把这个端口通到这台电脑，\
         并在上面填站点能连到的地址。这台电脑要开着、登录着，站点才能送到；登录后信箱会自动运行。"
    )
}

/// Opens it: starts the hub, and names it to the stations by the root key.
pub(crate) fn open(pc: &Pc, request: OpenHub) -> Result<OwnHub, CommandError> {
    let session = pc.session()?;
    let host = host(pc)?;
    let keys = CountyKeys::open(pc, &request.root_passphrase)?;
    let before = kept(pc);
    let folder = match (&before, request.folder.as_deref().map(str::trim).filter(|folder| !folder.is_empty())) {
        (Some(kept), _) => kept.folder.clone(),
        (None, Some(folder)) if PathBuf::from(folder).is_dir() => PathBuf::from(folder).join(FOLDER),
        (None, Some(_)) => return Err(CommandError::invalid_field("folder", "找不到这个文件夹，请重新选择。")),
        (None, None) => pc.data_dir().join(FOLDER),
    };
    // 0 takes a free one where there is none yet.
    let chosen = request.port.filter(|port| *port > 0 || before.is_none());
    let port = chosen.or(before.map(|kept| kept.port)).unwrap_or(USUAL_PORT);
    check_address(&request.address)?;
    let roster = session.store.roster();
    let wanted = |port: u16| wanted(&roster, folder.clone(), port, None);
    let other = host.running(&folder).filter(|running| chosen.is_some_and(|port| port != *running));
    if other.is_some() {
        host.stop(&folder).map_err(refused)?;
    }
    let running = host.start(&wanted(port)).map_err(|why| {
        // Where the new port is no good, stations go on reaching it by the old one.
        let _ = other.map(|port| host.start(&wanted(port)));
        refused(why)
    })?;
    keep(pc, &Kept { folder, port: running.port, pin: running.pin.clone(), on: true })?;
    let at = match request.address.trim() {
        at if has_port(at) => at.to_owned(),
        at => format!("{at}:{}", running.port),
    };
    let hub = hub_of(&format!("https://{at}#{}.{}", running.pin, running.key))?;
    if hub != roster.hub {
        let signed = keys.sign_next(pc, Roster { hub, ..Roster::clone(&roster) })?;
        take_roster(pc, &session.store, &signed)?;
    }
    Ok(view(pc, &session.store))
}

/// Starts it again.
pub(crate) fn start(pc: &Pc, _: Nothing) -> Result<OwnHub, CommandError> {
    let store = pc.session()?.store;
    let kept = kept(pc).ok_or_else(not_opened)?;
    let running = host(pc)?.start(&kept.wanted(&store.roster())).map_err(refused)?;
    keep(pc, &Kept { on: true, port: running.port, ..kept })?;
    Ok(view(pc, &store))
}

/// Stops it; what lies in it stays.
pub(crate) fn stop(pc: &Pc, _: Nothing) -> Result<OwnHub, CommandError> {
    let store = pc.session()?.store;
    let kept = kept(pc).ok_or_else(not_opened)?;
    host(pc)?.stop(&kept.folder).map_err(refused)?;
    keep(pc, &Kept { on: false, ..kept })?;
    Ok(view(pc, &store))
}

/// One that shall run and does not is started when somebody unlocks; why it cannot shows on its page.
pub(crate) fn resume(pc: &Pc, store: &Arc<Store>) {
    if let (Some(kept), Some(host)) = (kept(pc).filter(|kept| kept.on), pc.config().hub_host.clone()) {
        let store = store.clone();
        std::thread::spawn(move || drop(host.start(&kept.wanted(&store.roster()))));
    }
}

/// It goes on when the program ends: that is what it is for.
pub(crate) fn leave_running(_: &Pc) {}

impl Kept {
    /// This one and no other: stations know it by its pin.
    fn wanted(&self, roster: &Roster) -> HubWanted {
        wanted(roster, self.folder.clone(), self.port, Some(self.pin.clone()))
    }
}

fn wanted(roster: &Roster, folder: PathBuf, port: u16, pin: Option<String>) -> HubWanted {
    HubWanted { folder, county: roster.county_id.clone(), root_key: roster.root_key.to_string(), port, pin }
}

fn host(pc: &Pc) -> Result<Arc<dyn HubHost>, CommandError> {
    let none = || CommandError::new(ErrorCode::NotAllowed, "这里不能开信箱。练习模式有自己的信箱，不用再开。");
    pc.config().hub_host.clone().ok_or_else(none)
}

fn refused(why: String) -> CommandError {
    CommandError::new(ErrorCode::FileAccess, why)
}

fn not_opened() -> CommandError {
    CommandError::new(ErrorCode::NotFound, "这台电脑上还没有开信箱。")
}

fn check_address(address: &str) -> Result<(), CommandError> {
    let address = address.trim();
    let good = !address.is_empty()
        && address.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c))
        && (!address.contains(':') || has_port(address));
    match good {
        true => Ok(()),
        false => Err(CommandError::invalid_field("address", "请填站点能连到的地址，例如 192.168.1.20。")),
    }
}

fn has_port(address: &str) -> bool {
    let port = address.rsplit_once(':').and_then(|(host, port)| port.parse::<u16>().ok().filter(|_| !host.is_empty()));
    port.is_some_and(|port| port > 0)
}

fn kept(pc: &Pc) -> Option<Kept> {
    serde_json::from_slice(&std::fs::read(pc.data_dir().join(FILE)).ok()?).ok()
}

fn keep(pc: &Pc, kept: &Kept) -> Result<(), CommandError> {
    let bytes = serde_json::to_vec_pretty(kept).map_err(|_| CommandError::internal("不能记下信箱的位置"))?;
    Ok(disk::write(&pc.data_dir().join(FILE), &bytes)?)
}
