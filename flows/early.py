"""Workers that start while Prefect's server does: their imports and dictionaries take as long as its start-up.

They are started where news is to be expected, as many as the input can keep busy. Whether anything is pending is only
known once the store is open, which is the flow's affair; where nothing is, they are ended unused.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from flows.dictionaries import read_dictionary
from flows.jobs import Job
from flows.lanes import OpenPool, n_workers, started_workers
from flows.planning import MIN_BATCH_BYTES
from flows.sources import Input, list_inputs
from flows.work import WorkOrder
from transforms.errors import SourceError
from warehouse.layout import Layout


def list_once(job: Job) -> Job:
    """The job with its inputs listed, so that nobody lists them again; as it was where they can't be listed."""
    if job.found is not None:
        return job
    try:
        return replace(job, found=tuple(list_inputs(job.inputs, job.settings.source)))
    except SourceError:
        return job  # for the run to raise


@contextmanager
def early_workers(job: Job) -> Iterator[OpenPool | None]:
    """Start workers for a job that was listed; gives what hands them to the run, or None where none were started."""
    n = n_worth_starting(job.found or (), n_workers(job.settings.workers)) if expects_news(job) else 0
    if not n:
        yield None
        return
    with ExitStack() as unused:
        pool = unused.enter_context(started_workers(read_dictionary(job.settings), job.settings.engine, n))
        is_unused = True

        @contextmanager
        def hand_over(order: WorkOrder, workers: int) -> Iterator[ProcessPoolExecutor]:
            nonlocal is_unused
            is_unused = False
            with unused.pop_all():  # ended with the run's work, before the build
                yield pool

        yield hand_over
        if is_unused:
            _end_workers()


def _end_workers() -> None:
    """End workers at once, which would else load their dictionaries first."""
    for worker in multiprocessing.active_children():
        worker.terminate()


def expects_news(job: Job) -> bool:
    """Whether an input came or changed after the store's last commit, by the clock; a new store expects news.

    Files that keep an older time of change when they are copied are news as well: then workers start when the run
    finds out, as they do for a store in a bucket.
    """
    if not job.found or not isinstance(job.settings.store, Path):
        return False
    try:
        last_commit = Layout(job.settings.store).commits.stat().st_mtime_ns
    except FileNotFoundError:
        return True
    return any(item.mtime_ns > last_commit for item in job.found)


def n_worth_starting(inputs: tuple[Input, ...], workers: int) -> int:
    """As many workers as there can be batches for; the run's own planning never asks for more."""
    return min(workers, -(-sum(item.size_bytes for item in inputs) // MIN_BATCH_BYTES))
