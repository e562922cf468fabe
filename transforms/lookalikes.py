"""What looks like a quantity and is none: 第十二次, 3家庭, 四面, 十位数, 五里店, 三天前.

To keep a look-alike out: add the characters that follow to the unit's row in `NOT_BEFORE`, or the unit to
`ARABIC_ONLY` where a small Chinese numeral before it nearly always belongs to a word.
"""

from __future__ import annotations

import re

from transforms.numerals import Numeral
from transforms.units import Unit, names

NOT_BEFORE: dict[str, str] = {
    "方": "面向案式法针位圆", "升": "级至到高值降学", "米": "兰饭粉面黄", "克": "服拉", "元": "旦素件宵首月勋桥里",
    "人": "民大类制才帮文行", "名": "列单称为片山著言义", "位": "于居列数一置", "部": "分队委署位长门",
    "所": "属在有", "条": "例件约", "种": "植子养", "场": "所地馆合", "区": "域别块间", "县": "级城",
    "省": "级会委", "市": "场民级值委政区长", "国": "集产内际务有外家民", "级": "跳别联", "层": "次面",
    "对": "于比外此接象口策", "类": "似别", "组": "织成合", "本": "科报次月年市省土来", "份": "额",
    "班": "子列", "套": "路", "台": "湾阶账山县风胞商", "只": "有能是要需为", "节": "气目约能日省",
    "首": "次都个批届先", "里": "屯桥庄店铺河沟村坡营巷台堡墩岗程面", "家": "庭具长乡务电国族园",
    "天": "津气然下空安水山地", "年": "代级度底初末份终中鉴轻货画检报夜轮会限龄", "周": "岁年边围期刊报末",
    "度": "假过电夫", "餐 字": "形号", "口": "岸号径", "站": "点台长", "步": "走行", "车": "间道站辆",
    "把": "手握关", "处": "理于置罚级长分", "起": "来点步草源到义", "门": "口户店诊", "头": "部条", "顶": "点",
    "排": "放名水序列", "间": "隔接断", "道": "路德理教", "面": "积向对临", "床": "位上",
    "分": "之别类公局院行店厂会校团部布子析工配管为歧期析成", "点": "钟半整前后", "单": "位元",
    "箱": "子", "盒": "子", "张": "家",
    "支": "部持撑付队", "件": "套", "批": "准复评发次", "幅": "度员", "座": "谈位右", "项": "规", "斤": "斤",
    "公里": "桥", "担": "任当心", "丈": "夫", "尺": "寸度", "伏": "羊", "巴": "西黎基士", "乡": "村镇亲",
    "镇": "级", "村": "民级", "轮": "子船", "声": "明称势", "篇": "章", "针": "对", "户": "籍外",
}  # fmt: skip
"""Unit form -> the characters that make another word of it when one follows."""

ARABIC_ONLY = frozenset(
    names(
        "B MB 丈 乡 伏 兆 分 则 区 升 县 口 句 员 周 国 圈 堆 声 字 对 尊 尺 层 巴 市 帕 床 度 把 担 排 方 本",
        "村 桶 步 段 班 盏 盒 省 省份 眼 社区 站 章 级 节 街道 车 遍 道 部 里 针 镇 门 面 页 顶 首",
    )
)
"""Units that after a small Chinese numeral are usually part of a word (四面, 三国, 两会, 五里)."""

BULK = frozenset(names("亩 元 公里 千瓦 千瓦时 吨 平方米 斤 立方米 美元"))
"""Measures before which a bare 万 or 亿 counts (亿元), as it does not before a counting word (万家灯火)."""


_MORE_OR_LESS = re.compile(r"以上|以下|以内|之内|左右|上下|开外|[多余]")
DURATIONS = frozenset(names("年 个月 小时 分钟 天 星期 个星期 秒 日 昼夜 工作日 个工作日"))

_SPAN_AFTER = re.compile(r"[前来后间]|以来|之间|以后|以前|之前|之后")

_SPAN_BEFORE = re.compile(r"(近|连续|未来|过去|今后|最近|前|后|这|每|头|第|之|随后|此后|再)$")

_LASTING = re.compile(r"(历时|为期|长达|超过|不到|不足|不超过|耗时|任期|期限|有效期|工龄|延长|缩短|刑)[为至达了约近]?$")

_MEETING = re.compile(
    r"次(?:全会|全体|会议|党代|代表|大会|审议|常[务委]|部[长务]|集体|理事|主席|委员|执委|中央|学部|缔约)"
)

_PLACE_NAME = re.compile(r"[\u4e00-\u9fff](?<![钱的左以多至到一二三四五六七八九人])")
"""What follows 三元 where it is part of a name (三元桥, 四元立交桥)."""

_SET_PHRASE = re.compile(r"个现代化|项(?:基本)?原则|个代表(?![队团处])|位一体|里长征|个一百年|个字头")

_ORDINALS = re.compile(
    r"第[\d零一二三四五六七八九十百]{1,5}[次届条卷章期批]?[、和至到—]"
    r"[\d零一二三四五六七八九十百次届条卷章期批、和至到—]{0,16}$"
)

_SCORED = re.compile("(?:得|获|扣|胜|以|为|加|得到|拿下|砍下|贡献|轰下|拿到|独揽|狂砍|考)$")
_EVENT = re.compile(
    "(?:个人)?(?:自由泳|蝶泳|蛙泳|仰泳|混合泳|混合|接力|跨?栏|障碍|短跑|中长跑|长跑|跑(?!道)|竞走|决赛|预赛|"
    "速滑|速度滑冰|短道|气步枪|气手枪|手枪|步枪|移动靶|跳台|跳板|皮划艇|划艇|赛艇|场地)"
)
"""What follows a distance that names a sports event (200米蝶泳)."""
_RESULT = re.compile(r"\d\d?(?:秒|(?!\d))")
"""Seconds and hundredths of a result (2分03秒86)."""
_LONG_WAY = re.compile("[路地长半多远外]|之[外遥]")
_NOT_AFTER = frozenset("第届之周初#＃")


def is_free(text: str, numeral: Numeral) -> bool:
    """Whether the numeral stands for itself: no ordinal, no part of a code, a ratio or a clock time."""
    if numeral.start == 0:
        return True
    before = text[numeral.start - 1]
    if before in "、和至到—" and _ORDINALS.search(text, max(0, numeral.start - 18), numeral.start):
        return False
    if before in _NOT_AFTER or (before == "数" and not numeral.is_arabic) or before == "几":
        return False
    if before.isascii() and before.isalnum():
        return False
    earlier = text[max(0, numeral.start - 2)]
    return not (before in "-/.+:·" and earlier.isascii() and earlier.isalnum())


def is_measure(text: str, numeral: Numeral, unit: Unit, at: int, end: int) -> bool:
    """Whether the unit printed at `at`..`end` measures what the numeral before it counts."""
    form = text[at:end]
    following = text[end : end + 1]
    if following and following in NOT_BEFORE.get(form, ""):
        return False
    if not numeral.is_arabic and not _chinese_counts(text, numeral, unit, form):
        return False
    if form in "分秒" and _RESULT.match(text, end):
        return False
    if unit.name in DURATIONS:
        return _is_duration(text, numeral, unit, end)
    if form == "张" and text.endswith(("附图片", "附图"), 0, numeral.start):
        return False
    if form == "次" and _MEETING.match(text, at):
        return False
    if form == "分":
        return _SCORED.search(text, max(0, numeral.start - 3), numeral.start) is not None
    if form == "点":
        return numeral.is_arabic and (numeral.value >= 100 or "." in text[numeral.start : numeral.end])
    if form in ("米", "公里") and _EVENT.match(text, end):
        return False
    if form == "眼":
        return "井" in text or "泉" in text
    return not (unit.is_counter and text.endswith(("前", "后"), 0, numeral.start))


def _chinese_counts(text: str, numeral: Numeral, unit: Unit, form: str) -> bool:
    """Whether a Chinese numeral counts here: not 一 or 零, not a bare 万 (万家灯火), not 四面, not a year's digits."""
    digits = text[numeral.start : numeral.end]
    if _SET_PHRASE.match(text, numeral.end) or "千千" in digits or "万万" in digits:
        return False
    if digits in ("一", "零"):  # 零件, 零距离
        return digits + form == "一倍"
    if digits == "二" and unit.is_counter:
        return False
    if form == "元" and len(digits) == 1 and digits not in "十百千万亿":
        return not _PLACE_NAME.match(text, numeral.end + 1)
    if digits in ("百", "千", "万", "亿"):
        return text.endswith(("上", "近", "超", "逾", "约"), 0, numeral.start) or (
            digits in "万亿" and not unit.is_counter and form in BULK
        )
    if form == "里" and _LONG_WAY.match(text, numeral.end + 1):
        return True
    if form in ARABIC_ONLY:
        return (numeral.value >= 20 and len(digits) > 2) or form == "眼"
    return len(digits) < 3 or any(c in digits for c in "十百千万亿点")


def _is_duration(text: str, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Whether it measures a time rather than placing an event: 1年内, 历时三个月, 24小时; not 近5年, 三天前, 2021年."""
    name = unit.name
    if (name == "年" and numeral.value >= 1000) or (name == "日" and not text.startswith(("内", "以内", "之内"), end)):
        return False
    if _SPAN_AFTER.match(text, end) or _SPAN_BEFORE.search(text, max(0, numeral.start - 3), numeral.start):
        return False
    if name != "年":
        return True
    after = _MORE_OR_LESS.match(text, end) or text.startswith("内", end)
    return bool(after) or bool(_LASTING.search(text, max(0, numeral.start - 5), numeral.start))
