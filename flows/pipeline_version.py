"""The pipeline version: a hash over everything that changes rows (rules, tables, dictionaries, settings, engines)."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import itemgetter
from typing import Any

RULE_PACKAGES = ("transforms",)
RULE_MODULES = (
    *(("warehouse", name) for name in ("prose.py", "rows.py", "schema.py", "wordcolumns.py")),
    *(("flows", name) for name in ("facts_again.py", "page_hints.py", "papers.py", "reading.py", "sidecar.py")),
    *(("flows", name) for name in ("sources.py", "work.py")),
)
"""Beside the rules, what hands pages their hints and makes rows of what was read."""
FACT_RULES = (
    "abbreviations",
    "believed",
    "changes",
    "chinese_names",
    "dates",
    "departments",
    "dotted",
    "figures",
    "joined_names",
    "known_organisations",
    "listed",
    "lookalikes",
    "mentions",
    "metrics",
    "names",
    "numerals",
    "organisations",
    "persons",
    "places",
    "plain_script",
    "quantities",
    "reach",
    "roles",
    "short_heads",
    "tagged",
    "timepieces",
    "timespans",
    "timewords",
    "titles",
    "transliterated",
    "units",
    "wordclasses",
)
"""Modules of `transforms` that only find figures, dates and mentions, in sentences that stand already.

To add one: nothing that pages, sentences or words are made with may import it; a test looks.
"""
FACT_TABLES = (
    "bodies",
    "dictionary_names",
    "everyday_heads",
    "generic_place_parts",
    "generic_qualifiers",
    "inner_words",
    "japanese_surnames",
    "known_persons",
    "name_parts",
    "no_departments",
    "no_names",
    "no_organisations",
    "no_places",
    "no_streets",
    "organisation_heads",
    "organisations",
    "outer_words",
    "place_endings",
    "places",
    "titles",
    "world",
)
"""Files of `transforms/data` that only these modules read."""
_OF_FACTS = {f"transforms/{name}.py" for name in FACT_RULES} | {
    f"transforms/data/{name}{ending}" for name in FACT_TABLES for ending in (".txt", ".tsv")
}
ENGINES = ("jieba", "rjieba", "opencc", "chardet", "rensa")


def pipeline_parts(settings: dict[str, Any], user_terms: str) -> dict[str, str]:
    """What makes the pipeline version, by name: rule files and the user dictionary as hashes, engines and settings.

    A comment changed in a rule makes a new version too: a needless second reading costs time, a missed one wrong rows.
    """
    flat = settings | {f"source.{key}": value for key, value in settings.get("source", {}).items()}
    flat.pop("source", None)
    return {
        **_rules(),
        **{f"engine {name}": importlib.metadata.version(name) for name in ENGINES},
        **{f"setting {k}": json.dumps(v, sort_keys=True, ensure_ascii=False, default=str) for k, v in flat.items()},
        "user dictionary": _digest(user_terms.encode()),
    }


def version_of(parts: Mapping[str, str]) -> str:
    """The pipeline version: 12 hex digits over its parts."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()[:12]


def has_same_pages(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether two versions differ at most in the rules that find facts: articles, sentences and words are the same.

    >>> has_same_pages({"transforms/dates.py": "1"}, {"transforms/dates.py": "2"})
    True
    >>> has_same_pages({"transforms/heads.py": "1"}, {"transforms/heads.py": "2"})
    False
    """
    return all(old.get(name) == new.get(name) for name in {*old, *new} - _OF_FACTS)


def changed_parts(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """What is different between two pipeline versions, in words.

    >>> changed_parts({"setting min_quality": "0.2", "a.py": "1"}, {"setting min_quality": "0.3", "a.py": "1"})
    ['setting min_quality (0.2 -> 0.3)']
    """
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    return [
        f"{name} ({old.get(name, 'none')} -> {new.get(name, 'none')})" if name.startswith(_SHOWN) else name
        for name in names
    ]


_SHOWN = ("engine ", "setting ")


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, str]:
    found = [item for package in RULE_PACKAGES for item in _walk(package, files(package))]
    found += [(f"{package}/{name}", files(package) / name) for package, name in RULE_MODULES]
    return {name: _digest(item.read_bytes().replace(b"\r\n", b"\n")) for name, item in sorted(found, key=itemgetter(0))}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _walk(prefix: str, folder: Traversable) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in folder.iterdir():
        name = f"{prefix}/{item.name}"
        if item.is_dir() and item.name != "__pycache__":
            found += _walk(name, item)
        elif item.name.endswith((".py", ".tsv", ".txt", ".json")):
            found.append((name, item))
    return found
