//! Texts of a megabyte that would make a parser slow that goes back, or looks again at what it has read.

use std::hint::black_box;

use anyhow::{Result, bail};

use super::best_of_three;

/// What a million bytes may take.
const MOST_SECONDS: f64 = 1.0;
const LENGTH: usize = 1_000_000;

const PATTERNS: &[&str] = &[
    "a",
    " ",
    "\n",
    "1. ",
    "1.1.1.1\n",
    "I. MỤC\n1. Một\na) Hai\n",
    "Nghị quyết ",
    "Nghị quyết Đại hội ",
    "Luật Phòng, chống ",
    "số 1-",
    "15-NQ/TW ",
    "NQ/TW-",
    "- Nơi nhận:\n- A;\n",
    "T/M BAN THƯỜNG VỤ\n",
    "T/M BÍ THƯ ",
    "ĐẢNG BỘ\n",
    "ĐẢNG CỘNG SẢN VIỆT NAM ",
    "MẬT ",
    "của Ban ",
    "ngày 1/1/2020 ",
    "<b",
    "<b>",
    "*",
    "_",
    "|",
    "Căn cứ ",
    "Căn cứ Luật Đất đai\n",
    "V/v ",
    "Chỉ thị này phổ biến, ",
    "chủ trì ",
    "Giao Sở Nội vụ chủ trì, phối hợp với ",
    "1. Ban Tổ chức: ",
    "Giao ",
    "TỈNH ỦY BAN ",
    "ĐẢNG BỘ TỈNH HẢI ĐÔNG ĐẢNG ỦY XÃ ",
    "“Điều 1. A\n",
    "(1) A\n",
    "số 1",
    "57, 58, ",
    "- 3 -\n",
    "ngày\n",
    "lần thứ ",
    "Đại hội Đảng bộ tỉnh ",
    "A | B | ",
];

/// Prints what the slowest of them takes.
///
/// # Errors
/// When one takes longer than the contract allows.
pub fn run() -> Result<()> {
    let mut slowest = (0.0, "");
    for pattern in PATTERNS {
        let text = pattern.repeat(LENGTH / pattern.len());
        let taken = best_of_three(|| {
            black_box((official_text::parse(&text), official_text::secrecy_mark(&text)));
        })
        .as_secs_f64();
        if taken > slowest.0 {
            slowest = (taken, pattern);
        }
    }
    let (seconds, pattern) = slowest;
    println!("  {} hostile texts of 1 MB: the slowest, of {pattern:?}, takes {seconds:.2} s", PATTERNS.len());
    if seconds > MOST_SECONDS {
        bail!("a megabyte of {pattern:?} takes longer than {MOST_SECONDS} s");
    }
    Ok(())
}
