"""`baoku run --dry-run`: what a run would read and why, and what it would leave alone; nothing is written.

Every file of unknown path, size or time of change is read for its hash, so that duplicates and renamed files are told
from new ones. A store that isn't there yet knows nothing and is not made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.dictionaries import Versions, earlier_versions, read_dictionary
from flows.jobs import Job
from flows.judging import Judge, Verdict
from flows.pipeline_version import changed_parts, pipeline_parts, version_of
from flows.retiring import vanished
from flows.sidecar import read_sidecar
from flows.sources import Input, list_inputs
from warehouse.location import Location
from warehouse.storage import storage_at
from warehouse.store import KnownInput, Store

if TYPE_CHECKING:
    from flows.planning import Planner

N_EXAMPLES = 5


@dataclass(slots=True)
class Preview:
    """What a run would do: files, bytes and the first few paths by verdict."""

    n_files: Counter[Verdict] = field(default_factory=Counter)
    size_bytes: Counter[Verdict] = field(default_factory=Counter)
    examples: dict[Verdict, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    note: str = ""

    def add(self, verdict: Verdict, item: Input, was_at: str | None = None) -> None:
        """Count one input."""
        self.n_files[verdict] += 1
        self.size_bytes[verdict] += item.size_bytes
        shown = self.examples.setdefault(verdict, [])
        if len(shown) < N_EXAMPLES:
            shown.append(item.path if was_at is None else f"{was_at} -> {item.path}")

    @property
    def to_read(self) -> tuple[int, int]:
        """Files and bytes that would go through the pipeline."""
        read = [verdict for verdict in self.n_files if verdict.is_read]
        return sum(self.n_files[v] for v in read), sum(self.size_bytes[v] for v in read)

    def as_json(self) -> dict[str, Any]:
        """Machine-readable, for `--json`; sizes in bytes."""
        n_files, size_bytes = self.to_read
        return {
            "n_inputs": self.n_files.total(),
            "n_to_read": n_files,
            "bytes_to_read": size_bytes,
            "verdicts": {
                v.value: {"n_files": self.n_files[v], "size_bytes": self.size_bytes[v], "examples": self.examples[v]}
                for v in Verdict
                if self.n_files[v]
            },
            "unreadable": self.unreadable,
            "retired": self.retired,
            "note": self.note,
        }


def preview_run(job: Job, *, as_json: bool = False) -> int:
    """Print what `baoku run` would do, and give the exit code."""
    found = preview(job)
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        print_preview(found, Console(highlight=False, soft_wrap=True))
    return 0


def preview(job: Job) -> Preview:
    """What `baoku run` would do; raises what it would raise before it starts."""
    settings = job.settings
    listed = list_inputs(job.inputs, settings.source)
    sidecar = read_sidecar(settings.source.sidecar)
    notes = [sidecar.check(item.path for item in listed)]
    parts = pipeline_parts(settings.changing_output(), read_dictionary(settings))
    store = _opened(settings.store)
    versions = Versions.of(parts, settings, store)
    known = store.known_inputs() if store else {}
    judge = Judge(known, versions, settings, sidecar)
    found, moved = Preview(), set[str]()
    for item in listed:
        if judge.is_unchanged(item):
            found.add(Verdict.KNOWN, item)
            continue
        if judge.lacks_facts(item):
            found.add(Verdict.FACTS, item)
            continue
        planned, verdict = judge.decide(item)
        found.add(verdict, item, planned.was_at)
        moved |= {planned.was_at} if planned.was_at else set()
        if planned.problem:
            found.unreadable.append(f"{item.path}: {planned.problem}")
    if job.retires:
        gone = vanished(job.inputs, listed, known, is_sure=job.is_sure)
        found.retired = [path for path in gone if path not in moved]
    if store:
        again = [known[item.path] for item in listed if item.path in known]
        notes.append(version_note(store, [k for k in again if not judge.is_current(k)], parts, versions))
    found.note = "\n".join(filter(None, notes))
    return found


def reprocessing(store: Store, planner: Planner, pending: Iterable[Input], parts: Mapping[str, str]) -> str:
    """Why known inputs are read again, or gone through for their facts, and how many; empty where none is."""
    known = planner.known
    named = [*(i.path for i in pending), *(i.path for i in planner.lacking.values())]
    outdated = [known[path] for path in named if path in known and not planner.judge.is_current(known[path])]
    return version_note(store, outdated, parts, planner.judge.versions)


def version_note(store: Store, outdated: list[KnownInput], parts: Mapping[str, str], versions: Versions) -> str:
    """Why rows of earlier pipeline versions are replaced: what changed, and how; how many files, how many MB."""
    for_facts = [known for known in outdated if versions.lacks_facts(known)]
    to_read = [known for known in outdated if not versions.lacks_facts(known)]
    said = []
    if to_read:
        said.append(
            _dictionary_note(store, to_read, versions)
            or f"{_changes(store, to_read, parts)}; {_amount(to_read)} are read again and their rows replaced"
        )
    if for_facts:
        said.append(
            f"{_changes(store, for_facts, parts)}, which only finds facts; of {_amount(for_facts)} figures, dates and "
            "mentions are found anew, in the lake's sentences, and the files are not read"
        )
    return "\n".join(said)


def _changes(store: Store, outdated: list[KnownInput], parts: Mapping[str, str]) -> str:
    """From which version to which, and what is different."""
    old = Counter(known.pipeline_version for known in outdated).most_common(1)[0][0]
    before = earlier_versions(store).get(old)
    changed = changed_parts(before, parts) if before else []
    what = ", ".join(changed[:4]) + (f" and {len(changed) - 4} more" if len(changed) > 4 else "")
    return f"pipeline version changed from {old} to {version_of(parts)}{f': {what}' if what else ''}"


def _amount(inputs: list[KnownInput]) -> str:
    return f"{len(inputs):,} known files ({sum(known.size_bytes for known in inputs) / 1e6:,.2f} MB)"


def _dictionary_note(store: Store, outdated: list[KnownInput], versions: Versions) -> str:
    """Whose dictionaries changed, where nothing else did: pages of other newspapers stay as they are."""
    of_runs = set(store.rows("runs")["pipeline_version"].to_pylist())
    others = of_runs - {versions.base}
    if versions.base not in of_runs or any(known.pipeline_version in others for known in outdated):
        return ""
    papers = {versions.papers.get(known.doc_id or "", "a newspaper that had one") for known in outdated}
    return (
        f"user dictionary of {', '.join(sorted(papers))} changed; {_amount(outdated)} of it "
        "are read again and their rows replaced, the others stay"
    )


def _opened(location: Location) -> Store | None:
    """The store to compare with, or None where there is none yet; raises StoreError for a folder that is none."""
    return Store.open(location, write=False) if storage_at(location).is_store() else None


def print_preview(found: Preview, console: Console) -> None:
    """A table of verdicts, then examples of what would be done."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name, justify in (("would be", "left"), ("files", "right"), ("MB", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for verdict in Verdict:
        if found.n_files[verdict]:
            done = f"{'read' if verdict.is_read else 'left'}: {verdict.value}"
            table.add_row(done, f"{found.n_files[verdict]:,}", f"{found.size_bytes[verdict] / 1e6:,.2f}")
    if found.retired:
        table.add_row("retired: gone from its folder", f"{len(found.retired):,}", "")
    console.print(table)
    for verdict, paths in found.examples.items():
        if verdict is not Verdict.KNOWN:
            for path in paths:
                console.print(f"  {verdict.value}: {escape(path)}")
    for line in [*found.unreadable[:N_EXAMPLES], *(f"retired: {path}" for path in found.retired[:N_EXAMPLES])]:
        console.print(f"  {escape(line)}")
    n_files, size_bytes = found.to_read
    if found.note:
        console.print(escape(found.note))
    console.print(f"dry run: {n_files:,} files, {size_bytes / 1e6:,.2f} MB would be read; nothing was written")
