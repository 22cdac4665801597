//! What recomputing a published file found.

use crate::{FORMAT, PublishedUnit, Standings, WholeReport};

/// Something in the file that does not follow from the rest of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A line that is none of the format.
    #[error("dòng {0} không đúng dạng · line {0} is not of this format: {1}")]
    Line(usize, String),
    /// The file does not begin with the contest, or names a rule nobody knows.
    #[error("thiếu thể lệ hoặc thể lệ không đọc được · the contest's rules are not there or not known")]
    Rules,
    /// The seed is not the one that was sealed.
    #[error("vòng {0}: mầm không phải mầm đã niêm phong · round {0}: the seed is not the one sealed before the round")]
    Seed(i64),
    /// The pool is not the one that was sealed.
    #[error(
        "vòng {0}: câu hỏi không phải kho đã niêm phong · round {0}: the questions are not those sealed before the round"
    )]
    Pool(i64),
    /// A result out of its order, its time or its number of attempts.
    #[error("vòng {0}, kết quả {1} không đúng · round {0}, result {1}: {2}")]
    Result(i64, i64, &'static str),
    /// The log's hashes do not lead to the published head.
    #[error(
        "vòng {0}: chuỗi kết quả không khớp mã đã công bố · round {0}: the log does not lead to its published head"
    )]
    Head(i64),
    /// A place of the ranking is another.
    #[error("vòng {0}: hạng {1} không phải của {2:06} · round {0}: rank {1} is not contestant {2}'s")]
    Ranked(i64, i64, i64),
    /// What a unit's people did, or its rank, is another; of the contest as a whole where the round is 0.
    #[error(
        "vòng {0} (0: toàn hội thi): đơn vị {1} có số người, lượt, điểm, danh sách hoặc hạng khác · round {0} (0: the whole contest): unit {1} has other people, attempts, scores, another list or rank"
    )]
    Unit(i64, i64),
    /// A form that this program does not know.
    #[error(
        "tệp ở dạng {0}, chương trình này đọc dạng 1 đến {FORMAT} · the file has form {0}, this program reads forms 1 to {FORMAT}: a newer one may read it"
    )]
    Format(i64),
    /// What is said of the contest as a whole is not there, cut short, or of other rounds.
    #[error(
        "xếp hạng toàn hội thi thiếu, bị cắt hoặc không phải của các vòng này · the standing over the whole contest is not there whole, or not of its rounds"
    )]
    Whole,
    /// A place over the whole contest is another.
    #[error(
        "toàn hội thi: hạng {0} không phải của {1:06} hoặc điểm, thời gian khác · whole contest: rank {0} is not contestant {1}'s, or with other sums"
    )]
    WholeRanked(i64, i64),
}

/// A round as recomputed.
#[derive(Debug, Clone)]
pub struct RoundReport {
    /// Its number.
    pub round: i64,
    /// What it is called.
    pub name: String,
    /// Results in the log: attempts.
    pub attempts: i64,
    /// Contestants in the ranking: people.
    pub people: usize,
    /// Results annulled.
    pub annulled: usize,
    /// The ranking.
    pub standings: Standings,
    /// The units as published.
    pub units: Vec<PublishedUnit>,
}

/// What recomputing found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What the contest is called.
    pub title: String,
    /// Its rounds.
    pub rounds: Vec<RoundReport>,
    /// The contest as a whole, once all its rounds are published.
    pub whole: Option<WholeReport>,
    /// The first faults found, at most [`Report::KEPT`].
    pub faults: Vec<Fault>,
    /// All faults.
    pub fault_count: usize,
}

impl Report {
    /// Faults kept with their words.
    pub const KEPT: usize = 20;

    /// True when everything follows from what was sealed.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.fault_count == 0 && !self.rounds.is_empty()
    }

    pub(crate) fn find(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < Self::KEPT {
            self.faults.push(fault);
        }
    }
}
