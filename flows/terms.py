"""`baoku terms discover | accept`: propose new words of the corpus; accepted ones join the user dictionary.

The user dictionary is what the setting `user_terms` names, else `terms.txt` in the store. A run reads it, and segments
anew what an accepted term may change.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
from rich.console import Console

from flows.dictionaries import STORE_TERMS, dictionary_path, read_dictionary
from flows.querying import export, print_table, wide_console
from flows.settings import Settings, read_user_terms
from transforms.dictionary import UserTerm, known_words, parse_user_terms, suggested_frequencies
from transforms.discovery import Term, rank
from transforms.errors import SettingsError
from warehouse import files
from warehouse.storage import published_warehouse, storage_at
from warehouse.term_candidates import count_candidates

MIN_FREEDOM = 1.0
"""Bits: at least about two neighbours on either side."""
HELP = "[y]es, [n]o, [q]uit, or another tag such as ns"
SNIPPET_CHARS = 48
"""The most that the table shows of an example; files have all of it."""
_TAG = re.compile("[a-z]{1,4}")


@dataclass(frozen=True, slots=True)
class DiscoverOptions:
    """What `baoku terms discover` was asked for; `format` is table, terms, csv or json; a `limit` of 0 is none.

    `publication` names the newspaper whose own dictionary counts as known and takes what is accepted.
    """

    limit: int = 100
    min_count: int = 4
    format: str = "table"
    output: Path | None = None
    accept: bool = False
    publication: str | None = None


def discover_terms(settings: Settings, options: DiscoverOptions) -> int:
    """Propose terms: print or export them, or ask for each whether it joins the user dictionary.

    Raises SettingsError for counts below 0, StoreError where nothing was loaded yet.
    """
    if options.limit < 0 or options.min_count < 1:
        raise SettingsError("--limit must be 0 (all) or more, --min-count 1 or more")
    known = known_words(parse_user_terms(read_dictionary(settings, options.publication)))
    corpus = count_candidates(published_warehouse(settings.store), known, options.min_count, MIN_FREEDOM)
    found = rank(corpus.candidates, corpus.n_words, corpus.characters, options.limit or len(corpus.candidates))
    if options.accept:
        chosen = ask_for_each(found, input)
        return _report(add_terms(settings, chosen, options.publication))
    _show(found, options)
    return 0


def _show(found: Sequence[Term], options: DiscoverOptions) -> None:
    if options.format == "terms":
        text = as_dictionary(found)
        if options.output:
            options.output.write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
        return
    if options.format == "table" and options.output is None:
        print_table(as_table([replace(term, example=snippet(term)) for term in found]), wide_console())
    else:
        export(as_table(found), "csv" if options.format == "table" else options.format, options.output)


def snippet(term: Term) -> str:
    """The example around the term, as long as a line has room for."""
    at = term.example.find(term.term)
    start = max(0, min(at - 16, len(term.example) - SNIPPET_CHARS))
    end = start + SNIPPET_CHARS
    return "…" * (start > 0) + " ".join(term.example[start:end].split()) + "…" * (end < len(term.example))


def as_table(found: Sequence[Term]) -> pa.Table:
    """The proposed terms as rows, best first."""
    types = {"score": pa.float64(), "cohesion": pa.float64(), "freedom": pa.float64(), "n": pa.int64()}
    types |= {"n_articles": pa.int64(), "first_date": pa.date32()}
    return pa.table(
        {
            name: pa.array([getattr(term, name) for term in found], types.get(name, pa.string()))
            for name in Term.__dataclass_fields__
        }
    )


def as_dictionary(found: Sequence[Term]) -> str:
    """The proposed terms as lines of a user dictionary: delete those that are none, then `baoku terms accept FILE`."""
    frequencies = suggested_frequencies(term.term for term in found)
    lines = (
        f"{term.term} {freq} {term.tag}  # {term.n} times in {term.n_articles} articles, cut as {term.cut_as}: "
        f"{' '.join(term.example.split())}\n"
        for term, freq in zip(found, frequencies, strict=True)
    )
    return "# Delete the lines that are no terms, then: baoku terms accept FILE\n" + "".join(lines)


def ask_for_each(found: Iterable[Term], ask: Callable[[str], str]) -> list[UserTerm]:
    """Ask for each term; gives the accepted ones. End of input ends the questions."""
    console = Console(highlight=False)
    chosen: list[Term] = []
    tags: list[str] = []
    console.print(HELP, markup=False)
    for term in found:
        console.print(
            f"{term.term}  {term.tag}  {term.n} times in {term.n_articles} articles: {term.example}", markup=False
        )
        answer = _answer(console, ask)
        if answer in ("q", "quit"):
            break
        if answer not in ("", "n", "no"):
            chosen.append(term)
            tags.append(term.tag if answer in ("y", "yes") else answer)
    frequencies = suggested_frequencies(term.term for term in chosen)
    return [UserTerm(t.term, freq, tag) for t, freq, tag in zip(chosen, frequencies, tags, strict=True)]


def _answer(console: Console, ask: Callable[[str], str]) -> str:
    """What was typed, asked again until it is something; the end of input is quit."""
    while True:
        try:
            answer = ask("? ").strip().lower()
        except EOFError:
            return "q"
        if not answer or _TAG.fullmatch(answer):
            return answer
        console.print(HELP, markup=False)


def accept_terms(settings: Settings, file: Path, publication: str | None = None) -> int:
    """Add the terms of a file (`word [freq] [tag]` a line) to the user dictionary."""
    return _report(add_terms(settings, parse_user_terms(read_user_terms(file)), publication))


@dataclass(frozen=True, slots=True)
class Added:
    """What was written to a user dictionary."""

    place: str
    n_added: int
    n_known: int


def add_terms(settings: Settings, terms: Sequence[UserTerm], publication: str | None = None) -> Added:
    """Append the terms that the user dictionary lacks; its lines and comments stay as they are."""
    path = dictionary_path(settings, publication)
    text = read_dictionary(settings) if path is None else read_user_terms(path) if path.exists() else ""
    there = {term.word for term in parse_user_terms(text)}
    new = list({term.word: term for term in terms if term.word not in there}.values())
    if new:
        lines = "".join(" ".join(str(v) for v in (t.word, t.freq, t.tag) if v is not None) + "\n" for t in new)
        text += "\n" if text and not text.endswith("\n") else ""
        if path is None:
            storage_at(settings.store).write(STORE_TERMS, (text + lines).encode())
        else:
            files.write_atomic(path.resolve(), (text + lines).encode())
    place = str(path or f"{settings.store}/{STORE_TERMS}")
    return Added(place, len(new), len(terms) - len(new))


def _report(added: Added) -> int:
    known = f", {added.n_known:,} were there" if added.n_known else ""
    then = "; the next `baoku run` reads again what they may change" if added.n_added else ""
    print(f"{added.n_added:,} terms added to {added.place}{known}{then}")
    return 0
