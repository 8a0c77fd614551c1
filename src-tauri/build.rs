//! Prepares the window's build. On Linux the statically linked SQLCipher must not be exported, or WebKitGTK
//! binds to it instead of the system's SQLite.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    tauri_build::build();
}
