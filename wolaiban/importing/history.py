"""What an old ledger says of how a matter ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

CLOSED = re.compile(
    r"(已(经|全部)?|全部|成功)?(办结|结案|办完|办理完(成|毕|结)?|完成|完结|化解|解决|处理(完(成|毕)?)?|处置(完(成|毕)?)?|关闭|归档|答复|回复|销号|办理)"
    r"|是|√|✓|✔|已办|结束|closed|done|yes",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"(未|没|待|正在|尚|部分|继续|持续|暂).*|.*中|否|×|✗|办理|处理|处置|已?(受理|转办|交办|派单|签收|登记|立案|接收|上报)|不|no|open",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class History:
    """A matter that was settled elsewhere: when, with what result, and what was said of it, as far as that is told."""

    closed_at: datetime | None
    result: str = field(default="", repr=False)
    judgement: str = ""


def is_closed(cells: Mapping[str, str], remarks: list[str]) -> bool:
    """Whether a row tells of what is over. What cannot be read is taken as open, and said."""
    state, day = (cells.get(name, "") for name in ("state", "closed_at"))
    plain = re.sub(r"[\s。.]", "", state)
    if not plain:
        return bool(day)
    if OPEN.fullmatch(plain):
        if day:
            remarks.append(f"状态写着“{state[:20]}”却有办结时间，当作没有办结")
        return False
    if CLOSED.fullmatch(plain):
        return True
    remarks.append(f"状态“{state[:20]}”看不懂，当作没有办结")
    return False
