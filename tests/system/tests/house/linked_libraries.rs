//! Libraries that the programs are linked to: one that needs WebKitGTK does not start where it is missing, so the program needs none; and its
//! window, which needs it, must not bring an SQLite that WebKitGTK would bind to. Reads the built programs with `readelf` and `nm`.

use std::process::Command;

use system::window::program;

fn said(tool: &str, arguments: &[&str], of: &str) -> String {
    let answer = Command::new(tool).args(arguments).arg(program(of)).output().expect("binutils are installed");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

fn needed(of: &str) -> String {
    let dynamic = said("readelf", &["-d"], of);
    dynamic.lines().filter(|line| line.contains("(NEEDED)")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_program_needs_no_web_view_to_start_and_its_window_does() {
    assert!(needed("hezhan-window").contains("libwebkit2gtk-4.1"));
    let needed = needed("hezhan");
    assert!(needed.contains("libc.so"), "{needed}");
    for library in ["webkit", "gtk", "soup", "gdk", "glib"] {
        assert!(!needed.contains(library), "{needed}");
    }
}

#[test]
fn the_window_has_no_sqlite_of_its_own() {
    let symbols = said("nm", &["-D", "--defined-only"], "hezhan-window");
    let exported: Vec<&str> = symbols.lines().filter(|line| line.contains("sqlite3_")).collect();
    assert!(exported.is_empty(), "exported: {exported:?}");
}
