//! Who has a prize: of the rounds, of the contest as a whole, of the final; the list as a paper (.docx) and as a workbook.

use askama::Template;
use fair_contest::WholeResult;
use kernel::{Day, UnitId};
use platform::db::Tx;
use platform::web::{
    Actor, Answer, Cx, Failure, ListQuery, Listing, Path, Query, While, download, page, personal_spreadsheet,
};
use publishing::{Align, Block, Paper, RuleSet, Signature, Table};

use super::certificates::{due, in_order};
use super::public::ranking::{PlaceRow, places};
use super::{contest_for, number_shown, took_shown};
use crate::domain::{Contest, ContestId, FinalPlace, Prize, Round, Standing, UnitResult, prize_count, prize_of};
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, Certificate, Finalist};
use crate::summing::{self, ranked_units, whole_ranking};

/// A prize that somebody has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Won {
    pub round: String,
    pub prize: String,
    pub worth: String,
    pub name: String,
    pub unit: String,
    pub result: String,
    /// The contestant who has it; none where a unit has it, or a team of the final.
    pub contestant: Option<i64>,
    /// The round it is of; none for the contest as a whole and the final.
    pub round_no: Option<i64>,
    /// The unit that has it, or whose team.
    pub unit_id: Option<UnitId>,
}

impl Won {
    fn of(prize: &Prize, round: &str) -> Self {
        Won { round: round.to_owned(), prize: prize.name.clone(), worth: prize.worth.clone(), ..Won::default() }
    }
}

/// Every prize of the settled rounds: of people, of units; then, once all are settled, of the whole contest and of the final.
pub(super) fn won(who: &Actor, tx: &mut Tx<'_>, contest: &Contest, rounds: &[Round]) -> Result<Vec<Won>, Failure> {
    let mut all = Vec::new();
    for round in rounds.iter().filter(|round| round.settled_at.is_some()) {
        all.extend(of_people(who, tx, contest, round)?);
        if let Some(collective) = &contest.rules.collective {
            let units = of_units(tx, contest, (Some(round.no), &round.name), &collective.prizes)?;
            all.extend(units.into_iter().map(|one| Won { round_no: Some(round.no), ..one }));
        }
    }
    if !rounds.is_empty() && rounds.iter().all(|round| round.settled_at.is_some()) {
        all.extend(of_whole(who, tx, contest)?);
        all.extend(of_units(tx, contest, (None, WHOLE), &contest.rules.whole_collective)?);
    }
    all.extend(of_final(tx, contest)?);
    Ok(all)
}

/// What the contest as a whole is called on papers.
const WHOLE: &str = "Toàn hội thi";

fn of_people(who: &Actor, tx: &mut Tx<'_>, contest: &Contest, round: &Round) -> Result<Vec<Won>, Failure> {
    let prizes = &contest.rules.prizes;
    let last = prize_count(prizes);
    // whoever shares the last rank that has a prize shares the prize, however many they are
    let having = crate::engine::read_standings(who.app(), tx, round.no, |all| {
        all.from(0).take_while(|one| one.rank <= last).count()
    })?;
    let (rows, _) = places(who.app(), tx, (contest, round.no), (0, i64::try_from(having).unwrap_or(0)))?;
    let shown = |row: PlaceRow| {
        let of = row.ranked.performance;
        Some(Won {
            name: row.name,
            unit: row.unit_name,
            result: format!("{} / {}", of.score, took_shown(of.took)),
            contestant: Some(of.contestant),
            round_no: Some(round.no),
            ..Won::of(prize_of(prizes, row.ranked.rank)?, &round.name)
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}

fn of_units(
    tx: &mut Tx<'_>,
    contest: &Contest,
    (round, called): (Option<i64>, &str),
    prizes: &[Prize],
) -> Result<Vec<Won>, Failure> {
    if prizes.is_empty() {
        return Ok(Vec::new());
    }
    let shown = |(unit, one): (UnitId, UnitResult)| {
        let Standing::Rank(rank) = one.standing else { return None };
        Some(Won {
            result: format!("{}% / {}", super::hundredths(one.rate), super::hundredths(one.mean)),
            name: one.of.name,
            unit_id: Some(unit),
            ..Won::of(prize_of(prizes, rank)?, called)
        })
    };
    Ok(ranked_units(tx, contest, round)?.into_iter().filter_map(shown).collect())
}

/// A place over the whole contest with who holds it.
pub(crate) struct WholeRow {
    pub of: WholeResult,
    pub name: String,
    pub unit_name: String,
    pub prize: Option<Prize>,
}

/// So many places of the whole ranking behind so many, with who holds them.
pub(crate) fn whole_page(
    tx: &mut Tx<'_>,
    contest: &Contest,
    ranking: &[WholeResult],
    (skipped, size): (i64, i64),
) -> Result<Vec<WholeRow>, Failure> {
    let from = usize::try_from(skipped).unwrap_or(0).min(ranking.len());
    let until = from.saturating_add(usize::try_from(size).unwrap_or(0)).min(ranking.len());
    whole_rows(tx, contest, &ranking[from..until])
}

fn whole_rows(tx: &mut Tx<'_>, contest: &Contest, results: &[WholeResult]) -> Result<Vec<WholeRow>, Failure> {
    let numbers: Vec<i64> = results.iter().map(|one| one.contestant).collect();
    let known = store::list_contestants_by_no(tx, contest.no, &numbers)?;
    let known: std::collections::HashMap<i64, _> = known.into_iter().map(|one| (one.no, one)).collect();
    let row = |of: &WholeResult| {
        let one = known.get(&of.contestant);
        let rank = usize::try_from(of.rank).unwrap_or(usize::MAX);
        WholeRow {
            name: one.map(|one| one.name.clone()).unwrap_or_default(),
            unit_name: one.map(|one| one.belongs_to().to_owned()).unwrap_or_default(),
            prize: prize_of(&contest.rules.whole_prizes, rank).cloned(),
            of: *of,
        }
    };
    Ok(results.iter().map(row).collect())
}

fn of_whole(who: &Actor, tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<Won>, Failure> {
    let last = i64::try_from(prize_count(&contest.rules.whole_prizes)).unwrap_or(0);
    if last == 0 {
        return Ok(Vec::new());
    }
    let shown = |row: WholeRow| {
        Some(Won {
            name: row.name,
            unit: row.unit_name,
            result: format!("{} / {}", row.of.score, took_shown(row.of.took)),
            contestant: Some(row.of.contestant),
            ..Won::of(&row.prize?, WHOLE)
        })
    };
    let ranking = whole_ranking(who.app(), tx, contest)?;
    // whoever shares the last rank that has a prize shares the prize, however many they are
    let having = ranking.partition_point(|one| one.rank <= last);
    Ok(whole_rows(tx, contest, &ranking[..having])?.into_iter().filter_map(shown).collect())
}

#[derive(Template)]
#[template(path = "contests/whole.html")]
struct WholePage {
    cx: Cx,
    contest: Contest,
    listing: Listing<WholeRow>,
    rounds: usize,
    settled: usize,
}

/// People by the sum of their scores over the settled rounds.
pub(crate) async fn whole(who: Actor, Path(id): Path<ContestId>, Query(query): Query<ListQuery>) -> Answer {
    let asker = who.clone();
    let contest = who.read(move |tx| contest_for(&asker, tx, VIEW, id)).await?;
    let ranking = summing::whole(who.app(), &contest).await?;
    let (asker, asked) = (who.clone(), query.clone());
    let shown = who
        .read(move |tx| {
            let rounds = store::list_rounds(tx, id)?;
            let settled = rounds.iter().filter(|round| round.settled_at.is_some()).count();
            let mut rows = whole_page(tx, &contest, &ranking, asked.piece(500_000))?;
            if settled < rounds.len() {
                // prizes follow from all rounds
                rows.iter_mut().for_each(|row| row.prize = None);
            }
            let total = i64::try_from(ranking.len()).unwrap_or(i64::MAX);
            Ok::<_, Failure>(WholePage {
                cx: asker.cx("contests-whole"),
                listing: Listing::new(rows, total, asked, format!("/contests/{id}/whole")),
                rounds: rounds.len(),
                settled,
                contest,
            })
        })
        .await?;
    if !query.is_export() {
        return page(&shown);
    }
    let headings = shown.cx.headings(&[
        ("contests-rank", 8.0),
        ("contests-number", 12.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-whole-result", 12.0),
        ("contests-whole-time", 14.0),
        ("contests-prize", 20.0),
    ]);
    let row = |row: &WholeRow| {
        vec![
            row.of.rank.into(),
            number_shown(row.of.contestant).into(),
            row.name.clone().into(),
            row.unit_name.clone().into(),
            row.of.score.into(),
            took_shown(row.of.took).into(),
            row.prize.as_ref().map(|prize| prize.name.clone()).unwrap_or_default().into(),
        ]
    };
    let rows = shown.listing.rows.iter().map(row).collect();
    personal_spreadsheet(&who, "xep-hang-toan-hoi-thi", Some(shown.contest.unit), &query.format, (&headings, rows))
        .await
}

fn of_final(tx: &mut Tx<'_>, contest: &Contest) -> Result<Vec<Won>, Failure> {
    let shown = |(place, finalist): (FinalPlace, Finalist)| {
        let prize = prize_of(contest.rules.prizes_of_final(), place.rank).filter(|_| place.judges > 0)?;
        Some(Won {
            name: finalist.name,
            unit: finalist.unit_name,
            result: super::hundredths(place.mean),
            contestant: finalist.contestant,
            unit_id: finalist.unit,
            ..Won::of(prize, store::FINAL)
        })
    };
    let marks = store::list_marks(tx, contest.no)?;
    Ok(super::finals::ranked(tx, contest, &marks)?.into_iter().filter_map(shown).collect())
}

#[derive(Template)]
#[template(path = "contests/prizes.html")]
struct PrizesPage {
    cx: Cx,
    contest: Contest,
    won: Vec<Won>,
    certificates: Vec<Certificate>,
    /// Prizes without a certificate, and certificates that are wrong since the ranking was made anew.
    due: (usize, usize),
    may_organise: bool,
}

fn read(who: &Actor, tx: &mut Tx<'_>, id: ContestId) -> Result<PrizesPage, Failure> {
    let contest = contest_for(who, tx, VIEW, id)?;
    let rounds = store::list_rounds(tx, id)?;
    let won = won(who, tx, &contest, &rounds)?;
    let certificates = store::list_certificates(tx, contest.no)?;
    Ok(PrizesPage {
        cx: who.cx("contests-prizes-given"),
        due: due(&certificates, &won),
        certificates: in_order(certificates, &won),
        won,
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
    personal_spreadsheet(&who, "danh-sach-giai", unit, "xlsx", (&headings, rows)).await
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
