"""Which subjects of a kind somebody in office may see: what most kinds' `visible_to` is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from wolaiban.people.actor import Actor
from wolaiban.process.grammar import Process
from wolaiban.process.words import SEES_UNIT
from wolaiban.workflow.kinds import only_link
from wolaiban.workflow.parts import Parts

M = TypeVar("M", bound=Model)


def in_office(model: type[M], actor: Actor, *near: Q | QuerySet[Any]) -> QuerySet[M]:
    """Subjects that are near somebody in office: of which one condition is true, or that own one of these children.

    The district and the clock see all; who holds no office sees none.
    """
    units, everything = [post.unit for post in actor.posts_as(SEES_UNIT)], model._default_manager.all()
    if actor.is_clock or any(unit.is_district for unit in units):
        return everything
    return everything.filter(reduce(or_, _conditions(model, near))) if units else everything.none()


def units_named(
    parts: type[Parts[Any]], process: Process[Any, Any, Any], actor: Actor
) -> list[Q | QuerySet[Any]]:
    """Conditions for `in_office`: a unit of the actor's is one to whose officers the table gives a role."""
    units, found = actor.unit_ids_as(SEES_UNIT), list[Q | QuerySet[Any]]()
    for path in {one.unit for one in process.holders}:
        rows, _, column = path.rpartition(".")
        wanted = {f"{column}__in": units}
        found.append(getattr(parts, rows).model._default_manager.filter(**wanted) if rows else Q(**wanted))
    return found


def _conditions(model: type[Model], near: tuple[Q | QuerySet[Any], ...]) -> Iterator[Q]:
    for one in near:
        if isinstance(one, Q):
            yield one
        else:
            yield Q(Exists(one.filter(**{only_link(one.model, model): OuterRef("pk")})))
