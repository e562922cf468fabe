-- about: every table has as many rows as its parts in the lake say / 各表行数与数据湖一致
-- severity: error
SELECT * FROM build_rows WHERE n_lake <> n_warehouse;
