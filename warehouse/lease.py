"""One writer for a store in an object store, by a lease: what S3 has for a lock without conditional writes.

pyarrow can't ask S3 to write an object only where there is none, so no single object can be the lock. Instead each
writer puts a *claim* of its own, `writer.lock/<token>.json`, and then lists all claims. It may write only if no other
living claim is there; else it takes its own back and names the other. Whoever of two puts its claim second sees the
first, because a listing shows all that was written before it. If both see each other, both step back and try again a
little later. So two writers never get in at once, whatever the order of their requests.

A claim lives while it is renewed: written anew every `RENEW_SECONDS` by a thread. One whose last writing is more than
`LEASE_SECONDS` old is dead, and is deleted by whoever comes next. Ages are differences between two times of the
service's own clock, so no clock of a client matters. A claim of this machine whose process is gone is dead at once,
so that a killed run can be repeated without waiting.

A writer that could not renew its claim stops by itself: `hold` refuses once `LEASE_SECONDS - MARGIN_SECONDS` have gone
by on its own clock since it *began* the last renewal that succeeded, which is before anyone else can count
the lease as run out, and also where its claim is gone. Every deciding write asks `hold` first.

A process that is stopped (suspended, swapped out, its machine frozen) between asking `hold` and the deciding PUT for
longer than `MARGIN_SECONDS`, or whose PUT lies in the network, may write after another writer took over. Only a
conditional write could refuse that; so the name it writes to is made one that counts for nothing. The writer that takes
over begins with a *fence* (`warehouse.commit.fence`), a commit that leaves out as many numbers as there are claims of
holders that were thought dead, and only then deletes these claims (`bury`):

- A late writer knows the log as it stood under its lease, so it writes to the number behind that log's end. It writes
  once: right after that it asks `hold` again, which refuses, and its run ends with an error.
- Of writers that died one after the other before their fences stood, each counted one claim more than the one before
  it, so that each has a number of its own, and the next fence leaves out all of them.
- What comes late is not overwritten and overwrites nothing, and the log says that its number is void, whether it came
  before the fence or after it. Its parts carry its own token, and the writer that took over deletes them by its intent.
  What its run would have committed is committed when that run is repeated. `baoku verify` names the void commit's file,
  and parts that came later still, as files that the log does not know.
- A holder that ends with an error in the deciding PUT leaves its claim, marked as ended: its PUT may yet be carried
  out, so the next writer begins with a fence as well.

For an instant, between the late PUT and the fence, readers may see a commit that then does not count, as they would see
one that is replaced. A pointer to a published warehouse that is written late shows an older build until the next one.
Nor is a lease safe where the clocks of two clients run at speeds that differ by a third.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from transforms.errors import StoreError, StoreLocked
from warehouse.bucket import Bucket

FOLDER = "writer.lock"
LEASE_SECONDS = 90.0
RENEW_SECONDS = 15.0
MARGIN_SECONDS = 30.0
TRIES = 4
"""How often to step back for another that came at the same time."""
ENDED = -1
"""The process in a claim whose holder ended, and is not sure what became of its last write."""
YOUNG_SECONDS = 5.0
"""A claim younger than this may belong to one that steps back as well."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's claim: whose it is, on which machine, and how many seconds before our own it was written."""

    name: str
    holder: str
    machine: str
    process: int
    age: float

    @property
    def is_alive(self) -> bool:
        """Whether its holder may still write."""
        is_gone = self.process == ENDED or (self.machine == this_machine() and not _is_running(self.process))
        return self.age <= LEASE_SECONDS and not is_gone


class Lease:
    """The right to write, held until it is released, lost, or its process dies; made by `acquire`.

    `left_by` is the text of the holder before, if that died without giving the lease back. `n_late` is how many such
    there are: their claims stay until `bury`, for whoever comes next if this writer does not get so far.
    """

    def __init__(self, bucket: Bucket, holder: str) -> None:
        self._bucket = bucket
        self.token = uuid.uuid4().hex
        self._name = f"{FOLDER}/{self.token}.json"
        self._about = {"holder": holder, "machine": this_machine(), "process": os.getpid()}
        self._text = json.dumps(self._about, ensure_ascii=False).encode()
        self.left_by = ""
        self.n_late = 0
        self._left: list[str] = []
        self._is_doubtful = False
        self._renewed_at = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_renewing, name="store lease", daemon=True)

    @classmethod
    def acquire(cls, bucket: Bucket, holder: str) -> Lease:
        """Take the lease; raises StoreLocked with the name of a living holder, StoreError."""
        for attempt in range(TRIES):
            lease = cls(bucket, holder)
            try:
                living = lease._come_forward()
            except BaseException:
                lease.release()
                raise
            if not living:
                lease._thread.start()
                return lease
            lease.release()
            if attempt == TRIES - 1 or any(claim.age > YOUNG_SECONDS for claim in living):
                break
            time.sleep(random.uniform(0.1, 0.6))
        raise StoreLocked(f"{bucket.url} is being written to by {living[0].holder}; wait for it to end")

    def _come_forward(self) -> list[Claim]:
        """Put our claim, and give the others that are alive; where none is, the dead ones are noted."""
        self._renew()
        others = claims(self._bucket, self._name)
        living = [claim for claim in others if claim.is_alive]
        if not living:
            self.left_by = "; ".join(claim.holder for claim in others if claim.holder)
            self._left = [claim.name for claim in others]
            self.n_late = len(others)
        return living

    def bury(self) -> None:
        """Delete the claims of holders that were thought dead; a commit of theirs no longer counts, if it comes."""
        self._bucket.delete(self._left)
        self._left = []

    def doubt(self) -> None:
        """Note that a write may still be on its way: whoever comes next must keep it out as that of a dead writer."""
        self._is_doubtful = True

    def hold(self) -> None:
        """Go on only if the lease is still ours; raises StoreLocked."""
        age = _now() - self._renewed_at
        if age > LEASE_SECONDS - MARGIN_SECONDS:
            raise StoreLocked(
                f"{self._bucket.url}: could not say for {age:.0f} s that this run still writes, so another may have "
                "begun. What was committed stays; run the same command again"
            )
        if not self._bucket.has(self._name):
            raise StoreLocked(f"{self._bucket.url}: another run took over from this one; run the same command again")

    def release(self) -> None:
        """Give the lease back; where the service can't be reached, it runs out by itself."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        with contextlib.suppress(StoreError):
            if self._is_doubtful:
                self._bucket.put(self._name, json.dumps(self._about | {"process": ENDED}, ensure_ascii=False).encode())
            else:
                self._bucket.delete([self._name])

    def _renew(self) -> None:
        began = _now()
        self._bucket.put(self._name, self._text)
        self._renewed_at = began

    def _keep_renewing(self) -> None:
        """Renew until the end; a claim that was taken away, or let run out, is not put back."""
        while not self._ended.wait(RENEW_SECONDS):
            with contextlib.suppress(StoreError):  # tried again in time, or `hold` says so
                self.hold()
                self._renew()


def claims(bucket: Bucket, own: str = "") -> list[Claim]:
    """The claims of all others. Ages count from the writing of our own claim; without one, by this machine's clock."""
    listed = bucket.list(FOLDER)
    if own and own not in listed:
        raise StoreError(
            f"{bucket.url}: a listing lacks what was just written there; the service does not give the strong "
            "consistency that a store needs"
        )
    now = listed[own].written_at if own else datetime.now(UTC)
    found = (_claim(bucket, name, now, it.written_at) for name, it in listed.items() if name != own)
    return [claim for claim in found if claim is not None]


def _claim(bucket: Bucket, name: str, now: datetime, written_at: datetime) -> Claim | None:
    """A claim; one that can't be understood says only its age, None where it was taken back meanwhile."""
    about: dict[str, object] = {}
    data = bucket.read(name)
    if data is None:
        return None
    with contextlib.suppress(ValueError):
        about = json.loads(data)
    age = (now - written_at).total_seconds()
    process = about.get("process")
    holder, machine = str(about.get("holder", "an unknown writer")), str(about.get("machine", ""))
    return Claim(name, holder, machine, process if isinstance(process, int) else 0, age)


def this_machine() -> str:
    """What tells this machine, since it was started, and the processes that see each other on it, from any other."""
    parts = [socket.gethostname()]
    with contextlib.suppress(OSError):  # Linux; elsewhere the name has to do
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        parts.append(os.readlink("/proc/self/ns/pid"))
    return " ".join(parts)


def _now() -> float:
    """Seconds of a clock that is never set, and that counts on while the machine sleeps where the system has one."""
    if sys.platform == "win32":  # its monotonic clock counts on
        return time.monotonic()
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _is_running(process: int) -> bool:
    """Whether a process of this machine is there and has not ended; one that nobody waits for lingers as a zombie."""
    if sys.platform == "win32":
        return True  # no way to ask that harms nobody: the lease has to run out
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):  # Linux; elsewhere a zombie holds the lease until it runs out
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True
