//! Watches the bundled front end, so that pages carry the newest one; says what to run when it is not there.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let bundle = Path::new("../../web/dist");
    println!("cargo:rerun-if-changed={}", bundle.display());
    if !bundle.join("app.css").exists() {
        println!("cargo:warning=web/dist is not bundled, pages will have no styles: run `cargo x assets`");
        // an absent folder would count as changed on every build
        std::fs::create_dir_all(bundle)?;
    }
    Ok(())
}
