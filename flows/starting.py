"""What `baoku init` writes: a commented settings file and a user dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from flows.settings import ANY_NAME, FILE_NAME, setting_names
from transforms.errors import SettingsError

TERMS_NAME = "terms.txt"
EXAMPLE = '"汀原日报"'
EXAMPLE_FILES = {"cache": "/var/cache/baoku", "sidecar": "pages.csv", "user_terms": "tingyuan-terms.txt"}

_TERMS = """\
# User dictionary (用户词典): words of your city and your paper that must stay whole, one a line:
#   word [frequency] [tag]
# A frequency of 0 deletes a word of the built-in dictionary.
# The tag is jieba's: n noun, nr person, ns place, nt organisation, nz other name. Lines that start with # are left out.
# 示范大桥 5 ns
"""


def write_start(folder: Path) -> list[Path]:
    """Write `baoku.toml` and `terms.txt` into `folder` and give their paths; existing files are never touched.

    Raises SettingsError where one of them exists already.
    """
    wanted = {folder / FILE_NAME: "".join(_toml_lines()), folder / TERMS_NAME: _TERMS}
    standing = [str(path) for path in wanted if path.exists()]
    if standing:
        raise SettingsError(f"{', '.join(standing)} exists already; remove it or run `baoku init` in another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return list(wanted)


def _toml_lines() -> Iterator[str]:
    yield "# Settings of baoku (报库). What stands here as a comment is the default.\n"
    yield "# Environment variables win over this file (BAOKU_WORKERS=4, BAOKU_SOURCE__ENCODING=big5),\n"
    yield "# flags over both.\n"
    section = ""
    for name, default, description in setting_names():
        head, _, key = name.rpartition(".")
        if head != section:
            yield f"\n{'# ' if ANY_NAME in head else ''}[{head.replace(ANY_NAME, EXAMPLE)}]\n"
            section = head
        yield f"\n# {description}\n"
        if name == "user_terms":
            yield f'user_terms = "{TERMS_NAME}"\n'
        elif default is None:
            yield f'# {key} = "{EXAMPLE_FILES[key]}"\n'
        elif isinstance(default, dict):
            yield f'# {key} = {{ rmrb = "人民日报" }}\n'
        else:
            yield f"# {key} = {_toml(default)}\n"


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f"'{item}'" for item in value) + "]"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
