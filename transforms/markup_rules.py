"""Cleaning rules for the residue of web pages: entities and tags."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_ENTITY = re.compile(r"&(?:amp;)*(#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,12});")


def fix_entities(text: str) -> tuple[str, int]:
    r"""Write the character for a named or numbered reference, also one that was escaped twice.

    >>> fix_entities("&ldquo;开放&rdquo;&nbsp;&amp;#20013;&unknown;")
    ('“开放”\xa0中&unknown;', 4)
    """
    n_changed = 0

    def resolve(match: re.Match[str]) -> str:
        nonlocal n_changed
        name = match.group(1)
        if name[0] != "#" and f"{name};" not in html5:
            return match.group()
        n_changed += 1
        return unescape(f"&{name};")

    return _ENTITY.sub(resolve, text), n_changed


_BREAKING = "br|p|div|h[1-6]|tr|li|hr"
_INLINE = "span|font|b|i|u|em|strong|a|img|center|sup|sub|small|big|table|tbody|td|th|ul|ol|section|article|o:p"
# attributes in ASCII only: a tag that holds Chinese words would take them along
_TAG = re.compile(f"</?(?:({_BREAKING})|{_INLINE})(?:[ \t/][\x20-\x3b\x3d\x3f-\x7e\t]{{0,300}})?>", re.IGNORECASE)


def fix_tags(text: str) -> tuple[str, int]:
    r"""Drop HTML tags left in text; those that end a line in a browser become a line end.

    >>> fix_tags("会议召开。<br/>记者<b>获悉</b>，a<b时")
    ('会议召开。\n记者获悉，a<b时', 3)
    """
    return _TAG.subn(lambda match: "\n" if match.group(1) else "", text)
