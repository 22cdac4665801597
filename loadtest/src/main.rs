//! The benchmarks behind `cargo x bench`: each prints its figures beside a reference measured in the same run. Data is
//! invented; the server is the real one, over HTTP on loopback.

mod check_in;
mod contest;
mod databases;
mod http;
mod import;
mod ledger;
mod measure;
mod pages;
mod parse;
mod roll_up;
mod search;
mod server;
mod similarity;
mod tree;

use anyhow::{Result, bail};
use clap::Parser;

/// The server's own, so that what is measured in this process is measured as there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the product. Without a name: everything.
#[derive(Parser)]
struct Arguments {
    /// parse, check-in, roll-up, tree, ledger, import, pages, search, similarity, contest
    names: Vec<String>,
}

const ALL: &[(&str, fn() -> Result<()>)] = &[
    ("parse", parse::run),
    ("check-in", check_in::run),
    ("roll-up", roll_up::run),
    ("tree", tree::run),
    ("ledger", ledger::run),
    ("import", import::run),
    ("pages", pages::run),
    ("search", search::run),
    ("similarity", similarity::run),
    ("contest", contest::run),
];

fn main() -> Result<()> {
    let names = Arguments::parse().names;
    if let Some(unknown) = names.iter().find(|name| !ALL.iter().any(|(known, _)| known == name)) {
        bail!("no benchmark «{unknown}»; there are: {}", ALL.map_names());
    }
    for (name, run) in ALL {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            run()?;
            println!();
        }
    }
    Ok(())
}

/// The names, for the message that one is unknown.
trait Names {
    fn map_names(&self) -> String;
}

impl Names for [(&'static str, fn() -> Result<()>)] {
    fn map_names(&self) -> String {
        self.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}
