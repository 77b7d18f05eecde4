"""What everybody is told of associates: what each agreed to, and nothing of the others (志愿服务条例 art. 20); and what
whoever holds the receipt of an offer is told of that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from wolaiban.associates.models import Associate
from wolaiban.associates.process import ACTIVE, ASSOCIATE, JOINED, OFFERED, TURNED_DOWN
from wolaiban.associates.words import AssociateKind, ShownInPublic
from wolaiban.places.models import Unit
from wolaiban.residents import vault
from wolaiban.residents.masking import COMPOUND_SURNAMES
from wolaiban.workflow.models import Event, Statement

MOST_SHOWN = 60
NAMED = {str(ShownInPublic.SURNAME), str(ShownInPublic.FULL)}


def shown_at(unit: Unit) -> list[str]:
    """Of those at the door of a unit, in the order in which they came: 高树林（乡贤、调解员）; then 志愿者 2 位. One query."""
    here = Associate.objects.filter(unit__studio=unit.studio_id, stage=str(ACTIVE))
    agreed = here.exclude(shown=str(ShownInPublic.NOTHING)).select_related("resident").order_by("pk")
    found = list(agreed[:MOST_SHOWN])
    named = [f"{_called(one)}（{'、'.join(one.kind_words)}）" for one in found if one.shown in NAMED]
    return [*named, *_counted(one for one in found if one.shown not in NAMED)]


def _counted(nameless: Iterable[Associate]) -> list[str]:
    """Somebody who is two things counts as both."""
    numbers = Counter(kind for one in nameless for kind in one.kinds)
    return [f"{kind.label} {numbers[kind]} 位" for kind in AssociateKind if numbers[kind]]


@sensitive_variables()
def _called(associate: Associate) -> str:
    """高树林, or 高同志 where only that was agreed to; of a name that cannot be opened, nothing."""
    for name in vault.names_of([associate.resident]):
        if associate.shown == ShownInPublic.FULL:
            return name
        return f"{name[: 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1]}同志"
    return "一位同志"


@dataclass(frozen=True)
class OfferWords:
    """How an offer stands, and what the studio wrote to whoever made it."""

    heading: str
    words: str
    reply: str = ""


WAITS = OfferWords(
    "报名收到了，等工作室看", "工作室会打您留的电话，问一问什么时候方便。七天没有人看，系统会提醒他们的上级。"
)
TAKEN_IN = OfferWords("您的报名接收了，谢谢您来帮忙", "想做什么、什么时候来，都由您自己定，随时可以退出。")
TURNED = OfferWords("这次没有接收，谢谢您的好意", "您的姓名和电话已经删除。")
OVER = OfferWords("这份报名已经办完", "您的姓名和电话已经删除。")


def offer_words(associate: Associate) -> OfferWords:
    """The same whether somebody was new or known already: whoever typed another's name and number learns nothing of it."""
    if associate.stage == OFFERED:
        return WAITS
    if associate.stage in {str(ACTIVE), str(JOINED)}:
        return TAKEN_IN
    if associate.stage == TURNED_DOWN:
        return OfferWords(TURNED.heading, TURNED.words, _reply_to(associate))
    return OVER


def _reply_to(associate: Associate) -> str:
    of_it = {"process": ASSOCIATE.name, "subject": associate.pk}
    event = Event.objects.filter(step="turn_down", **of_it).first()
    statement = event and Statement.objects.filter(pk=event.answers["reply"]["statement"], **of_it).first()
    return (statement.words or "") if statement else ""
