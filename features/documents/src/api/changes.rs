//! Documents over time: the review queue, editions and their comparison, descent, tasks.

use kernel::DocumentId;
use platform::web::{Actor, Answer, Failure, ListQuery, Path, Query, json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{ProposalState, Run};
use crate::web::editions::{CompareQuery, comparison};
use crate::web::reviews::QueueQuery;
use crate::web::{descent as descent_page, tasks as tasks_page};
use crate::{access, store};

/// A proposal of the review queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewBody {
    /// Identifier (UUID).
    id: String,
    /// The document it is about.
    document: String,
    /// What that is called.
    called: String,
    /// `amend`, `supplement`, `replace` or `repeal`.
    change: String,
    /// Which part; empty for the whole.
    clause: String,
    /// Why.
    reason: String,
    /// `person`, `text` or `review`.
    origin: String,
    /// `open`, `accepted`, `carried_out` or `declined`.
    state: String,
    /// What was decided, in words.
    decision: String,
    /// The document that carries it out.
    by: Option<String>,
}

/// A page of the review queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewsBody {
    /// Proposals of this state.
    total: i64,
    /// The page's rows, longest waiting first.
    rows: Vec<ReviewBody>,
}

/// A text of a document, from a day on.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionBody {
    /// 1 is the text as it was issued.
    number: i64,
    /// Its first day.
    from_day: Option<String>,
    /// The document that changed it.
    by: Option<String>,
    /// What changed, in words.
    note: String,
    /// The text.
    text: String,
}

/// The texts of a document; empty while it is as it was issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionsBody {
    /// In their order.
    rows: Vec<EditionBody>,
}

/// Words that stand in both texts or in one.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunBody {
    /// `same`, `removed` or `added`.
    what: String,
    /// The words.
    text: String,
}

/// What became of a section.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    /// Its place: «II › 1»; empty before the first section.
    heading: String,
    /// Its place before, when the number changed.
    was: String,
    /// `same`, `changed`, `removed` or `added`.
    fate: String,
    /// Its words.
    runs: Vec<RunBody>,
}

/// Two texts beside one another.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparisonBody {
    /// The earlier edition.
    from: i64,
    /// The later edition.
    to: i64,
    /// The sections.
    parts: Vec<PartBody>,
}

/// A document of a descent.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepBody {
    /// Identifier (UUID).
    document: String,
    /// What it is called.
    called: String,
    /// Its title.
    title: String,
    /// 0 for the document asked for, negative for what it stands on, positive for what follows from it.
    generation: i64,
    /// The relation of the citing to the cited.
    relation: String,
    /// The place in this list of the document that led here.
    from: usize,
    /// `in_force`, `amended`, `replaced` or `repealed` today.
    validity: String,
}

/// A mention that leads to no document yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct MentionBody {
    /// As written.
    text: String,
    /// The relation it names.
    relation: String,
    /// Documents it could mean (UUIDs).
    candidates: Vec<String>,
}

/// What a document stands on and what follows from it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DescentBody {
    /// The documents, the one asked for first.
    steps: Vec<StepBody>,
    /// Mentions that could not be resolved.
    open_mentions: Vec<MentionBody>,
}

/// A task read in the text.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskBody {
    /// Tells the sentence and the lead it was read as.
    key: String,
    /// The sentence.
    text: String,
    /// Chủ trì.
    lead: String,
    /// Phối hợp.
    partners: String,
    /// What is to be done.
    work: String,
    /// Until when, as written.
    deadline: String,
    /// Until when (yyyy-mm-dd).
    due_on: Option<String>,
    /// Where it stands.
    clause: String,
    /// `proposed`, `confirmed` or `dismissed`.
    state: String,
}

/// The tasks of a document.
#[derive(Debug, Serialize, ToSchema)]
pub struct TasksBody {
    /// In the text's order.
    rows: Vec<TaskBody>,
}

/// The review queue as the caller sees it.
#[utoipa::path(get, path = "/api/v1/documents/reviews", tag = "documents",
    params(("state" = Option<String>, Query, description = "open, accepted, carried_out or declined"),
           ("page" = Option<i64>, Query, description = "From 1")),
    responses((status = 200, body = ReviewsBody), (status = 401), (status = 403)))]
pub(crate) async fn reviews(who: Actor, Query(query): Query<QueueQuery>) -> Answer {
    let state = ProposalState::of(&query.state).unwrap_or(ProposalState::Open);
    let asked = ListQuery { page: query.page, ..ListQuery::default() };
    let asker = who.clone();
    let (total, rows) = who
        .read(move |tx| {
            let sight = access::sight(&asker);
            let rows = store::list_queue(tx, &sight, state, (asked.offset(), asked.size()))?;
            Ok::<_, Failure>((store::count_queue(tx, &sight, state)?, rows))
        })
        .await?;
    let rows = rows.into_iter().map(|(row, document)| ReviewBody {
        id: row.proposal.id.to_string(),
        document: document.id.to_string(),
        called: document.called(),
        change: row.proposal.change.code().to_owned(),
        clause: row.proposal.clause,
        reason: row.proposal.reason,
        origin: row.proposal.origin.code().to_owned(),
        state: row.proposal.state.code().to_owned(),
        decision: row.proposal.decision,
        by: row.proposal.by.map(|by| by.to_string()),
    });
    json(ReviewsBody { total, rows: rows.collect() })
}

/// The texts of a document over time.
#[utoipa::path(get, path = "/api/v1/documents/{id}/editions", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = EditionsBody), (status = 401), (status = 404)))]
pub(crate) async fn editions(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let rows = who
        .read(move |tx| {
            let document = store::find_entry(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            let mut rows = Vec::new();
            for edition in store::list_editions(tx, id)? {
                rows.push(EditionBody {
                    text: store::find_edition_text(tx, id, edition.number)?,
                    number: edition.number,
                    from_day: edition.from_day.map(|day| day.to_string()),
                    by: edition.by.map(|by| by.to_string()),
                    note: edition.note,
                });
            }
            Ok::<_, Failure>(rows)
        })
        .await?;
    json(EditionsBody { rows })
}

/// Two texts of a document compared by section and word; the last two without a choice.
#[utoipa::path(get, path = "/api/v1/documents/{id}/compare", tag = "documents",
    params(("id" = String, Path), ("from" = Option<i64>, Query, description = "The earlier edition"),
           ("to" = Option<i64>, Query, description = "The later edition")),
    responses((status = 200, body = ComparisonBody), (status = 401), (status = 404)))]
pub(crate) async fn compared(who: Actor, Path(id): Path<DocumentId>, Query(query): Query<CompareQuery>) -> Answer {
    let found = comparison(&who, id, query).await?;
    let runs = |runs: Vec<(Run, String)>| {
        let body = |(run, text): (Run, String)| RunBody { what: run.code().to_owned(), text };
        runs.into_iter().map(body).collect()
    };
    let parts = found.parts.into_iter().map(|part| PartBody {
        heading: part.heading,
        was: part.was,
        fate: part.fate.code().to_owned(),
        runs: runs(part.runs),
    });
    json(ComparisonBody { from: found.from, to: found.to, parts: parts.collect() })
}

/// What a document stands on and what follows from it.
#[utoipa::path(get, path = "/api/v1/documents/{id}/descent", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = DescentBody), (status = 401), (status = 404)))]
pub(crate) async fn descent(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let found = who.read(move |tx| descent_page::found(&asker, tx, id)).await?;
    let steps = found.steps.into_iter().map(|(step, validity)| StepBody {
        called: step.document.called(),
        document: step.document.id.to_string(),
        title: step.document.entry.title,
        generation: step.generation,
        relation: step.relation,
        from: step.from,
        validity: validity.code().to_owned(),
    });
    let mentions = found.mentions.into_iter().map(|mention| MentionBody {
        candidates: mention.candidates.iter().map(|candidate| candidate.id.to_string()).collect(),
        text: mention.text,
        relation: mention.relation,
    });
    json(DescentBody { steps: steps.collect(), open_mentions: mentions.collect() })
}

/// The tasks read in the text of a document, with what was decided of them.
#[utoipa::path(get, path = "/api/v1/documents/{id}/tasks", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = TasksBody), (status = 401), (status = 404)))]
pub(crate) async fn tasks(who: Actor, Path(id): Path<DocumentId>) -> Answer {
    let asker = who.clone();
    let tasks = who
        .read(move |tx| {
            let document = store::find(tx, id)?;
            access::must_see(&asker, tx, &document)?;
            tasks_page::tasks_of(tx, &document)
        })
        .await?;
    let rows = tasks.into_iter().map(|task| TaskBody {
        key: task.key,
        text: task.text,
        lead: task.lead,
        partners: task.partners,
        work: task.work,
        deadline: task.deadline,
        due_on: task.due_on.map(|day| day.to_string()),
        clause: task.clause,
        state: task.state.code().to_owned(),
    });
    json(TasksBody { rows: rows.collect() })
}
