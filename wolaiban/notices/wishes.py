"""What recipients want to be sent, and how much they were sent lately: read for all who are told together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q

from wolaiban.database.prepared import PreparedQuery, among
from wolaiban.notices.models import Delivery, Message, Preference
from wolaiban.notices.quiet_hours import FLOOD, FLOOD_WITHIN
from wolaiban.notices.recipients import Recipient
from wolaiban.notices.words import Way

PREFERENCES = PreparedQuery(
    lambda users, residents: Preference.objects.filter(among("user", users) | among("resident", residents))
)


class Wishes:
    """Of those to whom something may be sent, at a moment. Recent is what was written before it is first asked."""

    def __init__(self, told: Iterable[Recipient], moment: datetime) -> None:
        sent_to = [to for to in told if to.sends]
        self._users = tuple({to.user.pk for to in sent_to if to.user is not None})
        self._complaints = tuple({to.complainant.pk for to in sent_to if to.complainant is not None})
        residents = tuple({to.whose.pk for to in sent_to if to.whose is not None})
        self._preferences = {
            (one.user_id, one.resident_id): one for one in PREFERENCES(self._users, residents)
        }
        self._since = moment - FLOOD_WITHIN

    def of(self, to: Recipient) -> Preference:
        """Without a row: everything, at once."""
        user = to.user.pk if to.user is not None else None
        resident = to.whose.pk if to.whose is not None else None
        return self._preferences.get((user, resident)) or Preference()

    def wants_digest(self, message: Message) -> bool:
        preference = self._preferences.get((message.user_id, None))
        return preference is not None and preference.digest

    def is_flooded(self, message: Message, way: Way) -> bool:
        return self._recent.get((message.user_id, message.complainant_id, way), 0) >= FLOOD

    @cached_property
    def _recent(self) -> dict[tuple[int | None, int | None, str], int]:
        theirs = Q(message__user__in=self._users) | Q(message__complainant__in=self._complaints)
        sent = Delivery.objects.filter(theirs, message__at__gt=self._since)
        rows = (
            sent.values_list("message__user", "message__complainant", "way").annotate(Count("pk")).order_by()
        )
        return {(user, complainant, way): number for user, complainant, way, number in rows}
