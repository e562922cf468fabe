"""The commit protocol: how a batch gets into the store whole or not at all, in a folder and in an object store.

1. *Stage.* All parts stand in the batch's local staging folder, flushed: those of the batch, and the remainders of live
   parts whose rows it replaces. Final names are not used by any live part. `offer` makes them outlast this process:
   a folder flushes them; an object store first notes what is coming (`_staging/….json`, the *intent*), then uploads
   each part under its final name, where nothing reads it yet, and looks whether it is there as large as it should be.
   These names carry the mark of the writer's lease, so that one that was thought dead can't overwrite another's part.
2. *Decide.* The commit file is put in place in one step: one rename, or one PUT. Before it, nothing is in the store;
   after it, everything, because what is in the store is what the log says and not what a folder lists.
3. *Place.* In a folder, parts are renamed from staging to their final places. In an object store they are there.
4. *Clear.* Replaced parts are deleted, then what was staged: the folder, or the intent.

Why this survives a death at any point: until step 2 the log does not know the batch, and a writer that opens the store
undoes step 1 (`undo`): it deletes all staging, or every part that an intent names and no commit has, and then the
intent; an intent is written before the first of its parts and goes after the last of them, so no part is forgotten.
After step 2, `finish` repeats steps 3 and 4 from the log alone: a part of the last commit is either in its place or
still in staging, because a rename is one step and staging is cleared last; deleting what is deleted changes nothing. A
later commit starts only once the last one is finished, so the last one is all that can be unfinished. After a loss of
power the same holds, because parts, their folders and the commit file are flushed before what relies on them; an
object that was acknowledged lasts. A PUT whose answer is lost may have been carried out: the run ends with an error,
and the log says at the next start which of the two it was. No step overwrites a file that a reader may have open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from transforms.errors import StoreError
from warehouse import files
from warehouse.log import Commit, LivePart, decode, live_parts
from warehouse.parts import Part, read_part
from warehouse.rewrite import Change, column_values, marked, rewrite
from warehouse.storage import Storage


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A batch ready to be committed.

    `staging` comes from `Store.staging_dir`, `parts` from `write_parts`. `batch_key` stands for the batch's content
    and the pipeline version. Rows of the documents and inputs in `replaces_doc_ids` and `replaces_paths` leave the
    store in the same commit; ids and paths the store does not know are fine. A batch without parts only removes.
    `moves` says of documents that stay under which path they are found now. `merges` are live parts whose rows, all
    of them and no others, the batch's parts hold anew. `reason` says why, where it isn't a load.
    """

    staging: Path
    batch_key: str
    run_id: str
    parts: Sequence[Part]
    replaces_doc_ids: Collection[str] = frozenset()
    replaces_paths: Collection[str] = frozenset()
    pipeline_version: str = ""
    moves: Mapping[str, str] = field(default_factory=dict)
    merges: Sequence[Part] = ()
    reason: str = ""


def commit(storage: Storage, commits: Sequence[Commit], batch: StagedBatch) -> Commit:
    """Commit a batch after the given commits; one that is in the store already adds nothing.

    Raises:
        StoreError: a staged part is missing, it would bring a document or an input a second time, or lose rows.
    """
    live = live_parts(commits)
    if commits:
        finish(storage, commits[-1])
    if (earlier := _same_batch(commits, live, batch)) is not None:
        return earlier
    decided = _prepare(storage, commits, live, batch)
    _decide(storage, decided)
    finish(storage, decided)
    return replace(decided, sha256=decode(decided.encoded()).sha256)


def fence(storage: Storage, commits: Sequence[Commit], staging: Path, n_late: int) -> Commit:
    """Commit nothing, behind the numbers that so many writers which were thought dead may still be writing to.

    Each of them decides at most one commit more before it learns that it lost the lock (`warehouse.lease`), and knew
    no commit that is not among these, or the fence of one of the others; so it writes to one of these numbers.
    """
    number = len(commits) + n_late + 1
    decided = Commit(
        number=number,
        batch_key=f"fence-{number}{storage.mark}",
        run_id="",
        pipeline_version="",
        committed_at=datetime.now(UTC).isoformat(),
        staging=staging.relative_to(storage.layout.root).as_posix(),
        added=(),
        removed=(),
        origins={},
        replaces_doc_ids=(),
        replaces_paths=(),
        previous_sha256=commits[-1].sha256 if commits else "",
        reason=f"took over from {n_late} writers that did not end",
        voids=n_late,
    )
    _decide(storage, decided)
    finish(storage, decided)
    return replace(decided, sha256=decode(decided.encoded()).sha256)


def finish(storage: Storage, last: Commit) -> None:
    """Do what is left of the last commit: place its parts, delete what it replaced, clear its staging.

    Raises:
        StoreDamaged: a part is neither in its place nor in staging.
    """
    if storage.is_pending(last.staging):
        storage.place(last.staging, last.added)
        storage.clear(last.staging, last.removed)


def _same_batch(commits: Sequence[Commit], live: Mapping[str, LivePart], batch: StagedBatch) -> Commit | None:
    """The commit of the same batch, if what it added is still there."""
    for earlier in reversed(commits):
        if earlier.batch_key == batch.batch_key and earlier.added:
            return earlier if all(str(part.path) in live for part in earlier.added) else None
    return None


def _prepare(storage: Storage, commits: Sequence[Commit], live: Mapping[str, LivePart], batch: StagedBatch) -> Commit:
    """Step 1: stage what else is needed, make all of it last, and word the commit."""
    number = len(commits) + 1
    change = Change(frozenset(batch.replaces_doc_ids), frozenset(batch.replaces_paths), batch.moves)
    merged = _merged(live, batch)
    gone = {str(part.path) for part in batch.merges}
    kept = {path: found for path, found in live.items() if path not in gone}
    _refuse_second(storage, kept, batch, "documents", "doc_id", change.doc_ids)
    _refuse_second(storage, kept, batch, "inputs", "source_path", change.paths)
    own = [_free_name(storage, batch.staging, part, live, number) for part in batch.parts]
    rest = rewrite(storage, kept, batch.staging, number, change)
    added = (*own, *rest.added)
    origins = {str(part.path): _span(merged, part) for part in own if merged} | rest.origins
    _check_staged(batch.staging, added)
    storage.offer(batch.staging, added)
    return Commit(
        number=number,
        batch_key=batch.batch_key,
        run_id=batch.run_id,
        pipeline_version=batch.pipeline_version,
        committed_at=datetime.now(UTC).isoformat(),
        staging=batch.staging.relative_to(storage.layout.root).as_posix(),
        added=added,
        removed=(*rest.removed, *batch.merges),
        origins={path: found.last for path, found in origins.items()},
        replaces_doc_ids=tuple(sorted(change.doc_ids)),
        replaces_paths=tuple(sorted(change.paths)),
        previous_sha256=commits[-1].sha256 if commits else "",
        oldest={path: found.first for path, found in origins.items() if found.first != found.last},
        moves=dict(batch.moves),
        reason=batch.reason,
    )


def _merged(live: Mapping[str, LivePart], batch: StagedBatch) -> list[LivePart]:
    """The live parts that a batch merges; refuses to lose or double a row of them."""
    found = [live[str(part.path)] for part in batch.merges if str(part.path) in live]
    before, after = _row_counts(p.part for p in found), _row_counts(batch.parts)
    if len(found) != len(batch.merges) or (found and before != after):
        raise StoreError(f"batch {batch.batch_key} merges {dict(before)} rows of live parts into {dict(after)}")
    return found


def _row_counts(parts: Iterable[Part]) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for part in parts:
        counts[part.table, part.publication, part.year] += part.n_rows
    return counts


def _span(merged: Sequence[LivePart], part: Part) -> LivePart:
    """The part with the first and the last origin of what it was merged from."""
    place = part.path.parent
    of_place = [found for found in merged if found.part.path.parent == place]
    return LivePart(part, min(found.first for found in of_place), max(found.last for found in of_place))


def _decide(storage: Storage, decided: Commit) -> None:
    """Step 2: what makes it so."""
    storage.decide(decided.number, decided.encoded())


def _refuse_second(
    storage: Storage,
    live: Mapping[str, LivePart],
    batch: StagedBatch,
    table: str,
    column: str,
    replaced: Collection[str],
) -> None:
    """Refuse a batch that would bring a key which the store has and keeps, or the same key twice."""
    new: list[str] = []
    for part in batch.parts:
        if part.table == table:
            new += read_part(batch.staging, part)[column].to_pylist()  # `column_values` would keep it in memory
    if len(new) != len(set(new)):
        raise StoreError(f"batch {batch.batch_key} has the same {column} twice in {table}")
    kept_new = pa.array(sorted(set(new) - set(replaced)), pa.string())
    holders = [found.part for found in live.values() if found.part.table == table] if len(kept_new) else []
    for root, part in zip(storage.roots_of(holders), holders, strict=True):
        known = column_values(root, part, column)
        again = known.filter(pc.is_in(known, value_set=kept_new))
        if len(again):
            raise StoreError(f"batch {batch.batch_key}: {table} has {column} {again[0].as_py()!r} already")


def _free_name(storage: Storage, staging: Path, part: Part, live: Mapping[str, LivePart], number: int) -> Part:
    """The staged part under a name no live part has, so that placing it never overwrites."""
    if str(part.path) not in live and not storage.mark:
        return part
    renamed = marked(part, f"c{number}{storage.mark}")
    if not (staging / renamed.path).exists():
        files.move(staging / part.path, staging / renamed.path)
    return renamed


def _check_staged(staging: Path, parts: Sequence[Part]) -> None:
    """Refuse to decide on parts that are not there as they were written."""
    for part in parts:
        path = staging / part.path
        if not path.is_file() or path.stat().st_size != part.size_bytes:
            raise StoreError(f"{path}: staged part is missing or has another size; stage the batch again")
