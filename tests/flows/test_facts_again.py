"""Where only rules that find facts changed, known pages get the rows of a new store without their files being read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loading import OF_THE_RUN, load, page_text, write_pages
from places import EXAMPLES

from flows import pipeline_version, planning, reading
from flows.jobs import Job
from flows.judging import Verdict
from flows.pipeline_version import FACT_RULES, FACT_TABLES, pipeline_parts
from flows.previewing import preview
from flows.settings import Settings
from flows.settling import Settler
from flows.watching import Silent
from flows.work import Outcome, Staged
from transforms.figures import extract_figures
from warehouse.location import Location, ObjectUrl
from warehouse.parts import lake_tables
from warehouse.schema import TABLES
from warehouse.store import Store
from warehouse.verify import verify

ROOT = Path(__file__).parents[2]
ASKING = {"flows/reading.py", "transforms/discovery.py", "transforms/term_tags.py", "transforms/term_evidence.py"}
"""They find facts, or suggest terms to people, and make no page, sentence or word."""


class Said(Silent):
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def rows_of_all(store: Location) -> dict[str, list[dict[str, Any]]]:
    """The rows of every core table of the lake without what differs from run to run, sorted."""
    opened = Store.open(store, write=False)
    assert verify(opened) == []
    names = [name for name in lake_tables() if TABLES[name].schema == "core"]
    tables = {name: opened.rows(name).drop_columns([c for c in TABLES[name].column_names if c in OF_THE_RUN])
              for name in names}  # fmt: skip
    return {name: sorted(rows.to_pylist(), key=repr) for name, rows in tables.items()}


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make as if a rule had changed; facts then have other units and lack some, and datelines have no day."""

    def changed(rule: str = "figures") -> None:
        rules = dict(pipeline_version._rules())
        monkeypatch.setattr(pipeline_version, "_rules", lambda: rules | {f"transforms/{rule}.py": "changed"})
        monkeypatch.setattr(
            reading, "extract_figures", lambda *args: [f for f in extract_figures(*args) if f.unit != "%"]
        )
        monkeypatch.setattr(reading, "dateline_day", lambda *_: None)
        monkeypatch.setattr("flows.facts_again.dateline_day", lambda *_: None)

    return changed


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The examples, of many papers and both scripts, with a copy, a reject, and wrapped lines."""
    folder = tmp_path / "pages"
    shutil.copytree(EXAMPLES, folder)
    write_pages(folder, *range(4))
    (folder / "copy.txt").write_text(page_text(1), encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    return folder


@pytest.mark.parametrize("compact_parts", [0, 2])
def test_the_rows_are_those_of_a_new_store(
    pages: Path, tmp_path: Path, change: Callable[..., None], compact_parts: int
) -> None:
    before = load(pages, tmp_path / "store", compact_parts=compact_parts, batch_mb=1)
    old = rows_of_all(tmp_path / "store")
    change()
    after = load(pages, tmp_path / "store", compact_parts=compact_parts)
    load(pages, tmp_path / "fresh")
    expected = rows_of_all(tmp_path / "fresh")
    found = rows_of_all(tmp_path / "store")
    for name in expected:
        if name == "inputs":  # of copies and rejects the earlier version stays good
            found[name] = [row for row in found[name] if row["outcome"] == "loaded"]
            expected[name] = [row for row in expected[name] if row["outcome"] == "loaded"]
        assert found[name] == expected[name], name
    assert found["figures"] != old["figures"]
    assert found["articles"] != old["articles"]
    assert found["sentences"] == old["sentences"]
    assert any(row["fragments"] for row in found["sentences"])
    assert after.outcomes == {"loaded": before.outcomes["loaded"]}
    assert load(pages, tmp_path / "store").outcomes == {}


def test_a_run_that_dies_between_batches_goes_on_there(
    pages: Path, tmp_path: Path, change: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(pages, tmp_path / "store", compact_parts=2)
    change()
    monkeypatch.setattr(planning, "MIN_BATCH_BYTES", 2000)
    settle = Settler.settle

    def dies(self: Settler, staged: Staged) -> list[Outcome]:
        if len(self.settled) > 5:
            raise KeyboardInterrupt
        return settle(self, staged)

    with monkeypatch.context() as patch:
        patch.setattr(Settler, "settle", dies)
        with pytest.raises(KeyboardInterrupt):
            load(pages, tmp_path / "store", compact_parts=2)
    again = load(pages, tmp_path / "store", compact_parts=2)
    load(pages, tmp_path / "fresh")
    assert 0 < again.n_unchanged < again.n_inputs
    found, expected = rows_of_all(tmp_path / "store"), rows_of_all(tmp_path / "fresh")
    assert {name for name in expected if found[name] != expected[name]} <= {"inputs"}


def test_in_a_bucket_as_in_a_folder(
    pages: Path, tmp_path: Path, s3_place: ObjectUrl, change: Callable[..., None]
) -> None:
    load(pages, s3_place)
    change()
    load(pages, s3_place)
    load(pages, tmp_path / "fresh")
    found, expected = rows_of_all(s3_place), rows_of_all(tmp_path / "fresh")
    assert {name for name in expected if found[name] != expected[name]} <= {"inputs"}


def test_files_are_not_read(pages: Path, tmp_path: Path, change: Callable[..., None]) -> None:
    load(pages, tmp_path / "store")
    change()
    said = Said()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.work.read_file", None)
        report = load(pages, tmp_path / "store", watcher=said)
    (note,) = said.notes
    assert "transforms/figures.py, which only finds facts" in note
    assert f"of {report.outcomes['loaded']} known files" in note
    assert set(report.step_seconds) == {"lake", "words", "facts", "parts"}


def test_a_dry_run_tells(pages: Path, tmp_path: Path, change: Callable[..., None]) -> None:
    loaded = load(pages, tmp_path / "store").outcomes["loaded"]
    change()
    found = preview(Job((str(pages),), Settings(store=tmp_path / "store")))
    assert found.n_files[Verdict.FACTS] == loaded
    assert found.to_read == (0, 0)
    assert "figures, dates and mentions are found anew" in found.note


def test_another_rule_has_the_files_read(pages: Path, tmp_path: Path, change: Callable[..., None]) -> None:
    load(pages, tmp_path / "store")
    change("heads")
    found = preview(Job((str(pages),), Settings(store=tmp_path / "store")))
    assert found.n_files[Verdict.FACTS] == 0
    assert found.n_files[Verdict.VERSION] > 0


def test_what_changed_besides_is_read(pages: Path, tmp_path: Path, change: Callable[..., None]) -> None:
    load(pages, tmp_path / "store")
    change()
    (pages / "00001.txt").write_text(page_text(11), encoding="utf-8")
    (pages / "00002.txt").unlink()
    write_pages(pages, 9)
    load(pages, tmp_path / "store", retires=True)
    load(pages, tmp_path / "fresh")
    found, expected = rows_of_all(tmp_path / "store"), rows_of_all(tmp_path / "fresh")
    assert {name for name in expected if found[name] != expected[name]} <= {"inputs"}
    assert [row["source_path"] for row in found["inputs"]] == [row["source_path"] for row in expected["inputs"]]


def test_no_rule_of_pages_asks_one_of_facts() -> None:
    of_facts = {f"transforms.{name}" for name in FACT_RULES}
    for name in pipeline_parts({}, ""):
        if not name.endswith(".py") or name in ASKING or f"transforms.{Path(name).stem}" in of_facts:
            continue
        source = (ROOT / name).read_text("utf-8")
        used = set(re.findall(r"^from (transforms\.\w+) import", source, flags=re.MULTILINE))
        assert not used & of_facts, name
        read = set(re.findall(r'"(\w+)\.(?:txt|tsv)"', source))
        assert not read & set(FACT_TABLES), name


def test_every_rule_of_facts_is_there() -> None:
    rules = set(pipeline_parts({}, ""))
    assert {f"transforms/{name}.py" for name in FACT_RULES} <= rules
    data = {Path(name).stem for name in rules if name.startswith("transforms/data/")}
    assert set(FACT_TABLES) <= data
