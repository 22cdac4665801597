//! Who has a prize: the list as a paper (.docx) and as a workbook, and the certificates of it.

use askama::Template;
use documents::import::must_bear_no_mark;
use kernel::Day;
use platform::db::Tx;
use platform::web::{Actor, Answer, Cx, Failure, Form, Path, While, download, go_to_saying, page, show_file};
use publishing::{Align, Block, Paper, RuleSet, Signature, Table};
use serde::Deserialize;

use super::contest_for;
use super::public::ranking::places;
use super::results::ranked_units;
use crate::domain::{Contest, ContestId, Round, Standing, final_ranking, prize_of};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, Certificate, NewCertificate};

/// A prize that somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Won {
    pub round: String,
    pub prize: String,
    pub worth: String,
    pub name: String,
    pub unit: String,
    pub result: String,
}

/// Every prize of the settled rounds: of people, of units; then of the final.
fn won(who: &Actor, tx: &mut Tx<'_>, contest: &Contest, rounds: &[Round]) -> Result<Vec<Won>, Failure> {
    let mut all = Vec::new();
    for round in rounds.iter().filter(|round| round.settled_at.is_some()) {
        all.extend(of_people(who, tx, contest, round)?);
        all.extend(of_units(tx, contest, round)?);
    }
    all.extend(of_final(tx, contest)?);
    Ok(all)
}

fn of_people(who: &Actor, tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<Vec<Won>, Failure> {
    let prizes = &contest.rules.prizes;
    let wanted = i64::try_from(contest.rules.prize_count()).unwrap_or(0);
    // who shares the last rank that has a prize shares the prize
    let (rows, _) = places(who.app(), tx, (contest, round.no), (0, wanted * 2 + 50))?;
    let shown = |row: super::public::ranking::PlaceRow| {
        let prize = prize_of(prizes, row.ranked.rank)?;
        let of = row.ranked.performance;
        Some(Won {
            round: round.name.clone(),
            prize: prize.name.clone(),
            worth: prize.worth.clone(),
            name: row.name,
            unit: row.unit_name,
            result: format!("{} / {}", of.score, super::took_shown(of.took)),
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}

fn of_units(tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<Vec<Won>, Failure> {
    let Some(collective) = &contest.rules.collective else { return Ok(Vec::new()) };
    let shown = |one: crate::domain::UnitResult| {
        let Standing::Rank(rank) = one.standing else { return None };
        let prize = prize_of(&collective.prizes, rank)?;
        Some(Won {
            round: round.name.clone(),
            prize: prize.name.clone(),
            worth: prize.worth.clone(),
            result: format!("{}% / {}", super::hundredths(one.rate), super::hundredths(one.mean)),
            name: one.of.name,
            unit: String::new(),
        })
    };
    Ok(ranked_units(tx, contest, round.no)?.into_iter().filter_map(shown).collect())
}

fn of_final(tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<Won>, Failure> {
    let finalists = store::list_finalists(tx, contest.no)?;
    let numbers: Vec<i64> = finalists.iter().map(|one| one.no).collect();
    let marks = store::list_marks(tx, contest.no)?;
    let ranked = final_ranking(&numbers, &contest.rules.final_parts, &marks);
    let shown = |place: crate::domain::FinalPlace| {
        let finalist = finalists.iter().find(|one| one.no == place.finalist)?;
        let prize = prize_of(&contest.rules.prizes, place.rank).filter(|_| place.judges > 0)?;
        Some(Won {
            round: "Chung kết".into(),
            prize: prize.name.clone(),
            worth: prize.worth.clone(),
            name: finalist.name.clone(),
            unit: finalist.unit_name.clone(),
            result: super::hundredths(place.mean),
        })
    };
    Ok(ranked.into_iter().filter_map(shown).collect())
}

#[derive(Template)]
#[template(path = "contests/prizes.html")]
struct PrizesPage {
    cx: Cx,
    contest: Contest,
    won: Vec<Won>,
    certificates: Vec<Certificate>,
    may_organise: bool,
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: ContestId) -> Result<PrizesPage, Failure> {
    let contest = contest_for(who, tx, VIEW, id)?;
    let rounds = store::list_rounds(tx, id)?;
    Ok(PrizesPage {
        cx: who.cx("contests-prizes-given"),
        won: won(who, tx, &contest, &rounds)?,
        certificates: store::list_certificates(tx, contest.no)?,
        may_organise: who.may(tx, ORGANISE, contest.unit)?,
        contest,
    })
}

/// The prizes and their certificates.
pub(crate) async fn list(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    page(&who.read(move |tx| read(&asker, tx, id)).await?)
}

/// The prizes as a workbook.
pub(crate) async fn xlsx(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let shown = who.read(move |tx| read(&asker, tx, id)).await?;
    let headings = shown.cx.headings(&[
        ("contests-round", 16.0),
        ("contests-prize", 20.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-result", 20.0),
        ("contests-worth", 20.0),
    ]);
    let row = |one: &Won| {
        [&one.round, &one.prize, &one.name, &one.unit, &one.result, &one.worth].map(|text| text.clone().into()).to_vec()
    };
    let rows = shown.won.iter().map(row).collect();
    let unit = Some(shown.contest.unit);
    platform::web::personal_spreadsheet(&who, "danh-sach-giai", unit, "xlsx", (&headings, rows)).await
}

/// The layout of the State's and the Party's papers changes with its day; a list has the newest.
const LAYOUT_DAY: &str = "2026-05-27";

/// The prizes as a paper to be signed.
pub(crate) async fn docx(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let paper = who
        .read(move |tx| {
            let shown = read(&asker, tx, id)?;
            let unit = units::store::find(tx, shown.contest.unit)?;
            let above = unit.parent.map(|above| units::store::find(tx, above)).transpose()?;
            let title = format!("giải thưởng {}", shown.contest.title);
            let head = drafts::suggested_head(&unit, above.as_ref(), "BC", &title, "");
            Ok::<_, Failure>(paper_of(&head, &title, &shown.won))
        })
        .await?;
    let day: Day = LAYOUT_DAY.parse().while_doing("choosing the layout")?;
    let rules = RuleSet::in_force(RuleSet::built_in(), paper.form, day.0)
        .ok_or("no rules")
        .while_doing("choosing the layout")?;
    let content = publishing::docx(&paper, rules).while_doing("writing the .docx")?;
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    download("danh-sach-giai.docx", kind, content)
}

fn paper_of(head: &drafts::domain::Head, title: &str, won: &[Won]) -> Paper {
    let row = |(number, one): (usize, &Won)| {
        let texts = [&one.round, &one.prize, &one.name, &one.unit, &one.result, &one.worth];
        let mut row = vec![(number + 1).to_string()];
        row.extend(texts.map(Clone::clone));
        row
    };
    let table = Table {
        header: ["TT", "Vòng", "Giải", "Họ và tên, đơn vị", "Đơn vị", "Kết quả", "Giá trị"].map(String::from).to_vec(),
        rows: won.iter().enumerate().map(row).collect(),
        alignments: vec![Align::Centre],
        widths: vec![0.5, 1.0, 1.2, 2.0, 1.8, 1.4, 1.4],
        total: false,
    };
    Paper {
        form: publishing::Form::Party,
        superior: (!head.parent_body.is_empty()).then(|| head.parent_body.clone()),
        issuer: head.issuer_name.clone(),
        co_issuers: Vec::new(),
        number: String::new(),
        symbol: head.symbol.clone(),
        place: if head.place.is_empty() { head.issuer_name.clone() } else { head.place.clone() },
        date: None,
        kind_name: "Danh sách".into(),
        title: title.to_owned(),
        addressees: Vec::new(),
        body: vec![Block::Table(table)],
        signature: Signature::default(),
        co_signatures: Vec::new(),
        recipients: Vec::new(),
        draft_mark: None,
        urgency: None,
        circulation_mark: None,
        attachments: Vec::new(),
        fingerprint: None,
    }
}

/// Issues a certificate for every prize that has none yet.
pub(crate) async fn issue(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let shown = read(&asker, tx, id)?;
        let is_issued = |one: &Won| {
            let same = |known: &&Certificate| {
                known.withdrawn.is_empty()
                    && (&known.name, &known.unit_name, &known.prize, &known.round_name)
                        == (&one.name, &one.unit, &one.prize, &one.round)
            };
            shown.certificates.iter().any(|known| same(&known))
        };
        let mut new = Vec::new();
        for one in shown.won.iter().filter(|one| !is_issued(one)) {
            new.push(NewCertificate {
                code: people::secret::new_signs::<12>().while_doing("making a code")?,
                name: one.name.clone(),
                unit_name: one.unit.clone(),
                prize: one.prize.clone(),
                round_name: one.round.clone(),
            });
        }
        Ok::<_, Failure>(store::insert_certificates(tx, &contest, &new)?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/prizes"), "contests-certificates-issued")
}

/// The certificates that hold, to print.
pub(crate) async fn pdf(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    let (contest, unit, certificates) = who
        .read(move |tx| {
            let contest = contest_for(&asker, tx, ORGANISE, id)?;
            let unit = units::store::find(tx, contest.unit)?;
            let certificates = store::list_certificates(tx, contest.no)?;
            Ok::<_, Failure>((contest, unit, certificates))
        })
        .await?;
    let place = drafts::suggested_head(&unit, None, "BC", "", "").place;
    let address = &who.app().public_address;
    let printed = |one: &Certificate| {
        let day = one.issued_at.day();
        publishing::Certificate {
            name: one.name.clone(),
            unit: one.unit_name.clone(),
            prize: one.prize.clone(),
            round: one.round_name.clone(),
            date: vietnamese::date_line(&place, day.year(), day.month(), day.day()),
            address: format!("{address}/thi/certificates/{}", one.code),
            code: one.code.clone(),
        }
    };
    let all: Vec<_> = certificates.iter().filter(|one| one.withdrawn.is_empty()).map(printed).collect();
    if all.is_empty() {
        return Err(Failure::NotFound);
    }
    let content = tokio::task::spawn_blocking(move || publishing::certificates_pdf(&unit.name, &contest.title, &all));
    let content = content.await.while_doing("printing")?.while_doing("printing the certificates")?;
    show_file("chung-nhan.pdf", "application/pdf", content)
}

/// Which certificate does not hold any more, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WithdrawForm {
    code: String,
    reason: String,
}

/// Withdraws a certificate.
pub(crate) async fn withdraw(who: Actor, Path(id): Path<ContestId>, Form(form): Form<WithdrawForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    if form.reason.trim().is_empty() {
        return Err(Failure::Malformed("contests-error-reason"));
    }
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        Ok::<_, Failure>(store::withdraw_certificate(tx, &contest, &form.code, &vietnamese::nfc(form.reason.trim()))?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/prizes"), "contests-certificate-was-withdrawn")
}
