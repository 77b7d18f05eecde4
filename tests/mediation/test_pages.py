"""The pages of conferences: proposed from a case, called, its minutes taken, its task checked off, its story on the case."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime, now
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, URBAN, Cast, unit
from tests.mediation.conftest import Play
from wolaiban.cases.models import Case
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Seat


def page(cast: Cast, who: str, path: str, sent: dict[str, Any] | None = None) -> Any:
    client = Client()
    client.force_login(cast.user(who))
    return client.get(path) if sent is None else client.post(path, sent)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def on_day(days: float) -> str:
    return localtime(now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def test_from_the_page_of_a_case_to_the_story_on_it(play: Play) -> None:
    cast, number = play.cast, play.case.number
    assert f"/cases/{number}/conference/" in words(page(cast, "gao", f"/cases/{number}/"))
    proposal = {"host": CHENGGUAN, "question": "扶手由谁出钱？", "tried": "问过三家。"}
    assert page(cast, "gao", f"/cases/{number}/conference/", proposal).status_code == 302
    at = f"/conferences/{Conference.objects.get().pk}/"

    invitation = {
        "when": on_day(20),
        "place": "三楼会议室",
        "recorder": cast.user("gao").pk,
        "outside": "物业公司",
    }
    answer = page(cast, "fang", f"{at}call/", invitation | {"units": [unit(URBAN).code]})
    assert (answer.status_code, answer["Location"]) == (302, at)
    seats = [seat.pk for seat in Seat.objects.all()]
    assert page(cast, "gao", f"{at}hold/", {"present": seats}).status_code == 302
    minutes = words(page(cast, "gao", f"{at}settle_item/"))
    assert "扶手由谁出钱？" in minutes, "what is to be settled stands beside the form"
    said = {"item": AgendaItem.objects.get().pk, "outcome": "plan", "words": "由公益金支付。"}
    given = {"task": "月底前装好", "owner": unit(URBAN).code, "due": on_day(9)}
    assert page(cast, "gao", f"{at}settle_item/", said | given).status_code == 302
    assert page(cast, "fang", f"{at}sign/", {}).status_code == 302
    task = {"owed_task": ConferenceTask.objects.get().pk, "result": "装好了。"}
    assert page(cast, "he", f"{at}report_task/", task).status_code == 302
    checked = {"reported_task": ConferenceTask.objects.get().pk, "reason": "看过了。"}
    assert page(cast, "he", f"{at}check_off/", checked).status_code == 403
    assert page(cast, "gao", f"{at}check_off/", checked).status_code == 302

    shown = words(page(cast, "gao", at))
    for each in ("已销号", "由公益金支付。", "月底前装好", "三楼会议室", "物业公司"):
        assert each in shown, each
    story = words(page(cast, "qin", f"/cases/{number}/"))
    for each in ("会商：提请了会商", "会商：议定了一个议题", "会商：给一项任务销了号", at):
        assert each in story, each


def test_a_fault_is_shown_beside_what_was_written(play: Play) -> None:
    play.propose()
    sent = {"when": on_day(0.5), "place": "三楼", "recorder": play.cast.user("gao").pk}
    answer = page(play.cast, "fang", f"/conferences/{play.conference.pk}/call/", sent)
    assert answer.status_code == 422
    assert "至少提前 2 个工作日通知" in words(answer)
    assert "三楼" in words(answer)


def test_what_is_sensitive_is_shown_to_those_alone_who_may_see_the_case(play: Play) -> None:
    other = play.cast.report("另一处台阶。", reporters=())
    for step, by in (("accept", "qin"), ("raise", "qin"), ("take_up", "gao")):
        play.cast.take(step, other, by)
    play.propose()
    play.take("list_item", "gao", case=other, question="灯由谁装？")
    play.take("call", "fang")
    Case.objects.filter(pk=play.case.pk).update(sensitive=True)
    at = f"/conferences/{play.conference.pk}/"

    seen = words(page(play.cast, "fang", at))
    assert "扶手由谁出钱？" in seen
    unseen = words(page(play.cast, "he", at))  # of a department that is called, and sees neither case
    assert "扶手由谁出钱？" not in unseen
    assert "问过三家。" not in unseen
    assert play.case.number not in unseen
    assert "另有 1 个议题涉及敏感事项" in unseen
    assert "灯由谁装？" in unseen


@pytest.mark.parametrize("who", ["zhou", "tang", "wang", "zhi", "guan"])
def test_to_others_there_is_no_conference(play: Play, who: str) -> None:
    play.until("called")
    at = f"/conferences/{play.conference.pk}/"
    assert page(play.cast, who, at).status_code == 404
    assert page(play.cast, who, f"{at}call/").status_code == 404
    assert play.conference.number not in words(page(play.cast, who, "/conferences/"))


def listed(play: Play, stage: str, several: int, name: str) -> list[str]:
    first = play.conference
    rows = [
        Conference(
            number=f"HS-{name}-{n}", stage=stage, host=first.host, case=first.case, changed_at=now(), counted_from=now()
        )
        for n in range(several)
    ]  # fmt: skip
    Conference.objects.bulk_create(rows)
    return [row.number for row in rows]


def test_the_list_goes_on_page_by_page_and_costs_the_same(
    play: Play, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Those that are open come first, however old; each stands on one page."""
    play.propose()
    going_on, over = listed(play, "tracked", 40, "open"), listed(play, "cancelled", 45, "over")
    client, seen, at = Client(), list[str](), "/conferences/"
    client.force_login(play.cast.user("fang"))
    while at:
        with django_assert_max_num_queries(13):
            shown = words(client.get(at))
        assert ("回到最新" in shown) is bool(seen)
        seen += re.findall(r"会商 (HS-[\w-]+)</a>", shown)
        links = re.findall(r'rel="next" href="(.+?)"', shown)
        at = f"/conferences/{links[0]}" if links else ""
    assert seen == [*going_on[::-1], play.conference.number, *over[::-1]]
    assert "没有更早的会商" in words(client.get("/conferences/?older=1"))
