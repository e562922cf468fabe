"""What is counted in the lake's own files, so that the check `lake_conserved` can compare it with the warehouse."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from warehouse.columns import quoted
from warehouse.parts import Part
from warehouse.schema import TABLES
from warehouse.storage import Storage

COUNTED = {"inputs": ("outcome",), "documents": ("n_chars",), "articles": ("n_chars", "n_words"), "terms": ("n",)}
"""The columns that are counted or summed, by table: few and narrow, so that reading them costs next to nothing."""


def show_lake(con: duckdb.DuckDBPyConnection, storage: Storage, parts: Iterable[Part]) -> None:
    """Make temporary views `lake_inputs`, `lake_documents`, … of the counted columns of these parts."""
    by_table: dict[str, list[Part]] = {name: [] for name in COUNTED}
    for part in parts:
        if part.table in by_table:
            by_table[part.table].append(part)
    for name, found in by_table.items():
        roots = storage.roots_of(found)
        paths = ", ".join(quoted(str(root / part.path)) for root, part in zip(roots, found, strict=True))
        source = f"read_parquet([{paths}], hive_partitioning = false)" if found else f"{TABLES[name].qualified} LIMIT 0"
        con.execute(f"CREATE OR REPLACE TEMP VIEW lake_{name} AS SELECT {', '.join(COUNTED[name])} FROM {source}")
