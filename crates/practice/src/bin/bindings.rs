//! `make bindings`: writes the TypeScript of the command list into ui/src/api/bindings.ts.

fn main() {
    if let Err(error) = std::fs::write(app::bindings::file(), app::bindings::text(&practice::described())) {
        eprintln!("the bindings could not be written: {error}");
        std::process::exit(1);
    }
}
