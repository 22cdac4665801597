//! What is printed: structure of the .docx, text and pages of the .pdf, in both forms.

#![allow(clippy::unwrap_used, reason = "the helpers are test code too")]

mod samples;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use jiff::civil::date;
use publishing::{
    CannotPublish, Certificate, Form, Format, Paper, RuleSet, certificates_pdf, docx, invitations_pdf, pdf, poster_pdf,
    qr_svg, sign_in_sheets_pdf, words_png,
};

fn rules(paper: &Paper) -> &'static RuleSet {
    RuleSet::in_force(RuleSet::built_in(), paper.form, paper.date.unwrap()).unwrap()
}

/// The parts of a .docx by name, each well-formed XML.
fn parts(file: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut text) = (part.name().to_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        parts.insert(name, text);
    }
    parts
}

fn docx_parts(paper: &Paper) -> BTreeMap<String, String> {
    parts(docx(paper, rules(paper)).unwrap())
}

/// The visible text of a part, paragraphs divided by `|`.
fn text_of(xml: &str) -> String {
    let mut text = String::new();
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut in_text = false;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => in_text = tag.name().as_ref() == b"w:t",
            quick_xml::events::Event::Text(part) if in_text => text.push_str(&part.decode().unwrap()),
            quick_xml::events::Event::GeneralRef(entity) if in_text => {
                text.push_str(match entity.decode().unwrap().as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("unexpected entity {other}"),
                });
            }
            quick_xml::events::Event::End(tag) if tag.name().as_ref() == b"w:p" => text.push('|'),
            quick_xml::events::Event::End(tag) if tag.name().as_ref() == b"w:t" => in_text = false,
            quick_xml::events::Event::Eof => return text,
            _ => {}
        }
    }
}

/// Pages of a .pdf, white space made even.
fn pages(file: &[u8]) -> Vec<String> {
    assert!(file.starts_with(b"%PDF"));
    let pages = pdf_extract::extract_text_from_mem_by_pages(file).unwrap();
    pages.iter().map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_party_report_has_the_official_structure() {
    let parts = docx_parts(&samples::report());
    let document = &parts["word/document.xml"];
    let text = text_of(document);
    for expected in [
        "TỈNH ỦY ĐÔNG HẢI|*|",
        "ĐẢNG CỘNG SẢN VIỆT NAM|",
        "|Số 07-BC/TU|",
        "|Đông Hải, ngày 05 tháng 9 năm 2026|",
        "|BÁO CÁO|kết quả hội nghị học tập",
        "|-----|",
        "|Nơi nhận:|- Ban Bí thư Trung ương Đảng (để báo cáo);|",
        "|- Lưu Văn phòng Tỉnh ủy.|",
        "|T/M BAN THƯỜNG VỤ|PHÓ BÍ THƯ|",
        "|Nguyễn Thị Hồng Ngọc|",
        "|PHỤ LỤC|Kết quả tham dự theo điểm cầu|(Kèm theo Báo cáo số 07-BC/TU, ngày 05 tháng 9 năm 2026 của Tỉnh ủy Đông Hải)|",
        "#set $x$ *sao* _gạch_ `mã` <nhãn> @tên \\ [ngoặc] 50% & \"nháy\"",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    // margins 20, 20, 30, 15 mm; body lines exactly 18 points; first line 10 mm
    assert!(document.contains(r#"w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567""#));
    assert!(document.contains(r#"w:line="360" w:lineRule="exact""#));
    assert!(document.contains(r#"w:firstLine="567""#));
    assert_eq!(document.matches("<w:tblHeader />").count(), 2, "header rows are repeated");
    assert!(parts["word/styles.xml"].contains("Times New Roman"));
}

#[test]
fn footnotes_are_real_and_pages_are_numbered_from_the_second() {
    let parts = docx_parts(&samples::report());
    let footnotes = &parts["word/footnotes.xml"];
    assert_eq!(footnotes.matches("<w:footnoteRef />").count(), 2);
    assert!(footnotes.contains(r#"<w:footnote w:type="separator""#));
    assert_eq!(parts["word/document.xml"].matches("<w:footnoteReference ").count(), 2);
    assert!(parts["word/document.xml"].contains("<w:titlePg />"));
    let headers = parts.iter().filter(|(name, _)| name.starts_with("word/header"));
    assert_eq!(headers.filter(|(_, xml)| xml.contains("PAGE")).count(), 1, "not on the first page");
}

#[test]
fn the_states_form_differs() {
    let paper = samples::state_plan();
    let text = text_of(&docx_parts(&paper)["word/document.xml"]);
    for expected in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|",
        "|Số: 45/KH-UBND|",
        "triển khai kế hoạch này./.|",
        "|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|",
        "|- Lưu: VT.|",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    assert!(!text.contains('*'));
    let page = &pages(&pdf(&paper, rules(&paper)).unwrap())[0];
    assert!(page.contains("Số: 45/KH-UBND") && page.contains("KT. CHỦ TỊCH"), "{page}");
}

#[test]
fn minutes_and_joint_documents_have_their_signatures_side_by_side() {
    for (paper, left, right) in [
        (samples::forms::minutes(), "NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ"),
        (samples::forms::joint(), "BAN TUYÊN GIÁO VÀ DÂN VẬN|TRƯỞNG BAN", "BAN TỔ CHỨC|TRƯỞNG BAN"),
    ] {
        let text = text_of(&docx_parts(&paper)["word/document.xml"]);
        let (left_at, right_at) = (text.rfind(left).unwrap(), text.rfind(right).unwrap());
        assert!(left_at < right_at && right_at < text.find("Nơi nhận:").unwrap(), "{text}");
        let pages = pages(&pdf(&paper, rules(&paper)).unwrap());
        assert!(pages.len() == 1 && pages[0].contains(&paper.co_signatures[0].name), "{pages:?}");
    }
    let joint = text_of(&docx_parts(&samples::forms::joint())["word/document.xml"]);
    assert!(joint.contains("TỈNH ỦY LĨNH GIANG|BAN TỔ CHỨC - BAN TUYÊN GIÁO VÀ DÂN VẬN|*|"), "{joint}");
}

#[test]
fn urgency_and_circulation_stand_under_the_number() {
    let text = text_of(&docx_parts(&samples::forms::urgent_notice())["word/document.xml"]);
    assert!(text.contains("|Số 09-TB/TU|KHẨN|TÀI LIỆU HỘI NGHỊ|"), "{text}");
}

#[test]
fn punctuation_and_salutation_follow_the_rules_of_the_day() {
    let mut paper = samples::letter();
    let text = |paper: &Paper| text_of(&docx_parts(paper)["word/document.xml"]);
    assert!(text(&paper).contains("Hòa Bình, ngày 09 tháng 02 năm 2026"));
    assert!(text(&paper).contains("- Như trên,|"), "the guide of 2018 divides with commas");
    paper.date = Some(date(2026, 6, 1));
    assert!(text(&paper).contains("- Như trên;|"), "the guide of 2026 with semicolons");
    paper.kind_name = "Tờ trình".into();
    assert!(text(&paper).contains("Kính trình:"));
}

#[test]
fn a_number_not_yet_given_leaves_room() {
    let text = text_of(&docx_parts(&samples::cell_resolution())["word/document.xml"]);
    let room = "\u{a0}".repeat(8);
    assert!(text.contains(&format!("|Số {room}-NQ/CB|")), "{text}");
    assert!(text.contains("ĐẢNG BỘ XÃ AN LẠC|CHI BỘ THÔN ĐÔNG|*|"));
}

#[test]
fn the_pdf_keeps_every_letter_and_numbers_its_pages() {
    let paper = samples::report();
    let pages = pages(&pdf(&paper, rules(&paper)).unwrap());
    assert_eq!(pages.len(), 4);
    let all = pages.join(" ");
    for expected in [
        "TỈNH ỦY ĐÔNG HẢI",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 07-BC/TU",
        "Đông Hải, ngày 05 tháng 9 năm 2026",
        "quán triệt, tuyên truyền và triển khai thực hiện",
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "- Các đồng chí Tỉnh ủy viên;",
        "Nguyễn Thị Hồng Ngọc",
        "#set $x$ *sao* _gạch_ `mã` <nhãn> @tên \\ [ngoặc] 50% & \"nháy\" – “ngoặc kép”.",
        "7f3a 91c2 0be4 d65a",
    ] {
        assert!(all.contains(expected), "{expected} is not in {all}");
    }
    assert!(!pages[0].starts_with("1 ") && pages[1].starts_with("2 "), "{}", pages[1]);
    assert!(pages[3].contains("Điểm cầu Triệu tập"), "the header row is repeated");
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    let mut paper = samples::cell_resolution();
    for paragraphs in 20..32 {
        let line = "Chi bộ thống nhất nội dung đã thảo luận và giao chi ủy tổ chức thực hiện.";
        paper.body = (0..paragraphs).map(|_| publishing::Block::text(line)).collect();
        let pages = pages(&pdf(&paper, rules(&paper)).unwrap());
        let last = pages.last().unwrap();
        assert!(last.contains("Hồ A Dìn") && last.contains("giao chi ủy"), "{paragraphs} paragraphs: {last}");
    }
}

#[test]
fn a_paper_without_issuer_place_or_title_is_refused() {
    for spoil in [
        |paper: &mut Paper| paper.issuer.clear(),
        |paper: &mut Paper| paper.place = " ".into(),
        |paper: &mut Paper| paper.title.clear(),
    ] {
        let mut paper = samples::report();
        spoil(&mut paper);
        assert!(matches!(docx(&paper, rules(&paper)), Err(CannotPublish::Incomplete(_))));
        assert!(matches!(pdf(&paper, rules(&paper)), Err(CannotPublish::Incomplete(_))));
    }
}

#[test]
fn signs_no_file_may_hold_are_left_out() {
    let mut paper = samples::letter();
    paper.issuer = "Đảng ủy\u{0} phường\u{8}\nHòa Bình".into();
    paper.body = vec![publishing::Block::text("Một\u{1}hai\u{fffe}")];
    parts(docx(&paper, rules(&paper)).unwrap());
    pdf(&paper, rules(&paper)).unwrap();
}

#[test]
fn every_guest_has_a_page_with_code_and_name() {
    let rules = RuleSet::in_force(RuleSet::built_in(), Form::Party, date(2026, 9, 5)).unwrap();
    for format in [Format::A4, Format::A5] {
        let file = invitations_pdf(&samples::sheets::invitation(format), &samples::sheets::guests(3), rules).unwrap();
        let pages = pages(&file);
        assert_eq!(pages.len(), 3);
        for (page, code) in pages.iter().zip(["007919", "015838", "023757"]) {
            for expected in
                ["GIẤY MỜI", "Số 09-GM/ĐU", "Đồng chí Nguyễn Thị Thử", "Hội trường tầng 2", "T/M BAN THƯỜNG VỤ", code]
            {
                assert!(page.contains(expected), "{expected} is not in {page}");
            }
        }
    }
}

#[test]
fn sign_in_lists_count_their_pages_anew() {
    let lists = [samples::sheets::sign_in("Đảng ủy xã An Lạc", 60), samples::sheets::sign_in("Chi bộ thôn Đông", 12)];
    let pages = pages(&sign_in_sheets_pdf(&lists).unwrap());
    let last = pages.last().unwrap();
    assert!(last.contains("trang 1") && last.contains("Điểm cầu Chi bộ thôn Đông"), "{last}");
    assert!(pages[1].contains("Họ và tên") && pages[1].contains("trang 2"), "{}", pages[1]);
    assert!(pages.iter().any(|page| page.contains("60 Nguyễn Văn Thử 60")));
}

#[test]
fn the_poster_is_one_page_even_with_a_long_title() {
    let mut poster = samples::sheets::poster();
    poster.conference = poster.conference.repeat(2);
    let pages = pages(&poster_pdf(&poster).unwrap());
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("ĐIỂM DANH") && pages[0].contains("482 913"), "{}", pages[0]);
}

#[test]
fn a_certificate_is_one_page_with_whose_it_is_and_where_it_is_verified() {
    let one = |name: &str| Certificate {
        name: name.into(),
        unit: "Xã An Lạc".into(),
        prize: "Giải Nhất".into(),
        round: "Tuần 1".into(),
        date: "Lĩnh Giang, ngày 05 tháng 4 năm 2026".into(),
        code: "abcd-efgh-jkmn".into(),
        address: "https://thongsuot.example/thi/certificates/abcd-efgh-jkmn".into(),
    };
    let long = "Hội thi trực tuyến tìm hiểu nghị quyết, luật và truyền thống của Đảng bộ tỉnh ".repeat(3);
    let pages = pages(&certificates_pdf("Tỉnh ủy Lĩnh Giang", &long, &[one("Lò Thị Mai"), one("Vàng A Sử")]).unwrap());
    assert_eq!(pages.len(), 2);
    assert!(pages[1].contains("Vàng A Sử") && pages[1].contains("Giải Nhất"), "{}", pages[1]);
    assert!(pages[0].contains("abcd-efgh-jkmn") && pages[0].contains("TỈNH ỦY LĨNH GIANG"), "{}", pages[0]);
}

#[test]
fn a_qr_code_is_svg_and_refuses_what_it_cannot_hold() {
    assert!(qr_svg("https://thongsuot.example/vao/1").unwrap().contains("<svg"));
    assert!(matches!(qr_svg(&"a".repeat(4000)), Err(CannotPublish::Qr(_))));
}

/// The dots of a picture, row by row.
fn rows_of(picture: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut dots).unwrap().width as usize;
    dots.chunks(width).map(<[u8]>::to_vec).collect()
}

#[test]
fn words_become_a_picture_as_high_as_they_need_with_nothing_cut_off() {
    let one = rows_of(&words_png("Nghị quyết nêu mấy chỉ tiêu?", 320, 17).unwrap());
    let two = rows_of(&words_png(&"Nghị quyết nêu mấy chỉ tiêu? ".repeat(2), 320, 17).unwrap());
    assert_eq!((one[0].len(), two[0].len()), (640, 640));
    assert!(two.len() > one.len() + 2 * 17, "{} and {} rows", one.len(), two.len());
    let has_ink = |row: &Vec<u8>| row.iter().any(|dot| *dot < 128);
    let inked: Vec<usize> = (0..one.len()).filter(|row| has_ink(&one[*row])).collect();
    assert!(inked[0] > 1 && inked[inked.len() - 1] < one.len() - 2, "ink from {inked:?} of {}", one.len());
}

#[test]
fn libreoffice_opens_the_docx() {
    let folder = tempfile::tempdir().unwrap();
    for (name, paper) in samples::papers() {
        std::fs::write(folder.path().join(format!("{name}.docx")), docx(&paper, rules(&paper)).unwrap()).unwrap();
    }
    let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
    let mut office = std::process::Command::new("soffice");
    office.args([&home, "--headless", "--convert-to", "pdf", "--outdir"]).arg(folder.path());
    office.args(samples::papers().iter().map(|(name, _)| folder.path().join(format!("{name}.docx"))));
    let Ok(output) = office.output() else {
        println!("skipped: LibreOffice is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = pages(&std::fs::read(folder.path().join("report.pdf")).unwrap());
    assert_eq!(report.len(), 4);
    assert!(report[0].contains("07-BC/TU") && report[3].contains("60"), "{}", report[0]);
    for (name, _) in samples::papers().iter().skip(1) {
        assert_eq!(pages(&std::fs::read(folder.path().join(format!("{name}.pdf"))).unwrap()).len(), 1, "{name}");
    }
}
