"""The order of rows inside a part: by day of issue, page, and place on the page.

A partition is of one newspaper and year, so its parts are sorted by newspaper, day, page and sequence. A row knows its
document only; what day and page that is say the `documents` of the same batch, or of the same partition when merging.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.columns import Table

Places = Mapping[str, int]
"""doc_id -> its place among the pages"""

_DIGITS, _LETTERS = re.compile("[0-9]+"), re.compile("[A-Z]*")
_RANK = "rank"


def page_key(label: str) -> str:
    """A page label in the form to sort by; the same as the macro `reports.page_key`.

    >>> sorted(["10", "A02", "2", "A1"], key=page_key)
    ['2', '10', 'A1', 'A02']
    """
    capitals, digits = label.upper(), _DIGITS.search(label)
    if digits is None:
        return capitals
    letters = _LETTERS.match(capitals)
    return (letters[0] if letters else "") + digits[0][:4].rjust(4, "0")


def places_of(documents: pa.Table) -> Places:
    """The place of each document by day of issue, page and key; those without a day, or a page, come last."""
    doc_ids, days, labels = (documents[name].to_pylist() for name in ("doc_id", "issue_date", "page_label"))
    keys = sorted(map(_key, doc_ids, days, labels))
    return {key[-1]: place for place, key in enumerate(keys)}


def _key(doc_id: str, day: date | None, label: str | None) -> tuple[date, bool, str, str]:
    return day or date.max, label is None, page_key(label or ""), doc_id


def in_order(table: Table, rows: pa.Table, places: Places) -> pa.Table:
    """The rows by the place of their document, then in the table's order; ties keep their order.

    Rows of documents without a place come last. Sorted input, the usual case, is only looked through.
    """
    if not table.sort:
        return rows
    first, *others = table.sort
    ranked = rows.select(others).append_column(_RANK, _ranks(rows[first], places if table.is_of_pages else {}))
    names = [_RANK, *others]
    if _is_sorted(ranked, names):
        return rows
    return rows.take(pc.sort_indices(ranked, [(name, "ascending") for name in names]))


def _ranks(keys: pa.ChunkedArray, places: Places) -> pa.ChunkedArray:
    """The rank of each row by its key, a document or an article; only distinct keys are looked at one by one."""
    distinct = pc.unique(keys).to_pylist()
    ranked = sorted(distinct, key=lambda key: (places.get(key.split("-")[0], len(places)), key))
    return pc.index_in(keys, value_set=pa.array(ranked, pa.string()))


def _is_sorted(rows: pa.Table, names: list[str]) -> bool:
    """Whether no row comes before its predecessor, comparing the named columns from left to right."""
    if len(rows) < 2:
        return True
    in_order = pa.scalar(True)
    for name in reversed(names):
        column = rows[name].combine_chunks()
        before, after = column.slice(0, len(column) - 1), column.slice(1)
        in_order = pc.or_(pc.less(before, after), pc.and_(pc.equal(before, after), in_order))
    return bool(pc.all(in_order).as_py())
