"""`baoku run` as a person sees it: progress, the summary table, JSON, the exit code."""

from __future__ import annotations

import json
import os
from contextlib import nullcontext

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.ingest import Job, ingest
from flows.prefect_server import QUIET, QUIET_CONSOLE, embedded_server, is_api_configured
from flows.run_report import RunReport
from flows.watching import Watcher, watching


def run_job(job: Job, *, direct: bool = False, quiet: bool = False, as_json: bool = False) -> int:
    """Run the job, print what it did, give the exit code."""
    with watching(quiet=quiet) as watcher:
        report = ingest(job, watcher) if direct else _with_prefect(job, watcher)
    report.finish()
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    elif not quiet:
        print_summary(report, Console())
    if report.failure:
        Console(stderr=True, soft_wrap=True).print(f"[bold red]not published:[/] {escape(report.failure)}")
    return report.exit_code


def _with_prefect(job: Job, watcher: Watcher) -> RunReport:
    os.environ.update({**QUIET_CONSOLE, **QUIET})
    with nullcontext() if is_api_configured() else embedded_server() as server:
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
            f"  [red]rejected[/] {escape(outcome.input.path)}: {outcome.reason}: {escape(outcome.detail)}",
            highlight=False,
            soft_wrap=True,
        )
    if report.n_rejected > len(report.rejects):
        console.print(f"  … and {report.n_rejected - len(report.rejects):,} more: baoku report rejects")
    if not report.failure:
        store = escape(str(report.settings.store))
        console.print(f"warehouse 仓库: {store}/warehouse.duckdb", highlight=False, soft_wrap=True)
