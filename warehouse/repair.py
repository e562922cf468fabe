"""Mending what `warehouse.verify` finds, as far as that loses nothing and needs no backup.

A commit that was cut short is finished, what dead writers left is removed, files that the log does not know leave the
lake, a kept reject is put back from its source where that still has the bytes, and a warehouse that contradicts the
lake is built anew. Parts of the lake and commits of the log that are missing or altered can't be mended: only a backup
has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transforms.errors import BaokuError
from warehouse import files
from warehouse.build import build
from warehouse.location import Location
from warehouse.store import Store, kept_name
from warehouse.verify import Problem, digest_of, verify, verify_at


@dataclass(frozen=True, slots=True)
class Repair:
    """A problem and what was done about it; `action` is empty where nothing could be done."""

    problem: Problem
    action: str


def repair(location: Location) -> list[Repair]:
    """Verify the store, mend what can be mended, and say of each problem what was done.

    Raises StoreLocked while another writer has the store.
    """
    found = verify_at(location)
    if any(problem.kind == "log" for problem in found):
        return [Repair(problem, "") for problem in found]
    with Store.open(location, write=True, holder="baoku verify --repair") as store:
        store.storage.delete(*store.storage.leftovers())
        left = verify(store)
        done = [Repair(p, "the cut-short work was finished or undone") for p in found if p not in left]
        is_whole = not any(p.kind in ("missing", "altered", "rows") for p in left)
        return done + [Repair(problem, _mend(store, problem, is_whole=is_whole)) for problem in left]


def _mend(store: Store, problem: Problem, *, is_whole: bool) -> str:
    """Mend one problem; gives what was done, empty where nothing could be."""
    if problem.kind == "orphan":
        return _remove_orphan(store, problem)
    if problem.kind == "reject":
        return _restore_reject(store, problem.path)
    if problem.kind == "warehouse" and is_whole:
        return _rebuild(store)
    return ""


def _remove_orphan(store: Store, problem: Problem) -> str:
    """Delete a part that a commit replaced; put anything else aside, since only its owner knows what it is."""
    removed = {(f"lake/{part.path}", part.sha256) for commit in store.commits() for part in commit.removed}
    if (problem.path, digest_of(store.storage, problem.path)) in removed:
        store.storage.delete(problem.path)
        return "deleted: a commit had replaced it"
    target = f"lost/{problem.path.removeprefix('lake/')}"
    store.storage.rename(problem.path, target)
    return f"moved to {target}"


def _restore_reject(store: Store, folder: str) -> str:
    """Put back the kept bytes or the reason of a rejected input from what else is known of it."""
    digest, storage = folder.rpartition("/")[2], store.storage
    rows = [row for row in store.rows("rejects").to_pylist() if row["source_sha256"] == digest]
    for row in rows:
        places = (storage.local(kept_name(digest)), Path(row["source_path"]))
        sources = [path for path in places if path and path.is_file() and files.sha256_of(path) == digest]
        if sources:
            reason = {key: row[key] for key in ("source_path", "stage", "reason", "detail", "run_id")}
            storage.write(kept_name(digest), sources[0].read_bytes())
            store.keep_reject(digest, sources[0], reason)
            return f"put back from {sources[0]}"
    return ""


def _rebuild(store: Store) -> str:
    """Build the warehouse anew; a second problem of the same warehouse finds that done."""
    if not any(p.kind == "warehouse" for p in verify(store)):
        return "the warehouse was built anew"
    try:
        built = build(store, full=True)
    except BaokuError:
        return ""
    return f"the warehouse was built anew, from commit {built.commit_number}"
