"""`baoku inspect`: how one file was read, step by step, for people who debug their own newspaper."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from flows.dictionaries import read_dictionary
from flows.page_hints import encodings_of, hints_of
from flows.papers import paper_called
from flows.reading import ReadFile, StepStats, read_file
from flows.settings import Settings
from flows.sidecar import read_sidecar
from transforms.dictionary import parse_user_terms
from transforms.errors import RejectedFile, SourceError
from transforms.records import Article, Page, Paragraph, SpanRole
from transforms.words import Segmenter
from warehouse.location import ObjectUrl, parse_location
from warehouse.rows import ReadArticle, ReadSentence, n_chars_in

JOIN = "⤙⤚"
"""Stands where two fragments were made one paragraph again."""

STYLES: dict[str, str] = {
    "label": "bold magenta",
    "kicker": "cyan",
    "headline": "bold bright_white",
    "deck": "cyan",
    "byline": "green",
    "source": "green",
    "subhead": "bold blue",
    "caption": "italic yellow",
    "jump": "bold red",
    "furniture": "dim",
    "join": "bold black on yellow",
    "missing": "bold red",
}
NAMES: dict[str, str] = {
    "label": "label 栏目",
    "kicker": "kicker 引题",
    "headline": "headline 主题",
    "deck": "deck 副题",
    "byline": "byline 作者",
    "source": "source 来源",
    "subhead": "subhead 小标题",
    "caption": "caption 图说",
    "body": "¶",
}
HEAD: tuple[SpanRole, ...] = ("label", "kicker", "headline", "deck")
ENDS = 34
"""Characters shown at each end of a shortened paragraph."""


@dataclass(frozen=True, slots=True)
class InspectOptions:
    """What to show besides the overview; see `baoku inspect --help`."""

    words: int | None = None
    article: int | None = None
    why: bool = False
    full: bool = False
    as_json: bool = False


def segmenter_for(page: Page, settings: Settings) -> Segmenter:
    """A segmenter with the terms of all pages, and of the page's newspaper."""
    paper = paper_called(page.publication, settings.papers)
    own = paper if paper and settings.papers[paper].user_terms else None
    return Segmenter(parse_user_terms(read_dictionary(settings, own)), engine=settings.engine)


def inspect_file(file: str, settings: Settings, options: InspectOptions, console: Console | None = None) -> int:
    """Read one file and show how; 1 where it would be rejected, with the reason."""
    console = console or Console(highlight=False)
    data, path = _read(file)
    facts = read_sidecar(settings.source.sidecar).facts(path)
    stats = StepStats()
    try:
        read = read_file(
            data,
            hints_of(path, facts, settings),
            lambda page: segmenter_for(page, settings),
            stats,
            encodings=encodings_of(path, settings),
            min_quality=settings.min_quality,
            papers=settings.papers,
        )
    except RejectedFile as error:
        return _show_rejected(file, error, options, console)
    if options.as_json:
        print(json.dumps(as_json(file, read), ensure_ascii=False, indent=1, default=str))
    else:
        console.print(_overview(file, len(data), read, stats))
        console.print(_furniture(read))
        for article in _chosen(read.articles, options.article):
            console.print(_article(article, read, options))
    return 0


def _read(file: str) -> tuple[bytes, str]:
    """The bytes of a file, or of an object such as a kept reject, and where that is."""
    place = parse_location(file)
    if isinstance(place, ObjectUrl):
        from warehouse.bucket import read_object

        return read_object(place), str(place)
    path = place.absolute()
    try:
        return path.read_bytes(), path.as_posix()
    except OSError as error:
        raise SourceError(f"can't read {file}: {error.strerror}") from error


def _show_rejected(file: str, error: RejectedFile, options: InspectOptions, console: Console) -> int:
    if options.as_json:
        print(json.dumps({"file": file, "rejected": error.reason, "stage": error.stage, "detail": error.detail}))
    else:
        title = Text.assemble(("would be rejected ", "bold red"), f"at {error.stage}: ", (file, "bold"))
        console.print(title, soft_wrap=True)
        console.print(Text(f"  {error.reason}: {error.detail}"))
    return 1


def _chosen(articles: list[ReadArticle], seq: int | None) -> list[ReadArticle]:
    chosen = [a for a in articles if seq in (None, a.article.seq)]
    if not chosen and articles:
        raise SourceError(f"no article {seq}: the page has {len(articles)}, counted from 1")
    return chosen


def _overview(file: str, size_bytes: int, read: ReadFile, stats: StepStats) -> RenderableType:
    page = read.page
    n_articles = sum(n_chars_in(read.cleaned.text[s.start : s.end]) for a in page.articles for s in a.spans)
    facts = {
        "publication": page.publication,
        "issue_date": page.issue_date,
        "page_label": page.page_label and f"page {page.page_label}",
        "page_section": page.page_section,
    }
    known = [f"{fact} (from {page.sources[name]})" for name, fact in facts.items() if fact]
    table = Table(show_header=False, box=None, padding=(0, 1, 0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("encoding 编码", _encoding(read))
    table.add_row("cleaning 清洗", _counts(read.cleaned.applied) + f"; quality {read.cleaned.quality:.2f}")
    table.add_row("page 版面", " · ".join(known) or "the text does not say which")
    table.add_row("manner 版式", _counts(page.manner, join="=") if page.manner else "-")
    table.add_row(
        "characters 字数",
        f"{page.n_chars:,} = {n_articles:,} in {len(page.articles)} articles + {page.n_chars - n_articles:,} furniture",
    )
    table.add_row("document 标识", f"{read.doc_id}, read in {1000 * sum(stats.seconds.values()):.0f} ms")
    title = Text.assemble((file, "bold"), f"  {size_bytes:,} bytes")
    return Group(Rule(title, align="left", style="bright_black"), table)


def _encoding(read: ReadFile) -> Text:
    decoded = read.decoded
    text = Text.assemble((decoded.encoding, "bold green"), f", confidence {decoded.confidence:.2f}")
    for key, value in decoded.evidence.items():
        if value not in (None, [], {}, ""):
            text.append(f"\n{key}: ", style="dim").append(_short(value), style="dim")
    if decoded.n_replaced:
        text.append(f"\n{decoded.n_replaced} damaged characters stand as U+FFFD", style="bold red")
    return text


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 160 else text[:157] + "…"


def _counts(counts: Any, join: str = " ") -> str:
    return ", ".join(f"{name}{join}{n}" for name, n in counts.items()) or "nothing to do"


def _furniture(read: ReadFile) -> RenderableType:
    text = Text()
    for piece in read.page.furniture:
        printed = " ".join(read.cleaned.text[piece.start : piece.end].split())
        text.append(f"  {piece.kind:<10} ", style="dim bold").append(f"{printed}\n", style=STYLES["furniture"])
    return text if len(text) else Text("  no furniture\n", style="dim")


def _article(read: ReadArticle, file: ReadFile, options: InspectOptions) -> RenderableType:
    article = read.article
    parts: list[RenderableType] = [Rule(_title(article), align="left", style="bright_black"), _head(article)]
    for seq, paragraph in enumerate(article.paragraphs, 1):
        parts.append(_paragraph(seq, paragraph, full=options.full))
    parts.append(_end(article))
    if options.why:
        parts.append(_why(article, file))
    if options.words is not None:
        parts += _sentences(read.sentences, options.words)
    return Group(*parts)


def _title(article: Article) -> Text:
    text = Text.assemble((f"article {article.seq}", "bold"), f"  {article.kind}, confidence {article.confidence:.2f}")
    lead = [article.source, article.dateline_place, article.dateline_date]
    if any(lead):
        text.append("  " + " ".join(part for part in lead if part), style=STYLES["source"])
    return text


def _head(article: Article) -> RenderableType:
    table = _rows()
    for role in HEAD:
        if value := getattr(article, role):
            table.add_row(Text(NAMES[role], style="dim"), Text(value, style=STYLES[role]))
    if article.is_headline_missing:
        table.add_row(Text(NAMES["headline"], style="dim"), Text("missing 缺", style=STYLES["missing"]))
    if article.byline:
        table.add_row(Text(NAMES["byline"], style="dim"), Text("、".join(article.byline), style=STYLES["byline"]))
    if article.jump_from_page:
        table.add_row("", Text(f"⇤ continued from page {article.jump_from_page} 上接", style=STYLES["jump"]))
    return table


def _rows() -> Table:
    table = Table(show_header=False, box=None, padding=(0, 1, 0, 2))
    table.add_column(width=14, justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _paragraph(seq: int, paragraph: Paragraph, *, full: bool) -> RenderableType:
    table = _rows()
    name = NAMES.get(paragraph.role, paragraph.role)
    table.add_row(Text(f"{name} {seq}", style="dim"), _joined(paragraph, full=full))
    return table


def _joined(paragraph: Paragraph, *, full: bool) -> Text:
    """The paragraph with its joins marked; shortened, it keeps both ends and both sides of each join."""
    style = STYLES.get(paragraph.role, "")
    text, at = Text(), 0
    for i, (start, end) in enumerate(paragraph.fragments):
        piece = paragraph.text[at : at + end - start]
        at += end - start
        if i:
            text.append(JOIN, style=STYLES["join"])
        text.append(piece if full else _ends(piece), style=style)
    return text


def _ends(piece: str) -> str:
    return piece if len(piece) <= 2 * ENDS + 8 else f"{piece[:ENDS]} … {piece[-ENDS:]}"


def _end(article: Article) -> RenderableType:
    text = Text()
    if article.jump_to_page:
        text.append(f"⇥ continues on page {article.jump_to_page} 下转  ", style=STYLES["jump"])
    if article.is_truncated:
        text.append("✂ cut short 不完整", style=STYLES["missing"])
    return Padding(text, (0, 0, 0, 17)) if len(text) else text


def _why(article: Article, file: ReadFile) -> RenderableType:
    table = _rows()
    table.add_row(Text("boundary", style="dim"), _evidence(article.evidence))
    inside = [(span.start, span.end) for span in article.spans]
    for join in file.page.joins:
        if any(start <= join.at <= end for start, end in inside):
            around = file.cleaned.text[max(0, join.at - 12) : join.at + 12].replace("\n", "⏎")
            line = Text.assemble(
                ("joined " if join.joined else "apart  ", "green" if join.joined else "red"),
                f"{join.score:+.1f}  {around}  ",
            )
            table.add_row(Text(f"at {join.at}", style="dim"), line.append_text(_evidence(join.evidence)))
    return table


def _evidence(evidence: Iterable[tuple[str, float]]) -> Text:
    text = Text()
    for what, weight in evidence:
        text.append(f"{what} {weight:+.1f}  ", style="green" if weight >= 0 else "red")
    return text if len(text) else Text("no evidence stored", style="dim")


def _sentences(sentences: list[ReadSentence], wanted: int) -> list[RenderableType]:
    if wanted > len(sentences):
        raise SourceError(f"no sentence {wanted}: the article has {len(sentences)}, counted from 1")
    return [_sentence(i, s) for i, s in enumerate(sentences, 1) if wanted in (0, i)]


def _sentence(seq: int, sentence: ReadSentence) -> RenderableType:
    table = _rows()
    words = Text()
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        words.append(word, style="bold" if tag[0] in "nvm" else "").append(f"/{tag} ", style="dim cyan")
    table.add_row(Text(f"sentence {seq}", style="bold"), words)
    for kind, facts in (("figure", sentence.figures), ("date", sentence.dates), ("name", sentence.mentions)):
        for fact in facts:
            table.add_row(Text(kind, style="dim"), Text(_fact(fact), style="yellow"))
    return table


def _fact(fact: Any) -> str:
    values = {f.name: getattr(fact, f.name) for f in dataclasses.fields(fact) if f.name != "start"}
    raw = values.pop("raw", None) or values.pop("text", "")
    return f"{raw}  " + ", ".join(f"{k}={v}" for k, v in values.items() if v is not None and v != raw)


def as_json(file: str, read: ReadFile) -> dict[str, Any]:
    """Everything that `inspect` knows, as JSON-able values."""
    return {
        "file": file,
        "doc_id": read.doc_id,
        "encoding": read.decoded.encoding,
        "encoding_confidence": read.decoded.confidence,
        "encoding_evidence": dict(read.decoded.evidence),
        "n_replaced": read.decoded.n_replaced,
        "applied_rules": dict(read.cleaned.applied),
        "quality": read.cleaned.quality,
        "page": dataclasses.asdict(dataclasses.replace(read.page, manner=dict(read.page.manner))),
        "sentences": [[_plain(s) for s in article.sentences] for article in read.articles],
    }


def _plain(sentence: ReadSentence) -> dict[str, Any]:
    facts = ("figures", "dates", "mentions")
    plain = {name: [dataclasses.asdict(fact) for fact in getattr(sentence, name)] for name in facts}
    return {"text": sentence.text, "words": sentence.words, "tags": sentence.tags} | plain
