"""Figures in a sentence: what is measured, how much, how it changed, and for which period.

`find_quantities` reads numbers with units, `changes_of` tells growth from level, `metric_of` finds the name of what is
measured; here they meet. A change directly behind a level belongs to it (收入418.27亿元，同比增长6.1%); any other
change is a figure without a value, whose metric is the phrase before it. 分别 deals changes out to several names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from transforms.changes import Change, changes_of, fixed_changes, is_attached
from transforms.metrics import earlier_phrase, left_phrase, metric_of, split_phrase
from transforms.numerals import fold
from transforms.quantities import Quantity, find_quantities
from transforms.records import Figure
from transforms.timepieces import TimeExpression
from transforms.timespans import resolve
from transforms.timewords import find_times

_TRIGGER = re.compile(r"[0-9０-９二三四五六七八九两兩十百千万亿萬億番]|一[倍成半点點]|持平|减半|減半")


def extract_figures(sentence: str, anchor: date | None = None) -> list[Figure]:
    """The figures of a sentence in order; `anchor` is the day it was written and resolves periods.

    Values have 万 and 亿 multiplied out and keep the printed unit (亩 stays 亩); see docs/figures.md.

    >>> [f] = extract_figures("税收收入31.76亿元，同比增长8.4%。")
    >>> f.metric, f.value, f.unit, f.comparison, f.direction, f.change_value, f.change_unit
    ('税收收入', 3176000000.0, '元', '同比', 'up', 8.4, '%')
    """
    if _TRIGGER.search(sentence) is None:
        return []
    text = fold(sentence)
    quantities = find_quantities(text)
    fixed = fixed_changes(text)
    if not quantities and not fixed:
        return []
    changes = changes_of(text, quantities)
    return _assemble(sentence, text, quantities, changes, fixed, anchor)


def _assemble(
    sentence: str,
    text: str,
    quantities: list[Quantity],
    changes: list[Change | None],
    fixed: list[Change],
    anchor: date | None,
) -> list[Figure]:
    figures = _levels(sentence, text, quantities, changes)
    loose = _attach(text, figures, _groups(changes, fixed))
    figures += _bare(sentence, text, loose, figures)
    figures.sort(key=lambda figure: figure.start)
    return _with_periods(sentence, text, figures, anchor)


def _levels(sentence: str, text: str, quantities: list[Quantity], changes: list[Change | None]) -> list[Figure]:
    """The quantities that state a level, each with its metric."""
    figures: list[Figure] = []
    limit, metric = 0, None
    for quantity, change in zip(quantities, changes, strict=True):
        if change is None:
            span = metric_of(text, quantity, limit, metric)
            own = sentence[span[0] : span[1]] if span else None
            metric = own or metric
            figures.append(
                _level(sentence, quantity, own or (None if quantity.unit and quantity.unit.is_counter else metric))
            )
        elif span := left_phrase(text, change.start, limit):
            metric = sentence[span[0] : span[1]]
        limit = quantity.end
    return figures


def _level(sentence: str, quantity: Quantity, metric: str | None) -> Figure:
    return Figure(
        raw=sentence[quantity.start : quantity.end],
        start=quantity.start,
        metric=metric,
        value=quantity.value,
        value_to=quantity.value_to,
        unit=quantity.unit.name if quantity.unit else None,
        approximation=quantity.approximation,
    )


def _groups(changes: list[Change | None], fixed: list[Change]) -> list[list[Change]]:
    """Changes in order; the members of one list (分别增长12%和15%) together. A missing comparison is the one before."""
    groups: list[list[Change]] = []
    comparison: str | None = None
    for change in sorted([c for c in changes if c] + fixed, key=lambda c: (c.start, c.end)):
        comparison = change.comparison or comparison
        if change.comparison != comparison:
            change = change._replace(comparison=comparison)
        if groups and change.is_shared and groups[-1][-1].is_shared and groups[-1][0].start == change.start:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _attach(text: str, figures: list[Figure], groups: list[list[Change]]) -> list[list[Change]]:
    """Give each group to the levels directly before it, and return the groups that found none."""
    loose: list[list[Change]] = []
    ends = [figure.start + len(figure.raw) for figure in figures]
    for group in groups:
        n_before = bisect_right(ends, group[0].start)
        targets = range(n_before - len(group), n_before) if n_before >= len(group) else range(0)
        last = figures[targets[-1]] if targets else None
        end = last.start + len(last.raw) if last else 0
        is_taken = any(figures[i].direction for i in targets)
        if last is None or is_taken or not is_attached(text, end, group[0].start):
            loose.append(group)
        else:
            for index, change in zip(targets, group, strict=True):
                figures[index] = _changed(figures[index], change)
    return loose


def _changed(figure: Figure, change: Change) -> Figure:
    return replace(
        figure,
        comparison=change.comparison,
        direction=change.direction,
        change_value=change.value,
        change_unit=change.unit,
    )


def _bare(sentence: str, text: str, groups: list[list[Change]], levels: list[Figure]) -> list[Figure]:
    """Figures of the changes that no level carries."""
    figures: list[Figure] = []
    starts = [level.start for level in levels]
    limit, metric = 0, None
    for group in groups:
        start = group[0].start
        n_before = bisect_left(starts, start)
        before = levels[n_before - 1] if n_before else None
        limit = max(limit, before.start + len(before.raw)) if before else limit
        span = left_phrase(text, start, min(limit, start), keeps_list=len(group) > 1)
        if span:
            metric = sentence[span[0] : span[1]].removesuffix("分别")
        elif before and (not figures or before.start > figures[-1].start):
            metric = before.metric
        elif not figures and (span := earlier_phrase(text, start, min(limit, start))):
            metric = sentence[span[0] : span[1]]
        names = split_phrase(metric, len(group)) if metric else None
        for index, change in enumerate(group):
            figures.append(_change_figure(sentence, change, names[index] if names else metric, index))
        limit = group[-1].end
    return figures


def _change_figure(sentence: str, change: Change, metric: str | None, index: int) -> Figure:
    start = change.at if index else change.start
    figure = Figure(raw=sentence[start : change.end], start=start, metric=metric)
    return replace(_changed(figure, change), approximation=change.approximation)


def _with_periods(sentence: str, text: str, figures: list[Figure], anchor: date | None) -> list[Figure]:
    """Give each figure the last time expression before it."""
    times = find_times(text, relative=True)
    times = [t for t in times if not (t.word and t.word[0] == "vague")]
    if not times:
        return figures
    ends = [time.end for time in times]
    return [
        _with_period(sentence, figure, times[n - 1], anchor) if (n := bisect_right(ends, figure.start)) else figure
        for figure in figures
    ]


def _with_period(sentence: str, figure: Figure, time: TimeExpression, anchor: date | None) -> Figure:
    _, first, last = resolve(time, anchor)
    return replace(figure, period=sentence[time.start : time.end], period_start=first, period_end=last)
