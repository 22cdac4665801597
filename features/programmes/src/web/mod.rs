//! The pages of programmes, one module per screen.

pub(crate) mod counts;
pub(crate) mod coverage;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod monitoring;
pub(crate) mod own_words;
pub(crate) mod pictures;
pub(crate) mod results;
pub(crate) mod show;
pub(crate) mod target;
pub(crate) mod task;

use drafts::domain::{Clause, clauses};
use kernel::{Day, DocumentId, Permission, UnitId};
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Failure, State as PageState};

use crate::domain::{Colour, Programme, ProgrammeId, State};
use crate::permissions::WRITE;
use crate::store;

/// The programme, if the actor may do this with it.
///
/// # Errors
/// [`Failure::NotFound`] outside the actor's branches, [`Failure::Forbidden`] without the role.
pub(crate) fn programme_for(
    who: &Actor,
    tx: &mut Tx<'_>,
    permission: Permission,
    id: ProgrammeId,
) -> Result<Programme, Failure> {
    let programme = store::find(tx, id)?;
    who.must(tx, permission, programme.unit)?;
    Ok(programme)
}

/// A change of a programme while it is written; the annex of its paper follows, and a paper that is drafted stays one that
/// may be laid before the leader.
///
/// # Errors
/// As [`programme_for`], [`Programme::may_write`] and [`Programme::may_stand`] say, and what the change answers.
pub(crate) fn write_on<T>(
    who: &Actor,
    tx: &mut Tx<'_>,
    id: ProgrammeId,
    change: impl FnOnce(&mut Tx<'_>, &Programme) -> Result<T, Failure>,
) -> Result<T, Failure> {
    writable(who, tx, id)?;
    let programme = store::find_held(tx, id)?;
    programme.may_write().or_refuse()?;
    let before = store::facts(tx, id)?;
    let changed = change(tx, &programme)?;
    programme.may_stand(before, store::facts(tx, id)?).or_refuse()?;
    let changed_one = store::find(tx, id)?;
    crate::annex::refresh(tx, &changed_one)?;
    Ok(changed)
}

/// The programme, if the actor may write on it now.
pub(crate) fn writable(who: &Actor, tx: &mut Tx<'_>, id: ProgrammeId) -> Result<Programme, Failure> {
    let programme = programme_for(who, tx, WRITE, id)?;
    programme.may_write().or_refuse()?;
    Ok(programme)
}

/// The colour of a state.
pub(crate) fn colour_of(state: &State) -> PageState {
    match state {
        State::Writing | State::Dropped => PageState::Grey,
        State::Drafted => PageState::Amber,
        State::Issued => PageState::Green,
    }
}

/// A colour of results as pages show it.
pub(crate) fn shown(colour: Colour) -> PageState {
    match colour {
        Colour::Grey => PageState::Grey,
        Colour::Green => PageState::Green,
        Colour::Amber => PageState::Amber,
        Colour::Red => PageState::Red,
    }
}

/// The clauses of the superior's document; none without one.
pub(crate) fn clauses_of(tx: &mut Tx<'_>, basis: Option<DocumentId>) -> Result<Vec<Clause>, StoreError> {
    let Some(id) = basis else { return Ok(Vec::new()) };
    let document = documents::store::find(tx, id)?;
    let sections = documents::store::list_sections(tx, id)?;
    Ok(clauses(&document.text, &sections))
}

/// What a document is called; empty without one.
pub(crate) fn called(tx: &mut Tx<'_>, document: Option<DocumentId>) -> Result<String, StoreError> {
    let Some(id) = document else { return Ok(String::new()) };
    Ok(documents::store::find_entry(tx, id)?.called())
}

/// Documents offered where figures are asked for after one.
const OFFERED: i64 = 300;

/// The document after which figures are asked for, and those that may be chosen instead.
pub(crate) struct After {
    /// The document; none for all programmes.
    pub document: Option<DocumentId>,
    /// What it is called; empty for all.
    pub called: String,
    /// Its rows in all registers.
    pub same: Vec<DocumentId>,
    /// Those that may be chosen, with what they are called.
    pub choices: Vec<(DocumentId, String)>,
}

impl After {
    /// As an address says it.
    pub fn id(&self) -> String {
        self.document.map(|id| id.to_string()).unwrap_or_default()
    }

    /// Is this the one?
    pub fn is_chosen(&self, id: &DocumentId) -> bool {
        self.document == Some(*id)
    }

    /// Reads what was asked for; only a document that may be worked on in the branch is named.
    pub fn read(tx: &mut Tx<'_>, root: UnitId, typed: &str) -> Result<Self, StoreError> {
        let known = match typed.parse() {
            Ok(id) => rollouts::store::lookup_document(tx, root, id)?,
            Err(_) => None,
        };
        let document = known.as_ref().map(|known| known.id);
        let same = match document {
            Some(id) => documents::store::list_same(tx, id)?,
            None => Vec::new(),
        };
        let mut choices = store::list_bases(tx, root, OFFERED)?;
        if let Some(known) = known
            && choices.iter().all(|(id, _)| *id != known.id)
        {
            choices.retain(|(id, _)| !same.contains(id));
            choices.insert(0, (known.id, known.called()));
        }
        Ok(After { document, called: called(tx, document)?, same, choices })
    }
}

/// A day of a form; none for years that are typing mistakes.
pub(crate) fn typed_day(text: &str) -> Option<Day> {
    text.trim().parse().ok().filter(|day: &Day| (1900..=2200).contains(&day.0.year()))
}

/// The day asked for, today when none is.
pub(crate) fn day_or_today(who: &Actor, typed: &str) -> Day {
    platform::web::typed_day(typed).filter(|day| *day <= who.today()).unwrap_or_else(|| who.today())
}

/// A clause as it is chosen: its path and the beginning of its text.
pub(crate) fn clause_choices(clauses: &[Clause]) -> Vec<(String, String)> {
    const SHOWN: usize = 80;
    let named = clauses.iter().filter(|clause| !clause.path.is_empty());
    named
        .map(|clause| {
            let start: String = clause.text.chars().take(SHOWN).collect();
            (clause.path.clone(), format!("{} – {start}", clause.path).replace('\n', " "))
        })
        .collect()
}
