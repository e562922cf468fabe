"""What kind of article it is (news, editorial, commentary, notice, photo, …), from its label, tag and headline."""

from __future__ import annotations

import re

from transforms.lines import plain_form

_TAG = re.compile(r"\(([^()]{1,26})\)$")
_EDITORIAL = re.compile(r"社论|社评|本报评论员|评论员文章|代论|专论")
_COMMENTARY = re.compile(r"评|论坛|论丛|随笔|时论|今日谈|杂谈|漫谈|之声|钟声|和音|手记|观察家|笔谈|专栏|微言|观点|思想")
_NOTICE = re.compile(
    r"(?:公告|启事|声明|公示|通告|讣告|通知|更正|招聘|招标|征集|拍卖)(?:\(.*\))?$|^(?:公告|启事|声明|通知|更正|遗失)"
)
_PHOTO = re.compile(r"^(?:图片(?:报道|新闻|故事)|新闻图片|摄影(?:报道|作品)|图说|影像)")
_SOURCE = re.compile(
    r"(新华社|中新社|中新网|新华网|人民网|央视(?:网|新闻)?|本报|人民日报|[\u4e00-\u9fff]{2,5}(?:日报|晚报|晨报))"
)


def article_kind(plain: str | None, label: str | None, is_orphan: bool) -> str:
    """The kind of an article, as `records.Article.kind` lists them; `plain`: its headline in matching form."""
    if plain is None:
        return "fragment" if is_orphan else "news"
    tag = _TAG.search(plain)
    genre = f"{plain_form(label) if label else ''} {tag[1] if tag else ''}"
    if _EDITORIAL.search(genre):
        return "editorial"
    if _PHOTO.match(plain):
        return "photo"
    if _COMMENTARY.search(genre):
        return "commentary"
    return "notice" if _NOTICE.search(plain) else "news"


def label_of(headline: str | None, plain: str | None, label: str | None) -> str | None:
    """The genre or column mark printed with an article: on its own line, or in brackets behind the headline.

    `plain`: the headline in matching form.
    """
    if label:
        return label.strip("【】[]()（）《》 ")
    tag = _TAG.search(plain) if plain else None
    return headline[tag.start(1) : tag.end(1)] if headline and tag else None


def source_of_note(plain: str) -> str | None:
    """The agency a closing note names (（新华社北京4月30日电）, 据中新网)."""
    found = _SOURCE.search(plain)
    return found[1] if found and not plain.startswith("(作者") else None
