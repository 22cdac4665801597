//! The JSON face of materials: sets, their parts, how far they have come. Numbers of units only.

use platform::web::{Actor, Answer, Failure, Path, Query, json};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::domain::{Coverage, MaterialId, Part, Set};
use crate::store;
use crate::web::coverage::CoverageQuery;
use crate::web::list::{SetsQuery, read};
use crate::web::{coverage, see};

/// How far a set has come in a branch.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageBody {
    /// Members of the set's audience: of the Party, where it is for them.
    members: i64,
    /// Of them, who opened it (recorded).
    opened: i64,
    /// Copies on paper given out (entered).
    paper: i64,
    /// Who has it one way or the other.
    covered: i64,
}

/// A set of materials.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetBody {
    /// Identifier (UUID).
    id: String,
    /// Who publishes it (UUID).
    unit: String,
    /// What it is called.
    title: String,
    /// `unit`, `key_officials`, `reporters`, `members`, `officials_not_members`, `association_members` or `people`.
    audience: String,
    /// `writing`, `published` or `withdrawn`.
    state: String,
    /// The edition readers see; 0 before the first.
    edition: i64,
    /// The letters in its address.
    code: String,
    /// May be read without a sign-in.
    public: bool,
    /// The document it explains (UUID).
    document: Option<String>,
    /// The rollout it serves (UUID).
    rollout: Option<String>,
    /// The conference it is for (UUID).
    conference: Option<String>,
    /// In the caller's branch.
    coverage: CoverageBody,
}

/// One page of sets.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetsBody {
    /// Sets in all.
    total: i64,
    /// The page's rows.
    rows: Vec<SetBody>,
}

/// A part of the edition readers see.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    /// Identifier (UUID).
    id: String,
    /// `text`, `questions`, `slides`, `video`, `video_link` or `infographic`.
    kind: String,
    /// What it is called.
    title: String,
    /// The text, the questions, an address, what a picture shows.
    body: String,
    /// The name of its file.
    file: Option<String>,
    /// The length of its file in bytes.
    length: Option<i64>,
}

/// A set with its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeSetBody {
    /// The set.
    #[serde(flatten)]
    set: SetBody,
    /// The parts of the edition readers see, in order.
    parts: Vec<PartBody>,
}

/// A unit with how far a set has come in its branch.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitCoverageBody {
    /// The unit (UUID).
    unit: String,
    /// Its name.
    name: String,
    /// Its branch.
    coverage: CoverageBody,
}

/// How far a set has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct BranchBody {
    /// The branch.
    branch: UnitCoverageBody,
    /// The units directly below.
    below: Vec<UnitCoverageBody>,
}

impl From<Coverage> for CoverageBody {
    fn from(one: Coverage) -> Self {
        CoverageBody { members: one.members, opened: one.opened, paper: one.paper, covered: one.covered }
    }
}

fn set_body(set: &Set, coverage: Coverage) -> SetBody {
    SetBody {
        id: set.id.to_string(),
        unit: set.unit.to_string(),
        title: set.head.title.clone(),
        audience: set.head.audience.to_string(),
        state: set.state.to_string(),
        edition: set.edition,
        code: set.code.clone(),
        public: set.head.is_public,
        document: set.head.document.map(|id| id.to_string()),
        rollout: set.head.rollout.map(|id| id.to_string()),
        conference: set.head.conference.map(|id| id.to_string()),
        coverage: coverage.into(),
    }
}

impl From<&Part> for PartBody {
    fn from(part: &Part) -> Self {
        PartBody {
            id: part.id.to_string(),
            kind: part.kind.to_string(),
            title: part.title.clone(),
            body: part.body.clone(),
            file: part.file.as_ref().map(|file| file.name.clone()),
            length: part.file.as_ref().map(|file| file.length),
        }
    }
}

#[derive(OpenApi)]
#[openapi(
    paths(list, show, show_coverage),
    components(schemas(CoverageBody, SetBody, SetsBody, PartBody, WholeSetBody, UnitCoverageBody, BranchBody))
)]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Those of the caller's branches, and those that reach them. As of a past day: those begun by then, with state, edition and
/// coverage of then; `members`, title, audience and unit are of today.
#[utoipa::path(get, path = "/api/v1/materials", tag = "materials",
    params(("q" = Option<String>, Query), ("state" = Option<String>, Query), ("audience" = Option<String>, Query),
           ("document" = Option<String>, Query),
           ("day" = Option<String>, Query, description = "At the end of this past day (yyyy-mm-dd); now without it"),
           ("page" = Option<i64>, Query)),
    responses((status = 200, body = SetsBody), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(who: Actor, Query(query): Query<SetsQuery>) -> Answer {
    let asker = who.clone();
    let (rows, total) = who.read(move |tx| read(&asker, tx, &query)).await?;
    json(SetsBody { total, rows: rows.iter().map(|row| set_body(&row.set, row.coverage)).collect() })
}

/// One with the parts readers see.
#[utoipa::path(get, path = "/api/v1/materials/{id}", tag = "materials", params(("id" = String, Path)),
    responses((status = 200, body = WholeSetBody), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(who: Actor, Path(id): Path<MaterialId>) -> Answer {
    let asker = who.clone();
    let body = who
        .read(move |tx| {
            let seen = see(&asker, tx, id)?;
            let parts = store::list_parts(tx, id, seen.set.edition)?;
            let coverage = store::coverage_of_branch(tx, &seen.set, seen.root, asker.today())?;
            let parts = parts.iter().map(PartBody::from).collect();
            Ok::<_, Failure>(WholeSetBody { set: set_body(&seen.set, coverage), parts })
        })
        .await?;
    json(body)
}

/// How far one has come, in a branch and the units directly below. `members` is of today, whatever the day.
#[utoipa::path(get, path = "/api/v1/materials/{id}/coverage", tag = "materials",
    params(("id" = String, Path), ("unit" = Option<String>, Query),
           ("day" = Option<String>, Query, description = "At the end of this day")),
    responses((status = 200, body = BranchBody), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn show_coverage(
    who: Actor,
    Path(id): Path<MaterialId>,
    Query(query): Query<CoverageQuery>,
) -> Answer {
    let asker = who.clone();
    let branch = who.read(move |tx| coverage::read(&asker, tx, id, &query)).await?;
    let body = |unit: &units::domain::Unit, of: Coverage| UnitCoverageBody {
        unit: unit.id.to_string(),
        name: unit.name.clone(),
        coverage: of.into(),
    };
    json(BranchBody {
        branch: body(&branch.unit, branch.whole),
        below: branch.children.iter().map(|child| body(&child.unit, child.coverage)).collect(),
    })
}
