"""`baoku run` as a person sees it: progress, the summary table, JSON, the exit code.

Prefect's server is started before anything heavy is imported here, so that both start at the same time.
"""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.jobs import Job
from flows.prefect_server import QUIET, QUIET_CONSOLE, EmbeddedServer, embedded_server, is_api_configured

if TYPE_CHECKING:
    from flows.run_report import RunReport


def run_job(job: Job, *, direct: bool = False, quiet: bool = False, as_json: bool = False) -> int:
    """Load the job's inputs, print what was done, give the exit code."""
    if direct:
        report = _run(job, None, direct=True, quiet=quiet)
    else:
        os.environ.update({**QUIET_CONSOLE, **QUIET})
        with nullcontext() if is_api_configured() else embedded_server() as server:
            report = _run(job, server, direct=False, quiet=quiet)
    report.finish()
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    elif not quiet:
        print_summary(report, Console())
    if report.failure:
        Console(stderr=True, soft_wrap=True).print(f"[bold red]not published:[/] {escape(report.failure)}")
    return report.exit_code


def _run(job: Job, server: EmbeddedServer | None, *, direct: bool, quiet: bool) -> RunReport:
    from flows.ingest import ingest
    from flows.watching import watching

    with watching(quiet=quiet) as watcher:
        if direct:
            return ingest(job, watcher)
        from flows.orchestrate import run_with_prefect

        return run_with_prefect(job, watcher, server)


def print_summary(report: RunReport, console: Console) -> None:
    """The table at the end of a run, the rejected files, and what to type next."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column()
    for label, value in report.facts():
        table.add_row(label, escape(value))
    console.print(table)
    for outcome in report.rejects:
        console.print(
            f"  [red]rejected[/] {escape(_near(outcome.input.path))}: {outcome.reason}: {escape(outcome.detail)}",
            highlight=False,
            soft_wrap=True,
        )
    if report.n_rejected > len(report.rejects):
        console.print(f"  … and {report.n_rejected - len(report.rejects):,} more: baoku rejects list")
    for check in report.built.warnings if report.built else ():
        console.print(
            f"  [yellow]check[/] {check.name}: {check.n_failing:,} rows, see `baoku checks {check.name}`",
            highlight=False,
        )
    if not report.failure:
        store = report.settings.store
        place = store / "warehouse.duckdb" if isinstance(store, Path) else store
        console.print(f"warehouse 仓库: {escape(str(place))}", highlight=False, soft_wrap=True)


def _near(path: str) -> str:
    """A path as short as it can be said from the working folder."""
    return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else path
