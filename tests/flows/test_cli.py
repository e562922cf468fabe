"""The command line as a user runs it, on the example pages."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from places import EXAMPLES

from flows.cli import run_command


def baoku(*arguments: object, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own, without a terminal."""
    command = [str(Path(sys.executable).with_name("baoku")), *map(str, arguments)]
    env = {**{k: v for k, v in os.environ.items() if not k.startswith(("BAOKU_", "PREFECT_API"))}, **environ}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300)


def started_with(mark: str) -> list[str]:
    """Processes whose environment holds the mark: servers and workers inherit it, whatever their command line says."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("tells processes by /proc")
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark.encode() in environ.read_bytes():
                found.append(environ.parent.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


def in_process(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run_command([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A copy of the examples that a test may change."""
    return Path(shutil.copytree(EXAMPLES, tmp_path / "pages"))


def run_json(*arguments: object) -> dict:
    done = baoku("run", *arguments, "--direct", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_input_ends_as_loaded_duplicate_or_rejected(examples_store: Path):
    files = {str(p) for p in EXAMPLES.rglob("*.txt")}
    with duckdb.connect(str(examples_store / "warehouse.duckdb"), read_only=True) as con:
        ended = dict(con.execute("select source_path, outcome from core.inputs").fetchall())
    assert set(ended) == files
    assert set(ended.values()) == {"loaded", "duplicate", "rejected"}


def test_the_broken_file_is_kept_with_its_reason(examples_store: Path):
    with duckdb.connect(str(examples_store / "warehouse.duckdb"), read_only=True) as con:
        ((path, sha256, reason),) = con.execute(
            "select source_path, source_sha256, reason from core.rejects"
        ).fetchall()
    kept = examples_store / "rejects" / sha256
    assert (kept / "input").read_bytes() == Path(path).read_bytes()
    assert json.loads((kept / "reason.json").read_text())["reason"] == reason == "binary"


def test_the_second_run_loads_nothing_and_a_new_file_adds_only_itself(pages: Path, tmp_path: Path):
    store = tmp_path / "store"
    first = run_json(pages, "--store", store)
    again = run_json(pages, "--store", store)
    assert again["n_unchanged"] == first["n_inputs"]
    assert again["n_loaded"] == again["n_duplicate"] == again["n_rejected"] == 0
    new = pages / "new.txt"
    new.write_text((EXAMPLES / "001_5be07c19d2a4f386.txt").read_text(encoding="utf-8") + "\n\n汀河大桥昨日开工。\n")
    third = run_json(pages, "--store", store)
    assert (third["n_loaded"], third["n_unchanged"]) == (1, first["n_inputs"])
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from core.documents").fetchall() == [(first["n_loaded"] + 1,)]
        assert con.execute("select count(*) from ops.runs").fetchall() == [(3,)]


def test_a_touched_file_is_known_by_its_content(pages: Path, tmp_path: Path):
    store = tmp_path / "store"
    run_json(pages, "--store", store)
    os.utime(pages / "001_5be07c19d2a4f386.txt", (1, 1))
    assert run_json(pages, "--store", store)["n_unchanged"] == len(list(pages.rglob("*.txt")))


def test_a_changed_file_replaces_its_rows(pages: Path, tmp_path: Path):
    store, changed = tmp_path / "store", pages / "001_5be07c19d2a4f386.txt"
    first = run_json(pages, "--store", store)
    changed.write_text(changed.read_text(encoding="utf-8") + "\n\n补记：闸门已经修好。\n", encoding="utf-8")
    assert run_json(pages, "--store", store)["n_loaded"] == 1
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from core.documents").fetchall() == [(first["n_loaded"],)]
        rows = con.execute("select count(*) from core.articles where body like '%闸门已经修好%'").fetchall()
    assert rows == [(1,)]


def test_a_document_whose_owner_changed_is_loaded_from_its_copy(tmp_path: Path):
    pages, store = tmp_path / "pages", tmp_path / "store"
    pages.mkdir()
    text = (EXAMPLES / "001_5be07c19d2a4f386.txt").read_text(encoding="utf-8")
    (pages / "b.txt").write_text(text, encoding="utf-8")
    assert run_json(pages, "--store", store)["n_loaded"] == 1
    (pages / "a.txt").write_text(text, encoding="utf-8")
    (pages / "b.txt").write_text(text + "\n\n补记：闸门已经修好。\n", encoding="utf-8")
    second = run_json(pages, "--store", store)
    assert (second["n_loaded"], second["n_duplicate"]) == (2, 0)
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        paths = con.execute("select source_path from core.documents order by all").fetchall()
        outcomes = con.execute("select outcome from core.inputs").fetchall()
    assert [Path(p).name for (p,) in paths] == ["a.txt", "b.txt"]
    assert outcomes == [("loaded",), ("loaded",)]


def test_files_that_changed_places_are_both_loaded(tmp_path: Path):
    """Rotated names: a.txt gets new content, b.txt gets the old one; a.txt is settled first."""
    pages, store = tmp_path / "pages", tmp_path / "store"
    pages.mkdir()
    text = (EXAMPLES / "001_5be07c19d2a4f386.txt").read_text(encoding="utf-8")
    (pages / "a.txt").write_text(text, encoding="utf-8")
    assert run_json(pages, "--store", store)["n_loaded"] == 1
    (pages / "a.txt").rename(pages / "b.txt")
    (pages / "a.txt").write_text(text + "\n\n补记：闸门已经修好。\n", encoding="utf-8")
    second = run_json(pages, "--store", store)
    assert (second["n_loaded"], second["n_duplicate"], second["failure"]) == (2, 0, None)
    assert run_json(pages, "--store", store)["n_unchanged"] == 2


def test_one_text_in_two_encodings_is_one_document(tmp_path: Path):
    pages, store = tmp_path / "pages", tmp_path / "store"
    pages.mkdir()
    text = (EXAMPLES / "001_5be07c19d2a4f386.txt").read_text(encoding="utf-8")
    (pages / "1.txt").write_bytes(text.encode("gb18030"))
    (pages / "2.txt").write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    report = run_json(pages, "--store", store)
    assert (report["n_loaded"], report["n_duplicate"]) == (1, 1)


def test_parquet_files_are_plain_and_partitioned(examples_store: Path):
    parts = list((examples_store / "lake" / "articles").glob("publication=*/year=2025/part-*.parquet"))
    assert len({p.parent for p in parts}) >= 2
    assert all(pq.read_table(p, partitioning=None).num_rows > 0 for p in parts)


def test_a_run_without_prefect_configured_works_and_leaves_no_server(tmp_path: Path):
    done = baoku("run", EXAMPLES, "--store", tmp_path / "store", PREFECT_HOME=str(tmp_path / "prefect"))
    assert done.returncode == 0, done.stderr
    assert "loaded 入库" in done.stdout
    assert "Traceback" not in done.stderr
    assert "telemetry" not in done.stderr.lower()
    assert started_with(str(tmp_path)) == []


def test_wrong_usage_exits_2_and_names_the_fault(tmp_path: Path):
    for arguments, named in (
        (["run"], "INPUTS"),
        (["rum", "x"], "run"),
        (["run", "x", "--engine", "mmseg"], "mmseg"),
        (["run", str(EXAMPLES), "--workers", "-1"], "workers"),
    ):
        done = baoku(*arguments, cwd=tmp_path)
        assert done.returncode == 2, arguments
        assert named in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


def test_nothing_to_read_exits_1(tmp_path: Path):
    done = baoku("run", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "no such file or folder: 'nowhere'" in done.stderr
    (tmp_path / "only.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    done = baoku("run", "only.txt", "--direct", cwd=tmp_path)
    assert done.returncode == 1
    assert "rejected" in done.stdout


def test_a_store_that_is_no_store_is_never_written_to(tmp_path: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    done = baoku("run", EXAMPLES, "--store", tmp_path / "photos", "--direct")
    assert done.returncode == 1
    assert "StoreError" in done.stderr
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["a.jpg"]


def test_settings_come_from_the_working_folder(tmp_path: Path):
    (tmp_path / "baoku.toml").write_text('store = "here"\nworker = 1\n')
    done = baoku("run", EXAMPLES, "--direct", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean 'workers'" in done.stderr


def test_sql_prints_wide_characters_aligned(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    from rich.cells import cell_len

    statement = "select '汀原' as city, 1 as n union all select 'ab', 22 order by n"
    code, out, _ = in_process(capsys, "sql", statement, "--store", examples_store)
    assert code == 0
    lines = out.splitlines()
    columns = [cell_len(line[: line.index("│")]) for line in lines if "│" in line]
    assert len(columns) >= 2
    assert len(set(columns)) == 1


def test_sql_exports_csv_json_and_parquet(examples_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    statement = "select headline, byline, n_words from core.articles where headline is not null order by article_id"
    expected = duckdb.connect(str(examples_store / "warehouse.duckdb"), read_only=True).execute(statement).fetchall()
    for suffix in ("csv", "json", "parquet"):
        code, _, _ = in_process(capsys, "sql", statement, "--store", examples_store, "-o", tmp_path / f"out.{suffix}")
        assert code == 0
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [tuple(row.values()) for row in table] == expected
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == table
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert [row["headline"] for row in rows] == [row["headline"] for row in table]


def test_a_failing_statement_is_explained_without_traceback(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    code, _, err = in_process(capsys, "sql", "select nothing from core.articles", "--store", examples_store)
    assert code == 1
    assert "nothing" in err
    assert "Traceback" not in err


def test_sql_cannot_change_the_warehouse(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    code, _, err = in_process(capsys, "sql", "delete from core.articles", "--store", examples_store)
    assert code == 1
    assert "read-only" in err


def test_a_missing_warehouse_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code, _, err = in_process(capsys, "sql", "select 1", "--store", tmp_path / "none")
    assert code == 1
    assert "baoku run" in err


def test_every_report_prints_in_both_languages(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    from warehouse.sql.catalogue import views

    for view in views():
        for lang in ("en", "zh"):
            code, out, err = in_process(capsys, "report", view.name, "--store", examples_store, "--lang", lang)
            assert code == 0, err
            assert (view.about.zh if lang == "zh" else view.about.en) in out


def test_an_unknown_report_names_the_nearest(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    code, _, err = in_process(capsys, "report", "coverge", "--store", examples_store)
    assert code == 1
    assert "'coverage'" in err


def test_search_finds_articles_by_word(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = in_process(capsys, "search", "汀河", "--store", examples_store)
    assert code == 0
    assert "汀原日报" in out


def test_status_counts_what_the_log_says(examples_store: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = in_process(capsys, "status", "--store", examples_store, "--json")
    tables = {t["table"]: t["n_rows"] for t in json.loads(out)["tables"]}
    assert code == 0
    assert tables["inputs"] == len(list(EXAMPLES.rglob("*.txt")))


def test_rebuild_gives_the_same_rows(pages: Path, tmp_path: Path):
    store = tmp_path / "store"
    run_json(pages, "--store", store)
    count = "select count(*), sum(hash(articles)) from core.articles"
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        before = con.execute(count).fetchall()
    done = baoku("rebuild", "--store", store)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute(count).fetchall() == before


def test_verify_finds_a_damaged_part(pages: Path, tmp_path: Path):
    store = tmp_path / "store"
    run_json(pages, "--store", store)
    assert baoku("verify", "--store", store).returncode == 0
    part = next((store / "lake" / "terms").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-10])
    done = baoku("verify", "--store", store)
    assert done.returncode == 1
    assert part.name in done.stdout


def test_help_lists_every_command():
    done = baoku("--help")
    assert done.returncode == 0
    for command in [
        "init",
        "run",
        "inspect",
        "status",
        "sql",
        "shell",
        "search",
        "report",
        "verify",
        "rebuild",
        "serve",
        "deploy",
    ]:
        assert command in done.stdout
    assert {"serve", "deploy"} <= set(done.stdout.split())


def test_the_shell_answers_goes_on_after_a_mistake_and_lists_relations(examples_store: Path):
    statements = "select 1 +\n 41 as answer;\nselect nothing;\n.tables\n.quit\n"
    command = [str(Path(sys.executable).with_name("baoku")), "shell", "--store", str(examples_store)]
    done = subprocess.run(command, input=statements, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0
    for shown in ("42", "nothing", "reports.coverage"):
        assert shown in done.stdout


def test_a_killed_run_is_completed_by_the_next_and_leaves_no_process(tmp_path: Path):
    store = tmp_path / "store"
    command = [str(Path(sys.executable).with_name("baoku")), "run", str(EXAMPLES), "--store", str(store), "--direct"]
    environ = {**os.environ, "STARTED_BY_TEST": str(tmp_path)}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not any("spawn_main" in line for line in started_with(str(tmp_path))):
        assert time.monotonic() < deadline, "no worker was started"
        time.sleep(0.02)
    process.kill()
    process.wait()
    report = run_json(EXAMPLES, "--store", store)
    assert (
        report["n_loaded"] + report["n_duplicate"] + report["n_rejected"] + report["n_unchanged"] == report["n_inputs"]
    )
    time.sleep(1)
    assert started_with(str(tmp_path)) == []
