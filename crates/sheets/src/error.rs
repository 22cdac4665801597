//! Why a list could not be read or written, in the user's words.

use std::io;

/// Why a file was not accepted as a list. `vi` and `en` say what is wrong and what to do next;
/// `Display` is the Vietnamese text.
#[derive(Debug)]
pub enum CannotRead {
    /// The content is neither CSV text nor an Excel workbook, whatever the name says.
    NotASpreadsheet { file_name: String },
    /// The workbook is damaged, protected by a password or of an unknown kind.
    Damaged { file_name: String },
    /// The text is not UTF-8; `line` counts from 1.
    NotUtf8 { line: usize },
    /// No row holds anything.
    Empty { file_name: String },
    /// No row near the top looks like the header; the Vietnamese titles that are needed.
    HeaderNotFound { wanted: Vec<String> },
    /// The header is there, these required columns (Vietnamese titles) are not.
    MissingColumns { missing: Vec<String> },
    /// Too large to be held in memory: an old format, or an .xlsx whose texts unpack to very much.
    /// CSV has no such limit.
    TooLarge { file_name: String },
    /// The operating system refused.
    Io(io::Error),
}

impl CannotRead {
    /// Stable code for logs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASpreadsheet { .. } => "SHEET-01",
            Self::Damaged { .. } => "SHEET-02",
            Self::NotUtf8 { .. } => "SHEET-03",
            Self::Empty { .. } => "SHEET-04",
            Self::HeaderNotFound { .. } => "SHEET-05",
            Self::MissingColumns { .. } => "SHEET-06",
            Self::TooLarge { .. } => "SHEET-07",
            Self::Io(_) => "SHEET-08",
        }
    }

    /// The text for the user in Vietnamese.
    pub fn vi(&self) -> String {
        match self {
            Self::NotASpreadsheet { file_name } => {
                format!("Tệp “{file_name}” không phải là bảng tính. Hãy chọn tệp Excel (.xlsx) hoặc CSV.")
            }
            Self::Damaged { file_name } => format!(
                "Không mở được tệp “{file_name}”: tệp hỏng hoặc có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại thành .xlsx rồi tải lên."
            ),
            Self::NotUtf8 { line } => format!(
                "Dòng {line} không phải chữ Unicode (UTF-8). Trong Excel, hãy lưu thành “CSV UTF-8” hoặc .xlsx rồi tải lên."
            ),
            Self::Empty { file_name } => {
                format!("Tệp “{file_name}” không có dòng nào. Hãy tải tệp mẫu về, điền rồi tải lên.")
            }
            Self::HeaderNotFound { wanted } => format!(
                "Không thấy dòng tiêu đề. Dòng tiêu đề phải có các cột: {}. Hãy dùng tệp mẫu.",
                wanted.join(", ")
            ),
            Self::MissingColumns { missing } => {
                format!("Thiếu cột bắt buộc: {}. Hãy thêm cột vào dòng tiêu đề rồi tải lên.", missing.join(", "))
            }
            Self::TooLarge { file_name } => {
                format!(
                    "Tệp “{file_name}” quá lớn ở định dạng này. Hãy lưu thành CSV (UTF-8) hoặc chia nhỏ rồi tải lên."
                )
            }
            Self::Io(cause) => format!("Không đọc được tệp: {cause}."),
        }
    }

    /// The text for the user in English.
    pub fn en(&self) -> String {
        match self {
            Self::NotASpreadsheet { file_name } => {
                format!("“{file_name}” is not a spreadsheet. Choose an Excel (.xlsx) or CSV file.")
            }
            Self::Damaged { file_name } => format!(
                "“{file_name}” cannot be opened: it is damaged or has a password. Open it in Excel, remove the password, save it as .xlsx and upload it again."
            ),
            Self::NotUtf8 { line } => format!(
                "Line {line} is not Unicode (UTF-8) text. In Excel, save as “CSV UTF-8” or .xlsx and upload it again."
            ),
            Self::Empty { file_name } => {
                format!("“{file_name}” has no rows. Download the template, fill it in and upload it.")
            }
            Self::HeaderNotFound { wanted } => {
                format!("No header row was found. It must have the columns: {}. Use the template.", wanted.join(", "))
            }
            Self::MissingColumns { missing } => {
                format!(
                    "Required columns are missing: {}. Add them to the header row and upload the file again.",
                    missing.join(", ")
                )
            }
            Self::TooLarge { file_name } => {
                format!(
                    "“{file_name}” is too large in this format. Save it as CSV (UTF-8) or split it, then upload it again."
                )
            }
            Self::Io(cause) => format!("The file cannot be read: {cause}."),
        }
    }
}

impl std::fmt::Display for CannotRead {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.vi())
    }
}

impl std::error::Error for CannotRead {}

impl From<io::Error> for CannotRead {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause)
    }
}

/// Why a list could not be written. Technical, for the log.
#[derive(Debug, thiserror::Error)]
pub enum CannotWrite {
    #[error("an Excel sheet holds at most 1,048,575 rows below its header")]
    TooManyRows,
    #[error("the Excel workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("the CSV text could not be made: {0}")]
    Csv(#[from] csv::Error),
    #[error("the list could not be written: {0}")]
    Io(#[from] io::Error),
}
