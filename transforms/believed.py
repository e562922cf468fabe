"""The persons found so far on a page, and the roles they were introduced with."""

from __future__ import annotations

from bisect import bisect_right

from transforms.names import is_courtesy
from transforms.places import divisions
from transforms.tagged import Found, TaggedText

Role = tuple[str | None, str | None]
"""(role, organisation)"""
_PLACE_ENDS = frozenset("市县镇署局區縣鎮")
_NO_ROLE: Role = (None, None)


class Believed:
    """The names found so far, with their roles by article."""

    def __init__(self, tagged: TaggedText) -> None:
        self.tagged = tagged
        self.spans: dict[int, Found] = {}
        self.roles: list[dict[str, Role]] = [{} for _ in tagged.article_starts]

    def add(self, start: int, end: int, role: str | None = None, organisation: str | None = None) -> None:
        """Believe a name, unless another has some of its characters."""
        tagged = self.tagged
        if start in self.spans or not tagged.is_free(start, end) or not _is_nameable(tagged.text[start:end], role):
            return
        tagged.take(start, end)
        self.spans[start] = Found(start, end, "person", role, organisation)
        name, roles = tagged.text[start:end], self.roles_at(start)
        if roles.get(name, _NO_ROLE)[0] is None:
            roles[name] = (role, organisation)

    def roles_at(self, at: int) -> dict[str, Role]:
        """The names of the article that holds `at`, each with the role it was first introduced with."""
        return self.roles[bisect_right(self.tagged.article_starts, at) - 1]


def _is_nameable(name: str, role: str | None) -> bool:
    """Whether a stretch that looks like a name is neither a courtesy (陈先生) nor a place."""
    level = divisions().get(name)
    is_place = (len(name) > 2 and name[-1] in _PLACE_ENDS) or level == "world" or (level and role is None)
    return not is_place and not is_courtesy(name)
