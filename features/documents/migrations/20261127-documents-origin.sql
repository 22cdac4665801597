-- the page a document of the register was made on, for who may see that page: told by the feature that made it
CREATE TABLE document_origin (
    document_id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL,
    href TEXT NOT NULL
);
