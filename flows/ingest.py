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
from dataclasses import replace
from datetime import UTC, datetime

from flows.dictionaries import Versions, own_dictionaries, read_dictionary
from flows.died import record_died
from flows.jobs import Job
from flows.lanes import Lane, OpenPool, direct, in_order, n_workers, worker_pool
from flows.pipeline_version import pipeline_parts, version_of
from flows.planning import Batch, PlannedInput, Planner
from flows.previewing import reprocessing
from flows.retiring import vanished
from flows.run_report import RunReport
from flows.settings import Settings
from flows.settling import Settler
from flows.sidecar import read_sidecar
from flows.sources import Input, list_inputs
from flows.watching import Watcher
from flows.work import WorkOrder, lent_to
from transforms.errors import ChecksFailed
from warehouse.build import build
from warehouse.compact import compact
from warehouse.store import Store


def ingest(job: Job, watcher: Watcher, lane: Lane = direct, open_pool: OpenPool | None = None) -> RunReport:
    """Load every input of the job that the store doesn't know yet in its present state; gives the run's report.

    `open_pool` hands over workers that were started before.

    Raises SourceError where an input names nothing or most inputs would be retired, SettingsError, StoreLocked and
    StoreDamaged. Checks that fail are no exception here: the report says so in `failure`, and the previous warehouse
    stays in place.
    """
    settings = job.settings
    inputs = list_inputs(job.inputs, settings.source) if job.found is None else list(job.found)
    sidecar = read_sidecar(settings.source.sidecar)
    if said := sidecar.check(item.path for item in inputs):
        watcher.note(said)
    report = RunReport(new_run_id(), job.command, settings, n_inputs=len(inputs))
    with Store.open(settings.store, write=True, holder=f"{job.command}, {report.run_id}") as store:
        if died := record_died(store):
            watcher.note(f"an earlier run did not end: {', '.join(died)}; this one goes on from what it committed")
        order = work_order(report, settings, store)
        planner = Planner.of(store.known_inputs(), order.versions, settings, sidecar)
        settler = Settler(store, order, planner.known)
        gone = vanished(job.inputs, inputs, planner.known, is_sure=job.is_sure) if job.retires else []
        pending = planner.pending(inputs)
        if said := reprocessing(store, planner, pending, report.pipeline_parts):
            watcher.note(said)
        work_left: list[Input | PlannedInput] = [*pending, *planner.lacking.values()]
        watcher.start(len(work_left), sum(item.size_bytes for item in work_left), planner.n_unchanged)
        if work_left or gone:
            workers = planner.adapt(work_left, n_workers(settings.workers))
            # the workers are gone before the build, which can use their memory
            with (open_pool or worker_pool)(order, workers) as pool:
                submit = lane(pool)
                facts = planner.facts_batches(store.rows("documents")["doc_id"].to_pylist() if planner.lacking else ())
                again = planner.batches_again(lambda: settler.released(planner.left(gone)), inputs)
                for batches in (facts, planner.batches(pending), again):
                    for staged in in_order(batches, lambda b: submit(b, placed(order, store, b)), window=workers + 1):
                        report.add(staged, settler.settle(staged))
                        watcher.advance(report, staged.batch)
        report.close(planner, settler)
        watcher.building()
        settler.commit_run(report, planner.touched)
        if gone:
            store.drop_unreferenced_rejects()
        try:
            report.built = build(store)
            if settings.compact_parts:
                compact(store, at_least=settings.compact_parts)
        except ChecksFailed as failure:
            report.failure = str(failure)
    return report


def new_run_id() -> str:
    """A run's key: sorts by time, unique between machines."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"


def work_order(report: RunReport, settings: Settings, store: Store) -> WorkOrder:
    """What all batches of the run share; raises SettingsError where the user dictionary can't be read."""
    terms = read_dictionary(settings)
    report.pipeline_parts = pipeline_parts(settings.changing_output(), terms)
    report.pipeline_version = version_of(report.pipeline_parts)
    versions = Versions.of(report.pipeline_parts, settings, store)
    return WorkOrder(report.run_id, versions, settings, terms, store.path, own_dictionaries(settings))


def placed(order: WorkOrder, store: Store, batch: Batch) -> WorkOrder:
    """The order with the batch's own staging folder, and there the parts that it takes pages from."""
    staging = store.staging_dir(batch.key)
    lent = store.lend(batch.doc_ids, lent_to(staging)) if batch.doc_ids else ()
    return replace(order, staging=staging, lent=tuple(lent))
