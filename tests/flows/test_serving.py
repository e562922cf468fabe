"""Schedules and triggered runs against a real Prefect server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from places import EXAMPLES, PROJECT

from flows.cli import run_command
from flows.serving import parameters
from flows.settings import Settings

pytestmark = pytest.mark.prefect
BIN = Path(sys.executable).parent


def environment(api: str, home: Path) -> dict[str, str]:
    """What a process needs to talk to the test's server."""
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("BAOKU_")},
        "PREFECT_API_URL": api,
        "PREFECT_HOME": str(home),
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_CLI_PROMPT": "false",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }


def ask(api: str, path: str, **body: Any) -> Any:
    """POST to the API; gives the decoded answer."""
    request = urllib.request.Request(
        f"{api}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def wait_for_run(api: str, deployment: str, *, scheduled: bool, seconds: float = 240) -> dict[str, Any]:
    """The first finished run of a deployment, made by its schedule or by hand."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for found in ask(api, "flow_runs/filter", deployments={"name": {"any_": [deployment]}}):
            ended = found["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
            if found["auto_scheduled"] == scheduled and ended:
                return found
        time.sleep(1)
    raise TimeoutError(f"no finished run of {deployment} in {seconds} s")


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that serves while the test goes on."""
    with log.open("wb") as sink:
        process = subprocess.Popen(command, env=env, cwd=cwd, stdout=sink, stderr=sink)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def n_documents(store: Path) -> int:
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        return int(con.execute("select count(*) from core.documents").fetchall()[0][0])


def test_a_served_schedule_fires_and_a_triggered_run_completes(prefect_api: str, tmp_path: Path):
    store = tmp_path / "store"
    env = environment(prefect_api, tmp_path / "home")
    serve = ["serve", "--cron", "* * * * *", "--tz", "Asia/Shanghai", "--name", "often"]
    command = [str(BIN / "baoku"), *serve, str(EXAMPLES), "--store", str(store)]
    with running(command, env, tmp_path / "serve.log", tmp_path):
        run = wait_for_run(prefect_api, "often", scheduled=True)
        assert run["state_type"] == "COMPLETED", (tmp_path / "serve.log").read_text()
        assert n_documents(store) > 10
        done = subprocess.run(
            [BIN / "prefect", "deployment", "run", "baoku-ingest/often", "--watch"],
            env=env, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert wait_for_run(prefect_api, "often", scheduled=False)["state_type"] == "COMPLETED"
    (deployment,) = ask(prefect_api, "deployments/filter", deployments={"name": {"any_": ["often"]}})
    assert deployment["global_concurrency_limit"]["limit"] == 1


def test_a_run_leaves_tasks_progress_and_a_report_in_prefect(
    prefect_api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in environment(prefect_api, tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    store = tmp_path / "store"
    done = subprocess.run(
        [BIN / "baoku", "run", EXAMPLES, "--store", store], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    artifacts = ask(prefect_api, "artifacts/filter", artifacts={"key": {"any_": ["run-report", "progress"]}})
    report = next(a for a in artifacts if a["key"] == "run-report" and "examples" in a["data"])
    run = ask(prefect_api, "flow_runs/filter", flow_runs={"id": {"any_": [report["flow_run_id"]]}})[0]
    assert run["state_type"] == "COMPLETED"
    tasks = ask(prefect_api, "task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert [t["name"].split(" ")[0] for t in tasks] == ["batch"]
    progress = [a for a in artifacts if a["key"] == "progress" and a["flow_run_id"] == run["id"]]
    assert progress[0]["data"] == 100


def test_the_deployment_file_deploys_to_a_work_pool_and_a_worker_runs_it(prefect_api: str, tmp_path: Path):
    env = environment(prefect_api, tmp_path / "home") | {"BAOKU_STORE": str(tmp_path / "store")}
    prefect = str(BIN / "prefect")
    for command in (
        ["work-pool", "create", "baoku", "--type", "process"],
        ["--no-prompt", "deploy", "--name", "baoku-daily", "--param", f"store={tmp_path / 'store'}"],
    ):
        done = subprocess.run([prefect, *command], env=env, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    worker = [prefect, "worker", "start", "--pool", "baoku", "--name", "tester"]
    with running(worker, env, tmp_path / "worker.log", PROJECT):
        done = subprocess.run(
            [prefect, "deployment", "run", "baoku-ingest/baoku-daily"],
            env=env, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        run = wait_for_run(prefect_api, "baoku-daily", scheduled=False)
    assert run["state_type"] == "COMPLETED", (tmp_path / "worker.log").read_text()
    assert n_documents(tmp_path / "store") > 10


def test_parameters_hold_absolute_paths_and_only_what_was_set():
    found = parameters(["in/pages"], Settings(store=Path("s"), workers=3))
    assert found["inputs"] == [str(Path("in/pages").absolute())]
    assert found["store"] == str(Path("s").absolute())
    assert found["settings"] == {"workers": 3}


def test_parameters_name_the_dictionary_and_the_sidecar_table_by_their_whole_paths():
    settings = Settings(user_terms=Path("terms.txt"), source={"sidecar": "pages.csv"})
    found = parameters(["in"], settings)["settings"]
    assert found["user_terms"] == os.path.abspath("terms.txt")
    assert found["source"]["sidecar"] == os.path.abspath("pages.csv")


def test_serving_without_a_server_says_what_to_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert run_command(["serve", str(EXAMPLES), "--cron", "30 6 * * *"]) == 2
    assert "prefect server start" in capsys.readouterr().err
