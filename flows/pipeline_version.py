"""The pipeline version: a hash over everything that changes rows (rules, tables, dictionaries, settings, engines)."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

RULE_PACKAGES = ("transforms",)
RULE_MODULES = (("warehouse", "rows.py"), ("warehouse", "schema.py"), ("flows", "reading.py"))
ENGINES = ("jieba", "rjieba", "opencc", "chardet")


def pipeline_version(settings: dict[str, Any], user_terms: str) -> str:
    """12 hex digits over the rules' source and data, the user dictionary's text, `settings`, and the engines' versions.

    A comment changed in a rule makes a new version too: a needless second reading costs time, a missed one wrong rows.
    """
    digest = hashlib.sha256(_rules_digest().encode())
    digest.update(json.dumps(settings, sort_keys=True, ensure_ascii=False, default=str).encode())
    digest.update(user_terms.encode())
    digest.update(" ".join(f"{name}={importlib.metadata.version(name)}" for name in ENGINES).encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def _rules_digest() -> str:
    digest = hashlib.sha256()
    found = [item for package in RULE_PACKAGES for item in _walk(package, files(package))]
    found += [(f"{package}/{name}", files(package) / name) for package, name in RULE_MODULES]
    for name, item in sorted(found, key=lambda pair: pair[0]):
        digest.update(name.encode() + b"\0" + item.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _walk(prefix: str, folder: Traversable) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in folder.iterdir():
        name = f"{prefix}/{item.name}"
        if item.is_dir() and item.name != "__pycache__":
            found += _walk(name, item)
        elif item.name.endswith((".py", ".tsv", ".txt", ".json")):
            found.append((name, item))
    return found
