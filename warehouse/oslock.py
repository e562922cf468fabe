"""The operating system's lock on an open file; it goes with the process, however that ends.

`flock` where there is one. On Windows a byte is locked instead, far behind any text, because nobody else can read what
is locked there. Either way a second handle is refused in the same process too.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 30

    def try_lock(handle: int) -> bool:
        """Lock the file for this handle alone, until it is closed; False where another handle has it."""
        os.lseek(handle, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def is_free(handle: int) -> bool:
        """Whether no other handle has the file locked; takes the lock for an instant."""
        if not try_lock(handle):
            return False
        os.lseek(handle, _PLACE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Lock the file for this handle alone, until it is closed; False where another handle has it."""
        return _flock(handle, fcntl.LOCK_EX)

    def is_free(handle: int) -> bool:
        """Whether no other handle has the file locked; takes the lock for an instant, beside others that ask."""
        if not _flock(handle, fcntl.LOCK_SH):
            return False
        fcntl.flock(handle, fcntl.LOCK_UN)
        return True

    def _flock(handle: int, kind: int) -> bool:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
