//! The program. It reads the command line, does what is asked and says in words why it could not.

use std::process::ExitCode;

use clap::Parser;
use thongsuot::cli::Cli;

/// Gives memory back to the system after large work, such as building the search index.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match thongsuot::commands::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Lỗi: {error:#}");
            ExitCode::FAILURE
        }
    }
}
