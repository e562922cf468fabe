"""Where results go: a table for people, a JSON file for later."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).resolve().parent / "results"
_PACKAGES = ("chardet", "duckdb", "jieba", "pandas", "prefect", "pyarrow", "rensa", "rjieba")


def write_results(name: str, results: dict[str, Any]) -> Path:
    """Save results with the machine and the versions they were measured on; say where."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{name}-{now:%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({"measured_at": now.isoformat(), **describe_machine(), **results}, indent=1), "utf-8")
    return path


def describe_machine() -> dict[str, Any]:
    """Cores, platform, Python and package versions."""
    return {
        "cores": os.cpu_count(),
        "platform": platform.platform(),
        "python": sys.version.split()[0],
        "packages": {name: version(name) for name in _PACKAGES},
    }


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print a table with its first column to the left and the others to the right."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=120).print(table)
