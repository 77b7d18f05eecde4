"""A question answers as its queryset would, however often and with whatever it is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import DataError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.database.prepared import Given, Keys, PreparedQuery, PreparedText, RowCount, Rows, among, gaps
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
def test_sql_of_our_own_is_asked_with_values_by_name(cast: Cast) -> None:
    named = PreparedText(
        "SELECT code, %(told)s::text FROM places_unit WHERE code = ANY(%(codes)s) OR short_name = %(told)s"
    )
    unit = Unit.objects.order_by("code")[0]
    with CaptureQueriesContext(connection) as captured:
        answers = [named(told="谁", codes=(unit.code,)) for _ in range(20)]
    assert answers == [[(unit.code, "谁")]] * 20
    assert len(captured) == 20


@pytest.mark.django_db
def test_what_is_planned_anew_gives_the_same_rows(cast: Cast) -> None:
    anew = PreparedQuery(lambda keys: Unit.objects.filter(among("pk", keys)).order_by("pk"), anew=True)
    units = list(Unit.objects.order_by("pk"))

    for number in range(len(units)):
        assert anew([unit.pk for unit in units[:number]]) == units[:number]


@pytest.mark.django_db
def test_what_is_planned_anew_is_sent_with_its_values(cast: Cast) -> None:
    anew = PreparedQuery(lambda code: Unit.objects.filter(code=code), anew=True)
    unit = Unit.objects.townships()[0]
    Unit.objects.filter(pk=unit.pk).update(code="5% '村")
    anew("nowhere")

    with CaptureQueriesContext(connection) as captured:
        assert anew("5% '村") == [unit]
    assert "'5% ''村'" in captured[0]["sql"]


@pytest.mark.django_db
def test_a_number_is_that_of_the_rows(cast: Cast) -> None:
    def put() -> QuerySet[Any, Any]:
        found = Unit.objects.filter(kind=Given("kind")).annotate(is_it=Q(code=Given("code"))).order_by()
        return found.values_list("pk", "is_it")[:3]

    number, unit = RowCount(put, "is_it"), Unit.objects.get(kind="district")

    assert number(kind="nothing", code="") == (0, 0)
    assert number(kind="district", code=unit.code) == (1, 1)
    assert number(kind="village", code="") == (min(3, Unit.objects.filter(kind="village").count()), 0)


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


@pytest.mark.django_db
def test_what_a_transaction_undid_is_asked_anew(cast: Cast) -> None:
    """psycopg forgets all that it prepared once something is rolled back."""
    code = Unit.objects.townships()[0].code
    for _ in range(3):
        with pytest.raises(DataError), transaction.atomic():
            UNIT("no\0text")
        assert UNIT.one(code) is not None


@pytest.mark.django_db
def test_rows_of_one_asking_stay_after_the_next(cast: Cast) -> None:
    one, other = Unit.objects.townships()[:2]

    first, second = UNIT.one(one.code), UNIT.one(other.code)

    assert (first, second) == (one, other)


@pytest.mark.django_db
def test_times_are_those_that_django_gives(cast: Cast) -> None:
    cases = PreparedQuery(lambda pk: Case.objects.filter(pk=pk))
    case = Case.objects.get(pk=cast.report().pk)

    (asked,) = cases(case.pk)

    assert (asked.registered_at, asked.deadline) == (case.registered_at, case.deadline)
    assert asked.registered_at.tzinfo is case.registered_at.tzinfo


@pytest.mark.django_db(transaction=True)
def test_the_first_question_of_a_request_finds_out_that_the_connection_is_gone(cast: Cast) -> None:
    code = Unit.objects.townships()[0].code
    assert UNIT.one(code)
    ended(connection)
    request_started.send(sender=None)

    assert UNIT.one(code) is not None
    assert connection.health_check_done  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_nothing_else_is_asked_before_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request_started.send(sender=None)
    monkeypatch.setattr(connection, "is_usable", lambda: pytest.fail("asked whether it works"))

    assert UNIT("nowhere") == []
    assert User.objects.filter(username="nobody").first() is None


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_goes_later_is_no_secret(cast: Cast) -> None:
    """What was asked before may have been part of something, so nothing is asked again behind its back."""
    assert UNIT("nowhere") == []
    ended(connection)

    with pytest.raises(OperationalError):
        UNIT("nowhere")
    connection.close()


def ended(one: Any) -> None:
    """Its server process is ended, as by a restart of the server."""
    other = one.copy()
    with one.cursor() as cursor, other.cursor() as ending:
        cursor.execute("SELECT pg_backend_pid()")
        ending.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())
    other.close()
