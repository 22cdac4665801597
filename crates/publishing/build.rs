//! Puts the four Tinos fonts, which npm brings to `web/node_modules`, where the crate can embed
//! them. An optimised build without them fails; a debug build goes on and refuses to print PDF,
//! so that `cargo check` needs no npm.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FONTS: [&str; 4] = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/node_modules");
    let folder = modules.join("@expo-google-fonts/tinos");
    println!("cargo::rerun-if-changed=build.rs");
    // npm gives the files themselves a day of 1985, so that they never look newer than a build without them
    println!("cargo::rerun-if-changed={}", modules.join(".package-lock.json").display());
    let mut embedded = String::from("pub(crate) const FONTS: &[&[u8]] = &[");
    for font in FONTS {
        let source = folder.join(font).join(format!("Tinos_{font}.ttf"));
        println!("cargo::rerun-if-changed={}", source.display());
        if !source.exists() {
            absent();
            embedded = String::from("pub(crate) const FONTS: &[&[u8]] = &[");
            break;
        }
        let copy = format!("{font}.ttf");
        fs::copy(&source, out.join(&copy))?;
        embedded.push_str(&format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{copy}\")),"));
    }
    embedded.push_str("];\n");
    fs::write(out.join("fonts.rs"), embedded)
}

fn absent() {
    const WHAT_TO_DO: &str =
        "the fonts of the PDF pages are not in web/node_modules; run `cargo x assets`, then build again";
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::error={WHAT_TO_DO}");
    } else {
        println!("cargo::warning={WHAT_TO_DO}");
    }
}
