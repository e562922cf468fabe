"""The commands of docs/object-store.md, run as they stand there, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import EXAMPLES, PROJECT
from s3_server import Server

PAGE = PROJECT / "docs" / "object-store.md"


def test_every_variable_that_is_read_is_documented():
    read = set(re.findall(r'"(AWS_\w+)"', (PROJECT / "warehouse" / "bucket.py").read_text(encoding="utf-8")))
    assert read
    assert all(f"`{name}`" in PAGE.read_text(encoding="utf-8") for name in read)


@pytest.mark.slow
def test_the_commands_do_what_the_page_says(s3: Server, tmp_path: Path):
    shutil.copytree(EXAMPLES / "tanggang-wanbao", tmp_path / "pages")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("BAOKU_", "PREFECT_"))}
    environ |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "BAOKU_WORKERS": "1"}
    environ |= {**s3.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    # The embedded server costs seconds a run and is another test's matter; the bucket is the tests' own.
    direct = """baoku() {
        if [ "$1" = run ]; then shift; command baoku run --direct --quiet "$@"; else command baoku "$@"; fi
    }
    """
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    commands = "\n".join(blocks).replace("s3://papers/", "s3://baoku-test/").replace('"papers/', '"baoku-test/')
    done = subprocess.run(
        ["bash", "-euxc", direct + commands], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert (tmp_path / "store-2" / "warehouse.duckdb").is_file()
    assert not any(path.name.startswith("baoku-test") for path in tmp_path.iterdir())
