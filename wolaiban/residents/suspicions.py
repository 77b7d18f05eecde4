"""What in a text could tell who somebody is: numbers, the names of those who complained, doors.

What is certain is never kept, not even in a draft: identities stand in the vault and nowhere else. What may be harmless
(a house number of the street's office, “张阿姨” as a figure of speech) is shown to whoever wrote it, to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.residents.recognising import CERTAIN
from wolaiban.workflow.characters import FULL_WIDTH

NUMBER = r"[0-9〇零一二三四五六七八九十百甲乙]"
DOORS = re.compile(rf"{NUMBER}+\s?(?:号楼|号院|号房|单元|栋|幢|门牌|室|弄|号(?!文|线|令|公告|通知))")
ADDRESSED = re.compile(
    r"[\u4e00-\u9fff](?:某某?|先生|女士|大爷|大妈|大娘|大叔|大姐|大哥|阿姨|师傅|老师|奶奶|爷爷)"
)
IN_THE_VAULT = {
    "name": "反映人的姓名",
    "phone": "反映人的电话",
    "id_number": "反映人的身份证号",
    "address": "反映人的住址",
}


@dataclass(frozen=True)
class Suspicion:
    """Something that tells, or may tell, who somebody is. `shown` is only ever what the writer typed and may be harmless."""

    what: str
    certain: bool
    shown: str = ""

    def __str__(self) -> str:
        return f"{self.what}（{self.shown}）" if self.shown else self.what


@sensitive_variables()
def suspicions(text: str, people: Iterable[Resident]) -> list[Suspicion]:
    """All that is suspicious in a text about a matter of these people, what is certain first, each kind once."""
    plain = text.translate(FULL_WIDTH)
    found = [Suspicion(what, certain=True) for pattern, what in CERTAIN if pattern.search(plain)]
    found += [Suspicion(what, certain=True) for what in _of_the_vault(plain, people)]
    found += [Suspicion("门牌、楼栋", certain=False, shown=match) for match in _each(DOORS, plain)]
    found += [Suspicion("对人的称呼", certain=False, shown=match) for match in _each(ADDRESSED, plain)]
    return list(dict.fromkeys(found))


def _each(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match.group() for match in pattern.finditer(text)]


@sensitive_variables()
def _of_the_vault(text: str, people: Iterable[Resident]) -> list[str]:
    """Which of their particulars occur in the text, by what they are called."""
    told = {field for someone in people for field in vault.mentioned(someone, text)}
    return [words for field, words in IN_THE_VAULT.items() if field in told]
