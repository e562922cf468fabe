"""Going back to the warehouse that was published before: it and the present one change places (`Storage.exchange`).

The lake stays as it is, so the next run, or `baoku rebuild`, builds forward again.
"""

from __future__ import annotations

from transforms.errors import StoreError
from warehouse.connection import Shown, shown_by
from warehouse.store import Store


def roll_back(store: Store) -> Shown:
    """Publish the previous warehouse again and keep the present one in its place; returns what it shows.

    Args:
        store: open for writing.

    Raises:
        StoreError: there is no previous warehouse, or it is not of this store's log.
    """
    shown = shown_by(store.storage.previous())
    if shown is None or not shown.is_of(store.commits()):
        raise StoreError(
            f"{store.storage.location}: no earlier warehouse of this store to go back to; "
            "`baoku rebuild` builds the present one anew"
        )
    store.storage.exchange()
    return shown
