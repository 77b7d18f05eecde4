"""Keep up to date what a studio says of itself: phone, address, hours and notice, each change with its record."""

from __future__ import annotations

from django.db import transaction

from wolaiban.people.actor import Actor
from wolaiban.people.authority import check_may_describe
from wolaiban.people.models import StudioChange
from wolaiban.places.models import Studio
from wolaiban.traces.leaving import leave


@transaction.atomic(durable=True)
def describe_studio(
    studio: Studio, *, phone: str, address: str, hours: str, notice: str, by: Actor
) -> StudioChange | None:
    """Write what is new, with a record of what was there before; None if all of it stood there already."""
    check_may_describe(by, studio)
    studio = Studio.objects.select_for_update().get(pk=studio.pk)
    said = {"phone": phone, "address": address, "hours": hours, "notice": notice}
    facts = {name: [getattr(studio, name), now] for name, now in said.items() if getattr(studio, name) != now}
    if not facts:
        return None
    for name in facts:
        setattr(studio, name, said[name])
    studio.save(update_fields=list(facts))
    change = StudioChange.objects.create(studio=studio, by=by.user, facts=facts)
    leave(change, studio, act="described", by=by.user.pk if by.user else None)
    return change
