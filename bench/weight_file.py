"""The numbers of a file of weights: where each is written, what it is used for, and the file with other numbers.

Where tables of the file share a number (`_AFTER_HEAD` serves two roles), it is one number here, found under each of its
uses: so weights that are written once are learned once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TRANSFORMS = Path(__file__).resolve().parents[1] / "transforms"
ROLES = _TRANSFORMS / "weights.py"
"""The file of the weights of the search for roles."""
STACKS = _TRANSFORMS / "stack_weights.py"
"""The file of the weights that divide headline stacks."""

Name = tuple[str, ...]
"""A variable of the file and the keys to a number in it, such as ("LOOKS", "head", "short")."""
Values = dict[Name, float]
"""The value of each number, by the name under which it is written."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: its value, and where its literal starts and ends, in bytes."""

    value: float
    start: int
    end: int


@dataclass(slots=True)
class WeightFile:
    """A file of weights.

    `numbers`: every number by the name under which it is written. `written`: for each use of a number the name under
    which it is written; ("FOLLOWS", "more", "lead") is ("_AFTER_HEAD", "lead").
    """

    source: bytes
    numbers: dict[Name, Number] = field(default_factory=dict)
    written: dict[Name, Name] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = ROLES) -> WeightFile:
        """The numbers in a file's assignments of numbers, dicts, their names and unions; all else is passed over."""
        file = cls(path.read_bytes())
        starts = _line_starts(file.source)
        for variable, node in _assignments(ast.parse(file.source)):
            uses = file._uses(node, (variable,), starts)
            file.written |= {(variable, *keys): name for keys, name in uses.items()}
        return file

    def values(self, *tables: str) -> Values:
        """The values of the numbers that serve any of these tables, each once."""
        used = dict.fromkeys(name for use, name in self.written.items() if use[0] in tables)
        return {name: self.numbers[name].value for name in used}

    def tables(self, values: Mapping[Name, float]) -> dict[str, Any]:
        """The variables (dicts, empty ones left out, and numbers) with these values in place of the file's own."""
        tables: dict[str, Any] = {}
        for use, name in self.written.items():
            value = values.get(name)
            _put(tables, use, self.numbers[name].value if value is None else value)
        return tables

    def rewritten(self, values: Mapping[Name, float]) -> bytes:
        """The file's source with these values in place of its own, to one decimal; all else is as it was."""
        source = self.source
        for name in sorted(values, key=lambda name: self.numbers[name].start, reverse=True):
            number = self.numbers[name]
            if values[name] != number.value:
                source = source[: number.start] + _literal(values[name]) + source[number.end :]
        return source

    def _uses(self, node: ast.expr, at: Name, starts: list[int]) -> dict[Name, Name]:
        """The numbers an expression holds: the keys to each, and the name under which it is written."""
        if isinstance(node, ast.Name):
            return {use[1:]: name for use, name in self.written.items() if use[0] == node.id}
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self._uses(node.left, at, starts) | self._uses(node.right, at, starts)
        if isinstance(node, ast.Dict):
            uses: dict[Name, Name] = {}
            for key, held in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    inner = self._uses(held, (*at, key.value), starts)
                    uses |= {(key.value, *keys): name for keys, name in inner.items()}
            return uses
        value = _number(node)
        if value is None:
            return {}
        self.numbers[at] = Number(value, *_extent(node, starts))
        return {(): at}


def _assignments(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The variables a module assigns, with their values."""
    for statement in module.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        if isinstance(value, ast.expr) and len(targets) == 1 and isinstance(targets[0], ast.Name):
            yield targets[0].id, value


def _number(node: ast.expr) -> float | None:
    sign = -1.0 if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else 1.0
    literal = node.operand if isinstance(node, ast.UnaryOp) else node
    if isinstance(literal, ast.Constant) and isinstance(literal.value, int | float):
        return sign * float(literal.value)
    return None


def _line_starts(source: bytes) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _extent(node: ast.expr, starts: list[int]) -> tuple[int, int]:
    """Where an expression starts and ends, in bytes; `ast` counts lines from 1 and columns in bytes."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset


def _put(table: dict[str, Any], keys: Name, value: float) -> None:
    for key in keys[:-1]:
        table = table.setdefault(key, {})
    table[keys[-1]] = value


def _literal(value: float) -> bytes:
    return f"{round(value, 1) + 0.0:.1f}".encode()
