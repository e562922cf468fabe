"""`baoku checks`: what the checks of the last build found, also where that build was not published."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.querying import wide_console
from warehouse.checks import all_checks
from warehouse.location import Location
from warehouse.store import Store

N_ROWS = 5
"""Failing rows shown of each check; of one that is asked for by name, all that are kept."""


def show_checks(store: Location, name: str | None = None, *, as_json: bool = False) -> int:
    """Print the checks of the last build, the failed ones with rows; 1 where one of severity error failed.

    Raises StoreError where there is no store.
    """
    build_id, checks = last_checks(store, name)
    if as_json:
        print(json.dumps({"build_id": build_id, "checks": checks}, ensure_ascii=False, indent=1, default=str))
    else:
        _print(build_id, checks, name, wide_console())
    return int(any(check["severity"] == "error" and not check["is_passed"] for check in checks))


def last_checks(store: Location, name: str | None = None) -> tuple[str, list[dict[str, Any]]]:
    """The last build and its checks, failed ones first, each with what it holds and its kept failing rows."""
    opened = Store.open(store, write=False)
    builds = [commit.run_id for commit in opened.commits() if commit.batch_key.startswith("checks-")]
    build_id = builds[-1] if builds else ""
    about = {check.name: check.about for check in all_checks()}
    failing: dict[str, list[Any]] = {}
    for row in sorted(opened.rows("check_failures").to_pylist(), key=lambda row: row["place"]):
        if row["build_id"] == build_id:
            failing.setdefault(row["check_name"], []).append(json.loads(row["failing_row"]))
    found = [
        {
            "check_name": row["check_name"],
            "severity": row["severity"],
            "is_passed": row["is_passed"],
            "n_failing": row["n_failing"],
            "seconds": row["seconds"],
            "about": about.get(row["check_name"], ""),
            "rows": failing.get(row["check_name"], []),
        }
        for row in opened.rows("checks").to_pylist()
        if row["build_id"] == build_id and name in (None, row["check_name"])
    ]
    return build_id, sorted(found, key=lambda c: (c["is_passed"], c["severity"], c["check_name"]))


def _print(build_id: str, checks: list[dict[str, Any]], name: str | None, console: Console) -> None:
    failed = [check for check in checks if not check["is_passed"]]
    said = f"build {build_id}: {len(checks):,} checks, {len(failed):,} failed" if checks else "nothing was checked yet"
    console.print(said, highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("check", "severity", "rows", "what does not hold"):
        table.add_column(heading, justify="right" if heading == "rows" else "left")
    for check in failed:
        table.add_row(check["check_name"], check["severity"], f"{check['n_failing']:,}", escape(check["about"]))
    if failed:
        console.print(table)
    for check in failed:
        rows = check["rows"] if name else check["rows"][:N_ROWS]
        for row in rows:
            line = f"  {check['check_name']} {json.dumps(row, ensure_ascii=False)}"
            console.print(escape(line), highlight=False, soft_wrap=True)
        if check["n_failing"] > len(rows):
            left = f"  … and {check['n_failing'] - len(rows):,} more"
            console.print(left if name else f"{left}: baoku checks {check['check_name']}", highlight=False)
