"""Figures in a sentence: what is measured, how much, how it changed, and for which period.

`find_quantities` reads numbers with units, `changes_of` tells growth from level, `metric_of` finds the name of what is
measured; here they meet. A change directly behind a level belongs to it (收入418.27亿元，同比增长6.1%); any other
change is a figure without a value, whose metric is the phrase before it. 分别 deals changes out to several names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from transforms.changes import Change, changes_of, fixed_changes, is_attached, is_link
from transforms.metrics import earlier_phrase, left_phrase, metric_of, split_phrase
from transforms.numerals import fold, with_variants
from transforms.quantities import FOLLOWING, Quantity, find_quantities
from transforms.records import Figure
from transforms.timepieces import TimeExpression
from transforms.timespans import resolve
from transforms.timewords import find_times, may_hold_time

MAY_HOLD_FIGURE = re.compile(
    rf"[{with_variants('0123456789二三四五六七八九两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟')}]"
    rf"(?:(?=[{re.escape(with_variants(FOLLOWING).translate({ord('年'): None, ord('日'): None}) + '零一')}])"
    r"|(?=日[内內以之元圓])|(?=年)(?<!\d\d\d\d))"
    "|一[倍成半点點]|番|持平|[减減]半"
)
"""A numeral with what can follow one that is read, or a change without a number; a sentence without holds no figure."""


_MAY_HOLD_TIME = may_hold_time(relative=True)


@dataclass(slots=True)
class _Draft:
    """A figure in the making: a level has a quantity, a bare change has none."""

    start: int
    end: int
    metric: str | None
    quantity: Quantity | None
    change: Change | None


def extract_figures(sentence: str, anchor: date | None = None) -> list[Figure]:
    """The figures of a sentence in order; `anchor` is the day it was written and resolves periods.

    Values have 万 and 亿 multiplied out and keep the printed unit (亩 stays 亩); see docs/figures.md.

    >>> [f] = extract_figures("税收收入31.76亿元，同比增长8.4%。")
    >>> f.metric, f.value, f.unit, f.comparison, f.direction, f.change_value, f.change_unit
    ('税收收入', 3176000000.0, '元', '同比', 'up', 8.4, '%')
    """
    if MAY_HOLD_FIGURE.search(sentence) is None:
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
    drafts = _levels(sentence, text, quantities, changes)
    if groups := _groups(changes, fixed):
        loose = _attach(text, drafts, groups)
        drafts += _bare(sentence, text, loose, drafts)
        drafts.sort(key=lambda draft: draft.start)
    return _with_periods(sentence, text, drafts, anchor)


def _levels(sentence: str, text: str, quantities: list[Quantity], changes: list[Change | None]) -> list[_Draft]:
    """The quantities that state a level, each with its metric."""
    drafts: list[_Draft] = []
    limit, metric = 0, None
    dealt = _dealt_out(sentence, text, quantities) if "分别" in text else {}
    for quantity, change in zip(quantities, changes, strict=True):
        if change is None and quantity.start in dealt:
            drafts.append(_Draft(quantity.start, quantity.end, dealt[quantity.start], quantity, None))
        elif change is None:
            span = metric_of(text, quantity, limit, metric)
            own = sentence[span[0] : span[1]] if span else None
            metric = own or metric
            named = own or (None if quantity.unit and quantity.unit.is_counter else metric)
            drafts.append(_Draft(quantity.start, quantity.end, named, quantity, None))
        elif span := left_phrase(text, change.start, limit):
            metric = sentence[span[0] : span[1]]
        limit = quantity.end
    return drafts


def _dealt_out(sentence: str, text: str, quantities: list[Quantity]) -> dict[int, str]:
    """Metrics by where the quantity starts, of lists that 分别 deals out: 彩电、冰箱和洗衣机分别占21%、18%和9%."""
    dealt: dict[int, str] = {}
    first = 0
    for last, quantity in enumerate(quantities):
        is_linked = last + 1 < len(quantities) and is_link(text[quantity.end : quantities[last + 1].start])
        if is_linked:
            continue
        row, first = quantities[first : last + 1], last + 1
        start = row[0].start
        if len(row) < 2 or "分别" not in text[max(0, start - 8) : start]:
            continue
        span = left_phrase(text, start, 0, keeps_list=True)
        phrase = sentence[span[0] : span[1]].partition("分别")[0] if span else ""
        names = split_phrase(phrase, len(row)) if phrase else None
        dealt |= {quantity.start: name for quantity, name in zip(row, names, strict=True)} if names else {}
    return dealt


def _groups(changes: list[Change | None], fixed: list[Change]) -> list[list[Change]]:
    """Changes in order; the members of one list (分别增长12%和15%) together. A missing comparison is the one before."""
    groups: list[list[Change]] = []
    comparison: str | None = None
    stated = [change for change in changes if change]
    for change in sorted(stated + fixed, key=lambda c: (c.start, c.end)) if stated or fixed else ():
        comparison = change.comparison or comparison
        if change.comparison != comparison:
            change = change._replace(comparison=comparison)
        if groups and change.is_shared and groups[-1][-1].is_shared and groups[-1][0].start == change.start:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _attach(text: str, levels: list[_Draft], groups: list[list[Change]]) -> list[list[Change]]:
    """Give each group to the levels directly before it, and return the groups that found none."""
    loose: list[list[Change]] = []
    ends = [level.end for level in levels]
    for group in groups:
        n_before = bisect_right(ends, group[0].start)
        targets = range(n_before - len(group), n_before) if n_before >= len(group) else range(0)
        is_taken = any(levels[i].change for i in targets)
        if not targets or is_taken or not is_attached(text, ends[targets[-1]], group[0].start):
            loose.append(group)
        else:
            for index, change in zip(targets, group, strict=True):
                levels[index].change = change
    return loose


def _bare(sentence: str, text: str, groups: list[list[Change]], levels: list[_Draft]) -> list[_Draft]:
    """Figures of the changes that no level carries."""
    drafts: list[_Draft] = []
    starts = [level.start for level in levels]
    limit, metric = 0, None
    for group in groups:
        start = group[0].start
        n_before = bisect_left(starts, start)
        before = levels[n_before - 1] if n_before else None
        limit = max(limit, before.end) if before else limit
        span = left_phrase(text, start, min(limit, start), keeps_list=len(group) > 1)
        if span:
            metric = sentence[span[0] : span[1]].removesuffix("分别")
        elif before and (not drafts or before.start > drafts[-1].start):
            metric = before.metric
        elif not drafts and (span := earlier_phrase(text, start, min(limit, start))):
            metric = sentence[span[0] : span[1]]
        names = split_phrase(metric, len(group)) if metric else None
        for index, change in enumerate(group):
            start = change.at if index else change.start
            drafts.append(_Draft(start, change.end, names[index] if names else metric, None, change))
        limit = group[-1].end
    return drafts


_Period = tuple[str | None, date | None, date | None]


def _with_periods(sentence: str, text: str, drafts: list[_Draft], anchor: date | None) -> list[Figure]:
    """The finished figures, each with the last time expression before it."""
    may_hold = _MAY_HOLD_TIME.search(text) is not None
    times = [t for t in find_times(text, relative=True) if not (t.word and t.word[0] == "vague")] if may_hold else []
    ends = [time.end for time in times]
    periods: dict[int, _Period] = {0: (None, None, None)}
    figures: list[Figure] = []
    for draft in drafts:
        n_before = bisect_right(ends, draft.start) if ends else 0
        if n_before not in periods:
            periods[n_before] = _period(sentence, times[n_before - 1], anchor)
        figures.append(_figure(sentence, draft, periods[n_before]))
    return figures


def _period(sentence: str, time: TimeExpression, anchor: date | None) -> _Period:
    _, first, last = resolve(time, anchor)
    return sentence[time.start : time.end], first, last


def _figure(sentence: str, draft: _Draft, period: _Period) -> Figure:
    quantity, change = draft.quantity, draft.change
    source = quantity or change
    return Figure(
        sentence[draft.start : draft.end],
        draft.start,
        draft.metric,
        quantity.value if quantity else None,
        quantity.value_to if quantity else None,
        quantity.unit.name if quantity and quantity.unit else None,
        source.approximation if source else None,
        change.comparison if change else None,
        change.direction if change else None,
        change.value if change else None,
        change.unit if change else None,
        *period,
    )
