"""Candidates for new terms, counted in a published warehouse by the files of `sql/discovery`, in bounded memory.

Nothing is written to the warehouse: the tables are temporary and spill to a folder of their own past the limit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from transforms.simplified import search_forms
from transforms.term_evidence import Candidate
from transforms.term_tags import cue_words
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


def count_candidates(warehouse: Path, known: Set[str], min_count: int, min_freedom: float) -> Corpus:
    """Count the sequences of one to four words that are no word of `known` and stand `min_count` times at least.

    A word in traditional characters is known where its simplified form is.

    `min_freedom` is in bits, see `sql/discovery/term_freedom.sql`. Raises StoreError where there is no warehouse, or it
    was built by an older release.
    """
    with connect(warehouse) as con, tempfile.TemporaryDirectory(prefix="baoku-terms-") as spill:
        con.execute("SET memory_limit = ?", [MEMORY_LIMIT])
        con.execute("SET temp_directory = ?", [spill])
        con.register("known_in", pa.table({"word": pa.array(sorted(known), pa.string())}))
        con.execute("CREATE TEMP TABLE known_words AS SELECT word FROM known_in")
        cues = zip(*cue_words(), strict=True)
        con.register("cues_in", pa.table(dict(zip(("word", "side", "kind"), map(list, cues), strict=True))))
        con.execute("CREATE TEMP TABLE cue_words AS FROM cues_in")
        con.execute("SET VARIABLE min_count = ?", [min_count])
        con.execute("SET VARIABLE min_freedom = ?", [min_freedom])
        for name in catalogue.DISCOVERY:
            con.execute(catalogue.load("discovery", name).sql)
        evidence = con.execute("FROM term_evidence")
        found = [Candidate(*row) for row in evidence.fetchall()]
        forms = search_forms([candidate.term for candidate in found])
        # 著 for 着 is a way of writing that OpenCC knows of some words only
        candidates = [c for c, form in zip(found, forms, strict=True) if not {form, form.replace("著", "着")} & known]
        total = con.execute("SELECT coalesce(max(n_total), 0) FROM term_words").fetchone()
        characters = dict(con.execute("FROM term_characters").fetchall())
    return Corpus(candidates, int(total[0]) if total else 0, characters)
