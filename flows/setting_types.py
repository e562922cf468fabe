"""What the models of settings share: a frozen section that knows no other keys, and checked kinds of values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from transforms.codec_names import READABLE, codec_of
from warehouse.location import ObjectUrl, parse_location


class Section(BaseModel):
    """A table of the settings file; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _compiles(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return patterns


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) and value else value or ()


def _is_readable(names: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := [name for name in names if not codec_of(name)]:
        raise ValueError(f"{', '.join(unknown)}: no encoding that baoku reads; {', '.join(READABLE)} are")
    return names


Patterns = Annotated[tuple[str, ...], AfterValidator(_compiles)]
"""Regular expressions."""
Encodings = Annotated[tuple[str, ...], BeforeValidator(_one_or_many), AfterValidator(_is_readable)]
"""Names of encodings, or the name of one."""
Place = Annotated[
    Path | ObjectUrl, BeforeValidator(parse_location), PlainSerializer(str, return_type=str, when_used="json")
]
"""Where a store is: a folder, or s3://bucket/prefix."""
Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
"""Strings, or one."""
