"""Lanes: how batches reach the workers. Results come back in the order of the batches, a few in flight at a time.

The order makes runs repeatable (of two files with one text, the first by path is loaded), the bound keeps memory flat.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from flows.planning import Batch
from flows.work import Staged, WorkOrder, prepare_worker, warm_up, work
from transforms.errors import BaokuError


class Pending(Protocol):
    """A batch on its way: what a submitted batch must offer, whoever runs it."""

    def result(self) -> Staged:
        """Wait for the batch."""
        ...


Submit = Callable[[Batch, WorkOrder], Pending]
Lane = Callable[[ProcessPoolExecutor], Submit]
OpenPool = Callable[[WorkOrder, int], AbstractContextManager[ProcessPoolExecutor]]
"""Gives a run its workers, as `worker_pool` does."""


class WorkerDied(BaokuError):
    """A worker process was killed from outside, most often for lack of memory."""


def n_workers(setting: int) -> int:
    """The number of worker processes for the setting `workers`, where 0 means one per usable core."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return setting or usable


def worker_pool(order: WorkOrder, workers: int) -> AbstractContextManager[ProcessPoolExecutor]:
    """The workers of a run, started when it is entered."""
    return started_workers(order.user_terms, order.settings.engine, workers)


@contextmanager
def started_workers(user_terms: str, engine: str, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Spawned workers that load their dictionaries at once; ended at once where the run ends early."""
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=prepare_worker)
    try:
        for _ in range(workers):
            pool.submit(warm_up, user_terms, engine)
        yield pool
    except BaseException:  # interrupted or failed: what workers still do would be thrown away
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def direct(pool: ProcessPoolExecutor) -> Submit:
    """The lane without Prefect: a batch goes straight to a worker."""

    def submit(batch: Batch, order: WorkOrder) -> Future[Staged]:
        return pool.submit(work, batch, order)

    return submit


def in_order(batches: Iterable[Batch], submit: Callable[[Batch], Pending], window: int) -> Iterator[Staged]:
    """Submit up to `window` batches ahead and give their results in order.

    Raises WorkerDied where a worker was killed; what was committed before stays, and the same command goes on there.
    """
    pending: deque[Pending] = deque()
    try:
        for batch in batches:
            pending.append(submit(batch))
            if len(pending) > window:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerDied(
            "a worker process was killed, most often for lack of memory; run the same command again, "
            "with a smaller --batch-mb or fewer --workers if it happens again"
        ) from error
