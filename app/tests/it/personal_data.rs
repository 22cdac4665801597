//! `docs/admin/personal-data.md` is printed from the table of who sees what and from what erasing leaves, and compared with
//! what stands there. `docs/admin/people.md` tells the rules of merging in the words of the pages.

use people::domain::erase::STAYS;
use people::domain::merge::RULES;
use people::domain::sight::{SIGHTS, Viewer};
use platform::texts::{Language, Texts};

use crate::sources::root;

fn heading(texts: &Texts, viewer: Viewer) -> String {
    match viewer {
        Viewer::Oneself => "oneself".to_owned(),
        Viewer::Holds(role) => texts.say(Language::English, &format!("role-{}", role.code()), &[]),
        Viewer::Beside => "where they take part besides".to_owned(),
    }
}

fn table(texts: &Texts) -> String {
    let mut table = String::from("| field |");
    for viewer in Viewer::ALL {
        table.push_str(&format!(" {} |", heading(texts, viewer)));
    }
    table.push_str(&format!("\n|{}\n", "---|".repeat(Viewer::ALL.len() + 1)));
    for (field, row) in SIGHTS {
        table.push_str(&format!("| {} |", texts.say(Language::English, field.text(), &[])));
        for sight in row {
            table.push_str(&format!(" {} |", sight.code()));
        }
        table.push('\n');
    }
    table
}

fn printed() -> String {
    let texts = crate::texts::texts();
    let stays: String = STAYS.iter().map(|key| format!("- {}\n", texts.say(Language::English, key, &[]))).collect();
    format!(
        "# Personal data

Printed by `app/tests/it/personal_data.rs` from the tables in the code; a test compares it. Not for editing by hand.

## Who sees what

A role counts over the unit in which it is held and everything below; of several roles the one that sees most counts.
*masked* is the last three characters of a number, the year of a day. The table is
`features/people/src/domain/sight.rs`; pages, the API and files ask it.

{}
Pages and the API show telephone numbers and ids masked to everybody but the person. Whoever may see them in full asks for
it with a button, or opens the form that corrects them; both are kept in the log (`people.numbers_shown`). Who is no member
of the branch does not exist for the reader: 404.

## Lists that go out

Every list with personal data that leaves as a file leaves an event with the number of rows and the fields:
`people.exported` for the list of people, `exports.made` for delegates, absentees, opinions, who was asked, results of the
search, faulty lines of an import, tasks of programmes and the file for the monitoring of resolutions, questions of a
conference, packs and lists of cells, people of tests, reflections and contests, rows of a signed report,
accounts.

## What is kept of a person

The person, or an administrator over their unit, takes it out as one archive: a page to read and the same rows as JSON,
over all features. The button stands on the person's page; the event is `people.data_given`. A table that names a person
and is in no feature's `person_rows` fails a test, so nothing is left out.

## Erasing

An administrator erases what is known of a person on the person's page, typing the name to confirm. A member of the Party
who still belongs to a unit is not erased, nor who holds a post, an assignment or a seat. Name, id, birth day, gender, days
of joining, post and telephone are replaced everywhere, with them the copies in lists of delegates, agendas, opinions,
faulty lines of imports, rows of signed reports, certificates and finalists; reflections with their remarks, answers to tests
and reasons on cells' sheets go; the accounts are closed. The event is `people.erased` and names nobody. What stays:

{stays}
The ground is the law on the protection of personal data (91/2025/QH15): no more than the purpose needs, a copy and
erasure on request, save what other laws order to keep.
",
        table(&texts)
    )
}

#[test]
fn the_page_about_personal_data_is_that_of_the_tables() {
    let path = root().join("docs/admin/personal-data.md");
    if std::env::var_os("THONGSUOT_PRINT_DOCS").is_some() {
        std::fs::write(&path, printed()).expect("docs/admin/personal-data.md is written");
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(stands, printed(), "run this test with THONGSUOT_PRINT_DOCS=1");
}

#[test]
fn the_page_about_people_tells_the_rules_of_merging_in_the_words_of_the_pages() {
    let texts = crate::texts::texts();
    let page = std::fs::read_to_string(root().join("docs/admin/people.md")).expect("docs/admin/people.md");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for rule in RULES {
        let rule = texts.say(Language::English, rule, &[]);
        assert!(words(&page).contains(&words(&rule)), "{rule}");
    }
}
