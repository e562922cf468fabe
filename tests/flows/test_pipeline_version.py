"""The pipeline version: nothing that shapes rows may change without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.pipeline_version import pipeline_parts, version_of

ROOT = Path(__file__).parents[2]
BY_VALUE = {"flows/settings.py", "flows/setting_types.py", "flows/dictionaries.py"}
"""What they give to pages is hashed itself: settings and user dictionaries."""
DESCRIBING = {"warehouse/columns.py", "warehouse/ops_schema.py"}
"""They describe columns and fill none of a page's."""


def rules() -> set[str]:
    return {name for name in pipeline_parts({}, "") if name.endswith(".py")}


@pytest.mark.parametrize("name", sorted(name for name in rules() if name != "flows/work.py"))
def test_what_a_rule_relies_on_is_a_rule_too(name: str) -> None:
    source = (ROOT / name).read_text("utf-8")
    used = re.findall(r"^from (flows|warehouse|transforms)\.(\w+) import", source, flags=re.MULTILINE)
    assert {f"{package}/{module}.py" for package, module in used} <= rules() | BY_VALUE | DESCRIBING


def test_rules_settings_and_terms_each_make_another_version() -> None:
    parts = pipeline_parts({"min_quality": 0.2}, "")
    others = [
        pipeline_parts({"min_quality": 0.3}, ""),
        pipeline_parts({"min_quality": 0.2}, "云岭"),
        parts | {"warehouse/wordcolumns.py": "changed"},
    ]
    assert len({version_of(made) for made in (parts, *others)}) == 4
