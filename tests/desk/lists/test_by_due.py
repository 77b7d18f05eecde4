"""The ledger by what is due: the most urgent first, page by page, whatever is changed meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases.models import Case
from wolaiban.cases.queries.by_due import DUE, DueLeaves, DuePlace
from wolaiban.cases.queries.ledger import Filter, Sorting, most_urgent_of


def due(cast: Cast, *hours: int) -> list[Case]:
    """Cases that are due in so many hours from now, in this order."""
    cases = [cast.report(f"第 {n} 件。", reporters=()) for n in range(len(hours))]
    for case, hour in zip(cases, hours, strict=True):
        Case.objects.filter(pk=case.pk).update(deadline=now() + timedelta(hours=hour))
    return cases


def leaves(cast: Cast, **wanted: object) -> DueLeaves:
    return most_urgent_of(cast.actor("qin"), Filter(sort=Sorting.DUE, **wanted))  # type: ignore[arg-type]


def test_the_most_urgent_is_first_and_what_has_ended_is_not_there(cast: Cast) -> None:
    calm, late, soon = due(cast, 50, -3, 4)
    cast.moved_to("closed", cast.report("完了。"))
    assert leaves(cast).page().cases == [late, soon, calm]
    assert str(leaves(cast).count()) == "3 件"


def test_what_is_paused_is_not_due_before_it_runs_again(cast: Cast) -> None:
    paused, soon, calm = due(cast, 1, 4, 900)
    Case.objects.filter(pk=paused.pk).update(paused_at=now(), paused_until=now() + timedelta(hours=100))
    assert leaves(cast).page().cases == [soon, paused, calm]


def test_pages_follow_each_other_down_and_up_again(cast: Cast) -> None:
    cases = due(cast, 1, 2, 3, 3, 5, 6, 7)
    Case.objects.filter(pk=cases[3].pk).update(deadline=Case.objects.get(pk=cases[2].pk).deadline)
    first = leaves(cast).page(size=3)
    second = leaves(cast).page(older_than=first.older_than, size=3)
    third = leaves(cast).page(older_than=second.older_than, size=3)
    assert [case for page in (first, second, third) for case in page.cases] == cases
    assert (first.newer_than, third.older_than) == (None, None)
    assert leaves(cast).page(newer_than=third.newer_than, size=3).cases == second.cases
    assert leaves(cast).page(newer_than=second.newer_than, size=3).cases == first.cases


@pytest.mark.parametrize("cursor", ["", "x", "7", "1-2-3", "９-9", "99999999999999999-1"])
def test_what_is_no_place_begins_at_the_beginning(cast: Cast, cursor: str) -> None:
    cases = due(cast, 1, 2)
    assert leaves(cast).page(older_than=cursor).cases == cases


@given(micro=some.integers(0, 10**15), pk=some.integers(1, 2**53))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_place_is_read_back_as_it_was_written(micro: int, pk: int) -> None:
    place = DuePlace.read(f"{micro}-{pk}")
    assert place is not None
    assert str(place) == f"{micro}-{pk}"


def test_it_is_sorted_by_text_too(cast: Cast) -> None:
    calm, late = due(cast, 50, -3)
    assert leaves(cast, text="件").page().cases == [late, calm]
    assert leaves(cast, text="第 1 件").page().cases == [late]


def test_the_page_says_its_order_and_turns(cast: Cast, browser: Browser) -> None:
    for n in range(52):
        cast.report(f"第 {n} 件。", reporters=())
    page = browser("qin").get("/cases/?sort=due").content.decode()
    assert "最急的在前" in page
    assert page.count('class="matter"') == 50
    on = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert browser("qin").get(f"/cases/{on}").content.decode().count('class="matter"') == 2


def test_an_index_has_the_order(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")  # of so few cases, sorting costs next to nothing
        assert "case_by_due" in Case.objects.open().order_by(DUE, "pk")[:3].explain()
