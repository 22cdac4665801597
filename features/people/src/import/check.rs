//! Checking a line of a list of people, without the database. What must be known of it (units, who is there already)
//! is loaded once, as hashes, so that half a million people take a few dozen megabytes.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use kernel::{Day, UnitId};
use platform::db::{StoreError, Tx};
use platform::imports::{Fault, TakesIn};
use platform::params;
use sheets::Row;

use super::write::{Given, Line, Scope};
use crate::domain::{Gender, MemberStatus};

/// What must be known to check lines.
pub(super) struct PeopleLines {
    units: HashMap<String, UnitId>,
    scope: Arc<Scope>,
    /// Who is in the database already, by [`key`].
    known: HashSet<u64>,
    /// Those of them who have an external id, by name, birth day and unit.
    known_by_name: HashSet<u64>,
    /// Names with birth days, in the database and in the lines above.
    twins: HashSet<u64>,
    /// The lines above, by [`key`].
    above: HashMap<u64, i64>,
    /// The lines above that have an external id, by name, birth day and unit.
    above_by_name: HashMap<u64, i64>,
    today: Day,
}

fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// By what a person is known again.
fn key(external_id: Option<&str>, sort_key: &str, birth_day: Option<Day>, unit: UnitId) -> u64 {
    match external_id {
        Some(id) => hashed(("id", id)),
        None => hashed(("name", sort_key, birth_day, unit)),
    }
}

impl PeopleLines {
    /// Loads the units of the branches (every one when none is named) and who is there.
    pub(super) fn load(tx: &mut Tx<'_>, roots: &[UnitId]) -> Result<Self, StoreError> {
        let mut units = HashMap::new();
        let mut take = |row: &platform::db::Row<'_>| {
            units.insert(row.get::<String>(0)?.to_uppercase(), row.get::<UnitId>(1)?);
            Ok(())
        };
        if roots.is_empty() {
            tx.each("SELECT code, id FROM unit WHERE ended_on IS NULL", &[], &mut take)?;
        }
        for root in roots {
            tx.each(
                "SELECT u.code, u.id FROM unit u JOIN unit_ancestor a ON a.unit_id = u.id
                 WHERE a.ancestor_id = $1 AND u.ended_on IS NULL",
                params![root],
                &mut take,
            )?;
        }
        let scope = if roots.is_empty() { Scope::All } else { Scope::Units(units.values().copied().collect()) };
        let mut lines = PeopleLines {
            units,
            scope: Arc::new(scope),
            known: HashSet::new(),
            known_by_name: HashSet::new(),
            twins: HashSet::new(),
            above: HashMap::new(),
            above_by_name: HashMap::new(),
            today: tx.today(),
        };
        let sql = "SELECT external_id, sort_key, birth_day, home_unit_id, merged_into_person_id IS NULL FROM person";
        tx.each(sql, &[], |row| {
            let (id, name, birth): (Option<String>, String, Option<Day>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let unit: UnitId = row.get(3)?;
            lines.known.insert(key(id.as_deref(), &name, birth, unit));
            if birth.is_some() && id.is_some() {
                lines.known_by_name.insert(key(None, &name, birth, unit));
            }
            if birth.is_some() && row.get::<bool>(4)? {
                lines.twins.insert(hashed((&name, birth)));
            }
            Ok(())
        })?;
        Ok(lines)
    }

    fn given(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Given> {
        let unit = self.units.get(&row.get("ma_don_vi").to_uppercase()).copied();
        if row.get("ma_don_vi").is_empty() {
            faults.push(Fault::at(row, "ma_don_vi", "people-import-no-unit"));
        } else if unit.is_none() {
            faults.push(Fault::at(row, "ma_don_vi", "people-import-unknown-unit"));
        }
        let full_name = row.get("ho_ten").split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(problem) = name_fault(&full_name) {
            faults.push(Fault::at(row, "ho_ten", problem));
        }
        let external_id = row.get("ma_dang_vien");
        if external_id.chars().count() > 40 || external_id.contains(char::is_whitespace) {
            faults.push(Fault::at(row, "ma_dang_vien", "people-import-bad-id"));
        }
        let birth_day = self.day(row, "ngay_sinh", faults);
        let since = self.day(row, "tu_ngay", faults);
        let joined_on = self.day(row, "ngay_vao_dang", faults);
        if birth_day.is_some() && joined_on.is_some() && joined_on <= birth_day {
            faults.push(Fault::at(row, "ngay_vao_dang", "people-import-joined-before-birth"));
        }
        let gender = word(row, "gioi_tinh", read_gender, "people-import-bad-gender", faults);
        let member_status = word(row, "trang_thai", read_status, "people-import-bad-status", faults);
        let phone = word(row, "dien_thoai", read_phone, "people-import-bad-phone", faults);
        let is_key_official = word(row, "can_bo_chu_chot", read_yes, "people-import-bad-yes", faults);
        Some(Given {
            external_id: some(external_id),
            full_name,
            birth_day,
            gender,
            home_unit: unit?,
            member_status,
            joined_on,
            since,
            post: some(row.get("chuc_vu")),
            phone,
            is_key_official,
        })
    }

    fn day(&self, row: &Row, column: &'static str, faults: &mut Vec<Fault>) -> Option<Day> {
        let text = row.get(column);
        if text.is_empty() {
            return None;
        }
        let day = sheets::parse_day(text).map(Day);
        match day {
            None => faults.push(Fault::at(row, column, "people-import-bad-day")),
            Some(day) if day > self.today => faults.push(Fault::at(row, column, "people-import-future-day")),
            Some(_) => {}
        }
        day
    }
}

impl PeopleLines {
    /// Is no line above about the same person?
    fn must_be_first(&self, row: &Row, given: &Given, own: u64, by_name: u64) -> Result<(), Vec<Fault>> {
        if let (Some(_), Some(above)) = (&given.external_id, self.above.get(&own)) {
            return Err(vec![Fault::at(row, "ma_dang_vien", "people-import-twice").naming(above)]);
        }
        let alike = match given.external_id {
            None => self.above.get(&own).or_else(|| self.above_by_name.get(&by_name)),
            Some(_) if given.birth_day.is_some() => self.above.get(&by_name),
            Some(_) => None,
        };
        match alike {
            Some(above) => Err(vec![Fault::at(row, "ho_ten", "people-import-twice-without-id").naming(above)]),
            None => Ok(()),
        }
    }
}

impl TakesIn for PeopleLines {
    type Line = Line;

    fn check(&mut self, row: &Row) -> Result<Line, Vec<Fault>> {
        let mut faults = Vec::new();
        let Some(given) = self.given(row, &mut faults).filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        let number = i64::try_from(row.line).unwrap_or(i64::MAX);
        let sort_key = vietnamese::name_sort_key(&given.full_name);
        let own = key(given.external_id.as_deref(), &sort_key, given.birth_day, given.home_unit);
        let by_name = key(None, &sort_key, given.birth_day, given.home_unit);
        self.must_be_first(row, &given, own, by_name)?;
        self.above.insert(own, number);
        let (has_id, has_birth) = (given.external_id.is_some(), given.birth_day.is_some());
        if has_id && has_birth {
            self.above_by_name.insert(by_name, number);
        }
        let has_twin = given.birth_day.is_some() && !self.twins.insert(hashed((&sort_key, given.birth_day)));
        // by the rules of `domain::merge::RULES`: whoever has no id yet takes the line's; a line without one is whoever has
        // the same name, birth day and unit
        let alike = if has_id { &self.known } else { &self.known_by_name };
        let is_known = self.known.contains(&own) || (has_birth && alike.contains(&by_name));
        Ok(Line { number, given, sort_key, is_known, has_twin, scope: Arc::clone(&self.scope) })
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A cell that must be one of some words, unless it is empty.
fn word<T>(
    row: &Row,
    column: &'static str,
    read: fn(&str) -> Option<T>,
    problem: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let text = row.get(column);
    if text.is_empty() {
        return None;
    }
    let value = read(text);
    if value.is_none() {
        faults.push(Fault::at(row, column, problem));
    }
    value
}

/// What is wrong with a name, as a text key.
pub(crate) fn name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("people-error-no-name")
    } else if name.chars().count() > 100 || name.chars().any(|c| c.is_ascii_digit() || c.is_control() || c == '@') {
        Some("people-error-bad-name")
    } else {
        None
    }
}

/// The words lists use for where a member stands.
fn read_status(text: &str) -> Option<MemberStatus> {
    let folded = vietnamese::fold(text);
    let short = folded.strip_prefix("dang vien ").unwrap_or(&folded);
    match short {
        "chinh thuc" | "ct" | "official" | "dang sinh hoat" => Some(MemberStatus::Official),
        "du bi" | "db" | "probationary" => Some(MemberStatus::Probationary),
        "mien sinh hoat"
        | "mien cong tac"
        | "duoc mien cong tac sinh hoat dang"
        | "mien cong tac sinh hoat dang"
        | "mien cong tac sinh hoat"
        | "mien"
        | "exempt" => Some(MemberStatus::Exempt),
        "tam thoi noi khac"
        | "sinh hoat tam thoi noi khac"
        | "sinh hoat dang tam thoi noi khac"
        | "sinh hoat tam thoi"
        | "temporarily elsewhere" => Some(MemberStatus::TemporarilyElsewhere),
        "can bo ngoai dang" | "can bo chua la dang vien" | "can bo chua vao dang" => {
            Some(MemberStatus::OfficialNotMember)
        }
        "hoi vien" | "doan vien" | "doan vien hoi vien" | "association member" => Some(MemberStatus::AssociationMember),
        "khach" | "khach moi" | "guest" => Some(MemberStatus::Guest),
        "ngoai dang" | "chua vao dang" | "quan chung" | "not member" => Some(MemberStatus::NotMember),
        _ => None,
    }
}

fn read_gender(text: &str) -> Option<Gender> {
    match vietnamese::fold(text).as_str() {
        "nam" | "male" | "m" => Some(Gender::Male),
        "nu" | "female" | "f" => Some(Gender::Female),
        _ => None,
    }
}

/// A telephone number as it is kept: digits, a leading `+` allowed. Spaces, dots and hyphens are dropped.
pub(crate) fn read_phone(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).collect();
    let digits = kept.strip_prefix('+').unwrap_or(&kept);
    let is_number = (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(kept)
}

fn read_yes(text: &str) -> Option<bool> {
    match vietnamese::fold(text).as_str() {
        "x" | "co" | "1" | "yes" | "true" | "v" => Some(true),
        "0" | "khong" | "no" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_lists_are_understood() {
        assert_eq!(read_status("Đảng viên dự bị"), Some(MemberStatus::Probationary));
        assert_eq!(read_status("CHÍNH THỨC"), Some(MemberStatus::Official));
        assert_eq!(read_status("Miễn công tác, sinh hoạt"), Some(MemberStatus::Exempt));
        assert_eq!(read_status("lạ"), None);
        assert_eq!(read_gender("Nữ"), Some(Gender::Female));
        assert_eq!(read_yes("Có"), Some(true));
        assert_eq!(read_phone("0912 345.678").as_deref(), Some("0912345678"));
        assert_eq!(read_phone("không có"), None);
    }

    #[test]
    fn names_are_letters() {
        assert_eq!(name_fault("Nguyễn Thị Minh Khai"), None);
        assert_eq!(name_fault("Y Bih Êban"), None);
        assert_eq!(name_fault(""), Some("people-error-no-name"));
        assert_eq!(name_fault("0912345678"), Some("people-error-bad-name"));
    }
}
