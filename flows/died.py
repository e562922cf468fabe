"""Runs that never said how they ended: the next run gives each its row in `runs`, with what it had committed.

A run is known by its batches in the store, and by the lock that it did not give back where it died before the first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from warehouse.parts import write_parts
from warehouse.rows import Batch as Rows
from warehouse.store import StagedBatch, Store

RUN_ID = re.compile(r"(?P<command>.*), (?P<run_id>(?P<started_at>\d{8}T\d{6})-[0-9a-f]{6})\b")
UNKNOWN = "unknown"
SUMMED = ("n_inputs", "n_loaded", "n_duplicate", "n_rejected", "size_bytes", "n_articles")


def record_died(store: Store) -> list[str]:
    """Commit a row of status `died` for every run that has none; gives their ids. `store` is open for writing."""
    ended = set(store.rows("runs")["run_id"].to_pylist())
    batches: dict[str, list[dict[str, Any]]] = {}
    for row in store.rows("batches").to_pylist():
        if row["run_id"] not in ended:
            batches.setdefault(row["run_id"], []).append(row)
    left = RUN_ID.match(store.left_by)
    commands = {left["run_id"]: left["command"]} if left and left["run_id"] not in ended else {}
    died = sorted({*batches, *commands})
    if died:
        _commit(store, [_row(store, run_id, commands, batches.get(run_id, ())) for run_id in died])
    return died


def _row(store: Store, run_id: str, commands: Mapping[str, str], batches: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What is known of such a run; it lasted at least until its last batch was read."""
    found = list(batches)
    started_at = _started_at(run_id, found)
    last = max((row["started_at"] + timedelta(seconds=row["seconds"]) for row in found), default=started_at)
    versions = [commit.pipeline_version for commit in store.commits() if commit.run_id == run_id]
    return {
        "run_id": run_id,
        "command": commands.get(run_id, UNKNOWN),
        "status": "died",
        "started_at": started_at,
        "finished_at": None,
        "seconds": max(0.0, (last - started_at).total_seconds()),
        "pipeline_version": versions[-1] if versions else UNKNOWN,
        "baoku_version": UNKNOWN,
        "settings": "{}",
        "n_unchanged": 0,
        "n_retired": None,
        "n_renamed": None,
        "pipeline_parts": None,
        **{name: sum(row[name] for row in found) for name in SUMMED},
    }


def _started_at(run_id: str, batches: list[dict[str, Any]]) -> datetime:
    said = RUN_ID.match(f", {run_id}")
    if said:
        return datetime.strptime(said["started_at"], "%Y%m%dT%H%M%S")
    started: list[datetime] = [row["started_at"] for row in batches]
    return min(started)


def _commit(store: Store, found: list[dict[str, Any]]) -> None:
    run_ids = [row["run_id"] for row in found]
    key = f"died-{hashlib.sha256(' '.join(run_ids).encode()).hexdigest()[:16]}"
    rows = Rows()
    for row in found:
        rows.add("runs", **row)
    staging = store.staging_dir(key)
    metadata = {"pipeline_version": found[-1]["pipeline_version"], "run_id": ",".join(run_ids)}
    parts = write_parts(staging, key, rows.tables(), metadata)
    store.commit(StagedBatch(staging, key, run_ids[-1], parts, reason=f"{len(found)} runs that did not end"))
