"""Messages and deliveries as adjectives."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.timezone import now

from wolaiban.notices.words import DeliveryState
from wolaiban.people.models import User

if TYPE_CHECKING:
    from wolaiban.notices.models import Delivery, Message  # noqa: F401 (named in the base classes)


class MessageQuerySet(models.QuerySet["Message"]):
    def told_to(self, user: User) -> Self:
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-id")

    def after(self, pk: int | None) -> Self:
        """The page that follows this message, newest first."""
        return self.newest_first() if pk is None else self.newest_first().filter(pk__lt=pk)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING)

    def gathered(self) -> Self:
        return self.filter(state=DeliveryState.GATHERED)

    def failed(self) -> Self:
        return self.filter(state=DeliveryState.FAILED)

    def due(self, at: datetime | None = None) -> Self:
        return self.filter(next_try__lte=at or now())
