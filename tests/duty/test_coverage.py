"""How duty stands at many doors: gaps to come, who posted nothing, days that were covered; for those who watch over them."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from tests.cast import DAGAOSHE, DONGFEN, Cast, unit
from tests.duty.conftest import Door, hired
from wolaiban.duty.queries import coverage as queries
from wolaiban.duty.queries.coverage import coverage, watched_by
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function


def page(cast: Cast, who: str, query: str = "") -> str:
    client = Client()
    client.force_login(cast.user(who))
    answer = client.get(f"/rosters/gaps/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_a_township_sees_and_another_does_not(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    women = hired("苏振田", Function.WOMEN)
    door.posted()
    door.take("change", "qin", shift=door.shift(13), person=women, reason="去开会。")
    clock.move_to(datetime(2026, 10, 6, 9, tzinfo=BEIJING))

    shown = page(cast, "gao")
    assert "两周内有 1 天空班" in shown
    assert "东坟村　10月13日" in shown
    assert "派人顶班" in shown
    assert "5 天里 5 天" in shown
    assert "派人顶班" not in page(cast, "cheng"), "who only watches sends nobody"
    assert "个工作室还没有公布本月的值班表</h1>" in page(cast, "tang"), "nothing posted is no news of no gaps"
    assert "大高舍村" in page(cast, "shen"), "it has posted nothing"


def test_a_day_that_passed_without_anybody_is_not_covered(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    women = hired("苏振田", Function.WOMEN)
    door.posted()
    door.take("change", "qin", shift=door.shift(3), person=women, reason="去开会。")
    clock.move_to(datetime(2026, 10, 6, 9, tzinfo=BEIJING))
    found = coverage(Unit.objects.filter(code=DONGFEN), date(2026, 10, 6))
    assert (found.days, found.days_covered, found.share, found.receptions) == (5, 4, 80, 0)
    assert (found.doors, found.posted, found.silent) == (1, 1, [])


def test_gaps_and_silent_doors_go_on_where_a_page_ends(
    door: Door, cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SHOWN", 1)
    women = hired("苏振田", Function.WOMEN)
    door.posted()
    for day in (12, 13):
        door.take("change", "qin", shift=door.shift(day), person=women, reason="去开会。")
    clock.move_to(datetime(2026, 10, 6, 9, tzinfo=BEIJING))
    first = page(cast, "lian")
    assert "10月12日" in first
    assert "10月13日" not in first
    assert f'href="?gaps=2026-10-12.{DONGFEN}"' in first
    second = page(cast, "lian", f"?gaps=2026-10-12.{DONGFEN}")
    assert "10月13日</a>" in second
    assert "10月12日</a>" not in second
    assert "后面的空班" not in second
    silent = re.search(r"\?silent=(\d+)", first)
    assert silent is not None
    assert f'href="?silent={silent[1]}"' not in page(cast, "lian", f"?silent={silent[1]}")
    assert "10月12日" in page(cast, "lian", "?gaps=x.y")


def test_a_door_is_watched_over_from_above_alone(cast: Cast) -> None:
    assert watched_by(cast.actor("qin")) is None
    assert watched_by(cast.actor("he")) is None
    below = watched_by(cast.actor("dong"))
    assert below is not None
    assert unit(DAGAOSHE) in below
    assert unit(DONGFEN) not in below
