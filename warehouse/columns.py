"""What a column and a table are; everything else about columns derives from these two types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
INTS = pa.list_(pa.int32())
INT = pa.int32()
BIG = pa.int64()
REAL = pa.float64()
BOOL = pa.bool_()
DAY = pa.date32()
TIME = pa.timestamp("us")

_DUCKDB_TYPES: dict[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.list_(pa.int32()): "INTEGER[]",
}

Owner = Literal["doc_id", "article_id", "source_path"]
"""The column that says to whom a row belongs, so that it leaves the store with its document or its input."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, what it means in English and Chinese, whether it may be null, and its unit.

    `lake_name` is its name in Parquet files where that differs, because a partition folder has taken the name.
    `is_prose` marks running text, which compresses differently from names and codes. `values` are all values that a
    text may have, where those are known.
    """

    name: str
    type: pa.DataType
    en: str
    zh: str
    nullable: bool = False
    unit: str | None = None
    lake_name: str | None = None
    is_prose: bool = False
    values: tuple[str, ...] = ()

    @property
    def stored_name(self) -> str:
        """The column's name in the lake's Parquet files."""
        return self.lake_name or self.name

    @property
    def comment(self) -> str:
        """English and Chinese meaning with the unit, as DuckDB's column comment holds it."""
        return f"{self.en} / {self.zh}" + (f" [{self.unit}]" if self.unit else "")

    def arrow_field(self, name: str) -> pa.Field:
        """The Arrow field under this name, with the descriptions and the unit as field metadata."""
        described = {"en": self.en, "zh": self.zh} | ({"unit": self.unit} if self.unit else {})
        return pa.field(name, self.type, nullable=self.nullable, metadata=described)

    def sql(self) -> str:
        """The column's line in CREATE TABLE."""
        # DuckDB's own choice for running text is dict_fsst: larger, and three times slower to write.
        compression = " USING COMPRESSION zstd" if self.is_prose else ""
        return f'"{self.name}" {_DUCKDB_TYPES[self.type]}{compression}' + ("" if self.nullable else " NOT NULL")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the lake and the warehouse.

    `grain`: what one row is. `key`: the columns that identify a row. `sort`: the order of rows inside a Parquet file,
    behind day and page, see `order`; rows that tie keep the order they came in. `owner`: see `Owner`; None where rows
    belong to a run. A table with `in_lake` False exists in the warehouse alone.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    en: str
    zh: str
    columns: tuple[Column, ...]
    schema: Literal["core", "ops"] = "core"
    sort: tuple[str, ...] = ()
    owner: Owner | None = None
    in_lake: bool = True

    @property
    def qualified(self) -> str:
        """The table's name with its DuckDB schema, such as `core.articles`."""
        return f"{self.schema}.{self.name}"

    @property
    def is_of_pages(self) -> bool:
        """Whether each row belongs to a page, by the first column of `sort`: `doc_id` or `article_id`."""
        return self.owner in ("doc_id", "article_id")

    @property
    def order(self) -> str:
        """The order of rows inside a Parquet file, in words, as its footer says it."""
        return ", ".join([*(("publication", "issue_date", "page_label") if self.is_of_pages else ()), *self.sort])

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names in order, as in the warehouse."""
        return tuple(column.name for column in self.columns)

    @property
    def arrow_schema(self) -> pa.Schema:
        """What rows must look like when they are handed to `write_parts`."""
        return pa.schema([column.arrow_field(column.name) for column in self.columns])

    @property
    def lake_schema(self) -> pa.Schema:
        """What the Parquet files hold: the same columns under their `stored_name`."""
        return pa.schema([column.arrow_field(column.stored_name) for column in self.columns])

    def create_sql(self) -> str:
        """CREATE TABLE for DuckDB, with comments on the table and on each column."""
        lines = ",\n  ".join(column.sql() for column in self.columns)
        comments = [f"COMMENT ON TABLE {self.qualified} IS {quoted(f'{self.en} / {self.zh}')};"]
        comments += [f'COMMENT ON COLUMN {self.qualified}."{c.name}" IS {quoted(c.comment)};' for c in self.columns]
        return f"CREATE TABLE {self.qualified} (\n  {lines}\n);\n" + "\n".join(comments)

    def insert_sql(self) -> str:
        """INSERT from Parquet files; the statement's one parameter is the list of paths."""
        renamed = [f'"{c.stored_name}" AS "{c.name}"' for c in self.columns if c.lake_name]
        columns = f"* RENAME ({', '.join(renamed)})" if renamed else "*"
        # By name, so that a column younger than a file is null in the file's rows.
        source = "read_parquet(?, hive_partitioning = false, union_by_name = true)"
        return f"INSERT INTO {self.qualified} BY NAME SELECT {columns} FROM {source}"

    def unknown_rows_sql(self) -> str:
        """WHERE clause behind `insert_sql` for rows that are not here yet; reads the table `known_documents` (doc_id).

        A document's and an input's rows come and go together, a run's are told by their keys.
        """
        if self.owner == "doc_id":
            return "WHERE doc_id NOT IN (SELECT doc_id FROM known_documents)"
        if self.owner == "article_id":
            return "WHERE split_part(article_id, '-', 1) NOT IN (SELECT doc_id FROM known_documents)"
        key = ", ".join(f'"{name}"' for name in self.key)
        return f"WHERE ({key}) NOT IN (SELECT ({key}) FROM {self.qualified})"

    def duplicate_keys_sql(self) -> str:
        """SELECT of the keys that stand on more than one row, looked for among equal hashes, which is faster."""
        key = ", ".join(f'"{name}"' for name in self.key)
        same_hash = f"SELECT hash({key}) AS h FROM {self.qualified} GROUP BY h HAVING count(*) > 1"
        suspects = f"FROM {self.qualified} WHERE hash({key}) IN ({same_hash})"
        return f"SELECT {key}, count(*) AS n {suspects} GROUP BY ALL HAVING n > 1"

    def other_values_sql(self) -> str | None:
        """SELECT of the values that no column with listed `values` may have; None for tables without such a column."""
        listed = [c for c in self.columns if c.values]
        found = [
            f"SELECT '{c.name}' AS column_name, \"{c.name}\" AS value, count(*) AS n FROM {self.qualified} "
            f'WHERE "{c.name}" NOT IN ({", ".join(map(quoted, c.values))}) GROUP BY ALL'
            for c in listed
        ]
        return " UNION ALL ".join(found) or None

    def orphans_sql(self) -> str | None:
        """SELECT of the owners that rows name but no row describes; None for tables without an owner table."""
        owners = {"doc_id": "core.documents", "article_id": "core.articles"}
        if self.owner not in owners or owners[self.owner] == self.qualified:
            return None
        return f"SELECT DISTINCT {self.owner} FROM {self.qualified} ANTI JOIN {owners[self.owner]} USING ({self.owner})"


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
