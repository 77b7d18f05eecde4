"""A conference from the proposal on a case's page to the last task: in its own chain, and in that of the case."""

from __future__ import annotations

from django.utils.timezone import now

from tests.mediation.conftest import Play
from wolaiban.ledger.verifying import Verification
from wolaiban.mediation.kind import KIND
from wolaiban.mediation.models import Conference, ConferenceTask
from wolaiban.mediation.process import CONFERENCE
from wolaiban.process.diagram import page
from wolaiban.workflow.bodies import after_as_of_today, after_of
from wolaiban.workflow.models import Event


def story(conference: Conference) -> list[Event]:
    return list(Event.objects.filter(process="conference", subject=conference.pk).order_by("seq"))


def test_from_the_proposal_to_the_last_task(play: Play) -> None:
    conference = play.until("closed")

    steps = ["propose", "call", "hold", "settle_item", "sign", "report_task", "check_off", "finish"]
    assert [event.step for event in story(conference)] == steps
    assert (conference.stage, conference.number) == ("closed", f"HS-{now().year}-{conference.pk:06d}")
    assert (play.task.state, play.item.outcome) == ("done", "plan")
    last = story(conference)[-1]
    assert after_as_of_today(KIND, last.told) == after_of(KIND, conference, KIND.load(conference))


def test_the_chain_of_the_case_names_every_event_that_concerns_it(play: Play) -> None:
    conference = play.until("closed")

    proceeded = play.case.events.filter(step="proceed").order_by("seq")
    named = {(e.answers["number"], e.answers["seq"], e.answers["hash"]) for e in proceeded}
    assert named == {(conference.number, e.seq, bytes(e.hash).hex()) for e in story(conference)}
    assert {e.role for e in proceeded} == {"proceeding"}
    assert bytes(play.case.head) == bytes(proceeded.last().hash)  # type: ignore[union-attr]


def faults() -> set[str]:
    return {str(finding.fault) for finding in Verification().findings()}


def test_what_happened_verifies_and_a_row_that_was_changed_by_hand_is_found(play: Play) -> None:
    play.until("closed")
    assert faults() == set()
    ConferenceTask.objects.update(state="dropped")
    assert faults() & {"row", "parties"}


def test_a_page_of_the_table_is_drawn() -> None:
    drawn = page(CONFERENCE)
    assert "| 销号 | `check_off` | 跟踪落实 | 不变 | 召集单位人员 | 哪项任务、核实的情况 |" in drawn
    assert "任务的时限用去八成，还没有报" in drawn
