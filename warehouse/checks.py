"""The checks of a build: which rows contradict a promise of the warehouse.

Checks on keys and owners derive from the schema; the others are files in `sql/checks`. A check is a SELECT of the rows
that fail. An `error` keeps the build from being published, a `warn` is only reported.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from warehouse.schema import TABLES
from warehouse.sql import catalogue

N_EXAMPLES = 5

_FACTS = frozenset({"figures", "dates", "mentions"})
"""Tables whose keys are what an extractor found: finding a thing twice is worth a warning, not a halt."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check to run: `sql` selects the rows that fail."""

    name: str
    severity: str
    sql: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found; `examples` are up to five failing rows as JSON."""

    name: str
    severity: str
    n_failing: int
    examples: str
    checked_at: datetime
    seconds: float

    @property
    def is_passed(self) -> bool:
        """No row failed."""
        return self.n_failing == 0


def all_checks() -> list[Check]:
    """Every check of a build, in run order."""
    lake = [table for table in TABLES.values() if table.in_lake]
    keys = [Check(f"key_{t.name}", "warn" if t.name in _FACTS else "error", t.duplicate_keys_sql()) for t in lake]
    owners = [Check(f"owner_{t.name}", "error", sql) for t in lake if (sql := t.orphans_sql())]
    return keys + owners + [Check(file.name, file.severity, file.sql) for file in catalogue.checks()]


def run_checks(con: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """Run every check on the warehouse behind a connection."""
    return [_run(con, check) for check in all_checks()]


def as_rows(results: list[CheckResult], build_id: str) -> pa.Table:
    """The results as rows of `ops.checks`."""
    rows = [
        {
            "build_id": build_id,
            "check_name": result.name,
            "severity": result.severity,
            "is_passed": result.is_passed,
            "n_failing": result.n_failing,
            "examples": result.examples,
            "checked_at": result.checked_at,
            "seconds": result.seconds,
        }
        for result in results
    ]
    return pa.Table.from_pylist(rows, schema=TABLES["checks"].arrow_schema)


def _run(con: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    started = time.perf_counter()
    con.execute(f"CREATE OR REPLACE TEMP TABLE failing AS {check.sql}")
    counted = con.execute("SELECT count(*) FROM failing").fetchone()
    examples = con.execute(f"SELECT * FROM failing ORDER BY ALL LIMIT {N_EXAMPLES}")
    names = [column[0] for column in examples.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in examples.fetchall()]
    con.execute("DROP TABLE failing")
    return CheckResult(
        name=check.name,
        severity=check.severity,
        n_failing=counted[0] if counted else 0,
        examples=json.dumps(rows, ensure_ascii=False, default=str),
        checked_at=datetime.now(UTC).replace(tzinfo=None),
        seconds=round(time.perf_counter() - started, 4),
    )
