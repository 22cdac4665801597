//! The words by which a clause is seen to ask or to tell, parted by commas, as written: they are compared without diacritics
//! only where the text has none.

/// Where they stand in a sentence, something is to be done or reached.
pub(super) const ORDERS: &str =
    "phải, phấn đấu, chỉ tiêu, chủ trì, yêu cầu, đề nghị, giao, cần tập trung, không để, không được, chịu trách nhiệm";

/// Sentences that begin so set what is to be reached.
pub(super) const AIMS: &str =
    "mỗi, hằng năm, hàng năm, hằng tháng, hàng tháng, hằng quý, hàng quý, tất cả, đến cuối năm, đến hết năm";

/// Sentences in which they stand set a measure, where they do not tell of one that was reached.
pub(super) const STATEMENTS: &str =
    "trở lên, ít nhất, tối thiểu, không quá, còn dưới, xuống dưới, xuống còn, đạt trên, đạt từ";

/// Words that tell what was and what is.
pub(super) const TELLING: &str = "đã, còn, chưa";

/// Sentences that begin so tell what was and what is.
pub(super) const TIMES: &str =
    "thời gian qua, thời gian gần đây, năm qua, nhiệm kỳ qua, gần đây, hiện nay, đến nay, nguyên nhân";

/// What is spoken of, not what is to be done: of these a verb behind a comma is only one more, and what was or is follows.
pub(super) const SUBJECTS: &str =
    "việc, công tác, tình hình, kết quả, hoạt động, chất lượng, nhận thức, một số, một bộ phận, nhiều nơi, có nơi";

/// Verbs that also open what is told: «Thực hiện Chỉ thị 05, các cấp ủy đã …».
pub(super) const OPENINGS: &str = "thực hiện, triển khai, quán triệt, triển khai thực hiện";

/// Who did it, behind such an opening, besides the bodies that receive work.
pub(super) const BODIES: &str =
    "toàn, tỉnh, huyện, xã, phường, thành phố, đảng bộ, chính quyền, nhân dân, cán bộ, đến nay, nhiều, đã";

/// Words that begin as a word above and are another; without diacritics they look alike.
pub(super) const OTHERS: &str = "\
    giao thông, giao lưu, giao dịch, giao tiếp, giao thừa, giao ước, giao hữu, giao mùa, giao thương, giao diện, \
    giáo dục, giáo viên, giáo sư, giáo trình, giáo xứ, phái đoàn, còn lại, con người, con em, con nuôi, đa dạng, đa \
    số, đa phần, chữa bệnh, chữa cháy, chữa trị, trình độ, lập trường, tổ chức đảng, tổ chức chính trị, tổ chức cơ \
    sở, tổ chức xã hội, báo cáo viên, tuyên truyền viên, lâm nghiệp, mô hình, chuyên đề, chuyên môn, chuyên gia, \
    giám đốc, cán bộ";

/// Words that look like a body without diacritics: «số», «bản», «bờ».
pub(super) const NOT_LEADS: &str = "số, so, bán, bản, bạn, bờ, bò, bỏ, phong, viên, viễn, vũ, vu, cúc, trưởng";

/// Verbs, and what goes before a verb, with which work is ordered.
pub(super) const VERBS: &str = "\
    áp dụng, ban hành, bàn giao, báo cáo, bảo đảm, bảo tồn, bảo vệ, biên soạn, biên tập, biểu dương, bố trí, bổ \
    nhiệm, bổ sung, bồi dưỡng, cải cách, cải tạo, cải thiện, cải tiến, cam kết, cân đối, cần, cấp đổi, cấp phát, cập \
    nhật, cắt giảm, chăm lo, chăm sóc, chấn chỉnh, chi trả, chia sẻ, chỉ đạo, chọn, chống, chú trọng, chú ý, chủ \
    động, chuẩn bị, chuẩn hóa, chuyển, có biện pháp, có chính sách, có cơ chế, có giải pháp, có kế hoạch, có trách \
    nhiệm, coi trọng, công bố, công khai, củng cố, cung cấp, cụ thể hóa, cử cán bộ, cử đại diện, cử đồng chí, cử \
    người, dành kinh phí, dành nguồn, dành quỹ, dành thời gian, dự báo, duy trì, đa dạng hóa, đánh giá, đào tạo, đảm \
    bảo, đăng ký, đăng tải, đấu tranh, đầu tư, đẩy mạnh, đẩy nhanh, đề cao, đề xuất, điều chỉnh, điều động, điều \
    hành, điều tra, định hướng, định kỳ, đôn đốc, đối thoại, đổi mới, đơn giản hóa, đưa, gắn, giải đáp, giải phóng, \
    giải quyết, giám sát, giảm, giáo dục, giới thiệu, giúp, giữ gìn, giữ vững, gìn giữ, góp ý, gửi, gương mẫu, hiện \
    đại hóa, hình thành, hoàn chỉnh, hoàn thành, hoàn thiện, học tập, hỗ trợ, hội nhập, hợp tác, huy động, hướng \
    dẫn, in ấn, kết hợp, kết nạp, kết nối, khai thác, khảo sát, khắc phục, khẩn trương, khen thưởng, khơi dậy, khôi \
    phục, không ngừng, khởi công, khuyến khích, kịp thời, kiểm tra, kiện toàn, ký cam kết, ký kết, làm, lãnh đạo, \
    lắng nghe, lập, lấy, liên kết, liên thông, lồng ghép, luân chuyển, lựa chọn, mạnh dạn, minh bạch, mở, mua sắm, \
    nắm bắt, nắm chắc, nắm tình hình, nâng cao, nâng cấp, nêu gương, ngăn chặn, ngăn ngừa, nghiêm cấm, nghiêm túc, \
    nghiên cứu, nghiệm thu, nhanh chóng, nhân rộng, nhắc nhở, niêm yết, nuôi dưỡng, ổn định, phản biện, phát động, \
    phát hành, phát hiện, phát huy, phát triển, phân bổ, phân cấp, phân công, phân loại, phê bình, phối hợp, phổ \
    biến, phòng chống, phòng ngừa, phục hồi, quan tâm, quán triệt, quản lí, quản lý, quảng bá, quy hoạch, quyết \
    liệt, rà soát, rèn luyện, rút ngắn, sáp nhập, sắp xếp, siết chặt, sơ kết, sớm, số hóa, sử dụng, sửa chữa, sửa \
    đổi, sưu tầm, tạo, tăng cường, tăng mức, tăng số, tăng tỉ lệ, tăng tỷ lệ, tặng quà, tập hợp, tập huấn, tập \
    trung, tham gia, tham mưu, thành lập, tháo gỡ, thăm hỏi, thẩm định, thẩm tra, theo dõi, thi đua, thiết lập, \
    thống kê, thống nhất, thu gom, thu hồi, thu hút, thúc đẩy, thực hành, thực hiện, thường xuyên, tích cực, tích \
    hợp, tiến hành, tiếp công dân, tiếp nhận, tiếp thu, tiếp tục, tinh gọn, tôn trọng, tôn vinh, tổ chức, tổng hợp, \
    tổng kết, trả lời, trang bị, trao đổi, triển khai, trình, trồng cây, trồng mới, trồng rừng, trợ giúp, truyền \
    thông, tu bổ, từng bước, tuyên dương, tuyên truyền, tuyển chọn, tuyển dụng, ứng dụng, ưu tiên, vận dụng, vận \
    động, vận hành, vinh danh, xác định, xã hội hóa, xây dựng, xem xét, xóa, xúc tiến, xử lí, xử lý";
