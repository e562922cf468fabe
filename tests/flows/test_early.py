"""Workers that start before the run knows what is to be done."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from flows.early import early_workers, expects_news, list_once, n_worth_starting
from flows.jobs import Job
from flows.settings import Settings
from flows.sources import Input


def job_of(folder: Path, **more: Any) -> Job:
    return list_once(Job((str(folder),), Settings(store=folder / "store", workers=1), **more))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "1.txt").write_text("一版", encoding="utf-8")
    return tmp_path


def commit_now(pages: Path, seconds: int) -> None:
    """Make the store's log as if its last commit were so many seconds later than the page."""
    log = pages / "store" / "lake" / "_commits"
    log.mkdir(parents=True, exist_ok=True)
    changed = (pages / "1.txt").stat().st_mtime + seconds
    os.utime(log, (changed, changed))


def test_a_new_store_expects_news(pages: Path) -> None:
    assert expects_news(job_of(pages))


def test_news_is_what_changed_after_the_last_commit(pages: Path) -> None:
    commit_now(pages, 60)
    assert not expects_news(job_of(pages))
    commit_now(pages, -60)
    assert expects_news(job_of(pages))


def test_inputs_that_cannot_be_listed_are_left_to_the_run(tmp_path: Path) -> None:
    job = job_of(tmp_path / "nowhere")
    assert job.found is None
    assert not expects_news(job)


def test_no_more_workers_than_there_can_be_batches() -> None:
    def n(*sizes: int) -> int:
        return n_worth_starting(tuple(Input(str(i), size, 0) for i, size in enumerate(sizes)), 8)

    assert [n(), n(10), n(999_999, 2), n(50_000_000)] == [0, 1, 2, 8]


def test_workers_are_handed_to_the_run_and_end_with_its_work(pages: Path) -> None:
    with early_workers(job_of(pages)) as open_pool:
        assert open_pool is not None
        assert len(multiprocessing.active_children()) == 1
        with open_pool(None, 1) as pool:  # type: ignore[arg-type]  # the order is not looked at
            assert pool.submit(os.getpid).result() != os.getpid()
        assert not multiprocessing.active_children()


def test_workers_that_nobody_wants_end_at_once(pages: Path) -> None:
    with early_workers(job_of(pages)) as open_pool:
        assert open_pool is not None
    assert not multiprocessing.active_children()


def test_workers_end_where_the_run_fails_before_it_takes_them(pages: Path) -> None:
    with pytest.raises(KeyboardInterrupt), early_workers(job_of(pages)):
        raise KeyboardInterrupt
    assert not multiprocessing.active_children()


def test_no_workers_start_where_no_news_is_expected(pages: Path) -> None:
    commit_now(pages, 60)
    with early_workers(job_of(pages)) as open_pool:
        assert open_pool is None
        assert not multiprocessing.active_children()
