"""A typical answer on its way: written by one, released by another, withdrawn by either; drafts and doubts stay inside."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import HAIYI, POSTS, Cast
from wolaiban.cases.models import Case
from wolaiban.desk.subjects.waiting import waiting_for
from wolaiban.desk.typical_answers import FACE
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, TooLate
from wolaiban.publicity.kind import KIND, may_write
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.process import RELEASER
from wolaiban.workflow.models import Event, Statement
from wolaiban.workflow.offers import available
from wolaiban.workflow.performing import begin, perform

QUESTION, ANSWER = "台阶没有扶手，该找谁？", "到工作室说一声，一个星期内装好。"


@pytest.fixture
def closed(cast: Cast) -> Case:
    return cast.moved_to("closed", cast.report())


def written(cast: Cast, case: Case, by: str = "bai", **words: object) -> TypicalAnswer:
    said = {"question": QUESTION, "answer": ANSWER, "checked_by_hand": False} | words
    event = begin("write", on=TypicalAnswer(case=case), by=cast.actor(by), answers=said)
    return TypicalAnswer.objects.get(pk=event.subject)  # type: ignore[attr-defined]


def rewrite(cast: Cast, typical: TypicalAnswer, by: str, **words: object) -> None:
    said = {"question": QUESTION, "answer": ANSWER} | words
    perform("rewrite", on=typical, by=cast.actor(by), answers=said)


def release(cast: Cast, typical: TypicalAnswer, by: str = "qin") -> TypicalAnswer:
    perform("release", on=typical, by=cast.actor(by), answers={"agreed": True})
    typical.refresh_from_db()
    return typical


def withdraw(cast: Cast, typical: TypicalAnswer, by: str) -> None:
    perform("withdraw", on=typical, by=cast.actor(by), answers={"reason": "有误"})


def story(typical: TypicalAnswer) -> list[Event]:
    return list(Event.objects.filter(process="typical_answer", subject=typical.pk).order_by("seq"))


def test_one_writes_another_releases_and_it_is_on_record(cast: Cast, closed: Case) -> None:
    typical = release(cast, written(cast, closed))

    assert list(TypicalAnswer.objects.released()) == [typical]
    assert [(e.step, e.actor and e.actor.username) for e in story(typical)] == [
        ("write", "bai"),
        ("release", "qin"),
    ]
    assert (typical.topic, typical.township) == (closed.category.path.split(" / ")[0], closed.township)  # type: ignore[union-attr]


def test_whoever_wrote_or_changed_it_does_not_release_it(cast: Cast, closed: Case) -> None:
    typical = written(cast, closed, by="qin")
    with pytest.raises(NotNow, match="不能自己公布"):
        release(cast, typical, "qin")

    rewrite(cast, typical, "fang", answer="改过的。")
    with pytest.raises(NotNow, match="不能自己公布"):
        release(cast, typical, "fang")
    assert release(cast, typical, "shen").stage == "released"


def test_who_may_write_and_who_may_release(cast: Cast, closed: Case) -> None:
    typical = written(cast, closed)
    everybody = (
        "qin",
        "bai",
        "zhi",
        "gao",
        "fang",
        "cheng",
        "zhou",
        "tang",
        "xue",
        "he",
        "shen",
        "lian",
        "jian",
        "guan",
        "wang",
    )
    assert {who for who in everybody if may_write(cast.actor(who), closed)} == {"qin", "bai", "shen", "lian"}
    assert {who for who in everybody if RELEASER in KIND.roles(cast.actor(who), KIND.load(typical))} == {
        "qin",
        "fang",
        "shen",
        "lian",
    }


def test_only_of_a_closed_case_and_never_of_an_accusation(cast: Cast) -> None:
    with pytest.raises(NotNow):
        written(cast, cast.report())
    accusation = cast.report("举报。", kind="accusation", by="shen", reporters=["li"])
    with pytest.raises(NotYours):
        written(cast, accusation, by="shen")


def test_identities_are_not_kept_even_in_a_draft(cast: Cast, closed: Case) -> None:
    for words in ("王秀英家的台阶", "打 13900001111"):
        with pytest.raises(BadAnswer):
            written(cast, closed, answer=words, checked_by_hand=True)
    typical = written(cast, closed)
    with pytest.raises(BadAnswer):
        rewrite(cast, typical, "bai", question="王秀英问", checked_by_hand=True)
    assert TypicalAnswer.objects.get().question == QUESTION


def test_a_door_is_left_only_on_purpose(cast: Cast, closed: Case) -> None:
    with pytest.raises(BadAnswer, match="3号楼"):
        written(cast, closed, answer="3号楼前的台阶。")
    assert written(cast, closed, answer="3号楼前的台阶。", checked_by_hand=True).checked_by_hand


def test_a_name_that_was_told_since_is_found_at_the_release(cast: Cast) -> None:
    case = cast.report(reporters=["li"])
    typical_case = cast.moved_to("answered", case)
    cast.take("confirm", typical_case, "li")
    typical = written(cast, typical_case, answer="夏文敏装的扶手很好。")
    cast.take("reopen", typical_case, "li", words="又松了。")
    again = cast.report("又松了。", reporters=["xia"])
    cast.take("merge", again, "qin", into=typical_case)

    with pytest.raises(BadAnswer, match="反映人的姓名"):
        release(cast, typical, "qin")


def test_what_is_released_is_not_changed_any_more_but_withdrawn(cast: Cast, closed: Case) -> None:
    typical = release(cast, written(cast, closed))
    with pytest.raises(TooLate):
        rewrite(cast, typical, "bai", answer="别的。")
    with pytest.raises(NotYours):
        withdraw(cast, typical, "gao")

    withdraw(cast, typical, "bai")
    assert not TypicalAnswer.objects.released().exists()
    with pytest.raises(TooLate):
        withdraw(cast, typical, "qin")
    with pytest.raises(TooLate):
        release(cast, typical, "qin")


def test_what_is_released_is_held_by_the_database_too(cast: Cast, closed: Case) -> None:
    typical = release(cast, written(cast, closed))
    for change in ({"answer": "别的。"}, {"number": "DX-1"}, {"released_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TypicalAnswer.objects.filter(pk=typical.pk).update(**change)


def test_the_reason_of_a_withdrawal_is_kept_apart_from_the_record(cast: Cast, closed: Case) -> None:
    typical = written(cast, closed)
    withdraw(cast, typical, "bai")
    last = story(typical)[-1]
    assert last.role == "author"
    assert Statement.objects.get(pk=last.answers["reason"]["statement"]).words == "有误"
    assert "有误" not in bytes(last.body).decode()


def test_those_who_may_not_see_the_case_see_no_draft(cast: Cast, closed: Case) -> None:
    written(cast, closed)
    elsewhere = cast.report("别处。", at_unit=HAIYI, by="meng")
    assert elsewhere.unit != closed.unit
    seen_by = {
        who
        for who in ("qin", "fang", "shen", "jian", "meng", "he", "zhi", "wang", "guan")
        if TypicalAnswer.objects.visible_to(cast.actor(who))
    }
    assert seen_by == {"qin", "fang", "shen", "jian"}


def test_what_is_changed_of_it_by_hand_is_found(cast: Cast, closed: Case) -> None:
    """Its words, what the public finds it under, and who released it: each column, also one that holds words."""
    typical = release(cast, written(cast, closed))
    assert list(Verification().findings()) == []

    for change in ("topic = '别的'", "township_id = NULL", "stage = 'withdrawn'", "checked_by_hand = true"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE publicity_typicalanswer DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE publicity_typicalanswer SET {change} WHERE id = %s", [typical.pk])
            cursor.execute("ALTER TABLE publicity_typicalanswer ENABLE TRIGGER USER")
            found = [(str(each.fault), each.number) for each in Verification().findings()]
            transaction.set_rollback(True)
        assert found == [("row", typical.number)], change


def test_a_row_put_in_by_hand_is_found(cast: Cast, closed: Case) -> None:
    released = release(cast, written(cast, closed))
    forged = TypicalAnswer.objects.create(
        case=closed, number="DX-1", question="问", answer="答", stage="released",
        released_at=released.released_at, changed_at=released.changed_at,
    )  # fmt: skip

    assert {(str(each.fault), each.number) for each in Verification().findings()} == {
        ("no_events", forged.number)
    }


def test_on_the_workbench_a_draft_waits_for_those_who_may_release_it(cast: Cast, closed: Case) -> None:
    typical = written(cast, closed)
    rewrite(cast, typical, "shen")

    def waits_for(who: str) -> bool:
        return any(kind.face is FACE for kind in waiting_for(cast.actor(who)))

    for who in POSTS:
        offered = {one.step.name for one in available(cast.actor(who), typical) if not one.obstacle}
        assert waits_for(who) == ("release" in offered), who
    release(cast, typical)
    assert not waits_for("qin")
