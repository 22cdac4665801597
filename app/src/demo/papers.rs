//! The documents of the demo, through the same import that an officer uses: read from the file, checked, registered.

use anyhow::{Context, bail};
use demo_province::DirectiveText;
use documents::import::CannotTakeIn;
use kernel::Instant;

use super::story::{Story, day};

pub(super) fn register(story: &mut Story) -> anyhow::Result<()> {
    for paper in story.province.directives() {
        let id = register_one(story, paper).with_context(|| paper.full_number.to_owned())?;
        story.documents.insert(paper.key, id);
    }
    Ok(())
}

fn register_one(story: &Story, paper: &DirectiveText) -> anyhow::Result<kernel::DocumentId> {
    let owner = story.unit("TU")?;
    let issuer = story.unit(paper.issuer_unit_code)?;
    let at = Instant::at(day(paper.issued_on)?.plus(1).or_next_monday(), 9, 15);
    story.set_time(at);
    let name = format!("{}.txt", paper.full_number.replace('/', "-"));
    let id = match documents::import::file(&story.app, owner, &name, paper.text.as_bytes()) {
        Ok(id) => id,
        Err(CannotTakeIn::AlreadyThere(id, _)) => return Ok(id),
        Err(other) => bail!("{other}"),
    };
    story.write(at.plus_seconds(600), "officer", move |tx| {
        let document = documents::store::find(tx, id)?;
        let entry = document.entry.clone();
        documents::store::register(tx, &document, &entry, Some(issuer))
    })?;
    Ok(id)
}
