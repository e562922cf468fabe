"""Papers with rules of their own: `[papers."汀原日报"]` in `baoku.toml`, and which of them a file is read by.

A paper is found by a glob of its files' paths, or by its name: as path or sidecar say it, else as the page prints it.
To add a rule, add a field to `PaperSettings` (and to `records.PaperRules`, where it reaches the page's reading).
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from flows.setting_types import Encodings, Patterns, Section, Words
from transforms.lines import plain_form
from transforms.records import PaperRules


class PaperSettings(Section):
    """What is different about one newspaper."""

    paths: Words = Field((), description="globs of the paths of this paper's files, such as tyrb/* or **/rb-*.txt")
    encoding: Encodings = Field((), description="instead of source.encoding; only for files that paths names")
    path_patterns: Patterns = Field(
        (), description="tried before source.path_patterns; only for files that paths names"
    )
    furniture: Patterns = Field((), description="regular expressions of whole lines that belong to no article")
    labels: Words = Field((), description="column labels that stand on a line of their own above a headline")
    byline_words: Words = Field((), description="words before a reporter's name, such as 晨报首席记者")
    layout: Literal["auto", "wrapped", "blank_lines", "lines"] = Field(
        "auto",
        description="wrapped: lines break at a fixed width; blank_lines: these part paragraphs; lines: each is one",
    )
    jumps: bool = Field(
        True, description="whether stories go on where 下转第3版 and the like say; false: pages hold them whole"
    )
    max_headline: int = Field(0, ge=0, description="longest line that can be in a headline, in characters; 0: no limit")

    user_terms: Path | None = Field(
        None, description="user dictionary of this paper's pages, read behind that of all pages"
    )

    def rules(self) -> PaperRules:
        """What of it reaches the reading of a page."""
        return PaperRules(
            furniture=self.furniture,
            labels=self.labels,
            byline_words=self.byline_words,
            layout=self.layout,
            jumps=self.jumps,
            max_headline=self.max_headline,
        )


Papers = Mapping[str, PaperSettings]


def paper_at(path: str, papers: Papers) -> str | None:
    """The name of the paper whose globs fit a path; of several the first.

    >>> paper_at("/in/tyrb/2025/01.txt", {"汀原日报": PaperSettings(paths=("tyrb/*",))})
    '汀原日报'
    """
    return next((name for name, paper in papers.items() if any(_fits(path, glob) for glob in paper.paths)), None)


def paper_called(publication: str | None, papers: Papers) -> str | None:
    """The paper of a name, in either kind of characters."""
    if not publication or not papers:
        return None
    if publication in papers:
        return publication
    wanted = plain_form(publication)
    return next((name for name in papers if plain_form(name) == wanted), None)


def _fits(path: str, glob: str) -> bool:
    return _compiled(glob).match(path) is not None


@lru_cache(maxsize=256)
def _compiled(glob: str) -> re.Pattern[str]:
    """A glob that fits any end of a path that begins with a folder or file; `*` takes folders in too."""
    ends = fnmatch.translate(glob.removeprefix("**/").removeprefix("./"))
    return re.compile(ends if glob.startswith("/") else f"(?:.*/)?{ends}")
