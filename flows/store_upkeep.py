"""`baoku verify | rebuild | rollback | compact`: keeping a store sound, its warehouse right and its lake tidy."""

from __future__ import annotations

import dataclasses
import json
import time

from rich.console import Console
from rich.markup import escape

from warehouse.build import build
from warehouse.compact import compact
from warehouse.location import Location
from warehouse.repair import Repair, repair
from warehouse.rollback import roll_back
from warehouse.storage import Storage, storage_at
from warehouse.store import Store
from warehouse.verify import verify_at

SOUND, BEYOND_REPAIR, MENDABLE = 0, 1, 3


def verify_store(store: Location, *, repairs: bool = False, as_json: bool = False) -> int:
    """Print every problem of the store and, where it `repairs`, what was done; gives the exit code.

    0 sound, or all mended; 1 something only a backup can mend; 3 something that a repair can mend.
    """
    storage = storage_at(store)
    storage.check()
    started = time.perf_counter()
    found = repair(store) if repairs else [Repair(problem, "") for problem in verify_at(store)]
    if as_json:
        print(json.dumps([_as_row(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print_problems(storage, found, time.perf_counter() - started, repairs=repairs)
    left = [r.problem for r in found if not r.action]
    if repairs:
        return BEYOND_REPAIR if left else SOUND
    return SOUND if not left else MENDABLE if all(p.is_mendable for p in left) else BEYOND_REPAIR


def _as_row(one: Repair) -> dict[str, object]:
    return {**dataclasses.asdict(one.problem), "is_mendable": one.problem.is_mendable, "action": one.action}


def _print_problems(storage: Storage, found: list[Repair], seconds: float, *, repairs: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for one in found:
        problem = one.problem
        console.print(f"[bold]{problem.kind}[/] {escape(problem.path)}: {escape(problem.detail)}")
        if repairs:
            console.print(f"  {escape(one.action)}" if one.action else "  [red]can't be mended without a backup[/]")
    size = sum(size for name, size in storage.sizes("lake").items() if name.endswith(".parquet")) / 1e6
    read = f"{size:,.2f} MB of lake in {seconds:.1f} s, {size / max(seconds, 1e-9):,.0f} MB/s"
    left = [one.problem for one in found if not one.action]
    if not found:
        console.print(f"sound: every part is as the commit log says ({read})")
    elif repairs:
        console.print(f"{len(found) - len(left)} mended, {len(left)} left ({read})")
    else:
        hint = "; `baoku verify --repair` mends what can be mended" if any(p.is_mendable for p in left) else ""
        console.print(f"{len(found)} problems ({read}){hint}")


def rebuild_warehouse(store: Location) -> int:
    """Build the warehouse from nothing; 1 where a check fails (ChecksFailed, printed by the command line)."""
    with Store.open(store, write=True, holder="baoku rebuild") as opened:
        built = build(opened, full=True)
    print(f"{store}: {built.n_rows:,} rows from commit {built.commit_number} in {built.seconds:.1f} s")
    return 0


def roll_back_warehouse(store: Location) -> int:
    """Publish the previous warehouse again; raises StoreError where there is none."""
    with Store.open(store, write=True, holder="baoku rollback") as opened:
        shown = roll_back(opened)
        latest = len(opened.commits())
    built_at = shown.built_at.isoformat(sep=" ", timespec="seconds")
    print(f"{store}: shows build {shown.build_id} of commit {shown.commit_number} again, built {built_at} UTC")
    print(
        f"the lake is at commit {latest} and was not changed: the next `baoku run`, or `baoku rebuild`, builds "
        "forward; `baoku rollback` changes back"
    )
    return 0


def compact_store(store: Location, *, as_json: bool = False) -> int:
    """Merge small parts, delete kept inputs that nothing refers to, and say which and how many."""
    with Store.open(store, write=True, holder="baoku compact") as opened:
        before = len(opened.live_parts())
        merges = compact(opened)
        after = len(opened.live_parts())
        dropped = opened.drop_unreferenced_rejects()
    if as_json:
        merged = [dataclasses.asdict(m) for m in merges]
        print(json.dumps({"merges": merged, "n_parts": after, "n_dropped_rejects": dropped}, indent=1))
        return 0
    for merge in merges:
        sizes = f"{merge.bytes_before / 1e6:,.2f} -> {merge.bytes_after / 1e6:,.2f} MB"
        place = f"{merge.table}/{merge.publication}/{merge.year}"
        print(f"{place}: {merge.n_parts} parts of {merge.n_rows:,} rows merged, {sizes}")
    print(f"{before:,} parts before, {after:,} after; the rows are the same")
    if dropped:
        print(f"{dropped:,} kept inputs deleted that nothing refers to any more")
    return 0
