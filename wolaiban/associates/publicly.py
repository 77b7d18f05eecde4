"""What everybody is told of associates: what each of them agreed to, and nothing of the others (志愿服务条例 art. 20)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.views.decorators.debug import sensitive_variables

from wolaiban.associates.models import Associate
from wolaiban.associates.process import ACTIVE
from wolaiban.associates.words import AssociateKind, ShownInPublic
from wolaiban.places.models import Unit
from wolaiban.residents import vault
from wolaiban.residents.masking import COMPOUND_SURNAMES

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
