"""What the benchmark says a command cost."""

from __future__ import annotations

import sys

import pytest

from bench.measure import CommandFailed, measure

HOLD_MB = 80
PARENT_AND_CHILD = f"""
import subprocess, sys, time
hold = b"x" * {HOLD_MB * 10**6}
child = "import time; hold = b'x' * {HOLD_MB * 10**6}; time.sleep(0.6)"
subprocess.run([sys.executable, "-c", child])
"""
BURN = "import time\nwhile time.process_time() < 0.5: pass\nprint('done')"


def test_memory_of_parent_and_child_is_summed() -> None:
    cost = measure([sys.executable, "-c", PARENT_AND_CHILD])
    assert 2 * HOLD_MB * 1e6 < cost.peak_bytes < 3 * HOLD_MB * 1e6


def test_cpu_time_and_output_are_those_of_the_command() -> None:
    cost = measure([sys.executable, "-c", BURN])
    assert 0.3 <= cost.cpu_s < 5, "about the 0.5 s that the command burns, and not the test's own"
    assert cost.wall_s > 0
    assert cost.output == "done\n"


def test_a_command_that_fails_is_an_error() -> None:
    with pytest.raises(CommandFailed, match="ended with 3"):
        measure([sys.executable, "-c", "raise SystemExit(3)"])
