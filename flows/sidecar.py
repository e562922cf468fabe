"""The sidecar table: what is known of single files from outside, such as a library's catalogue (附表、目录).

CSV (also tab-separated), JSON lines or Parquet with the columns of `COLUMNS`: `path` and at least one fact. A path is a
file's name, or as much of the end of its path as tells it apart; of several rows that fit, the longest path holds. An
empty value says nothing. To add a fact, add it to `FACTS` and to `records.PageHints`.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from transforms.decode import decode
from transforms.errors import RejectedFile, SettingsError
from transforms.records import PageHints

FACTS = ("publication", "issue_date", "page_label", "page_section")
COLUMNS = ("path", *FACTS)
_MOST_PROBLEMS = 10
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")

Row = tuple[str, Mapping[str, object]]
"""Where a row stands, for people, and its values by column."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Facts by path; a path's own are found under as much of its end as the table names."""

    name: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    """Path as in the table -> facts as JSON"""
    where: Mapping[str, str] = field(default_factory=dict)
    """Path as in the table -> its row, for people"""

    def facts(self, path: str) -> str:
        """What the table says of the file at `path`, as JSON with sorted keys; empty where it says nothing.

        >>> Sidecar(rows={"b/01.txt": '{"page_label":"1"}'}).facts("/in/b/01.txt")
        '{"page_label":"1"}'
        """
        return self.rows[key] if self.rows and (key := self._key(path)) else ""

    def check(self, paths: Iterable[str]) -> str:
        """What to tell of rows that name none of the files, empty where each names one.

        Raises SettingsError where one row without a folder names files of several folders.
        """
        if not self.rows:
            return ""
        seen: dict[str, str] = {}
        for path in paths:
            key = self._key(path)
            if key is None:
                continue
            if key in seen and "/" not in key:
                raise SettingsError(
                    f"{self.name}, {self.where[key]}: {key!r} names several files, such as {seen[key]} and {path}; "
                    "write as much of their paths as tells them apart"
                )
            seen[key] = path
        unused = [key for key in self.rows if key not in seen]
        if not unused:
            return ""
        return (
            f"{self.name}: {len(unused):,} of {len(self.rows):,} rows name none of the inputs, the first is "
            f"{self.where[unused[0]]} with {unused[0]!r}"
        )

    def _key(self, path: str) -> str | None:
        at = 0
        while True:
            if path[at:] in self.rows:
                return path[at:]
            at = path.find("/", at) + 1
            if not at:
                return None


def hints_from_facts(facts: str) -> PageHints:
    """The hints that `Sidecar.facts` stands for."""
    if not facts:
        return PageHints()
    said = json.loads(facts)
    day = said.get("issue_date")
    return PageHints(**{**said, "issue_date": date.fromisoformat(day) if day else None})


def read_sidecar(path: Path | None) -> Sidecar:
    """Read a sidecar table; an empty one where there is none.

    Raises SettingsError that names the file, each row that can't be used, what is wrong with it and what to do.
    """
    if path is None:
        return Sidecar()
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise SettingsError(f"source.sidecar: {path} is no table that baoku reads; {', '.join(_READERS)} are")
    try:
        return _collect(path.name, reader(path))
    except OSError as error:
        raise SettingsError(f"source.sidecar: {path} can't be read: {error.strerror or error}") from error
    except RejectedFile as error:
        raise SettingsError(f"source.sidecar: {path} can't be read as text: {error.detail}") from error


def _collect(name: str, table: Iterable[Row]) -> Sidecar:
    rows: dict[str, str] = {}
    where: dict[str, str] = {}
    problems: list[str] = []
    for place, values in table:
        try:
            key, facts = _read_row(values)
            if key in rows and rows[key] != facts:
                raise ValueError(f"{key!r} stands in {where[key]} too, with other values; keep one of the two")
        except ValueError as error:
            problems.append(f"{place}: {error}")
            continue
        rows[key] = facts
        where.setdefault(key, place)
    if problems:
        more = len(problems) - _MOST_PROBLEMS
        said = "; ".join(problems[:_MOST_PROBLEMS]) + (f"; and {more} more rows" if more > 0 else "")
        raise SettingsError(f"{name} has rows that can't be used: {said}")
    return Sidecar(name, rows, where)


def _read_row(values: Mapping[str, object]) -> tuple[str, str]:
    _check_columns(values)
    said = {key: text for key, value in values.items() if (text := _text(value))}
    key = said.pop("path", "").replace("\\", "/").removeprefix("./")
    if not key:
        raise ValueError("path is empty; write the file's name or the end of its path")
    if any(char in key for char in "*?"):
        raise ValueError(f"path {key!r} has a wildcard; write one row a file")
    if not said:
        raise ValueError(f"says nothing of {key!r}; fill in {', '.join(FACTS)}, or remove the row")
    if "issue_date" in said:
        said["issue_date"] = _day(said["issue_date"])
    if "page_label" in said:
        said["page_label"] = _label(said["page_label"])
    return key, json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_columns(names: Iterable[object]) -> None:
    names = list(names)
    for name in names:
        if name not in COLUMNS:
            near = difflib.get_close_matches(str(name), COLUMNS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"columns are {', '.join(COLUMNS)}"
            raise ValueError(f"unknown column {name!r}; {hint}")
    if "path" not in names:
        raise ValueError(f"no column 'path'; columns are {', '.join(COLUMNS)}")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value).strip()
    raise ValueError(f"{value!r} is no text; write a string, a number or a date")


def _day(said: str) -> str:
    found = _DAY.fullmatch(said)
    try:
        if found:
            return date(*(int(part) for part in found.groups() if part)).isoformat()
    except ValueError:
        pass
    raise ValueError(f"issue_date {said!r} is no day; write it as 2025-10-14")


def _label(said: str) -> str:
    """A page label as pages and paths give it: 第03版 is 3, a03 is A03."""
    bare = said.removeprefix("第").removesuffix("版").strip()
    if not bare:
        raise ValueError(f"page_label {said!r} is no page; write it as 3 or A03")
    return bare.lstrip("0") or "0" if bare[0].isdigit() else bare.upper()


def _text_of(path: Path) -> str:
    """A table's text: UTF-8, else any encoding that pages come in."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data).text.removeprefix("\ufeff")


def _from_csv(path: Path) -> Iterator[Row]:
    """Rows of a CSV file; the header names the columns, commas, semicolons or tabs part them."""
    text = _text_of(path)
    header = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = _without_empty_end(next(reader, []))
        _check_header(names, path)
        for number, values in enumerate(map(_without_empty_end, reader), 2):
            if len(values) > len(names):
                raise SettingsError(
                    f"{path.name}, row {number} (line {reader.line_num}): {len(values)} values for {len(names)} "
                    'columns; put a value that holds the separator in "quotes"'
                )
            if values:
                yield f"row {number} (line {reader.line_num})", dict(zip(names, values, strict=False))
    except csv.Error as error:
        raise SettingsError(f"{path.name}, line {reader.line_num}: no CSV: {error}") from error


def _without_empty_end(values: list[str]) -> list[str]:
    """The values up to the last that is not empty; spreadsheets write commas behind it."""
    bare = [value.strip() for value in values]
    while bare and not bare[-1]:
        bare.pop()
    return bare


def _check_header(names: list[str], path: Path) -> None:
    try:
        _check_columns(names)
        if repeated := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"column {repeated[0]!r} stands there twice; remove one of them")
    except ValueError as error:
        raise SettingsError(f"{path.name}, header: {error}") from error


def _from_json_lines(path: Path) -> Iterator[Row]:
    for number, line in enumerate(_text_of(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            raise SettingsError(
                f"{path.name}, line {number}: no JSON: {error}; write one object a line, with the keys "
                + ", ".join(COLUMNS)
            ) from error
        if not isinstance(values, dict):
            raise SettingsError(f'{path.name}, line {number}: no JSON object; write {{"path": …}}')
        yield f"line {number}", values


def _from_parquet(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except pa.ArrowInvalid as error:
        raise SettingsError(f"source.sidecar: {path} can't be read as Parquet: {error}") from error
    _check_header(table.column_names, path)
    for number, values in enumerate(table.to_pylist(), 1):
        yield f"row {number}", values


_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".csv": _from_csv,
    ".tsv": _from_csv,
    ".jsonl": _from_json_lines,
    ".ndjson": _from_json_lines,
    ".parquet": _from_parquet,
}
