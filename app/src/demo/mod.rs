//! The demo: the fictional province of `demo-province`, put through the same stores that people use, with its past lived
//! through on a clock of its own, so that every day of the ledger and of the event log is true. What the province is
//! stands in that crate; what each feature's rows mean stands in the feature.

mod attendance;
mod campaigns;
mod charges;
mod clock;
mod contests;
mod drafting;
mod materials;
mod meetings;
mod organisation;
mod papers;
mod past;
mod reporting;
mod story;
mod study;
mod taking_part;

use std::path::Path;

use anyhow::{Context, bail};
use demo_province::{Province, SEED, TODAY};
use serde::{Deserialize, Serialize};

pub use clock::StoryClock;

use crate::installation::Place;
use story::Story;

/// The password of every login of the demo.
pub const PASSWORD: &str = "linhgiang2026";
/// The file that marks a finished demo.
const MARK: &str = "demo.json";

/// What is known of a demo that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How far the demo's clock runs ahead of the real one, in milliseconds.
    pub shift: i64,
    /// One per role.
    pub logins: Vec<Login>,
}

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// What is typed.
    pub user_name: String,
    /// Who it is.
    pub name: String,
    /// The role in words.
    pub role: String,
    /// The code of the unit it is held in.
    pub unit: String,
}

/// The demo in this folder, if one stands there.
///
/// # Errors
/// When the folder holds something else, or half a demo.
pub fn standing(folder: &Path) -> anyhow::Result<Option<Standing>> {
    let mark = folder.join(MARK);
    if mark.exists() {
        let text = std::fs::read_to_string(&mark).with_context(|| mark.display().to_string())?;
        return Ok(Some(serde_json::from_str(&text).with_context(|| mark.display().to_string())?));
    }
    let is_empty = !folder.exists() || std::fs::read_dir(folder)?.next().is_none();
    if !is_empty {
        bail!("{} đã có dữ liệu khác; chọn thư mục trống / the folder holds something else", folder.display());
    }
    Ok(None)
}

/// Builds the demo. `tell` is told what is being done, in words.
///
/// # Errors
/// When it cannot be built.
pub fn build(place: &Place, tell: &mut dyn FnMut(&str)) -> anyhow::Result<Standing> {
    tell("Dựng tỉnh Lĩnh Giang");
    let province = Province::generate(SEED);
    let mut story = Story::begin(place, province)?;
    tell("Tỉnh trước ngày 01/7/2025");
    past::lived_through(&mut story)?;
    tell("Đơn vị");
    organisation::found_units(&mut story)?;
    tell("Đảng viên");
    organisation::register_people(&mut story)?;
    let logins = organisation::open_accounts(&mut story)?;
    charges::give(&mut story)?;
    taking_part::halls_of(&story)?;
    tell("Văn bản");
    papers::register(&mut story)?;
    tell("Đợt triển khai đã kết thúc");
    campaigns::finished(&mut story)?;
    tell("Đợt đang triển khai");
    campaigns::under_way(&mut story)?;
    campaigns::not_started(&mut story)?;
    drafting::under_way(&mut story)?;
    tell("Hội thi");
    contests::held(&story)?;
    contests::in_pictures(&story)?;
    figures::jobs::drain_all(&story.app.db)?;
    story.app.db.seal_events()?;
    drop(story);
    let standing = Standing { shift: StoryClock::shift_to(story::day(TODAY)?), logins };
    std::fs::write(place.folder.join(MARK), serde_json::to_vec_pretty(&standing)?)?;
    Ok(standing)
}
