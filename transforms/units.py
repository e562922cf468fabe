"""Units of measure and counting words (量词), their canonical form and, for measures, the base unit.

To add a unit: add a row to `MEASURES` (printed forms, canonical form, base unit, factor) or a word to `COUNTERS`;
nothing else lists units. Factors: 国务院关于在我国统一实行法定计量单位的命令 (1984) with GB 3100-93 for legal units;
市制 (亩, 斤, 里, …) after 国务院关于统一我国计量制度的命令 (1959).
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit: `name` is its canonical form, `base` and `factor` say how much of the base unit it is."""

    name: str
    base: str
    factor: float
    is_counter: bool


def names(*lines: str) -> tuple[str, ...]:
    """Space-separated names as a tuple: a table of words that stays readable."""
    return tuple(" ".join(lines).split())


# printed forms (space-separated, the first is canonical), base unit, factor to the base unit
MEASURES: tuple[tuple[str, str, float], ...] = (
    ("% ％ 个百分比", "%", 1),
    ("‰", "%", 0.1),
    ("个百分点 百分点", "个百分点", 1),
    ("个基点 基点", "个基点", 1),
    ("倍", "倍", 1),
    # money; exchange rates are not units, so every currency is its own base
    ("元 块钱 人民币元 元人民币 元钱 人民币", "元", 1),
    ("角钱 毛钱", "元", 0.1),
    ("瑞士法郎", "瑞士法郎", 1),
    ("美元 美金", "美元", 1),
    *((name, name, 1) for name in names("欧元 日元 英镑 港元 澳元 加元 韩元 卢布 法郎 卢比 马克 泰铢 比索 雷亚尔")),
    ("新台币 元新台币 新台币元", "新台币", 1),
    ("港币 元港币", "港币", 1),
    ("新加坡元 新元", "新加坡元", 1),
    ("澳门元", "澳门元", 1),
    # area
    ("平方公里 平方千米 km²", "平方米", 1e6),
    ("公顷", "平方米", 1e4),
    ("亩 市亩", "平方米", 10000 / 15),
    ("平方米 平米 ㎡ m²", "平方米", 1),
    ("平方尺 平方英尺", "平方米", 0.092903),
    ("平方厘米", "平方米", 1e-4),
    # length
    ("公里 千米 km KM", "米", 1000),
    ("米 公尺", "米", 1),
    ("厘米 公分 cm CM", "米", 0.01),
    ("毫米 mm MM", "米", 0.001),
    ("毫米汞柱 mmHg", "毫米汞柱", 1),
    ("微米 μm", "米", 1e-6),
    ("纳米 nm", "米", 1e-9),
    ("里 华里 市里", "米", 500),
    ("海里", "米", 1852),
    ("英里", "米", 1609.344),
    ("英尺", "米", 0.3048),
    ("英寸", "米", 0.0254),
    ("丈", "米", 10 / 3),
    ("尺 市尺", "米", 1 / 3),
    ("光年", "光年", 1),
    # mass
    ("吨 公吨", "千克", 1000),
    ("吨标准煤 吨标煤", "吨标准煤", 1),
    ("吨二氧化碳当量", "吨二氧化碳当量", 1),
    ("载重吨", "载重吨", 1),
    ("总吨", "总吨", 1),
    ("公斤 千克 kg KG Kg", "千克", 1),
    ("克", "千克", 0.001),
    ("毫克 mg", "千克", 1e-6),
    ("微克 μg", "千克", 1e-9),
    ("斤 市斤", "千克", 0.5),
    ("担 市担", "千克", 50),
    ("公担", "千克", 100),
    ("克拉", "千克", 0.0002),
    ("磅", "千克", 0.45359237),
    # volume
    ("立方米 方 m³", "立方米", 1),
    ("标准立方米", "标准立方米", 1),
    ("立方厘米", "立方米", 1e-6),
    ("升 公升", "立方米", 0.001),
    ("毫升 ml mL ML", "立方米", 1e-6),
    ("桶", "桶", 1),
    # energy, power, electricity
    ("千瓦时 千瓦·时 千瓦小时 kWh", "千瓦时", 1),
    ("兆瓦时 兆瓦·时", "千瓦时", 1000),
    ("千瓦", "千瓦", 1),
    ("兆瓦 MW", "千瓦", 1000),
    ("吉瓦 GW", "千瓦", 1e6),
    ("瓦 瓦特", "千瓦", 0.001),
    ("千伏安", "千伏安", 1),
    ("千伏", "伏", 1000),
    ("伏 伏特", "伏", 1),
    ("马力 匹马力", "千瓦", 0.7355),
    ("千卡 大卡", "千卡", 1),
    ("焦耳", "焦耳", 1),
    ("瓦时 Wh", "千瓦时", 0.001),
    ("毫安时 mAh", "安时", 0.001),
    ("安时 Ah", "安时", 1),
    ("安培", "安培", 1),
    ("毫安", "安培", 0.001),
    # time
    ("秒 秒钟", "秒", 1),
    ("毫秒", "秒", 0.001),
    ("分钟", "秒", 60),
    ("小时 个小时 个钟头 钟头", "秒", 3600),
    ("天", "天", 1),
    ("日", "天", 1),
    ("昼夜 个昼夜", "天", 1),
    ("个工作日 工作日", "工作日", 1),
    ("个星期 星期 周 个礼拜", "天", 7),
    ("个月", "个月", 1),
    ("年", "个月", 12),
    ("周年", "周年", 1),
    ("岁 周岁", "岁", 1),
    ("学时 课时", "学时", 1),
    # traffic and transport
    ("人次", "人次", 1),
    *((name, name, 1) for name in names("辆次 列次 班次 架次 艘次 车次 台次 户次 场次 吨公里 人公里 公里/小时 米/秒")),
    ("标箱 标准箱 标准集装箱 TEU", "标箱", 1),
    # data and other measures
    ("字节 B", "字节", 1),
    ("吉字节 GB", "字节", 1e9),
    ("太字节 TB", "字节", 1e12),
    ("比特", "比特", 1),
    ("兆 MB 兆字节", "兆", 1),
    ("赫兹 Hz", "赫兹", 1),
    ("兆赫 MHz", "赫兹", 1e6),
    ("摄氏度 ℃ °C", "摄氏度", 1),
    ("度", "度", 1),
    ("帕 帕斯卡", "帕", 1),
    ("巴", "巴", 1),
    ("分贝", "分贝", 1),
    ("像素", "像素", 1),
    ("级", "级", 1),
    ("分", "分", 1),
    ("点", "点", 1),
    ("字", "字", 1),
    ("个标准大气压", "个大气压", 1),
    ("个大气压", "个大气压", 1),
    ("华氏度", "华氏度", 1),
)

COUNTERS = names(
    "个 家 项 名 位 人 户 件 条 所 座 辆 架 艘 台 套 只 头 匹 棵 株 张 份 册 本 部 篇 幅 场 次 处 块 片",
    "间 层 栋 幢 支 根 门 种 类 批 宗 起 例 笔 单 组 对 双 瓶 箱 袋 盒 车 碗 杯 班 枚 颗 粒 面 圈 轮 站",
    "村 镇 乡 县 市 省 国 区 盏 口 尊 列 节 章 首 款 朵 道 员 桩 床 把 针 剂 剂次 趟 遍 声 句 页 则 封 顶",
    "堆 餐 段 部门 省份 省市 市县 区县 国家 社区 街道 乡镇 行政村 自然村 县区 省区市",
    "人份 例次 床位 张床位 学分 眼 孔 尾 羽 捆 筐",
)
"""Words for counting. They are no measures: their base unit is the word itself."""


def _table() -> dict[str, Unit]:
    table = {name: Unit(name, name, 1, True) for name in COUNTERS}
    for forms, base, factor in MEASURES:
        names = forms.split()
        table |= {form: Unit(names[0], base, factor, False) for form in names}
    return table


UNITS: dict[str, Unit] = _table()
"""Every printed form and its unit."""

_BY_PAIR: dict[str, tuple[str, ...]] = {
    pair: tuple(sorted((form for form in UNITS if form.startswith(pair)), key=len, reverse=True))
    for pair in {form[:2] for form in UNITS if len(form) > 1}
}
FIRST_CHARACTERS = frozenset(form[0] for form in UNITS)
"""What a printed unit begins with."""


def match_unit(text: str, at: int) -> tuple[Unit, int] | None:
    """The longest unit printed at `at` and where it ends, or None; `元/吨` is a unit of its own, with itself as base.

    >>> match_unit("3平方公里", 1)
    (Unit(name='平方公里', base='平方米', factor=1000000.0, is_counter=False), 5)
    >>> match_unit("5元/吨", 1)[0].name
    '元/吨'
    """
    form = _form(text, at)
    if form is None:
        return None
    unit, end = UNITS[form], at + len(form)
    if text.startswith("/", end) and (per := _form(text, end + 1)):
        name = f"{unit.name}/{UNITS[per].name}"
        return UNITS.get(name) or Unit(name, name, 1, False), end + 1 + len(per)
    return unit, end


def _form(text: str, at: int) -> str | None:
    for form in _BY_PAIR.get(text[at : at + 2], ()):
        if text.startswith(form, at):
            return form
    first = text[at : at + 1]
    return first if first in UNITS else None


def to_base(value: float, unit: str) -> tuple[float, str]:
    """A value in the base unit of its kind, and that unit; an unknown unit is its own base.

    >>> to_base(3, "平方公里")
    (3000000.0, '平方米')
    """
    known = UNITS.get(unit)
    return (value * known.factor, known.base) if known else (value, unit)
