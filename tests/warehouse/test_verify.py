"""Damage to a store is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from newsroom import PAGES, PageOf, load

from warehouse.build import build
from warehouse.store import Store
from warehouse.verify import verify, verify_at


def a_part(store: Store) -> Path:
    return store.layout.lake / next(part.path for part in store.live_parts() if part.table == "terms")


def kinds(store: Store) -> list[str]:
    return [problem.kind for problem in verify(store)]


def test_a_sound_store_has_no_problem(loaded: Store) -> None:
    data = b"\x00"
    loaded.keep_reject(sha256(data).hexdigest(), data, {"reason": "binary"})
    build(loaded)
    changed = PageOf(PAGES[0].path, text="改写之后的消息")
    load(loaded, "c", [changed], replaces_doc_ids={PAGES[0].doc_id}, replaces_paths={PAGES[0].path})
    assert verify(loaded) == []


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\x00"), "altered"),
    ],
    ids=["deleted", "truncated", "flipped"],
)
def test_a_damaged_part_is_named(loaded: Store, damage: Callable[[Path], object], kind: str) -> None:
    path = a_part(loaded)
    damage(path)
    (problem,) = verify(loaded)
    assert (problem.kind, problem.path) == (kind, str(path.relative_to(loaded.path)))


def test_a_part_the_log_does_not_know_is_named(loaded: Store) -> None:
    path = a_part(loaded)
    path.with_name("part-stray.parquet").write_bytes(path.read_bytes())
    (problem,) = verify(loaded)
    assert (problem.kind, problem.path.rpartition("/")[2]) == ("orphan", "part-stray.parquet")


def test_a_gap_in_the_log_is_found(loaded: Store) -> None:
    (loaded.layout.commits / "00000002.json").unlink()
    assert [problem.kind for problem in verify_at(loaded.path)] == ["log"]


def test_a_commit_that_is_no_json_is_found(loaded: Store) -> None:
    (loaded.layout.commits / "00000003.json").write_text("{")
    assert [problem.kind for problem in verify_at(loaded.path)] == ["log"]


def test_a_row_count_that_the_log_has_wrong_is_found(store: Store) -> None:
    load(store, "one", PAGES[:1])
    path = store.layout.commits / "00000001.json"
    content = json.loads(path.read_text())
    content["added"][0]["n_rows"] += 1
    path.write_text(json.dumps(content))
    assert [problem.kind for problem in verify_at(store.path)] == ["rows"]


def test_an_altered_reject_is_found(store: Store) -> None:
    folder = store.keep_reject(sha256(b"x").hexdigest(), b"x", {"reason": "binary"})
    (folder / "input").write_bytes(b"y")
    assert kinds(store) == ["reject"]


def test_a_warehouse_ahead_of_the_log_is_found(loaded: Store, tmp_path: Path) -> None:
    build(loaded)
    last = loaded.layout.commits / f"{len(loaded.commits()):08d}.json"
    last.unlink()
    assert "warehouse" in [problem.kind for problem in verify_at(loaded.path)]


def test_a_warehouse_that_is_no_database_is_found(loaded: Store) -> None:
    loaded.layout.warehouse.write_bytes(b"not a database")
    assert kinds(loaded) == ["warehouse"]
