"""Loading pages in this process, without spawned workers, and looking at what the lake then holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flows import work
from flows.ingest import ingest
from flows.jobs import Job
from flows.run_report import RunReport
from flows.settings import Settings
from flows.watching import Silent, Watcher
from warehouse.location import Location
from warehouse.store import Store

OF_THE_RUN = {"run_id", "ingested_at", "seen_at", "rejected_at", "mtime_ns"}
CITIES = ("青江", "白石", "汀原", "澄湖", "榆岭")


def page_text(number: int) -> str:
    """A page of a fictional paper with two articles; each number gives another text."""
    city = CITIES[number % len(CITIES)]
    return (
        f"{city}日报\n2026年1月{number % 28 + 1}日 第{number % 8 + 1}版\n\n"
        f"{city}新开第{number}条公交线路\n\n"
        f"本报讯 {city}市交通局昨日宣布，第{number}条公交线路开通，"
        f"沿途设站{number + 12}处，每日发车{number + 40}班。\n\n"
        f"{city}图书馆延长开放时间\n\n"
        f"本报讯 {city}图书馆从下月起延长开放至晚上九时，预计每月多接待读者{number + 900}人次。\n"
    )


def write_pages(folder: Path, *numbers: int) -> list[Path]:
    """Pages as files named by their number."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:05d}.txt" for number in numbers]
    for path, number in zip(paths, numbers, strict=True):
        path.write_text(page_text(number), encoding="utf-8")
    return paths


class _Done:
    def __init__(self, value: Any) -> None:
        self._value = value

    def result(self) -> Any:
        return self._value


def here(_: Any) -> Callable[..., Any]:
    """The lane of this process."""
    return lambda batch, order: _Done(work.work(batch, order))


def run(job: Job, watcher: Watcher | None = None) -> RunReport:
    """Run a job in this process."""
    with patch("flows.ingest.worker_pool", lambda *_: nullcontext()):
        return ingest(job, watcher or Silent(), here)


def load(pages: Path, store: Location, *, watcher: Watcher | None = None, **asked: Any) -> RunReport:
    """Load a folder; `asked` are settings, or `retires` and `is_sure`."""
    of_job = {name: asked.pop(name) for name in ("retires", "is_sure") if name in asked}
    return run(Job((str(pages),), Settings(store=store, workers=1, **asked), **of_job), watcher)


def lake(store: Location) -> dict[str, list[dict[str, Any]]]:
    """Rows of the lake's core tables without what differs from run to run, in an order of their own."""
    with_rows = Store.open(store, write=False)
    tables = ("inputs", "rejects", "documents", "articles", "sentences", "terms", "figures", "mentions")
    found = {}
    for table in tables:
        rows = with_rows.rows(table)
        kept = rows.select([name for name in rows.column_names if name not in OF_THE_RUN])
        found[table] = sorted(kept.to_pylist(), key=repr)
    return found


def paths(store: Location, table: str = "inputs") -> list[str]:
    """The names of the files that rows of a table came from, sorted."""
    return sorted(Path(path).name for path in Store.open(store, write=False).rows(table)["source_path"].to_pylist())
