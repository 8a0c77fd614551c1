//! Prepares the window's build.

fn main() {
    tauri_build::build();
}
