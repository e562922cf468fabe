"""Every SQL file, in run order.

To add a view: write `reports/<name>.sql` with the same header as its neighbours (what it is in English and Chinese,
grain, key, a line for every column), add its name to `VIEWS` below, and its section to docs/warehouse.md. To add a
macro: likewise under `macros/`. To add a check: write `checks/<name>.sql`, a SELECT that returns the rows that fail,
with its severity and the fact it holds, and add it to `CHECKS`. Tests hold headers, keys and documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

MACROS = (
    "page_key",
    "holiday",
    "readable",
    "simplified",
    "is_paper",
    "search",
    "concordance",
    "trend",
    "frequent_terms",
    "log_likelihood",
    "log_ratio",
    "keyness",
    "collocations",
    "appears_with",
    "indicator",
)
DISCOVERY = (
    "term_words",
    "term_characters",
    "term_windows",
    "term_sequences",
    "term_candidates",
    "term_places",
    "term_freedom",
    "term_cues",
    "term_evidence",
)
"""Temporary tables that `baoku terms discover` counts with; no part of the warehouse."""
STEPS = ("inherit_papers", "name_papers", "link_stories")
REPRINTS = ("texts", "meetings", "pairs", "unknown", "links", "root_pairs", "reprints")
"""What `warehouse.reprints` runs after the steps."""
VIEWS = (
    "stop_words",
    "publications",
    "coverage",
    "missing_issues",
    "articles",
    "stories",
    "reprints",
    "top_terms",
    "term_trend",
    "people",
    "people_by_article",
    "people_over_time",
    "co_mentions",
    "figures",
    "indicators",
    "indicator_series",
    "slogans",
    "slogan_trend",
    "encodings",
    "inputs",
    "rejects",
    "quality",
    "runs",
    "checks",
    "tables",
)
CHECKS = (
    "row_counts",
    "lake_conserved",
    "files_conserved",
    "characters_conserved",
    "loaded_inputs_have_documents",
    "documents_have_inputs",
    "duplicates_have_documents",
    "rejected_inputs_have_reasons",
    "article_counts",
    "part_counts",
    "word_counts",
    "words_match_tags",
    "spans_in_order",
    "stories_have_articles",
    "originals_are_no_reprints",
    "facts_have_sentences",
    "shares_in_range",
    "issue_dates_plausible",
    "damaged_text",
    "headlines_missing",
    "issues_missing",
    "issue_volumes_usual",
    "newspapers_fresh",
    "rejects_usual",
)

_HEADER = re.compile(r"-- (?P<what>[a-z]+)(?: (?P<name>\w+))?: (?P<value>.+)")

Folder = Literal["macros", "steps", "reprints", "reports", "checks", "discovery"]


@dataclass(frozen=True, slots=True)
class Described:
    """A name with its meaning in English and Chinese."""

    name: str
    en: str
    zh: str

    @property
    def comment(self) -> str:
        """Both, as in a DuckDB comment."""
        return f"{self.en} / {self.zh}"


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One SQL file: its statement and what its header says.

    `columns` describes the columns of a view or of a table macro's result; `severity` is error or warn for checks,
    `scope` is page for those that look at each page by itself;
    `example` is a call of a macro whose arguments are not all one string.
    """

    about: Described
    grain: str
    key: tuple[str, ...]
    columns: tuple[Described, ...]
    severity: str
    scope: str
    arguments: tuple[str, ...]
    example: str
    sql: str

    @property
    def name(self) -> str:
        """The relation's name without schema, the same as the file's."""
        return self.about.name


def load(folder: Folder, name: str) -> SqlFile:
    """Read one SQL file with its header.

    Raises:
        ValueError: the header lacks `about`, or a description lacks its Chinese half.
    """
    sql = (files("warehouse.sql") / folder / f"{name}.sql").read_text(encoding="utf-8")
    found = [match for line in sql.splitlines() if (match := _HEADER.fullmatch(line))]
    said = {match["what"]: match["value"] for match in found if match["name"] is None}
    columns = [_described(match["name"], match["value"]) for match in found if match["what"] == "column"]
    return SqlFile(
        about=_described(name, said.get("about", "")),
        grain=said.get("grain", ""),
        key=_names(said.get("key", "")),
        columns=tuple(columns),
        severity=said.get("severity", ""),
        scope=said.get("scope", ""),
        arguments=_names(said.get("arguments", "")),
        example=said.get("example", ""),
        sql=sql,
    )


def views() -> list[SqlFile]:
    """The views of schema `reports`, in run order."""
    return [load("reports", name) for name in VIEWS]


def macros() -> list[SqlFile]:
    """The macros of schema `reports`, in run order."""
    return [load("macros", name) for name in MACROS]


def checks() -> list[SqlFile]:
    """The checks written by hand; those on keys and owners derive from the schema."""
    return [load("checks", name) for name in CHECKS]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _described(name: str, value: str) -> Described:
    en, separator, zh = value.partition(" / ")
    if not separator:
        raise ValueError(f"{name}: {value!r} must be English and Chinese, parted by ' / '")
    return Described(name, en, zh)
