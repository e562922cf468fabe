-- about: whether a newspaper is the one asked for, in either script; any is where none is asked for / 是否所问的报纸，简繁通用
-- arguments: newspaper, wanted
-- example: reports.is_paper('青江日报', '青江日報')
CREATE OR REPLACE MACRO reports.is_paper(newspaper, wanted) AS
    wanted IS NULL OR newspaper = wanted OR reports.simplified(newspaper) = reports.simplified(wanted);
