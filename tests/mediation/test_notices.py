"""Who is told of a conference: those who are called, who owe a task, whom the clock tells, who asked for it."""

from __future__ import annotations

from datetime import timedelta

from tests.mediation.conftest import Play
from wolaiban.mediation.kind import KIND
from wolaiban.notices.models import Message
from wolaiban.notices.of_subjects import drafts_of, tell_of
from wolaiban.notices.staffing import Staffing
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import act_for_clock
from wolaiban.workflow.reader import Stretch


def told_of(play: Play, step: str) -> set[str]:
    event = Event.objects.filter(process="conference", step=step).order_by("pk").last()
    assert event
    return {draft.to.user.username for draft in drafts_of(event, Staffing()) if draft.to.user}


def test_who_is_told_of_which_step(play: Play) -> None:
    play.until("planned")
    assert told_of(play, "propose") == {"fang"}, "gao proposed it"
    play.take("call", "fang")
    assert told_of(play, "call") == {"gao", "he"}
    play.take("hold", "gao")
    play.take("settle_item", "gao")
    play.take("sign", "fang")
    assert told_of(play, "sign") == {"he"}
    play.take("report_task", "he")
    assert told_of(play, "report_task") == {"gao", "fang"}
    play.take("send_back", "gao")
    assert told_of(play, "send_back") == {"he"}
    due = play.task.deadline
    act_for_clock(KIND, play.conference.pk, due)
    assert told_of(play, "urge_task") == {"he"}
    act_for_clock(KIND, play.conference.pk, due)
    assert told_of(play, "flag_task") == {"gao", "fang"}
    act_for_clock(KIND, play.conference.pk, due + timedelta(days=90))
    assert told_of(play, "flag_task") == {"gao", "fang", "shen", "lian"}


def test_who_asked_is_told_that_an_item_was_dropped(play: Play) -> None:
    play.propose("qin")
    play.take("drop_item", "gao", item=play.item, reason="已经解决。")
    assert told_of(play, "drop_item") == {"qin"}


def test_a_message_names_number_and_step_and_leads_to_the_page(play: Play) -> None:
    conference = play.until("called")
    events = Stretch(Event, 0, Event.objects.order_by("-pk").values_list("pk", flat=True)[0])
    assert tell_of(events) == tell_of(events) + 3
    message = Message.objects.get(user=play.cast.user("he"))
    assert message.words == f"会商 {conference.number}：通知了开会。"
    assert message.path == f"/conferences/{conference.pk}/"
