"""The same job as a Prefect flow: each batch a task, progress and the run's report as artifacts.

The tasks run in threads and hand their batch to a worker process; a task's own cost (milliseconds) is paid once a
batch. Importing this module imports Prefect, so the command line does it only when Prefect is wanted.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)
from prefect.states import Completed, Failed

from flows.early import early_workers, list_once
from flows.ingest import ingest
from flows.jobs import Job
from flows.lanes import OpenPool, Pending, Submit
from flows.planning import Batch
from flows.prefect_server import EmbeddedServer
from flows.run_report import RunReport
from flows.settings import load_settings
from flows.watching import Silent, Watcher
from flows.work import Staged, WorkOrder, work

FLOW_NAME = "baoku-ingest"


@dataclass(slots=True)
class _Session:
    """What a caller in this process gives to the flow, and gets from it; a scheduled run has none."""

    job: Job | None = None
    watcher: Watcher | None = None
    open_pool: OpenPool | None = None
    report: RunReport | None = None


_SESSIONS: list[_Session] = []
"""The session of the run that this process asked for, if any. No ContextVar: a runner pickles the flow's globals."""


def _run_name() -> str:
    return ", ".join(Path(item).name or item for item in flow_run.parameters["inputs"])[:80]


@flow(name=FLOW_NAME, flow_run_name=_run_name)
def ingest_flow(inputs: list[str], store: str | None = None, settings: dict[str, Any] | None = None) -> State[Any]:
    """Load newspaper pages (files, folders, globs) into a store.

    Args:
        inputs: files, folders or globs, as for `baoku run`.
        store: the store's folder; by default as `baoku.toml` and the environment say.
        settings: any other settings, as in `baoku.toml`.
    """
    session = _SESSIONS[-1] if _SESSIONS else _Session()
    job = session.job or Job(tuple(inputs), load_settings({**(settings or {}), "store": store}), "baoku flow")
    watcher = _Artifacts(session.watcher or Silent())
    session.report = report = ingest(job, watcher, prefect_lane, session.open_pool)
    report.finish()
    create_markdown_artifact(report.as_markdown(), key="run-report", description=f"baoku run {report.run_id}")
    if report.exit_code:
        return Failed(message=report.failure or "every input was rejected; see the run-report artifact")
    return Completed(message=f"{report.outcomes['loaded']:,} loaded, {report.n_rejected:,} rejected")


def prefect_lane(pool: ProcessPoolExecutor) -> Submit:
    """The lane on which every batch is a Prefect task."""
    waiting: dict[str, tuple[Batch, WorkOrder]] = {}

    @task(name="read batch", task_run_name="batch {key}: {n_files} files, {megabytes} MB", cache_policy=NO_CACHE)
    def read_batch(key: str, n_files: int, megabytes: float) -> Staged:
        batch, order = waiting.pop(key)
        return pool.submit(work, batch, order).result()

    def submit(batch: Batch, order: WorkOrder) -> Pending:
        waiting[batch.key] = batch, order
        return cast(Pending, read_batch.submit(batch.key, batch.n_files, round(batch.size_bytes / 1e6, 2)))

    return submit


class _Artifacts:
    """Tells Prefect's UI what the terminal's watcher is told."""

    def __init__(self, inner: Watcher) -> None:
        self._inner = inner
        self._size = self._done = 0
        self._artifact: UUID | None = None

    def note(self, text: str) -> None:
        get_run_logger().info(text)
        self._inner.note(text)

    def start(self, n_files: int, size_bytes: int, n_unchanged: int) -> None:
        self._size = size_bytes
        self._artifact = cast(UUID, create_progress_artifact(0.0, key="progress", description="input read"))
        get_run_logger().info("reading %d files, %.2f MB; %d unchanged", n_files, size_bytes / 1e6, n_unchanged)
        self._inner.start(n_files, size_bytes, n_unchanged)

    def advance(self, report: RunReport, batch: Batch) -> None:
        self._done += batch.size_bytes
        if self._artifact is not None:
            update_progress_artifact(self._artifact, min(100.0, 100 * self._done / max(self._size, 1)))
        get_run_logger().info("batch %s committed: %s", batch.key, dict(report.outcomes))
        self._inner.advance(report, batch)

    def building(self) -> None:
        if self._artifact is not None:
            update_progress_artifact(self._artifact, 100.0)
        get_run_logger().info("building the warehouse")
        self._inner.building()


def run_with_prefect(job: Job, watcher: Watcher, server: EmbeddedServer | None) -> RunReport:
    """Run the job as a flow, on the embedded server or, without one, on the API that the user configured.

    Raises whatever `ingest` raises.
    """
    job = list_once(job)
    changes: dict[Any, Any] = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with early_workers(job) as open_pool:
        if server is not None:
            server.wait()
            changes |= {PREFECT_API_URL: server.api_url, PREFECT_LOGGING_TO_API_ENABLED: False}
        session = _Session(job, watcher, open_pool)
        _SESSIONS.append(session)
        try:
            with temporary_settings(changes):
                state = ingest_flow(list(job.inputs), str(job.settings.store), return_state=True)
        finally:
            _SESSIONS.pop()
    if session.report is None:
        state.result()  # raises what the flow raised
        raise AssertionError("a flow without a report must have raised")
    return session.report
