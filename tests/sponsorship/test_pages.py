"""Sponsorships on pages: on that of the case, their own, the lists, the workbench and the figures."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from tests.cast import HAIYI, POSTS, Cast
from tests.sponsorship.conftest import Sponsoring, in_days
from wolaiban.desk.sponsorships import FACE
from wolaiban.desk.subjects.waiting import waiting_for
from wolaiban.people.models import Post
from wolaiban.process.calendar import BEIJING
from wolaiban.sponsorship import queries
from wolaiban.sponsorship.kind import KIND
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.sponsorship.queries import LookPlace, LooksOf, looks_of

pytestmark = pytest.mark.django_db


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def words(answer: Any, status: int = 200) -> str:
    text = str(answer.content.decode())
    assert answer.status_code == status, text[:500]
    return text


def test_from_the_page_of_the_case_to_the_first_look(sponsoring: Sponsoring, cast: Cast) -> None:
    case, begins = f"/cases/{sponsoring.case.number}/", f"/cases/{sponsoring.case.number}/sponsorship/"
    assert f'href="{begins}"' in words(page(cast, "fang", case))
    assert begins not in words(page(cast, "qin", case)), "a village names no leader"
    form = words(page(cast, "fang", begins))
    assert "程立（城关街道包片领导）" in form
    assert f'value="{in_days(7).isoformat()}"' in form
    cheng = str(sponsoring.possible("cheng").pk)
    wrong = words(page(cast, "fang", begins, {"leader": cheng, "next_look": in_days(0).isoformat()}), 422)
    assert "在今天以后" in wrong
    answer = page(cast, "fang", begins, {"leader": cheng, "next_look": in_days(5).isoformat()})
    found = Sponsorship.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/sponsorships/{found.pk}/")

    shown = words(page(cast, "cheng", answer.url))
    assert "下一步：过问" in shown
    assert "还没有写" in shown
    assert "下一步：过问" not in words(page(cast, "fang", answer.url))
    look = f"{answer.url}look/"
    noted = {"helped": "请物业腾出一间空房。", "next_look": in_days(9).isoformat(), "seen": "1"}
    assert "四包里至少写一句" in words(page(cast, "cheng", look, {**noted, "helped": ""}), 422)
    assert page(cast, "cheng", look, noted).status_code == 302
    shown = words(page(cast, "qin", answer.url))
    assert shown.count("请物业腾出一间空房。") == 2, "in the card of the four, and in the history"


def test_the_page_of_the_case_shows_it_and_its_story_leads_there(sponsoring: Sponsoring, cast: Cast) -> None:
    found = sponsoring.name()
    sponsoring.look(known="只给办的人看的话。")
    case = f"/cases/{sponsoring.case.number}/"
    shown = words(page(cast, "qin", case))
    for expected in ("程立包案", "包案：定了包案领导", "包案：包案领导过问了"):
        assert expected in shown
    assert shown.count(f'href="/sponsorships/{found.pk}/"') == 3, "the card, and twice in the story"
    assert "只给办的人看的话" not in shown
    resident = words(page(cast, "wang", case))
    assert "包案：定了包案领导" in resident
    assert f"/sponsorships/{found.pk}/" not in resident
    assert "定包案领导</a>" not in words(page(cast, "fang", case)), "there is one"


def test_a_case_that_was_never_sponsored_asks_nothing_more(
    sponsoring: Sponsoring, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, path = Client(), f"/cases/{sponsoring.case.number}/"
    client.force_login(cast.user("qin"))
    client.get(path)
    with django_assert_max_num_queries(30) as before:
        client.get(path)
    assert not [query for query in before.captured_queries if "sponsorship" in query["sql"]]


def test_who_may_not_see_the_case_finds_nothing(sponsoring: Sponsoring, cast: Cast) -> None:
    found = sponsoring.name()
    for who in ("meng", "tang", "he", "zhi", "wang", "guan"):
        assert page(cast, who, f"/sponsorships/{found.pk}/").status_code == 404, who
        assert page(cast, who, f"/sponsorships/{found.pk}/look/").status_code == 404, who
    assert page(cast, "qin", f"/sponsorships/{found.pk}/look/").status_code == 403


def test_a_sensitive_matter_is_not_named_in_a_list(cast: Cast) -> None:
    case = cast.report("邻居家的孩子夜里常哭，像是在挨打。", title="孩子夜里哭", sensitive=True)
    Sponsoring(cast, case).name()
    for who in ("cheng", "lian"):
        shown = words(page(cast, who, "/sponsorships/"))
        assert "敏感事项" in shown
        assert "孩子" not in shown
    assert "还没有包案" in words(page(cast, "gao", "/sponsorships/"))


# ---- Lists


def many(cast: Cast, number: int) -> list[Sponsorship]:
    """The first is due last."""
    cases = [cast.report(f"第 {n} 件。") for n in range(number)]
    return [Sponsoring(cast, case).name(next_look=in_days(40 - n)) for n, case in enumerate(cases)]


def test_what_is_due_next_stands_first_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SHOWN", 2)
    named = many(cast, 5)
    ended = Sponsoring(cast, named[4].case)
    ended.sponsorship = named[4]
    ended.take("discharge", "fang", reason="另定。")
    seen, path, turned = [], "/sponsorships/", 0
    while path:
        shown = words(page(cast, "cheng", path))
        seen += [int(pk) for pk in re.findall(r'<h3><a href="/sponsorships/(\d+)/"', shown)]
        turned += 1
        further = re.search(r'rel="next" href="([^"]+)"', shown)
        path = f"/sponsorships/{further[1]}" if further else ""
    assert seen == [named[3].pk, named[2].pk, named[1].pk, named[0].pk, named[4].pk]
    assert turned == 3
    for nonsense in ("?after=x", "?after=2026-13-01.5", "?after=.", "?after=2026-01-01.%C2%B2", "?older=x"):
        assert page(cast, "cheng", f"/sponsorships/{nonsense}").status_code == 200


def test_a_list_costs_the_same_however_many_there_are(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(cast, 1)
    client = Client()
    client.force_login(cast.user("lian"))
    client.get("/sponsorships/")
    with CaptureQueriesContext(connection) as first:
        client.get("/sponsorships/")
    many(cast, 4)
    with django_assert_num_queries(len(first)):
        client.get("/sponsorships/")


def test_a_leader_finds_their_own(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name()
    other = Sponsoring(cast, cast.report("另一件。")).name("fang", by="lian")
    shown = words(page(cast, "cheng", "/sponsorships/?mine=1"))
    assert f"/sponsorships/{sponsoring.sponsorship.pk}/" in shown
    assert f"/sponsorships/{other.pk}/" not in shown
    assert f"/sponsorships/{other.pk}/" in words(page(cast, "cheng", "/sponsorships/"))
    assert "您现在没有包案" in words(page(cast, "lian", "/sponsorships/?mine=1"))


def test_a_place_in_the_list_is_read_as_it_is_written() -> None:
    place = LookPlace(date(2026, 12, 8), 15)
    assert LookPlace.read(str(place)) == place
    wrong = (
        "",
        "15",
        "2026-12-08",
        "2026-12-08.",
        "2026-12-08.-1",
        "2026-12-40.1",
        "x.1",
        "2026-12-08." + "9" * 30,
    )
    for nonsense in wrong:
        assert LookPlace.read(nonsense) is None


# ---- The workbench


def waiting(cast: Cast) -> set[str]:
    return {who for who in POSTS if any(kind.face is FACE for kind in waiting_for(cast.actor(who)))}


def test_it_waits_for_the_leader_on_the_day_of_the_look(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name(next_look=in_days(2))
    assert waiting(cast) == set()
    with time_machine.travel(datetime.combine(in_days(2), datetime.min.time(), tzinfo=BEIJING), tick=False):
        assert waiting(cast) == {"cheng"}
        assert "包案过问" in words(page(cast, "cheng", "/inbox/"))
        sponsoring.look(next_look=in_days(9))
        assert waiting(cast) == set()


def test_it_waits_for_whoever_named_them_once_the_leader_has_left(sponsoring: Sponsoring, cast: Cast) -> None:
    sponsoring.name()
    Post.objects.filter(user=cast.user("cheng")).update(ends=localdate())
    assert waiting(cast) == {"fang"}


# ---- Figures


def test_looks_in_time_are_counted_by_township(sponsoring: Sponsoring, cast: Cast) -> None:
    start = datetime(2026, 9, 1, 9, tzinfo=BEIJING)
    with time_machine.travel(start, tick=False) as clock:
        first = Sponsoring(cast, cast.report("第一件。"))
        first.name(next_look=date(2026, 9, 10))
        second = Sponsoring(cast, cast.report("第二件。"))
        second.name("fang", by="lian", next_look=date(2026, 9, 10))
        other = Sponsoring(cast, cast.report("第三件。", at_unit=HAIYI, by="meng"))
        other.name("xue", by="xue", next_look=date(2026, 9, 20))
        clock.move_to(start + timedelta(days=9))
        first.look(next_look=date(2026, 9, 20))
        clock.move_to(start + timedelta(days=12))
        second.look("fang", next_look=date(2026, 10, 20))
        assert lines(cast, "lian") == {"城关街道": (2, 2, 1), "西潞街道": (1, 0, 0), "合计": (3, 2, 1)}
        clock.move_to(start + timedelta(days=24))
        other.look("xue", next_look=date(2026, 10, 20))
        assert lines(cast, "lian") == {"城关街道": (2, 2, 0), "西潞街道": (1, 1, 0), "合计": (3, 3, 0)}
        assert set(lines(cast, "gao")) == {"城关街道", "合计"}
        shown = words(page(cast, "lian", "/sponsorships/figures/?month=2026-09"))
        assert "2026年9月该过问 3 件，按时 0 件" in shown
    assert lines(cast, "lian")["合计"][0] == 3


def lines(cast: Cast, who: str) -> dict[str, tuple[int, int, int]]:
    found = KIND.visible_to(cast.actor(who))
    rows: list[LooksOf] = looks_of(found, date(2026, 9, 1), date(2026, 9, 30), now())
    return {row.name: (row.active, row.due, row.in_time) for row in rows}


def test_a_share_is_cut_and_of_nothing_there_is_none() -> None:
    assert LooksOf("", 3, 3, 2).share == 66
    assert LooksOf("", 1, 0, 0).share is None


@pytest.mark.parametrize("month", ["", "x", "2026-13", "1999-01", "9999-12"])
def test_any_month_is_answered(cast: Cast, month: str) -> None:
    assert "该过问 0 件" in words(page(cast, "lian", f"/sponsorships/figures/?month={month}"))
