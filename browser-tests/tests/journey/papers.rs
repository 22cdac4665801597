//! The papers the officer of the journey brings along: fictional directives, as the files they come in.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use browser_tests::Step;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A type of document: its name and its symbol. Every test that registers one has a type of its own, as numbers follow
/// one another within a type and the tests stand in any order.
#[derive(Debug, Clone, Copy)]
pub struct Type(pub &'static str, pub &'static str);

pub const DIRECTIVE: Type = Type("Chỉ thị", "CT");
pub const GUIDANCE: Type = Type("Hướng dẫn", "HD");
pub const CIRCULAR: Type = Type("Thông tri", "TT");
pub const NOTICE: Type = Type("Thông báo", "TB");
pub const PLAN: Type = Type("Phương án", "PA");
pub const CONCLUSION: Type = Type("Kết luận", "KL");
pub const SCHEME: Type = Type("Đề án", "ĐA");
pub const STATUTE: Type = Type("Quy chế", "QC");

/// A paper of the province committee of the demo with this number.
pub fn paper(Type(name, symbol): Type, number: u32) -> String {
    let capitals = name.to_uppercase();
    format!(
        "TỈNH ỦY LĨNH GIANG
*
Số {number:02}-{symbol}/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Lĩnh Giang, ngày 20 tháng 11 năm 2026

{capitals}
về phòng, chống rét cho người, cây trồng và vật nuôi vụ đông năm {number}

Những năm gần đây, rét đậm, rét hại kéo dài đã gây thiệt hại cho sản xuất ở các xã vùng cao. Một số nơi còn chủ quan, chuẩn bị thức ăn cho gia súc chậm. Thực hiện Nghị quyết số 05-NQ/TU, ngày 02/11/2026 của Tỉnh ủy, Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng thực hiện tốt các nhiệm vụ sau:

1. Tuyên truyền, vận động Nhân dân

a) Chi bộ phân công đảng viên phụ trách từng nhóm hộ, đến tận nhà hướng dẫn che chắn chuồng trại.

b) Mặt trận Tổ quốc và các tổ chức chính trị - xã hội vận động giúp hộ neo đơn.

2. Bảo đảm sản xuất

Đảng ủy các xã, phường chỉ đạo kiểm tra diện tích mạ, rau màu trước ngày 15/12/2026.

3. Tổ chức thực hiện

Các đảng ủy trực thuộc xây dựng kế hoạch và báo cáo kết quả về Ban Thường vụ Tỉnh ủy.

{name} này phổ biến đến chi bộ.

Nơi nhận:
- Các đảng ủy trực thuộc Tỉnh ủy,
- Các cơ quan tham mưu, giúp việc của Tỉnh ủy,
- Các đồng chí Tỉnh ủy viên,
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
(đã ký)
Lò Thị Ngân Hà
"
    )
}

/// The text with the mark of a state secret under its number.
pub fn marked_secret(text: &str) -> String {
    text.replacen("/TU\n", "/TU\n\nMẬT\n", 1)
}

/// The text as a file of this name, `.txt` or `.docx`, in the folder.
pub fn write(folder: &TempDir, name: &str, text: &str) -> Step<PathBuf> {
    let file = folder.path().join(name);
    if name.to_lowercase().ends_with(".docx") {
        fs::write(&file, docx(text)?)?;
    } else {
        fs::write(&file, text)?;
    }
    Ok(file)
}

fn docx(text: &str) -> Step<Vec<u8>> {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{WORD}\"/></Types>"
    );
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let paragraph =
        |line: &str| if line.is_empty() { "<w:p/>".into() } else { format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>") };
    let paragraphs: String = text.lines().map(paragraph).collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{paragraphs}</w:body></w:document>"
    );
    let mut parts = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in
        [("[Content_Types].xml", types.as_str()), ("_rels/.rels", relations), ("word/document.xml", &document)]
    {
        parts.start_file(name, SimpleFileOptions::default())?;
        parts.write_all(content.as_bytes())?;
    }
    Ok(parts.finish()?.into_inner())
}
