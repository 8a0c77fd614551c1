//! `make bindings`: writes the TypeScript of the command list into ui/src/api/bindings.

fn main() {
    let folder = app::bindings::folder();
    let _ = std::fs::remove_dir_all(&folder);
    if let Err(error) = app::bindings::write(&folder, &practice::described()) {
        eprintln!("the bindings could not be written: {error}");
        std::process::exit(1);
    }
}
