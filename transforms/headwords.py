"""Wordings of headlines that tell of the lines beside them: news that is whole, calls, and who speaks."""

from __future__ import annotations

import re

COMPLETE = re.compile(
    r"(?:举行|召开|闭幕|开幕|成立|返回|上线|生成|会议|发布|增长|新高|超四成|互致贺电|情况|毕业典礼|公告|决定|名单|通车|投产|竣工|开工|落成|启用|夺冠|落幕|登场|开课|获刑|来袭|动工|开业|流标)$"
)
CALLS = re.compile(
    r"^(?:抓[紧好住实]|管好|搞好|做好|办好|切实|大力|全力|全面|确保|严禁|严格|狠抓|积极|认真|牢牢|继续|进一步|团结|动员|发动|加强|加速|提高|力争|迅速|"
    r"把|加快|推动|推进|坚持|坚决|坚定|努力|扎实|深入|守护|打造|让|以|向|在.{2,8}[中上里])"
)
SPEAKS = re.compile(
    r"^[\u4e00-\u9fffA-Z]{2,8}(?:称|回应|坦言|答复)[:\u4e00-\u9fffA-Z“]|^[\u4e00-\u9fff]{2,4}:|"
    r"^[\u4e00-\u9fff]{0,4}(?:[长長会會]|主席|总理|发言人|官员|议员|议员|专家|业者|居民)(?:盼|促|斥|吁|籲|冀|指|轰|批|允|澄清)"
)
