"""What a conference refuses, and in which words; who stands aside; what the clock does about its tasks."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.timezone import now

from tests.cast import CHENGGUAN, DISTRICT, HOUSING, URBAN, Cast, unit
from tests.mediation.conftest import Play
from wolaiban.cases.models import Case
from wolaiban.mediation.kind import KIND
from wolaiban.mediation.models import AgendaItem, Conference, ConferenceTask, Recusal
from wolaiban.mediation.parts import visible_to
from wolaiban.mediation.process import CONFERENCE
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, TooLate
from wolaiban.process.words import RequestKind
from wolaiban.workflow.about import subjects_about
from wolaiban.workflow.choices import obstacle
from wolaiban.workflow.clock import sweep
from wolaiban.workflow.models import Event, Statement
from wolaiban.workflow.performing import act_for_clock, perform


def said(step: str, *, by: Actor = CLOCK, **lists: Any) -> str:
    """What stands in the way of a step on a conference with these rows, which nobody has saved."""
    for rows in lists.values():
        for key, row in enumerate(rows, start=1):
            row.pk = key
    parts = type("Rows", (), {"items": [], "seats": [], "recusals": [], "tasks": [], **lists})()
    why = obstacle(KIND, CONFERENCE.by_name[step], by, parts, lambda: KIND.facts(by, parts, {}, now()))
    return str(why or "")


def proposed(**case: Any) -> Any:
    """What the guard of a proposal asks."""
    known = {"kind": RequestKind.COMPLAINT, "is_open": True, **case}
    return SimpleNamespace(subject=SimpleNamespace(case=SimpleNamespace(**known)), is_conferring=False)


NEW, OTHER, SETTLED = AgendaItem(), AgendaItem(), AgendaItem(outcome="plan")
ASKED, GRANTED = Recusal(), Recusal(granted=True)
OWED, REPORTED, DONE = (ConferenceTask(state=state) for state in ("returned", "reported", "done"))
OBSTACLES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("call", {"items": []}, "议程上还没有议题。"),
    ("drop_item", {"items": []}, "没有还要议的议题。"),
    ("recuse", {"items": [SETTLED]}, "没有还要议的议题。"),
    ("settle_item", {"items": [SETTLED]}, "没有还要议的议题。"),
    ("give_task", {"items": [NEW]}, "先议定议题，再交任务。"),
    ("decide_recusal", {"recusals": [GRANTED]}, "没有等决定的回避申请。"),
    ("sign", {"items": [NEW, SETTLED, OTHER]}, "纪要里还有 2 个议题没有议定。"),
    ("sign", {"items": [SETTLED], "recusals": [ASKED, GRANTED]}, "还有 1 份回避申请没有决定。"),
    ("report_task", {"tasks": [REPORTED, DONE]}, "贵单位没有要报的任务。"),
    ("check_off", {"tasks": [OWED, DONE]}, "没有别人报来待销号的任务：自己报的，须由别人来销号。"),
    ("send_back", {"tasks": [DONE]}, "没有别人报来待销号的任务：自己报的，须由别人来销号。"),
    ("drop_task", {"tasks": [DONE]}, "没有在办的任务。"),
    ("finish", {"tasks": [OWED, REPORTED, DONE]}, "还有 2 项任务没有销号。"),
)
NOTHING_WRONG = (
    ("call", {"items": [NEW]}),
    ("recuse", {"items": [NEW]}),
    ("give_task", {"items": [NEW, SETTLED]}),
    ("decide_recusal", {"recusals": [ASKED]}),
    ("sign", {"items": [SETTLED], "recusals": [GRANTED]}),
    ("check_off", {"tasks": [REPORTED]}),
    ("drop_task", {"tasks": [OWED]}),
    ("finish", {"tasks": [DONE]}),
)


@pytest.mark.parametrize(("step", "lists", "why"), OBSTACLES)
def test_what_must_happen_first_is_said_in_words(step: str, lists: dict[str, Any], why: str) -> None:
    assert said(step, **lists) == why


@pytest.mark.parametrize(("step", "lists"), NOTHING_WRONG)
def test_where_nothing_is_wrong_nothing_stands_in_the_way(step: str, lists: dict[str, Any]) -> None:
    assert said(step, **lists) == ""


def test_what_keeps_a_case_from_a_conference() -> None:
    propose = CONFERENCE.guards["propose"]
    assert propose(proposed()) is None
    assert propose(proposed(kind=RequestKind.ACCUSATION)) == "检举控告不进会商，由纪检监察机关依规办理。"
    assert propose(proposed(is_open=False)) == "此件已经结束，不用再会商。"


@pytest.mark.parametrize("who", ["wang", "zhi", "zhou", "he", "tang"])
def test_only_those_who_have_to_do_with_the_case_propose(play: Play, who: str) -> None:
    with pytest.raises(NotYours):
        play.propose(who)
    assert not Conference.objects.exists()
    assert not play.case.events.filter(step="proceed").exists()


def test_one_conference_at_a_time(play: Play) -> None:
    first = play.propose()
    play.conference = Conference(case=play.case)
    with pytest.raises(NotNow, match="还没有结束的会商"):
        play.propose()
    play.conference = first
    play.take("cancel", "fang", reason="已经解决。")
    play.conference = Conference(case=play.case)
    assert play.propose() != first


def test_an_accusation_never_enters_a_conference(cast: Cast) -> None:
    case = cast.report(kind=RequestKind.ACCUSATION, reporters=())
    play = Play(cast, case)
    with pytest.raises(NotNow, match="检举控告不进会商"):
        play.propose("lian", host=unit(DISTRICT))
    host = Play(cast, cast.report(at_unit="110111103217", by="zhou")).propose("shen", host=unit(DISTRICT))
    case.holder = unit(DISTRICT)
    Case.objects.filter(pk=case.pk).update(holder=case.holder)
    assert case not in KIND.load(host).longest_open


def test_it_is_called_two_working_days_ahead_unless_it_is_urgent(play: Play) -> None:
    play.propose()
    tomorrow = now() + timedelta(hours=20)
    with pytest.raises(BadAnswer, match="至少提前 2 个工作日"):
        play.take("call", "fang", when=tomorrow)
    with pytest.raises(BadAnswer, match="以后"):
        play.take("call", "fang", when=now() - timedelta(hours=1), urgent=True)
    with pytest.raises(NotYours):
        play.take("call", "gao")
    play.take("call", "fang", when=tomorrow, urgent=True)
    assert (play.conference.stage, play.conference.meets_at) == ("called", tomorrow)


def test_whom_the_lead_names_is_in_the_chair(play: Play) -> None:
    play.propose()
    play.take("call", "fang", chair=play.cast.user("gao"), recorder=play.cast.user("fang"))
    with pytest.raises(NotYours):
        play.take("postpone", "fang", when=now() + timedelta(days=9), place="五楼", reason="有会")
    play.take("postpone", "gao", when=now() + timedelta(days=9), place="五楼", reason="有会")
    assert play.conference.place == "五楼"
    with pytest.raises(NotYours):
        play.take("hold", "gao")


def test_more_is_listed_and_what_is_dropped_leaves_with_who_stood_aside(play: Play) -> None:
    other = play.cast.report("另一处台阶。", reporters=())
    for step, by in (("accept", "qin"), ("raise", "qin"), ("take_up", "gao")):
        play.cast.take(step, other, by)
    play.propose()
    play.take("list_item", "gao", case=other, question="一起修吗？")
    play.take("call", "fang")
    item = AgendaItem.objects.get(conference=play.conference, case=other)
    play.take("recuse", "he", item=item, reason="我家就住那里。")
    play.take("drop_item", "gao", item=item, reason="已经修好。")
    assert list(AgendaItem.objects.filter(conference=play.conference)) == [play.item]
    assert not Recusal.objects.exists()
    assert list(other.events.filter(step="proceed").values_list("role", flat=True)) == ["proceeding"] * 3


def test_who_stands_aside_neither_settles_nor_owns_a_task(play: Play) -> None:
    play.until("called")
    play.take("recuse", "gao", item=play.item, reason="是我家亲戚。")
    play.take("recuse", "he", item=play.item, reason="是我家亲戚。")
    play.take("hold", "gao")
    with pytest.raises(BadAnswer, match="由别人议定"):
        play.take("settle_item", "gao")
    with pytest.raises(BadAnswer, match="不能承办它的任务"):
        play.take("settle_item", "fang")
    with pytest.raises(NotNow, match="纪要里还有 1 个议题没有议定"):
        play.take("sign", "fang")
    mine, theirs = Recusal.objects.order_by("pk")
    play.take("decide_recusal", "fang", recusal=mine, granted=True, reason="属实。")
    play.take("decide_recusal", "fang", recusal=theirs, granted=False, reason="不是近亲属。")
    play.take("settle_item", "fang")
    assert play.task.owner == unit(URBAN)


def test_the_chair_who_stands_aside_does_so_at_once(play: Play) -> None:
    play.until("held")
    play.take("recuse", "fang", item=play.item, reason="是我家亲戚。")
    assert Recusal.objects.get().granted is True
    with pytest.raises(BadAnswer):
        play.take("settle_item", "fang")


def test_a_task_is_whole_or_not_given(play: Play) -> None:
    play.until("held")
    with pytest.raises(BadAnswer, match="由谁承办") as refusal:
        perform(
            "settle_item", on=play.conference, by=play.cast.actor("gao"),
            answers={"item": play.item, "outcome": "plan", "words": "定了。", "task": "装好"},
        )  # fmt: skip
    assert refusal.value.fields == {"owner": "请选择“由谁承办”。", "due": "请填写“何时办完”。"}
    perform(
        "settle_item", on=play.conference, by=play.cast.actor("gao"),
        answers={"item": play.item, "outcome": "by_law", "words": "依法告知。"},
    )  # fmt: skip
    with pytest.raises(BadAnswer, match="没有这个选项"):
        due = now() + timedelta(days=1)
        play.take("give_task", "gao", settled=play.item, task="装好", owner=unit(HOUSING), due=due)


def test_nobody_checks_off_what_they_reported_themselves(play: Play) -> None:
    play.until("held")
    play.take("settle_item", "gao", owner=unit(CHENGGUAN))
    play.take("sign", "fang")
    play.take("report_task", "gao")
    with pytest.raises(NotNow, match="须由别人来销号"):
        play.take("check_off", "gao")
    with pytest.raises(NotYours):
        play.take("check_off", "he")
    play.take("send_back", "fang")
    assert (play.task.state, play.task.done_at) == ("returned", None)
    play.take("report_task", "fang")
    with pytest.raises(NotNow, match="还有 1 项任务没有销号"):
        play.take("finish", "fang")
    play.take("check_off", "gao")
    play.take("finish", "fang")
    with pytest.raises(TooLate):
        play.take("send_back", "gao")


def test_the_clock_urges_and_flags_what_nobody_reports(play: Play) -> None:
    play.until("tracked")
    given, due = play.task.counted_from, play.task.deadline
    assert play.conference.wake_at == given + (due - given) * 0.8
    for moment, step in ((0.8, "urge_task"), (1.0, "flag_task"), (2.0, "flag_task")):
        at = given + (due - given) * moment
        assert act_for_clock(KIND, play.conference.pk, at - timedelta(seconds=1)) is None
        event = act_for_clock(KIND, play.conference.pk, at)
        assert event is not None
        assert (event.step, event.role, event.at) == (step, "clock", at)
    play.conference.refresh_from_db()
    assert play.task.rung == 3
    assert Conference.objects.get().wake_at is None
    assert sweep(due + timedelta(days=99)).failed == ()


def test_the_minutes_are_frozen_by_what_they_say(play: Play) -> None:
    signed = play.until("tracked")
    event = Event.objects.get(process="conference", subject=signed.pk, step="sign")
    assert len(event.answers["minutes"]) == 64
    bodies = b"".join(bytes(e.body) for e in Event.objects.filter(process="conference"))
    for words in ("扶手", "公益金", "物业", "会议室"):
        assert words not in bodies.decode()
    assert Statement.objects.filter(process="conference", words="由公益金支付。").exists()


def test_who_sees_it(play: Play) -> None:
    conference = play.until("tracked")
    seers = {
        who for who in ("qin", "gao", "fang", "cheng", "he", "shen", "jian") if conference in visible_to(play.cast.actor(who))
    }  # fmt: skip
    assert seers == {"qin", "gao", "fang", "cheng", "he", "shen", "jian"}
    for who in ("zhou", "ma", "tang", "zhi", "wang", "guan"):
        assert conference not in visible_to(play.cast.actor(who)), who
    assert subjects_about(KIND, play.case) == [conference]
