"""Kill runs with SIGKILL at random moments, let the next run finish, and compare every row with an uninterrupted run.

    python -m bench.kill_matrix --kills 200

Three jobs are killed: a first load, a run with changed, renamed, retired and copied files, and one that ends with a
merge of parts. The moment is drawn from the job's whole duration; what it hit is told by what the store holds then.
Prints a table of moments, kills, and how often the rows came out equal; exits 1 where they ever did not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.layout import Layout
from warehouse.log import read_log
from warehouse.schema import TABLES
from warehouse.store import Store
from warehouse.verify import verify_at

OF_THE_RUN = {"run_id", "ingested_at", "seen_at", "rejected_at", "mtime_ns"}
CITIES = ("青江", "白石", "汀原")

CHILD = """
import sys
from contextlib import nullcontext
import flows.ingest, flows.work
from flows.jobs import Job
from flows.settings import Settings
from flows.watching import Silent
flows.ingest.worker_pool = lambda *_: nullcontext()
class Done:
    def __init__(self, value): self.value = value
    def result(self): return self.value
pages, store, parts = sys.argv[1:]
settings = Settings(store=store, workers=1, batch_mb=1, compact_parts=int(parts))
flows.planning.MIN_BATCH_BYTES = 2000
flows.work.warm_up("", "fast")
print("ready", flush=True)
job = Job((pages,), settings, retires=True, is_sure=True)
report = flows.ingest.ingest(job, Silent(), lambda _: lambda batch, order: Done(flows.work.work(batch, order)))
assert report.exit_code == 0, report.failure
"""


@dataclass(frozen=True)
class Scene:
    """What a job finds: makes the pages, and the store as it was before, in a folder."""

    name: str
    prepare: Callable[[Path], None]
    compact_parts: int = 0


def write(folder: Path, *numbers: int, mark: str = "") -> None:
    """Pages of fictional papers, named by their number."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        city = CITIES[number % len(CITIES)]
        stories = "\n\n".join(
            f"{city}新开第{number}{i}条线路\n\n本报讯 {city}市昨日开通第{number}{i}条线路，设站{i + 9}处。{mark}"
            for i in range(8)
        )
        text = f"{city}日报\n2026年1月{number % 28 + 1}日 第{number % 8 + 1}版\n\n{stories}\n"
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")


def first_load(folder: Path) -> None:
    """Nine pages, one of them twice, and a picture."""
    write(folder / "pages", *range(9))
    shutil.copy(folder / "pages" / "003.txt", folder / "pages" / "copy.txt")
    (folder / "pages" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))


def changes(folder: Path) -> None:
    """After a first load: a new page, a changed one, a renamed one, and two that are gone, one of which has a copy."""
    first_load(folder)
    run(folder, 0)
    pages = folder / "pages"
    write(pages, 20)
    write(pages, 1, mark="更正。")
    (pages / "002.txt").rename(pages / "moved.txt")
    (pages / "003.txt").unlink()
    (pages / "004.txt").unlink()


SCENES = (Scene("first load", first_load), Scene("changes", changes), Scene("changes and merge", changes, 2))


def start(folder: Path, compact_parts: int) -> subprocess.Popen[str]:
    """A run in a process of its own that has imported everything and now begins."""
    command = [sys.executable, "-c", CHILD, str(folder / "pages"), str(folder / "store"), str(compact_parts)]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
    if process.stdout is None or process.stdout.readline() != "ready\n":
        raise RuntimeError(f"the run did not start: exit code {process.wait()}")
    return process


def run(folder: Path, compact_parts: int) -> float:
    """A run that nobody kills; gives its seconds."""
    process = start(folder, compact_parts)
    started = time.perf_counter()
    if process.wait() != 0:
        raise RuntimeError(f"the run ended with exit code {process.returncode}")
    return time.perf_counter() - started


def digest(folder: Path) -> str:
    """A hash over all core rows of the lake and of the warehouse, without what differs from run to run."""
    store = Store.open(folder / "store", write=False)
    found = hashlib.sha256()
    with duckdb.connect(str(store.storage.published()), read_only=True) as con:
        for table in TABLES.values():
            if table.schema == "core":
                columns = [name for name in table.column_names if name not in OF_THE_RUN]
                in_lake = store.rows(table.name).select(columns).to_pylist()
                quoted = ", ".join(f'"{name}"' for name in columns)
                in_warehouse = con.execute(f"SELECT {quoted} FROM {table.qualified}").fetchall()
                for rows in (in_lake, in_warehouse):
                    found.update("\n".join(sorted(map(repr, rows))).encode())
    return found.hexdigest()


def moment(layout: Layout, before: int) -> str:
    """What a kill hit, as the store tells."""
    if not layout.marker.is_file():
        return "before the store"
    staged = any(path.is_file() for path in layout.staging.rglob("*")) if layout.staging.is_dir() else False
    if any(problem.kind == "unfinished" for problem in verify_at(layout.root)):
        return "commit decided, not placed"
    if layout.next_warehouse.exists():
        return "warehouse being built"
    if staged:
        return "parts staged"
    return "between commits" if len(read_log(layout.commits)) > before else "before the first commit"


def main() -> int:
    """Run the matrix and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    kills: Counter[tuple[str, str]] = Counter()
    equal: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as place:
        ready = {scene: prepared(scene, Path(place)) for scene in SCENES}
        for number in range(asked.kills):
            scene = SCENES[number % len(SCENES)]
            what, is_equal = kill_once(scene, Path(place), chance, *ready[scene])
            kills[scene.name, what] += 1
            equal[scene.name, what] += is_equal
    for (name, what), n in sorted(kills.items()):
        print(f"| {name} | {what} | {n} | {equal[name, what]} |")
    print(f"{kills.total()} kills, {equal.total()} equal")
    return 0 if kills == equal else 1


def prepared(scene: Scene, place: Path) -> tuple[str, float, int]:
    """Prepare a scene; gives the digest of an uninterrupted run, its seconds, and the commits before it."""
    folder = place / "work"
    folder.mkdir()
    scene.prepare(folder)
    layout = Layout(folder / "store")
    n_commits = len(read_log(layout.commits)) if layout.commits.is_dir() else 0
    folder.rename(place / scene.name)
    restored(scene, place)
    seconds = run(folder, scene.compact_parts)
    expected = digest(folder)
    shutil.rmtree(folder)
    return expected, seconds, n_commits


def restored(scene: Scene, place: Path) -> Path:
    """The scene as it was before, always at one path: a store knows its inputs by theirs."""
    return Path(shutil.copytree(place / scene.name, place / "work"))


def kill_once(
    scene: Scene, place: Path, chance: random.Random, expected: str, seconds: float, n: int
) -> tuple[str, bool]:
    """Kill one run, let the next finish; gives what was hit, and whether the rows are those expected."""
    folder = restored(scene, place)
    process = start(folder, scene.compact_parts)
    time.sleep(chance.uniform(0, seconds))
    process.send_signal(signal.SIGKILL)
    process.wait()
    what = moment(Layout(folder / "store"), n)
    run(folder, scene.compact_parts)
    is_equal = digest(folder) == expected and verify_at(folder / "store") == []
    shutil.rmtree(folder)
    return what, is_equal


if __name__ == "__main__":
    sys.exit(main())
