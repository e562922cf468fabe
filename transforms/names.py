"""Shapes of personal names: Chinese (surname and one or two characters) and transliterated ones.

Surnames are those of `transforms.surnames`; the transliteration characters are those of the Xinhua name tables
(世界人名翻译大辞典) in everyday use.
"""

from __future__ import annotations

import re

from transforms.surnames import COMPOUND_IN_TEXT, IN_TEXT
from transforms.tables import alternation

RARE_SURNAMES = frozenset(
    "冷衣麦鹿苑漆丘栗粟檀付于成应向文方高江万关安常包东石金白花云田山马任代原计区谷年向古黄连解管时项布信车门火阳爱红双强路商单左"
)
"""Surnames that are everyday words too: a name that opens with one needs more evidence."""

_NOT_GIVEN = frozenset(
    "的了在是与及为对将把被向到以等也都就还並并但而或所其这那我你他她它们个說说着过不没很更最又再只已要会上下外前后"
    "說們這為對將從後時過還會說讲問问称稱、，。；：？！“”（）《》·—…0123456789０１２３４５６７８９％%年月日号省县乡镇村局厅部处委院校"
    "员者副第两每该某由此给让使因则即当做出去入无和吗呢吧啊么什哪几谁怎您咱各比于"
)
_YEAR_IN_NAME = "年(?<![今去明当每多全近历同前后往早常昨一二两三四五六七八九十半这那几数]年)$"
_GIVEN = re.compile(f"(?:[向日](?=.)|和(?=平)|月|{_YEAR_IN_NAME}|(?![{''.join(sorted(_NOT_GIVEN))}])[\u3401-\ufaff])+")
TRANSLITERATION = frozenset(
    "阿埃艾爱安昂奥澳巴白拜班邦保鲍贝本比彼毕宾波伯勃博卜布采查察达大戴丹当道德登邓迪蒂丁东杜顿多恩尔法凡范方菲费芬丰佛夫弗福富"
    "盖甘冈戈格葛根贡古瓜哈海汉翰豪赫黑亨洪胡华怀惠霍基吉季加贾简杰津金京卡凯坎康考柯科可克肯孔库夸奎拉来莱赖兰朗劳勒雷黎里理"
    "利立莉丽连廉良列烈林琳龙隆卢鲁路伦罗洛吕马玛迈麦曼芒毛茂梅门蒙孟米密敏明缪摩莫默姆木穆拿纳娜乃奈南内尼倪涅宁纽努诺欧帕派潘"
    "庞佩彭蓬皮匹平坡珀朴普齐奇契恰钱强乔切钦琼丘屈让热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙莎山尚绍舍圣施什史舒斯丝思司松苏索塔台泰坦"
    "汤唐陶特腾提廷图托陀瓦万旺威韦维伟卫魏温文翁沃乌武西希锡席夏显香肖谢辛欣兴休许雪逊雅亚延扬杨耶叶伊衣依易因英永尤尧约云宰赞"
    "士贡芭泽扎詹章珍芝治智朱祖佐兹茨滋咨妮妲娅婷媞玫琪珂缇芙茜菈蕾薇莲莱黛爾達馬羅維蘭麗納諾蘇薩裡魯盧倫賓貝費蓋漢爾賈傑萊勞門蒙內寧歐帕龐"
    "厄坚差猜颂披隆敦谭川喬瓊讓熱榮賽聖絲湯陶圖萬衛溫烏亞揚葉雲贊澤約蔻孜买热依帖吾古丽提"
)
IN_DOTTED = TRANSLITERATION | frozenset("捷娃侯肉森皮雪桂麻密彻措增旦珠央巴音杨苗丫茵妍姬辉罕逊邬弥赖靡吐")
"""Characters of names with a dot between their parts; without one they would be too many."""
BEFORE_DOT = IN_DOTTED | frozenset("江不买力合别")
"""Those of the part before a dot; behind it they would rather be the next word (…默克尔|不出席)."""
FOREIGN_DOTTED = re.compile("[·•・‧](?<=[\u4e00-\u9fffA-Z].)(?=[\u4e00-\u9fffA-Z])")

SPEECH = (
    "警告|告诫|承认|否认|暗示|重申|声称|宣称|敦促|批评|驳斥|抨击|谴责|坦承|证实|估计|预计|预测|描述|形容|评价|指责|反问|追问|回应|透露|感言|报道|報道|報導|表示|介绍|指出|强调|认为|坦言|告诉|解释|回忆|感慨|感叹|补充|宣布|直言|分析|呼吁|提醒|建议|提出|坚信|深有|笑着|激动|高兴|说|称|讲|道|谈|问|答|"
    "介紹|強調|認為|告訴|解釋|回憶|補充|宣佈|呼籲|提醒|建議|說|稱|講|談|問"
)
_DEEDS = (
    "举行|会谈|出访|访问|抵达|启程|回国|辞职|就任|宣誓|主持|出席|参加|参会|会见|会晤|陪同|率队|率团|带领|率领|讲话|致辞|致词|作报告|作了|发言|到会|前往|来到|深入|走访|看望|慰问|调研|检查|担任|任命|当选|"
    "获得|荣获|夺得|赢得|饰演|主演|执导|创作|撰写|摄|绘|先后|今天|昨天|日前|上午|下午|同志|先生|女士|小姐|夫妇|夫妻|教授|院士|书记|主席|总统|总理|一行|"
    "老师|主任|部长|局长|院长|校长|市长|省长|县长|通过|带着|带领|开始|决定|接受|签署|代表|分别|共同|进行|作为|成为|以及|逝世|去世|出生|毕业|没有|"
    "參加|會見|會晤|率領|講話|致詞|獲得|奪得|贏得|擔任|當選|發言|老師|書記|總統|總理"
)
_VERBS = [*SPEECH.split("|"), *_DEEDS.split("|")]
FOLLOWS_STRONGLY = re.compile(rf"[，。；：！？、）)”」』《》…—\n,;:!?(（/／\s]|$|{alternation(_VERBS)}")
FOLLOWS_WEAKLY = frozenset(
    "在对向和与及等同率为从到将曾已也还就是的被把并又都则却先今昨日一以因不没来去做有只让给用从自乘驱既當為對與從將還"
)
REGNAL = re.compile("[一二三四五六七八九十]{1,3}世")
"""What kings and popes count themselves with (夏洛特二世)."""
SAYS = re.compile(alternation(SPEECH.split("|")))
SAYS_FIRST = "".join(sorted({verb[0] for verb in SPEECH.split("|")}))
"""The characters that verbs of saying begin with."""


_COURTESIES = (
    "先生|女士|老师|小姐|大娘|大爷|师傅|大妈|大嫂|大叔|大伯|大姐|大哥|阿姨|奶奶|爷爷|叔叔|伯伯|同学|同志|教授|医生|大夫|律师|经理|老板|老汉|书记|主任|局长|"
    "市长|县长|镇长|村长|校长|院长|厂长|队长|团长|站长|所长|科长|处长|部长|主席|总理|总统|工程师|总工|会计|警官|法官|太太|夫人|某某|老|总|某|姐|哥|叔|姨|导|氏|家|工|婶|嫂|伯|公|"
    "老師|先生|教授|醫生|書記|主席"
)
_COURTESY = re.compile(rf"(?:{_COURTESIES})")


def is_courtesy(word: str) -> bool:
    """Whether a word is a surname and how one speaks of its bearer (陈先生, 李某): nobody by name."""
    surname = 2 if word[:2] in COMPOUND_IN_TEXT else 1
    return word[:surname] not in ("", "和") and _COURTESY.fullmatch(word, surname) is not None


def name_length(text: str, at: int) -> tuple[int, int]:
    """(surname length, longest possible name length) at `at`; (0, 0) where no Chinese surname stands there."""
    if text[at : at + 2] in COMPOUND_IN_TEXT:
        return 2, 4
    return (1, 3) if text[at : at + 1] in IN_TEXT else (0, 0)


def is_given(characters: str) -> bool:
    """Whether characters may be a given name: Chinese, and none that only joins words."""
    return _GIVEN.fullmatch(characters) is not None


def is_transliterated(characters: str) -> bool:
    """Whether all characters are such as foreign names are written with."""
    return TRANSLITERATION.issuperset(characters)


def looks_chinese(word: str) -> bool:
    """Whether a whole word has the shape of a Chinese personal name."""
    surname, longest = name_length(word, 0)
    return bool(surname) and surname < len(word) <= longest and is_given(word[surname:])
