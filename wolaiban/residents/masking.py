"""How an identity looks to those who need no contact: 王*英 · 138****0000."""

import re
from dataclasses import dataclass, field

from django.views.decorators.debug import sensitive_variables

ERASED = "已应本人要求删除"
ANONYMOUS = "匿名"
NAMELESS = "未留姓名"
UNREADABLE = "无法读取"

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
        "钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里"
        "呼延东郭南门羊舌微生梁丘左丘东门西门第五完颜纳兰",
    )
)
FORMS_OF_ADDRESS = (
    "先生",
    "女士",
    "大爷",
    "大妈",
    "大娘",
    "大叔",
    "大姐",
    "大哥",
    "阿姨",
    "师傅",
    "老师",
    "同志",
)

# From the province down to the village; what follows says which door.
PLACE = re.compile(
    r"(?:[^村社\d]{1,7}?(?:省|自治区|市|区|县|街道|地区办事处|地区|镇|乡))*(?:[^\d]{1,8}?(?:村|社区))?"
)


@dataclass(frozen=True)
class Masked:
    """An identity made safe to show. Empty text where nothing was given."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    erased: bool = field(default=False, kw_only=True)
    anonymous: bool = field(default=False, kw_only=True)

    def __str__(self) -> str:
        return f"{self.name} · {self.phone}" if self.phone else self.name


@sensitive_variables()
def mask_name(name: str) -> str:
    """王*英 · 张* · 欧阳*华 · 阿**提 · J** S**; 王女士 says no more than that already."""
    if len(name) == 3 and name.endswith(FORMS_OF_ADDRESS):
        return name
    if name.isascii():
        return " ".join(f"{word[0]}**" for word in name.split())
    if len(name) <= 2:
        return name[:1] + "*" if len(name) == 2 else "*"
    surname = 2 if name[:2] in COMPOUND_SURNAMES else 1
    if len(name) == surname + 1:
        return name[:surname] + "*"
    return name[:surname] + "*" * min(len(name) - surname - 1, 2) + name[-1]


@sensitive_variables()
def mask_phone(phone: str) -> str:
    """138****0000, 010-****1234: the last four digits are what residents recognise their own number by."""
    area, dash, _ = phone.partition("-")
    return f"{area if dash else phone[:3]}{dash}****{last_four(phone)}"


@sensitive_variables()
def last_four(phone: str) -> str:
    """The last four digits; of a landline 010-88881234-801 those before the extension."""
    return phone.split("-")[1 if "-" in phone else 0][-4:]


@sensitive_variables()
def mask_id_number(id_number: str) -> str:
    return f"{id_number[:6]}********{id_number[-4:]}"


@sensitive_variables()
def mask_address(address: str) -> str:
    """The village or community, not the door."""
    place = PLACE.match(address)
    return f"{place.group() if place and place.group() else address[:2]}***"


MASKS = {"name": mask_name, "phone": mask_phone, "id_number": mask_id_number, "address": mask_address}
