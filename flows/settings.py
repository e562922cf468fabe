"""Settings: read once at the edge, immutable, passed as arguments.

Rising order: defaults, `baoku.toml` in the working folder, environment variables (`BAOKU_WORKERS=4`,
`BAOKU_SOURCE__ENCODING=big5`), flags of the command line. To add a setting, add a field with its description to a model
below: the file that `baoku init` writes, the environment variable and the error messages follow from it.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from transforms.codec_names import READABLE, codec_of
from transforms.errors import SettingsError

FILE_NAME = "baoku.toml"
ENV_PREFIX = "BAOKU_"
NESTING = "__"
MANAGED_ELSEWHERE = frozenset({"BAOKU_CONFIG"})

Layer = dict[str, Any]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class SourceSettings(_Section):
    """Where bytes come from and what their paths say."""

    include: tuple[str, ...] = Field(("*.txt", "*.TXT"), description="file names taken from folders")
    exclude: tuple[str, ...] = Field((".*", "~*"), description="file and folder names left out")
    encoding: tuple[str, ...] = Field(
        (),
        description="encodings the files are declared to have; a file that fits none is rejected; "
        "empty: detect each file's",
    )
    max_file_mb: int = Field(64, ge=1, description="files larger than this are rejected, in MB")
    path_patterns: tuple[str, ...] = Field(
        (
            r"(?P<year>(?:19|20)\d\d)[-_./年]?(?P<month>\d{2})[-_./月]?(?P<day>\d{2})日?(?:/|[-_.])(?:第|page|p)?(?P<page>[A-Za-z]?\d{1,3})版?(?=\.|$)",
            r"(?P<year>(?:19|20)\d\d)[-_./年](?P<month>\d{2})[-_./月](?P<day>\d{2})",
        ),
        description="regular expressions searched in a file's path; groups: publication, year, month, day, page",
    )
    publications: dict[str, str] = Field(
        default_factory=dict, description="folder or file-name part -> name of the newspaper, such as rmrb -> 人民日报"
    )

    @field_validator("path_patterns")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns

    @field_validator("encoding", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) and value else value or ()

    @field_validator("encoding")
    @classmethod
    def _is_readable(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in names if not codec_of(name)]:
            raise ValueError(f"{', '.join(unknown)}: no encoding that baoku reads; {', '.join(READABLE)} are")
        return names


class Settings(_Section):
    """Everything a user can set. Paths are relative to the folder the command runs in."""

    store: Path = Field(Path("store"), description="the folder that holds lake, warehouse, rejects and reports")
    workers: int = Field(0, ge=0, le=256, description="worker processes; 0: one per core")
    batch_mb: int = Field(8, ge=1, le=1024, description="input per batch, the unit of work, retry and commit, in MB")
    engine: Literal["fast", "jieba"] = Field("fast", description="word segmenter; both give jieba's words")
    user_terms: Path | None = Field(None, description="user dictionary: one 'word [freq] [tag]' a line")
    min_quality: float = Field(0.2, ge=0, le=1, description="pages below this quality (0..1) are rejected")
    compact_parts: int = Field(
        64, ge=0, description="small parts of one table and partition that a run merges at its end; 0: never"
    )
    source: SourceSettings = Field(default_factory=SourceSettings)

    def changing_output(self) -> dict[str, Any]:
        """The settings that change rows: part of the pipeline version, JSON-able."""
        return self.model_dump(mode="json", include={"engine": True, "min_quality": True, "source": _READING})


_READING = {"encoding", "path_patterns", "publications", "max_file_mb"}


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Read the settings of `folder` (default: the working folder), `environ` and `flags` (None values are not set).

    Raises SettingsError for unknown keys, naming the nearest valid one, and for values that don't fit.
    """
    environ = os.environ if environ is None else environ
    layers = [
        (f"{FILE_NAME}", _from_file(folder or Path.cwd(), environ)),
        ("environment", _from_environment(environ)),
        ("command line", {k: v for k, v in (flags or {}).items() if v is not None}),
    ]
    merged: Layer = {}
    for where, layer in layers:
        _check_keys(layer, Settings, where)
        merged = _merge(merged, layer)
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from error


def read_user_terms(path: Path | None) -> str:
    """The text of the user dictionary, empty where there is none; raises SettingsError."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"user_terms: {path} can't be read as UTF-8 text: {error}") from error


def _from_file(folder: Path, environ: Mapping[str, str]) -> Layer:
    named = environ.get("BAOKU_CONFIG")
    path = Path(named) if named else folder / FILE_NAME
    if not path.is_file():
        if named:
            raise SettingsError(f"BAOKU_CONFIG names {named}, which is no file")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} can't be read as TOML: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> Layer:
    layer: Layer = {}
    for name, value in sorted(environ.items()):
        if not name.startswith(ENV_PREFIX) or name in MANAGED_ELSEWHERE:
            continue
        *sections, key = name.removeprefix(ENV_PREFIX).lower().split(NESTING)
        target = layer
        for section in sections:
            target = target.setdefault(section, {})
        target[key] = _parse(value, _field_type(Settings, [*sections, key]))
    return layer


def _field_type(model: type[BaseModel], keys: list[str]) -> object:
    field = model.model_fields.get(keys[0])
    if field is None:
        return None
    nested = field.annotation
    if len(keys) > 1 and isinstance(nested, type) and issubclass(nested, BaseModel):
        return _field_type(nested, keys[1:])
    return nested


def _parse(value: str, wanted: object) -> object:
    """A JSON value where the setting is a list or table, a comma-separated list for convenience, else the string."""
    if get_origin(wanted) not in (tuple, dict):
        return value
    if value.lstrip().startswith(("[", "{")):
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            raise SettingsError(f"environment: {value!r} is no JSON: {error}") from error
    return [part.strip() for part in value.split(",") if part.strip()]


def _check_keys(layer: Layer, model: type[BaseModel], where: str, prefix: str = "") -> None:
    for key, value in layer.items():
        field = model.model_fields.get(key)
        if field is None:
            raise SettingsError(_unknown_key(prefix + key, where))
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, BaseModel):
            if not isinstance(value, dict):
                raise SettingsError(f"{where}: {prefix + key} is a section; write [{prefix + key}] and its keys below")
            _check_keys(value, nested, where, prefix + key + ".")


def _unknown_key(key: str, where: str) -> str:
    known = [name for name, _, _ in setting_names()]
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5) or [
        name for name in known if name.rsplit(".", 1)[-1] == key.rsplit(".", 1)[-1]
    ]
    hint = f"did you mean {near[0]!r}?" if near else f"valid keys: {', '.join(known)}"
    return f"{where}: unknown setting {key!r}; {hint}"


def setting_names(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[tuple[str, object, str]]:
    """Every setting as (dotted name, default, description), in the order of the models."""
    for name, field in model.model_fields.items():
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, BaseModel):
            yield from setting_names(nested, f"{prefix}{name}.")
        else:
            yield prefix + name, field.get_default(call_default_factory=True), field.description or ""


def _merge(below: Layer, above: Layer) -> Layer:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _explain(error: ValidationError) -> str:
    lines = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}, got {e['input']!r}" for e in error.errors()]
    return "unusable setting: " + "; ".join(lines)
