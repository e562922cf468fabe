"""Read a page: cleaned text in, articles and furniture out.

The way: lines (`lines`), glued marks cut off (`cuts`), furniture set aside (`furniture`), the readings of each line
(`readings`, with `leads`, `bylines`, `jumps`, `joins`), the best sequence of roles (`segments`), articles built from it
(`articles`, with `heads`). What a paper's own rules change is in `paper_rules`, every weight in `weights` and
`stack_weights`. How it decides is told in docs/structure.md.
"""

from __future__ import annotations

from dataclasses import fields, replace

from transforms.articles import build_articles, dateline_year
from transforms.cuts import cut_glued
from transforms.furniture import find_furniture, mark_parted
from transforms.imprint import Imprint, read_imprint
from transforms.lines import find_manner, plain_form, split_lines
from transforms.paper_rules import with_byline_words, with_furniture, with_layout, with_readings, without_jumps
from transforms.readings import read_lines
from transforms.records import Article, Furniture, Page, PageHints, PaperRules, Paragraph
from transforms.segments import find_roles

__all__ = ["Article", "Page", "PageHints", "Paragraph", "read_page"]

_NO_RULES = PaperRules()


def read_page(text: str, hints: PageHints | None = None) -> Page:
    """The articles and the furniture of a page.

    `text` is cleaned page text (raw text works too); offsets in the result count its characters. Every character that
    is not white space lies in exactly one span of an article or one piece of furniture. `hints` win over what the text
    says, and may bring a paper's own rules. Takes time linear in the text. Raises nothing: text without any line gives
    a page without articles.
    """
    rules = (hints and hints.rules) or _NO_RULES
    plain = with_byline_words(plain_form(text), rules)
    lines = cut_glued(split_lines(text, plain), (text, plain))
    manner = with_layout(lines, find_manner(lines, text), rules)
    furniture = with_furniture(find_furniture(lines), lines, text, rules)
    mark_parted(lines, furniture)
    kept = [line for index, line in enumerate(lines) if index not in furniture]
    readings = read_lines(kept, manner, plain)
    if rules is not _NO_RULES:
        readings = with_readings(readings, kept, rules)
    roles = find_roles(readings)
    articles, joins = build_articles(text, kept, readings, roles, manner)
    pieces = [(kind, lines[at].plain, text[lines[at].start : lines[at].end].strip()) for at, kind in furniture.items()]
    known, sources = _known(hints or PageHints(), read_imprint(pieces), articles)
    return Page(
        articles=without_jumps(articles, rules),
        furniture=tuple(Furniture(lines[index].start, lines[index].end, kind) for index, kind in furniture.items()),
        n_chars=sum(map(len, text.split())),
        publication=known.publication,
        issue_date=known.issue_date,
        issue_date_source=sources.get("issue_date"),
        page_label=known.page_label,
        page_section=known.page_section,
        manner={"wrap_width": manner.wrap_width, "blank_lines": manner.blank_lines, "indents": manner.indents},
        joins=joins,
        sources=sources,
    )


def _known(hints: PageHints, imprint: Imprint, articles: tuple[Article, ...]) -> tuple[Imprint, dict[str, str]]:
    """What is known of the page, and where each fact comes from."""
    sources: dict[str, str] = {}
    known = imprint
    for name in (fact.name for fact in fields(Imprint)):
        if getattr(hints, name):
            known = replace(known, **{name: getattr(hints, name)})
            sources[name] = hints.sources.get(name, "hint")
        elif getattr(imprint, name):
            sources[name] = "masthead"
    if known.issue_date is None and (issued := dateline_year(articles)):
        known = replace(known, issue_date=issued)
        sources["issue_date"] = "dateline"
    return known, sources
