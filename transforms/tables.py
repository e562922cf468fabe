"""Word lists carried in the package's `data` folder, and regular expressions that find them fast."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources


def read_list(name: str) -> list[str]:
    """The entries of a data file: separated by white space, lines that open with # left out."""
    text = resources.files("transforms").joinpath("data", name).read_text("utf-8")
    return [entry for line in text.splitlines() if not line.startswith("#") for entry in line.split()]


def alternation(entries: Iterable[str]) -> str:
    """A regular expression for any of the entries, the longest that fits; common beginnings are tried once.

    >>> alternation(["局长", "局", "书记"])
    '(?:书记|局(?:长)?)'
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]  # nests as deep as the longest entry
    for entry in entries:
        node = tree
        for character in entry:
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(tree)


def _pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [re.escape(character) + _pattern(child) for character, child in sorted(node.items()) if character]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")
