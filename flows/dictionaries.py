"""User dictionaries (用户词典): the store's own and those of single newspapers, and which pages their changes touch.

A page is cut with the store's dictionary, and with its newspaper's behind it where that has one. Such a page has a
pipeline version of its own: when a newspaper's dictionary changes, only that newspaper's pages are read again. A term
of the store's dictionary touches all pages: every term weighs in the total that jieba divides by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.papers import paper_called
from flows.pipeline_version import has_same_pages, version_of
from flows.settings import Settings, read_user_terms
from transforms.errors import SettingsError
from warehouse.storage import storage_at
from warehouse.store import KnownInput, Store

STORE_TERMS = "terms.txt"
"""The store's own dictionary, read where the setting `user_terms` names no other."""


def dictionary_path(settings: Settings, publication: str | None = None) -> Path | None:
    """The file that settings name for the user's terms: of all pages, or of one newspaper's; None: the store's own.

    Raises SettingsError for a newspaper without a dictionary of its own in the settings.
    """
    if publication is None:
        return settings.user_terms
    paper = paper_called(publication, settings.papers)
    own = settings.papers[paper].user_terms if paper else None
    if own is None:
        raise SettingsError(f'{publication!r} has no dictionary of its own; set user_terms in [papers."{publication}"]')
    return own


def read_dictionary(settings: Settings, publication: str | None = None) -> str:
    """The user's terms as text: the store's, and behind them the newspaper's own where `publication` names one.

    Raises SettingsError where a file that a setting names can't be read; the store's own may be missing.
    """
    text = read_user_terms(settings.user_terms) if settings.user_terms else _own_terms(settings)
    if publication is None:
        return text
    return f"{text}\n{read_user_terms(dictionary_path(settings, publication))}"


def _own_terms(settings: Settings) -> str:
    """The terms that the store itself keeps, empty where it has none; raises SettingsError."""
    data = storage_at(settings.store).read(STORE_TERMS) or b""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"user dictionary {settings.store}/{STORE_TERMS} can't be read as UTF-8 text: {error}"
        ) from error


def own_dictionaries(settings: Settings) -> dict[str, str]:
    """The text of every newspaper's dictionary, the store's in front, by the newspaper's name in the settings."""
    return {name: read_dictionary(settings, name) for name, paper in settings.papers.items() if paper.user_terms}


@dataclass(frozen=True, slots=True)
class Versions:
    """The pipeline versions of a run: `base`, and that of the pages of each newspaper with a dictionary of its own.

    `papers` tells for the documents of those newspapers whose they are, by doc_id. `alike` gives for earlier versions
    that differ only in how facts are found that of today.
    """

    base: str
    own: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    alike: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Mapping[str, str], settings: Settings, store: Store | None) -> Versions:
        """The versions by the parts of today's and by these settings, and whose the documents of the store are."""
        base, texts = version_of(parts), own_dictionaries(settings)
        own = {name: own_version(base, text) for name, text in texts.items()}
        if store is None:
            return cls(base, own)
        alike: dict[str, str] = {}
        for old in (old for old, made in earlier_versions(store).items() if has_same_pages(made, parts)):
            alike |= {old: base} | {own_version(old, text): own[name] for name, text in texts.items()}
        if not own:
            return cls(base, own, alike=alike)
        rows = store.rows("documents").select(["doc_id", "publication"]).to_pydict()
        named = zip(rows["doc_id"], rows["publication"], strict=True)
        papers = {doc_id: paper_called(name, settings.papers) for doc_id, name in named}
        return cls(base, own, {doc_id: paper for doc_id, paper in papers.items() if paper in own}, alike)

    @property
    def name(self) -> str:
        """One name for all of them together."""
        return " ".join([self.base, *sorted(self.own.values())])

    def is_current(self, known: KnownInput) -> bool:
        """Whether an input was read as it would be today. One that gave no rows depends on no newspaper's terms."""
        if known.outcome == "loaded":
            return known.pipeline_version == self._wanted(known)
        return known.pipeline_version in self.alike or known.pipeline_version in (self.base, *self.own.values())

    def lacks_facts(self, known: KnownInput) -> bool:
        """Whether an input was read as it would be today but for its facts: figures, dates and mentions."""
        if known.outcome != "loaded" or self.is_current(known):
            return False
        return self.alike.get(known.pipeline_version) == self._wanted(known)

    def _wanted(self, known: KnownInput) -> str:
        return self.own.get(self.papers.get(known.doc_id or "", ""), self.base)


def earlier_versions(store: Store) -> dict[str, dict[str, str]]:
    """What made each pipeline version, as runs of it noted."""
    runs = store.rows("runs")
    said = zip(runs["pipeline_version"].to_pylist(), runs["pipeline_parts"].to_pylist(), strict=True)
    last = {version: parts for version, parts in said if parts}
    return {version: json.loads(parts) for version, parts in last.items()}


def own_version(base: str, terms: str) -> str:
    """The pipeline version of a newspaper's pages: 12 hex digits over the others' and the newspaper's terms."""
    return hashlib.sha256(f"{base}\0{terms}".encode()).hexdigest()[:12]
