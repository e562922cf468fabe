"""The main job on one screen: sources in, warehouse out.

    source ─ bytes ─ decode ─ clean ─ read_page ─ sentences ─ words ─ facts      flows/reading.py, in worker processes
       └ rows ─ Arrow tables ─ Parquet parts (staged)                            flows/work.py
            └ duplicates settled, batch committed ─ lake                         flows/settling.py, warehouse/store.py
                 └ warehouse.next ─ checks ─ swap ─ views ─ reports              warehouse/build.py

A batch is the unit of work, of retry and of commit; a file is the unit of rejection. Prefect wraps this very function
(flows/orchestrate.py): the only difference is the lane on which batches travel to the workers.
"""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flows.lanes import Lane, direct, in_order, n_workers, worker_pool
from flows.pipeline_version import pipeline_version
from flows.planning import Batch, Planner
from flows.run_report import RunReport
from flows.settings import Settings
from flows.settling import Settler
from flows.sources import list_inputs
from flows.watching import Watcher
from flows.work import WorkOrder
from transforms.errors import ChecksFailed, SettingsError
from warehouse.build import build
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Job:
    """What to run: inputs as the user named them, and the settings in force."""

    inputs: tuple[str, ...]
    settings: Settings
    command: str = "baoku run"


def ingest(job: Job, watcher: Watcher, lane: Lane = direct) -> RunReport:
    """Load every input of the job that the store doesn't know yet in its present state; gives the run's report.

    Raises SourceError where an input names nothing, SettingsError, StoreLocked and StoreDamaged. Checks that fail are
    no exception here: the report says so in `failure`, and the previous warehouse stays in place.
    """
    settings = job.settings
    inputs = list_inputs(job.inputs, settings.source)
    report = RunReport(new_run_id(), job.command, settings, n_inputs=len(inputs))
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(settings.store, write=True, holder=f"{job.command}, {report.run_id}"))
        order = work_order(report, settings, store)
        planner = Planner.of(store.known_inputs(), order.pipeline_version, settings)
        settler = Settler(store, order, planner.known)
        pending = planner.pending(inputs)
        watcher.start(len(pending), sum(item.size_bytes for item in pending), planner.n_unchanged)
        if pending:
            workers = planner.adapt(pending, n_workers(settings.workers))
            submit = lane(stack.enter_context(worker_pool(order, workers)))
            for batches in (planner.batches(pending), planner.batches_again(settler.released)):
                for staged in in_order(batches, lambda b: submit(b, placed(order, store, b)), window=workers + 1):
                    report.add(staged, settler.settle(staged))
                    watcher.advance(report, staged.batch)
        report.close(planner.n_unchanged, settler.settled.values())
        watcher.building()
        settler.commit_run(report, planner.touched)
        try:
            report.built = build(store)
        except ChecksFailed as failure:
            report.failure = str(failure)
    return report


def new_run_id() -> str:
    """A run's key: sorts by time, unique between machines."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"


def work_order(report: RunReport, settings: Settings, store: Store) -> WorkOrder:
    """What all batches of the run share; raises SettingsError where the user dictionary can't be read."""
    terms = read_user_terms(settings.user_terms)
    report.pipeline_version = pipeline_version(settings.changing_output(), terms)
    return WorkOrder(report.run_id, report.pipeline_version, settings, terms, store.path)


def placed(order: WorkOrder, store: Store, batch: Batch) -> WorkOrder:
    """The order with the batch's own staging folder."""
    return replace(order, staging=store.staging_dir(batch.key))


def read_user_terms(path: Path | None) -> str:
    """The text of the user dictionary, empty where there is none."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"user_terms: {path} can't be read as UTF-8 text: {error}") from error
