-- Reports, their sections, and the official outlines they follow. An outline is dated data: a later one of the same
-- kind takes its place from its day on.
CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    folded TEXT NOT NULL,
    head TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    signed_at BIGINT,
    signed_by TEXT,
    hash TEXT NOT NULL,
    content TEXT NOT NULL,
    docx TEXT NOT NULL,
    pdf TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX report_by_unit ON report (unit_id, created_at);
CREATE INDEX report_by_subject ON report (subject);
CREATE TABLE report_section (
    report_id TEXT NOT NULL REFERENCES report (id),
    position BIGINT NOT NULL,
    label TEXT NOT NULL,
    level BIGINT NOT NULL,
    title TEXT NOT NULL,
    hint TEXT NOT NULL,
    fills TEXT NOT NULL,
    required BOOLEAN NOT NULL,
    narrative TEXT NOT NULL,
    PRIMARY KEY (report_id, position)
);
CREATE TABLE report_outline (
    kind TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    source TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, valid_from)
);
INSERT INTO report_outline (kind, valid_from, source, body) VALUES ('conference', '2000-01-01', 'Báo cáo nhanh kết quả hội nghị gửi trong ngày', '[{"label": "I-", "level": 1, "title": "CÔNG TÁC CHUẨN BỊ VÀ TỔ CHỨC HỘI NGHỊ", "hint": "Nêu văn bản triệu tập, hình thức, thời gian, địa điểm, công tác chuẩn bị hội trường và đường truyền.", "fills": ["conference_facts"], "required": true}, {"label": "II-", "level": 1, "title": "KẾT QUẢ HỘI NGHỊ", "hint": "", "fills": [], "required": false}, {"label": "1.", "level": 2, "title": "Số lượng đại biểu", "hint": "Nhận xét về tỷ lệ tham dự; số liệu do hệ thống tổng hợp.", "fills": ["conference_figures"], "required": false}, {"label": "2.", "level": 2, "title": "Kết quả theo điểm cầu", "hint": "", "fills": ["points_table"], "required": false}, {"label": "3.", "level": 2, "title": "Chất lượng hội nghị", "hint": "Đánh giá nội dung, báo cáo viên, tinh thần học tập, thảo luận, chất lượng đường truyền.", "fills": [], "required": true}, {"label": "4.", "level": 2, "title": "Đại biểu vắng mặt", "hint": "", "fills": ["absentees"], "required": false}, {"label": "III-", "level": 1, "title": "HẠN CHẾ VÀ KIẾN NGHỊ", "hint": "Nêu hạn chế, nguyên nhân, kiến nghị với cấp trên; không có thì ghi rõ là không có.", "fills": [], "required": true}]');
INSERT INTO report_outline (kind, valid_from, source, body) VALUES ('outline', '2000-01-01', 'Đề cương báo cáo I–V của Ban Tuyên giáo Trung ương theo Công văn 5008-CV/BTGTW, 20/3/2023', '[{"label": "I-", "level": 1, "title": "CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, QUÁN TRIỆT, TRIỂN KHAI THỰC HIỆN", "hint": "", "fills": [], "required": false}, {"label": "1.", "level": 2, "title": "Việc xây dựng, triển khai các văn bản", "hint": "Văn bản của cấp ủy cụ thể hóa văn bản cấp trên; ai tham mưu, ban hành khi nào.", "fills": ["documents"], "required": true}, {"label": "2.", "level": 2, "title": "Vai trò, trách nhiệm của cấp ủy, tổ chức đảng các cấp, người đứng đầu", "hint": "Người đứng đầu trực tiếp làm gì; phân công các đồng chí ủy viên ban thường vụ.", "fills": [], "required": true}, {"label": "II-", "level": 1, "title": "ĐÁNH GIÁ TÌNH HÌNH TỔ CHỨC TRIỂN KHAI THỰC HIỆN", "hint": "", "fills": [], "required": false}, {"label": "1.", "level": 2, "title": "Kết quả đạt được", "hint": "", "fills": ["rollout_figures"], "required": false}, {"label": "1.1.", "level": 3, "title": "Công tác tổ chức chuẩn bị hội nghị nghiên cứu, học tập, quán triệt", "hint": "Hội trường, thiết bị, đường truyền, giấy mời, tài liệu.", "fills": [], "required": false}, {"label": "1.2.", "level": 3, "title": "Chất lượng tổ chức hội nghị của Trung ương, địa phương", "hint": "", "fills": ["conferences_table"], "required": false}, {"label": "1.3.", "level": 3, "title": "Kết quả tổ chức nghiên cứu, học tập, quán triệt", "hint": "", "fills": ["people_figures", "requirements_table"], "required": true}, {"label": "1.4.", "level": 3, "title": "Công tác tuyên truyền, phổ biến", "hint": "Kênh đã dùng, số tin, bài; cách làm hay.", "fills": [], "required": false}, {"label": "1.5.", "level": 3, "title": "Công tác kiểm tra, giám sát", "hint": "", "fills": [], "required": false}, {"label": "1.6.", "level": 3, "title": "Việc đổi mới công tác nghiên cứu, học tập, quán triệt, tuyên truyền", "hint": "", "fills": [], "required": false}, {"label": "1.7.", "level": 3, "title": "Quy trình tổ chức hội nghị; kết quả theo đơn vị", "hint": "", "fills": ["units_table"], "required": false}, {"label": "2.", "level": 2, "title": "Hạn chế, yếu kém", "hint": "", "fills": ["late_units"], "required": true}, {"label": "3.", "level": 2, "title": "Nguyên nhân", "hint": "", "fills": [], "required": true}, {"label": "4.", "level": 2, "title": "Đánh giá chung", "hint": "", "fills": [], "required": false}, {"label": "III-", "level": 1, "title": "MỘT SỐ VẤN ĐỀ ĐẶT RA VÀ BÀI HỌC KINH NGHIỆM", "hint": "", "fills": [], "required": true}, {"label": "IV-", "level": 1, "title": "NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI", "hint": "", "fills": [], "required": true}, {"label": "V-", "level": 1, "title": "KIẾN NGHỊ, ĐỀ XUẤT", "hint": "Kiến nghị với cấp trên; không có thì ghi rõ là không có.", "fills": [], "required": true}]');
