"""Settings: read once at the edge, immutable, passed as arguments.

Rising order: defaults, `baoku.toml` in the working folder, environment variables (`BAOKU_WORKERS=4`,
`BAOKU_SOURCE__ENCODING=big5`), flags of the command line. To add a setting, add a field with its description to a model
below: the file that `baoku init` writes, the environment variable and the error messages follow from it.
"""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, Field, ValidationError, model_validator

from flows.papers import PaperSettings
from flows.setting_types import Encodings, Patterns, Place, Section
from transforms.errors import SettingsError
from warehouse.location import ObjectUrl, parse_location

FILE_NAME = "baoku.toml"
ENV_PREFIX = "BAOKU_"
NESTING = "__"
ANY_NAME = '"NAME"'
"""Stands in the list of settings for a name that the user gives."""
MANAGED_ELSEWHERE = frozenset({"BAOKU_CONFIG"})

Layer = dict[str, Any]


class SourceSettings(Section):
    """Where bytes come from and what their paths say."""

    include: tuple[str, ...] = Field(("*.txt", "*.TXT"), description="file names taken from folders")
    exclude: tuple[str, ...] = Field((".*", "~*"), description="file and folder names left out")
    encoding: Encodings = Field(
        (),
        description="encodings the files are declared to have; a file that fits none is rejected; "
        "empty: detect each file's",
    )
    max_file_mb: int = Field(64, ge=1, description="files larger than this are rejected, in MB")
    path_patterns: Patterns = Field(
        (
            r"(?P<year>(?:19|20)\d\d)[-_./年]?(?P<month>\d{2})[-_./月]?(?P<day>\d{2})日?(?:/|[-_.])(?:第|page|p)?(?P<page>[A-Za-z]?\d{1,3})版?(?=\.|$)",
            r"(?P<year>(?:19|20)\d\d)[-_./年](?P<month>\d{2})[-_./月](?P<day>\d{2})",
        ),
        description="regular expressions searched in a file's path; groups: publication, year, month, day, page",
    )
    publications: dict[str, str] = Field(
        default_factory=dict, description="folder or file-name part -> name of the newspaper, such as rmrb -> 人民日报"
    )
    sidecar: Path | None = Field(
        None, description="table with path, publication, issue_date, page_label, page_section: csv, jsonl or parquet"
    )


class Settings(Section):
    """Everything a user can set. Paths are relative to the folder the command runs in."""

    store: Place = Field(
        Path("store"), description="the folder that holds lake, warehouse and rejects, or s3://bucket/prefix"
    )
    cache: Path | None = Field(
        None, description="folder for local copies of a store in an object store; by default in the user's cache folder"
    )
    workers: int = Field(0, ge=0, le=256, description="worker processes; 0: one per core")
    batch_mb: int = Field(8, ge=1, le=1024, description="input per batch, the unit of work, retry and commit, in MB")
    engine: Literal["fast", "jieba"] = Field("fast", description="word segmenter; both give jieba's words")
    user_terms: Path | None = Field(None, description="user dictionary: one 'word [freq] [tag]' a line")
    min_quality: float = Field(0.2, ge=0, le=1, description="pages below this quality (0..1) are rejected")
    compact_parts: int = Field(
        64, ge=0, description="small parts of one table and partition that a run merges at its end; 0: never"
    )
    source: SourceSettings = Field(default_factory=SourceSettings)
    papers: dict[str, PaperSettings] = Field(
        default_factory=dict, description="what is different about single newspapers, by name"
    )

    @model_validator(mode="before")
    @classmethod
    def _with_cache(cls, given: Any) -> Any:
        """A store in an object store knows where its local copies go."""
        if isinstance(given, dict) and given.get("cache") and "store" in given:
            place = parse_location(given["store"])
            if isinstance(place, ObjectUrl):
                return given | {"store": place.cached_in(Path(given["cache"]))}
        return given

    def changing_output(self) -> dict[str, Any]:
        """The settings that change rows: part of the pipeline version, JSON-able.

        Dictionaries count by what they hold, not by where they are, see `flows.dictionaries`.
        """
        dumped = self.model_dump(mode="json", include=_CHANGING)
        for paper in dumped["papers"].values():
            del paper["user_terms"]
        return dumped


_READING = {"encoding", "path_patterns", "publications", "max_file_mb"}
_CHANGING: dict[str, Any] = {"engine": True, "min_quality": True, "papers": True, "source": _READING}


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
        raise SettingsError(f"user dictionary {path} can't be read as UTF-8 text: {error}") from error


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
    section, is_table = _model_of(field.annotation)
    below = keys[2:] if is_table else keys[1:]
    return _field_type(section, below) if section and below else field.annotation


def _model_of(kind: object) -> tuple[type[BaseModel] | None, bool]:
    """The model of a section, or of each section of a table of named ones; and whether it is such a table."""
    is_table = get_origin(kind) is dict
    model = get_args(kind)[1] if is_table else kind
    return (model if isinstance(model, type) and issubclass(model, BaseModel) else None), is_table


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
            raise SettingsError(_unknown_key(prefix + key, where, _beside(model, prefix)))
        nested, is_table = _model_of(field.annotation)
        if nested is None:
            continue
        for name, section in _sections(value, prefix + key, where).items() if is_table else ((key, value),):
            full = f'{prefix}{key}."{name}"' if is_table else prefix + key
            if not isinstance(section, dict):
                raise SettingsError(f"{where}: {full} is a section; write [{full}] and its keys below")
            _check_keys(section, nested, where, full + ".")


def _sections(value: object, full: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f'{where}: {full} holds named sections; write [{full}."name"] and its keys below')
    return value


def _unknown_key(key: str, where: str, beside: list[str]) -> str:
    """What to say of an unknown key; `beside`: the keys it may have stood for, all of them where empty."""
    known = beside or [name for name, _, _ in setting_names()]
    near = _nearest(key, known, len(key.rpartition(".")[0]) + 1 if beside else 0)
    hint = f"did you mean {near!r}?" if near else f"valid keys: {', '.join(known)}"
    return f"{where}: unknown setting {key!r}; {hint}"


def _nearest(key: str, known: list[str], same: int) -> str | None:
    """The known key most like this one, or one of the same last part; the first `same` characters are alike anyway."""
    found = difflib.get_close_matches(key[same:], [name[same:] for name in known], n=1, cutoff=0.5)
    if found:
        return key[:same] + found[0]
    sections = difflib.get_close_matches(key, Settings.model_fields, n=1, cutoff=0.7)
    last = (name for name in known if name.rpartition(".")[2] == key.rpartition(".")[2])
    return sections[0] if sections else next(last, None)


def _beside(model: type[BaseModel], prefix: str) -> list[str]:
    """The keys of a named section; empty elsewhere, where a misplaced key may belong to another section."""
    return [prefix + name for name in model.model_fields] if '"' in prefix else []


def setting_names(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[tuple[str, object, str]]:
    """Every setting as (dotted name, default, description), in the order of the models."""
    for name, field in model.model_fields.items():
        nested, is_table = _model_of(field.annotation)
        if nested is not None:
            yield from setting_names(nested, f"{prefix}{name}.{ANY_NAME}." if is_table else f"{prefix}{name}.")
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
