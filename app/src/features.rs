//! The list of features: adding one is its folder and its line here. Nothing else belongs in this file.

use platform::Feature;

/// Every feature, each after those it depends on.
#[must_use]
pub fn features() -> Vec<Feature> {
    vec![
        units::plug(),
        figures::plug(),
        people::plug(),
        accounts::plug(),
        burden::plug(),
        documents::plug(),
        drafts::plug(),
        rollouts::plug(),
        halls::plug(),
        conferences::plug(),
        quizzes::plug(),
        materials::plug(),
        reflections::plug(),
        contests::plug(),
        programmes::plug(),
        reports::plug(),
        search::plug(),
        crate::operation::plug(),
    ]
}
