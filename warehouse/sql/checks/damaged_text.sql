-- about: at most one character in a hundred of a page is damaged / 坏字不超过百分之一
-- severity: warn
SELECT doc_id, source_path, encoding, n_replaced, n_chars FROM core.documents WHERE n_replaced > 0.01 * n_chars;
