//! The window on Linux, a program of its own: it alone needs WebKitGTK. Started by `hezhan`, and of no use without it.

#[path = "../lines.rs"]
mod lines;
#[path = "../window.rs"]
mod window;

fn main() -> std::process::ExitCode {
    window::show()
}
