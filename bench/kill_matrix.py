"""Kill runs with SIGKILL at random moments, let the next run finish, and compare every row with an uninterrupted run.

    python -m bench.kill_matrix --kills 200
    python -m bench.kill_matrix --kills 60 --store s3://bucket/prefix

Four jobs are killed: a first load, a run with changed, renamed, retired and copied files, one that ends with a merge of
parts, and one after a change of rules that only find facts, which takes its pages from the lake. The moment is drawn
from the job's whole duration; what it hit is told by what the store holds then. Prints a table of moments, kills, and
how often the rows came out equal; exits 1 where they ever did not.

With `--store`, the stores stand below that prefix of an object store, which the usual variables lead to, and half of
the resumptions have no local copy of the store, as on another machine.
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

from warehouse.bucket import Bucket, at_once
from warehouse.location import Location, ObjectUrl, parse_location
from warehouse.log import live_parts, read_log
from warehouse.schema import TABLES
from warehouse.storage import storage_at
from warehouse.store import Store
from warehouse.verify import verify_at

ELSEWHERE = 0.5
"""Share of the resumptions without the local copy of a store in an object store."""
OF_THE_RUN = {"run_id", "ingested_at", "seen_at", "rejected_at", "mtime_ns"}
CITIES = ("青江", "白石", "汀原")

CHILD = """
import sys
from contextlib import nullcontext
import flows.ingest, flows.pipeline_version, flows.work
from flows.jobs import Job
from flows.settings import Settings
from flows.watching import Silent
flows.ingest.worker_pool = lambda *_: nullcontext()
class Done:
    def __init__(self, value): self.value = value
    def result(self): return self.value
pages, store, parts, cache, earlier = sys.argv[1:]
if earlier:  # as if a rule had been another one
    rules = flows.pipeline_version._rules() | {earlier: ""}
    flows.pipeline_version._rules = lambda: rules
settings = Settings(store=store, cache=cache, workers=1, batch_mb=1, compact_parts=int(parts))
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
    prepare: Callable[[Place], None]
    compact_parts: int = 0


@dataclass(frozen=True)
class Place:
    """A folder for the pages, and for the store where that is not below `url`."""

    folder: Path
    url: ObjectUrl | None = None

    @property
    def store(self) -> Location:
        """Where the store is."""
        if self.url is None:
            return self.folder / "store"
        slug = self.folder.name.replace(" ", "-")
        return ObjectUrl(self.url.bucket, f"{self.url.prefix}/{slug}".lstrip("/"), self.folder.parent / "copies")

    def beside(self, name: str) -> Place:
        """The place of another name."""
        return Place(self.folder.with_name(name), self.url)

    def copied(self, name: str) -> Place:
        """All of it under another name."""
        target = self.beside(name)
        shutil.copytree(self.folder, target.folder)
        if isinstance(self.store, ObjectUrl) and isinstance(target.store, ObjectUrl):
            source, prefix = Bucket(self.store), target.store.prefix
            above = Bucket(ObjectUrl(self.store.bucket))
            names = list(source.list())
            at_once(lambda name: above.put(f"{prefix}/{name}", source.read(name) or b""), names)
        return target

    def clear(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder)
        if isinstance(self.store, ObjectUrl):
            self.forget()
            Bucket(self.store).delete(Bucket(self.store).list())

    def forget(self) -> None:
        """Remove the local copy of what is in the object store."""
        if isinstance(self.store, ObjectUrl):
            shutil.rmtree(storage_at(self.store).layout.root, ignore_errors=True)


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


def first_load(place: Place) -> None:
    """Nine pages, one of them twice, and a picture."""
    folder = place.folder
    write(folder / "pages", *range(9))
    shutil.copy(folder / "pages" / "003.txt", folder / "pages" / "copy.txt")
    (folder / "pages" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))


def changes(place: Place) -> None:
    """After a first load: a new page, a changed one, a renamed one, and two that are gone, one of which has a copy."""
    first_load(place)
    run(place, 0)
    pages = place.folder / "pages"
    write(pages, 20)
    write(pages, 1, mark="更正。")
    (pages / "002.txt").rename(pages / "moved.txt")
    (pages / "003.txt").unlink()
    (pages / "004.txt").unlink()


def other_facts(place: Place) -> None:
    """After a load whose parts were merged, by other rules for figures, and with a new page."""
    first_load(place)
    run(place, 2, "transforms/figures.py")
    write(place.folder / "pages", 20)


SCENES = (
    Scene("first load", first_load),
    Scene("changes", changes),
    Scene("changes and merge", changes, 2),
    Scene("facts anew", other_facts),
)


def start(place: Place, compact_parts: int, earlier: str = "") -> subprocess.Popen[str]:
    """A run in a process of its own that has imported everything and now begins; `earlier`: a rule that was another."""
    command = [sys.executable, "-c", CHILD, str(place.folder / "pages"), str(place.store), str(compact_parts)]
    command += [str(place.folder.parent / "copies"), earlier]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)
    if process.stdout is None or process.stdout.readline() != "ready\n":
        raise RuntimeError(f"the run did not start: exit code {process.wait()}")
    return process


def run(place: Place, compact_parts: int, earlier: str = "") -> float:
    """A run that nobody kills; gives its seconds."""
    process = start(place, compact_parts, earlier)
    started = time.perf_counter()
    if process.wait() != 0:
        raise RuntimeError(f"the run ended with exit code {process.returncode}")
    return time.perf_counter() - started


def digest(location: Location) -> str:
    """A hash over all core rows of the lake and of the warehouse, without what differs from run to run."""
    store = Store.open(location, write=False)
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


def moment(location: Location, before: int) -> str:
    """What a kill hit, as the store tells."""
    storage = storage_at(location)
    if not storage.is_store():
        return "before the store"
    commits = read_log(storage.log())
    live = {f"lake/{found.part.path}" for found in live_parts(commits).values()}
    offered = storage.offered()
    staged = [path for path in storage.layout.staging.rglob("*") if path.is_file()]
    if any(p.kind == "unfinished" for p in verify_at(location)) or (commits and offered and offered <= live):
        return "commit decided, not finished"
    if offered:
        return "parts uploaded, not decided"
    if any(name.startswith("warehouse/") for name in storage.leftovers()):
        return "warehouse uploaded, not published"
    if storage.layout.next_warehouse.exists():
        return "warehouse being built"
    if staged:
        return "parts staged"
    return "between commits" if len(commits) > before else "before the first commit"


def main() -> int:
    """Run the matrix and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", help="s3://bucket/prefix; by default folders")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    kills: Counter[tuple[str, str]] = Counter()
    equal: Counter[tuple[str, str]] = Counter()
    url = parse_location(asked.store) if asked.store else None
    if isinstance(url, Path):
        parser.error("--store takes the URL of an empty prefix; folders are made for themselves")
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "work", url)
        ready = {scene: prepared(scene, place) for scene in SCENES}
        for number in range(asked.kills):
            scene = SCENES[number % len(SCENES)]
            what, is_equal = kill_once(scene, place, chance, *ready[scene])
            kills[scene.name, what] += 1
            equal[scene.name, what] += is_equal
    for (name, what), n in sorted(kills.items()):
        print(f"| {name} | {what} | {n} | {equal[name, what]} |")
    print(f"{kills.total()} kills, {equal.total()} equal")
    return 0 if kills == equal else 1


def prepared(scene: Scene, place: Place) -> tuple[str, float, int]:
    """Prepare a scene in a folder named like it; gives the digest of an uninterrupted run, its seconds, commits before.

    Every run stands in the folder `work` beside it: a store knows its inputs by their paths.
    """
    work = place.beside("work")
    work.folder.mkdir()
    scene.prepare(work)
    storage = storage_at(work.store)
    n_commits = len(read_log(storage.log())) if storage.is_store() else 0
    work.copied(scene.name)
    seconds = run(work, scene.compact_parts)
    expected = digest(work.store)
    work.clear()
    return expected, seconds, n_commits


def kill_once(
    scene: Scene, place: Place, chance: random.Random, expected: str, seconds: float, n: int
) -> tuple[str, bool]:
    """Kill one run of a prepared scene, let the next finish; gives what was hit, and whether the rows are those."""
    work = place.beside(scene.name).copied("work")
    process = start(work, scene.compact_parts)
    time.sleep(chance.uniform(0, seconds))
    process.send_signal(signal.SIGKILL)
    process.wait()
    what = moment(work.store, n)
    if chance.random() < ELSEWHERE:
        work.forget()
    run(work, scene.compact_parts)
    is_equal = digest(work.store) == expected and verify_at(work.store) == []
    work.clear()
    return what, is_equal


if __name__ == "__main__":
    sys.exit(main())
