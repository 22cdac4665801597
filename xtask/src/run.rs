//! Running other programs: said before, failing with what was run. What is run is decided by the commands.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::{env, io, thread};

use anyhow::{Context, Result, bail};

use crate::project;

/// Cargo, started at the top of the checkout.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(project::root());
    command
}

/// Runs it; a failure is an error that names the program.
///
/// # Errors
/// When the program cannot be started or ends badly.
pub fn succeed(command: &mut Command) -> Result<()> {
    let status = said(command)?;
    if !status.success() {
        bail!("{} ({status})", told(command));
    }
    Ok(())
}

/// Runs it, passing on what it prints, and gives back how it ended with the lines of both outputs that `keep` chose.
///
/// # Errors
/// When the program cannot be started.
pub fn watched(command: &mut Command, keep: fn(&str) -> bool) -> Result<(ExitStatus, Vec<String>)> {
    eprintln!("▸ {}", told(command));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", told(command)))?;
    let outputs = (child.stdout.take(), child.stderr.take());
    let errors = thread::spawn(move || outputs.1.map(|o| pass_on(o, io::stderr(), keep)).unwrap_or_default());
    let mut kept = outputs.0.map(|o| pass_on(o, io::stdout(), keep)).unwrap_or_default();
    kept.extend(errors.join().unwrap_or_default());
    Ok((child.wait()?, kept))
}

fn pass_on(from: impl io::Read, mut to: impl Write, keep: fn(&str) -> bool) -> Vec<String> {
    let mut kept = Vec::new();
    for line in BufReader::new(from).split(b'\n').map_while(io::Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        // a reader that went away must not stop the tests
        let _ = writeln!(to, "{line}");
        if keep(&line) {
            kept.push(line);
        }
    }
    kept
}

/// What the program prints, if it runs well.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn said(command: &mut Command) -> Result<ExitStatus> {
    eprintln!("▸ {}", told(command));
    command.status().with_context(|| format!("starting {}", told(command)))
}

fn told(command: &Command) -> String {
    let name = |word: &std::ffi::OsStr| word.to_string_lossy().into_owned();
    let program = name(command.get_program());
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    std::iter::once(program).chain(command.get_args().map(name)).collect::<Vec<_>>().join(" ")
}
