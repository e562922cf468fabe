"""Facts from a sidecar table and rules of single papers, from the settings file to the warehouse."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import pytest
from test_promises import load, rows

from flows.settings import load_settings
from transforms.errors import SettingsError
from warehouse.store import Store

PAGES = {
    "a/1.txt": "汀原日报\n2025年10月14日 星期二\n第1版 要闻\n秋粮入库过半\n本报讯（记者 田野）昨天，秋粮入库过半。\n",
    "a/2.txt": "河道清淤提前完工\n本报讯（记者 水清）昨天，市水务局宣布清淤工程提前完工。\n",
    "b/2.txt": "图书馆新馆开放\n本报讯（记者 文汇）昨天，市图书馆新馆开放，藏书八十万册。\n",
}
FACTS = (
    "publication",
    "publication_source",
    "issue_date",
    "issue_date_source",
    "page_label",
    "page_label_source",
)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    for name, text in PAGES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def sidecar(tmp_path: Path) -> Path:
    path = tmp_path / "pages.csv"
    path.write_text(
        "path,publication,issue_date,page_label,page_section\nb/2.txt,汀港晚报,2025-10-15,A02,文化\n", "utf-8"
    )
    return path


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs commit to the lake and build no warehouse, which takes far longer than the few pages here."""
    monkeypatch.setattr("flows.ingest.build", lambda _: None)


def lake(store: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = Store.open(store, write=False).rows(table)
    return list(zip(*(rows[column].to_pylist() for column in columns), strict=True))


def facts(store: Path) -> dict[str, tuple[Any, ...]]:
    """Newspaper, day and page of each file, each with its source."""
    found = lake(store, "documents", "source_path", *FACTS)
    return {short(path): tuple(str(value) if value else None for value in values) for path, *values in found}


def short(path: str) -> str:
    return "/".join(path.split("/")[-2:])


def read_again(store: Path) -> list[str]:
    """The files that the last run read."""
    run_ids = lake(store, "runs", "started_at", "run_id")
    return sorted(
        short(path) for path, run_id in lake(store, "inputs", "source_path", "run_id") if run_id == max(run_ids)[1]
    )


def test_each_fact_of_a_page_has_its_source(pages: Path, sidecar: Path, tmp_path: Path) -> None:
    load(pages, tmp_path / "store", source={"sidecar": sidecar})
    assert facts(tmp_path / "store") == {
        "a/1.txt": ("汀原日报", "masthead", "2025-10-14", "masthead", "1", "masthead"),
        "a/2.txt": (None,) * 6,
        "b/2.txt": ("汀港晚报", "sidecar", "2025-10-15", "sidecar", "A02", "sidecar"),
    }
    with duckdb.connect(str(tmp_path / "store" / "warehouse.duckdb"), read_only=True) as con:
        found = con.execute(
            "select publication, publication_source, page_section, page_section_source from core.documents "
            "where page_label = 'A02'"
        ).fetchall()
    assert found == [("汀港晚报", "sidecar", "文化", "sidecar")]


@pytest.mark.usefixtures("unbuilt")
def test_a_changed_row_reads_its_file_again_and_no_other(pages: Path, sidecar: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(pages, store, source={"sidecar": sidecar})
    sidecar.write_text(sidecar.read_text("utf-8").replace("A02", "A03") + "a/2.txt,,2025-10-14,,\n", "utf-8")
    report = load(pages, store, source={"sidecar": sidecar})
    assert (report.outcomes["loaded"], report.n_unchanged) == (2, 1)
    assert read_again(store) == ["a/2.txt", "b/2.txt"]
    assert [facts(store)[name][4] for name in ("a/1.txt", "b/2.txt")] == ["1", "A03"]
    assert facts(store)["a/2.txt"][2:4] == ("2025-10-14", "sidecar")


@pytest.mark.usefixtures("unbuilt")
def test_a_table_written_anew_with_the_same_facts_reads_nothing(pages: Path, sidecar: Path, tmp_path: Path) -> None:
    load(pages, tmp_path / "store", source={"sidecar": sidecar})
    other = tmp_path / "other.jsonl"
    other.write_text(
        '{"page_section": "文化", "page_label": "第A02版", "path": "pages/b/2.txt", "issue_date": "2025/10/15", '
        '"publication": "汀港晚报"}',
        "utf-8",
    )
    assert load(pages, tmp_path / "store", source={"sidecar": other}).n_unchanged == 3


def test_rows_are_those_of_a_store_that_had_the_table_from_the_start(
    pages: Path, sidecar: Path, tmp_path: Path
) -> None:
    load(pages, tmp_path / "late")
    load(pages, tmp_path / "late", source={"sidecar": sidecar})
    load(pages, tmp_path / "first", source={"sidecar": sidecar})
    assert rows(tmp_path / "late") == rows(tmp_path / "first")


@pytest.mark.usefixtures("unbuilt")
def test_without_the_table_its_facts_go(pages: Path, sidecar: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(pages, store, source={"sidecar": sidecar})
    assert load(pages, store).outcomes["loaded"] == 1
    assert facts(store)["b/2.txt"] == (None,) * 6


@pytest.mark.usefixtures("unbuilt")
def test_a_renamed_file_is_read_again_where_the_table_says_something_else_of_it(
    pages: Path, sidecar: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    load(pages, store, source={"sidecar": sidecar})
    os.rename(pages / "b" / "2.txt", pages / "b" / "3.txt")
    assert load(pages, store, source={"sidecar": sidecar}).outcomes["loaded"] == 1
    assert [name for name in facts(store) if name.startswith("b")] == ["b/3.txt"]
    assert facts(store)["b/3.txt"] == (None,) * 6


@pytest.mark.usefixtures("unbuilt")
def test_a_copys_facts_change_nothing_of_its_original(pages: Path, sidecar: Path, tmp_path: Path) -> None:
    """Of two files with one text the first by path is the page, whatever the table says of the other."""
    (pages / "c").mkdir()
    (pages / "c" / "9.txt").write_text(PAGES["a/2.txt"], "utf-8")
    store = tmp_path / "store"
    load(pages, store, source={"sidecar": sidecar})
    sidecar.write_text(sidecar.read_text("utf-8") + "c/9.txt,别的报,,,\n", "utf-8")
    report = load(pages, store, source={"sidecar": sidecar})
    assert (report.outcomes["duplicate"], report.n_unchanged) == (1, 3)
    assert load(pages, store, source={"sidecar": sidecar}).n_unchanged == 4
    assert facts(store)["a/2.txt"] == (None,) * 6


@pytest.mark.usefixtures("unbuilt")
def test_a_bare_name_of_two_files_stops_the_run_before_it_starts(pages: Path, sidecar: Path, tmp_path: Path) -> None:
    sidecar.write_text("path,page_label\n2.txt,2\n", "utf-8")
    with pytest.raises(SettingsError, match=r"'2\.txt' names several files"):
        load(pages, tmp_path / "store", source={"sidecar": sidecar})
    assert not (tmp_path / "store").exists()


@pytest.mark.usefixtures("unbuilt")
def test_a_pages_own_masthead_brings_its_papers_rules(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "baoku.toml").write_text('[papers."汀原日报"]\nfurniture = ["秋粮.*"]\n', "utf-8")
    papers = load_settings(folder=tmp_path, environ={}).papers
    store = tmp_path / "store"
    load(pages, store, papers=papers)
    headlines = [headline for (headline,) in lake(store, "articles", "headline")]
    assert sorted(headlines, key=str) == [None, "图书馆新馆开放", "河道清淤提前完工"]


@pytest.mark.usefixtures("unbuilt")
def test_changed_rules_of_a_paper_are_another_pipeline_version(pages: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(pages, store, papers={"汀原日报": {"jumps": True}})
    assert load(pages, store, papers={"汀原日报": {"jumps": True}}).n_unchanged == 3
    assert load(pages, store, papers={"汀原日报": {"jumps": False}}).n_unchanged == 0
