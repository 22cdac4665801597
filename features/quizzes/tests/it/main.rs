//! Questions and tests through their pages, on both databases.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod bank;
mod words;

use kernel::Role;
use platform::Feature;
use testkit::{Browser, Site};

fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        documents::plug(),
        drafts::plug(),
        rollouts::plug(),
        conferences::plug(),
        quizzes::plug(),
    ]
}

/// Two officers of the province: one writes, the other reviews.
fn two_officers(site: &Site) -> (Browser<'_>, Browser<'_>) {
    (site.as_role(Role::Officer, "TU"), site.as_role(Role::Officer, "TU"))
}

/// The id at the end of an address.
fn id_of(address: &str) -> String {
    let path = address.split('?').next().unwrap().trim_end_matches("/edit");
    path.rsplit('/').next().unwrap().to_owned()
}

/// A question of the province with two choices, the second right: its address.
fn a_question(writer: &Browser<'_>, text: &str) -> String {
    let fields = [("text", text), ("choice", "Mười"), ("choice", "Mười hai"), ("right", "1")];
    let made = writer.post("/quizzes/questions/new", &fields);
    assert_eq!(made.status.as_u16(), 303, "{}", made.visible());
    made.location()
}

/// The question reviewed and in use.
fn put_into_use(reviewer: &Browser<'_>, question: &str) {
    for step in ["/step", "/step"] {
        let done = reviewer.open(question).is_ok().press(step);
        assert_eq!(done.status.as_u16(), 303, "{}", done.visible());
    }
}
