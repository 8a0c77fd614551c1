//! Starting what was installed, with real processes: one that shows its first page stays, one that does not is left for the former, and the
//! data is nobody's business here.
#![cfg(unix)]

use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use update::{AGAIN, Ran, hand_on, launch};

use crate::making::{Pc, write};

/// A program that another test starts at this moment would inherit the file that is being written here, which then cannot be run.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

const PATIENCE: Duration = Duration::from_secs(60);
/// Shows its page, notes that it ran, and ends.
const GOOD: &str = "echo hezhan-started; echo \"$0 $*\" >> \"$(dirname \"$0\")/../../ran\"";

fn install(pc: &Pc, own: &str, version: &str, script: &str) {
    let file = pc.update(version, script);
    pc.programs_as(own).install(file.as_slice(), &mut |_, _| ControlFlow::Continue(())).unwrap();
}

fn started(pc: &Pc) -> Ran {
    launch(&pc.programs(), &["--browser".into()], PATIENCE)
}

fn ran(pc: &Pc) -> String {
    std::fs::read_to_string(pc.dir.path().join("ran")).unwrap_or_default()
}

#[test]
fn the_newest_program_is_started_with_the_same_words_and_its_end_is_the_end() {
    let (_alone, pc) = (alone(), Pc::new());
    assert_eq!(started(&pc), Ran::Own, "nothing is installed");
    install(&pc, "0.1.0", "0.2.0", GOOD);
    assert_eq!(started(&pc), Ran::Ended(0));
    assert!(ran(&pc).contains("0.2.0/hezhan --browser --launched-by /"), "{}", ran(&pc));
    assert!(pc.programs().newer()[0].works());
    install(&pc, "0.2.0", "0.3.0", &format!("{GOOD}; exit {AGAIN}"));
    assert_eq!(started(&pc), Ran::Again);
    assert!(ran(&pc).contains("0.3.0/hezhan"));
}

#[test]
fn a_program_that_crashes_before_its_page_gives_way_to_the_former_and_is_not_tried_again() {
    let (_alone, pc) = (alone(), Pc::new());
    install(&pc, "0.1.0", "0.2.0", GOOD);
    assert_eq!(started(&pc), Ran::Ended(0));
    install(&pc, "0.2.0", "0.3.0", "echo tried >> \"$(dirname \"$0\")/../../tried\"; exit 3");
    for _ in 0..2 {
        assert_eq!(started(&pc), Ran::Ended(0));
    }
    assert_eq!(ran(&pc).matches("0.2.0/hezhan").count(), 3, "the former one ran: {}", ran(&pc));
    let tried = std::fs::read_to_string(pc.dir.path().join("tried")).unwrap();
    assert_eq!(tried.lines().count(), 1);
    assert!(pc.programs_as("0.2.0").newer()[0].failed().unwrap().contains("出错退出"));
}

#[test]
fn a_program_that_shows_no_page_is_ended_and_the_one_that_asked_goes_on() {
    let (_alone, pc) = (alone(), Pc::new());
    let pid = pc.dir.path().join("pid");
    install(&pc, "0.1.0", "0.2.0", &format!("echo $$ > {}; exec tail -f /dev/null", pid.display()));
    assert_eq!(launch(&pc.programs(), &[], Duration::from_millis(500)), Ran::Own);
    let pid = std::fs::read_to_string(pid).unwrap();
    assert!(!std::path::Path::new("/proc").join(pid.trim()).exists(), "nobody is left running");
    assert!(pc.programs().newer()[0].failed().unwrap().contains("没有出现页面"));
}

#[test]
fn what_is_no_program_or_has_rotted_gives_way_too() {
    let (_alone, pc) = (alone(), Pc::new());
    install(&pc, "0.1.0", "0.2.0", GOOD);
    let program = pc.installed("0.2.0").join("hezhan");
    let whole = std::fs::read(&program).unwrap();
    let mut rotten = whole.clone();
    rotten[20] ^= 1;
    write(&program, &rotten);
    assert_eq!(started(&pc), Ran::Own);
    assert_eq!((ran(&pc).as_str(), pc.programs().newer()[0].failed().as_deref()), ("", Some("程序文件已损坏")));
    // Signed as it is, and the system does not run it: a processor that it is not for.
    let made = pc.dir.path().join("made/hezhan");
    write(&made, b"\x7fELF but not really");
    let file = update::make(&pc.key, "0.3.0", &update::System::here(), "", &[made]).unwrap();
    pc.programs().install(file.as_slice(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(started(&pc), Ran::Own);
    assert!(pc.programs().newer()[0].failed().unwrap().contains("不允许运行"));
}

#[test]
fn a_pc_that_went_off_while_a_new_program_hung_comes_up_with_the_former() {
    let (_alone, pc) = (alone(), Pc::new());
    install(&pc, "0.1.0", "0.2.0", GOOD);
    write(&pc.installed("0.2.0").join("trying"), b"");
    assert_eq!(started(&pc), Ran::Own);
    assert_eq!(ran(&pc), "");
    // Closed by the person before the page came is no failure.
    install(&pc, "0.1.0", "0.3.0", "exit 0");
    assert_eq!(started(&pc), Ran::Ended(0));
    assert_eq!(started(&pc), Ran::Ended(0));
    assert_eq!(pc.programs().newer()[0].failed(), None);
}

#[test]
fn one_that_has_worked_is_tried_again_after_a_bad_day() {
    let (_alone, pc) = (alone(), Pc::new());
    let bad_day = pc.dir.path().join("bad-day");
    install(&pc, "0.1.0", "0.2.0", &format!("test -e {} && exit 9\n{GOOD}", bad_day.display()));
    assert_eq!(started(&pc), Ran::Ended(0));
    write(&bad_day, b"");
    assert_eq!(started(&pc), Ran::Own);
    std::fs::remove_file(&bad_day).unwrap();
    assert_eq!(started(&pc), Ran::Ended(0));
    assert_eq!(ran(&pc).lines().count(), 2);
}

#[test]
fn an_installer_of_the_system_that_is_newer_goes_before_what_came_by_stick() {
    let (_alone, pc) = (alone(), Pc::new());
    install(&pc, "0.1.0", "0.2.0", GOOD);
    assert_eq!(launch(&pc.programs_as("0.3.0"), &[], PATIENCE), Ran::Own);
    assert_eq!((ran(&pc).as_str(), pc.there().len()), ("", 0));
}

#[test]
fn the_hub_is_handed_on_only_to_a_program_that_has_worked() {
    let (_alone, pc) = (alone(), Pc::new());
    install(&pc, "0.1.0", "0.2.0", &format!("{GOOD}; exit 7"));
    assert_eq!(hand_on(&pc.programs(), &["hub".into()]), None);
    assert_eq!(started(&pc), Ran::Ended(7));
    assert_eq!(hand_on(&pc.programs(), &["hub".into(), "/x".into(), "1".into()]), Some(7));
    assert!(ran(&pc).ends_with("0.2.0/hezhan hub /x 1\n"), "{}", ran(&pc));
}
