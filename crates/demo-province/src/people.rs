//! The 60,000 members: names, days, status, home, post. Every home has a secretary and a deputy; committees have their
//! posts filled. Also the columns of the people import.

use crate::names::{self, Region};
use crate::posts::{self, Post, SHOWN_CELL, SHOWN_MEMBER, SHOWN_SECRETARY};
use crate::random::{Random, shares};
use crate::units::{Home, Tree};

/// Members in all.
pub const MEMBERS: usize = 60_000;

/// Columns of the people import, in order.
pub const PEOPLE_COLUMNS: [&str; 9] = [
    "ma_dang_vien",
    "ho_ten",
    "ngay_sinh",
    "gioi_tinh",
    "ma_don_vi",
    "trang_thai",
    "ngay_vao_dang",
    "chuc_vu",
    "dien_thoai",
];

/// A member, as the roster of another system would give him or her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// «LG000001»: unique, in the order of the homes.
    pub external_id: String,
    pub full_name: String,
    /// ISO day.
    pub birth_day: String,
    /// `male` or `female`.
    pub gender: &'static str,
    /// The home: a cell or a grassroots cell.
    pub unit_code: String,
    /// `official`, `probationary`, `exempt` or `temporarily_elsewhere`.
    pub member_status: &'static str,
    /// ISO day of admission; 18 years or more after the birth.
    pub joined_on: String,
    /// «Bí thư chi bộ», «Phó Bí thư Thường trực Đảng ủy xã Khe Mây».
    pub post: Option<String>,
    /// Where the post is held, which may be far above the home; None without a post.
    pub post_unit_code: Option<String>,
    /// «0900 0xx xxx», no real number.
    pub phone: Option<String>,
    /// Cán bộ chủ chốt: committee posts of the province, communes, direct committees and grassroots organisations.
    pub is_key_official: bool,
}

impl Person {
    /// The row of the people import in the order of [`PEOPLE_COLUMNS`]: days as dd/mm/yyyy, words in Vietnamese.
    #[must_use]
    pub fn row(&self) -> [String; 9] {
        [
            self.external_id.clone(),
            self.full_name.clone(),
            day_in_words(&self.birth_day),
            if self.gender == "male" { "Nam" } else { "Nữ" }.to_owned(),
            self.unit_code.clone(),
            status_in_words(self.member_status).to_owned(),
            day_in_words(&self.joined_on),
            self.post.clone().unwrap_or_default(),
            self.phone.clone().unwrap_or_default(),
        ]
    }
}

fn status_in_words(status: &str) -> &'static str {
    match status {
        "probationary" => "Dự bị",
        "exempt" => "Miễn sinh hoạt",
        "temporarily_elsewhere" => "Sinh hoạt tạm thời nơi khác",
        _ => "Chính thức",
    }
}

fn day_in_words(iso: &str) -> String {
    let mut parts = iso.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// All members of a seed, home by home.
pub(crate) fn build(seed: u64, tree: &Tree) -> Vec<Person> {
    const LEAST: usize = 4;
    let mut random = Random::new(seed, 2);
    let mut posts = posts::by_home(tree);
    let posts: Vec<Vec<Post>> =
        tree.homes.iter().map(|home| posts.remove(&home.unit_code).unwrap_or_default()).collect();
    let fixed: usize = posts.iter().map(|posts| LEAST + posts.len()).sum();
    let weights: Vec<usize> = tree.homes.iter().map(|home| home.weight).collect();
    let extra = shares(MEMBERS - fixed, &weights);
    let mut people = Vec::with_capacity(MEMBERS);
    for ((home, posts), extra) in tree.homes.iter().zip(&posts).zip(extra) {
        people_of(&mut random, home, posts, LEAST + posts.len() + extra, &mut people);
    }
    people
}

fn people_of(random: &mut Random, home: &Home, posts: &[Post], count: usize, people: &mut Vec<Person>) {
    for place in 0..count {
        let holder = match place {
            0 => (home.unit_code == SHOWN_CELL).then_some(SHOWN_SECRETARY),
            1 => None,
            _ if home.unit_code == SHOWN_CELL && place == 2 + posts.len() => Some(SHOWN_MEMBER),
            _ => posts.get(place - 2).and_then(|post| post.holder),
        };
        // the committee of the cell too: its last member stands after the posts and one plain member
        let is_active = place < 4 + posts.len();
        let mut person = member(random, home, people.len() + 1, holder, is_active);
        match place {
            0 => {
                person.take_post("Bí thư chi bộ", &home.unit_code);
                person.is_key_official = home.is_grassroots;
            }
            1 => person.take_post("Phó Bí thư chi bộ", &home.unit_code),
            _ => {
                if let Some(post) = posts.get(place - 2) {
                    person.take_post(&post.title, &post.unit_code);
                    person.is_key_official = post.is_key;
                } else if place == 3 + posts.len() && count >= 9 {
                    person.take_post("Chi ủy viên", &home.unit_code);
                }
            }
        }
        people.push(person);
    }
}

impl Person {
    fn take_post(&mut self, title: &str, unit_code: &str) {
        self.post = Some(title.to_owned());
        self.post_unit_code = Some(unit_code.to_owned());
    }
}

/// One member; `is_active` keeps holders of posts official and of working age or little above.
pub(crate) fn member(
    random: &mut Random,
    home: &Home,
    number: usize,
    holder: Option<(&'static str, bool)>,
    is_active: bool,
) -> Person {
    let male = holder.map_or_else(|| random.chance(if home.working_age { 560 } else { 620 }), |(_, male)| male);
    let full_name = holder.map_or_else(|| names::full_name(random, home.region, male), |(name, _)| name.to_owned());
    let age = age(random, home.working_age, is_active);
    let (member_status, years) = status(random, age, is_active);
    let birth_year = 2026 - age;
    let joined_year = 2026 - years;
    let month = if years == 0 { random.between(1, 10) } else { random.between(1, 12) };
    Person {
        external_id: format!("LG{number:06}"),
        full_name,
        birth_day: format!("{birth_year:04}-{:02}-{:02}", random.between(1, 12), random.between(1, 28)),
        gender: if male { "male" } else { "female" },
        unit_code: home.unit_code.clone(),
        member_status,
        joined_on: format!("{joined_year:04}-{month:02}-{:02}", random.between(1, 28)),
        post: None,
        post_unit_code: None,
        phone: random.chance(if is_active { 1000 } else { 780 }).then(|| phone(number)),
        is_key_official: false,
    }
}

fn phone(number: usize) -> String {
    format!("0900 {:03} {:03}", number / 1000 % 1000, number % 1000)
}

fn age(random: &mut Random, working_age: bool, is_active: bool) -> usize {
    match (working_age, is_active) {
        (true, true) => random.between(34, 58),
        (true, false) => random.between(23, 60),
        (false, true) => random.between(32, 68),
        (false, false) => match random.below(100) {
            0..=24 => random.between(20, 35),
            25..=61 => random.between(36, 55),
            62..=91 => random.between(56, 74),
            _ => random.between(75, 92),
        },
    }
}

/// Status, and how many years ago the member was admitted (19 or older then).
fn status(random: &mut Random, age: usize, is_active: bool) -> (&'static str, usize) {
    let most = (age - 19).min(55);
    if is_active {
        return ("official", random.between(most.min(6), most.min(34)));
    }
    if age >= 75 && random.chance(420) {
        return ("exempt", random.between(20, most));
    }
    match random.below(1000) {
        0..=34 if age <= 45 => ("probationary", 0),
        35..=49 => ("temporarily_elsewhere", random.between(most.min(2), most)),
        _ => ("official", random.between(most.min(2), most)),
    }
}

/// Endless rows for loads: members spread evenly over the given homes, numbered from 1.
pub(crate) fn endless(seed: u64, unit_codes: Vec<String>) -> impl Iterator<Item = Person> {
    let mut random = Random::new(seed, 3);
    let homes: Vec<Home> = unit_codes
        .into_iter()
        .map(|unit_code| Home {
            unit_code,
            region: Region::Midland,
            working_age: false,
            weight: 1,
            is_grassroots: false,
        })
        .collect();
    (0..).map_while(move |index: usize| {
        let home = homes.get(index % homes.len().max(1))?;
        Some(member(&mut random, home, index + 1, None, false))
    })
}
