"""A clock that stands: it has a reason and an end, somebody above knows of it, and it goes on by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import DISTRICT, Cast, unit
from tests.ledger.forging import verified
from wolaiban.cases.bounds import LONGEST_PAUSE
from wolaiban.cases.models import Case
from wolaiban.cases.queries.board import View, cases_block
from wolaiban.cases.queries.ledger import Filter, ledger_of
from wolaiban.notices.composing import tell
from wolaiban.notices.models import Message
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import PauseReason
from wolaiban.workflow.clock import sweep

DAY = timedelta(days=1)


@pytest.fixture
def working(cast: Cast, rail: Case) -> Case:
    return cast.moved_to("working", rail)


def test_every_reason_has_a_bound() -> None:
    assert set(LONGEST_PAUSE) == set(PauseReason)
    assert max(LONGEST_PAUSE.values()) <= 180


@pytest.mark.parametrize("reason", list(PauseReason))
def test_a_pause_has_an_end_within_what_its_reason_allows(
    cast: Cast, working: Case, reason: PauseReason
) -> None:
    longest = timedelta(days=LONGEST_PAUSE[reason])
    with pytest.raises(BadAnswer, match="暂停到哪一天"):
        cast.take("pause", working, "qin", pause_reason=reason, until=None)
    for until in (now() - DAY, now() + longest + DAY):
        with pytest.raises(BadAnswer, match=f"最多暂停 {longest.days} 天"):
            cast.take("pause", working, "qin", pause_reason=reason, until=until)
    cast.take("pause", working, "qin", pause_reason=reason, until=now() + longest - DAY)
    assert working.is_paused


def test_the_clock_takes_it_up_again(cast: Cast, working: Case) -> None:
    until = now() + 9 * DAY
    due = working.deadline
    cast.take("pause", working, "qin", until=until)
    assert sweep(until - DAY).taken == 0
    assert sweep(until).taken == 1
    working.refresh_from_db()
    assert not working.is_paused
    assert due
    assert working.deadline
    assert working.deadline > due + 8 * DAY
    assert verified() == []


def test_a_pause_from_the_time_when_none_had_an_end_ends_too(cast: Cast, working: Case) -> None:
    began = now()
    cast.take("pause", working, "qin")
    Case.objects.filter(pk=working.pk).update(paused_until=None, wake_at=None)
    season = timedelta(days=LONGEST_PAUSE[PauseReason.SEASON])
    assert sweep(began + season - DAY).taken == 0
    assert sweep(began + season + DAY).taken == 1
    working.refresh_from_db()
    assert not working.is_paused


def test_those_above_are_told(cast: Cast, working: Case) -> None:
    event = cast.take("pause", working, "qin")
    tell(event.pk)
    told = Message.objects.filter(event=event, user__isnull=False).values_list("user__username", "text")
    assert {("gao", "paused_below"), ("fang", "paused_below")} <= set(told)


def test_the_board_counts_what_is_paused_and_lists_it(cast: Cast, working: Case) -> None:
    cast.report("另一处。")
    cast.take("pause", working, "qin")
    block = cases_block(cast.actor("shen"), unit(DISTRICT), View.PLACE)
    (cell,) = [cell for cell in block.rows[0].cells if cell.measure.key == "paused"]
    assert (cell.number, cell.filter) == (1, Filter(**{**vars(cell.whole), **cell.measure.narrowing}))
    assert [case.pk for case in ledger_of(cast.actor("shen"), cell.filter).page().cases] == [working.pk]
