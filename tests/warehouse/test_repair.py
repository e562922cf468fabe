"""What can be mended without a backup is mended, and nothing else is touched."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from newsroom import PAGES, PageOf, as_arrow, filled, lake_rows, load, stage
from test_commit import CHANGED, REPLACED, Killed, decide_and_die

from transforms.errors import StoreLocked
from warehouse import files
from warehouse.build import build
from warehouse.layout import Layout
from warehouse.repair import Repair, repair
from warehouse.store import Store
from warehouse.verify import verify_at


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A sound store with a warehouse that nobody writes to."""
    with Store.open(tmp_path / "store", write=True) as store:
        load(store, "one", PAGES[:4])
        load(store, "two", PAGES[4:])
        build(store)
    return Layout(tmp_path / "store")


def kinds(layout: Layout) -> list[str]:
    return [problem.kind for problem in verify_at(layout.root)]


def mended(layout: Layout) -> list[Repair]:
    """Repair, and hold that what was mended is sound."""
    done = repair(layout.root)
    assert all(one.action for one in done), done
    assert verify_at(layout.root) == []
    return done


def test_a_sound_store_is_left_alone(layout: Layout):
    before = {path: path.stat().st_mtime_ns for path in layout.lake.rglob("*") if path.is_file()}
    assert repair(layout.root) == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_what_a_dead_writer_staged_is_removed(layout: Layout):
    (layout.staging / "1-2" / "batch").mkdir(parents=True)
    (layout.staging / "1-2" / "batch" / "part.parquet").write_bytes(b"x")
    layout.next_warehouse.write_bytes(b"half")
    (layout.root / ".warehouse.rolled-back.tmp").write_bytes(b"old")
    assert kinds(layout) == ["leftover", "leftover", "leftover"]
    mended(layout)
    assert not layout.next_warehouse.exists()


def test_a_commit_that_was_cut_short_is_finished(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    with Store.open(layout.root, write=True) as store, monkeypatch.context() as patch:
        patch.setattr("warehouse.commit._decide", decide_and_die)
        with pytest.raises(Killed):
            load(store, "changed", [CHANGED], **REPLACED)
    assert set(kinds(layout)) == {"unfinished", "leftover"}
    mended(layout)
    with Store.open(layout.root, write=False) as store:
        assert CHANGED.doc_id in {row["doc_id"] for row in lake_rows(store)["documents"]}


def test_a_commit_that_was_not_decided_is_undone(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    def die(*_: object) -> None:
        raise Killed

    with Store.open(layout.root, write=True) as store, monkeypatch.context() as patch:
        patch.setattr("warehouse.commit._decide", die)
        with pytest.raises(Killed):
            load(store, "changed", [CHANGED], **REPLACED)
    assert kinds(layout) == ["leftover"]
    mended(layout)
    with Store.open(layout.root, write=False) as store:
        assert CHANGED.doc_id not in {row["doc_id"] for row in lake_rows(store)["documents"]}


def test_a_foreign_file_leaves_the_lake_and_is_kept(layout: Layout):
    stray = layout.lake / "terms" / "publication=x" / "year=2026" / "part-stray.parquet"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"somebody's")
    (done,) = mended(layout)
    assert done.action == "moved to lost/terms/publication=x/year=2026/part-stray.parquet"
    assert (layout.lost / stray.relative_to(layout.lake)).read_bytes() == b"somebody's"


def test_a_replaced_part_that_came_back_is_deleted(layout: Layout):
    with Store.open(layout.root, write=True) as store:
        part = next(p for p in store.live_parts() if p.table == "documents" and p.publication == "qingjiang")
        path = layout.lake / part.path
        data = path.read_bytes()
        load(store, "changed", [CHANGED], **REPLACED)
        load(store, "more", [PageOf("in/more.txt", text="又一版")])
    path.write_bytes(data)
    assert kinds(layout) == ["orphan"]
    (done,) = mended(layout)
    assert done.action == "deleted: a commit had replaced it"


@pytest.mark.parametrize("damage", ["garbled", "of another log", "short of rows"])
def test_a_warehouse_that_contradicts_the_lake_is_built_anew(layout: Layout, damage: str, tmp_path: Path):
    if damage == "garbled":
        layout.warehouse.write_bytes(b"not a database")
    elif damage == "of another log":
        with Store.open(tmp_path / "other", write=True) as other:
            load(other, "other", PAGES[:1])
            build(other)
        shutil.copy(tmp_path / "other" / "warehouse.duckdb", layout.warehouse)
    else:
        import duckdb

        with duckdb.connect(str(layout.warehouse)) as con:
            con.execute("DELETE FROM core.terms")
    assert kinds(layout) == ["warehouse"]
    (done,) = mended(layout)
    assert "built anew" in done.action


def rejected_bytes(layout: Layout, source: Path, data: bytes) -> Path:
    """A rejected input of the store; gives the folder that keeps it."""
    digest = sha256(data).hexdigest()
    about = {"source_path": str(source), "source_sha256": digest}
    rows = {
        ("inputs", "unknown", "unknown"): [filled("inputs", **about, outcome="rejected")],
        ("rejects", "unknown", "unknown"): [filled("rejects", **about, reason="binary")],
    }
    with Store.open(layout.root, write=True) as store:
        folder = store.keep_reject(digest, data, {"reason": "binary"})
        store.commit(stage(store, "bad", as_arrow(rows)))
    return folder


def test_a_damaged_reject_is_put_back_from_its_source(layout: Layout, tmp_path: Path):
    source = tmp_path / "broken.bin"
    source.write_bytes(b"\x00\x01")
    folder = rejected_bytes(layout, source, b"\x00\x01")
    (folder / "input").write_bytes(b"altered")
    assert kinds(layout) == ["reject"]
    mended(layout)
    assert (folder / "input").read_bytes() == b"\x00\x01"


def test_a_lost_reason_is_written_again(layout: Layout, tmp_path: Path):
    folder = rejected_bytes(layout, tmp_path / "gone.bin", b"\x00\x02")
    (folder / "reason.json").unlink()
    mended(layout)
    assert '"reason": "binary"' in (folder / "reason.json").read_text()


def test_a_reject_without_a_source_is_left_and_named(layout: Layout, tmp_path: Path):
    folder = rejected_bytes(layout, tmp_path / "gone.bin", b"\x00\x03")
    (folder / "input").write_bytes(b"altered")
    (done,) = repair(layout.root)
    assert (done.problem.kind, done.action) == ("reject", "")


def test_a_damaged_part_is_named_and_nothing_is_built_on_it(layout: Layout):
    with Store.open(layout.root, write=False) as store:
        part = next(p for p in store.live_parts() if p.table == "terms")
    (layout.lake / part.path).write_bytes(b"not parquet")
    layout.warehouse.write_bytes(b"not a database")
    done = repair(layout.root)
    assert [(one.problem.kind, one.action) for one in done] == [("altered", ""), ("warehouse", "")]
    assert layout.warehouse.read_bytes() == b"not a database"


def test_a_damaged_log_is_named_and_nothing_is_touched(layout: Layout):
    (layout.commits / "00000001.json").unlink()
    before = sorted(layout.root.rglob("*"))
    (done,) = repair(layout.root)
    assert (done.problem.kind, done.action) == ("log", "")
    assert sorted(layout.root.rglob("*")) == before


def test_a_store_that_is_being_written_to_is_refused(layout: Layout):
    with Store.open(layout.root, write=True, holder="the other"), pytest.raises(StoreLocked, match="the other"):
        repair(layout.root)


def test_leftovers_are_no_problem_while_a_writer_is_at_work(layout: Layout):
    with Store.open(layout.root, write=True) as store:
        files.write_durable(store.staging_dir("b") / "part.parquet", b"x")
        assert verify_at(layout.root) == []
