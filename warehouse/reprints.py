"""Which articles repeat an earlier one: reprints in other newspapers, agency copy, a text on two days.

Texts meet over the bands of their signatures (`transforms.likeness`), in DuckDB; those that met are compared exactly,
here. What a pair has in common is kept in `ops.likenesses` under the hashes of its texts, so the next build compares
only pairs that are new. Everything else is made from all rows in every build: so the result depends on the rows alone,
not on the order in which they came or on how many builds there were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from transforms.likeness import N_BANDS, compare, letters_of, manner_of
from warehouse.schema import TABLES
from warehouse.sql import catalogue

PAIRS_AT_ONCE = 2048
"""Pairs whose texts are in memory at the same time."""


def link_reprints(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `core.reprints`, `duplicate_of` and `similarity` from all articles."""
    con.execute(_sql("texts"))
    for band in range(1, N_BANDS + 1):
        con.execute(_sql("meetings"), {"band": band})
    con.execute(_sql("pairs"))
    _compare_unknown(con)
    roots = roots_of(con.execute(_sql("links")).fetchall())
    found = pa.table([pa.array(roots.keys(), pa.int32()), pa.array(roots.values(), pa.int32())], ["later", "root"])
    con.register("incoming", found)
    con.execute(_sql("root_pairs"))
    _compare_unknown(con)
    con.execute(_sql("reprints"))
    con.unregister("incoming")


def roots_of(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The first text of each chain, by text; links are (later, earlier), the later ones in ascending order.

    >>> roots_of([(2, 1), (3, 2), (5, 4)])
    {2: 1, 3: 1, 5: 4}
    """
    roots: dict[int, int] = {}
    for later, earlier in links:
        roots[later] = roots.get(earlier, earlier)
    return roots


def _compare_unknown(con: duckdb.DuckDBPyConnection) -> None:
    """Compare the pairs that `ops.likenesses` does not have yet, and keep what they have in common."""
    batches = con.sql(_sql("unknown")).to_arrow_reader(PAIRS_AT_ONCE)
    compared = pa.Table.from_batches([_compared(batch) for batch in batches], TABLES["likenesses"].arrow_schema)
    con.register("compared", compared)
    con.execute("INSERT INTO ops.likenesses BY NAME SELECT * FROM compared")
    con.unregister("compared")


def _compared(pairs: pa.RecordBatch) -> pa.RecordBatch:
    pairs = pairs.sort_by("later_hash")  # its shingles are remembered
    earlier, later = (_letters(pairs[name].to_pylist()) for name in ("earlier_text", "later_text"))
    likenesses = [compare(first, second) for first, second in zip(earlier, later, strict=True)]
    columns = {
        # copied: an array that DuckDB made keeps its whole batch, texts and all
        "earlier_hash": pairs["earlier_hash"].to_pylist(),
        "later_hash": pairs["later_hash"].to_pylist(),
        "n_earlier": [likeness.n_first for likeness in likenesses],
        "n_later": [likeness.n_second for likeness in likenesses],
        "n_common": [likeness.n_common for likeness in likenesses],
        "manner": [manner_of(likeness) for likeness in likenesses],
    }
    return pa.RecordBatch.from_pydict(columns, TABLES["likenesses"].arrow_schema)


def _letters(texts: Sequence[str]) -> list[str]:
    """The letters of texts many of which are equal."""
    letters = {text: letters_of(text) for text in set(texts)}
    return [letters[text] for text in texts]


def _sql(name: str) -> str:
    return catalogue.load("reprints", name).sql
