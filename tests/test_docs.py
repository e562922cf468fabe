"""Documentation is tested: what a user can type or set is documented, and links lead somewhere."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from places import PROJECT

from flows.cli import app
from flows.settings import setting_names

RUNNING = (PROJECT / "docs" / "running.md").read_text(encoding="utf-8")
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


@pytest.mark.parametrize("command", [name for name in app if not name.startswith("-")])
def test_every_command_is_documented(command: str):
    assert f"`baoku {command}" in RUNNING


@pytest.mark.parametrize("setting", [name for name, _, _ in setting_names()])
def test_every_setting_is_documented_with_its_meaning(setting: str):
    meaning = next(text for name, _, text in setting_names() if name == setting)
    assert f"| `{setting}` |" in RUNNING
    assert meaning in RUNNING


def test_every_flag_of_run_is_documented():
    import inspect

    from flows.cli import run

    for name, parameter in inspect.signature(run).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            assert f"`--{name.replace('_', '-')}" in RUNNING


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_documentation_exist(page: Path):
    named = re.findall(
        r"`((?:flows|transforms|warehouse|tests|bench|examples)/[\w./-]+\.\w+)`", page.read_text("utf-8")
    )
    for name in named:
        assert (PROJECT / name).exists(), f"{page.name} names {name}"


def test_no_file_under_flows_is_named_like_a_library():
    for path in (PROJECT / "flows").glob("*.py"):
        assert path.stem not in sys.stdlib_module_names
        spec = find_spec(path.stem) if path.stem != "__init__" else None
        assert spec is None, f"flows/{path.name} would hide {spec and spec.origin}"


def test_the_three_packages_come_from_one_place():
    import flows
    import transforms
    import warehouse

    places = {Path(package.__file__ or "").parent.parent for package in (flows, transforms, warehouse)}
    assert len(places) == 1


def test_locked_requirements_cover_what_the_project_declares_and_name_no_address():
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["dependencies"]
    lock = (PROJECT / "requirements.lock").read_text()
    for requirement in declared:
        name = re.split(r"[<>=]", requirement)[0]
        assert re.search(rf"^{name}==\S+ ", lock, re.MULTILINE), f"{name} is not locked"
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_importing_a_module_does_nothing_heavy():
    import subprocess

    code = "import sys, flows.cli; print([m for m in ('prefect', 'duckdb', 'pyarrow', 'jieba') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
