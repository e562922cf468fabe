"""The commands of docs/operations.md, run as they stand there, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from places import EXAMPLES, PROJECT

PAGE = PROJECT / "docs" / "operations.md"


def blocks() -> list[tuple[str, str]]:
    """Every block of shell commands under its heading, in order."""
    found, heading = [], ""
    for match in re.finditer(r"^## ([^\n]+)$|^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S):
        if match[1]:
            heading = match[1]
        else:
            found.append((heading, match[2]))
    return found


def n_documents(store: Path) -> int:
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        return (con.execute("select count(*) from core.documents").fetchone() or (0,))[0]


def test_every_part_of_operations_has_commands():
    assert {heading for heading, _ in blocks()} == {
        "Every day", "Checking", "Backup", "Restore", "Going back", "Upgrade", "Recovery",
    }  # fmt: skip


@pytest.mark.slow
def test_the_commands_do_what_the_page_says(tmp_path: Path):
    if shutil.which("flock") is None:
        pytest.skip("flock(1) is not installed")
    shutil.copytree(EXAMPLES / "tingyuan-ribao", tmp_path / "pages")
    binaries = Path(sys.executable).parent
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("BAOKU_", "PREFECT_"))}
    environ |= {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}", "BAOKU_WORKERS": "1"}
    # The embedded server costs seconds a run and is another test's matter.
    direct = """baoku() {
        if [ "$1" = run ]; then shift; command baoku run --direct --quiet "$@"; else command baoku "$@"; fi
    }
    """
    for heading, commands in blocks():
        if heading == "Going back":  # to have something to go back from
            shutil.copytree(EXAMPLES / "tanggang-wanbao", tmp_path / "pages" / "more")
            commands = f"baoku run pages\n{commands}"
        done = subprocess.run(
            ["bash", "-euxc", direct + commands], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{heading}: {done.stdout}{done.stderr}"
    first = n_documents(tmp_path / "backup-1")
    assert first == n_documents(tmp_path / "store-2") == n_documents(tmp_path / "broken") > 3
    assert n_documents(tmp_path / "store") == n_documents(tmp_path / "backup-2") > first
