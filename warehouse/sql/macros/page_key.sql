-- about: page label in the form to compare and sort by: capitals, digits padded / 用于比较和排序的版号
-- arguments: label
CREATE OR REPLACE MACRO reports.page_key(label) AS
    CASE
        WHEN regexp_matches(label, '[0-9]')
            THEN regexp_extract(upper(label), '^[A-Z]*') || lpad(regexp_extract(label, '[0-9]+'), 4, '0')
        ELSE upper(label)
    END;
