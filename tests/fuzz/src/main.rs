//! The fuzzer: libFuzzer before one door, which HEZHAN_DOOR names. What it holds in memory is counted by its allocator, and more than the
//! door may take ends it, as a panic does.
#![no_main]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use libfuzzer_sys::fuzz_target;

#[path = "../doors/list.rs"]
mod doors;

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it came; only sizes are noted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(NOW.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(NOW.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        MOST.fetch_max(NOW.fetch_add(size, Relaxed) + size - layout.size(), Relaxed);
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

fn door() -> &'static doors::Door {
    static DOOR: OnceLock<&doors::Door> = OnceLock::new();
    DOOR.get_or_init(|| {
        let name = std::env::var("HEZHAN_DOOR").unwrap_or_default();
        // A panic that the program itself catches is an answer; one that comes through here ends the run. Its words are shown when the
        // input is tried again (HEZHAN_SHOW=1).
        if std::env::var_os("HEZHAN_SHOW").is_none() {
            std::panic::set_hook(Box::new(|_| {}));
        } else {
            let _ = std::panic::take_hook();
        }
        doors::DOORS.iter().find(|door| door.name == name).expect("HEZHAN_DOOR names a door")
    })
}

fuzz_target!(|data: &[u8]| {
    let door = door();
    let before = NOW.load(Relaxed);
    MOST.store(before, Relaxed);
    (door.enter)(data);
    let most = MOST.load(Relaxed).saturating_sub(before);
    if most > door.memory {
        eprintln!("{}: {} MiB held, more than {}", door.name, most >> 20, door.memory >> 20);
        std::process::abort();
    }
});
