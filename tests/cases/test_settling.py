"""Settled at the counter: registered, done, told and judged at once, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import DAGAOSHE, DONGFEN, Cast, unit
from wolaiban.cases.actions.registering import Report, Reporter
from wolaiban.cases.actions.settling import Settlement, settled
from wolaiban.cases.models import Case, Complainant, Statement
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import BadAnswer, NotYours
from wolaiban.process.words import RequestKind
from wolaiban.residents.models import Resident
from wolaiban.workflow.idempotency import Once

pytestmark = pytest.mark.django_db(transaction=True)

DONE = {"disposition": "solved", "root_cause": "facility", "result": "当场换了一把新椅子。"}
TOLD = {"answer_channel": "in_person", "message": "当场换了一把新椅子。"}
CONTENT = {"solved": "yes", "satisfaction": "satisfied"}


def report(cast: Cast, **facts: Any) -> Report:
    given: dict[str, Any] = {
        "unit": unit(DONGFEN),
        "words": "卫生站门口的椅子断了一条腿。",
        "category": cast.category(),
        "reporters": [Reporter(name="毛秀琴", phone="13800000007")],
    }
    return Report(**given | facts)


def stories(case: Case) -> list[str]:
    return list(case.events.order_by("seq").values_list("step", flat=True))


def test_it_is_closed_with_her_word_and_the_ledger_holds(cast: Cast) -> None:
    settled(report(cast), Settlement(DONE, TOLD, CONTENT), by=cast.actor("qin"))

    case = Case.objects.get()
    assert (case.stage, stories(case)) == ("closed", ["register", "resolve", "answer", "confirm"])
    person = case.complainants.get()
    assert (person.solved, person.satisfaction, person.judged_by) == ("yes", "satisfied", cast.user("qin"))
    assert list(Verification().findings()) == []


def test_it_waits_for_her_word_and_for_being_told(cast: Cast) -> None:
    by = cast.actor("qin")
    settled(report(cast), Settlement(DONE, TOLD), by=by)
    settled(report(cast, words="椅子还少一把。"), Settlement(DONE), by=by)

    assert list(Case.objects.order_by("pk").values_list("stage", flat=True)) == ["answered", "resolved"]


@pytest.mark.parametrize("said", [{"solved": "no"}, {"satisfaction": "unsatisfied"}])
def test_her_no_opens_the_review(cast: Cast, said: dict[str, str]) -> None:
    settled(report(cast), Settlement(DONE, TOLD, CONTENT | said), by=cast.actor("qin"))

    assert Case.objects.get().stage == "disputed"


def test_of_several_the_first_has_spoken_and_the_others_are_still_asked(cast: Cast) -> None:
    people = [Reporter(name="毛秀琴", phone="13800000007"), Reporter(name="赵桂兰", phone="13800000008")]
    settled(report(cast, reporters=people), Settlement(DONE, TOLD, CONTENT), by=cast.actor("qin"))

    case = Case.objects.get()
    assert case.stage == "answered"
    assert [c.judged_at is not None for c in case.complainants.order_by("pk")] == [True, False]


def nothing_is_stored() -> bool:
    return not any(
        (Case.objects.exists(), Complainant.objects.exists(), Statement.objects.exists(), _new_residents())
    )


def _new_residents() -> bool:
    return Resident.objects.filter(account=None).exists()


@pytest.mark.parametrize(
    ("how", "where"),
    [
        (Settlement(DONE, {}, CONTENT), "solved"),
        (Settlement({**DONE, "disposition": "vanished"}, TOLD), "disposition"),
        (Settlement(DONE, TOLD, {"solved": "yes"}), "satisfaction"),
    ],
)
def test_what_does_not_do_leaves_nothing_behind(cast: Cast, how: Settlement, where: str) -> None:
    with pytest.raises(BadAnswer) as refusal:
        settled(report(cast), how, by=cast.actor("qin"))

    assert set(refusal.value.fields) == {where}
    assert nothing_is_stored()


def test_without_a_kind_of_matter_it_is_not_settled(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refusal:
        settled(report(cast, category=None), Settlement(DONE, TOLD), by=cast.actor("qin"))

    assert set(refusal.value.fields) == {"category"}
    assert nothing_is_stored()


def test_what_others_hold_is_not_settled_here(cast: Cast) -> None:
    """The township registers for its villages and does not finish for them; an accusation goes to the district."""
    for by, facts in (("gao", {}), ("qin", {"kind": RequestKind.ACCUSATION})):
        with pytest.raises(NotYours):
            settled(report(cast, **facts), Settlement(DONE, TOLD), by=cast.actor(by))
    assert nothing_is_stored()


def test_sent_twice_it_is_settled_once(cast: Cast) -> None:
    by, once = cast.actor("qin"), Once.of("a-key-of-this-form")
    first = settled(report(cast), Settlement(DONE, TOLD, CONTENT), by=by, once=once)

    with pytest.raises(Exception, match="workflow_submission_by_key"):
        settled(report(cast), Settlement(DONE, TOLD, CONTENT), by=by, once=once)
    assert Case.objects.get().pk == first.case_id


def test_a_neighbours_village_is_refused_before_anything_is_read(cast: Cast) -> None:
    from wolaiban.process.errors import NotAllowed

    with pytest.raises(NotAllowed):
        settled(report(cast, unit=unit(DAGAOSHE)), Settlement(DONE, TOLD), by=cast.actor("qin"))
    assert nothing_is_stored()
