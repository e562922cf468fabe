"""Texts to look for reprints among: articles edited in known ways, and notices of one form that are no reprints."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import partial

from bench.corpus import to_traditional

Edit = Callable[[str, random.Random, Sequence[str]], str]
"""A text, a source of chance, and other texts to take words from; gives the text as another paper printed it."""

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]*")
_SPACED = str.maketrans({"，": "， ", "。": "．", "“": "「", "”": "」", "\n": "\n　　"})


def sentences_of(text: str) -> list[str]:
    """The text's sentences; joined they are the text."""
    return [found for found in _SENTENCE.findall(text) if found]


def reset(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Other quotation marks and spaces."""
    return text.translate(_SPACED)


def traditional(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """In traditional characters."""
    return to_traditional().convert(text)


def misread(share: float, text: str, chance: random.Random, others: Sequence[str]) -> str:
    """A share of the characters taken for another one, left out or doubled, as recognition of scans does."""
    stock = chance.choice(others)

    def read(character: str) -> str:
        if chance.random() >= share:
            return character
        return chance.choice((chance.choice(stock), chance.choice(stock), chance.choice(stock), "", character * 2))

    return "".join(map(read, text))


def lengthen(share: float, text: str, chance: random.Random, others: Sequence[str]) -> str:
    """A passage of another text, as long as this share of it, put in at the end of a sentence."""
    sentences = sentences_of(text)
    at = chance.randrange(1, len(sentences) + 1)
    return "".join([*sentences[:at], passage(int(share * len(text)), chance, others), *sentences[at:]])


def rewrite_lead(share: float, text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Other words instead of this share of it at the beginning."""
    n = int(share * len(text))
    return passage(n, chance, others) + text[n:]


def cut(share: float, text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Only this share of it, from the beginning."""
    return text[: int(share * len(text))]


def thin(share: float, text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Only this share of its sentences, wherever they stand."""
    sentences = sentences_of(text)
    kept = set(chance.sample(range(len(sentences)), max(1, round(share * len(sentences)))))
    return "".join(sentence for i, sentence in enumerate(sentences) if i in kept)


def together(edits: Sequence[Edit], text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Several edits, one after the other."""
    for edit in edits:
        text = edit(text, chance, others)
    return text


def passage(n: int, chance: random.Random, others: Sequence[str]) -> str:
    """About `n` characters of another text."""
    other = chance.choice(others)
    start = chance.randrange(max(1, len(other) - n))
    return other[start : start + n]


EDITS: dict[str, Edit] = {
    "other punctuation and spaces": reset,
    "traditional characters": traditional,
    "1 % misread": partial(misread, 0.01),
    "3 % misread": partial(misread, 0.03),
    "5 % misread": partial(misread, 0.05),
    "10 % misread": partial(misread, 0.10),
    "a fifth added": partial(lengthen, 0.2),
    "half added": partial(lengthen, 0.5),
    "as much again added": partial(lengthen, 1.0),
    "lead rewritten, 15 %": partial(rewrite_lead, 0.15),
    "lead rewritten, 30 %": partial(rewrite_lead, 0.3),
    "cut to 70 %": partial(cut, 0.7),
    "cut to 50 %": partial(cut, 0.5),
    "cut to 30 %": partial(cut, 0.3),
    "cut to 15 %": partial(cut, 0.15),
    "70 % of the sentences": partial(thin, 0.7),
    "50 % of the sentences": partial(thin, 0.5),
    "30 % of the sentences": partial(thin, 0.3),
    "cut to 60 %, 2 % misread, traditional": partial(
        together, (partial(cut, 0.6), partial(misread, 0.02), traditional)
    ),
    "lead 15 %, a fifth added, 2 % misread": partial(
        together, (partial(rewrite_lead, 0.15), partial(lengthen, 0.2), partial(misread, 0.02))
    ),
}

_PLACES = ["青江", "白石", "云溪", "南岭", "松原口", "河西", "东港", "明湖", "长汀镇", "柳州湾", "临川", "石桥"]
_SKIES = ["晴", "多云", "阴", "小雨", "中雨", "雷阵雨", "多云转晴", "阴有小雨", "晴转多云"]
_WINDS = ["偏南风", "偏北风", "东南风", "西北风", "东北风", "偏东风"]
_SURNAMES, _GIVEN = "林周沈顾陆许韩苏", "墨砚清和远平文海宁川"
_GOODS = ["大白菜", "土豆", "西红柿", "黄瓜", "猪肉", "鸡蛋", "豆腐", "鲤鱼", "苹果", "香蕉"]
_TRADES = ["商贸", "建材", "食品", "纺织", "机械", "运输"]


def make_forms(n: int, chance: random.Random) -> list[str]:
    """`n` notices of each of eight forms, in which everything but the form is drawn anew."""
    return [form(chance) for form in FORMS for _ in range(n)]


def weather(chance: random.Random) -> str:
    """A forecast for two days and four towns."""
    c, r = chance.choice, chance.randrange
    towns = "".join(
        f"{place}：{c(_SKIES)}，{c(_WINDS)}{r(1, 4)}到{r(4, 7)}级，气温{r(5, 18)}到{r(18, 36)}℃。"
        for place in chance.sample(_PLACES, 4)
    )
    return (
        f"市气象台今天下午发布的天气预报：今天夜间{c(_SKIES)}，{c(_WINDS)}二三级；明天白天{c(_SKIES)}，"
        f"{c(_WINDS)}三四级，最高气温{r(18, 36)}℃，最低气温{r(5, 18)}℃，相对湿度{r(30, 95)}%。各地天气：{towns}"
    )


def auction(chance: random.Random) -> str:
    """An auctioneer's notice."""
    r = chance.randrange
    return (
        f"受委托，我公司定于{day(chance)}上午{r(8, 12)}时在{chance.choice(_PLACES)}路{r(1, 300)}号公开拍卖："
        f"位于{chance.choice(_PLACES)}的房产一处，建筑面积{r(60, 900)}平方米，参考价{r(20, 900)}万元。有意竞买者请于"
        f"{day(chance)}下午5时前持有效证件到我公司办理登记手续，并交纳保证金{r(2, 90)}万元，不成交者保证金如数退还。"
        f"标的即日起展示。咨询电话：{r(10**7, 10**8)}。联系人：{name(chance)}。"
    )


def summons(chance: random.Random) -> str:
    """A court's call by public notice."""
    r = chance.randrange
    return (
        f"{name(chance)}："
        f"本院受理原告{name(chance)}诉你{chance.choice(('借款', '租赁', '买卖', '承揽'))}合同纠纷一案，已依法"
        f"审理终结。现依法向你公告送达（{r(1990, 2025)}）民初字第{r(100, 9999)}号民事判决书。"
        f"自公告之日起经过60日即视为送达。如不"
        f"服本判决，可在公告期满后15日内向本院递交上诉状及副本，上诉于{chance.choice(_PLACES)}市中级人民法院。"
        f"逾期本判决即"
        f"发生法律效力。{chance.choice(_PLACES)}区人民法院，{day(chance)}。"
    )


def prices(chance: random.Random) -> str:
    """A day's prices on a market."""
    listed = "，".join(f"{good}每公斤{chance.randrange(100, 3000) / 100}元" for good in chance.sample(_GOODS, 7))
    return (
        f"据{chance.choice(_PLACES)}农副产品批发市场提供的信息，{day(chance)}市场主要商品成交价格如下："
        f"{listed}。当日上市量"
        f"{chance.randrange(200, 900)}吨，比前一日{chance.choice('增减')}{chance.randrange(1, 60)}吨，"
        f"市场供应充足，价格总体平稳。"
    )


def lottery(chance: random.Random) -> str:
    """A draw's numbers."""
    r = chance.randrange
    drawn = "、".join(f"{n:02}" for n in sorted(chance.sample(range(1, 34), 6)))
    return (
        f"第{r(1990, 2025)}{r(1, 150):03}期开奖公告：本期开奖号码为{drawn}，特别号码{r(1, 17):02}。本期全国投注总额"
        f"{r(10**6, 10**8)}元。一等奖{r(0, 12)}注，每注奖金{r(10**5, 10**7)}元；二等奖{r(20, 300)}注，"
        f"每注奖金{r(10**4, 10**5)}元；"
        f"三等奖{r(300, 2000)}注，每注奖金3000元。奖池资金累计{r(10**7, 10**9)}元，滚入下期。"
        f"兑奖期限自开奖之日起60天内。"
    )


def appointment(chance: random.Random) -> str:
    """A notice before an appointment."""
    r = chance.randrange
    return (
        f"为进一步扩大民主，现将拟任职人选公示如下：{name(chance)}，{chance.choice('男女')}，"
        f"{r(1955, 1990)}年{r(1, 13)}月生，"
        f"{r(1975, 2010)}年{r(1, 13)}月参加工作，现任{chance.choice(_PLACES)}县副县长，"
        f"拟任{chance.choice(_PLACES)}局副局长。公示时间："
        f"{day(chance)}至{day(chance)}。如有问题，请在公示期内以书信、"
        f"电话或来访形式向市委组织部干部监督科反映。反映情况须"
        f"实事求是，提倡署真实姓名。举报电话：{r(10**6, 10**7)}。"
    )


def dissolution(chance: random.Random) -> str:
    """A company's call to its creditors: few numbers."""
    company = f"{chance.choice(_PLACES)}市{''.join(chance.choices(_GIVEN, k=2))}{chance.choice(_TRADES)}有限公司"
    return (
        f"{company}经股东会决议解散，并已成立清算组，清算组由{name(chance)}、{name(chance)}、"
        f"{name(chance)}组成，{name(chance)}为负责人。"
        f"请债权人自接到本公司书面通知书之日起三十日内，未接到通知书的自本公告之日起四十五日内，"
        f"向本公司清算组申报债权，"
        f"逾期不申报的视为放弃权利。地址：{chance.choice(_PLACES)}路{chance.randrange(1, 400)}号。特此公告。"
    )


def match_report(chance: random.Random) -> str:
    """A round of a league."""
    r, teams = chance.randrange, chance.sample(_PLACES, 8)
    games = "，".join(
        f"{a}队{r(0, 5)}比{r(0, 5)}{chance.choice(('胜', '负', '平'))}{b}队"
        for a, b in zip(teams[::2], teams[1::2], strict=False)
    )
    return (
        f"全省足球联赛第{r(2, 30)}轮今天在{chance.choice(_PLACES)}等四个赛区结束了全部四场比赛，结果如下："
        f"{games}。至此，"
        f"{chance.choice(_PLACES)}队积{r(10, 60)}分排在积分榜首位，"
        f"{chance.choice(_PLACES)}队以{r(10, 60)}分紧随其后。下一轮比赛将于"
        f"{day(chance)}举行。"
    )


FORMS = (weather, auction, summons, prices, lottery, appointment, dissolution, match_report)


def name(chance: random.Random) -> str:
    """A person's name."""
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.randrange(1, 3)))


def day(chance: random.Random) -> str:
    """A day of the year."""
    return f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
