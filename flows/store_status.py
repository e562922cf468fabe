"""`baoku status`: what a store holds, which build of it is published, and how the last runs went."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from rich.markup import escape

from flows.querying import open_warehouse, print_table, query, wide_console
from warehouse.connection import shown_by
from warehouse.location import Location
from warehouse.schema import TABLES
from warehouse.store import Store


def show_status(store: Location, *, as_json: bool = False) -> int:
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
    if shown := status["warehouse"]:
        said = f"build {shown['build_id']} of commit {shown['commit_number']}"
        console.print(f"warehouse 仓库: {said}", highlight=False, soft_wrap=True)
    for table in status["tables"]:
        n_rows, n_parts, megabytes = table["n_rows"], table["n_parts"], table["size_bytes"] / 1e6
        console.print(
            f"  {table['table']:<12} {n_rows:>12,} rows  {n_parts:>5,} parts  {megabytes:>9,.2f} MB", highlight=False
        )
    if runs is not None:
        shown = ("started_at", "status", "n_inputs", "n_loaded", "n_duplicate", "n_rejected", "n_unchanged", "seconds")
        print_table(runs.select(shown), console)
    return 0


def store_status(store: Location) -> dict[str, Any]:
    """What the commit log says the store holds: rows, parts and bytes by table. Raises StoreError."""
    opened = Store.open(store, write=False)
    parts = opened.live_parts()
    last = opened.latest_commit
    shown = shown_by(opened.storage.published())
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
        "warehouse": dataclasses.asdict(shown) if shown else None,
        "tables": tables,
    }
