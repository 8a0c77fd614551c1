//! The newer program beside the data, as the one that was started finds it (`update`): this one starts it and stays behind it, or, where
//! there is none that starts, goes on itself. One that was started so tells when its page has come.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Once};
use std::time::Duration;

use app::Updates;
use tokio::sync::watch;
use update::{Programs, Ran, STARTED, Started, Version};

/// How long the first page of a new program may take, on the slowest PC.
const PATIENCE: Duration = Duration::from_secs(300);

/// The programs beside a folder of data, as this one sees them.
pub(crate) fn programs(data_dir: &Path) -> Programs {
    Programs::of(data_dir, update::release_key(), Version::of_this_program())
}

/// Starts the newest program, where there is one beside the data. One that was started so starts no other.
pub(crate) fn launch(started: &Started, data_dir: &Path) -> Ran {
    match started.by {
        Some(_) => Ran::Own,
        None => update::launch(&programs(data_dir), &started.words, PATIENCE),
    }
}

/// The hub goes on in the newest program that has worked here, whoever starts it with the log-in.
pub(crate) fn hub(words: &[OsString]) -> Option<ExitCode> {
    update::hand_on(&programs(&bridge::data_dir()?), words).map(ExitCode::from)
}

/// What this program can do about itself, and how it learns that it is to be opened again.
pub(crate) fn updates(started: &Started, data_dir: &Path) -> (Arc<Updates>, watch::Receiver<bool>) {
    let (tell, again) = watch::channel(false);
    let (once, watched) = (Once::new(), started.by.is_some());
    let page_has_come = move || {
        once.call_once(|| {
            if watched {
                let mut out = std::io::stdout();
                let _ = writeln!(out, "{STARTED}").and_then(|()| out.flush());
            }
        });
    };
    let open_again = move || {
        tell.send_replace(true);
    };
    let programs = programs(data_dir);
    let (page_has_come, open_again) = (Box::new(page_has_come), Box::new(open_again));
    (Arc::new(Updates { programs, page_has_come, open_again }), again)
}
