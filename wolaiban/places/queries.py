"""Finding units: who stands under whom, and which 北关村 is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from wolaiban.places.models import Unit


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def subtree(self, *units: Unit) -> Self:
        """These units and everything under them. The tree is three deep: district, township, village."""
        return self.filter(Q(pk__in=units) | Q(parent__in=units) | Q(parent__parent__in=units))
