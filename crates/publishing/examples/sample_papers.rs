//! Writes a sample of every paper this crate prints into a folder, to be looked at:
//! `cargo run -p publishing --example sample_papers -- FOLDER`.

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use publishing::{Form, Format, RuleSet, docx, invitations_pdf, pdf, poster_pdf, sign_in_sheets_pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    for (name, paper) in samples::papers() {
        let day = paper.date.ok_or("the samples are dated")?;
        let rules = RuleSet::in_force(RuleSet::built_in(), paper.form, day).ok_or("no rules")?;
        std::fs::write(folder.join(format!("{name}.docx")), docx(&paper, rules)?)?;
        std::fs::write(folder.join(format!("{name}.pdf")), pdf(&paper, rules)?)?;
    }
    let rules = RuleSet::in_force(RuleSet::built_in(), Form::Party, jiff::civil::date(2026, 9, 5)).ok_or("no rules")?;
    for (name, format) in [("invitations-a4", Format::A4), ("invitations-a5", Format::A5)] {
        let file = invitations_pdf(&samples::sheets::invitation(format), &samples::sheets::guests(3), rules)?;
        std::fs::write(folder.join(format!("{name}.pdf")), file)?;
    }
    let lists = [samples::sheets::sign_in("Đảng ủy xã An Lạc", 60), samples::sheets::sign_in("Chi bộ thôn Đông", 12)];
    std::fs::write(folder.join("sign-in.pdf"), sign_in_sheets_pdf(&lists)?)?;
    std::fs::write(folder.join("poster.pdf"), poster_pdf(&samples::sheets::poster())?)?;
    let report = samples::report();
    let start = Instant::now();
    for _ in 0..20 {
        pdf(&report, rules)?;
    }
    let per_page = start.elapsed().as_secs_f64() * 1000.0 / 20.0 / 4.0;
    writeln!(std::io::stdout(), "reports of 4 pages: {per_page:.1} ms a page")?;
    for count in [100, 1000] {
        let start = Instant::now();
        let file = invitations_pdf(&samples::sheets::invitation(Format::A5), &samples::sheets::guests(count), rules)?;
        let per_page = start.elapsed().as_secs_f64() * 1000.0 / count as f64;
        writeln!(std::io::stdout(), "{count} invitations: {per_page:.1} ms a page, {} KB", file.len() / 1000)?;
    }
    Ok(())
}
