//! A province that does not exist: Lĩnh Giang, as it might stand after the restructuring of 2025, with its units,
//! people, documents and conferences, the same for the same seed on every machine. Plain data for the demo, the tests
//! and the benchmarks; putting it into a database is the work of others. No name, number or fact in it is real.

mod agenda;
mod committees;
mod conferences;
mod directives;
mod grassroots;
mod load;
mod logins;
mod names;
mod past;
mod people;
mod places;
mod posts;
mod random;
mod units;

pub use conferences::{AgendaItem, ConferencePlan, DelegatePlan, GRASSROOTS_POINTS, HeadCount, Outcome, PointPlan};
pub use directives::{DIRECTIVES, DirectiveText, MARKED_SECRET};
pub use load::{NATIONAL, TreeNode, TreeSize, national_tree, people, people_csv, tree};
pub use logins::Login;
pub use past::{DECISION, OLD_CONFERENCE, OldUnit, RESTRUCTURED, before};
pub use people::{MEMBERS, PEOPLE_COLUMNS, Person};
pub use units::{CELLS, GRASSROOTS, Unit};

/// The seed of the province that the demo shows.
pub const SEED: u64 = 2025;

/// The day the story is told from, ISO: the first conference is long over, the second a few days ahead.
pub const TODAY: &str = "2026-11-22";

/// The whole province.
#[derive(Debug, Clone)]
pub struct Province {
    /// Parents before children; the first is the province committee.
    pub units: Vec<Unit>,
    /// In the order of their homes; the secretary of a home comes first, its deputy second.
    pub people: Vec<Person>,
    /// A finished and a planned one.
    pub conferences: Vec<ConferencePlan>,
    /// One per role.
    pub logins: Vec<Login>,
}

impl Province {
    /// The province of a seed: names, days and sizes differ from seed to seed; codes of committees, logins and
    /// documents do not.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        let tree = units::build(seed);
        let people = people::build(seed, &tree);
        let conferences = conferences::build(seed, &tree.units, &people);
        let logins = logins::build(&people);
        Self { units: tree.units, people, conferences, logins }
    }

    /// The documents; see [`DIRECTIVES`].
    #[must_use]
    pub fn directives(&self) -> &'static [DirectiveText] {
        &DIRECTIVES
    }
}

/// Codes of the cells and grassroots cells of a seed, in order: where members can live.
#[must_use]
pub fn home_codes(seed: u64) -> Vec<String> {
    units::build(seed).homes.into_iter().map(|home| home.unit_code).collect()
}
