//! Measures launching 30,000 duties in one write, and reading them: `cargo run --profile demo -p rollouts --example
//! launch`. What belongs in a test of rules stays in `tests/`.

#![allow(clippy::unwrap_used, reason = "a measurement may stop where it stands")]

use std::time::Instant;

use kernel::{UnitId, UnitKind};
use platform::Feature;
use rollouts::domain::{Ask, Audience, DeadlineRule, Measure};
use rollouts::store::{self, NewRollout};
use testkit::{Engine, Site};
use units::domain::NewUnit;

const CELLS: usize = 6_000;

fn features() -> Vec<Feature> {
    vec![units::plug(), figures::plug(), people::plug(), burden::plug(), documents::plug(), rollouts::plug()]
}

fn found(site: &Site) {
    let above: [UnitId; 3] = ["X01-C01", "X02-C01", "D01-C01"].map(|code| site.unit(code));
    site.write(move |tx| {
        for n in 0..CELLS {
            let new = NewUnit {
                code: format!("C{n:05}"),
                kind: UnitKind::Cell,
                name: format!("Chi bộ số {n}"),
                short_name: String::new(),
                parent: Some(above[n % 3]),
                founded_on: None,
            };
            units::store::insert_silently(tx, &new)?;
        }
        Ok(())
    });
}

fn asks() -> Vec<Ask> {
    Measure::ALL
        .iter()
        .zip(1..)
        .map(|(measure, n)| Ask {
            measure: *measure,
            title: format!("Yêu cầu {n}"),
            addressees: vec![UnitKind::Cell],
            audience: Audience::Members,
            deadline: DeadlineRule::DaysAfterLaunch(7 * n),
            note: String::new(),
            figures: Vec::new(),
        })
        .collect()
}

fn main() {
    let site = Site::new(Engine::Sqlite, features());
    found(&site);
    let root = site.unit("TU");
    let id = site.write(move |tx| {
        let new = NewRollout { unit: root, title: "Đợt đo".into(), depth: None, starts_on: None, ends_on: None };
        let id = store::insert(tx, &new)?;
        store::replace_requirements(tx, id, root, &asks())?;
        Ok(id)
    });
    let began = Instant::now();
    let made = site.write(move |tx| {
        let rollout = store::find(tx, id)?;
        let mut facts = store::launch_facts(tx, &rollout, tx.today())?;
        // no register here, so the document is only said to be there
        facts.documents = 1;
        let launched = rollout.launch(&facts, tx.today()).unwrap();
        store::launch(tx, &launched)
    });
    println!("launch: {made} duties in {:?}", began.elapsed());
    let today = site.today();
    let began = Instant::now();
    let counts = site.read(|tx| store::count_groups(tx, id, root, today));
    println!("groups of all requirements: {} counts in {:?}", counts.len(), began.elapsed());
    let began = Instant::now();
    let progress = site.read(|tx| store::list_progress_of_children(tx, &id.to_string(), root, today));
    println!("figures of {} children in {:?}", progress.len(), began.elapsed());
    let officer = site.as_role(kernel::Role::Officer, "TU");
    for path in ["", "/duties", "/duties?state=amber&sort=unit", "/map", "/map.json"] {
        let began = Instant::now();
        let _ = officer.open(&format!("/rollouts/{id}{path}")).is_ok();
        println!("page /rollouts/…{path} in {:?}", began.elapsed());
    }
    let began = Instant::now();
    let _ = officer.open("/").is_ok();
    println!("desk in {:?}", began.elapsed());
}
