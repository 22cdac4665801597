//! Who asks: the identity behind the request, what it may do and where. Every handler of a guarded route asks it; a
//! handler that never does fails its test.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{AccountId, Day, Permission, PersonId, Role, UnitId};

use super::{Cx, Failure};
use crate::app::App;
use crate::db::{StoreError, Tx};
use crate::texts::Language;

/// A role held in a unit (and in everything below it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: UnitId,
}

/// A signed-in account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// The person it belongs to.
    pub person: Option<PersonId>,
    /// The name shown at the top of pages.
    pub name: String,
    /// The language the account chose.
    pub language: Language,
    /// The roles it holds today.
    pub grants: Vec<Grant>,
    /// Who sits at the screen, by name, when the account acts in somebody else's place: person, name and roles above are
    /// then that person's, the account is the helper's.
    pub helper: Option<String>,
}

pub(super) struct ActorState {
    pub app: App,
    pub identity: Option<Identity>,
    pub language: Language,
    pub path: String,
    pub flash: Option<String>,
    pub csrf: String,
    /// Came with an API token, so no browser was involved.
    pub by_token: bool,
    pub asked: AtomicBool,
}

/// Who asks. Cheap to clone.
#[derive(Clone)]
pub struct Actor(pub(super) Arc<ActorState>);

impl Actor {
    /// An actor outside a request: for jobs and tests.
    #[must_use]
    pub fn outside(app: &App, identity: Option<Identity>) -> Self {
        let language = identity.as_ref().map_or(Language::Vietnamese, |i| i.language);
        Actor(Arc::new(ActorState {
            app: app.clone(),
            identity,
            language,
            path: String::new(),
            flash: None,
            csrf: String::new(),
            by_token: false,
            asked: AtomicBool::new(false),
        }))
    }

    /// The signed-in identity.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        self.0.identity.as_ref()
    }

    /// The account, when signed in.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.identity().map(|i| i.account)
    }

    /// The person behind the account.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.identity().and_then(|i| i.person)
    }

    /// Who sits at the screen, by name, when the account acts in the place of [`Actor::person`].
    #[must_use]
    pub fn helper(&self) -> Option<&str> {
        self.identity().and_then(|i| i.helper.as_deref())
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Today in Vietnam.
    #[must_use]
    pub fn today(&self) -> Day {
        self.0.app.clock.today()
    }

    /// The language of the answer.
    #[must_use]
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The token every form must carry.
    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.0.csrf
    }

    /// The page context of a page with this title (a text key).
    #[must_use]
    pub fn cx(&self, title_key: &str) -> Cx {
        Cx::new(self.clone(), self.0.app.texts.say(self.0.language, title_key, &[]))
    }

    /// The page context of a page titled with this text (a name out of the data).
    #[must_use]
    pub fn cx_titled(&self, title: impl Into<String>) -> Cx {
        Cx::new(self.clone(), title.into())
    }

    /// True when a role carrying the permission is held anywhere.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.identity().is_some_and(|i| i.grants.iter().any(|g| permission.is_carried_by(g.role)))
    }

    /// True when this role is held anywhere.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.identity().is_some_and(|i| i.grants.iter().any(|g| g.role == role))
    }

    /// The units in whose branches the permission is held: what a list is limited to. Counts as asking.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> Vec<UnitId> {
        self.note_asked();
        let mut units: Vec<UnitId> = self
            .identity()
            .into_iter()
            .flat_map(|i| &i.grants)
            .filter(|g| permission.is_carried_by(g.role))
            .map(|g| g.unit)
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// All units in which any role is held: what is addressed to these units concerns the actor. Counts as asking.
    #[must_use]
    pub fn own_units(&self) -> Vec<UnitId> {
        self.scope(Permission::SIGNED_IN)
    }

    /// May the actor do this in the unit? Counts as asking.
    ///
    /// # Errors
    /// [`StoreError`] when the tree cannot be read.
    pub fn may(&self, tx: &mut Tx<'_>, permission: Permission, unit: UnitId) -> Result<bool, StoreError> {
        for root in self.scope(permission) {
            if (self.0.app.organisation.is_within)(tx, unit, root)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The actor must be allowed to do this in the unit.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when the unit lies outside every branch of the actor, so that nothing is told of it;
    /// [`Failure::Forbidden`] when it lies inside but no role there carries the permission.
    pub fn must(&self, tx: &mut Tx<'_>, permission: Permission, unit: UnitId) -> Result<(), Failure> {
        if self.may(tx, permission, unit)? {
            return Ok(());
        }
        if self.may(tx, Permission::SIGNED_IN, unit)? { Err(Failure::Forbidden) } else { Err(Failure::NotFound) }
    }

    /// For handlers whose check is of another kind (an invitation's code, the own account): says that it was made.
    pub fn note_asked(&self) {
        self.0.asked.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_asked(&self) -> bool {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// Writes in one transaction in this actor's name, and in the place of whom it acts for.
    ///
    /// # Errors
    /// What the closure returns.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let behalf = self.person().filter(|_| self.helper().is_some());
        let in_place = move |tx: &mut Tx<'_>| {
            tx.act_for(behalf);
            work(tx)
        };
        self.0.app.write_as(self.account(), in_place).await
    }

    /// Reads in one snapshot.
    ///
    /// # Errors
    /// What the closure returns.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.app.db.read(work).await
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Actor>()
            .cloned()
            .ok_or_else(|| Failure::broken("finding the actor", "the guard did not run"))
    }
}
