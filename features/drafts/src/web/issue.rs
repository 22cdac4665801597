//! Issuing an approved draft: who signs in which capacity, the day; the number is the next of the register.

use askama::Template;
use axum::http::StatusCode;
use documents::domain::Entry;
use kernel::{Day, Refused, UnitKind};
use people::store::Head as Leader;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, go_to_saying, page_with};
use serde::Deserialize;
use units::domain::Unit;

use super::draft_of_issuer;
use crate::domain::{Capacity, Draft, DraftId, Form as PaperForm, Position, Signing, SigningBody};
use crate::issuing::{self, Order};
use crate::permissions::ISSUE;

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct IssueForm {
    body: String,
    capacity: String,
    position: String,
    authority: String,
    position_name: String,
    signer: String,
    issued_on: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "drafts/issue.html")]
struct IssuePage {
    cx: Cx,
    draft: Draft,
    form: IssueForm,
    entry: Entry,
    leaders: Vec<Leader>,
    bodies: Vec<SigningBody>,
    reasons: String,
}

impl IssueForm {
    /// What most often is right for a body of this kind.
    fn usual(issuer: &Unit, form: PaperForm, leader: Option<&Leader>) -> Self {
        let kind = issuer.kind;
        let is_cell = kind.is_cell();
        let is_peoples_committee = vietnamese::fold(&issuer.name).starts_with("uy ban nhan dan");
        let (body, capacity, position, authority) = match kind {
            _ if form == PaperForm::State && is_peoples_committee => {
                (SigningBody::PeoplesCommittee, Capacity::OnBehalf, Position::Chair, "Ủy ban nhân dân")
            }
            _ if form == PaperForm::State => (SigningBody::StateBody, Capacity::Own, Position::Head, ""),
            _ if is_cell => (SigningBody::Cell, Capacity::OnBehalf, Position::Secretary, "Chi bộ"),
            UnitKind::AdvisoryBody | UnitKind::CommuneBody => {
                (SigningBody::Advisory, Capacity::Own, Position::Head, "")
            }
            UnitKind::Front | UnitKind::MassOrganisation => {
                (SigningBody::Front, Capacity::OnBehalf, Position::Chair, "Ban Thường trực")
            }
            _ => (SigningBody::Standing, Capacity::OnBehalf, Position::Secretary, "Ban Thường vụ"),
        };
        IssueForm {
            body: body.code().to_owned(),
            capacity: capacity.code().to_owned(),
            position: position.code().to_owned(),
            authority: authority.to_owned(),
            position_name: match position {
                Position::Secretary => "Bí thư".to_owned(),
                Position::Chair => "Chủ tịch".to_owned(),
                _ => String::new(),
            },
            signer: leader.map(|leader| leader.name.clone()).unwrap_or_default(),
            ..IssueForm::default()
        }
    }

    fn order(&self) -> Result<Order, Failure> {
        let unreadable = |_| Failure::Malformed("form-unreadable");
        let line = |text: &str| vietnamese::nfc(text.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
        Ok(Order {
            signing: Signing {
                body: self.body.parse().map_err(unreadable)?,
                capacity: self.capacity.parse().map_err(unreadable)?,
                position: self.position.parse().map_err(unreadable)?,
                authority: line(&self.authority),
                position_name: line(&self.position_name),
                signer: line(&self.signer),
            },
            day: self.issued_on.parse().map_err(|_| Failure::Malformed("drafts-error-issued"))?,
        })
    }
}

pub(crate) async fn edit(who: Actor, Path(id): Path<DraftId>) -> Answer {
    issue_page(&who, id, None, None).await
}

async fn issue_page(who: &Actor, id: DraftId, typed: Option<IssueForm>, refused: Option<Refused>) -> Answer {
    let asker = who.clone();
    let today = who.today();
    let (draft, form, entry, (leaders, kind)) = who.read(move |tx| load(&asker, tx, id, typed, today)).await?;
    let cx = who.cx("drafts-issue");
    let reasons = refused.map(|refused| cx.reasons(&refused.0)).unwrap_or_default();
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let is_state = draft.head.form == PaperForm::State;
    let bodies = SigningBody::ALL.iter().copied().filter(|body| body.is_of(kind, is_state)).collect();
    page_with(status, &IssuePage { cx, draft, form, entry, leaders, bodies, reasons })
}

type Loaded = (Draft, IssueForm, Entry, (Vec<Leader>, UnitKind));

fn load(who: &Actor, tx: &mut Tx<'_>, id: DraftId, typed: Option<IssueForm>, today: Day) -> Result<Loaded, Failure> {
    let draft = draft_of_issuer(who, tx, ISSUE, id)?;
    if typed.is_none() {
        draft.may_issue().or_refuse()?;
    }
    let issuer = units::store::find(tx, draft.issuer)?;
    let leaders = people::store::heads_of(tx, draft.issuer)?;
    let form = typed.unwrap_or_else(|| IssueForm {
        issued_on: today.to_string(),
        version: draft.version,
        ..IssueForm::usual(&issuer, draft.head.form, leaders.first())
    });
    let order = form.order().unwrap_or_else(|_| Order {
        signing: Signing {
            body: SigningBody::Standing,
            capacity: Capacity::OnBehalf,
            position: Position::Secretary,
            authority: String::new(),
            position_name: String::new(),
            signer: String::new(),
        },
        day: today,
    });
    let entry = issuing::entry_of(tx, &draft, &order)?;
    Ok((draft, form, entry, (leaders, issuer.kind)))
}

pub(crate) async fn create(who: Actor, Path(id): Path<DraftId>, Form(form): Form<IssueForm>) -> Answer {
    let (asker, typed, app) = (who.clone(), form.clone(), who.app().clone());
    let issued = who
        .write(move |tx| {
            let draft = Draft { version: typed.version, ..draft_of_issuer(&asker, tx, ISSUE, id)? };
            let order = typed.order()?;
            if draft.head.symbol.is_empty() {
                return Err(Failure::Malformed("drafts-error-symbol"));
            }
            if draft.head.place.is_empty() {
                return Err(Failure::Malformed("drafts-error-place"));
            }
            issuing::issue(tx, &app, &draft, &order)
        })
        .await;
    match issued {
        Ok(_) => go_to_saying(format!("/drafts/{id}"), "drafts-issued-saved"),
        Err(Failure::Refused(refused)) => issue_page(&who, id, Some(form), Some(refused)).await,
        Err(other) => Err(other),
    }
}
