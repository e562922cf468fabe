-- about: number with its unit as people write it, such as 3.2亿元 / 便于阅读的数值
-- arguments: value, unit
CREATE OR REPLACE MACRO reports.readable(value, unit) AS
    CASE
        WHEN value IS NULL THEN NULL
        WHEN abs(value) >= 1e12 THEN rtrim(rtrim(printf('%.4f', value / 1e12), '0'), '.') || '万亿'
        WHEN abs(value) >= 1e8 THEN rtrim(rtrim(printf('%.4f', value / 1e8), '0'), '.') || '亿'
        WHEN abs(value) >= 1e4 THEN rtrim(rtrim(printf('%.4f', value / 1e4), '0'), '.') || '万'
        ELSE rtrim(rtrim(printf('%.4f', value), '0'), '.')
    END || coalesce(unit, '');
