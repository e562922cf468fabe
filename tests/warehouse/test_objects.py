"""A store in an object store keeps what a store in a folder promises."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bucket_states import beside, copied, die_at
from newsroom import PAGES, as_arrow, filled, lake_rows, load, rows_of, stage
from s3_server import BUCKET, Server
from test_commit import CHANGED, REPLACED, Killed, decide_and_die, replace_page

from transforms.errors import ChecksFailed, StoreDamaged, StoreError, StoreLocked
from warehouse.bucket import Bucket
from warehouse.build import build
from warehouse.connection import connect
from warehouse.location import ObjectUrl
from warehouse.published import POINTER
from warehouse.repair import repair
from warehouse.rollback import roll_back
from warehouse.storage import published_warehouse, storage_at
from warehouse.store import Store
from warehouse.verify import verify_at

FEW = ("inputs", "documents", "terms")


@pytest.fixture
def before(s3_place: ObjectUrl) -> ObjectUrl:
    """A store with two pages."""
    with Store.open(s3_place, write=True) as store:
        store.commit(stage(store, "one", {place: r for place, r in rows_of(PAGES[:2]).items() if place[0] in FEW}))
    return s3_place


@pytest.fixture(scope="module")
def filled_once(s3: Server, tmp_path_factory: pytest.TempPathFactory) -> ObjectUrl:
    """A store with eight pages in two batches, and a warehouse. Copy it, don't write to it."""
    place = ObjectUrl(BUCKET, "filled once/store", tmp_path_factory.mktemp("filled"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in s3.environ.items():
            patch.setenv(name, value)
        with Store.open(place, write=True) as store:
            load(store, "one", PAGES[:4])
            load(store, "two", PAGES[4:])
            build(store)
    return place


@pytest.fixture
def loaded(s3_place: ObjectUrl, filled_once: ObjectUrl) -> ObjectUrl:
    """A store of the test's own with eight pages, and a warehouse."""
    return copied(filled_once, s3_place.prefix)


def kinds(place: ObjectUrl) -> list[str]:
    return [problem.kind for problem in verify_at(place)]


def rows(place: ObjectUrl) -> dict[str, list[dict[str, object]]]:
    """What the store holds, with every part fetched anew."""
    store = Store.open(place, write=False)
    return {name: sorted(store.rows(name).to_pylist(), key=repr) for name in FEW}


def n_documents(place: ObjectUrl) -> int:
    with connect(published_warehouse(place)) as con:
        return int((con.execute("SELECT count(*) FROM core.documents").fetchone() or (0,))[0])


DIE_AT_EVERY_STEP = """
import itertools, os, signal, sys
sys.path.insert(0, sys.argv[1])
from bucket_states import die_at, kill_this_process
from test_commit import replace_page
from warehouse.location import parse_location
from warehouse.store import Store
for line in sys.stdin:
    step, place = line.split()
    child = os.fork()  # nothing of the object store is in use yet
    if not child:
        die_at(int(step), kill_this_process, setattr)
        with Store.open(parse_location(place), write=True) as store:
            replace_page(store)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(-signal.SIGKILL if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)
"""


@pytest.fixture
def deaths() -> Iterator[subprocess.Popen[str]]:
    """A process that for every line `STEP URL` lets a writer be killed at that step; answers with its exit code."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", DIE_AT_EVERY_STEP, str(Path(__file__).parent)]
    environ = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen(
        command, cwd=root, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    yield process
    process.communicate()


def test_a_writer_killed_at_any_request_neither_loses_nor_doubles_a_row(
    before: ObjectUrl, deaths: subprocess.Popen[str]
):
    whole = beside(before, "whole")
    with Store.open(whole, write=True) as store:
        replace_page(store)
    expected, n_old, n_new = rows(whole), 0, 0
    for step in range(1, 100):
        place = beside(before, f"killed-{step}")
        assert deaths.stdin is not None
        assert deaths.stdout is not None
        deaths.stdin.write(f"{step} {place}\n")
        if (code := int(deaths.stdout.readline())) == 0:
            break
        assert code == -9
        with Store.open(place, write=True) as store:
            is_new = rows(place) == expected
            assert Bucket(place).list("_staging") == {}
            replace_page(store)
        n_old, n_new = n_old + (not is_new), n_new + is_new
        assert rows(place) == expected, step
        assert verify_at(place) == [], step
    assert n_old > 5
    assert n_new > 3


def test_a_death_while_a_dead_writers_commit_is_finished_or_undone_is_survived(
    before: ObjectUrl, monkeypatch: pytest.MonkeyPatch
):
    def die(*_: object) -> None:
        raise Killed

    for name, at_decision in (("decided", decide_and_die), ("undecided", die)):
        place = beside(before, name)
        with Store.open(place, write=True) as store, monkeypatch.context() as patch:
            patch.setattr("warehouse.commit._decide", at_decision)
            with pytest.raises(Killed):
                replace_page(store)
        ended = None
        for step in range(1, 50):
            again = beside(place, f"{name}-{step}")
            with monkeypatch.context() as patch:
                die_at(step, die, patch.setattr)
                try:
                    Store.open(again, write=True).close()
                    ended = step
                except Killed:
                    pass
            for lock in Bucket(again).list("writer.lock"):  # of this process, which lives on
                Bucket(again).delete([lock])
            with Store.open(again, write=True) as store:
                assert (CHANGED.doc_id in repr(lake_rows_of(store))) == (name == "decided")
            assert verify_at(again) == []
            if ended:
                break
        assert ended is not None
        assert ended > 4


def lake_rows_of(store: Store) -> list[object]:
    return store.rows("documents").to_pylist()  # type: ignore[no-any-return]


def test_what_was_uploaded_and_not_decided_is_told_from_foreign_files(
    loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch
):
    def die(*_: object) -> None:
        raise Killed

    stray = "lake/terms/publication=x/year=2026/part-stray.parquet"
    with Store.open(loaded, write=True) as store, monkeypatch.context() as patch:
        patch.setattr("warehouse.commit._decide", die)
        with pytest.raises(Killed):
            load(store, "changed", [CHANGED], **REPLACED)
        assert verify_at(loaded) == []  # a writer is at work
    Bucket(loaded).put(stray, b"somebody's")
    assert sorted(kinds(loaded)) == ["leftover", "orphan"]
    assert {one.action for one in repair(loaded)} == {
        "the cut-short work was finished or undone",
        "moved to lost/terms/publication=x/year=2026/part-stray.parquet",
    }
    assert kinds(loaded) == []
    assert Bucket(loaded).read("lost/terms/publication=x/year=2026/part-stray.parquet") == b"somebody's"


def test_a_missing_and_an_altered_part_are_found_and_the_rest_stays_readable(loaded: ObjectUrl):
    parts = Store.open(loaded, write=False).live_parts()
    terms, dates = (next(f"lake/{p.path}" for p in parts if p.table == name) for name in ("terms", "dates"))
    data = Bucket(loaded).read(terms) or b""
    Bucket(loaded).put(terms, data[:-1] + b"x")
    Bucket(loaded).delete([dates])
    assert sorted((p.kind, p.path) for p in verify_at(loaded)) == [("altered", terms), ("missing", dates)]
    assert len(Store.open(loaded, write=False).rows("documents")) == len(PAGES)


def test_a_missing_part_is_named_by_whoever_needs_it(loaded: ObjectUrl):
    name = next(f"lake/{p.path}" for p in Store.open(loaded, write=False).live_parts() if p.table == "dates")
    Bucket(loaded).delete([name])
    with pytest.raises(StoreDamaged, match=r"part-.*is missing; run `baoku verify`"):
        Store.open(loaded, write=False).rows("dates")


def test_an_altered_part_is_never_loaded(loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    name = next(f"lake/{p.path}" for p in Store.open(loaded, write=False).live_parts() if p.table == "terms")
    Bucket(loaded).put(name, (Bucket(loaded).read(name) or b"")[:-1] + b"x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    with Store.open(loaded, write=True) as store, pytest.raises(StoreDamaged, match=r"part-.*baoku verify"):
        build(store, full=True)
    assert n_documents(loaded) == len(PAGES)


def test_another_machine_goes_on_where_the_first_one_was(
    loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    with Store.open(loaded, write=True) as store:
        load(store, "changed", [CHANGED], **REPLACED)
        assert build(store).mode == "incremental"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert kinds(loaded) == []
    with connect(published_warehouse(loaded)) as con:
        assert con.execute("SELECT count(*) FROM core.documents WHERE doc_id = ?", [CHANGED.doc_id]).fetchone() == (1,)


def test_a_part_that_comes_back_under_its_old_name_is_not_taken_from_an_old_copy(
    s3_place: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    with Store.open(s3_place, write=True) as store:
        load(store, "one", PAGES[:1])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    again = {"replaces_doc_ids": {CHANGED.doc_id}, "replaces_paths": {CHANGED.path}}
    with Store.open(s3_place, write=True) as store:
        load(store, "changed", [CHANGED], **REPLACED)
        batch = stage(store, "one", rows_of(PAGES[:1]), **again)
        for part in batch.parts:  # the same rows, and other bytes, as at another time
            assert (batch.staging / part.path).is_file()
        store.commit(batch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert [row["doc_id"] for row in rows(s3_place)["documents"]] == [PAGES[0].doc_id]
    assert kinds(s3_place) == []


def test_a_log_that_was_restored_from_a_backup_is_read_anew(loaded: ObjectUrl):
    backup = beside(loaded, "backup")
    with Store.open(loaded, write=True) as store:
        load(store, "changed", [CHANGED], **REPLACED)
    expected = rows(backup)
    Bucket(loaded).delete(Bucket(loaded).list())
    time.sleep(1.1)  # objects are told apart by size and second
    beside(backup, "store")
    assert rows(loaded) == expected
    with Store.open(loaded, write=True) as store:
        load(store, "other", [CHANGED], **REPLACED)
    assert kinds(loaded) == []


def test_an_altered_commit_is_found(loaded: ObjectUrl):
    name = "lake/_commits/00000001.json"
    Bucket(loaded).put(name, (Bucket(loaded).read(name) or b"").replace(b'"run-1"', b'"run-2"'))
    Bucket(loaded).put(name, (Bucket(loaded).read(name) or b"") + b" ")
    assert kinds(loaded) == ["log"]
    with pytest.raises(StoreDamaged, match="00000002"):
        Store.open(loaded, write=False)


def test_a_death_at_any_request_of_publishing_or_going_back_leaves_a_whole_warehouse(
    before: ObjectUrl, monkeypatch: pytest.MonkeyPatch
):
    def die() -> None:
        raise Killed

    def publish(store: Store, data: bytes) -> None:
        store.layout.next_warehouse.write_bytes(data)
        store.storage.publish(keeps_previous=True)

    def show(place: ObjectUrl) -> bytes:
        return published_warehouse(place).read_bytes()

    with Store.open(before, write=True) as store:
        publish(store, b"first")
        publish(store, b"second")
    for act, new in ((lambda s: publish(s, b"third"), b"third"), (lambda s: s.storage.exchange(), b"first")):
        shown = []
        for step in range(1, 20):
            place = beside(before, f"publish-{new.decode()}-{step}")
            with Store.open(place, write=True) as store:
                with monkeypatch.context() as patch:
                    die_at(step, die, patch.setattr)
                    with contextlib.suppress(Killed):
                        act(store)
                shown.append(show(place))
            Store.open(place, write=True).close()
            assert verify_bytes(place) == 2
            assert show(place) == shown[-1]
            if shown[-2:] == [new, new]:
                break
        assert shown == [b"second"] * (len(shown) - 2) + [new] * 2
        assert len(shown) > 2


def verify_bytes(place: ObjectUrl) -> int:
    """How many warehouses there are, each of which something points to."""
    assert storage_at(place).leftovers() == []
    return len(Bucket(place).list("warehouse"))


def test_readers_get_whole_warehouses_while_others_are_published(before: ObjectUrl, tmp_path: Path):
    published = [f"warehouse {number}".encode() * 1000 for number in range(25)]
    seen: list[bytes] = []
    stop = threading.Event()

    def look(place: ObjectUrl) -> None:
        while not stop.is_set():
            seen.append(published_warehouse(place).read_bytes())

    def publish(store: Store, data: bytes) -> None:
        store.layout.next_warehouse.write_bytes(data)
        store.storage.publish(keeps_previous=True)

    with Store.open(before, write=True) as store, ThreadPoolExecutor(3) as threads:
        publish(store, published[0])
        caches = (None, tmp_path / "another machine", tmp_path / "a third")
        readers = [threads.submit(look, before.cached_in(cache)) for cache in caches]
        for data in published[1:]:
            publish(store, data)
        stop.set()
        for reader in readers:
            reader.result()
    assert set(seen) <= set(published)
    assert len(set(seen)) > 5


def test_rollback_publishes_the_previous_warehouse_and_back(loaded: ObjectUrl):
    with Store.open(loaded, write=True) as store:
        store.commit(stage(store, "gone", {}, **REPLACED))
        build(store)
        assert n_documents(loaded) == len(PAGES) - 1
        roll_back(store)
        assert n_documents(loaded) == len(PAGES)
        roll_back(store)
        assert n_documents(loaded) == len(PAGES) - 1
    assert len(Bucket(loaded).list("warehouse")) == 2
    assert kinds(loaded) == []


def test_a_warehouse_is_fetched_once(loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    fetched = []
    download = Bucket.download

    def counted(bucket: Bucket, *given: Any) -> None:
        fetched.append(given[0])
        download(bucket, *given)

    monkeypatch.setattr(Bucket, "download", counted)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    assert [n_documents(loaded) for _ in range(3)] == [len(PAGES)] * 3
    assert len(fetched) == 1


def test_a_reader_whose_warehouse_is_replaced_while_it_looks_gets_the_next(
    loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    bucket = Bucket(loaded)
    old = bucket.read(POINTER)
    with Store.open(loaded, write=True) as store:
        load(store, "more", [CHANGED], **REPLACED)
        build(store)
    name = f"warehouse/{json.loads(old or b'')['published'][:16]}.duckdb"
    bucket.delete([name])
    said = iter([old])
    read = Bucket.read
    monkeypatch.setattr(Bucket, "read", lambda b, n: next(said, None) or read(b, n) if n == POINTER else read(b, n))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    assert n_documents(loaded) == len(PAGES)


def test_a_failed_check_publishes_nothing(loaded: ObjectUrl):
    with Store.open(loaded, write=True) as store:
        bad = as_arrow({("articles", "unknown", "unknown"): [filled("articles", article_id="x-1", doc_id="x")]})
        store.commit(stage(store, "bad", bad))
        with pytest.raises(ChecksFailed):
            build(store)
    assert n_documents(loaded) == len(PAGES)


def test_a_lost_warehouse_is_found_and_built_anew(loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    Bucket(loaded).delete(Bucket(loaded).list("warehouse"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    assert kinds(loaded) == ["warehouse"]
    (done,) = repair(loaded)
    assert "built anew" in done.action
    assert n_documents(loaded) == len(PAGES)


def test_rejected_bytes_are_kept_and_let_go(s3_place: ObjectUrl):
    digest = sha256(b"\x00").hexdigest()
    with Store.open(s3_place, write=True) as store:
        store.keep_reject(digest, b"\x00", {"reason": "binary"})
        kept = storage_at(s3_place).local(f"rejects/{digest}/input")
        assert kept is not None
        assert kept.read_bytes() == b"\x00"
        store.drop_reject(digest)
    assert Bucket(s3_place).list("rejects") == {}


def test_a_prefix_that_holds_other_things_is_refused(s3_place: ObjectUrl):
    Bucket(s3_place).put("somebody's.txt", b"x")
    with pytest.raises(StoreError, match=r"somebody's.txt and is not a store"):
        Store.open(s3_place, write=True)


def test_a_store_of_a_newer_format_is_refused(loaded: ObjectUrl):
    Bucket(loaded).put("store.json", b'{"format": 99}')
    with pytest.raises(StoreError, match=r"format 99.*newer baoku"):
        Store.open(loaded, write=False)


def test_what_was_never_made_is_no_store(s3_place: ObjectUrl):
    with pytest.raises(StoreError, match="no store at s3://"):
        Store.open(s3_place, write=False)


def test_a_missing_bucket_is_named(s3_place: ObjectUrl):
    for write in (True, False):
        with pytest.raises(StoreError, match="no bucket 'no-such-bucket' at http"):
            Store.open(ObjectUrl("no-such-bucket", "x"), write=write)


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_refused_keys_are_named(loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, name: str):
    from warehouse import bucket

    monkeypatch.setenv(name, "wrong")
    bucket._connected.cache_clear()
    with pytest.raises(StoreError, match=r"refused the keys.*AWS_ACCESS_KEY_ID"):
        Store.open(loaded, write=False)
    bucket._connected.cache_clear()


def test_an_endpoint_that_is_down_is_named_soon(s3_place: ObjectUrl, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(StoreError, match=r"can't reach the object store at http://127.0.0.1:9 .*AWS_ENDPOINT_URL"):
        Store.open(s3_place, write=True)
    assert time.monotonic() - began < 15


def test_a_second_writer_is_refused_and_readers_are_not(loaded: ObjectUrl):
    with Store.open(loaded, write=True, holder="baoku run"):
        with pytest.raises(StoreLocked, match=r"baoku run .*wait"):
            Store.open(loaded, write=True)
        assert len(Store.open(loaded, write=False).rows("documents")) == len(PAGES)


def test_a_writer_that_lost_its_lease_decides_nothing(
    loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    with Store.open(loaded, write=True) as store:
        batch = stage(store, "late", rows_of([CHANGED]), **REPLACED)
        store.storage.roots_of(store.live_parts())
        Bucket(loaded).delete(Bucket(loaded).list("writer.lock"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
        with Store.open(loaded, write=True) as other:
            load(other, "changed", [CHANGED], **REPLACED)
        with pytest.raises(StoreLocked, match="took over"):
            store.commit(batch)
    assert kinds(loaded) == []


def test_lake_rows_of_both_kinds_of_store_are_equal(loaded: ObjectUrl, tmp_path: Path):
    with Store.open(tmp_path / "folder", write=True) as store:
        load(store, "one", PAGES[:4])
        load(store, "two", PAGES[4:])
        expected = lake_rows(store, *FEW)
    assert rows(loaded) == expected


def test_what_a_writer_that_was_thought_dead_still_uploads_overwrites_nothing(
    loaded: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    upload = Bucket.upload

    def late(bucket: Bucket, name: str, path: Path) -> None:
        """Another writer takes over and commits the same batch before the first of this one's parts arrives."""
        monkeypatch.setattr(Bucket, "upload", upload)
        Bucket(loaded).delete(Bucket(loaded).list("writer.lock"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
        with Store.open(loaded, write=True) as other:
            load(other, "changed", [replace(CHANGED, run_id="run-2")], **REPLACED)
        upload(bucket, name, path)

    with Store.open(loaded, write=True) as store:
        monkeypatch.setattr(Bucket, "upload", late)
        with pytest.raises(StoreLocked, match="took over"):
            load(store, "changed", [CHANGED], **REPLACED)
    assert {row["run_id"] for row in rows(loaded)["documents"] if row["doc_id"] == CHANGED.doc_id} == {"run-2"}
    assert set(kinds(loaded)) == {"orphan"}
    assert {one.action.split("/")[0] for one in repair(loaded)} == {"moved to lost"}
    assert kinds(loaded) == []
