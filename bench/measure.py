"""What a command costs: wall seconds, CPU seconds and peak memory of it and all its descendants."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SAMPLE_SECONDS = 0.1
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cost:
    """One run's cost: seconds, and bytes resident in all processes at the worst moment.

    Pages that several processes share count in each, so the peak of many processes is an upper bound. Without /proc it
    is the largest single process.
    """

    wall_s: float
    cpu_s: float
    peak_bytes: int
    output: str


class CommandFailed(Exception):
    """A measured command ended with an exit code other than 0."""


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command from the project's root and say what it cost.

    Raises:
        CommandFailed: it ended with another exit code than 0; the message ends with what it wrote to stderr.
    """
    before = os.times()
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    sampler = TreeSampler(process.pid)
    sampler.start()
    output, errors = process.communicate()
    wall = time.perf_counter() - began
    sampler.stop()
    after = os.times()
    if process.returncode != 0:
        raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{errors[-2000:]}")
    reaped = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, max(reaped, sampler.cpu_s), max(sampler.peak_bytes, _largest_child()), output)


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs a module with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


class TreeSampler(threading.Thread):
    """Looks at all processes of a session ten times a second: their summed memory, and the CPU time of each.

    CPU time is also summed by process because a server that outlives its parent is nobody's reaped child.
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._session = session
        self._cpu_by_process: dict[int, float] = {}
        self._ended = threading.Event()

    @property
    def cpu_s(self) -> float:
        """CPU seconds of all processes seen, as last seen."""
        return sum(self._cpu_by_process.values())

    def run(self) -> None:
        """Sample until stopped."""
        while _PROC.is_dir() and not self._ended.wait(_SAMPLE_SECONDS):
            self._sample()

    def stop(self) -> None:
        """End the sampling and wait for the last sample."""
        self._ended.set()
        self.join()

    def _sample(self) -> None:
        resident = 0
        for process in (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()):
            seen = read_process(process)
            if seen and seen[0] == self._session:
                resident += seen[1]
                self._cpu_by_process[process] = seen[2]
        self.peak_bytes = max(self.peak_bytes, resident)


def read_process(process: int) -> tuple[int, int, float] | None:
    """Session, resident bytes and CPU seconds of a process; None where it has just ended. Fields: proc(5)."""
    try:
        stat = (_PROC / str(process) / "stat").read_text("ascii", "replace")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    fields = stat.rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    return int(fields[3]), int(fields[21]) * os.sysconf("SC_PAGE_SIZE"), (int(fields[11]) + int(fields[12])) / ticks


def _largest_child() -> int:
    if _PROC.is_dir():
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
