-- Action programmes are found by what they are called at their head.
UPDATE draft SET folded = ' chuong trinh hanh dong' || SUBSTR(folded, 14)
    WHERE type_code = 'CTr' AND (symbol LIKE 'CTHĐ%' OR symbol LIKE 'CTrHĐ%') AND folded LIKE ' chuong trinh %'
        AND folded NOT LIKE ' chuong trinh hanh dong%';
