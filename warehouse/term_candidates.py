"""Candidates for new terms, counted in a published warehouse by the files of `sql/discovery`, in bounded memory.

Nothing is written to the warehouse: the tables are temporary and spill to a folder of their own past the limit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from transforms.discovery import Candidate
from warehouse.connection import connect
from warehouse.sql import catalogue

MEMORY_LIMIT = "1GB"
"""What the counting may hold in memory; the rest goes to disk."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The candidates, and what they are measured against: words in all, characters in all, each character's count."""

    candidates: list[Candidate]
    n_words: int
    characters: dict[str, int]


def count_candidates(warehouse: Path, known: Collection[str], min_count: int, min_freedom: float) -> Corpus:
    """Count the sequences of one to four words that are no word of `known` and stand `min_count` times at least.

    `min_freedom` is in bits, see `sql/discovery/term_freedom.sql`. Raises StoreError where there is no warehouse, or it
    was built by an older release.
    """
    with connect(warehouse) as con, tempfile.TemporaryDirectory(prefix="baoku-terms-") as spill:
        con.execute("SET memory_limit = ?", [MEMORY_LIMIT])
        con.execute("SET temp_directory = ?", [spill])
        con.register("known_in", pa.table({"word": pa.array(sorted(known), pa.string())}))
        con.execute("CREATE TEMP TABLE known_words AS SELECT word FROM known_in")
        con.execute("SET VARIABLE min_count = ?", [min_count])
        con.execute("SET VARIABLE min_freedom = ?", [min_freedom])
        for name in catalogue.DISCOVERY:
            con.execute(catalogue.load("discovery", name).sql)
        evidence = con.execute("FROM term_evidence")
        candidates = [Candidate(*row) for row in evidence.fetchall()]
        total = con.execute("SELECT coalesce(max(n_total), 0) FROM term_words").fetchone()
        characters = dict(con.execute("FROM term_characters").fetchall())
    return Corpus(candidates, int(total[0]) if total else 0, characters)
