"""The only list of columns: Arrow, Parquet, DuckDB and the data dictionary derive from `TABLES`.

Tables on runs and builds (schema `ops`) stand in `warehouse.ops_schema`; what follows holds for both.

To add a column: add a line to its table here (nullable, so that older Parquet files still load), fill it in
`flows`, and say so in CHANGELOG.md. To add a table: add it to `TABLES` too; nothing else lists tables.

Text offsets count characters of the cleaned page, from 0, half-open. Times are UTC without a zone. Keys are
deterministic: `doc_id` comes from the content, `article_id` is `<doc_id>-<seq, at least four digits>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from transforms.records import MentionKind, ParagraphRole
from warehouse.columns import BIG, BOOL, DAY, INT, INTS, REAL, TEXT, TEXTS, TIME, Column, Table
from warehouse.ops_schema import OPS_TABLES, PIPELINE, RUN_ID

__all__ = ["TABLES", "Column", "Table"]

ARTICLE_KINDS = ("news", "editorial", "commentary", "notice", "photo", "fragment", "other")
PRECISIONS = ("day", "month", "quarter", "half", "year", "decade", "span", "partial")

_PATH = Column("source_path", TEXT, "where the input was found", "来源路径")
_SHA256 = Column("source_sha256", TEXT, "SHA-256 of the input's bytes, hexadecimal", "来源文件的SHA-256")
_SIZE = Column("size_bytes", BIG, "size of the input", "文件大小", unit="bytes")
_ARTICLE = Column("article_id", TEXT, "article the row belongs to", "所属文章")
_SENTENCE = Column("sentence_seq", INT, "sentence it stands in, counted through the article", "所在句子序号")
_RAW = Column("raw", TEXT, "as printed", "原文")
_START = Column("start_char", INT, "where it starts in the cleaned page", "在清洗后版面中的起点", unit="characters")
_END = Column("end_char", INT, "where it ends in the cleaned page", "在清洗后版面中的终点", unit="characters")

DOCUMENTS = Table(
    "documents",
    grain="one page of one issue, as one input file holds it",
    key=("doc_id",),
    en="Pages that were loaded",
    zh="已入库的版面",
    sort=("doc_id",),
    owner="doc_id",
    columns=(
        Column("doc_id", TEXT, "key, from the page's content", "版面标识，由内容得出"),
        _PATH,
        _SHA256,
        _SIZE,
        Column("encoding", TEXT, "character encoding of the input, Python's codec name", "文件编码"),
        Column("encoding_confidence", REAL, "how sure the encoding is, 0 to 1", "编码置信度"),
        Column("encoding_evidence", TEXT, "JSON: who decided the encoding, what else was plausible", "编码判定依据"),
        Column("n_replaced", INT, "damaged characters that stand as U+FFFD", "无法还原的字数", unit="characters"),
        Column("publication", TEXT, "newspaper as printed", "报纸名称", nullable=True, lake_name="publication_name"),
        Column("publication_source", TEXT, "what the newspaper was taken from", "报纸名称的来源", nullable=True),
        Column("publication_slug", TEXT, "newspaper in ASCII, as in partition folders, or unknown", "报纸代号"),
        Column(
            "newspaper",
            TEXT,
            "newspaper in the spelling of most of its pages in either script, or unknown; filled in by builds",
            "统一的报纸名称",
            nullable=True,
        ),
        Column("issue_date", DAY, "day of issue", "出版日期", nullable=True),
        Column("issue_date_source", TEXT, "what the day was taken from", "出版日期的来源", nullable=True),
        Column("page_label", TEXT, "page number as printed, such as 3 or A03", "版号", nullable=True),
        Column("page_label_source", TEXT, "what the page number was taken from", "版号的来源", nullable=True),
        Column("page_section", TEXT, "section printed on the page", "版名", nullable=True),
        Column("page_section_source", TEXT, "what the section was taken from", "版名的来源", nullable=True),
        Column("n_chars", INT, "characters of the page without white space", "版面字数", unit="characters"),
        Column("n_articles", INT, "articles on the page", "文章数", unit="articles"),
        Column("n_furniture_chars", INT, "characters that belong to no article", "报头等非正文字数", unit="characters"),
        Column("applied_rules", TEXT, "JSON object: cleaning rule to how often it fired", "清洗规则及次数"),
        Column("quality", REAL, "how clean the text was, 0 to 1", "文本质量"),
        PIPELINE,
        RUN_ID,
        Column("ingested_at", TIME, "when the page was loaded, UTC", "入库时间"),
    ),
)

ARTICLES = Table(
    "articles",
    grain="one article as it stands on one page",
    key=("article_id",),
    en="Articles with their heads and bodies",
    zh="文章",
    sort=("article_id",),
    owner="doc_id",
    columns=(
        Column("article_id", TEXT, "key: doc_id and the article's number", "文章标识"),
        Column("doc_id", TEXT, "page the article stands on", "所在版面"),
        Column("seq", INT, "place on the page in reading order", "在版面中的序号"),
        Column("story_id", TEXT, "article_id of the first part where a story jumps pages, else its own", "稿件标识"),
        Column(
            "kind", TEXT, "news, editorial, commentary, notice, photo, fragment or other", "体裁", values=ARTICLE_KINDS
        ),
        Column("label", TEXT, "genre or column mark printed with it", "栏目标识", nullable=True),
        Column("kicker", TEXT, "line above the headline", "引题", nullable=True),
        Column("headline", TEXT, "headline", "主标题", nullable=True),
        Column("deck", TEXT, "line below the headline", "副题", nullable=True),
        Column("byline", TEXTS, "names of the authors", "作者"),
        Column("source", TEXT, "who supplied it, as its lead or tail says", "稿件来源", nullable=True),
        Column("dateline_place", TEXT, "place of the dateline", "电头地点", nullable=True),
        Column("dateline_date", TEXT, "day of the dateline as printed", "电头日期原文", nullable=True),
        Column("dateline_on", DAY, "day of the dateline", "电头日期", nullable=True),
        Column("jump_to_page", TEXT, "page it continues on", "下转版号", nullable=True),
        Column("jump_from_page", TEXT, "page it continues from", "上接版号", nullable=True),
        Column("is_truncated", BOOL, "its end is missing on this page", "是否不完整"),
        Column("is_headline_missing", BOOL, "no headline was found", "是否缺标题"),
        Column("n_paragraphs", INT, "paragraphs", "段数", unit="paragraphs"),
        Column("n_sentences", INT, "sentences", "句数", unit="sentences"),
        Column("n_chars", INT, "characters without white space, head included", "字数", unit="characters"),
        Column("n_words", INT, "words without punctuation", "词数", unit="words"),
        Column("duplicate_of", TEXT, "article it repeats, the earliest print", "重复的原文章", nullable=True),
        Column("similarity", REAL, "how like that article it is, 0 to 1; see core.reprints", "相似度", nullable=True),
        Column("confidence", REAL, "how sure its boundaries are, 0 to 1", "切分置信度"),
        Column("body", TEXT, "paragraphs joined by line feeds", "正文", is_prose=True),
        Column(
            "simplified",
            TEXT,
            "kicker, headline, deck and body in simplified characters, where printed otherwise",
            "标题（引题、主题、副题）与正文的简体形式",
            True,
            is_prose=True,
        ),
        Column("text_hash", BIG, "hash of the body's letters; equal ones are equal texts", "正文文字的散列值", True),
        Column("bands", INTS, "MinHash signature of the body, to find similar ones by", "正文的MinHash签名", True),
    ),
)

PARAGRAPHS = Table(
    "paragraphs",
    grain="one paragraph of one article",
    key=("article_id", "seq"),
    en="Paragraphs made whole again",
    zh="段落",
    sort=("article_id", "seq"),
    owner="article_id",
    columns=(
        _ARTICLE,
        Column("seq", INT, "place in the article", "序号"),
        Column("role", TEXT, "body, subhead, caption or label", "角色", values=get_args(ParagraphRole)),
        Column("text", TEXT, "text of the paragraph", "文本", is_prose=True),
        _START,
        _END,
        Column("n_fragments", INT, "pieces it was put together from", "拼合的片段数", unit="fragments"),
    ),
)

SENTENCES = Table(
    "sentences",
    grain="one sentence of one article",
    key=("article_id", "seq"),
    en="Sentences and their words",
    zh="句子与分词",
    sort=("article_id", "seq"),
    owner="article_id",
    columns=(
        _ARTICLE,
        Column("paragraph_seq", INT, "paragraph it stands in", "所在段落序号"),
        Column("seq", INT, "place in the article, counted through all paragraphs", "序号"),
        Column("text", TEXT, "text of the sentence", "文本", is_prose=True),
        _START,
        _END,
        Column(
            "fragments", INTS, "start and end in the cleaned page of each piece, where several", "各片段的起止", True
        ),
        Column("words", TEXTS, "words in order, punctuation included", "分词"),
        Column("tags", TEXTS, "part-of-speech tag of each word", "词性"),
    ),
)

TERMS = Table(
    "terms",
    grain="one word with one tag in one article",
    key=("article_id", "term", "tag"),
    en="Inverted index of words",
    zh="词语倒排索引",
    sort=("article_id",),
    owner="article_id",
    columns=(
        _ARTICLE,
        Column("term", TEXT, "word", "词语"),
        Column("tag", TEXT, "part-of-speech tag", "词性"),
        Column("normalized", TEXT, "word in simplified characters, lower case, where that differs", "规范形式", True),
        Column("n", INT, "how often it stands in the article", "出现次数", unit="times"),
    ),
)

FIGURES = Table(
    "figures",
    grain="one quantity in one sentence",
    key=("article_id", "sentence_seq", "start_char", "raw"),
    en="Figures and how they changed",
    zh="数字与变化",
    sort=("article_id", "sentence_seq", "start_char"),
    owner="article_id",
    columns=(
        _ARTICLE,
        _SENTENCE,
        _RAW,
        Column("metric", TEXT, "what is measured", "指标", nullable=True),
        Column("value", REAL, "value in the base unit", "数值", nullable=True),
        Column("value_to", REAL, "upper end of a range", "区间上限", nullable=True),
        Column("unit", TEXT, "base unit, with 万 and 亿 multiplied out", "单位", nullable=True),
        Column("approximation", TEXT, "qualifier, such as 近 or 以上", "约数词", nullable=True),
        Column("comparison", TEXT, "what the change is against, such as 同比", "比较基准", nullable=True),
        Column("direction", TEXT, "up, down or flat", "升降", nullable=True, values=("up", "down", "flat")),
        Column("change_value", REAL, "size of the change", "变化幅度", nullable=True),
        Column("change_unit", TEXT, "unit of the change", "变化单位", nullable=True),
        Column("period", TEXT, "period as printed", "时期原文", nullable=True),
        Column("period_start", DAY, "first day of the period", "时期起日", nullable=True),
        Column("period_end", DAY, "last day of the period", "时期止日", nullable=True),
        _START,
    ),
)

DATES = Table(
    "dates",
    grain="one time expression in one sentence",
    key=("article_id", "sentence_seq", "start_char", "raw"),
    en="Time expressions and the days they mean",
    zh="时间表达",
    sort=("article_id", "sentence_seq", "start_char"),
    owner="article_id",
    columns=(
        _ARTICLE,
        _SENTENCE,
        _RAW,
        Column("date_start", DAY, "first day, inclusive", "起日", nullable=True),
        Column("date_end", DAY, "last day, inclusive", "止日", nullable=True),
        Column(
            "precision", TEXT, "day, month, quarter, half, year, decade, span or partial", "精度", values=PRECISIONS
        ),
        Column("anchor", DAY, "day a relative expression was resolved against", "参照日", nullable=True),
        _START,
    ),
)

MENTIONS = Table(
    "mentions",
    grain="one name in one sentence",
    key=("article_id", "sentence_seq", "start_char", "kind", "text"),
    en="People, organisations, places, works and slogans",
    zh="人名、机构、地名、作品与提法",
    sort=("article_id", "sentence_seq", "start_char"),
    owner="article_id",
    columns=(
        _ARTICLE,
        _SENTENCE,
        Column("kind", TEXT, "person, organisation, place, work or slogan", "类别", values=get_args(MentionKind)),
        Column("text", TEXT, "as printed", "原文"),
        Column("normalized", TEXT, "form to group by", "规范形式"),
        Column("role", TEXT, "the person's office", "职务", nullable=True),
        Column("organisation", TEXT, "the person's organisation", "所属机构", nullable=True),
        _START,
    ),
)

INPUTS = Table(
    "inputs",
    grain="one input file, as it was last seen",
    key=("source_path",),
    en="Every input ever seen and what became of it",
    zh="输入文件及其去向",
    sort=("source_path",),
    owner="source_path",
    columns=(
        _PATH,
        _SHA256,
        _SIZE,
        Column("mtime_ns", BIG, "when the file was last changed, since 1970", "修改时间", True, unit="nanoseconds"),
        Column("outcome", TEXT, "loaded, duplicate or rejected", "结果", values=("loaded", "duplicate", "rejected")),
        Column("doc_id", TEXT, "page it became, or whose content it repeats", "对应版面", nullable=True),
        PIPELINE,
        RUN_ID,
        Column("seen_at", TIME, "when it was read, UTC", "读取时间"),
        Column("declared_encodings", TEXT, "encodings declared for this input alone", "单独声明的编码", nullable=True),
        Column("sidecar_facts", TEXT, "JSON: what the sidecar table says of it", "附表所载信息", nullable=True),
    ),
)

REJECTS = Table(
    "rejects",
    grain="one input file that could not be loaded",
    key=("source_path",),
    en="Inputs that could not be loaded, and why",
    zh="未能入库的文件",
    sort=("source_path",),
    owner="source_path",
    columns=(
        _PATH,
        _SHA256,
        _SIZE,
        Column("stage", TEXT, "step that refused it", "环节"),
        Column("reason", TEXT, "reason code", "原因代码"),
        Column("detail", TEXT, "what was wrong, where, and what to do", "说明"),
        RUN_ID,
        Column("rejected_at", TIME, "when it was refused, UTC", "拒收时间"),
    ),
)

REPRINTS = Table(
    "reprints",
    grain="one article that repeats an earlier one",
    key=("article_id",),
    en="Reprints and near-duplicates, linked to the earliest print",
    zh="转载与近似重复",
    owner="article_id",
    in_lake=False,
    columns=(
        Column("article_id", TEXT, "the reprint", "转载文章"),
        Column("original_id", TEXT, "earliest print, the same as duplicate_of", "最早刊发的文章"),
        Column("manner", TEXT, "same, edited or cut", "转载方式：全同、改动、删节"),
        Column("similarity", REAL, "0 to 1: Jaccard of runs of four letters; taken_pct where cut", "相似度"),
        Column("taken_pct", REAL, "share of the reprint that stands in the earliest print", "取自原文的比例", unit="%"),
        Column("kept_pct", REAL, "share of the earliest print that stands in the reprint", "保留原文的比例", unit="%"),
    ),
)

_CORE = (INPUTS, REJECTS, DOCUMENTS, ARTICLES, REPRINTS, PARAGRAPHS, SENTENCES, TERMS, FIGURES, DATES, MENTIONS)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _CORE + OPS_TABLES})
"""Every table by name, owners before what they own."""
