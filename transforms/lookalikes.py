"""Where a unit's character is part of another word: 三个代表 aside, 3家庭, 四面, 十位数, 五里店.

To keep a look-alike out: add the characters that follow to the unit's row in `NOT_BEFORE`, or the unit to
`ARABIC_ONLY` where a small Chinese numeral before it nearly always belongs to a word.
"""

from __future__ import annotations

from transforms.units import names

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
    "分": "之别类公局院行店厂会校团部布子析工配管为歧期析成", "单": "位元", "箱": "子", "盒": "子", "张": "家",
    "支": "部持撑付", "件": "套", "批": "准复评发次", "幅": "度员", "座": "谈位右", "项": "规", "斤": "斤",
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
