"""Rows of tables and entries of lists, which are neither headings nor broken paragraphs."""

from __future__ import annotations

import re

from transforms.lines import Line
from transforms.name_lists import is_name

_RESULT = re.compile(r"^[\u4e00-\u9fff]{2,10}\s?\d{1,3}[∶:比-]\d{1,3}\s?[\u4e00-\u9fff]{2,10}(?:\([^()]*\))?$")
_LONGEST_CELL = 24
_LONGEST_ENTRY = 40
_LONGEST_HEADS = 16
_CLOCK = re.compile(r"^\d{1,2}:\d{2}$")
_ENTRY = re.compile(
    r"^[^\s。,]{2,12}\s+[-+±]?\d[\d.,:%‰/—-]*[%℃元名人次个分]?$|^(?P<name>[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{1,3})(?:\([男女]\))?\s+[^\s。,、;:]{4,24}$|"
    r"^[^\s:。,]{1,8}:[^。]{1,32}$"
)
_CATEGORY_SIZE = 8
_FEWEST_CELLS = 3
_INDEX = re.compile(r"^\S.{2,40}?(?:…+|\.{3,}|—+|\s)\s*(?:第?\s?[A-Z]?\d{1,3}|第?[一二三四五六七八九十]{1,2})\s?版$")


def is_row(line: Line) -> bool:
    """Whether a line is a row of a table; its neighbours ask too, so the answer is kept."""
    if line.row is None:
        line.row = is_table_row(line.plain)
    return line.row


def is_table_row(plain: str) -> bool:
    """Whether a line is a row of a table or a list: several cells parted by spaces, with figures or many of them.

    >>> is_table_row("进出口总额 亿美元 48.2 -2.3%"), is_table_row("增强活力 扩大开放 改善民生")
    (True, False)
    """
    if plain[-1] == "版" and _INDEX.match(plain):
        return True
    if plain.count(" ") < 2:
        return (":" in plain or "-" in plain or "比" in plain or "∶" in plain) and _RESULT.match(plain) is not None
    cells = plain.split()
    if max(map(len, cells)) > _LONGEST_CELL:
        return False
    if len(cells) >= 4:
        return True
    if len(cells) == 3 and _CLOCK.match(cells[1]):
        return True
    n_figures = sum(1 for cell in cells if cell[0].isdigit() or cell[-1].isdigit())
    return len(cells) == 3 and (n_figures >= 2 or all(map(is_name, cells)))


def is_list_entry(plain: str) -> bool:
    """Whether a line can be an entry of a list: a thing with its number, a person with his or her office."""
    found = _ENTRY.match(plain)
    return found is not None and (found["name"] is None or is_name("".join(found["name"].split())))


def mark_rows(lines: list[Line]) -> None:
    """Mark rows that only their neighbours show.

    Lines one after another that name a thing each, with a number or an office, are rows, though one alone is not; and
    three short words over a row are its heads.
    """
    _mark_tables(lines)
    before: Line | None = None
    for index, line in enumerate(lines):
        plain = line.plain
        if len(plain) > _LONGEST_ENTRY or not (" " in plain or ":" in plain):
            before = before if len(plain) <= _CATEGORY_SIZE else None
            continue
        following = lines[index + 1] if index + 1 < len(lines) else None
        if plain.count(" ") > 1 and len(plain) <= _LONGEST_HEADS and following and is_row(following):
            line.row = True
        is_entry = not line.ended and is_list_entry(plain)
        if is_entry and before is not None:
            before.row = line.row = True
        if is_entry or len(line.plain) > _CATEGORY_SIZE:
            before = line if is_entry else None


def _mark_tables(lines: list[Line]) -> None:
    """Mark lines one after another that have the same number of cells, three or more, and figures in some of them."""
    run: list[Line] = []
    for line in [*lines, None]:
        n_cells = len(line.plain.split()) if line is not None and _may_be_cells(line) else 0
        if run and n_cells == len(run[-1].plain.split()):
            assert line is not None
            run.append(line)
            continue
        if len(run) > 1 and sum(1 for row in run if any(map(str.isdigit, row.plain))) * 2 >= len(run):
            for row in run:
                row.row = True
        run = [line] if n_cells >= _FEWEST_CELLS and line is not None else []


def _may_be_cells(line: Line) -> bool:
    plain = line.plain
    return " " in plain and not line.ended and max(map(len, plain.split())) <= _LONGEST_CELL
