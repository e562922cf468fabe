"""The lead (消息头) that opens a news item: 本报讯（记者 …）, 新华社北京8月21日电, 【新华社十四日讯】."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.bylines import read_names
from transforms.name_lists import is_name

_NUMBER = r"(?:\d\s*\d?|[〇零一二三四五六七八九十廿]{1,3})"
_DATE = rf"(?:(?:\d{{4}}|[〇零一二三四五六七八九]{{4}})年)?(?:{_NUMBER}\s*月)?(?:{_NUMBER}\s*日)?(?:上午|下午|晚|凌晨)?"
_OWN = r"本报|本刊|本台|本社|本网|本公司|(?:区|县|市|本)?融媒体?(?:中心)?|全媒体"
_AGENCY = (
    r"新华社|新华网|中新社|中新网|中国新闻社|中通社|央视网?|人民网|光明网|中央社|法新社|路透社|美联社|塔斯社|共同社|香港中通社|"
    r"[\u4e00-\u9fff]{2,5}(?:日报|晚报|晨报|早报|时报|商报|都市报|青年报|快报|周刊)|[\u4e00-\u9fff]{2,4}(?:网|报|社|台)|[日晚早晨午时商]报|[\u4e00-\u9fff]{1,3}刊"
)
_LEAD = re.compile(
    rf"^(?P<open>[\[【(]?)\s*(?P<according>据)?(?:(?P<own>{_OWN})|(?P<agency>{_AGENCY}))"
    rf"(?P<kind>综合|特约|专|快)?\s*(?P<place>[\u4e00-\u9fff·]{{2,9}}?)??\s*(?P<date>{_DATE})\s*"
    r"(?P<mark>讯|(?:专|急|特)?电|消息)(?:\s*[\]】)])?"
)
_REPORTED = r"(?:报导|报道|专电|专讯|电|讯|特稿|专访)"
_REPORTER_LEAD = re.compile(
    r"^(?P<open>[\[【(])?\s*(?P<names>(?:本报|特派|特约|实习|驻[\u4e00-\u9fff]{1,4})*记者[^/\[\](){}【】。,:]{2,30})/"
    rf"\s*(?P<place>[\u4e00-\u9fff]{{2,8}}?)??(?:综合|连线)?{_REPORTED}(?(open)[\]】)]|$)"
)
_OPENS_REPORTER = frozenset("[【(记本特实驻")
_CLOSES_REPORTER = frozenset("]】)导道电讯稿访")
_PLACE_LEAD = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{2,6}(?<![报网社台刊])(?<!媒体)(?<!中心))讯\s*(?=[(\[【][^()\[\]【】]{0,20}(?:记者|通讯员|实习生))"
)
_PLACE_AND_DATE = re.compile(
    rf"^[\[【(]\s*(?P<place>[\u4e00-\u9fff·]{{2,8}}?)(?P<date>(?:{_NUMBER}\s*月)?{_NUMBER}\s*日)(?:综合)?[讯电]\s*[)\]】]"
)
_BARE = re.compile(
    r"^[【\[(](?:本报|本刊)?(?:记者)?(?:专讯|特讯|快讯|特稿|专稿|专访|特写|综合报道|综合报导|综合外电|综合消息)[】\])]"
)
_KNOWN = frozenset(("新华", "中新", "人民", "中央"))
_BEHIND_LEAD = re.compile(r"\s|[(\[【:,]|记者|昨|今|近日|日前|\d")
_BYLINE_NEXT = re.compile(r"\s*[(【][^()【】]{2,40}[)】]")
_RUN_ON = re.compile(
    r"^(?P<open>[\[【(])?\s*(?:本报|特派|特约|见习)*记者\s*(?P<others>(?:[\u4e00-\u9fff]{2,4}、){0,3})"
    r"(?P<run>[\u4e00-\u9fff]{2,10}(?:-[\u4e00-\u9fff]{2,6})?)(?:报导|报道|专电|电|讯)(?(open)[\]】)]|$)"
)
_REPORTER = r"(?:本报|全媒体|融媒体?|特约|见习|实习|首席|法庭|学生)*(?:记者|通讯员|实习生)"
_CREDIT = re.compile(
    r"^\s*[:,]?\s*[(\[【]\s*(?P<bracket>[^()\[\]【】]{2,80})[)\]】]"
    rf"|^\s*[:,]?\s*(?P<bare>(?:[\u4e00-\u9fff]{{2,3}}[、\s]{{1,2}}){{0,2}}{_REPORTER}[\s/:]*[^。:,;()]{{2,40}}?)(?:报道)?\s*[:)]"
    rf"|^\s*(?P<reports>{_REPORTER}\s*[\u4e00-\u9fff·、 ]{{2,30}}?)(?:综合)?报道(?=\s)"
    rf"|^\s*(?P<open>{_REPORTER}\s+[\u4e00-\u9fff·、 ]{{2,30}}?)(?:\s{{2,}}|报道|摄影报道)"
)


_REPORTED_BY = re.compile(
    rf"^(?P<according>据)?(?:(?P<own>{_OWN})|新华社|中新社)(?P<names>{_REPORTER}[^。:,;()]{{2,30}}?)报道\s*[:,]"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead: its `source` (本报讯, 新华社, …), place and date as printed, reporters, and where it ends in the line.

    `is_quoted`: the item is another paper's (据新华社…). `is_dated`: it gives a date or is a bare 讯.
    """

    source: str | None
    place: str | None
    date: str | None
    names: tuple[str, ...]
    end: int
    is_quoted: bool


def read_lead(plain: str) -> Lead | None:
    """The lead a line opens with, or None.

    >>> read_lead("新华社北京8月21日电 (记者周圆)工业").names
    ('周圆',)
    >>> read_lead("本报讯 记者昨日从市财政局获悉").names
    ()
    """
    head = plain[:48]
    if head[0] in _OPENS_REPORTER and "记者" in head:
        reporter = _reporter_lead(head)
        if reporter is not None:
            return reporter
    if "讯" in head:
        place = _PLACE_LEAD.match(head)
        if place is not None:
            return Lead(None, place["place"], None, _credit(plain[place.end() : place.end() + 96]), place.end(), False)
    found = _LEAD.match(head) if "电" in head or "讯" in head or "消息" in head else None
    if found is None or not _is_plausible(found):
        if head[0] in "[【(":
            return _bracketed(plain, head)
        return _reported_by(head) if head[0] in "据本" and "报道" in head else None
    names = _credit(plain[found.end() : found.end() + 96])
    source = found["own"] or found["agency"]
    is_own = bool(found["own"]) or (found["agency"] or "")[1:] == "报"
    if is_own and found["mark"] == "讯" and not found["place"] and not found["date"]:
        source += "讯"
    return Lead(
        source,
        found["place"] or None,
        (found["date"] or "").replace(" ", "") or None,
        names,
        found.end(),
        bool(found["according"]),
    )


def _bracketed(plain: str, head: str) -> Lead | None:
    """The lead of a bracket without an agency: (新港2日讯), 【专讯】."""
    found = _PLACE_AND_DATE.match(head) or _BARE.match(head)
    if found is None:
        return None
    parts = found.groupdict()
    names = _credit(plain[found.end() : found.end() + 96])
    return Lead(None, parts.get("place"), parts.get("date"), names, found.end(), is_quoted=False)


def read_reporter_line(plain: str) -> Lead | None:
    """The reporters and the place on a line that holds nothing else (记者林川/北溪报导), or None."""
    if plain[0] not in _OPENS_REPORTER or plain[-1] not in _CLOSES_REPORTER or "记者" not in plain[:12]:
        return None
    lead = _reporter_lead(plain)
    return lead if lead is not None and lead.end == len(plain) else None


def _reported_by(head: str) -> Lead | None:
    """The lead that names reporters alone: 据本报通讯员贺平、白英报道."""
    found = _REPORTED_BY.match(head)
    byline = read_names(found["names"]) if found else None
    if found is None or byline is None or not byline.has_role:
        return None
    return Lead(found["own"] or found[0][1:4], None, None, byline.names, found.end(), found["own"] is None)


def _reporter_lead(head: str) -> Lead | None:
    """The lead that names reporter and place in one bracket: [记者王大明/北溪报导]."""
    found = _REPORTER_LEAD.match(head)
    if found is None:
        return _run_on_lead(head)
    byline = read_names(found["names"])
    if byline is None:
        return None
    return Lead(None, found["place"], None, byline.names, found.end(), is_quoted=False)


def _run_on_lead(head: str) -> Lead | None:
    """The lead that names reporter and place without a mark between them: [记者王大明北溪报导]."""
    found = _RUN_ON.match(head)
    if found is None:
        return None
    run = found["run"].removesuffix("综合").removesuffix("连线").removesuffix("連线")
    others = tuple(found["others"].split("、"))[:-1]
    for size in (3, 2, 4):
        if is_name(run[:size]) and len(run.partition("-")[0]) - size in (0, 2, 3, 4):
            return Lead(None, run[size:] or None, None, (*others, run[:size]), found.end(), is_quoted=False)
    return None


def _is_plausible(found: re.Match[str]) -> bool:
    """Whether the parts make a lead: 电 needs a place or date, and an unknown agency needs a date or a bracket."""
    has_date = bool(found["date"])
    if found["mark"].endswith("电") and not has_date and not found["place"]:
        if found["own"] and _BYLINE_NEXT.match(found.string, found.end()):
            return True
        return bool(found["according"]) and (found["agency"] or "")[:2] in _KNOWN
    if found["mark"] == "消息" and not has_date and not found["own"]:
        return False
    if found["own"]:
        return True
    agency = found["agency"]
    if found["mark"] == "讯" and agency[-1] in "报网社台刊" and _BEHIND_LEAD.match(found.string, found.end()):
        return True
    is_known = agency[:2] in _KNOWN or agency.endswith(("日报", "晚报", "晨报", "时报"))
    return has_date or bool(found["open"]) or (is_known and found["mark"] == "讯")


def _credit(rest: str) -> tuple[str, ...]:
    found = _CREDIT.match(rest)
    if found is None:
        return ()
    segment = found["bracket"] or found["bare"] or found["reports"] or found["open"]
    byline = read_names(segment)
    return byline.names if byline else ()
