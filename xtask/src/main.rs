//! `cargo x`: the developer's commands. Each command is a file; what they share is how programs are run (`run`), which
//! Debian packages they need (`packages`) and where things lie (`project`). Nothing of the product belongs here.

mod assets;
mod bench;
mod check;
mod cluster;
mod demo;
mod docs;
mod new_feature;
mod packages;
mod project;
mod rules;
mod run;
mod test;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo x", about = "Commands for developing Thông Suốt", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and run the demo province; further arguments go to `thongsuot demo`
    Demo {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// The same from a quick unoptimised build, with its data kept in target/dev
    Dev {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Every test: both databases, documentation examples, text corpus, browser
    Test {
        /// Only tests whose name contains this
        filter: Option<String>,
        /// Only this crate's tests, without the browser
        #[arg(short, long)]
        package: Option<String>,
    },
    /// Format, lints and the rules of the house
    Check,
    /// Speed and memory beside a reference measured in the same run; without a name all of them
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Bundle styles, scripts, icons and fonts, if web/ changed
    Assets,
    /// Make features/NAME in the form every feature has, with its lines in the app
    NewFeature {
        /// A plural noun: inspections
        name: String,
    },
    /// Print the life cycles and take the screenshots of the documentation
    Docs,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Demo { arguments } => demo::demo(&arguments),
        Command::Dev { arguments } => demo::dev(&arguments),
        Command::Test { filter, package } => test::test(filter.as_deref(), package.as_deref()),
        Command::Check => check::check(),
        Command::Bench { arguments } => bench::bench(&arguments),
        Command::Assets => assets::build(),
        Command::NewFeature { name } => new_feature::create_here(&name),
        Command::Docs => docs::screenshots(),
    }
}
