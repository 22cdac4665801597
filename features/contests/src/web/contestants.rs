//! Who takes part: the list of contestants; the frozen list, filled from the register of people and from Excel, with
//! reasons for who is not eligible; who is barred; the codes to hand out.

use askama::Template;
use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use people::domain::MemberStatus;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, ListQuery, Listing, Path, Query, Upload, While, download, go_to_saying, page,
    page_with, personal_spreadsheet,
};
use serde::Deserialize;
use sheets::{Column, Reader};

use super::{contest_for, number_shown};
use crate::domain::{Contest, ContestId, Eligible, State};
use crate::engine::OpenRound;
use crate::permissions::{ORGANISE, VIEW};
use crate::store::{self, BarredLine, Contestant, ContestantFilter, NewContestant};

#[derive(Template)]
#[template(path = "contests/contestants.html")]
struct ContestantsPage {
    cx: Cx,
    contest: Contest,
    listing: Listing<Contestant>,
    state: String,
    eligible: i64,
    excluded: i64,
    barred: Vec<BarredLine>,
    wrong: Vec<(usize, String)>,
    unreadable: String,
    taken: Option<usize>,
    may_organise: bool,
}

impl ContestantsPage {
    fn is_list(&self) -> bool {
        self.contest.rules.eligible() == Eligible::List
    }

    fn is_preparing(&self) -> bool {
        self.contest.state == State::Preparing
    }
}

/// What came of reading a list.
#[derive(Default)]
struct Came {
    wrong: Vec<(usize, String)>,
    unreadable: String,
    taken: Option<usize>,
}

async fn read(who: &Actor, id: ContestId, query: ListQuery, came: Came) -> Result<ContestantsPage, Failure> {
    let asker = who.clone();
    who.read(move |tx| {
        let contest = contest_for(&asker, tx, VIEW, id)?;
        let state = query.state_in(&["eligible", "excluded"]).to_owned();
        let filter = |state: &str| ContestantFilter {
            contest: contest.no,
            like: query.like(),
            unit: String::new(),
            state: state.to_owned(),
        };
        let (offset, size) = query.piece(500_000);
        let sort = query.sort_in(store::CONTESTANT_SORT_KEYS);
        let rows = store::list_contestants(tx, &filter(&state), sort, offset, size)?;
        let total = store::count_contestants(tx, &filter(&state))?;
        let excluded = store::count_contestants(tx, &ContestantFilter { like: "%".into(), ..filter("excluded") })?;
        let all = store::count_listed(tx, contest.no)?;
        let listing = Listing::new(rows, total, query, format!("/contests/{id}/contestants"));
        Ok(ContestantsPage {
            cx: asker.cx("contests-contestants"),
            barred: store::list_barred(tx, contest.no)?,
            may_organise: asker.may(tx, ORGANISE, contest.unit)?,
            listing,
            state,
            eligible: all - excluded,
            excluded,
            wrong: came.wrong,
            unreadable: came.unreadable,
            taken: came.taken,
            contest,
        })
    })
    .await
}

pub(crate) async fn list(who: Actor, Path(id): Path<ContestId>, Query(query): Query<ListQuery>) -> Answer {
    let shown = read(&who, id, query, Came::default()).await?;
    if shown.listing.query.is_export() {
        return export(&who, &shown).await;
    }
    page(&shown)
}

/// The list with the codes, for handing out.
async fn export(who: &Actor, shown: &ContestantsPage) -> Answer {
    if !shown.may_organise {
        return Err(Failure::Forbidden);
    }
    let headings = shown.cx.headings(&[
        ("contests-number", 12.0),
        ("contests-name", 32.0),
        ("contests-unit", 32.0),
        ("contests-place", 32.0),
        ("contests-born", 10.0),
        ("contests-code", 14.0),
        ("contests-excluded", 24.0),
    ]);
    let rows = shown
        .listing
        .rows
        .iter()
        .map(|one| {
            vec![
                number_shown(one.no).into(),
                one.name.as_str().into(),
                one.unit_name.as_str().into(),
                one.place.as_str().into(),
                one.born.into(),
                one.code.as_str().into(),
                one.excluded.as_str().into(),
            ]
        })
        .collect();
    let (unit, format) = (Some(shown.contest.unit), shown.listing.query.format.clone());
    personal_spreadsheet(who, "thi-sinh", unit, &format, (&headings, rows)).await
}

/// Why somebody of the register is not eligible; empty for who is.
fn reason_of(status: MemberStatus) -> &'static str {
    match status {
        MemberStatus::Official | MemberStatus::Probationary => "",
        MemberStatus::Exempt => "Được miễn công tác, sinh hoạt đảng",
        MemberStatus::TemporarilyElsewhere => "Sinh hoạt đảng tạm thời ở nơi khác",
        _ => "Không thuộc đối tượng dự thi",
    }
}

/// Puts the people of the organiser's branch on the frozen list: members, with the others excluded and why.
pub(crate) async fn fill(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        contest.may_change().or_refuse()?;
        let mut new = Vec::new();
        for person in store::list_eligible_people(tx, contest.no, contest.unit)? {
            new.push(NewContestant {
                name: person.full_name.clone(),
                unit: Some(person.home_unit),
                person: Some(person.id),
                born: person.birth_day.map(|day| i64::from(day.year())),
                code: people::secret::new_signs::<8>().while_doing("making a code")?,
                join_key: format!("{}/{}", contest.no, person.id),
                excluded: reason_of(person.member_status).into(),
                ..NewContestant::default()
            });
        }
        add(tx, &contest, new)?;
        Ok::<_, Failure>(())
    })
    .await?;
    go_to_saying(format!("/contests/{id}/contestants"), "contests-list-filled")
}

fn add(tx: &mut platform::db::Tx<'_>, contest: &Contest, new: Vec<NewContestant>) -> Result<(), Failure> {
    let last = store::reserve_numbers(tx, contest.no, new.len())?;
    let first = last - i64::try_from(new.len()).unwrap_or(0) + 1;
    let count = new.len();
    let rows: Vec<(i64, NewContestant)> = (first..).zip(new).collect();
    store::insert_contestants(tx, contest.no, &rows)?;
    let event = kernel::Event::noted("contests.listed", contest.id, Some(contest.unit));
    Ok(tx.record(event.with(serde_json::json!({ "people": count })))?)
}

const fn column(key: &'static str, vi: &'static str, en: &'static str, example: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example, note: "" }
}

/// The columns of a list from elsewhere.
const COLUMNS: &[Column] = &[
    Column { aliases: &["Họ tên"], required: true, ..column("ho_ten", "Họ và tên", "Name", "Lò Thị Mai") },
    Column {
        required: true,
        note: "Mã đơn vị trong cây tổ chức.",
        ..column("ma_don_vi", "Mã đơn vị", "Unit code", "X01-C01-01")
    },
    column("nam_sinh", "Năm sinh", "Year of birth", "1988"),
    Column {
        aliases: &["Lý do"],
        note: "Để trống nếu được dự thi; nếu không, ghi vì sao: miễn sinh hoạt, đình chỉ, Ban Tổ chức …",
        ..column("ly_do", "Lý do không dự thi", "Why not eligible", "")
    },
];

pub(crate) async fn template(who: Actor, Path(id): Path<ContestId>) -> Answer {
    let asker = who.clone();
    who.read(move |tx| contest_for(&asker, tx, ORGANISE, id)).await?;
    let content = sheets::template_xlsx(COLUMNS, "Danh sách", &[]).while_doing("writing the template")?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("mau-danh-sach-du-thi.xlsx", kind, content)
}

struct Line {
    line: usize,
    name: String,
    unit_code: String,
    born: Option<i64>,
    excluded: String,
}

fn lines_of(name: &str, content: Vec<u8>) -> Result<Vec<Line>, sheets::CannotRead> {
    let mut reader = Reader::from_bytes(name, content, COLUMNS)?;
    let mut lines = Vec::new();
    for row in reader.rows()? {
        let row = row?;
        let text = |key: &str| vietnamese::nfc(row.get(key).trim());
        lines.push(Line {
            line: row.line,
            name: text("ho_ten"),
            unit_code: text("ma_don_vi"),
            born: text("nam_sinh").parse().ok(),
            excluded: text("ly_do"),
        });
    }
    Ok(lines)
}

/// Adds the people of a list to the frozen list.
pub(crate) async fn import(who: Actor, Path(id): Path<ContestId>, upload: Upload) -> Answer {
    let Some(file) = upload.file("file").cloned() else { return Err(Failure::Malformed("contests-error-file")) };
    let in_words = who.language() == platform::texts::Language::Vietnamese;
    let read_lines = tokio::task::spawn_blocking(move || lines_of(&file.name, file.content.to_vec()));
    let came = match read_lines.await.while_doing("reading the list")? {
        Err(error) => Came { unreadable: if in_words { error.vi() } else { error.en() }, ..Came::default() },
        Ok(lines) => {
            let asker = who.clone();
            let (taken, wrong) = who
                .write(move |tx| {
                    let contest = contest_for(&asker, tx, ORGANISE, id)?;
                    contest.may_change().or_refuse()?;
                    let (new, wrong) = known_units(tx, &contest, lines)?;
                    let taken = new.len();
                    add(tx, &contest, new)?;
                    Ok::<_, Failure>((taken, wrong))
                })
                .await?;
            let cx = who.cx("contests-contestants");
            let wrong = wrong.into_iter().map(|(line, key)| (line, cx.t(key))).collect();
            Came { wrong, taken: Some(taken), ..Came::default() }
        }
    };
    let status = if came.unreadable.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &read(&who, id, ListQuery::default(), came).await?)
}

type Wrong = (usize, &'static str);

fn known_units(
    tx: &mut platform::db::Tx<'_>,
    contest: &Contest,
    lines: Vec<Line>,
) -> Result<(Vec<NewContestant>, Vec<Wrong>), Failure> {
    let (mut new, mut wrong) = (Vec::new(), Vec::new());
    for line in lines {
        must_bear_no_mark(&[&line.name, &line.excluded])?;
        let unit = units::store::lookup_by_code(tx, &line.unit_code)?.map(|unit| unit.id);
        let is_ours = match unit {
            Some(id) => units::store::is_within(tx, id, contest.unit)?,
            None => false,
        };
        if line.name.is_empty() {
            wrong.push((line.line, "contests-error-name"));
        } else if !is_ours {
            wrong.push((line.line, "contests-error-unit-code"));
        } else {
            let code = people::secret::new_signs::<8>().while_doing("making a code")?;
            new.push(NewContestant {
                name: line.name,
                unit,
                born: line.born,
                join_key: format!("{}/{code}", contest.no),
                code,
                excluded: line.excluded,
                ..NewContestant::default()
            });
        }
    }
    Ok((new, wrong))
}

/// A step about one contestant or one barred line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    no: i64,
    name: String,
    phone: String,
    reason: String,
}

/// Says that a contestant may not take part, or may again.
pub(crate) async fn exclude(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    must_bear_no_mark(&[&form.reason])?;
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        Ok::<_, Failure>(store::exclude(tx, &contest, form.no, &vietnamese::nfc(form.reason.trim()))?)
    })
    .await?;
    OpenRound::forget(who.app());
    go_to_saying(format!("/contests/{id}/contestants"), "contests-excluded-saved")
}

/// Adds somebody who may not take part.
pub(crate) async fn bar(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    must_bear_no_mark(&[&form.name, &form.reason])?;
    if form.name.trim().is_empty() {
        return Err(Failure::Malformed("contests-error-name"));
    }
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        let (name, reason) = (vietnamese::nfc(form.name.trim()), vietnamese::nfc(form.reason.trim()));
        Ok::<_, Failure>(store::insert_barred(tx, &contest, &name, &form.phone, &reason)?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/contestants"), "contests-barred-saved")
}

/// Takes a line from those who are barred.
pub(crate) async fn unbar(who: Actor, Path(id): Path<ContestId>, Form(form): Form<StepForm>) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let contest = contest_for(&asker, tx, ORGANISE, id)?;
        Ok::<_, Failure>(store::remove_barred(tx, &contest, form.no)?)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/contestants"), "contests-barred-saved")
}
