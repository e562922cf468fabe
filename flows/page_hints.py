"""What is known of a page from outside its text: from the sidecar table, its path, and its paper's settings.

The sidecar wins over the path, the path over the name of the paper whose globs fit, and all of them over the page.
"""

from __future__ import annotations

from dataclasses import replace

from flows.papers import Papers, paper_at, paper_called
from flows.settings import Settings
from flows.sidecar import FACTS, hints_from_facts
from flows.sources import hints_from_path
from transforms.records import Page, PageHints


def hints_of(path: str, facts: str, settings: Settings) -> PageHints:
    """Hints for the file at `path`, each with its source; `facts` is what the sidecar says of it (`Sidecar.facts`).

    >>> hints = hints_of("/in/2025-10-14/03.txt", '{"page_label":"4"}', Settings())
    >>> hints.page_label, hints.sources
    ('4', {'page_label': 'sidecar', 'issue_date': 'path'})
    """
    at = paper_at(path, settings.papers)
    patterns = settings.papers[at].path_patterns if at else ()
    layers = (
        ("sidecar", hints_from_facts(facts)),
        ("path", hints_from_path(path, settings.source, patterns)),
        ("settings", PageHints(publication=at)),
    )
    hints = PageHints()
    for source, layer in layers:
        new = [name for name in FACTS if getattr(hints, name) is None and getattr(layer, name) is not None]
        if new:
            said = {name: getattr(layer, name) for name in new}
            hints = replace(hints, **said, sources={**hints.sources, **dict.fromkeys(new, source)})
    paper = paper_called(hints.publication, settings.papers) or at
    return replace(hints, rules=settings.papers[paper].rules()) if paper else hints


def encodings_of(path: str, settings: Settings) -> tuple[str, ...]:
    """The encodings that the file at `path` is declared to have: its paper's, else all files'."""
    paper = paper_at(path, settings.papers)
    return (settings.papers[paper].encoding if paper else ()) or settings.source.encoding


def with_rules_of(hints: PageHints, page: Page, papers: Papers) -> PageHints | None:
    """The hints with the rules of the paper that a page names itself; None where that changes nothing."""
    paper = paper_called(page.publication, papers) if hints.rules is None else None
    return replace(hints, rules=papers[paper].rules()) if paper else None
