"""The design's promises, each with the proof that its test notices when it is broken on purpose."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from places import EXAMPLES

from flows import planning, settling, work
from flows.ingest import Job, ingest
from flows.run_report import RunReport
from flows.settings import Settings
from flows.watching import Silent
from transforms.clean import clean
from transforms.decode import decode
from transforms.errors import LostInput, UndecodableFile
from transforms.records import Page
from warehouse import files
from warehouse.schema import TABLES

OF_THE_RUN = {"run_id", "ingested_at", "seen_at", "rejected_at"}
OF_THE_FILE = {"source_path", "source_sha256", "size_bytes", "mtime_ns", "applied_rules"}
OF_THE_ENCODING = {"encoding", "encoding_confidence", "encoding_evidence"}


class InThisProcess:
    """A pool whose work happens at once, here, so that a test can change what workers do."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        value = function(*arguments)
        return type("Done", (), {"result": lambda _: value})()


def here(_: Any) -> Callable[..., Any]:
    """The lane of this process."""
    return lambda batch, order: InThisProcess().submit(work.work, batch, order)


def load(pages: Path | list[Path], store: Path, **settings: Any) -> RunReport:
    """Run the main job in this process."""
    inputs = tuple(map(str, pages if isinstance(pages, list) else [pages]))
    return ingest(Job(inputs, Settings(store=store, workers=1, **settings)), Silent(), here)


def rows(store: Path, *, without: set[str] = OF_THE_RUN) -> dict[str, list[Any]]:
    """Every row of every core table, sorted, without the columns that may differ."""
    found: dict[str, list[Any]] = {}
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        for table in TABLES.values():
            if table.schema == "core":
                columns = ", ".join(f'"{c}"' for c in table.column_names if c not in without)
                found[table.name] = con.execute(f"select {columns} from {table.qualified} order by all").fetchall()
    return found


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, loaded in one batch by one worker."""
    store = tmp_path_factory.mktemp("reference") / "store"
    load(EXAMPLES, store)
    return store


# 1. Conservation


def test_files_in_are_loaded_duplicate_or_rejected(reference: Path):
    with duckdb.connect(str(reference / "warehouse.duckdb"), read_only=True) as con:
        counted = dict(con.execute("select outcome, count(*) from core.inputs group by all").fetchall())
        (run,) = con.execute("select n_inputs, n_loaded, n_duplicate, n_rejected, n_unchanged from ops.runs").fetchall()
    assert run[0] == sum(run[1:]) == len(list(EXAMPLES.rglob("*.txt")))
    assert (counted["loaded"], counted["duplicate"], counted["rejected"]) == run[1:4]


def test_a_lost_file_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def forgetful(batch: Any, order: Any) -> Any:
        staged = original(batch, order)
        staged.outcomes.pop()
        return staged

    original = work.work
    monkeypatch.setattr(work, "work", forgetful)
    with pytest.raises(LostInput, match="inputs, but"):
        load(EXAMPLES, tmp_path / "store")
    assert not (tmp_path / "store" / "warehouse.duckdb").exists()


def test_characters_of_a_page_are_those_of_articles_and_furniture(reference: Path):
    with duckdb.connect(str(reference / "warehouse.duckdb"), read_only=True) as con:
        pages = con.execute(
            "select d.source_path, d.n_chars, d.n_furniture_chars, sum(a.n_chars) "
            "from core.documents d join core.articles a using (doc_id) group by all"
        ).fetchall()
    assert len(pages) > 10
    for path, n_chars, n_furniture, n_articles in pages:
        text = clean(decode(Path(path).read_bytes()).text).text
        assert n_chars == len("".join(text.split()))
        assert n_chars == n_furniture + n_articles


def test_a_lost_character_is_never_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def careless(text: str, hints: Any) -> Page:
        page = original(text, hints)
        article = page.articles[0]
        span = article.spans[-1]
        cut = (*article.spans[:-1], replace(span, end=span.end - 1))
        return replace(page, articles=(replace(article, spans=cut), *page.articles[1:]))

    from flows import reading

    original = reading.read_page
    monkeypatch.setattr(reading, "read_page", careless)
    report = load(EXAMPLES, tmp_path / "store")
    assert report.exit_code == 1
    assert "characters_conserved" in (report.failure or "")
    assert not (tmp_path / "store" / "warehouse.duckdb").exists()


def test_a_known_file_that_cannot_be_opened_just_now_keeps_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    page = tmp_path / "pages" / "a.txt"
    page.parent.mkdir()
    shutil.copy(EXAMPLES / "001_5be07c19d2a4f386.txt", page)
    load(page, tmp_path / "store")
    before = rows(tmp_path / "store")
    os.utime(page, (1, 1))
    monkeypatch.setattr(planning.hashlib, "file_digest", refuse)
    assert load(page, tmp_path / "store").reasons == {"unreadable": 1}
    assert rows(tmp_path / "store") == before


def test_a_run_that_dies_before_it_reads_orphaned_copies_again_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pages = tmp_path / "pages"
    pages.mkdir()
    shutil.copy(EXAMPLES / "001_5be07c19d2a4f386.txt", pages / "a.txt")
    load(pages, tmp_path / "store")
    (pages / "a.txt").rename(pages / "b.txt")
    shutil.copy(EXAMPLES / "006_c8f3126ea97b405d.txt", pages / "a.txt")
    again = planning.Planner.batches_again
    monkeypatch.setattr(planning.Planner, "batches_again", lambda *_: (1 / 0 for _ in "x"))
    with pytest.raises(ZeroDivisionError):
        load(pages, tmp_path / "store")
    monkeypatch.setattr(planning.Planner, "batches_again", again)
    assert load(pages, tmp_path / "store").exit_code == 0
    with duckdb.connect(str(tmp_path / "store" / "warehouse.duckdb"), read_only=True) as con:
        loaded = con.execute("select source_path from core.documents order by all").fetchall()
    assert [Path(path).name for (path,) in loaded] == ["a.txt", "b.txt"]


# 3. Determinism


def test_batch_size_leaves_all_rows_unchanged(reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planning, "MIN_BATCH_BYTES", 1)
    report = load(EXAMPLES, tmp_path / "store")
    assert report.n_batches > 3
    assert rows(tmp_path / "store") == rows(reference)


def test_order_of_inputs_leaves_all_rows_unchanged(reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planning, "MIN_BATCH_BYTES", 1)
    load(sorted(EXAMPLES.rglob("*.txt"), reverse=True), tmp_path / "store")
    assert rows(tmp_path / "store") == rows(reference)


def test_number_of_workers_leaves_all_rows_unchanged(reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planning, "MIN_BATCH_BYTES", 4000)
    ingest(Job((str(EXAMPLES),), Settings(store=tmp_path / "store", workers=3)), Silent())
    assert rows(tmp_path / "store") == rows(reference)


def test_files_loaded_one_run_after_the_other_give_the_same_rows(tmp_path: Path):
    pages = EXAMPLES / "tingyuan-ribao"
    load(pages, tmp_path / "at-once")
    for path in sorted(pages.rglob("*.txt")):
        load(path, tmp_path / "one-by-one")
    assert rows(tmp_path / "one-by-one") == rows(tmp_path / "at-once")


def test_these_comparisons_notice_rows_that_depend_on_the_order_of_work(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from flows import reading

    keys = itertools.count(1)
    monkeypatch.setattr(reading, "doc_id_of", lambda text: f"{next(keys):016x}")
    assert load(EXAMPLES, tmp_path / "store").exit_code == 0
    assert rows(tmp_path / "store") != rows(reference)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_encoding_a_text_came_in_leaves_all_rows_unchanged(encoding: str, tmp_path: Path):
    for name, codec in (("plain", "utf-8"), ("other", encoding)):
        for path in EXAMPLES.rglob("*.txt"):
            try:
                text = decode(path.read_bytes()).text
            except UndecodableFile:
                continue
            target = tmp_path / name / "pages" / path.relative_to(EXAMPLES)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode(codec))
        load(tmp_path / name / "pages", tmp_path / name / "store")
    without = OF_THE_RUN | OF_THE_FILE | OF_THE_ENCODING
    plain, other = (rows(tmp_path / name / "store", without=without) for name in ("plain", "other"))
    assert other == plain


# 4. Readers


def loads_under_a_reader(folder: Path) -> tuple[bytes, bytes, bytes]:
    """Load twice while a reader holds the first warehouse: its bytes before and after, and the path's bytes after."""
    pages, warehouse = folder / "pages", folder / "store" / "warehouse.duckdb"
    shutil.copytree(EXAMPLES / "tingyuan-ribao", pages)
    load(pages, folder / "store")
    with warehouse.open("rb") as held:
        before = held.read()
        shutil.copytree(EXAMPLES / "tanggang-wanbao", pages / "more")
        load(pages, folder / "store")
        held.seek(0)
        return before, held.read(), warehouse.read_bytes()


def test_a_reader_keeps_what_it_opened_and_the_next_one_sees_the_new_load(tmp_path: Path):
    before, after, published = loads_under_a_reader(tmp_path)
    assert after == before
    assert published != before


def test_this_notices_a_warehouse_that_is_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def copy_over(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()) if target.suffix == ".duckdb" else original(source, target)

    original = files.move
    monkeypatch.setattr(files, "move", copy_over)
    before, after, _ = loads_under_a_reader(tmp_path)
    assert after != before


def test_a_build_whose_checks_fail_leaves_the_old_warehouse_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = tmp_path / "store"
    load(EXAMPLES / "tingyuan-ribao", store)
    before = (store / "warehouse.duckdb").read_bytes()
    add = settling.add_ledger

    def wrong(rows: Any, outcomes: Any, order: Any) -> None:
        add(rows, [replace(o, doc_id="0" * 16) if o.doc_id else o for o in outcomes], order)

    monkeypatch.setattr(settling, "add_ledger", wrong)
    report = load(EXAMPLES, store)
    assert report.exit_code == 1
    assert report.failure
    assert (store / "warehouse.duckdb").read_bytes() == before
