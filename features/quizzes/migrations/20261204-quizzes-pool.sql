-- What the attempts of an announced test draw from: frozen when it is announced, so that they are of one kind however the
-- bank changes. A question retired since is not drawn any more.
CREATE TABLE quiz_pool (
    quiz_id TEXT NOT NULL REFERENCES quiz (id),
    position BIGINT NOT NULL,
    question_id TEXT NOT NULL REFERENCES question (id),
    PRIMARY KEY (quiz_id, position, question_id)
);
CREATE INDEX quiz_pool_of_question ON quiz_pool (question_id);
-- tests announced before: what may be drawn today
INSERT INTO quiz_pool (quiz_id, position, question_id)
SELECT z.id, k.position, q.id FROM quiz z JOIN quiz_quota k ON k.quiz_id = z.id JOIN question q ON q.state = 'in_use'
    AND (q.unit_id = z.unit_id OR (q.is_open_below AND q.unit_id IN
        (SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = z.unit_id)))
    AND (k.document_id IS NULL OR q.document_id = k.document_id)
    AND (k.clause = '' OR q.clause = k.clause OR q.clause LIKE k.clause || ' › %')
    AND (k.tag = '' OR q.id IN (SELECT t.question_id FROM question_tag t WHERE t.tag = k.tag))
WHERE z.state = 'announced';
