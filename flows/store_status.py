"""`baoku status | verify | rebuild`: what a store holds, whether it is sound, and its warehouse built anew."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from rich.markup import escape

from flows.querying import open_warehouse, print_table, query, wide_console
from warehouse.build import build
from warehouse.layout import Layout
from warehouse.schema import TABLES
from warehouse.store import Store
from warehouse.verify import Problem, verify_folder


def show_status(store: Path, *, as_json: bool = False) -> int:
    """Print rows and bytes by table, the last commit, and the last runs."""
    status = store_status(store)
    with open_warehouse(store) as con:
        runs = query(con, "from reports.runs limit 5")
    if as_json:
        rows = [] if runs is None else runs.to_pylist()
        print(json.dumps(status | {"runs": rows}, ensure_ascii=False, indent=1, default=str))
        return 0
    console = wide_console()
    console.print(
        f"[bold]{escape(str(store))}[/]  commit {status['commit']}, {status['committed_at']}",
        highlight=False,
        soft_wrap=True,
    )
    for table in status["tables"]:
        n_rows, n_parts, megabytes = table["n_rows"], table["n_parts"], table["size_bytes"] / 1e6
        console.print(
            f"  {table['table']:<12} {n_rows:>12,} rows  {n_parts:>5,} parts  {megabytes:>9,.2f} MB", highlight=False
        )
    if runs is not None:
        shown = ("started_at", "status", "n_inputs", "n_loaded", "n_duplicate", "n_rejected", "n_unchanged", "seconds")
        print_table(runs.select(shown), console)
    return 0


def store_status(store: Path) -> dict[str, Any]:
    """What the commit log says the store holds: rows, parts and bytes by table. Raises StoreError."""
    opened = Store.open(store, write=False)
    parts = opened.live_parts()
    last = opened.latest_commit
    tables = []
    for name in TABLES:
        of_table = [part for part in parts if part.table == name]
        if of_table:
            sums = {"n_rows": sum(p.n_rows for p in of_table), "size_bytes": sum(p.size_bytes for p in of_table)}
            tables.append({"table": name, "n_parts": len(of_table), **sums})
    return {
        "store": str(store),
        "commit": last.number if last else 0,
        "committed_at": last.committed_at if last else None,
        "tables": tables,
    }


def verify_store(store: Path, *, as_json: bool = False) -> int:
    """Print every problem of the store; 1 where there is one."""
    layout = Layout(store.absolute())
    layout.check()
    problems: list[Problem] = verify_folder(layout)
    if as_json:
        print(json.dumps([dataclasses.asdict(p) for p in problems], ensure_ascii=False, indent=1, default=str))
    else:
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problems" if problems else "sound: every part is as the commit log says")
    return 1 if problems else 0


def rebuild_warehouse(store: Path) -> int:
    """Build the warehouse from nothing; 1 where a check fails (ChecksFailed, printed by the command line)."""
    with Store.open(store, write=True, holder="baoku rebuild") as opened:
        built = build(opened, full=True)
    print(f"{built.path}: {built.n_rows:,} rows from commit {built.commit_number} in {built.seconds:.1f} s")
    return 0
