//! Who asks is told what it costs below, and which figures need not be asked because they stand here already.

use kernel::UnitId;
use platform::db::{StoreError, Tx};
use platform::web::{Actor, Cx};

use super::form::RowForm;
use crate::domain::{Ask, Weight, weigh};
use crate::store::{self, Addressed};

/// What a row of the form comes to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighed {
    pub weight: Weight,
    /// The figures asked that stand here already, as they were called.
    pub known: Vec<String>,
}

/// Weighs what is asked in the branch of a unit.
pub(crate) struct Scales {
    estimates: burden::store::Estimates,
    branch: Vec<Addressed>,
    unit_kind: kernel::UnitKind,
    depth: Option<kernel::UnitKind>,
}

impl Scales {
    pub(crate) fn of(
        who: &Actor,
        tx: &mut Tx<'_>,
        unit: UnitId,
        depth: Option<kernel::UnitKind>,
    ) -> Result<Self, StoreError> {
        let works = burden::works(who.app());
        Ok(Scales {
            estimates: burden::store::estimates(tx, &works, who.today())?,
            branch: store::count_addressed(tx, unit)?,
            unit_kind: units::store::find(tx, unit)?.kind,
            depth,
        })
    }

    pub(crate) fn weigh(&self, ask: &Ask) -> Weight {
        let reached = ask.reached(self.depth);
        let units: Vec<_> = self
            .branch
            .iter()
            .filter(|addressed| reached.contains(&addressed.kind))
            .map(|addressed| (addressed.kind, addressed.units - i64::from(addressed.kind == self.unit_kind)))
            .collect();
        weigh(ask, &units, |code| self.estimates.get(code).map_or(0, |estimate| estimate.minutes))
    }

    /// Weighs the rows of a form; one that is not filled in weighs nothing.
    pub(crate) fn weigh_rows(&self, who: &Actor, rows: &mut [RowForm]) {
        for row in rows {
            row.weighed = row.clone().ask().map(|mut ask| {
                know(who, std::slice::from_mut(&mut ask));
                let known = ask.figures.iter().filter(|figure| figure.is_known()).map(|figure| figure.label.clone());
                Weighed { weight: self.weigh(&ask), known: known.collect() }
            });
        }
    }
}

/// Marks the figures asked that stand here already.
pub(crate) fn know(who: &Actor, asks: &mut [Ask]) {
    for figure in asks.iter_mut().flat_map(|ask| &mut ask.figures) {
        let known = burden::recognise(who.app(), &figure.label);
        figure.known = known.map(|known| known.code.to_owned()).unwrap_or_default();
    }
}

/// The figures that stand here, by their names: what need not be asked.
pub(crate) fn known_names(cx: &Cx) -> String {
    let names: Vec<String> = burden::known(cx.who().app()).iter().map(|known| cx.word("known", known.code)).collect();
    names.join("; ")
}

/// What a requirement asks, in a sentence.
pub(crate) fn told(cx: &Cx, weight: &Weight) -> String {
    let share = |key: &str, share: crate::domain::Share| {
        (share.units > 0).then(|| cx.t2(key, "count", share.units, "span", burden::span(cx, share.each)))
    };
    let shares = [share("rollouts-weight-cells", weight.cells), share("rollouts-weight-bodies", weight.bodies)];
    let shares: Vec<String> = shares.into_iter().flatten().collect();
    if shares.is_empty() {
        return cx.t("rollouts-weight-nobody");
    }
    cx.t2("rollouts-weight", "shares", shares.join("; "), "span", burden::span(cx, weight.minutes()))
}
