-- What carries out a document of the superior was called «Chương trình hành động» on the pages, and is of that kind now; it
-- is found by that name. Where the title itself begins with «hành động» it is called so without it.
UPDATE programme SET kind = 'action', folded = ' chuong trinh hanh dong' || SUBSTR(folded, 14)
    WHERE kind = 'programme' AND basis_document_id IS NOT NULL AND folded LIKE ' chuong trinh %'
        AND folded NOT LIKE ' chuong trinh hanh dong%';
