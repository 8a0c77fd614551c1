//! Backups: the daily ones of this PC, one made by hand to a stick, restoring from one, and the check-up
//! (数据体检). A restored database goes on as a new life; what was already sent comes back by syncing.

pub(crate) mod check_up;
pub(crate) mod daily;
pub(crate) mod file;
mod losses;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::{Store, verified_backups};
use ts_rs::TS;

use crate::features::backup::file::{pack, unpack};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::{Destination, FileIn, FileOut, free_path};
use crate::kernel::pc::{Pc, local_time};
use crate::kernel::request::Nothing;
use crate::kernel::role::{Person, Role, StaffSlot};
use crate::kernel::secret::Secret;
use crate::kernel::{county_keys, pc_identity, random, session};
use crate::people::listed_staff;

/// Makes a backup.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MakeBackup {
    /// A stick or a download.
    pub destination: Destination,
}

/// A backup of this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BackupRow {
    /// File name; give it back to restore.
    pub name: String,
    /// When it was made.
    pub time_ms: u64,
    /// Bytes.
    pub size: u64,
}

/// A backup that was made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MadeBackup {
    /// The file.
    pub file: FileOut,
    /// It was read again from the place and found whole.
    pub verified: bool,
    /// What is to be known of photos, which are not in it; null when there are none.
    pub photos: Option<String>,
}

/// Restores from a backup: one of this PC by name, or a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct RestoreBackup {
    /// Name of one of this PC's backups.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
    /// A backup from elsewhere (.hzbackup).
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<FileIn>,
    /// Staff id of the one who restores.
    pub staff: String,
    /// Their passphrase at the time of the backup.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// A backup that was chosen: one of this PC by name, or a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ChosenBackup {
    /// Name of one of this PC's backups.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
    /// A backup from elsewhere (.hzbackup).
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<FileIn>,
}

/// The check-up of this PC's data.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Health {
    /// Nothing is wrong.
    pub sound: bool,
    /// What was looked at, each with its outcome.
    pub points: Vec<HealthPoint>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HealthPoint {
    /// What, in Chinese.
    pub name: String,
    /// It is in order.
    pub sound: bool,
    /// What was found and what to do.
    pub detail: String,
}

/// Makes a backup to a stick, as one file, and reads it again there.
pub(crate) fn make(pc: &Pc, request: MakeBackup) -> Result<MadeBackup, CommandError> {
    let store = pc.session()?.store;
    let place = pc_identity::read(pc.data_dir());
    let device = store.device();
    let who = place.as_ref().and_then(|place| place.station_name.clone()).unwrap_or_else(|| "县级".into());
    let name = format!("禾站备份-{who}-{}-{}.hzbackup", device.letter, local_time(pc.now_ms()).format("%Y%m%d-%H%M"));
    let aside = Aside::new(pc)?;
    store.backup(&aside.0.join("backup"), pc.now_ms())?;
    let to = request.destination.folder()?;
    let path = free_path(to.as_deref().unwrap_or(&aside.0), &name);
    pack(&aside.0.join("backup"), &path)?;
    if to.is_some() {
        let size = fs::metadata(&path)?.len();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or(name);
        let file = FileOut { name, path: Some(path.display().to_string()), download: None, size };
        return Ok(MadeBackup { file, verified: true, photos: photos_apart(&store)? });
    }
    let mut bytes = Vec::new();
    File::open(&path)?.read_to_end(&mut bytes)?;
    let file = request.destination.write(pc, &name, bytes)?;
    Ok(MadeBackup { file, verified: true, photos: photos_apart(&store)? })
}

/// A backup holds the records and the small pictures; the files come back from where they have been sent to.
fn photos_apart(store: &Store) -> Result<Option<String>, CommandError> {
    let counts = store.blob_counts()?;
    let sent = counts.delivered + counts.taken_in;
    Ok(match (counts.waiting, sent) {
        (0, 0) => None,
        (0, sent) => Some(format!("照片原件 {sent} 张不在备份里，都已送到；恢复后会自动取回。")),
        (only_here, sent) => Some(format!(
            "照片原件 {} 张不在备份里，其中 {only_here} 张还只在这台电脑上：请联网同步，或在“同步”页导出到 U 盘并勾选“连同照片”。",
            only_here + sent
        )),
    })
}

/// Lists the verified backups of this PC, the newest first.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<BackupRow>, CommandError> {
    let row = |backup: store::BackupInfo| BackupRow {
        name: name_of(&backup.path),
        time_ms: backup.made_ms,
        size: backup.size,
    };
    Ok(verified_backups(&pc.desk_dir()).into_iter().map(row).collect())
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Who can restore a chosen backup: those who had a passphrase on that PC then.
pub(crate) fn people(pc: &Pc, request: ChosenBackup) -> Result<Vec<StaffSlot>, CommandError> {
    let aside = Aside::new(pc)?;
    let folder = chosen(pc, request.name.as_deref(), request.file.as_ref(), &aside)?;
    let slots = pc.slots_in(&folder)?.list().into_iter();
    Ok(slots.map(|slot| StaffSlot { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) }).collect())
}

/// The folder of a chosen backup; one that came as a file is unpacked aside.
fn chosen(pc: &Pc, name: Option<&str>, file: Option<&FileIn>, aside: &Aside) -> Result<PathBuf, CommandError> {
    match (name, file) {
        (_, Some(file)) => {
            let folder = aside.0.join("backup");
            unpack(&given_file(file, &aside.0)?, &folder)?;
            Ok(folder)
        }
        (Some(name), None) => {
            let known = verified_backups(&pc.desk_dir()).into_iter();
            let found = known.map(|backup| backup.path).find(|path| name_of(path) == name);
            found.ok_or_else(|| CommandError::not_found("这份备份"))
        }
        (None, None) => Err(CommandError::new(ErrorCode::BadRequest, "没有选择备份。")),
    }
}

/// Puts a backup in the place of this PC's database. What stood there is kept aside; both branches survive syncing.
pub(crate) fn restore(pc: &Pc, request: RestoreBackup) -> Result<Person, CommandError> {
    let aside = Aside::new(pc)?;
    let folder = chosen(pc, request.name.as_deref(), request.file.as_ref(), &aside)?;
    // The passphrase first: nothing is touched for someone who could not open it anyway.
    let mut slots = pc.slots_in(&folder)?;
    let slot = slots.list().into_iter().find(|slot| slot.staff == request.staff);
    let slot = slot.ok_or_else(|| CommandError::not_found("这个人在备份里的密码"))?;
    let key = slots.unlock_at(&slot.staff, &request.passphrase, pc.running())?;
    close_store(pc)?;
    let store = Arc::new(store::restore(&folder, &pc.desk_dir(), &key, pc.now_ms())?);
    let slot = Person { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) };
    let person = listed_staff::listed_person(&store, slot)?;
    session::begin_session(pc, store, key, person.clone())?;
    Ok(person)
}

/// Lets go of the open database, which must have no other reader left.
fn close_store(pc: &Pc) -> Result<(), CommandError> {
    pc.end_background();
    let mut unlocked = pc.unlocked();
    let Some(store) = unlocked.store.take() else {
        return Ok(());
    };
    match Arc::try_unwrap(store) {
        Ok(_) => {
            (unlocked.person, unlocked.key) = (None, None);
            Ok(())
        }
        Err(store) => {
            unlocked.store = Some(store.clone());
            drop(unlocked);
            pc.begin_background(&store);
            Err(CommandError::new(ErrorCode::Busy, "正在同步或备份，请等它结束后再恢复。"))
        }
    }
}

fn given_file(file: &FileIn, aside: &Path) -> Result<PathBuf, CommandError> {
    if let Some(path) = &file.path {
        return Ok(PathBuf::from(path));
    }
    let path = aside.join("given.hzbackup");
    fs::write(&path, file.read(1 << 30)?)?;
    Ok(path)
}

/// A folder for work in between, gone afterwards.
struct Aside(PathBuf);

impl Aside {
    fn new(pc: &Pc) -> Result<Aside, CommandError> {
        let path = pc.data_dir().join(format!("aside-{}", hex::encode(random::random::<6>()?)));
        fs::create_dir_all(&path)?;
        Ok(Aside(path))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// 数据体检: the file, the chains and the rows, and whether there is a recent backup.
pub(crate) fn health(pc: &Pc, _: Nothing) -> Result<Health, CommandError> {
    let store = pc.session()?.store;
    let (mut findings, mut changes, mut records) = (Vec::new(), 0, 0);
    store.check_anew()?;
    loop {
        let report = store.check()?;
        findings.extend(report.findings);
        changes += report.changes;
        records += report.records;
        if report.round_done {
            break;
        }
    }
    let mut points = vec![HealthPoint {
        name: "数据库与日志".into(),
        sound: findings.is_empty(),
        detail: if findings.is_empty() {
            format!("已核对 {changes} 条历史、{records} 条记录，全部一致。")
        } else {
            findings.join(" ")
        },
    }];
    if let Some(point) = losses::point(pc, &store)? {
        points.push(point);
    }
    let newer = store.waiting_for_program()?;
    if newer > 0 {
        points.push(HealthPoint {
            name: "等待升级的内容".into(),
            sound: false,
            detail: format!("有 {newer} 个数据文件由更新版本的禾站写成，已完整留存。请升级本机程序，升级后自动入库。"),
        });
    }
    let quarantined = store.quarantined()?.len();
    points.push(HealthPoint {
        name: "收到的数据".into(),
        sound: quarantined == 0,
        detail: if quarantined == 0 {
            "没有不合规定的内容。".into()
        } else {
            format!("有 {quarantined} 处没有入库，不计入统计。在“同步”页的“隔离区”里看是谁写的、为什么。")
        },
    });
    let photos = store.blob_counts()?;
    if photos != store::BlobCounts::default() {
        points.push(HealthPoint {
            name: "照片与扫描件".into(),
            sound: true,
            detail: match photos.missing {
                0 => "记录里的照片都在本机。".into(),
                missing => {
                    format!("有 {missing} 张不在本机，联网后自动取回；只用 U 盘时，请对方导出时勾选“连同照片”。")
                }
            },
        });
    }
    if let Some((same, mended)) = county_keys::condition(pc)? {
        points.push(HealthPoint {
            name: "县级密钥文件".into(),
            sound: same,
            detail: match (same, mended) {
                (false, _) => "两份里有一份缺少或已损坏。下次输入管理密码（如确认电脑）时会用完好的一份补好；请现在就做一次，并另存一份到 U 盘。".into(),
                (true, None) => "两份一致。".into(),
                (true, Some(at)) => {
                    format!("两份一致。{} 发现一份缺少或已损坏，已用另一份补好。", local_time(at).format("%Y-%m-%d %H:%M"))
                }
            },
        });
    }
    // The one made last, whatever the clock said then; one of days to come is as doubtful as one long ago.
    let newest = verified_backups(&pc.desk_dir()).first().map(|backup| backup.made_ms);
    let recent = newest.is_some_and(|made| pc.now_ms().abs_diff(made) < 3 * 24 * 3_600_000);
    points.push(HealthPoint {
        name: "本机备份".into(),
        sound: recent || newest.is_none(),
        detail: match newest {
            Some(made) => format!("最近一份检验过的备份：{}。", local_time(made).format("%Y-%m-%d %H:%M")),
            None => "还没有备份；登录后会自动做当天的备份，也请定期备份到U盘。".into(),
        },
    });
    Ok(Health { sound: points.iter().all(|point| point.sound), points })
}
