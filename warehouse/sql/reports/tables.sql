-- about: data dictionary of the tables and views that analysts are promised / 数据字典
-- grain: one column of one table or view
-- key: table_name, column_name
-- column table_name: table or view with its schema / 表或视图
-- column position: place of the column, from 1 / 列序
-- column column_name: column / 列名
-- column type: DuckDB type / 类型
-- column en: meaning in English / 英文说明
-- column zh: meaning in Chinese / 中文说明
-- column table_en: meaning of the table in English / 表的英文说明
-- column table_zh: meaning of the table in Chinese / 表的中文说明
CREATE VIEW reports.tables AS
WITH relations AS (
    SELECT schema_name, table_name, comment FROM duckdb_tables()
    UNION ALL
    SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal
)
SELECT
    c.schema_name || '.' || c.table_name AS table_name,
    c.column_index::INTEGER AS position,
    c.column_name,
    c.data_type AS type,
    split_part(c.comment, ' / ', 1) AS en,
    split_part(c.comment, ' / ', 2) AS zh,
    split_part(r.comment, ' / ', 1) AS table_en,
    split_part(r.comment, ' / ', 2) AS table_zh
FROM duckdb_columns() AS c
JOIN relations AS r USING (schema_name, table_name)
WHERE c.schema_name IN ('core', 'ops', 'reports')
ORDER BY c.schema_name, c.table_name, position;
