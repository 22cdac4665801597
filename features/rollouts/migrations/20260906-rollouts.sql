-- Rollouts, what they ask, what each unit owes. How a duty ended is kept with its days, so that figures are true for
-- any day. Templates of requirements are data: the one below is copied by a unit that changes it.
CREATE TABLE rollout (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    state TEXT NOT NULL,
    depth TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    launched_on TEXT,
    closed_on TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX rollout_by_unit ON rollout (unit_id, state);
CREATE TABLE rollout_document (
    rollout_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (rollout_id, document_id)
);
CREATE INDEX rollout_document_of ON rollout_document (document_id);
CREATE TABLE requirement (
    id TEXT NOT NULL PRIMARY KEY,
    rollout_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    measure TEXT NOT NULL,
    title TEXT NOT NULL,
    addressees TEXT NOT NULL,
    audience TEXT NOT NULL,
    deadline_kind TEXT NOT NULL,
    deadline_days BIGINT,
    deadline_day TEXT,
    note TEXT NOT NULL
);
CREATE INDEX requirement_of_rollout ON requirement (rollout_id, position);
CREATE TABLE duty (
    id TEXT NOT NULL PRIMARY KEY,
    rollout_id TEXT NOT NULL,
    requirement_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    launched_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    ended_on TEXT,
    reason TEXT NOT NULL,
    evidence_kind TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX duty_of_unit ON duty (unit_id, rollout_id, requirement_id);
CREATE INDEX duty_of_rollout ON duty (rollout_id, requirement_id, state, due_on, unit_id);
CREATE INDEX duty_by_day ON duty (rollout_id, due_on, unit_id, state);
CREATE TABLE duty_ending (
    id TEXT NOT NULL PRIMARY KEY,
    duty_id TEXT NOT NULL,
    rollout_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT
);
CREATE INDEX duty_ending_of_duty ON duty_ending (duty_id);
CREATE INDEX duty_ending_of_rollout ON duty_ending (rollout_id, kind);
CREATE TABLE rollout_template (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX rollout_template_of_unit ON rollout_template (unit_id);
INSERT INTO rollout_template (id, unit_id, name, body, version) VALUES ('01990000-0000-7000-8000-000000000001', NULL, 'Học tập, quán triệt nghị quyết, chỉ thị', '[{"measure":"acknowledge","title":"Tiếp nhận văn bản","addressees":["commune_committee","direct_committee","grassroots_organisation","grassroots_cell","part_organisation","cell"],"audience":"unit","deadline_days":3,"note":""},{"measure":"plan","title":"Ban hành kế hoạch học tập, quán triệt và triển khai thực hiện","addressees":["commune_committee","direct_committee"],"audience":"unit","deadline_days":10,"note":"Ghi số, ký hiệu, ngày ban hành kế hoạch."},{"measure":"conference","title":"Tổ chức hội nghị học tập, quán triệt","addressees":["commune_committee","direct_committee","grassroots_organisation","grassroots_cell"],"audience":"members","deadline_days":20,"note":""},{"measure":"self_study","title":"Sinh hoạt chi bộ, học tập tại chi bộ","addressees":["grassroots_cell","cell"],"audience":"members","deadline_days":30,"note":""},{"measure":"report","title":"Báo cáo kết quả học tập, quán triệt","addressees":["commune_committee","direct_committee"],"audience":"unit","deadline_days":35,"note":"Theo đề cương báo cáo của cấp trên."}]', 1);
INSERT INTO rollout_template (id, unit_id, name, body, version) VALUES ('01990000-0000-7000-8000-000000000002', NULL, 'Chỉ tiếp nhận và báo cáo', '[{"measure":"acknowledge","title":"Tiếp nhận văn bản","addressees":["commune_committee","direct_committee"],"audience":"unit","deadline_days":3,"note":""},{"measure":"report","title":"Báo cáo kết quả thực hiện","addressees":["commune_committee","direct_committee"],"audience":"unit","deadline_days":30,"note":""}]', 1);
