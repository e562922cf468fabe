"""The checks of a build: which rows contradict a promise of the warehouse.

Checks on keys and owners derive from the schema; the others are files in `sql/checks`. A check is a SELECT of the rows
that fail. An `error` keeps the build from being published, a `warn` is only reported. The first failing rows are kept
in `ops.check_failures`.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import duckdb
import pyarrow as pa

from warehouse.columns import Table
from warehouse.schema import TABLES
from warehouse.sql import catalogue

Scope = Literal["page", "all"]
N_EXAMPLES = 5
N_KEPT = 200
"""Failing rows kept of one check: enough to see what they have in common."""

_FACTS = frozenset({"figures", "dates", "mentions"})
"""Tables of what extractors found: a thing found twice, or of an unknown kind, is worth a warning, not a halt."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check to run: `sql` selects the rows that fail; `about` says what holds where none does.

    `scope` is `page` where each page is checked by itself, so that a build has to look at those alone that it brought.
    """

    name: str
    severity: str
    sql: str
    about: str
    scope: Scope = "all"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found; `rows` are the first of its failing rows, each a JSON object."""

    name: str
    severity: str
    about: str
    n_failing: int
    rows: tuple[str, ...]
    checked_at: datetime
    seconds: float

    @property
    def examples(self) -> str:
        """Up to five failing rows as a JSON array."""
        return f"[{', '.join(self.rows[:N_EXAMPLES])}]"

    @property
    def is_passed(self) -> bool:
        """No row failed."""
        return self.n_failing == 0


def all_checks() -> list[Check]:
    """Every check of a build, in run order."""
    lake = [table for table in TABLES.values() if table.in_lake]
    derived = [check for make in (_key, _owner, _values) for table in lake if (check := make(table)) is not None]
    return derived + [_of_file(file) for file in catalogue.checks()]


def _of_file(file: catalogue.SqlFile) -> Check:
    return Check(file.name, file.severity, file.sql, file.about.en, "page" if file.scope == "page" else "all")


def _key(table: Table) -> Check:
    about, scope = f"keys of {table.name} are unique", _scope(table)
    return Check(f"key_{table.name}", _severity(table), table.duplicate_keys_sql(), about, scope)


def _owner(table: Table) -> Check | None:
    sql, about = table.orphans_sql(), f"rows of {table.name} have their owner"
    return None if sql is None else Check(f"owner_{table.name}", "error", sql, about, _scope(table))


def _values(table: Table) -> Check | None:
    sql, about = table.other_values_sql(), f"columns of {table.name} have only the values that are listed for them"
    return None if sql is None else Check(f"values_{table.name}", _severity(table), sql, about, _scope(table))


def _severity(table: Table) -> str:
    return "warn" if table.name in _FACTS else "error"


def _scope(table: Table) -> Scope:
    return "page" if table.owner == "article_id" else "all"


def run_checks(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[CheckResult]:
    """Run every check of a scope on the warehouse behind a connection."""
    return [_run(con, check) for check in all_checks() if check.scope == scope]


def as_rows(results: list[CheckResult], build_id: str) -> dict[str, pa.Table]:
    """The results as rows of `ops.checks`, and the failing rows as those of `ops.check_failures`."""
    found = [_row(result, build_id) for result in results]
    failing = [
        {"build_id": build_id, "check_name": result.name, "place": place, "failing_row": row}
        for result in results
        for place, row in enumerate(result.rows, 1)
    ]
    rows = {"checks": found, "check_failures": failing}
    return {name: pa.Table.from_pylist(of_table, schema=TABLES[name].arrow_schema) for name, of_table in rows.items()}


def _row(result: CheckResult, build_id: str) -> dict[str, object]:
    return {
        "build_id": build_id,
        "check_name": result.name,
        "severity": result.severity,
        "is_passed": result.is_passed,
        "n_failing": result.n_failing,
        "examples": result.examples,
        "checked_at": result.checked_at,
        "seconds": result.seconds,
    }


def _run(con: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    started = time.perf_counter()
    con.execute(f"CREATE OR REPLACE TEMP TABLE failing AS {check.sql}")
    counted = con.execute("SELECT count(*) FROM failing").fetchone()
    first = con.execute(f"SELECT * FROM failing ORDER BY ALL LIMIT {N_KEPT}")
    names = [column[0] for column in first.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in first.fetchall()]
    con.execute("DROP TABLE failing")
    return CheckResult(
        name=check.name,
        severity=check.severity,
        about=check.about,
        n_failing=counted[0] if counted else 0,
        rows=tuple(json.dumps(row, ensure_ascii=False, default=str) for row in rows),
        checked_at=datetime.now(UTC).replace(tzinfo=None),
        seconds=round(time.perf_counter() - started, 4),
    )
