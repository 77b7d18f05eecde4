"""Who is registered at a place already: the same name with the same number."""

from __future__ import annotations

from wolaiban.associates.models import Associate
from wolaiban.associates.process import ACTIVE
from wolaiban.residents import vault


def twins_of(associate: Associate) -> list[Associate]:
    """Of those at the same place, whoever is the same person. Of a couple with one telephone each is somebody else."""
    same = vault.same_as(associate.resident)
    known = Associate.objects.filter(unit=associate.unit_id, stage=str(ACTIVE), resident__in=same)
    return list(known.select_related("resident").exclude(pk=associate.pk).order_by("pk"))
