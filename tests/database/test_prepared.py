"""A question answers as its queryset would, however often and with whatever it is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from wolaiban.database.prepared import Given, Keys, PreparedQuery, Rows, among, gaps
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit


@dataclass(frozen=True)
class Told:
    who: int | Given
    units: Keys
    none: Keys
    yes: bool
    no: bool


UNIT = PreparedQuery(lambda code: Unit.objects.active().select_related("parent__parent").filter(code=code))


@pytest.mark.django_db
def test_rows_come_as_the_queryset_gives_them(cast: Cast) -> None:
    units = list(Unit.objects.active().select_related("parent__parent"))

    answers = [UNIT(unit.code) for unit in units]  # more often than until a plan is kept

    assert len(units) > 6
    assert answers == [[unit] for unit in units]
    for unit, (answer,) in zip(units, answers, strict=True):
        with CaptureQueriesContext(connection) as captured:
            assert (answer.parent, answer.parent and answer.parent.parent) == (
                unit.parent,
                unit.parent and unit.parent.parent,
            )
        assert len(captured) == 0
        assert {k: v for k, v in vars(answer).items() if k != "_state"} == {
            k: v for k, v in vars(unit).items() if k != "_state"
        }


@pytest.mark.django_db
def test_there_may_be_none(cast: Cast) -> None:
    assert UNIT("nowhere") == []
    assert UNIT.one("nowhere") is None


@pytest.mark.django_db
def test_what_the_queryset_itself_says_stays(cast: Cast) -> None:
    posts = PreparedQuery(
        lambda user: Post.objects.filter(user=user, function__in=["officer", "head"]).order_by("-pk")
    )

    for user in User.objects.all():
        wanted = Post.objects.filter(user=user, function__in=["officer", "head"]).order_by("-pk")
        assert posts(user.pk) == list(wanted)


@pytest.mark.django_db
def test_it_is_counted_among_the_queries(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        for _ in range(20):  # after some it goes by a name
            UNIT("nowhere")

    assert len(captured) == 20
    assert all("places_unit" in query["sql"] for query in captured)


@pytest.mark.django_db
def test_faults_are_those_of_django(cast: Cast) -> None:
    with pytest.raises(DataError), transaction.atomic():
        UNIT("no\0text")


@pytest.mark.django_db
def test_one_given_list_stands_for_any_number_of_keys(cast: Cast) -> None:
    some = PreparedQuery(lambda keys: Unit.objects.filter(among("pk", keys)).order_by("pk"))
    units = list(Unit.objects.order_by("pk"))

    for number in range(len(units)):
        keys = tuple(unit.pk for unit in units[:number])
        assert some(keys) == some(list(keys)) == list(Unit.objects.filter(among("pk", keys)).order_by("pk"))


@pytest.mark.django_db
def test_rows_of_several_querysets_come_together(cast: Cast) -> None:
    def put() -> QuerySet[Any, Any]:
        named = Unit.objects.filter(short_name=Given("name")).order_by()
        return named.values_list("code", "name").union(named.values_list("short_name", "kind"), all=True)

    rows, unit = Rows(put), Unit.objects.townships()[0]

    assert rows(name=unit.short_name, more="of no use") == [
        (unit.code, unit.name),
        (unit.short_name, unit.kind),
    ]


@pytest.mark.django_db
def test_a_percent_sign_stays_one(cast: Cast) -> None:
    discounts = PreparedQuery(
        lambda code: Unit.objects.filter(code=code).annotate(of=Value("5%%s %")).exclude(of="")
    )
    unit = Unit.objects.townships()[0]
    Unit.objects.filter(pk=unit.pk).update(name="5% 村")
    half = PreparedQuery(lambda code: Unit.objects.filter(code=code, name="5% 村"))

    assert discounts(unit.code) == half(unit.code) == [unit]


def test_gaps_are_left_where_something_is_told() -> None:
    told = Told(who=7, units=(1, 2), none=(), yes=True, no=False)

    assert gaps(told) == Told(who=Given("who"), units=Given("units"), none=(), yes=True, no=False)
    assert gaps(told) == gaps(replace(told, who=8, units=(3,)))
    assert gaps(told) != gaps(replace(told, units=()))
