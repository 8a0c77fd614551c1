//! A blank window of the same kind as the program's: the floor under its start-up time in `make bench`. No part of the program.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() {
    let mut context = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    let blank = "about:blank".parse().expect("an address");
    tauri::Builder::default()
        .setup(move |window| {
            WebviewWindowBuilder::new(window, "blank", WebviewUrl::External(blank)).title("禾站").build()?;
            Ok(())
        })
        .run(context)
        .expect("a window opens");
}
