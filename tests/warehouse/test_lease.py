"""One writer at a time for a store in an object store."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from transforms.errors import StoreLocked
from warehouse import lease
from warehouse.bucket import Bucket
from warehouse.lease import FOLDER, Lease, claims
from warehouse.location import ObjectUrl


@pytest.fixture
def bucket(s3_place: ObjectUrl) -> Bucket:
    """An empty prefix."""
    return Bucket(s3_place)


def claim(bucket: Bucket, machine: str = "elsewhere", process: int = 1) -> str:
    """Somebody's claim, as it stands in the bucket."""
    name = f"{FOLDER}/{machine}-{process}.json"
    text = json.dumps({"holder": "baoku run (the other)", "machine": machine, "process": process})
    bucket.put(name, text.encode())
    return name


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_second_writer_is_told_who_has_the_store(bucket: Bucket):
    first = Lease.acquire(bucket, "baoku run (the first)")
    with pytest.raises(StoreLocked, match=r"the first.*wait"):
        Lease.acquire(bucket, "the second")
    first.release()
    Lease.acquire(bucket, "the second").release()
    assert bucket.list(FOLDER) == {}


def test_a_killed_process_of_this_machine_holds_nothing(bucket: Bucket):
    claim(bucket, lease.this_machine(), dead_process())
    Lease.acquire(bucket, "the next").release()


def test_a_zombie_holds_nothing(bucket: Bucket):
    if not Path("/proc/self/stat").exists():
        pytest.skip("no /proc: a zombie holds the lease until it runs out")
    process = subprocess.Popen([sys.executable, "-c", ""])
    time.sleep(0.5)  # ended, and not waited for
    claim(bucket, lease.this_machine(), process.pid)
    Lease.acquire(bucket, "the next").release()
    process.wait()


def test_a_writer_on_another_machine_is_waited_for_until_its_lease_ran_out(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
):
    claim(bucket, process=dead_process())
    with pytest.raises(StoreLocked, match="the other"):
        Lease.acquire(bucket, "the next")
    monkeypatch.setattr(lease, "LEASE_SECONDS", 1.0)
    time.sleep(2.1)  # the service's clock tells whole seconds
    held = Lease.acquire(bucket, "the next")
    assert (held.n_late, held.left_by) == (1, "baoku run (the other)")
    held.bury()
    held.release()
    assert bucket.list(FOLDER) == {}


def test_a_lease_is_renewed_while_it_is_held(bucket: Bucket, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.2)
    held = Lease.acquire(bucket, "the first")
    before = held._renewed_at
    time.sleep(1.0)
    assert held._renewed_at > before
    held.hold()
    held.release()


def test_a_writer_that_could_not_renew_its_lease_stops(bucket: Bucket):
    held = Lease.acquire(bucket, "the first")
    held._renewed_at -= lease.LEASE_SECONDS - lease.MARGIN_SECONDS
    with pytest.raises(StoreLocked, match="another may have begun"):
        held.hold()
    held.release()


def test_a_writer_whose_lease_was_taken_over_stops_and_does_not_put_it_back(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.1)
    held = Lease.acquire(bucket, "the first")
    bucket.delete([held._name])
    with pytest.raises(StoreLocked, match="took over"):
        held.hold()
    time.sleep(0.5)
    assert bucket.list(FOLDER) == {}
    held.release()


def test_of_writers_that_come_at_the_same_time_never_two_get_in(bucket: Bucket):
    inside, most, refused = 0, 0, 0
    guard, together = threading.Lock(), threading.Barrier(4)

    def come() -> None:
        nonlocal inside, most, refused
        for _ in range(3):
            together.wait()
            try:
                held = Lease.acquire(bucket, "one of them")
            except StoreLocked:
                with guard:
                    refused += 1
                continue
            with guard:
                inside += 1
                most = max(most, inside)
            time.sleep(0.05)
            with guard:
                inside -= 1
            held.release()

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert refused < 12
    assert claims(bucket) == []
