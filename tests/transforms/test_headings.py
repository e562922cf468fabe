"""What tells an article's subhead from the headline of the next: form, subject, section; and words across breaks."""

from __future__ import annotations

import pytest

from transforms.cohesion import character_pairs, matter_feature, shared_pairs
from transforms.headforms import form_of, heading_forms
from transforms.joins import breaks_inside
from transforms.lexicon import frequent_pairs, is_word, word_gain
from transforms.lines import find_manner, plain_form, split_lines
from transforms.page import read_page
from transforms.readings import read_lines

_FERRY = (
    "渡轮公司上月把老码头的两条旧船送进船坞检修，船工们在船坞里给船底除锈、换板、刷漆，检修完的渡轮重新回到航线上。"
)
_SHIPS = "渡轮在船坞里检修的时候，船工轮流到新码头学习驾驶电动渡轮，公司说航线不会减少，旧船坞也会留下来。"
_MORE = (
    "船坞里的老船工说，电动渡轮没有轰隆隆的柴油机，码头安静了许多，检修一条旧船要换三百多块船板，航线上的乘客都盼着。"
)
_DOUGH = (
    "豆浆磨好以后要滤三遍，油条下锅前先醒半个钟头，常来的学生一边排队一边背课文，老板娘记得住每一个人的口味和忌口。"
)
_BREAD = "面包师傅凌晨三点起床和面，炉膛烧到两百二十度，头一炉芝麻烧饼出锅时，街上只有扫地的人，味道飘出半条巷子。"


@pytest.mark.parametrize(
    ("left", "right"),
    [("全面建成小", "康社会的目标"), ("事情有了转机，是他挂断电", "话之后才想起来的"), ("今年财政收", "入增长")],
)
def test_a_word_broken_in_two_is_likelier_whole(left: str, right: str) -> None:
    assert word_gain(left, right) >= 2.5


@pytest.mark.parametrize(
    ("left", "right"), [("法院判他还钱", "本报讯"), ("推动脱贫攻坚", "市长说"), ("abc", "社会"), ("“小", "。")]
)
def test_no_word_lies_across_the_end_of_a_paragraph(left: str, right: str) -> None:
    assert word_gain(left, right) == 0.0


@pytest.mark.parametrize(
    ("left", "right"),
    [("2022年10月", "17日，船坞开工。"), ("去年的码头工人大会", "上，老船工发了言。"), ("今年要全面建成小", "康社会")],
)
def test_a_line_breaks_inside_where_its_date_clause_or_word_goes_on(left: str, right: str) -> None:
    assert breaks_inside(plain_form(left), plain_form(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("试用期要不要上保险", "要，试用期在合同期限之内。"),
        ("公司该不该给我补缴", "该，公司应当补缴全部费用。"),
        ("老百姓怎么看", "唉，说起来话长。"),
        ("会议提出三点要求", "一、加强学习。"),
    ],
)
def test_a_line_above_an_answer_or_an_item_is_whole(left: str, right: str) -> None:
    assert not breaks_inside(plain_form(left), plain_form(right))


def test_a_short_headline_may_hold_a_full_stop() -> None:
    page = read_page(f"大河奔流。人民万岁\n——记云州治水三十年\n{_FERRY}\n{_SHIPS}\n")
    assert (page.articles[0].headline, page.articles[0].deck) == ("大河奔流。人民万岁", "——记云州治水三十年")


def test_single_characters_are_no_words_of_the_lexicon() -> None:
    assert is_word("社会")
    assert not is_word("社")


def test_text_on_the_same_subject_speaks_against_a_new_article() -> None:
    assert matter_feature(f"{_FERRY}{_SHIPS}\n船工的新课\n{_MORE}{_SHIPS}", len(_FERRY + _SHIPS) + 1) == ["same words"]


def test_text_on_another_subject_speaks_for_a_new_article() -> None:
    assert matter_feature(f"{_FERRY}{_SHIPS}\n烧饼铺\n{_BREAD}{_DOUGH}", len(_FERRY + _SHIPS) + 1) == ["other words"]


def test_little_text_tells_nothing_of_the_subject() -> None:
    assert matter_feature("渡轮检修。\n烧饼铺\n出锅了。", 6) == []


def test_pairs_in_common_are_the_rarer_ones_of_chinese_characters() -> None:
    common = character_pairs(_FERRY) & character_pairs(_SHIPS) - frequent_pairs()
    assert shared_pairs(_FERRY, _SHIPS) == len(common) > 3
    assert shared_pairs(_FERRY, _BREAD) == 0
    assert shared_pairs("在A股，B股", "买A股，B股") == 0, "Latin letters and marks make no pairs"
    assert "我们" in frequent_pairs()
    assert shared_pairs("我们船坞", "我们船坞") == len({"们船", "船坞"})


def test_a_line_with_a_sentence_end_inside_can_be_no_heading() -> None:
    lines = split_lines(f"{_FERRY}\n老郑今年六十八岁，掌舵掌了四十六年。舵盘\n舵楼老爹\n{_MORE}")
    inside, heading = read_lines(lines, find_manner(lines))[1:3]
    assert {"head", "subhead"} <= set(heading.scores)
    assert set(inside.scores) == {"body"}


def test_headings_of_one_form_are_known_as_neighbours_and_a_plain_one_behind_them_is_not_one_of_them() -> None:
    lines = split_lines(f"【案情】\n{_FERRY}\n【评说】\n{_SHIPS}\n烧饼铺的早晨\n{_BREAD}\n")
    forms = heading_forms(lines)
    assert "form of its neighbours" in forms[0]
    assert "form of its neighbours" in forms[2]
    assert "unlike those before" in forms[4]


def test_one_marked_heading_makes_no_form() -> None:
    forms = heading_forms(split_lines(f"【案情】\n{_FERRY}\n烧饼铺的早晨\n{_BREAD}\n"))
    assert not any({"form of its neighbours", "unlike those before"}.intersection(names) for names in forms.values())


@pytest.mark.parametrize(
    ("plain", "form"),
    [
        ("(二)产业单一", "(1)"),
        ("3.防倒春寒", "1."),
        ("■下一步", "■"),
        ("坚持前瞻布局——", "—"),
        ("谈将来:还看得见", ":"),
    ],
)
def test_form_of_a_heading(plain: str, form: str) -> None:
    assert form_of(plain) == form


def test_a_gap_wider_than_between_paragraphs_is_found() -> None:
    items = [f"渡口纪事之{n}\n\n{_FERRY}\n\n{_MORE}\n\n{_SHIPS}" for n in "一二三四"]
    lines = split_lines("\n\n\n".join(items))
    assert find_manner(lines).wide_gap == 2
    assert find_manner(split_lines("\n\n".join(items))).wide_gap == 0


def test_blank_lines_between_the_paragraphs_of_a_wrapped_page_are_found() -> None:
    paragraph = "\n".join(["渡" * 18, "轮" * 18, "检修完了。"])
    parted = split_lines("\n\n".join([paragraph] * 8))
    assert find_manner(parted).parted
    assert not find_manner(split_lines("\n".join([paragraph] * 8))).parted


def test_a_paragraph_of_a_wrapped_page_does_not_take_in_the_headline_behind_its_full_last_line() -> None:
    wrapped = (
        "　　渡轮公司上月把老码头的两\n条旧船送进船坞检修，船工们在\n船坞里给船底除锈再换板刷漆。\n"
        "烧饼铺的早晨\n"
        "　　面包师傅凌晨三点就起床和\n面，炉膛烧到二百二十度了，头\n一炉烧饼出锅。\n"
    )
    page = read_page(wrapped * 3)
    assert [article.headline for article in page.articles][1:] == ["烧饼铺的早晨"] * len(page.articles[1:])
    assert all(
        "烧饼铺的早晨" not in p.text for article in page.articles for p in article.paragraphs if p.role == "body"
    )


def test_the_end_of_a_paragraph_that_stands_behind_another_article_is_put_back() -> None:
    page = read_page(
        f"老码头的船坞\n本报讯（记者 林远舟）{_FERRY}\n船工们都说，这一回检修不只是为了船，也是为了码头上的人民群\n"
        f"烧饼铺的早晨\n本报讯（记者 方晴川）{_BREAD}\n众能够放心坐船，因此多花了两个月。\n"
    )
    ferry, bread = page.articles
    assert ferry.paragraphs[-1].text.endswith("码头上的人民群众能够放心坐船，因此多花了两个月。")
    assert len(bread.paragraphs) == 1
    assert any(("displaced", 6.0) in join.evidence for join in page.joins)


def test_a_whole_paragraph_is_never_taken_for_a_displaced_end() -> None:
    page = read_page(
        f"老码头的船坞\n本报讯（记者 林远舟）{_FERRY}\n船工们都说，这一回检修不只是为了船，也是为了码头上的\n"
        f"烧饼铺的早晨\n本报讯（记者 方晴川）{_BREAD}\n第二炉要等到天亮以后。\n"
    )
    assert [len(article.paragraphs) for article in page.articles] == [2, 2]


def test_a_caption_over_two_lines_is_one_paragraph() -> None:
    page = read_page(
        f"老码头的船坞\n本报讯（记者 林远舟）{_FERRY}\n▲渡轮公司的船工正在船坞里\n给旧船刷漆。\n{_SHIPS}\n"
    )
    captions = [p.text for p in page.articles[0].paragraphs if p.role == "caption"]
    assert captions == ["▲渡轮公司的船工正在船坞里给旧船刷漆。"]


def test_lines_that_announce_texts_in_a_row_are_no_headlines() -> None:
    items = [f"{place}：\n{text}" for place, text in (("石桥村", _BREAD), ("柳湾村", _DOUGH), ("槐树村", _MORE))]
    page = read_page("一村一句话\n" + "\n".join(items) + "\n")
    assert [article.headline for article in page.articles] == ["一村一句话"]


def test_who_asks_in_brackets_is_no_headline_over_the_answer() -> None:
    page = read_page(
        f"船坞问答\n问：船坞里的旧船什么时候能检修完，渡轮要不要停航？\n（读者小鱼）\n答：{_FERRY}\n问：电动渡轮快不快？\n答：{_SHIPS}\n"
    )
    assert [article.headline for article in page.articles] == ["船坞问答"]


def test_the_papers_commentator_signs_under_a_headline_and_is_a_label_above_one() -> None:
    below = read_page(f"船坞要留住老手艺\n本报评论员\n{_FERRY}\n{_SHIPS}\n").articles[0]
    above = read_page(f"本报评论员\n船坞要留住老手艺\n{_FERRY}\n{_SHIPS}\n").articles[0]
    assert (below.headline, below.byline) == ("船坞要留住老手艺", ("本报评论员",))
    assert (above.headline, above.byline) == ("船坞要留住老手艺", ())
