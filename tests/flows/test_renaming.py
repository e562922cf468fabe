"""A renamed file keeps its rows, which are found under its new path."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from loading import lake, load, paths, write_pages

from warehouse.build import build
from warehouse.store import Store


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    write_pages(tmp_path / "pages", 1, 2, 3)
    return tmp_path / "pages"


def documents(store: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        return con.execute("select doc_id, source_path from core.documents order by 1").fetchall()


def test_a_renamed_file_is_not_read_again_and_is_found_under_its_new_path(pages: Path, tmp_path: Path):
    store = tmp_path / "store"
    load(pages, store)
    before = lake(store)
    (pages / "00002.txt").rename(pages / "moved.txt")
    report = load(pages, store)
    assert (report.n_renamed, report.n_unchanged, report.n_batches) == (1, 3, 0)
    assert paths(store) == paths(store, "documents") == ["00001.txt", "00003.txt", "moved.txt"]
    after = lake(store)
    for table in ("articles", "sentences", "terms", "figures", "mentions"):
        assert after[table] == before[table]
    assert str(pages / "moved.txt") in {path for _, path in documents(store)}
    assert load(pages, store).n_renamed == 0


def test_full_and_incremental_builds_agree_after_a_rename(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    (pages / "00002.txt").rename(pages / "moved.txt")
    assert load(pages, tmp_path / "store").built.mode == "incremental"
    incremental = documents(tmp_path / "store")
    with Store.open(tmp_path / "store", write=True) as store:
        build(store, full=True)
    assert documents(tmp_path / "store") == incremental


def test_a_copy_is_a_duplicate_not_a_rename(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    shutil.copy(pages / "00002.txt", pages / "copy.txt")
    report = load(pages, tmp_path / "store")
    assert (report.n_renamed, report.outcomes["duplicate"]) == (0, 1)
    assert paths(tmp_path / "store", "documents") == ["00001.txt", "00002.txt", "00003.txt"]


def test_of_two_new_paths_the_first_takes_the_rows(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    shutil.copy(pages / "00002.txt", pages / "b.txt")
    (pages / "00002.txt").rename(pages / "a.txt")
    report = load(pages, tmp_path / "store")
    assert (report.n_renamed, report.outcomes["duplicate"], report.exit_code) == (1, 1, 0)
    assert paths(tmp_path / "store", "documents") == ["00001.txt", "00003.txt", "a.txt"]


def test_a_new_path_that_says_another_day_is_read_again(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    (pages / "2020-02-03").mkdir()
    (pages / "00002.txt").rename(pages / "2020-02-03" / "05.txt")
    report = load(pages, tmp_path / "store")
    assert (report.n_renamed, report.outcomes["loaded"], report.exit_code) == (0, 1, 0)
    days = {Path(r["source_path"]).name: str(r["issue_date"]) for r in lake(tmp_path / "store")["documents"]}
    assert days["05.txt"] == "2020-02-03"
    assert "00002.txt" not in paths(tmp_path / "store")


def test_a_rename_together_with_a_new_pipeline_version_leaves_one_document(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    (pages / "00002.txt").rename(pages / "moved.txt")
    report = load(pages, tmp_path / "store", min_quality=0.1)
    assert (report.outcomes["loaded"], report.exit_code) == (3, 0)
    expected = ["00001.txt", "00003.txt", "moved.txt"]
    assert paths(tmp_path / "store") == paths(tmp_path / "store", "documents") == expected


def test_retiring_leaves_renamed_files_alone(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    (pages / "00002.txt").rename(pages / "moved.txt")
    report = load(pages, tmp_path / "store", retires=True)
    assert (report.n_renamed, report.n_retired) == (1, 0)


def test_a_copy_that_has_to_take_over_counts_once(pages: Path, tmp_path: Path):
    """It was counted as unchanged first, then read: the run must still account for every input once."""
    (pages / "0copy.txt").write_bytes((pages / "00001.txt").read_bytes())
    load(pages, tmp_path / "store")
    (pages / "00001.txt").write_text("另一版的内容，与先前不同。\n", encoding="utf-8")
    report = load(pages, tmp_path / "store")
    assert report.outcomes["loaded"] + report.outcomes["rejected"] + report.n_unchanged == report.n_inputs == 4


def test_a_copy_in_a_folder_that_nobody_named_takes_over(pages: Path, tmp_path: Path):
    others = tmp_path / "others"
    others.mkdir()
    load(pages, tmp_path / "store")
    shutil.copy(pages / "00001.txt", others / "copy.txt")
    load(others, tmp_path / "store")
    write_pages(pages, 9)
    (pages / "00009.txt").rename(pages / "00001.txt")
    report = load(pages, tmp_path / "store")
    assert (report.outcomes["loaded"], report.n_inputs, report.exit_code) == (2, 4, 0)
    assert "copy.txt" in paths(tmp_path / "store", "documents")
