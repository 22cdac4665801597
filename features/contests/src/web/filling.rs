//! The frozen list filled: from the register of people and from Excel, with reasons for who is not eligible, and a code for
//! each that nobody else has.

use std::collections::HashSet;

use axum::http::StatusCode;
use documents::import::must_bear_no_mark;
use people::domain::MemberStatus;
use platform::db::Tx;
use platform::web::{Actor, Answer, Failure, ListQuery, Path, Upload, While, download, go_to_saying, page_with};
use sheets::{Column, Reader};

use super::contest_for;
use super::contestants::{Came, read};
use crate::domain::{BarredLines, Contest, ContestId, Known};
use crate::permissions::ORGANISE;
use crate::store::{self, NewContestant};

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
                join_key: format!("{}/{}", contest.no, person.id),
                excluded: reason_of(person.member_status).into(),
                ..NewContestant::default()
            });
        }
        add(tx, &contest, new)
    })
    .await?;
    go_to_saying(format!("/contests/{id}/contestants"), "contests-list-filled")
}

/// Puts people on the list, each with a code; who is barred is excluded.
fn add(tx: &mut Tx<'_>, contest: &Contest, mut new: Vec<NewContestant>) -> Result<(), Failure> {
    let barred = BarredLines::new(store::list_barred(tx, contest.no)?);
    for one in new.iter_mut().filter(|one| one.excluded.is_empty()) {
        let known = Known { name: &one.name, phone: &one.phone, born: one.born, unit: one.unit };
        if let Some(line) = store::barred_by(tx, &barred, &known)? {
            (one.excluded, one.barred_no) = (line.why().to_owned(), Some(line.no));
        }
    }
    give_codes(tx, &mut new, || people::secret::new_signs::<8>().while_doing("making a code"))?;
    for one in new.iter_mut().filter(|one| one.join_key.is_empty()) {
        one.join_key = format!("{}/{}", contest.no, one.code);
    }
    let last = store::reserve_numbers(tx, contest.no, new.len())?;
    let first = last - i64::try_from(new.len()).unwrap_or(0) + 1;
    let count = new.len();
    let rows: Vec<(i64, NewContestant)> = (first..).zip(new).collect();
    store::insert_contestants(tx, contest.no, &rows)?;
    let event = kernel::Event::noted("contests.listed", contest.id, Some(contest.unit));
    Ok(tx.record(event.with(serde_json::json!({ "people": count })))?)
}

/// Gives everybody a code that nobody else has. Of hundreds of thousands of short codes two may be the same: those are made
/// again.
fn give_codes(
    tx: &mut Tx<'_>,
    new: &mut [NewContestant],
    mut make: impl FnMut() -> Result<String, Failure>,
) -> Result<(), Failure> {
    let mut known: HashSet<String> = HashSet::with_capacity(new.len());
    let mut without: Vec<usize> = (0..new.len()).collect();
    while !without.is_empty() {
        for place in &without {
            new[*place].code = make()?;
        }
        let codes: Vec<&str> = without.iter().map(|place| new[*place].code.as_str()).collect();
        let taken = store::list_taken_codes(tx, &codes)?;
        without.retain(|place| {
            let code = &new[*place].code;
            taken.contains(code) || !known.insert(code.clone())
        });
    }
    Ok(())
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
    tx: &mut Tx<'_>,
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
            new.push(NewContestant {
                name: line.name,
                unit,
                born: line.born,
                excluded: line.excluded,
                ..NewContestant::default()
            });
        }
    }
    Ok((new, wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_somebody_has_are_made_again() {
        let features = vec![units::plug(), figures::plug(), people::plug(), crate::plug()];
        let site = testkit::Site::new(testkit::Engine::Sqlite, features);
        let codes = site.write(|tx| {
            let known = NewContestant { code: "b".into(), join_key: "k".into(), ..NewContestant::default() };
            store::insert_contestants(tx, 1, &[(1, known)])?;
            let mut new = vec![NewContestant::default(); 3];
            let mut made = ["a", "a", "b", "a", "c", "b", "d"].into_iter();
            give_codes(tx, &mut new, || Ok(made.next().unwrap().to_owned())).unwrap();
            Ok(new.into_iter().map(|one| one.code).collect::<Vec<_>>())
        });
        assert_eq!(codes, ["a", "d", "c"]);
    }
}
