"""Retiring: which known inputs are gone from the folders that a run was given, and when that is too many to believe."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flows.sources import Input
from transforms.errors import SourceError
from warehouse.store import KnownInput

MOST = 0.5
"""More than this share of the known inputs gone looks like a disk that isn't mounted, not like tidying up."""


def vanished(
    arguments: Sequence[str], inputs: Iterable[Input], known: Mapping[str, KnownInput], *, is_sure: bool
) -> list[str]:
    """Known inputs under the folders among `arguments` whose files are gone, sorted; nothing is changed.

    A file that is there but no longer chosen, as by another `source.include`, is not gone.

    Raises SourceError where no argument is a folder, or where most known inputs would go and `is_sure` is not set.
    """
    folders = tuple(f"{Path(a).absolute().as_posix().rstrip('/')}/" for a in arguments if os.path.isdir(a))
    if not folders:
        raise SourceError("retiring needs a folder to compare with what is known: name the folder of the inputs")
    here = {item.path for item in inputs}
    under = [path for path in known if path.startswith(folders)]
    gone = sorted(path for path in under if path not in here and not os.path.lexists(path))
    if len(gone) > MOST * len(under) and not is_sure:
        raise SourceError(
            f"{len(gone):,} of {len(under):,} known inputs are gone, the first is {gone[0]}; nothing was retired. "
            "Check that the folder is whole. If files were renamed, run once without --retire-missing, which keeps "
            "their rows; if they are to go, add --yes"
        )
    return gone
