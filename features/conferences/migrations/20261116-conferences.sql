-- Conferences, their points, agenda, checklist, delegates, check-ins.
CREATE TABLE conference (
    id TEXT NOT NULL PRIMARY KEY,
    rollout_id TEXT,
    unit_id TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    form TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    opened_on TEXT,
    closed_on TEXT,
    make_up_of TEXT,
    code_seed BYTES NOT NULL,
    head_count_due_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX conference_by_rollout ON conference (rollout_id);
CREATE INDEX conference_by_unit ON conference (unit_id, starts_at);
CREATE TABLE point (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    parent_id TEXT REFERENCES point (id),
    unit_id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    place TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    depth BIGINT NOT NULL,
    expected BIGINT,
    expected_on TEXT,
    expected_locked_at BIGINT,
    head_count BIGINT,
    head_count_on TEXT,
    connected_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX point_by_conference ON point (conference_id, sort_key);
CREATE INDEX point_by_unit ON point (unit_id, conference_id);
CREATE TABLE agenda_item (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    reporter_id TEXT,
    reporter TEXT NOT NULL,
    planned_from BIGINT NOT NULL,
    planned_to BIGINT NOT NULL,
    real_from BIGINT,
    real_to BIGINT
);
CREATE INDEX agenda_item_by_conference ON agenda_item (conference_id, planned_from);
CREATE TABLE checklist_item (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    day_offset BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    done_at BIGINT,
    done_by TEXT
);
CREATE INDEX checklist_item_by_conference ON checklist_item (conference_id, position);
CREATE TABLE conference_checklist_default (
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    day_offset BIGINT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (position, valid_from)
);
INSERT INTO conference_checklist_default (position, title, day_offset, valid_from, valid_to) VALUES
    (1, 'Gửi giấy mời, giấy triệu tập đến đại biểu', -5, '2000-01-01', NULL),
    (2, 'Rà soát giấy mời đã đến đủ đại biểu các điểm cầu', -3, '2000-01-01', NULL),
    (3, 'Chuyển tài liệu đến các điểm cầu', -2, '2000-01-01', NULL),
    (4, 'Kiểm tra đường truyền đến từng điểm cầu', -1, '2000-01-01', NULL),
    (5, 'Kiểm tra hội trường, sơ đồ chỗ ngồi', -1, '2000-01-01', NULL),
    (6, 'Chốt và báo cáo số lượng đại biểu', -1, '2000-01-01', NULL),
    (7, 'Quán triệt nội quy hội nghị trước giờ khai mạc', 0, '2000-01-01', NULL),
    (8, 'Báo cáo kết quả hội nghị trong ngày', 0, '2000-01-01', NULL);
CREATE TABLE delegate (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    point_id TEXT NOT NULL REFERENCES point (id),
    person_id TEXT,
    unit_id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    post TEXT NOT NULL,
    kind TEXT NOT NULL,
    invitation TEXT NOT NULL,
    summoned_on TEXT NOT NULL,
    outcome TEXT NOT NULL,
    outcome_on TEXT,
    reason TEXT NOT NULL,
    makes_up_for TEXT,
    made_up_in TEXT,
    made_up_on TEXT,
    wrong_tries BIGINT NOT NULL,
    wrong_since BIGINT NOT NULL
);
CREATE UNIQUE INDEX delegate_by_invitation ON delegate (invitation);
CREATE UNIQUE INDEX delegate_by_person ON delegate (conference_id, person_id);
CREATE INDEX delegate_by_point ON delegate (conference_id, point_id, sort_key);
CREATE INDEX delegate_by_name ON delegate (conference_id, sort_key);
CREATE INDEX delegate_of_person ON delegate (person_id);
CREATE INDEX delegate_absent ON delegate (conference_id, point_id, outcome) WHERE outcome IN ('absent_with_reason', 'absent_without_reason');
CREATE TABLE check_in (
    delegate_id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL,
    point_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    way TEXT NOT NULL,
    by_account TEXT
);
CREATE INDEX check_in_by_point ON check_in (conference_id, point_id);
CREATE INDEX check_in_by_time ON check_in (conference_id, at);
CREATE TABLE conference_rollout_person (
    rollout_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    delegate_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    PRIMARY KEY (rollout_id, person_id)
);
CREATE TABLE conference_upload (
    id TEXT NOT NULL PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT
);
