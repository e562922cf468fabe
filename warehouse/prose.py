"""The running text of articles as their columns hold it: printed, in simplified characters, and signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from transforms.likeness import Signature, letters_of, sign
from transforms.records import Article
from transforms.simplified import simplify


class Prose(NamedTuple):
    """The texts of one article.

    `body` is its paragraphs joined by line feeds; `simplified` is head and body, as `reports.search` joins them, in
    simplified characters, None where they are printed so; `signature` is that of the body alone, because a reprint most
    often has another headline.
    """

    body: str
    simplified: str | None
    signature: Signature


def prose_of(articles: Sequence[Article]) -> list[Prose]:
    """The texts of some articles, in order."""
    bodies = ["\n".join(p.text for p in article.paragraphs) for article in articles]
    printed = [_printed(article, body) for article, body in zip(articles, bodies, strict=True)]
    forms = [simplify(text) for text in printed]
    signatures = sign([letters_of(form[len(form) - len(body) :]) for form, body in zip(forms, bodies, strict=True)])
    simplified = [None if form == text else form for form, text in zip(forms, printed, strict=True)]
    return [Prose(*texts) for texts in zip(bodies, simplified, signatures, strict=True)]


def _printed(article: Article, body: str) -> str:
    return "\n".join([part for part in (article.kicker, article.headline, article.deck, body) if part is not None])
