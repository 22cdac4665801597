//! Lists in from files: delegates before the conference, attendance after it. A file is read, every row is understood
//! or told why not, the person sees that and confirms; nothing is taken over before.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::http::StatusCode;
use kernel::{ConferenceId, DelegateId, PersonId, PointId, UnitId};
use platform::db::{StoreError, Tx};
use platform::texts::Language;
use platform::web::{
    Actor, Answer, Cx, Failure, Form, Path, Upload, While, download, go_to, go_to_saying, page, page_with,
};
use serde::{Deserialize, Serialize};
use sheets::{Column, Reader};

use super::access;
use crate::domain::attendance::may_record;
use crate::domain::code::normal_invitation;
use crate::domain::{Conference, Kind, Outcome, Point, UploadId, Way};
use crate::store::{self, Matchable, NewDelegate};

const fn column(key: &'static str, vi: &'static str, en: &'static str) -> Column {
    Column { key, vi, en, aliases: &[], required: false, example: "", note: "" }
}

const DELEGATES: &[Column] = &[
    Column {
        required: true,
        example: "Lò Thị Mây",
        aliases: &["ho ten", "ten"],
        ..column("name", "Họ và tên", "Full name")
    },
    Column {
        required: true, example: "X01-C02", aliases: &["ma don vi"], ..column("unit", "Mã đơn vị", "Unit code")
    },
    Column { example: "Bí thư chi bộ", ..column("post", "Chức vụ", "Post") },
    Column { aliases: &["so the dang", "ma dinh danh"], ..column("person", "Mã đảng viên", "Member number") },
    Column {
        note: "Tên điểm cầu; để trống: điểm cầu gần nhất của đơn vị.", ..column("point", "Điểm cầu", "Point")
    },
];

const ATTENDANCE: &[Column] = &[
    Column { aliases: &["ma giay moi", "ma moi"], ..column("invitation", "Mã giấy mời", "Invitation code") },
    Column { example: "Lò Thị Mây", aliases: &["ho ten", "ten"], ..column("name", "Họ và tên", "Full name") },
    Column { example: "X01-C02", ..column("unit", "Mã đơn vị", "Unit code") },
    Column { aliases: &["nam sinh"], ..column("birth_day", "Ngày sinh", "Date of birth") },
    Column {
        example: "Có mặt",
        aliases: &["diem danh", "tinh trang"],
        note: "Có mặt, Vắng có lý do, Vắng không lý do; để trống là có mặt.",
        ..column("outcome", "Kết quả", "Attendance")
    },
    Column { ..column("reason", "Lý do vắng", "Reason") },
];

/// One row of a file as it was understood; `error` is a text key, empty when the row can be taken over.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct ReadRow {
    line: usize,
    name: String,
    note: String,
    error: String,
    delegate: Option<DelegateId>,
    outcome: String,
    reason: String,
    person: Option<PersonId>,
    unit: Option<UnitId>,
    point: Option<PointId>,
    post: String,
    official: bool,
}

#[derive(Template)]
#[template(path = "conferences/upload.html")]
struct UploadPage {
    cx: Cx,
    conference: Conference,
    kind: &'static str,
    error: String,
}

#[derive(Template)]
#[template(path = "conferences/upload_preview.html")]
struct PreviewPage {
    cx: Cx,
    conference: Conference,
    upload: UploadId,
    file_name: String,
    kind: String,
    good: i64,
    bad: Vec<ReadRow>,
    sample: Vec<ReadRow>,
}

fn kind_of(text: &str) -> Result<(&'static str, &'static [Column]), Failure> {
    match text {
        "delegates" => Ok(("delegates", DELEGATES)),
        "attendance" => Ok(("attendance", ATTENDANCE)),
        _ => Err(Failure::NotFound),
    }
}

pub(crate) async fn choose(who: Actor, Path((id, kind)): Path<(ConferenceId, String)>) -> Answer {
    choose_page(&who, id, kind_of(&kind)?.0, String::new(), StatusCode::OK).await
}

async fn choose_page(who: &Actor, id: ConferenceId, kind: &'static str, error: String, status: StatusCode) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let conference = access::see(tx, &asker, id)?.conference;
            access::points_to_fill(tx, &asker, &conference)?;
            let cx = asker.cx(if kind == "delegates" {
                "conferences-upload-delegates"
            } else {
                "conferences-upload-attendance"
            });
            Ok::<_, Failure>(UploadPage { cx, conference, kind, error })
        })
        .await?;
    page_with(status, &shown)
}

pub(crate) async fn template(who: Actor, Path((id, kind)): Path<(ConferenceId, String)>) -> Answer {
    let (kind, columns) = kind_of(&kind)?;
    let asker = who.clone();
    who.read(move |tx| access::see(tx, &asker, id).map(|_| ())).await?;
    let name = if kind == "delegates" { "Đại biểu" } else { "Điểm danh" };
    let content = sheets::template_xlsx(columns, name, &[]).while_doing("writing the template")?;
    let file = if kind == "delegates" { "mau-dai-bieu.xlsx" } else { "mau-diem-danh.xlsx" };
    download(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content)
}

pub(crate) async fn read(who: Actor, Path((id, kind)): Path<(ConferenceId, String)>, upload: Upload) -> Answer {
    let (kind, columns) = kind_of(&kind)?;
    let cx = who.cx("conferences-menu");
    let Some(file) = upload.file("file").cloned() else {
        let error = cx.t("conferences-error-file");
        return choose_page(&who, id, kind, error, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let parsed = parse(&file.name, file.content.to_vec(), columns);
    let rows = match parsed {
        Ok(rows) => rows,
        Err(cannot) => {
            let error = if who.language() == Language::English { cannot.en() } else { cannot.vi() };
            return choose_page(&who, id, kind, error, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let asker = who.clone();
    let kept = who
        .write(move |tx| {
            let conference = access::see(tx, &asker, id)?.conference;
            conference.may_change().or_refuse()?;
            let points = access::points_to_fill(tx, &asker, &conference)?;
            let understood = if kind == "delegates" {
                understand_delegates(tx, &asker, &conference, &points, &rows)?
            } else {
                understand_attendance(tx, &conference, &points, &rows)?
            };
            let body = serde_json::to_string(&understood).while_doing("keeping the list")?;
            Ok::<_, Failure>(store::insert_upload(tx, id, kind, &file.name, &body)?)
        })
        .await?;
    go_to(format!("/conferences/{id}/uploads/{kept}"))
}

fn parse(name: &str, content: Vec<u8>, columns: &'static [Column]) -> Result<Vec<sheets::Row>, sheets::CannotRead> {
    let mut reader = Reader::from_bytes(name, content, columns)?;
    reader.rows()?.collect()
}

fn understand_delegates(
    tx: &mut Tx<'_>,
    who: &Actor,
    conference: &Conference,
    points: &[Point],
    rows: &[sheets::Row],
) -> Result<Vec<ReadRow>, Failure> {
    let by_name: HashMap<String, PointId> = points.iter().map(|p| (vietnamese::fold(&p.name), p.id)).collect();
    let mine: HashSet<PointId> = points.iter().map(|p| p.id).collect();
    let mut nearest: HashMap<UnitId, Option<PointId>> = HashMap::new();
    let mut understood = Vec::new();
    for row in rows {
        let mut read = ReadRow {
            line: row.line,
            name: row.get("name").to_owned(),
            post: row.get("post").to_owned(),
            note: row.get("unit").to_owned(),
            ..ReadRow::default()
        };
        let unit = units::store::lookup_by_code(tx, row.get("unit"))?;
        let unit = match unit {
            Some(unit) if who.may(tx, crate::permissions::ATTEND_TO_POINT, unit.id)? => unit,
            _ => {
                read.error = "conferences-row-unit".into();
                understood.push(read);
                continue;
            }
        };
        if let std::collections::hash_map::Entry::Vacant(place) = nearest.entry(unit.id) {
            place.insert(store::nearest_points(tx, conference.id, unit.id)?.get(&unit.id).copied());
        }
        read.unit = Some(unit.id);
        read.point = match row.get("point") {
            "" => nearest[&unit.id].filter(|point| mine.contains(point)),
            name => by_name.get(&vietnamese::fold(name)).copied(),
        };
        let found = store::list_named(tx, unit.id, &read.name, row.get("person"))?;
        match found.as_slice() {
            _ if read.name.is_empty() => read.error = "conferences-row-name".into(),
            _ if read.point.is_none() => read.error = "conferences-row-point".into(),
            [] if !row.get("person").is_empty() => read.error = "conferences-row-person".into(),
            [] => {}
            [one] => {
                read.person = Some(one.person);
                read.unit = Some(one.unit);
                read.official = one.is_official;
                if read.post.is_empty() {
                    read.post.clone_from(&one.post);
                }
            }
            _ => read.error = "conferences-row-several".into(),
        }
        understood.push(read);
    }
    Ok(understood)
}

fn understand_attendance(
    tx: &mut Tx<'_>,
    conference: &Conference,
    points: &[Point],
    rows: &[sheets::Row],
) -> Result<Vec<ReadRow>, StoreError> {
    let all = store::list_matchable(tx, conference.id)?;
    let mine: HashSet<PointId> = points.iter().map(|p| p.id).collect();
    let mut by_invitation: HashMap<&str, &Matchable> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<&Matchable>> = HashMap::new();
    for delegate in &all {
        by_invitation.insert(&delegate.invitation, delegate);
        by_name.entry(&delegate.folded).or_default().push(delegate);
    }
    let mut taken: HashSet<DelegateId> = HashSet::new();
    let understood = rows.iter().map(|row| {
        let mut read = ReadRow {
            line: row.line,
            name: row.get("name").to_owned(),
            note: row.get("unit").to_owned(),
            reason: row.get("reason").to_owned(),
            ..ReadRow::default()
        };
        let found = match row.get("invitation") {
            "" => by_words(&by_name, row),
            letters => by_invitation.get(normal_invitation(letters).as_str()).map(|d| vec![*d]).unwrap_or_default(),
        };
        match (found.as_slice(), Outcome::told(row.get("outcome"))) {
            ([], _) => read.error = "conferences-row-nobody".into(),
            ([_, _, ..], _) => read.error = "conferences-row-several".into(),
            ([one], _) if !mine.contains(&one.point) => read.error = "conferences-row-not-yours".into(),
            ([_], None) => read.error = "conferences-row-outcome".into(),
            ([one], Some(outcome)) => {
                read.name.clone_from(&one.name);
                read.delegate = Some(one.id);
                outcome.code().clone_into(&mut read.outcome);
                if !taken.insert(one.id) {
                    read.error = "conferences-row-twice".into();
                }
            }
        }
        read
    });
    Ok(understood.collect())
}

/// The delegates a row's name fits; unit and day (or year) of birth tell namesakes apart.
fn by_words<'m>(by_name: &HashMap<&str, Vec<&'m Matchable>>, row: &sheets::Row) -> Vec<&'m Matchable> {
    let mut found = by_name.get(vietnamese::fold(row.get("name")).as_str()).cloned().unwrap_or_default();
    if !row.get("unit").is_empty() {
        found.retain(|d| d.unit_code.eq_ignore_ascii_case(row.get("unit")));
    }
    let birth = row.get("birth_day");
    if !birth.is_empty() {
        let day = sheets::parse_day(birth);
        found.retain(|d| {
            d.birth_day.is_some_and(|known| {
                day.is_some_and(|day| day == known.0) || birth.parse::<i16>().is_ok_and(|year| year == known.year())
            })
        });
    }
    found
}

fn rows_of(body: &str) -> Result<Vec<ReadRow>, Failure> {
    serde_json::from_str(body).while_doing("reading the kept list")
}

pub(crate) async fn preview(who: Actor, Path((id, upload)): Path<(ConferenceId, UploadId)>) -> Answer {
    let asker = who.clone();
    let shown = who
        .read(move |tx| {
            let conference = access::see(tx, &asker, id)?.conference;
            access::points_to_fill(tx, &asker, &conference)?;
            let kept = store::find_upload(tx, upload)?;
            if kept.conference != id || kept.created_by != asker.account() {
                return Err(Failure::NotFound);
            }
            let (bad, good): (Vec<ReadRow>, Vec<ReadRow>) =
                rows_of(&kept.body)?.into_iter().partition(|row| !row.error.is_empty());
            Ok(PreviewPage {
                cx: asker.cx("conferences-upload-preview"),
                conference,
                upload,
                file_name: kept.file_name,
                kind: kept.kind,
                good: i64::try_from(good.len()).unwrap_or(i64::MAX),
                bad,
                sample: good.into_iter().take(20).collect(),
            })
        })
        .await?;
    page(&shown)
}

pub(crate) async fn confirm(
    who: Actor,
    Path((id, upload)): Path<(ConferenceId, UploadId)>,
    Form(_): Form<super::points::Nothing>,
) -> Answer {
    let asker = who.clone();
    who.write(move |tx| {
        let conference = access::see(tx, &asker, id)?.conference;
        conference.may_change().or_refuse()?;
        access::points_to_fill(tx, &asker, &conference)?;
        let kept = store::find_upload(tx, upload)?;
        if kept.conference != id || kept.created_by != asker.account() {
            return Err(Failure::NotFound);
        }
        let mut rows = rows_of(&kept.body)?;
        rows.retain(|row| row.error.is_empty());
        if kept.kind == "delegates" {
            let new: Vec<NewDelegate> = rows.into_iter().filter_map(new_delegate).collect();
            store::summon(tx, &conference, &new)?;
        } else {
            for row in rows {
                let (Some(delegate), Ok(to)) = (row.delegate, row.outcome.parse::<Outcome>()) else { continue };
                may_record(conference.state, to).or_refuse()?;
                store::record_outcome(tx, delegate, to, Way::File, &row.reason)?;
            }
        }
        store::remove_upload(tx, upload)?;
        Ok(())
    })
    .await?;
    go_to_saying(format!("/conferences/{id}/delegates"), "conferences-upload-done")
}

fn new_delegate(row: ReadRow) -> Option<NewDelegate> {
    let kind = match (row.person, row.official) {
        (None, _) => Kind::Guest,
        (Some(_), true) => Kind::Official,
        (Some(_), false) => Kind::Member,
    };
    Some(NewDelegate {
        point: row.point?,
        person: row.person,
        unit: row.unit?,
        name: row.name,
        post: row.post,
        kind,
        makes_up_for: None,
    })
}
