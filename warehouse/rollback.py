"""Going back to the warehouse that was published before: both files change places, each by one rename.

The lake stays as it is, so the next run, or `baoku rebuild`, builds forward again. A death between the renames leaves
the older warehouse published, whole, with the newer one beside it under a temporary name.
"""

from __future__ import annotations

from transforms.errors import StoreError
from warehouse import files
from warehouse.connection import Shown, shown_by
from warehouse.store import Store


def roll_back(store: Store) -> Shown:
    """Publish the previous warehouse again and keep the present one in its place; returns what it shows.

    Args:
        store: open for writing.

    Raises:
        StoreError: there is no previous warehouse, or it is not of this store's log.
    """
    layout = store.layout
    shown = shown_by(layout.previous_warehouse)
    if shown is None or not shown.is_of(store.commits()):
        raise StoreError(
            f"{layout.previous_warehouse}: no earlier warehouse of this store to go back to; "
            "`baoku rebuild` builds the present one anew"
        )
    aside = layout.root / ".warehouse.rolled-back.tmp"
    files.delete(aside)
    if layout.warehouse.is_file():
        files.link(layout.warehouse, aside)
    files.move(layout.previous_warehouse, layout.warehouse)
    if aside.is_file():
        files.move(aside, layout.previous_warehouse)
    files.sync_folder(layout.root)
    return shown
