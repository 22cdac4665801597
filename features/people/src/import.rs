//! The import of people from a list: which columns it has, how a line is checked, how lines are written. By which rules a
//! line is known to be somebody stands in [`crate::domain::merge::RULES`]; what an empty cell says nothing about stays as
//! it was. Pages and progress are the platform's.

mod check;
mod write;

use std::path::Path;

use kernel::Event;
use platform::db::{Db, StoreError};
use platform::imports::{self, Import, ImportError, Recipe};
use platform::jobs::{JobKind, JobRun};
use sheets::Column;

use check::PeopleLines;
pub(crate) use check::{name_fault, read_phone};
use write::Line;

/// The kind of import and the name of its job.
pub const KIND: &str = "people.import";

/// The columns of the file.
pub const COLUMNS: &[Column] = &[
    Column {
        key: "ma_dang_vien",
        vi: "Mã đảng viên",
        en: "Member id",
        aliases: &["Số thẻ đảng viên", "Mã định danh", "ma dv"],
        required: true,
        example: "000123456",
        note: "Mã trong cơ sở dữ liệu đảng viên; mỗi người một mã. Người ngoài Đảng để trống.",
    },
    Column {
        key: "ho_ten",
        vi: "Họ và tên",
        en: "Full name",
        aliases: &["Họ tên", "Tên đảng viên"],
        required: true,
        example: "Nguyễn Văn Ví Dụ",
        note: "Viết đầy đủ, có dấu.",
    },
    Column {
        key: "ngay_sinh",
        vi: "Ngày sinh",
        en: "Date of birth",
        aliases: &["Ngày, tháng, năm sinh", "Sinh ngày"],
        required: false,
        example: "19/05/1980",
        note: "Ngày/tháng/năm.",
    },
    Column {
        key: "gioi_tinh",
        vi: "Giới tính",
        en: "Gender",
        aliases: &["Nam/nữ"],
        required: false,
        example: "Nam",
        note: "Nam hoặc Nữ.",
    },
    Column {
        key: "ma_don_vi",
        vi: "Mã đơn vị",
        en: "Unit code",
        aliases: &["Mã chi bộ", "Mã đơn vị sinh hoạt"],
        required: true,
        example: "X01-C01-01",
        note: "Mã của chi bộ hoặc đơn vị nơi người đó sinh hoạt, như trong danh sách đơn vị.",
    },
    Column {
        key: "trang_thai",
        vi: "Trạng thái",
        en: "Status",
        aliases: &["Tình trạng", "Loại đảng viên"],
        required: false,
        example: "Chính thức",
        note: "Chính thức, Dự bị, Miễn sinh hoạt, Tạm thời nơi khác hoặc Ngoài Đảng. Để trống là Chính thức.",
    },
    Column {
        key: "tu_ngay",
        vi: "Thay đổi từ ngày",
        en: "Changed since",
        aliases: &["Từ ngày", "Ngày thay đổi"],
        required: false,
        example: "",
        note: "Ngày đơn vị hoặc trạng thái mới bắt đầu, nếu khác điều đang ghi; để trống là ngày nhập. Với người mới: ngày bắt đầu sinh hoạt ở đơn vị; để trống là chưa rõ.",
    },
    Column {
        key: "ngay_vao_dang",
        vi: "Ngày vào Đảng",
        en: "Joined on",
        aliases: &["Ngày kết nạp"],
        required: false,
        example: "03/02/2010",
        note: "Ngày/tháng/năm.",
    },
    Column {
        key: "chuc_vu",
        vi: "Chức vụ",
        en: "Post",
        aliases: &["Chức danh"],
        required: false,
        example: "Bí thư chi bộ",
        note: "",
    },
    Column {
        key: "dien_thoai",
        vi: "Điện thoại",
        en: "Telephone",
        aliases: &["Số điện thoại", "SĐT", "Di động"],
        required: false,
        example: "0912345678",
        note: "Định dạng cột là văn bản để giữ số 0 ở đầu.",
    },
    Column {
        key: "can_bo_chu_chot",
        vi: "Cán bộ chủ chốt",
        en: "Key official",
        aliases: &["Chủ chốt"],
        required: false,
        example: "x",
        note: "Ghi x nếu là cán bộ chủ chốt, ghi 0 nếu không.",
    },
];

/// What the template's second sheet says besides.
pub const NOTES: &[&str] = &[
    "Dòng đã có (cùng mã) được cập nhật; ô để trống giữ nguyên giá trị đang có.",
    "Cùng mã là một người. Không có mã: cùng họ tên, ngày sinh và đơn vị là một người.",
    "Người đã có nhưng chưa có mã nhận mã của dòng trùng họ tên, ngày sinh và đơn vị.",
    "Người trùng họ tên và ngày sinh nhưng khác mã vẫn được nhận, và chờ người có thẩm quyền xem có phải một người.",
];

const RECIPE: Recipe<Line> =
    Recipe { kind: KIND, columns: COLUMNS, event: "people.imported", write: write::write_lines };

/// The background job.
pub const JOB: JobKind = JobKind { name: KIND, run: run_job };

/// The job that looks for records that may be one person.
pub const PAIRS: JobKind = JobKind { name: "people.pairs", run: find_pairs };

fn find_pairs(run: &JobRun) -> Result<serde_json::Value, String> {
    let sought = |tx: &mut platform::db::Tx<'_>| {
        let detail = serde_json::json!({ "found": crate::store::find_pairs(tx)? });
        tx.record(Event::noted("people.pairs_sought", "people", None).with(detail.clone()))?;
        Ok::<_, StoreError>(detail)
    };
    run.app.db.write_now(sought).map_err(|e| e.to_string())
}

fn run_job(run: &JobRun) -> Result<serde_json::Value, String> {
    imports::run_job(run, &RECIPE, PeopleLines::prepare)
}

/// Imports a file from the command line, into any unit. `progress` is told after every transaction and may stop it by
/// answering false. What is wrong with which line: [`imports::list_faults`].
///
/// # Errors
/// [`ImportError`]; running it again doubles nobody.
pub fn run(db: &Db, path: &Path, progress: &mut dyn FnMut(&Import) -> bool) -> Result<Import, ImportError> {
    imports::run_file(db, path, &RECIPE, PeopleLines::prepare, progress)
}

/// Runs the import with this id over a file, from where it stopped: what the job does, without the job.
///
/// # Errors
/// [`ImportError`].
pub fn resume(
    db: &Db,
    id: imports::ImportId,
    reader: sheets::Reader,
    progress: &mut dyn FnMut(&Import) -> bool,
) -> Result<Import, ImportError> {
    let taker = db.read_now(|tx| {
        let import = imports::find(tx, id)?;
        PeopleLines::prepare(tx, &import).map_err(ImportError::from)
    })?;
    imports::run(db, id, reader, taker, &RECIPE, imports::Beside { job: None, progress })
}

impl PeopleLines {
    fn prepare(tx: &mut platform::db::Tx<'_>, import: &Import) -> Result<Self, StoreError> {
        PeopleLines::load(tx, &import.roots)
    }
}
