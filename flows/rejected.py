"""`baoku rejects list | show | retry`: what could not be loaded, why, and another try.

The lake's table `rejects` says which inputs are rejected now; the store keeps their bytes, so that they can be looked
at and read again when their files are gone.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.markup import escape

from flows.jobs import Job
from flows.querying import print_table, wide_console
from flows.settings import Settings
from flows.sources import Input
from transforms.candidates import rank_candidates, take_sample
from transforms.decode import decode
from transforms.errors import QueryError, UndecodableFile
from warehouse.location import Location
from warehouse.storage import storage_at
from warehouse.store import Store, kept_name

N_BYTES_SHOWN = 256
N_CHARS_SHOWN = 60
N_ENCODINGS_SHOWN = 4
SHA_DIGITS = 12
LISTED = ("source_sha256", "reason", "stage", "size_bytes", "source_path", "rejected_at")

Reject = dict[str, Any]
"""A row of the table `rejects`."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rejects are meant: by path or the first digits of the SHA-256, by reason, stage, pattern of the path."""

    which: tuple[str, ...] = ()
    reason: str | None = None
    stage: str | None = None
    path: str | None = None

    def accepts(self, row: Reject) -> bool:
        """Whether a reject is meant."""
        return (
            (not self.which or any(_is_named(row, name) for name in self.which))
            and self.reason in (None, row["reason"])
            and self.stage in (None, row["stage"])
            and (self.path is None or fnmatch.fnmatch(row["source_path"], self.path))
        )


def _is_named(row: Reject, name: str) -> bool:
    is_digest = len(name) >= 4 and row["source_sha256"].startswith(name.lower())
    return is_digest or row["source_path"] in (name, Path(name).absolute().as_posix())


def rejects(store: Location, wanted: Filter) -> list[Reject]:
    """The rejects that are meant, by path.

    Raises QueryError where `which` names one that isn't there, StoreError where there is no store.
    """
    rows = sorted(Store.open(store, write=False).rows("rejects").to_pylist(), key=lambda row: row["source_path"])
    for name in wanted.which:
        if not any(_is_named(row, name) for row in rows):
            raise QueryError(f"no rejected input has the path or SHA-256 {name!r}; `baoku rejects list` lists them")
    return [row for row in rows if wanted.accepts(row)]


def print_rejects(store: Location, wanted: Filter, limit: int, *, as_json: bool = False) -> int:
    """Print a table of rejects, or all of their columns as JSON."""
    found = rejects(store, wanted)
    if as_json:
        kept = storage_at(store).sizes("rejects")
        print(json.dumps([_with_place(store, row, kept) for row in found], ensure_ascii=False, indent=1, default=str))
        return 0
    shown = [{**{k: row[k] for k in LISTED}, "source_sha256": row["source_sha256"][:SHA_DIGITS]} for row in found]
    if not shown:
        print("no rejected input" + (" like that" if wanted != Filter() else ""))
        return 0
    print_table(pa.Table.from_pylist(shown), wide_console(), limit)
    print("`baoku rejects show SHA` tells more of one, `baoku rejects retry` reads them again")
    return 0


def _with_place(store: Location, row: Reject, kept: Collection[str]) -> Reject:
    """The reject and where its bytes are kept, told of those that are."""
    name = kept_name(row["source_sha256"])
    return {**row, "kept_at": f"{store.absolute()}/{name}" if name in kept else None}


def _kept(store: Location, row: Reject) -> Path | None:
    """A local file with the bytes of a reject, None where they were not kept."""
    return storage_at(store).local(kept_name(row["source_sha256"]))


def print_reject(store: Location, which: str, *, as_json: bool = False) -> int:
    """Print one reject: reason, hint, first bytes, and what its bytes look like in the likeliest encodings.

    Raises QueryError where none, or more than one with other bytes, is meant.
    """
    found = rejects(store, Filter((which,)))
    if len({row["source_sha256"] for row in found}) > 1:
        raise QueryError(f"{which!r} could be {len(found)} rejected inputs; give more digits of the SHA-256")
    row = found[0]
    kept = _kept(store, row)
    data = kept.read_bytes() if kept else b""
    about = {
        **_with_place(store, row, {kept_name(row["source_sha256"])} if kept else ()),
        "file": _file_state(row),
        **_evidence(data),
    }
    if as_json:
        about["first_bytes"] = data[:N_BYTES_SHOWN].hex()
        print(json.dumps(about, ensure_ascii=False, indent=1, default=str))
        return 0
    _print_about(about, data)
    return 0


def _file_state(row: Reject) -> str:
    path = Path(row["source_path"])
    if not path.is_file():
        return "gone; the store has its bytes"
    return "still there" if path.stat().st_size == row["size_bytes"] else "changed since; `baoku run` reads it anew"


def _evidence(data: bytes) -> dict[str, Any]:
    """What decoding says of the bytes today, and how the likeliest encodings would read them."""
    if not data:
        return {"decodes_as": None, "says": "the store has no bytes of it", "encodings": []}
    try:
        decoded = decode(data)
        found = {"decodes_as": decoded.encoding, "confidence": decoded.confidence, "says": dict(decoded.evidence)}
    except UndecodableFile as error:
        found = {"decodes_as": None, "says": str(error)}
    sample = take_sample(data) or data[:N_BYTES_SHOWN]
    likely = rank_candidates(sample)[:N_ENCODINGS_SHOWN] if any(byte > 127 for byte in sample) else []
    return found | {
        "encodings": [
            {"encoding": c.encoding, "score": c.score, "text": _printable(sample.decode(c.encoding, "replace"))}
            for c in likely
        ]
    }


def _printable(text: str) -> str:
    flat = "".join(c if c.isprintable() else " " for c in text[: 4 * N_CHARS_SHOWN])
    return " ".join(flat.split())[:N_CHARS_SHOWN]


def _print_about(about: Mapping[str, Any], data: bytes) -> None:
    console = wide_console()
    lines = [
        ("path 路径", f"{about['source_path']} ({about['file']})"),
        ("sha256", about["source_sha256"]),
        ("size 大小", f"{about['size_bytes']:,} bytes"),
        ("refused 拒收", f"{about['reason']} at stage {about['stage']}, {about['rejected_at']} UTC, {about['run_id']}"),
        ("what to do 处理", about["detail"]),
        ("kept 保存", about["kept_at"] or "not kept: the file could not be read"),
        ("today 现在", f"decodes as {about['decodes_as']}" if about["decodes_as"] else f"{about['says']}"),
    ]
    for label, value in lines:
        console.print(f"[bold]{label}[/]  {escape(str(value))}", highlight=False, soft_wrap=True)
    for candidate in about["encodings"]:
        reading = f"  as {candidate['encoding']:<10} {candidate['score']:>6.3f}  {candidate['text']}"
        console.print(escape(reading), highlight=False, soft_wrap=True)
    for line in hex_lines(data[:N_BYTES_SHOWN]):
        console.print(escape(line), highlight=False, soft_wrap=True)


def hex_lines(data: bytes) -> list[str]:
    r"""Bytes as offset, hexadecimal and ASCII, sixteen a line.

    >>> hex_lines(b"PK\x03")
    ['  00000000  50 4b 03                                         PK.']
    """
    rows = [(at, data[at : at + 16]) for at in range(0, len(data), 16)]
    return [
        f"  {at:08x}  {row.hex(' '):<47}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in row)}" for at, row in rows
    ]


def retry(
    settings: Settings, wanted: Filter, encodings: tuple[str, ...], *, direct: bool, quiet: bool, as_json: bool
) -> int:
    """Read the rejects that are meant again, and load what can be read now; gives the exit code of the run."""
    from flows.running import run_job

    found = rejects(settings.store, wanted)
    inputs = tuple(item for row in found if (item := _input(settings.store, row, encodings)) is not None)
    if not inputs:
        if as_json:
            print("{}")
        elif not quiet:
            print("nothing to retry: no rejected input like that has a file or kept bytes")
        return 0
    job = Job(tuple(row["source_path"] for row in found), settings, "baoku rejects retry", inputs)
    return run_job(job, direct=direct, quiet=quiet, as_json=as_json)


def _input(store: Location, row: Reject, encodings: tuple[str, ...]) -> Input | None:
    """The input to read: its file where there is one, else the bytes that the store kept, else None."""
    path, kept = Path(row["source_path"]), _kept(store, row)
    if path.is_file():
        status = path.stat()
        return Input(row["source_path"], status.st_size, status.st_mtime_ns, encodings)
    if kept is None:
        return None
    status = kept.stat()
    return Input(row["source_path"], status.st_size, status.st_mtime_ns, encodings, str(kept))
