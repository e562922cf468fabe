-- about: days of issue lie between the first Chinese newspapers and tomorrow / 出版日期合理
-- severity: warn
SELECT doc_id, source_path, issue_date FROM core.documents
WHERE issue_date < DATE '1815-01-01' OR issue_date > current_date + 1;
