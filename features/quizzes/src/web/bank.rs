//! The bank: search without accents, chips, sort, pages, export; steps for several questions at once.

use askama::Template;
use kernel::{DocumentId, Event};
use platform::db::Tx;
use platform::web::Query;
use platform::web::{Actor, Answer, Cx, Failure, Form, ListQuery, Listing, go_to_saying, page, spreadsheet};
use serde::Deserialize;

use super::{after_step, question_for};
use crate::domain::{QuestionId, State, Step, letter_of, letters_of};
use crate::permissions::BANK;
use crate::store::{self, BankFilter, BankRow};

/// Tags offered as chips.
const TAGS: i64 = 12;
/// Documents offered in the filter, those most is asked about.
const DOCUMENTS: i64 = 200;

/// The query of the bank.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BankQuery {
    q: String,
    sort: String,
    page: i64,
    size: i64,
    format: String,
    state: String,
    document: String,
    tag: String,
    /// As the bank was at the end of this day; now when empty.
    day: String,
}

/// Words of an address, those that are empty left out.
fn words(words: &[(&str, &str)]) -> String {
    let words: Vec<_> = words.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_html_form::to_string(words).unwrap_or_default()
}

/// The address of the bank, narrowed to these.
fn address(narrowed: &[(&str, &str)]) -> String {
    let query = words(narrowed);
    if query.is_empty() { "/quizzes/questions".to_owned() } else { format!("/quizzes/questions?{query}") }
}

/// The address of the questions about a document, with a tag.
pub(crate) fn address_of(document: Option<DocumentId>, tag: &str) -> String {
    let document = document.map(|id| id.to_string()).unwrap_or_default();
    address(&[("document", &document), ("tag", tag)])
}

impl BankQuery {
    fn list(&self) -> ListQuery {
        ListQuery {
            q: self.q.clone(),
            sort: self.sort.clone(),
            page: self.page,
            format: self.format.clone(),
            size: self.size,
            state: self.state().to_owned(),
            day: self.day.clone(),
        }
    }

    fn state(&self) -> &'static str {
        self.state.parse::<State>().map(State::code).unwrap_or_default()
    }

    fn filters(&self) -> String {
        words(&[("document", &self.document), ("tag", &self.tag)])
    }
}

#[derive(Template)]
#[template(path = "quizzes/bank.html")]
struct BankPage {
    cx: Cx,
    listing: Listing<BankRow>,
    state: &'static str,
    tag: String,
    tags: Vec<String>,
    document: String,
    /// Documents that questions are about: id, what they are called.
    documents: Vec<(DocumentId, String)>,
    is_filtered: bool,
    /// The step that may be taken with all of the questions listed; none in a mixed list.
    step: Option<Step>,
}

impl BankPage {
    /// Narrowed to another tag, otherwise as it is.
    fn tagged(&self, tag: &str) -> String {
        let day = self.listing.as_of.map(|day| day.to_string()).unwrap_or_default();
        address(&[("state", self.state), ("document", &self.document), ("tag", tag), ("day", &day)])
    }

    fn is_about(&self, document: &DocumentId) -> bool {
        self.document == document.to_string()
    }
}

/// What the page shows: rows and how many there are, tags, documents.
#[derive(Default)]
struct Found {
    rows: Vec<BankRow>,
    total: i64,
    tags: Vec<String>,
    documents: Vec<(DocumentId, String)>,
}

fn read(who: &Actor, tx: &mut Tx<'_>, query: &BankQuery) -> Result<Found, Failure> {
    let Some(root) = rollouts::widest(tx, who.scope(BANK))? else { return Ok(Found::default()) };
    let list = query.list();
    let filter = BankFilter {
        root,
        like: list.like(),
        state: query.state().to_owned(),
        document: query.document.clone(),
        tag: query.tag.clone(),
        day: list.past_day(who.today())?,
    };
    let (offset, size) = if list.is_export() { (0, 10_000) } else { (list.offset(), list.size()) };
    Ok(Found {
        rows: store::list_bank(tx, &filter, list.sort_in(store::SORT_KEYS), offset, size)?,
        total: store::count_bank(tx, &filter)?,
        tags: store::list_tags(tx, root, TAGS)?,
        documents: store::list_bank_documents(tx, root, DOCUMENTS)?,
    })
}

pub(crate) async fn list(who: Actor, Query(query): Query<BankQuery>) -> Answer {
    let (asker, asked) = (who.clone(), query.clone());
    let Found { rows, total, tags, documents } = who.read(move |tx| read(&asker, tx, &asked)).await?;
    if query.list().is_export() {
        return export(&who, &rows, &query.format).await;
    }
    let as_of = query.list().past_day(who.today())?;
    let mut listing = Listing::new(rows, total, query.list(), "/quizzes/questions").seen_as_of(as_of);
    listing.filters = query.filters();
    let is_filtered = !listing.filters.is_empty() || listing.query.is_filtered();
    let state = query.state();
    let step = match query.state.parse() {
        _ if as_of.is_some() => None,
        Ok(State::Draft) => Some(Step::Review),
        Ok(State::Reviewed) => Some(Step::Use),
        _ => None,
    };
    let (cx, document, tag) = (who.cx("quizzes-bank"), query.document, query.tag);
    page(&BankPage { cx, listing, state, tag, tags, document, documents, is_filtered, step })
}

/// The bank as a file that can be imported again, with what real answers say. What is right leaves with it: logged.
async fn export(who: &Actor, rows: &[BankRow], format: &str) -> Answer {
    let count = rows.len();
    let unit = who.scope(BANK).first().copied();
    who.write(move |tx| {
        let detail = serde_json::json!({ "questions": count });
        tx.record(Event::noted("quizzes.bank_exported", "bank", unit).with(detail))
    })
    .await
    .map_err(Failure::from)?;
    let cx = who.cx("quizzes-bank");
    let letters: Vec<String> =
        (0..crate::domain::MOST_CHOICES).map(|place| format!("quizzes-choice-{}", letter_of(place))).collect();
    let mut columns = vec![("quizzes-text", 60.0)];
    columns.extend(letters.iter().map(|key| (key.as_str(), 24.0)));
    columns.extend([
        ("quizzes-right", 10.0),
        ("quizzes-explanation", 40.0),
        ("quizzes-clause", 12.0),
        ("quizzes-tags", 20.0),
        ("quizzes-state", 16.0),
        ("quizzes-document", 16.0),
        ("quizzes-unit", 24.0),
        ("quizzes-answers", 10.0),
        ("quizzes-share-right", 12.0),
        ("quizzes-discrimination", 12.0),
    ]);
    let lines = rows.iter().map(|row| line_of(&cx, row)).collect();
    spreadsheet("ngan-hang-cau-hoi", format, &cx.headings(&columns), lines)
}

fn line_of<'r>(cx: &Cx, row: &'r BankRow) -> Vec<sheets::Value<'r>> {
    let wording = &row.question.wording;
    let choice = |place: usize| wording.choices.get(place).map(|choice| choice.text.as_str()).unwrap_or_default();
    let mut line: Vec<sheets::Value<'r>> = vec![wording.text.as_str().into()];
    line.extend((0..crate::domain::MOST_CHOICES).map(|place| choice(place).into()));
    line.extend([
        letters_of(&wording.right()).into(),
        wording.explanation.as_str().into(),
        wording.clause.as_str().into(),
        wording.tags.join("; ").into(),
        cx.word("quizzes-question-state", row.question.state).into(),
        row.document.as_str().into(),
        row.unit_name.as_str().into(),
        row.outcomes.answers.into(),
    ]);
    let hundredths = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    line.push(hundredths(row.outcomes.share_right()).into());
    line.push(super::question::shown_discrimination(&row.outcomes).into());
    line
}

/// A step for several questions.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ManyForm {
    step: String,
    question: Vec<String>,
}

/// Takes the step with all questions chosen, or with none when one of them may not take it.
pub(crate) async fn step_many(who: Actor, Form(form): Form<ManyForm>) -> Answer {
    let step: Step = form.step.parse().map_err(|_| Failure::Malformed("form-unreadable"))?;
    if who.scope(BANK).is_empty() {
        return Err(Failure::Forbidden);
    }
    let asker = who.clone();
    who.write(move |tx| {
        for id in form.question.iter().filter_map(|id| id.parse::<QuestionId>().ok()) {
            let question = question_for(&asker, tx, BANK, id)?;
            let after = after_step(&asker, tx, question, step, "")?;
            store::save_step(tx, &after, step)?;
        }
        Ok::<_, Failure>(())
    })
    .await?;
    let next = if step == Step::Review { State::Reviewed } else { State::InUse };
    go_to_saying(format!("/quizzes/questions?state={next}"), "quizzes-steps-taken")
}
