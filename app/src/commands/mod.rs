//! What each command does. The forms typed stand in `cli`; the server itself in `server`.

mod admin;
mod audit;
mod backup;
mod compare;
mod database;
mod demo;
mod import;
mod openapi;
mod parse;
mod search;
mod serve;
mod verify_contest;

use anyhow::Context;
use kernel::Refused;
use platform::App;
use platform::texts::Language;

use crate::cli::{Admin, Audit, Cli, Command, Database, Search, Where};
use crate::config::LogSettings;
use crate::installation::Place;

/// Does what the command line asks.
///
/// # Errors
/// When it could not be done: a sentence that says why.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(serve) => serve::run(&serve),
        Command::Parse(parse) => parse::run(&parse),
        Command::Compare(compare) => compare::run(&compare),
        Command::VerifyContest(asked) => verify_contest::run(&asked),
        Command::Openapi => openapi::run(),
        Command::Audit(Audit::Verify { place }) => audit::verify(&place),
        Command::Admin(Admin::Create(create)) => admin::create(&create),
        Command::Admin(Admin::ResetSecondFactor(reset)) => admin::reset_second_factor(&reset),
        Command::Search(Search::Rebuild { place }) => search::rebuild(&place),
        Command::Import(import) => import::run(&import),
        Command::Backup(backup) => backup::run(&backup),
        Command::Database(Database::Move { place, to }) => database::move_to(&place, &to),
        Command::Demo(asked) => demo::run(&asked),
    }
}

fn place_of(place: &Where) -> anyhow::Result<Place> {
    Place::at(&place.data, place.database.as_deref(), None)
}

/// The reasons of a refusal as a sentence of the command line.
fn in_words(app: &App, refused: &Refused) -> anyhow::Error {
    let reasons = refused.0.iter().map(|told| app.texts.refusal(Language::Vietnamese, told));
    anyhow::Error::msg(reasons.collect::<Vec<_>>().join(" "))
}

/// Begins to write the log to the standard error.
fn log(settings: &LogSettings) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.level).context("[log] level")?;
    // it is set already by an earlier command of the same process, as in tests
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    let _ = log.try_init();
    Ok(())
}
