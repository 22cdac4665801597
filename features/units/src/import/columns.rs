//! The columns of a list of units.

use sheets::Column;

/// The columns of the file.
pub const COLUMNS: &[Column] = &[
    Column {
        key: "ma_don_vi",
        vi: "Mã đơn vị",
        en: "Unit code",
        aliases: &["Mã tổ chức đảng", "Mã"],
        required: true,
        example: "X01-C01-01",
        note: "Chữ, số và dấu - . _; mỗi đơn vị một mã.",
    },
    Column {
        key: "ten",
        vi: "Tên đơn vị",
        en: "Unit name",
        aliases: &["Tên", "Tên tổ chức đảng"],
        required: true,
        example: "Chi bộ thôn Ví Dụ",
        note: "Tên đầy đủ.",
    },
    Column {
        key: "ten_ngan",
        vi: "Tên gọn",
        en: "Short name",
        aliases: &["Tên ngắn", "Tên viết tắt"],
        required: false,
        example: "CB Ví Dụ",
        note: "Dùng trong bảng và sơ đồ; để trống thì lấy tên đầy đủ.",
    },
    Column {
        key: "loai",
        vi: "Loại",
        en: "Kind",
        aliases: &["Loại đơn vị", "Loại hình"],
        required: true,
        example: "Chi bộ",
        note: "Tỉnh ủy; Cơ quan tham mưu; Đảng ủy xã; Đảng ủy trực thuộc; Cơ quan của đảng ủy xã; Đảng bộ cơ sở; Chi bộ cơ sở; Đảng bộ bộ phận; Chi bộ; Tổ đảng; Mặt trận; Đoàn thể; Khác.",
    },
    Column {
        key: "ma_cap_tren",
        vi: "Mã đơn vị cấp trên",
        en: "Code of the unit above",
        aliases: &["Mã cấp trên", "Trực thuộc"],
        required: true,
        example: "X01-C01",
        note: "Cấp trên phải có trước, hoặc nằm ở dòng phía trên trong tệp.",
    },
    Column {
        key: "ngay_thanh_lap",
        vi: "Ngày thành lập",
        en: "Founded on",
        aliases: &[],
        required: false,
        example: "01/07/2025",
        note: "Ngày/tháng/năm.",
    },
    Column {
        key: "ma_dinh_danh",
        vi: "Mã định danh",
        en: "Identification code",
        aliases: &["Mã định danh điện tử"],
        required: false,
        example: "000.00.12.H99",
        note: "Mã khi gửi, nhận văn bản điện tử (Quyết định 20/2020/QĐ-TTg).",
    },
    Column {
        key: "van_ban_quyet_dinh",
        vi: "Văn bản quyết định",
        en: "Deciding document",
        aliases: &["Quyết định thành lập", "Theo văn bản"],
        required: false,
        example: "Quyết định số 12-QĐ/TU, ngày 20/6/2025",
        note: "Văn bản thành lập đơn vị; đơn vị đã có mà ghi tên khác thì là văn bản đổi tên. Đơn vị có từ trước có thể để trống.",
    },
];
