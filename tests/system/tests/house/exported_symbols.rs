//! The window links SQLCipher statically, and WebKitGTK brings its own SQLite: if ours were exported, WebKitGTK
//! would bind to it. Reads the built program with `nm`.

use std::process::Command;

use system::window::program;

#[test]
fn the_window_exports_no_sqlite_symbol() {
    let nm = Command::new("nm")
        .args(["-D", "--defined-only"])
        .arg(program("hezhan"))
        .output()
        .expect("nm is installed (binutils)");
    assert!(nm.status.success(), "{}", String::from_utf8_lossy(&nm.stderr));
    let symbols = String::from_utf8_lossy(&nm.stdout);
    let exported: Vec<&str> = symbols.lines().filter(|line| line.contains("sqlite3_")).collect();
    assert!(exported.is_empty(), "exported: {exported:?}");
}
