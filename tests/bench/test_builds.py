"""The measure of builds compares what it says it compares."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from loading import load, write_pages

from bench import builds


@pytest.mark.slow
def test_a_small_corpus_is_measured_and_its_builds_are_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert builds.measure(tmp_path, 0.02, builds.EXAMPLES)
    said = capsys.readouterr().out
    assert "| incremental build of 1% more |" in said
    assert "rows equal" in said


def test_a_changed_row_shows(tmp_path: Path):
    write_pages(tmp_path / "pages", 1)
    load(tmp_path / "pages", tmp_path / "store")
    warehouse = tmp_path / "store" / "warehouse.duckdb"
    before = builds.digests(warehouse)
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE core.terms SET n = n + 1 WHERE term = (SELECT min(term) FROM core.terms)")
    after = builds.digests(warehouse)
    assert {name for name in before if before[name] != after[name]} == {"terms"}
