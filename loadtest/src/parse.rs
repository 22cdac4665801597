//! How fast official documents are read: many documents of 20 KB one after the other on one core, and single texts up
//! to 10 MB, each beside one search of a short pattern through the same bytes.

mod patterns;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use regex::Regex;

/// Bytes of one document of the first measure.
const DOCUMENT: usize = 20_000;
const DOCUMENTS: usize = 1_000;
/// What the contract asks for: documents a second on one core.
const LEAST: f64 = 1_000.0;
/// The longest text may cost this much more a byte than the shortest.
const MOST_GROWTH: f64 = 2.0;

/// Prints documents a second and the growth with length.
pub fn run() -> Result<()> {
    let number = Regex::new(r"\d{1,4}-[A-ZĐ]{2,4}/[A-ZĐ]{2,9}").context("the pattern of the reference")?;
    let documents: Vec<String> = (0..DOCUMENTS).map(|seed| document(seed, DOCUMENT)).collect();
    let bytes: usize = documents.iter().map(String::len).sum();
    // the tables of the parser are built on first use
    black_box(official_text::parse(&documents[0]));
    let read = best_of_three(|| {
        for text in &documents {
            black_box(official_text::parse(text));
        }
    });
    let searched = best_of_three(|| {
        for text in &documents {
            black_box(number.find_iter(text).count());
        }
    });
    let rate = per_second(DOCUMENTS, read);
    println!("parse: {DOCUMENTS} documents of {} KB on one core", bytes / DOCUMENTS / 1000);
    println!("  read whole          {rate:>10.0} documents/s  {:>8.1} MB/s", megabytes_per_second(bytes, read));
    println!(
        "  reference: one search for «15-NQ/TW» {:>8.0} documents/s  {:>8.1} MB/s",
        per_second(DOCUMENTS, searched),
        megabytes_per_second(bytes, searched)
    );
    patterns::run()?;
    let costs = growth(&number);
    if rate < LEAST {
        bail!("{rate:.0} documents a second are fewer than {LEAST:.0}");
    }
    let (first, last) = (costs.first().copied().unwrap_or(1.0), costs.last().copied().unwrap_or(1.0));
    if last > first * MOST_GROWTH {
        bail!("a byte of the longest text costs {:.1} times one of the shortest", last / first);
    }
    Ok(())
}

/// Nanoseconds a byte at growing lengths.
fn growth(number: &Regex) -> Vec<f64> {
    println!("  one text of         time        ns/byte   reference ns/byte");
    [100_000, 1_000_000, 10_000_000]
        .into_iter()
        .map(|length| {
            let text = document(7, length);
            let read = best_of_three(|| {
                black_box(official_text::parse(&text));
            });
            let searched = best_of_three(|| {
                black_box(number.find_iter(&text).count());
            });
            let (cost, reference) = (nanos_a_byte(read, text.len()), nanos_a_byte(searched, text.len()));
            println!("  {:>8} KB      {read:>9.2?}   {cost:>8.1}   {reference:>8.1}", text.len() / 1000);
            cost
        })
        .collect()
}

fn best_of_three(mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        work();
        best = best.min(begun.elapsed());
    }
    best
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn megabytes_per_second(bytes: usize, time: Duration) -> f64 {
    per_second(bytes, time) / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn nanos_a_byte(time: Duration, bytes: usize) -> f64 {
    time.as_secs_f64() * 1e9 / bytes as f64
}

/// An invented plan of at least so many bytes, with head, articles, citations, tasks and recipients.
fn document(seed: usize, length: usize) -> String {
    let commune = ["Nam Thành", "Tân Lập", "Đức Thịnh", "Hòa Bình"][seed % 4];
    let mut text = format!(
        "ĐẢNG BỘ TỈNH HẢI ĐÔNG                    ĐẢNG CỘNG SẢN VIỆT NAM\nĐẢNG ỦY PHƯỜNG {}\n          *               {commune}, \
         ngày {:02} tháng {} năm 2026\n   Số {:02}-KH/ĐU\n\n                         KẾ HOẠCH\n   thực hiện Nghị quyết số 79-NQ/TW, \
         ngày 06/01/2026 của Bộ Chính trị\n                            -----\n\n      Thực hiện Kế hoạch số {}-KH/TU, ngày \
         20/01/2026 của Ban Thường vụ Tỉnh ủy, Ban Thường vụ Đảng ủy\nban hành Kế hoạch như sau:\n\n",
        commune.to_uppercase(),
        seed % 28 + 1,
        seed % 12 + 1,
        seed % 90 + 1,
        seed % 500 + 1,
    );
    let mut part = 0;
    while text.len() < length {
        part += 1;
        let roman = vietnamese::roman(u16::try_from(part % 39 + 1).unwrap_or(1)).unwrap_or_default();
        let _ = write!(text, "{roman}. NHIỆM VỤ, GIẢI PHÁP\n\n1. Công tác tư tưởng\n\n");
        for (letter, sentence) in ["a", "b", "c", "d"].iter().zip(SENTENCES) {
            let _ = write!(text, "{letter}) {sentence}\n\n");
        }
        for (at, sentence) in SENTENCES.iter().enumerate() {
            let _ = write!(text, "{}. {sentence} {}\n\n", at + 2, SENTENCES[(part + at) % SENTENCES.len()]);
        }
    }
    text.push_str(
        "Nơi nhận:                                      T/M BAN THƯỜNG VỤ\n- Thường trực Tỉnh ủy (để báo cáo),                 \
         PHÓ BÍ THƯ\n- Các chi bộ, đảng bộ trực thuộc,\n- Lưu Văn phòng Đảng ủy.\n\n                                               Trần \
         Thị Minh Nguyệt\n",
    );
    text
}

const SENTENCES: [&str; 6] = [
    "Tập trung lãnh đạo, chỉ đạo việc học tập, quán triệt bảo đảm thiết thực, hiệu quả; gắn với nhiệm vụ chính trị\ncủa \
     từng địa phương, đơn vị, có kiểm tra, giám sát.",
    "Ban Xây dựng Đảng chủ trì, phối hợp với Văn phòng Đảng ủy và các chi bộ tham mưu tổ chức hội nghị trước ngày\n\
     30/6/2026; tổng hợp kết quả, báo cáo Ban Thường vụ Đảng ủy.",
    "Thực hiện nghiêm Quy định số 19-QĐ/TW, ngày 08/4/2026 của Bộ Chính trị và Hướng dẫn số 03-HD/BTGDVTW, ngày\n\
     28/01/2026 của Ban Tuyên giáo và Dân vận Trung ương.",
    "Phấn đấu tỷ lệ đảng viên tham gia học tập đạt từ 95% trở lên, trong đó có 1.250 lượt người học trực tuyến; kinh\n\
     phí thực hiện theo quy định.",
    "Tiếp tục thực hiện Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng, Nghị quyết Hội nghị lần thứ hai\n\
     Ban Chấp hành Trung ương Đảng khóa XIV và Luật Tổ chức chính quyền địa phương.",
    "Cấp ủy, người đứng đầu phát huy vai trò nêu gương; kịp thời biểu dương tập thể, cá nhân làm tốt, chấn chỉnh nơi\n\
     làm hình thức, sao chép nguyên văn chương trình của cấp trên.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_document_is_read_whole() {
        let parsed = official_text::parse(&document(3, DOCUMENT));
        assert_eq!(parsed.full_number.map(|number| number.value).as_deref(), Some("04-KH/ĐU"));
        assert_eq!(parsed.signer_name.map(|name| name.value).as_deref(), Some("Trần Thị Minh Nguyệt"));
        assert_eq!(parsed.recipients.len(), 3);
        assert!(parsed.sections.len() > 40 && parsed.citations.len() > 20 && parsed.tasks.len() > 5);
    }
}
