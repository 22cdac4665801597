-- The report of a conference says how it went: line faults, prompts, questions, survey, beside what people write.
INSERT INTO report_outline (kind, valid_from, source, body)
SELECT kind, '2026-01-01', source,
    REPLACE(body, 'chất lượng đường truyền.", "fills": []', 'chất lượng đường truyền.", "fills": ["conference_quality"]')
FROM report_outline WHERE kind = 'conference' AND valid_from = '2000-01-01';
