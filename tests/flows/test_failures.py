"""Whatever fails under a run, the same command again completes it, with the rows of a run that met no failure."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
import pytest
from faults import Fault, failing, mount, unmount
from loading import lake, load, page_text, run, write_pages

from flows import judging
from flows.cli import run_command
from flows.jobs import Job
from flows.settings import Settings
from flows.watching import Silent
from transforms.errors import StoreError, StoreLocked
from warehouse import build as building
from warehouse import load as loading
from warehouse.layout import Layout
from warehouse.rollback import roll_back
from warehouse.schema import TABLES
from warehouse.store import Store
from warehouse.verify import verify_at

ROOT = Path(__file__).parents[2]
OF_THE_RUN = {"run_id", "ingested_at", "seen_at", "rejected_at", "mtime_ns"}
Rows = dict[str, list[Any]]


def rows(store: Path) -> tuple[Rows, Rows]:
    """All that must be equal: core rows of the lake and of the warehouse."""
    found: Rows = {}
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        for table in TABLES.values():
            if table.schema == "core":
                columns = ", ".join(f'"{name}"' for name in table.column_names if name not in OF_THE_RUN)
                found[table.name] = con.execute(f"SELECT {columns} FROM {table.qualified} ORDER BY ALL").fetchall()
    return lake(store), found


class Scene:
    """Pages that changed since a store was loaded: one is new, one has other words, one is gone, one is no text."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pages = folder, folder / "pages"
        write_pages(self.pages, 1, 2, 3)
        load(self.pages, folder / "before")
        write_pages(self.pages, 4)
        (self.pages / "00001.txt").write_text(page_text(40), encoding="utf-8")
        (self.pages / "00002.txt").unlink()
        (self.pages / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        shutil.copytree(folder / "before", folder / "whole")
        self.n_calls = {kind: self._count(kind) for kind in ("write", "fsync", "replace", "unlink", "mkdir")}
        self.expected = rows(folder / "whole")

    def _count(self, kind: str) -> int:
        store = Path(shutil.copytree(self.folder / "before", self.folder / f"count-{kind}"))
        with failing(Fault(kind, 10**9)) as fault:
            load(self.pages, store, retires=True)
        if not (self.folder / "whole").exists() or kind == "write":
            shutil.rmtree(self.folder / "whole")
            store.rename(self.folder / "whole")
        return fault.n_calls

    def store(self) -> Path:
        """The store as it was before, to load into."""
        return Path(shutil.copytree(self.folder / "before", self.folder / "store", dirs_exist_ok=False))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture
def store(scene: Scene) -> Iterator[Path]:
    """A store that is gone after the test: inputs are known by their paths, so that it always stands beside them."""
    yield scene.store()
    shutil.rmtree(scene.folder / "store")


def completes(scene: Scene, store: Path) -> None:
    """The same command again completes, and all is as if nothing had failed."""
    report = load(scene.pages, store, retires=True, is_sure=True)
    assert report.exit_code == 0, report.failure
    assert rows(store) == scene.expected
    assert verify_at(store) == []


# Errors of the disk


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("write", errno.EIO),
        ("write", errno.ENOSPC),
        ("fsync", errno.EIO),
        ("replace", errno.EACCES),
        ("unlink", errno.EIO),
    ],
    ids=["write EIO", "write ENOSPC", "fsync EIO", "rename EACCES", "unlink EIO"],
)
def test_a_call_that_the_disk_refuses_stops_the_run_with_a_word_and_no_harm(
    scene: Scene, store: Path, kind: str, number: int, share: float
):
    fault = Fault(kind, 1 + int(share * (scene.n_calls[kind] - 1)), number)
    with failing(fault), pytest.raises(StoreError, match=os.strerror(number)):
        load(scene.pages, store, retires=True)
    completes(scene, store)


def test_faults_reach_parts_commits_rejects_and_the_swap(scene: Scene):
    assert scene.n_calls["write"] > 20
    assert scene.n_calls["fsync"] > 60
    assert scene.n_calls["replace"] > 30


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to mount a disk at; skipped where that may not be."""
    folder = tmp_path / "disk"
    if (refused := mount(folder, "size=1m")) is not None:
        pytest.skip(f"no disk can be mounted here: {refused}")
    yield folder
    unmount(folder)


def test_a_disk_that_is_full_again_and_again_only_delays_a_load(scene: Scene, disk: Path):
    n_failed = 0
    for kilobytes in (40, 200, 700, 2_000, 5_000, 60_000):
        mount(disk, f"remount,size={kilobytes}k")
        with contextlib.suppress(StoreError):
            load(scene.pages, disk / "store")
            continue
        n_failed += 1
    assert n_failed >= 3
    assert load(scene.pages, disk / "store").exit_code == 0
    assert rows(disk / "store") == scene.expected
    assert verify_at(disk / "store") == []


def test_a_disk_that_may_not_be_written_to_any_more_only_delays_a_load(scene: Scene, disk: Path):
    mount(disk, "remount,size=60m")
    shutil.copytree(scene.folder / "before", disk / "store")
    mount(disk, "remount,ro")
    with pytest.raises(StoreError, match="Read-only file system"):
        load(scene.pages, disk / "store", retires=True)
    with duckdb.connect(str(disk / "store" / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM core.documents").fetchall() == [(3,)]
    mount(disk, "remount,rw")
    completes(scene, disk / "store")


# Errors inside the build

PRELOADED = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int is_build(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return strstr(path, "warehouse.next.duckdb") != NULL;
}
static int n_calls = 0;
static int fails(const char *kind, int fd) {
    const char *wanted = getenv("FAIL_KIND");
    return wanted && !strcmp(wanted, kind) && is_build(fd) && ++n_calls >= atoi(getenv("FAIL_AT"));
}
#define REFUSE(kind, fd) if (fails(kind, fd)) { errno = EIO; return -1; }
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
    REFUSE("write", fd)
    return ((ssize_t (*)(int, const void *, size_t, off64_t)) dlsym(RTLD_NEXT, "pwrite64"))(fd, data, n, at);
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }
ssize_t write(int fd, const void *data, size_t n) {
    REFUSE("write", fd)
    return ((ssize_t (*)(int, const void *, size_t)) dlsym(RTLD_NEXT, "write"))(fd, data, n);
}
int fsync(int fd) { REFUSE("fsync", fd) return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { REFUSE("fsync", fd) return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""

CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from loading import load
from transforms.errors import StoreError
try:
    load(Path(sys.argv[2]), Path(sys.argv[3]), retires=True, is_sure=True)
except StoreError as error:
    print(error)
    sys.exit(1)
"""


@pytest.fixture(scope="module")
def preload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that makes writes and flushes of the warehouse being built fail."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler on Linux to refuse DuckDB's own writes")
    folder = tmp_path_factory.mktemp("preload")
    (folder / "refuse.c").write_text(PRELOADED)
    command = [compiler, "-shared", "-fPIC", "-o", str(folder / "refuse.so"), str(folder / "refuse.c"), "-ldl"]
    subprocess.run(command, check=True)
    return folder / "refuse.so"


def child(scene: Scene, store: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own."""
    command = [sys.executable, "-c", CHILD, str(ROOT / "tests"), str(scene.pages), str(store)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(("kind", "at"), [("write", 1), ("write", 12), ("fsync", 1), ("fsync", 3)])
def test_a_write_or_flush_that_fails_inside_the_build_leaves_the_old_warehouse(
    scene: Scene, store: Path, preload: Path, kind: str, at: int
):
    before = (store / "warehouse.duckdb").read_bytes()
    dead = child(scene, store, LD_PRELOAD=str(preload), FAIL_KIND=kind, FAIL_AT=str(at))
    assert dead.returncode != 0
    assert "can't build the warehouse" in dead.stdout or "FATAL" in dead.stderr, dead.stderr[-2000:]
    assert (store / "warehouse.duckdb").read_bytes() == before
    completes(scene, store)


def test_a_limit_on_the_size_of_files_stops_the_build_with_a_word(scene: Scene, store: Path, tmp_path: Path):
    before = (store / "warehouse.duckdb").read_bytes()
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, -1))"
    command = [sys.executable, "-c", limited + CHILD, str(ROOT / "tests"), str(scene.pages), str(store)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    dead = subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)
    assert dead.returncode == 1, dead.stderr[-2000:]
    assert "File too large" in dead.stdout
    assert (store / "warehouse.duckdb").read_bytes() == before
    completes(scene, store)


def test_a_build_whose_temporary_files_have_no_room_leaves_the_old_warehouse(
    scene: Scene, store: Path, monkeypatch: pytest.MonkeyPatch
):
    def hungry(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("SET memory_limit = '60MB'; SET max_temp_directory_size = '1MB'; SET threads = 1")
        con.execute("CREATE TEMP TABLE large AS SELECT range AS n, hash(range)::VARCHAR AS text FROM range(9_000_000)")
        finish(con)

    before = (store / "warehouse.duckdb").read_bytes()
    finish = loading.finish_tables
    with monkeypatch.context() as patch:
        patch.setattr(loading, "finish_tables", hungry)
        with pytest.raises(StoreError, match=r"(?s)can't build the warehouse .*max_temp_directory_size"):
            load(scene.pages, store, retires=True)
    assert (store / "warehouse.duckdb").read_bytes() == before
    completes(scene, store)


# Files that do not belong


def test_a_truncated_and_a_foreign_file_are_named_and_the_rest_stays_readable(
    scene: Scene, store: Path, capsys: pytest.CaptureFixture[str]
):
    part = next((store / "lake" / "terms").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    foreign = [store / "lake" / "articles" / "notes.txt", part.with_name("part-copy.parquet"), store / "lake" / "a.csv"]
    for path in foreign:
        path.write_bytes(b"not ours")
    assert run_command(["verify", "--store", str(store), "--json"]) == 1
    found = {(row["path"], row["kind"]) for row in json.loads(capsys.readouterr().out)}
    names = {(path.relative_to(store).as_posix(), "orphan") for path in foreign}
    assert found == names | {(part.relative_to(store).as_posix(), "altered")}
    assert run_command(["sql", "select count(*) from core.terms", "--store", str(store)]) == 0
    opened = Store.open(store, write=False)
    for table in ("inputs", "documents", "articles", "sentences"):
        assert len(opened.rows(table)) > 0
    assert ds.dataset(store / "lake" / "documents", partitioning="hive").count_rows() == 3
    run_command(["verify", "--repair", "--store", str(store)])
    assert [path.exists() for path in foreign] == [False] * 3
    assert (store / "lost" / "articles" / "notes.txt").read_bytes() == b"not ours"


# Two runs


def test_of_two_runs_at_once_the_second_is_refused_and_the_first_completes(
    scene: Scene, store: Path, capsys: pytest.CaptureFixture[str]
):
    class Slow(Silent):
        def start(self, *_: Any) -> None:
            at_work.set()
            go_on.wait(60)

    at_work, go_on = threading.Event(), threading.Event()
    job = Job((str(scene.pages),), Settings(store=store, workers=1), retires=True)
    first = threading.Thread(target=run, args=(job, Slow()))
    first.start()
    try:
        assert at_work.wait(60)
        with pytest.raises(StoreLocked, match=r"being written to by baoku run, \d{8}T\d{6}-\w{6} \(process \d+ on "):
            load(scene.pages, store, retires=True)
        assert run_command(["run", str(scene.pages), "--store", str(store), "--direct"]) == 1
        assert "StoreLocked" in capsys.readouterr().err
    finally:
        go_on.set()
        first.join()
    assert rows(store) == scene.expected
    completes(scene, store)


# Inputs that change


def meddle(monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]) -> None:
    """Change an input once, after it was hashed and before it is read."""

    def hashed(self: judging.Judge, item: Any) -> judging.PlannedInput:
        planned = original(self, item)
        if item.path.endswith("00004.txt") and not done:
            done.append(item.path)
            change(Path(item.path))
        return planned

    done: list[str] = []
    original = judging.Judge._hashed
    monkeypatch.setattr(judging.Judge, "_hashed", hashed)


def test_an_input_that_changes_between_two_looks_is_loaded_as_it_was_read(
    scene: Scene, store: Path, monkeypatch: pytest.MonkeyPatch
):
    page = scene.pages / "00004.txt"
    before = page.read_bytes()
    try:
        meddle(monkeypatch, lambda path: path.write_text(page_text(50), encoding="utf-8"))
        assert load(scene.pages, store, retires=True).exit_code == 0
        changed = rows(store)
        assert "第50条" in repr(changed[1]["articles"])
        assert load(scene.pages, store, retires=True).outcomes.total() == 0
        assert rows(store) == changed
    finally:
        page.write_bytes(before)
    completes(scene, store)


def test_an_input_that_vanishes_and_comes_back_as_it_was_is_loaded_by_the_next_run(
    scene: Scene, store: Path, monkeypatch: pytest.MonkeyPatch
):
    page, aside = scene.pages / "00004.txt", scene.folder / "aside.txt"
    meddle(monkeypatch, lambda path: path.rename(aside))
    report = load(scene.pages, store, retires=True)
    aside.rename(page)
    assert (report.exit_code, report.reasons) == (0, {"binary": 1, judging.UNREADABLE_REASON: 1})
    completes(scene, store)


@pytest.mark.parametrize(
    "change",
    [lambda path: path.write_text(page_text(50), encoding="utf-8"), Path.unlink],
    ids=["changes", "vanishes"],
)
def test_a_copy_of_an_input_that_is_another_once_it_is_read_is_read_itself(
    scene: Scene, store: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], Any]
):
    page, copy, before = scene.pages / "00004.txt", scene.pages / "00005.txt", (scene.pages / "00004.txt").read_bytes()
    shutil.copy(page, copy)
    try:
        with monkeypatch.context() as patch:
            meddle(patch, change)
            assert load(scene.pages, store, retires=True).exit_code == 0
        assert (str(copy),) in documents(store)
    finally:
        page.write_bytes(before)
        copy.unlink()
    completes(scene, store)


def documents(store: Path) -> list[tuple[str]]:
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        return con.execute("SELECT source_path FROM core.documents ORDER BY ALL").fetchall()


# The clock


def test_a_clock_that_runs_backwards_changes_nothing(scene: Scene, store: Path, monkeypatch: pytest.MonkeyPatch):
    class Backwards(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            nonlocal days
            days += 1
            return datetime.now(tz) - timedelta(days=days)

    days = 0
    for module in (
        "warehouse.commit",
        "warehouse.build",
        "warehouse.checks",
        "flows.ingest",
        "flows.settling",
        "flows.run_report",
        "flows.work",
    ):
        monkeypatch.setattr(f"{module}.datetime", Backwards)
    completes(scene, store)
    times = [commit.committed_at for commit in Store.open(store, write=False).commits()]
    assert times[-1] < times[-2] < times[0]
    with Store.open(store, write=True) as opened:
        shown = roll_back(opened)
        assert shown.commit_number < len(opened.commits())
        assert roll_back(opened).commit_number == len(opened.commits())
        before = Layout(store).warehouse.read_bytes()
        assert building.build(opened).mode == "current"
        assert Layout(store).warehouse.read_bytes() == before
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        current = con.execute("SELECT DISTINCT build_id FROM reports.checks WHERE is_current").fetchall()
        last = con.execute("SELECT max_by(build_id, commit_number) FROM ops.builds").fetchall()
    assert current == last
