//! The command line as it is typed. Scripts rely on these forms. What each command does stands in `commands`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Thông Suốt: triển khai, quán triệt văn bản trong tổ chức đảng · self-hosted software of Party organisations
#[derive(Debug, Parser)]
#[command(name = "thongsuot", version, max_term_width = 110)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Chạy máy chủ · Run the server
    Serve(Serve),
    /// Mở một tỉnh giả định đầy đủ để xem thử · Show a fictional province with everything in it
    Demo(Demo),
    /// Nhập đơn vị, người, văn bản từ tệp · Import units, people, documents from files
    Import(Import),
    /// Đọc văn bản, in mỗi văn bản một dòng JSON · Read official documents, one JSON object a line
    Parse(Parse),
    /// Tìm phần chép lại của cấp trên, in mỗi văn bản một dòng JSON · Find what is copied, one JSON object a line
    Compare(Compare),
    /// Sao lưu, kiểm tra, khôi phục · Back up, verify, restore
    #[command(subcommand)]
    Backup(Backup),
    /// Cơ sở dữ liệu: chuyển từ SQLite sang PostgreSQL hoặc ngược lại · Move between SQLite and PostgreSQL
    #[command(subcommand)]
    Database(Database),
    /// In mô tả OpenAPI của API · Print the OpenAPI description
    Openapi,
    /// Tính lại một hội thi từ tệp công bố của nó · Recompute a contest from its published file
    VerifyContest(VerifyContest),
    /// Kiểm tra nhật ký hệ thống · Check the event log
    #[command(subcommand)]
    Audit(Audit),
    /// Chỉ mục tìm kiếm · The search index
    #[command(subcommand)]
    Search(Search),
    /// Tài khoản quản trị · Administrators
    #[command(subcommand)]
    Admin(Admin),
}

/// Which installation.
#[derive(Debug, Clone, Args)]
pub struct Where {
    /// Thư mục dữ liệu (thongsuot.toml, thongsuot.db, files/) · the data folder
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// postgres://user@host/name; không ghi: SQLite trong thư mục dữ liệu · absent: SQLite in the data folder
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Which installation.
    #[command(flatten)]
    pub place: Where,
    /// Địa chỉ và cổng, ví dụ 127.0.0.1:7070 · address and port
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Giữ lại trong thư mục này; không ghi: thư mục tạm · keep it in this folder; absent: a temporary one
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Địa chỉ và cổng · address and port
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// postgres://user@host/name còn trống; không ghi: SQLite · an empty one; absent: SQLite
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Chỉ dựng, không mở máy chủ · build it and stop
    #[arg(long, requires = "data")]
    pub build_only: bool,
}

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Đơn vị, từ Excel hoặc CSV · units, from Excel or CSV
    Units,
    /// Đảng viên và người khác, từ Excel hoặc CSV · people, from Excel or CSV
    People,
    /// Văn bản .docx, .pdf, .html, .txt · documents
    Documents,
}

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// Nhập gì · what to import
    #[arg(value_enum)]
    pub kind: Kind,
    /// Các tệp · the files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which installation.
    #[command(flatten)]
    pub place: Where,
    /// Mã đơn vị có sổ văn bản (mặc định: đơn vị đứng đầu) · whose register; default: the unit at the top
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
}

/// `parse`
#[derive(Debug, Args)]
pub struct Parse {
    /// Các tệp .docx, .pdf, .html, .txt · the files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// `compare`
#[derive(Debug, Args)]
pub struct Compare {
    /// Văn bản của cấp trên, ghi được nhiều lần · a document of the superior, may be repeated
    #[arg(long = "superior", required = true, value_name = "FILE")]
    pub superiors: Vec<PathBuf>,
    /// Văn bản của đơn vị khác cùng cấp, ghi được nhiều lần · a text of another unit, may be repeated
    #[arg(long = "sibling", value_name = "FILE")]
    pub siblings: Vec<PathBuf>,
    /// Câu chữ cấp trên bắt buộc phải ghi, mỗi dòng một đoạn, không tính là chép · mandated wording, one passage a line
    #[arg(long, value_name = "FILE")]
    pub mandated: Option<PathBuf>,
    /// Các tệp .docx, .pdf, .html, .txt · the files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// `verify-contest`
#[derive(Debug, Args)]
pub struct VerifyContest {
    /// Tệp công bố .jsonl · the published file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// In ngần này hạng đầu mỗi vòng · print so many first places of each round
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub top: usize,
    /// In hạng của số dự thi này, ghi được nhiều lần · print the rank of this contestant, may be repeated
    #[arg(long = "contestant", value_name = "NUMBER")]
    pub contestants: Vec<i64>,
}

/// `backup`
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Tạo bản sao lưu .tar.zst trong khi máy chủ vẫn chạy · Make a .tar.zst while the server runs
    Create {
        /// Which installation.
        #[command(flatten)]
        place: Where,
        /// Tệp sao lưu · the backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Kiểm tra từng tệp, mở thử bản sao và kiểm tra nhật ký · Check every hash, open the copy, check its log
    Verify {
        /// Tệp sao lưu · the backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Khôi phục vào một thư mục trống · Restore into an empty folder
    Restore {
        /// Tệp sao lưu · the backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Which installation.
        #[command(flatten)]
        place: Where,
    },
}

/// `database`
#[derive(Debug, Subcommand)]
pub enum Database {
    /// Chuyển toàn bộ dữ liệu sang cơ sở dữ liệu trống, đối chiếu từng bảng · Move everything, prove each table
    ///
    /// Dừng máy chủ trước. Từng bảng được đếm và băm ở hai bên; chỉ một dòng khác là không ghi gì và mã thoát khác 0.
    /// Cơ sở dữ liệu cũ và thư mục tệp giữ nguyên. · Stop the server first. One row that differs: nothing is kept
    /// and the exit code is not 0. The old database and the folder of files stay as they are.
    Move {
        /// Which installation.
        #[command(flatten)]
        place: Where,
        /// Nơi đến, còn trống: postgres://user@host/name, hoặc sqlite (tệp trong thư mục dữ liệu) · where to; empty
        #[arg(long, value_name = "URL")]
        to: String,
    },
}

/// `audit`
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Tính lại chuỗi niêm phong của nhật ký · Recompute the chain of seals
    Verify {
        /// Which installation.
        #[command(flatten)]
        place: Where,
    },
}

/// `search`
#[derive(Debug, Subcommand)]
pub enum Search {
    /// Dựng lại chỉ mục của máy chủ này từ cơ sở dữ liệu · Build this node's index anew from the database
    Rebuild {
        /// Which installation.
        #[command(flatten)]
        place: Where,
    },
}

/// `admin`
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Tạo tài khoản quản trị, kể cả tài khoản đầu tiên · Make an administrator, the first one too
    Create(AdminCreate),
    /// Đặt lại xác thực hai bước của một tài khoản · Reset the second factor of an account
    ResetSecondFactor(AdminReset),
}

/// `admin reset-second-factor`
#[derive(Debug, Args)]
pub struct AdminReset {
    /// Which installation.
    #[command(flatten)]
    pub place: Where,
    /// Tên đăng nhập · user name
    #[arg(long, value_name = "NAME")]
    pub user: String,
}

/// `admin create`
#[derive(Debug, Args)]
pub struct AdminCreate {
    /// Which installation.
    #[command(flatten)]
    pub place: Where,
    /// Tên đăng nhập · user name
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// Mã đơn vị phụ trách; không ghi: đơn vị đứng đầu, chưa có thì lập TU · code of the unit; absent: the one at the top
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// Tên đơn vị, khi đơn vị chưa có; sửa được về sau · its name, to found it; can be changed later
    #[arg(long, value_name = "NAME", default_value = "Tỉnh ủy")]
    pub unit_name: String,
    /// Loại đơn vị, khi đơn vị chưa có · its kind, to found it
    #[arg(long, value_name = "KIND", default_value = "province_committee")]
    pub unit_kind: String,
    /// Đọc mật khẩu từ đầu vào chuẩn · read the password from standard input
    #[arg(long)]
    pub password_stdin: bool,
}
