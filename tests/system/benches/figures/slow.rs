//! A slow PC: one core at a quarter of its speed, a gigabyte for program and page together, a disk whose every fsync takes 20 ms, nothing of
//! the database in memory when it starts. In it the real window over 500,000 records: starting, unlocking, and what one does all day, each
//! as the page waits for it. Wants root and the kernel's control groups; says so where they are not.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use system::made_up::MadeUp;

use crate::starting::{Open, UNLOCK_PAGE, built, fill, opened};
use crate::{at, line, ms, sized};

const RECIPIENTS: usize = 50_000;
const VISITS: usize = 450_000;
const FSYNC_MS: u32 = 20;
const TURNS: usize = 21;
const MEMORY: u64 = 1 << 30;
/// Of a core, in microseconds: a quarter, in turns short enough that a save does not fall into one.
const QUOTA: u32 = 2_500;
const PERIOD: u32 = 10_000;

pub fn slow(made_up: &mut MadeUp) {
    let desk = tempfile::tempdir().unwrap();
    let (Some(hezhan), Some(_)) = (built("hezhan"), std::env::var_os("DISPLAY")) else {
        return line("a slow PC", "not measured", "build hezhan first, and give it a display");
    };
    let Some(bed) = Bed::made(desk.path()) else {
        return line("a slow PC", "not measured", "it wants root and the kernel's control groups");
    };
    let (people, staff) = fill(desk.path(), made_up, sized(RECIPIENTS), sized(VISITS));
    forget(desk.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (start, window) = runtime.block_on(opened(Some(&bed), &hezhan, desk.path(), UNLOCK_PAGE));
    line("start to the unlock page", &ms(start), "aim 3 s");
    let (home, key) = runtime.block_on(window.unlocks(desk.path()));
    line("passphrase to the home page", &ms(home + key), "aim 3 s");
    let asked = |what: &str, aim: &str, name: &str, requests: Vec<Value>| {
        let times = runtime.block_on(answered(&window, name, requests));
        line(what, &ms(at(&times, 0.5)), &format!("p95 {}; aim {aim}", ms(at(&times, 0.95))));
    };
    let who = |n: usize| people[(n * 7919) % people.len()].clone();
    let visit = |n: usize| json!({"fields": made_up.visit(&who(n), &staff)});
    asked("a visit, saved", "150 ms", "visits.save", (0..TURNS).map(visit).collect());
    let letters = ["l", "lx", "lxy", "w", "wj", "zh", "zhd", "陈", "陈秀", "0"];
    let find = |n: usize| json!({"text": letters[n % letters.len()], "kinds": ["recipient"], "limit": 20});
    asked("search as she types", "100 ms", "search.find", (0..TURNS).map(find).collect());
    let person = |n: usize| json!({"id": who(n * 31)});
    asked("a person's page", "300 ms", "recipients.overview", (0..TURNS).map(person).collect());
    let timeline = |n: usize| json!({"id": who(n * 31), "limit": 300, "offset": 0});
    asked("  and what was done for her", "with it", "recipients.timeline", (0..TURNS).map(timeline).collect());
    let draft = |n: usize| json!({"key": "visit:new", "kind": "visit", "title": "走访", "content": {"text": "写了一半".repeat(n)}});
    asked("a draft, kept while she types", "not felt", "drafts.put", (0..TURNS).map(draft).collect());
    asked("the month's brief", "2 s", "reports.preview", vec![json!({"month": "2026-10"}); 3]);
    asked("the home page again", "3 s", "home.get", vec![json!({}); 3]);
    let memory = bed.memory().map_or_else(|| "not known".to_owned(), |bytes| format!("{} MB", bytes >> 20));
    line("memory of program and page by then", &memory, "aim 350 MB");
}

/// How long the page waited for each answer, sorted.
async fn answered(window: &Open, name: &str, requests: Vec<Value>) -> Vec<Duration> {
    const ASK: &str = "const [[name, requests]] = arguments;
        window.__answer = undefined;
        (async () => {
            const times = [];
            for (const request of requests) {
                const begun = performance.now();
                await window.__TAURI_INTERNALS__.invoke('call', { name, request });
                times.push(performance.now() - begun);
            }
            window.__answer = times;
        })().catch(problem => { window.__answer = JSON.stringify(problem) });";
    let answer = window.answer(ASK, json!([name, requests])).await;
    let times = answer.as_array().unwrap_or_else(|| panic!("{name}: {answer}"));
    let mut times: Vec<Duration> =
        times.iter().map(|time| Duration::from_secs_f64(time.as_f64().unwrap() / 1000.0)).collect();
    times.sort_unstable();
    times
}

/// Nothing of these files is in memory any more.
fn forget(folder: &Path) {
    let words = "sync; find \"$0\" -type f -exec dd of=/dev/null iflag=nocache count=0 if={} ';' 2>/dev/null";
    assert!(Command::new("sh").args(["-c", words]).arg(folder).status().unwrap().success());
}

/// The control groups of a slow PC and the library that makes its disk slow; gone with it.
pub struct Bed {
    groups: Vec<PathBuf>,
    disk: [(&'static str, std::ffi::OsString); 3],
    _library: tempfile::TempDir,
}

impl Bed {
    fn made(folder: &Path) -> Option<Bed> {
        let library = tempfile::tempdir().ok()?;
        let disk = campaign::disk::slow(&library.path().join("disk.so"), folder, FSYNC_MS);
        let root = Path::new("/sys/fs/cgroup");
        let name = format!("hezhan-{}", std::process::id());
        let whole = root.join("cgroup.controllers").exists();
        let groups =
            if whole { vec![root.join(&name)] } else { ["cpu", "memory"].map(|one| root.join(one).join(&name)).into() };
        let bed = Bed { groups, disk, _library: library };
        let set = |group: &Path, file: &str, value: String| std::fs::write(group.join(file), value).ok();
        bed.groups.iter().try_for_each(std::fs::create_dir).ok()?;
        match bed.groups.as_slice() {
            [both] => {
                set(root, "cgroup.subtree_control", "+cpu +memory".to_owned())?;
                set(both, "cpu.max", format!("{QUOTA} {PERIOD}"))?;
                set(both, "memory.max", MEMORY.to_string())?;
            }
            [cpu, memory, ..] => {
                set(cpu, "cpu.cfs_period_us", PERIOD.to_string())?;
                set(cpu, "cpu.cfs_quota_us", QUOTA.to_string())?;
                set(memory, "memory.limit_in_bytes", MEMORY.to_string())?;
            }
            [] => return None,
        }
        Some(bed)
    }

    /// A program that will run on it, with everything it starts.
    pub fn command(&self, program: &str) -> Command {
        let enter =
            "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\"; shift; done; shift; exec taskset -c 0 \"$@\"";
        let mut command = Command::new("sh");
        command.args(["-c", enter, "sh"]).args(&self.groups).args(["--", program]);
        command.envs(self.disk.clone());
        command
    }

    /// Memory that program and page hold, in bytes, without what the kernel keeps of files.
    fn memory(&self) -> Option<u64> {
        let said = std::fs::read_to_string(self.groups.last()?.join("memory.stat")).ok()?;
        let number = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        number("total_rss ").or_else(|| number("anon "))
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        for group in &self.groups {
            // A group that somebody is still in stays until the machine is started again; it holds nothing.
            let _ = std::fs::remove_dir(group);
        }
    }
}
