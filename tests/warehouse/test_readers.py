"""Readers in other processes are never in the way of loads, and never see half of one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from newsroom import PAGES, PageOf, load

from warehouse import files
from warehouse.build import build
from warehouse.store import StagedBatch, Store

ROOT = Path(__file__).parents[2]
COUNTS = """SELECT
    (SELECT max(commit_number) FROM ops.builds), (SELECT count(*) FROM core.documents),
    (SELECT count(*) FROM core.articles), (SELECT count(*) FROM core.sentences), (SELECT sum(n) FROM core.terms),
    (SELECT count(*) FROM reports.articles), (SELECT count(*) FROM core.inputs)"""

READER = f"""
import json, os, sys, time
import duckdb
path, stop = sys.argv[1:]
seen, n = set(), 0
while not os.path.exists(stop):
    with duckdb.connect(path, read_only=True) as con:
        first = con.execute({COUNTS!r}).fetchone()
        time.sleep(0.1)
        assert con.execute({COUNTS!r}).fetchone() == first, "a reader's warehouse changed while it was open"
    time.sleep(0.2)
    seen.add(first)
    n += 1
    if n == 1:
        print("reading", flush=True)
print(json.dumps([n, sorted(seen)]))
"""


def counts(store: Store) -> tuple[int, ...]:
    import duckdb

    with duckdb.connect(str(store.layout.warehouse), read_only=True) as con:
        return con.execute(COUNTS).fetchone()


def change(store: Store, number: int) -> None:
    """The number-th load: two new pages come, and every third time an old one goes."""
    pages = [PageOf(f"in/{number}-{i}.txt", text=f"第{number}次装入的第{i}版消息") for i in (1, 2)]
    load(store, f"load-{number}", pages)
    if number % 3 == 0 and number // 3 <= len(PAGES):
        gone = PAGES[number // 3 - 1]
        staging = store.staging_dir(f"gone-{number}")
        store.commit(StagedBatch(staging, f"gone-{number}", "r", [], {gone.doc_id}, {gone.path}))


def read_while_loading(store: Store, n_readers: int, n_loads: int, stop: Path) -> tuple[list[list], set]:
    """Load while readers query in a loop; gives how often and what each reader saw, and the published states."""
    command = [sys.executable, "-c", READER, str(store.layout.warehouse), str(stop)]
    readers = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(n_readers)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            reader.stdout.readline()
        published = {counts(store)}
        for number in range(1, n_loads + 1):
            change(store, number)
            build(store)
            published.add(counts(store))
    finally:
        time.sleep(0.2)
        stop.touch()
        ended = [reader.communicate(timeout=60) for reader in readers]
    for reader, (_, errors) in zip(readers, ended, strict=True):
        assert reader.returncode == 0, errors
    return [json.loads(out.splitlines()[-1]) for out, _ in ended], published


@pytest.mark.slow
def test_eight_readers_see_only_published_states_while_twenty_loads_swap_under_them(loaded: Store, tmp_path: Path):
    build(loaded)
    read, published = read_while_loading(loaded, 8, 20, tmp_path / "stop")
    assert len(published) == 21
    seen = {tuple(state) for _, states in read for state in states}
    assert seen <= published
    assert len(seen) > 10
    assert all(n >= 5 for n, _ in read)


def test_this_notices_a_swap_in_two_steps(loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def delete_then_move(source: Path, target: Path) -> None:
        if target == loaded.layout.warehouse:
            target.unlink()
            time.sleep(1.5)
        move(source, target)

    build(loaded)
    move = files.move
    monkeypatch.setattr(files, "move", delete_then_move)
    with pytest.raises(AssertionError, match=r"database does not exist|No such file"):
        read_while_loading(loaded, 2, 1, tmp_path / "stop")
