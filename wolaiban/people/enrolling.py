"""Each second factor that is bound, changed or removed leaves its trace, whoever does it.

The rows are a library's, and its own views write them, so this listens to the model. The library opens no transaction
around a `save`: one that died before its trace would look as if it had been put in by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_save, pre_delete

from wolaiban.people.models import SecondFactor
from wolaiban.traces.leaving import leave

KINDS = (Authenticator, SecondFactor)  # a signal names the class that was asked


def leave_traces() -> None:
    """From now on. To be called once."""
    Authenticator.save = transaction.atomic(Authenticator.save)
    for kind in KINDS:
        post_save.connect(_saved, sender=kind)
        pre_delete.connect(_deleted, sender=kind)


def _saved(
    instance: Authenticator, *, created: bool, update_fields: Collection[str] | None, **_: Any
) -> None:
    if update_fields is None or not set(update_fields) <= {"last_used_at"}:
        leave(_kept(instance), act="bound" if created else "changed", by=_who(instance))


def _deleted(instance: Authenticator, **_: Any) -> None:
    leave(_kept(instance), act="removed", by=_who(instance), gone=True)


def _kept(instance: Authenticator) -> SecondFactor:
    """As it is in the table: what a row holds in memory may be a JSON that comes back otherwise."""
    kept: SecondFactor = SecondFactor.objects.get(pk=instance.pk)
    return kept


def _who(instance: Authenticator) -> int | None:
    """Whoever is signed in; who is about to be, by this very row; outside of a request, the operator."""
    if context.request is None:
        return None
    user = getattr(context.request, "user", None)
    key: int = user.pk if user is not None and user.is_authenticated else instance.user_id
    return key
