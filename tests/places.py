"""Where things are, for tests."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
EXAMPLES = PROJECT / "examples" / "pages"
SHARED = PROJECT.parent / "shared"
