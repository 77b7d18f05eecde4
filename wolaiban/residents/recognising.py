"""What in a text is somebody's: numbers, and names that people give as their own.

Titles, places and names of files stand in lists, exports and tables that say they hold nothing personal. What is certain is
masked in them, when they are made and again when they are shown, since older ones cannot be changed: events commit to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from wolaiban.residents.masking import COMPOUND_SURNAMES, mask_name
from wolaiban.residents.particulars import tidy_id_number
from wolaiban.workflow.characters import FULL_WIDTH

CERTAIN = (
    (re.compile(r"(?<!\d)\d{6}[\s\-]?\d{8}[\s\-]?\d{3}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)"), "身份证号"),
    (re.compile(r"(?<!\d)(?:\+?86[\s\-]?)?1[3-9]\d(?:[\s\-]?\d){8}(?!\d)"), "手机号码"),
    (re.compile(r"(?<!\d)0\d{2,3}[\s\-]?[2-8]\d{6,7}(?!\d)"), "座机号码"),
    (
        re.compile(r"(?<!\d)\d{16,19}(?!\d)|(?<!\d)\d{4}(?:[\s\-]\d{4}){3}(?:[\s\-]\d{1,3})?(?!\d)"),
        "银行卡号",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII), "电子邮箱"),
    (
        re.compile(
            r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][·\s]?[A-Z0-9]{5,6}"
        ),
        "车牌号",
    ),
)
NUMBERS = tuple(pattern for pattern, what in CERTAIN if what != "车牌号")
MOBILE = CERTAIN[1][0]
ID_NUMBER = CERTAIN[0][0]
MASK = "***"
# A number with what announces it, as it is left out of a title: “电话***，”.
ANNOUNCED = re.compile(
    r"(?:(?:我的|我|本人的?|联系)?(?:联系方式|联系电话|电话号码|手机号码|手机号|手机|电话|座机|身份证号码|身份证号|身份证|证件号"
    r"|银行卡号|银行卡|卡号|邮箱|微信号|微信)(?:号码|号)?(?:是|为)?[:：\s]*)?\*{3}[，,。；;、\s]*"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏"
    "付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪樊季代温庞安齐庄柴耿聂齐葛冀祁单穆蓝"
)
SURNAME = rf"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{SURNAMES}])"
ENDS = r"(?=$|[，,。；;、！!？?：:\s（(.]|家住|住在|住(?![户民宅])|电话|手机|联系|身份证|今年|现年|男|女|系)"
INTRODUCED = re.compile(
    rf"(?P<before>我的名字是|我名叫|我叫|本人叫|本人姓名|本人是|本人|我是|反映人(?:姓名)?|姓名)(?P<gap>[:：\s]*)"
    rf"(?P<name>{SURNAME}[\u4e00-\u9fff·]{{1,2}}?){ENDS}"
)


@sensitive_variables()
def masked_words(text: str, names: Iterable[str] = ()) -> str:
    """The text with what is certainly somebody's masked; `names` are those of people it is known to be about."""
    plain = narrow = text.translate(FULL_WIDTH)
    for pattern in NUMBERS:
        plain = pattern.sub(MASK, plain)
    plain = INTRODUCED.sub(lambda found: found["before"] + found["gap"] + mask_name(found["name"]), plain)
    for name in names:
        if len(name) > 1:
            plain = plain.replace(name, mask_name(name))
    return plain if plain != narrow else text


@sensitive_variables()
def title_from(words: str, names: Iterable[str] = ()) -> str:
    """A title made of what somebody said: numbers are left out with what announces them, unless nothing else was said."""
    masked = masked_words(" ".join(words.split()), names)
    return ANNOUNCED.sub("", masked).strip(" ，,。；;、:：") or masked


@dataclass(frozen=True, repr=False)
class Contact:
    """What of a text belongs into the vault: the first of each, "" where there is none."""

    phone: str = ""
    id_number: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.id_number)


@sensitive_variables()
def contact_in(text: str) -> Contact:
    plain = text.translate(FULL_WIDTH)
    ids = [found.group() for found in ID_NUMBER.finditer(plain) if _is_id_number(found.group())]
    phones = [found.group() for found in MOBILE.finditer(ID_NUMBER.sub(" ", plain))]
    return Contact(phones[0] if phones else "", ids[0] if ids else "")


@sensitive_variables()
def without(text: str, number: str, instead: str) -> str:
    """The text with something else in the place of a number that was found in it."""
    return text.translate(FULL_WIDTH).replace(number, instead)


@sensitive_variables()
def _is_id_number(text: str) -> bool:
    try:
        return bool(tidy_id_number(text))
    except ValidationError:
        return False
