"""Who wrote it: bylines under a headline (本报记者 …), at the tail (（张勇、汲建莉）), and the names in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙"
    "叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别"
    "庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙"
    "乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖覃占区丘亓么仝"
    "令会候信修偰冼初前化卿原及台吾呼哀善喜回图坚增天太奉官宛宝将展巨布帖庆开忻忽念性户折揭撒斛昂春是智普智有木未本术来果栗次正水沐油泰"
    "洛浩涵清渠漆炎烟甫生用由甲盘直矫禚禾种竹笃第粟糕缐缠罕老耶胶臣舟良苑苟茆茶藏虎衣褟西覃角誉说豆豪贠赫轩辜辰达连迟逢郇鄞酒醋野钱银镇镡镐问闪陀雄霜青静鞏項韋頓項顏馬騰鮑鲜麦默龔"
    "趙錢孫鄭馮陳褚衛蔣沈韓楊許呂張嚴華謝鄒喻竇雲蘇潘魯韋馬鳳俞鮑費薛賀倪湯羅畢鄔樂時傅齊顧黃蕭湛貝計談龐紀項藍閔麻賈婁顏鐘鍾駱樊霍萬盧莫"
    "經應單諸鈕龔邢陸榮儲靳烏車宮寧厲劉葉龍黎薊懷從賴蒼雙聞黨譚貢勞申農溫莊閻連習魚艾廖滿國廣闕東歐師鞏聶簡饒關蓋況歸區肖覃練葉闞祿蘭鄧鄺郤"
)
SURNAMES = frozenset(_SINGLE) - frozenset(
    "的是一前生用由及有来本未会后第年说老问来将次开正直天太化回图官原户折是念性善喜春忽西有种角达良来虎达未"
)
COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "公户",
        "公玉",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "南荣",
        "第五",
        "阿不",
        "歐陽",
        "諸葛",
        "東方",
        "長孫",
        "鮮于",
        "公孫",
        "慕容",
        "鍾離",
    ]
)
_ROLE_WORDS = (
    r"(?:本报|本刊|本社|本台|新华社|中新社|中央社|法新社|全媒体|融媒体?|首席|特约|特派|见习|实习|驻[\u4e00-\u9fff]{1,6}|"
    r"[\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|早报|商报|都市报|时报|网|报|社|台|客户端|电视台)?)?"
    r"(?:全媒体|融媒体?|首席|特约|特派|见习|实习|摄影|驻[\u4e00-\u9fff]{1,6})*"
    r"(?:记者|通讯员|评论员|实习生|撰稿人?|特约作者|作者|译者|编译|主笔|撰文|摄影师?|采访人)"
)
_ROLE = re.compile(rf"(?:{_ROLE_WORDS})")
_PLAIN_ROLE = re.compile(
    r"(?:本报|本刊|新华社|全媒体|融媒体?|首席|特约|特派|见习|实习|摄影)*(?:记者|通讯员|评论员|实习生|撰稿|作者|主笔|撰文|编译)"
)
_BY_LINE = re.compile(
    rf"^[□■●◎▲△☆★/◇◆\s]*[(\[]?\s*(?:(?:{_PLAIN_ROLE.pattern})|文/|文[:、]|图/|撰文[:/]?|作者[:/]|采写[:/]?|"
    r"(?:[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|早报|商报|时报|网|报|社|台)|驻[\u4e00-\u9fff]{2,6}|全媒体|融媒)[\u4e00-\u9fff]{0,4}记者)"
)
_TRAILING = re.compile(
    r"\s*(?:文/图|图/文|文图|图文|文并摄|摄影报道|联合报道|综合报道|采访报道|采写|报道|整理|整合|编译|撰文|文|摄影?|图|写|撰)?\s*[:.。]?$"
)
_SEPARATORS = re.compile(r"[、,;/|&\s]+|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_HAN = re.compile(r"^[\u3400-\u9fff]+$")
_FOREIGN = re.compile(r"^[\u3400-\u9fffA-Z]{1,8}(?:[·•・.][\u3400-\u9fffA-Z]{1,8}){1,4}$")
_NOT_NAMES = frozenset(
    [
        "影像中国",
        "人民视觉",
        "资料图片",
        "资料照片",
        "新华社发",
        "本报讯",
        "完",
        "上",
        "下",
        "中",
        "续",
        "全文完",
        "未完",
        "待续",
        "续完",
        "综合",
        "新华",
        "图片报道",
        "来源",
        "原载",
        "节选",
        "有删节",
        "文章",
        "广告",
        "本报",
        "新华社",
        "中新社",
        "时代楷模",
        "高德地图",
        "视觉中国",
        "东方财富",
        "金台随笔",
        "和音",
        "钟声",
        "和平",
        "文明",
        "安全",
        "万象",
        "应急",
        "程序",
        "成就",
        "年轮",
        "时事",
        "法治",
        "文化",
        "健康",
        "国际",
        "广场",
        "关注",
        "公告",
        "公示",
        "通知",
        "海外",
        "红色",
        "经济",
        "文学",
        "文艺",
        "文摘",
        "师说",
        "强军",
        "时评",
        "时尚",
        "史话",
        "商业",
        "房产",
        "高考",
        "国庆",
        "元旦",
        "景区",
        "党建",
        "党课",
        "明天",
        "古代",
        "平台",
        "平安",
        "计划",
        "方案",
        "方法",
        "安排",
        "从前",
        "江南",
        "江山",
        "海洋",
        "全部",
        "全国",
        "全省",
        "全市",
        "通过",
        "通讯",
        "于是",
        "容易",
        "温馨",
        "温暖",
        "都市",
        "相关",
        "时间",
        "时代",
        "金融",
    ]
)
_GROUP = re.compile(
    r"^[\u4e00-\u9fff·()、\s]{2,30}(?:研究院|研究室|研究中心|编辑部|评论部|评论员|课题组|调研组|报道组|采访组|党组|党委|委员会|办公室|学习中心组|宣传部|"
    r"联合会|编写组|专班|工作室|党史办)$"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names found in a byline; `has_role`: whether a word such as 记者 vouches for them."""

    names: tuple[str, ...]
    has_role: bool


def is_name(token: str, *, strict: bool = True) -> bool:
    """Whether a token can be a person's name: a surname and one or two characters, or a foreign name with a dot.

    Not `strict` (a role word stands before it): any two to four Chinese characters.

    >>> is_name("马海邻"), is_name("影像中国"), is_name("阿尔达克", strict=False)
    (True, False, True)
    """
    if token in _NOT_NAMES:
        return False
    if _FOREIGN.match(token):
        return len(token) <= 20
    if not _HAN.match(token) or not 2 <= len(token) <= 4:
        return False
    if not strict:
        return True
    if token[:2] in COMPOUND:
        return len(token) >= 3
    return token[0] in SURNAMES and (len(token) <= 3 or token[1] in SURNAMES)


def split_names(segment: str, *, strict: bool) -> tuple[str, ...] | None:
    """The names in a segment that holds names alone; None where some part is no name.

    Padded names are closed up (`赵  鹏` is one name); names without separators are cut at surnames.
    """
    tokens = _close_padding([token for token in _SEPARATORS.split(segment.strip()) if token])
    if not tokens or len(tokens) > 24:
        return None
    names: list[str] = []
    for token in tokens:
        if is_name(token, strict=strict):
            names.append(token)
            continue
        parts = _cut_run(token)
        if parts is None:
            return None
        names.extend(parts)
    return tuple(names)


def _close_padding(tokens: list[str]) -> list[str]:
    closed: list[str] = []
    for token in tokens:
        is_half = len(token) == 1 and closed and len(closed[-1]) == 1
        if is_half:
            closed[-1] += token
        else:
            closed.append(token)
    return closed


def _cut_run(token: str) -> list[str] | None:
    """Cut `李莉刘清华` at surnames; None unless every piece is a name."""
    if not 5 <= len(token) <= 16 or not _HAN.match(token):
        return None
    best: list[list[str] | None] = [[]] + [None] * len(token)
    for stop in range(2, len(token) + 1):
        for size in (3, 2):
            before = best[stop - size] if stop >= size else None
            if before is not None and is_name(token[stop - size : stop]):
                best[stop] = [*before, token[stop - size : stop]]
                break
    return best[-1]


def read_names(segment: str) -> Byline | None:
    """The names of `本报记者 赵鹏 周亚军 通讯员 李莉`, `任晓明`, `路前进/张占辉`; None where it is anything else."""
    bare = segment.strip("□■●◎▲△☆★◇◆() []【】:")
    marked, n_roles = (
        _ROLE.subn("\n", bare) if "者" in bare or "员" in bare or "生" in bare or "撰" in bare else (bare, 0)
    )
    if n_roles:
        marked, n_roles = _PLAIN_ROLE.subn("\n", bare)
        if n_roles == 0 or len(marked.split("\n")[0].strip()) > 8:
            return None
        marked = marked if _first_is_title(marked) else "\n" + marked
        pieces = marked.split("\n")[1:]
    else:
        pieces = [re.sub(r"^(?:文|图|撰文|作者|采写)\s*[/:、]\s*", "", marked)]
        n_roles = int(pieces[0] != marked)
    names: list[str] = []
    for piece in pieces:
        found = split_names(_TRAILING.sub("", piece).strip("/、,:; "), strict=n_roles == 0)
        if found is None and piece.strip("/、,:; "):
            return None
        names.extend(found or ())
    return Byline(tuple(dict.fromkeys(names)), n_roles > 0) if names else None


def _first_is_title(marked: str) -> bool:
    """Whether what stands before the first role word is a paper or a place, not a name."""
    first = marked.split("\n")[0].strip()
    return not first or not is_name(first) or first.endswith(("报", "网", "社", "台"))


def read_byline(plain: str) -> Byline | None:
    """A line under a headline that names its authors; None where it is anything else.

    >>> read_byline("本报记者 赵 鹏 周亚军")
    Byline(names=('赵鹏', '周亚军'), has_role=True)
    >>> read_byline("本报讯 记者昨日从市财政局获悉") is None
    True
    """
    if len(plain) > 60 or plain.endswith(("。", "!", "?")):
        return None
    if _BY_LINE.match(plain):
        return read_names(plain)
    if plain[0] in "□■●◎▲△☆★◇◆(" and len(plain) > 16:
        return None
    found = read_names(plain.strip("□■●◎▲△☆★◇◆ ")) if len(plain) <= 24 else None
    return found


def as_printed(names: tuple[str, ...], plain: str, original: str) -> tuple[str, ...]:
    """Names as the page prints them: matching folds some traditional characters, `original` has them."""
    if plain == original or len(plain) != len(original):
        return names
    printed = []
    for name in names:
        found = re.search(r"\s*".join(map(re.escape, name)), plain)
        printed.append("".join(original[found.start() : found.end()].split()) if found else name)
    return tuple(printed)


def is_group_author(plain: str) -> bool:
    """Whether a line can be an institution that signs an article (…研究院, …课题组, 本报评论员)."""
    return len(plain) <= 30 and _GROUP.match(plain) is not None


def tail_bracket(plain: str) -> int:
    """Where a tail byline in brackets at the end of a line starts, 0 where it is the whole line, or -1.

    Glued to text it counts only behind the end of a sentence, or behind a note on the author: a bracket behind a
    quotation may belong to a headline (`…是“加法”（和音）`).
    """
    if not plain or plain[-1] not in ")】]":
        return -1
    opened = max(plain.rfind("(", -64), plain.rfind("【", -64))
    if opened < 0:
        return -1
    inner = plain[opened + 1 : -1].strip()
    if not 2 <= len(inner) <= 60 or inner in _NOT_NAMES:
        return -1
    before = plain[:opened].rstrip()
    if before and not _may_close_before(before):
        return -1
    found = read_names(inner)
    if found is None or inner.endswith(("摄", "供图", "摄影")):
        return -1
    return opened


def _may_close_before(before: str) -> bool:
    bare = before.rstrip("”’」』\"'")
    return bare[-1:] in ("。", "!", "?", "…") or (before[0] == "(" and before[-1] == ")")
