"""The store: Arrow schemas, the Parquet lake, the DuckDB warehouse and its SQL."""
