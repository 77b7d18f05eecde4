"""A typical answer on its way: written by one, released by another, withdrawn by either; drafts and doubts stay inside."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import HAIYI, Cast
from wolaiban.cases.models import Case
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow
from wolaiban.publicity import actions
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.publicity.rules import may_release, may_write

QUESTION, ANSWER = "台阶没有扶手，该找谁？", "到工作室说一声，一个星期内装好。"


@pytest.fixture
def closed(cast: Cast) -> Case:
    return cast.moved_to("closed", cast.report())


def written(cast: Cast, case: Case, by: str = "bai", **words: object) -> TypicalAnswer:
    said = {"question": QUESTION, "answer": ANSWER, "checked_by_hand": False} | words
    return actions.write(case, by=cast.actor(by), **said)  # type: ignore[arg-type]


def test_one_writes_another_releases_and_it_is_on_record(cast: Cast, closed: Case) -> None:
    typical = actions.release(written(cast, closed), by=cast.actor("qin"))

    assert list(TypicalAnswer.objects.released()) == [typical]
    assert [(e.kind, e.by.username) for e in typical.edits.all()] == [("written", "bai"), ("released", "qin")]
    assert (typical.topic, typical.township) == (closed.category.path.split(" / ")[0], closed.township)  # type: ignore[union-attr]


def test_whoever_wrote_or_changed_it_does_not_release_it(cast: Cast, closed: Case) -> None:
    typical = written(cast, closed, by="qin")
    with pytest.raises(NotNow, match="不能自己公布"):
        actions.release(typical, by=cast.actor("qin"))

    actions.rewrite(typical, question=QUESTION, answer="改过的。", by=cast.actor("fang"))
    with pytest.raises(NotNow, match="不能自己公布"):
        actions.release(typical, by=cast.actor("fang"))
    assert actions.release(typical, by=cast.actor("shen")).state == "released"


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
    assert {who for who in everybody if may_release(cast.actor(who), typical)} == {
        "qin",
        "fang",
        "shen",
        "lian",
    }


def test_only_of_a_closed_case_and_never_of_an_accusation(cast: Cast) -> None:
    with pytest.raises(NotNow):
        written(cast, cast.report())
    accusation = cast.report("举报。", kind="accusation", by="shen", reporters=["li"])
    with pytest.raises(NotAllowed):
        written(cast, accusation, by="shen")


def test_identities_are_not_kept_even_in_a_draft(cast: Cast, closed: Case) -> None:
    for words in ("王秀英家的台阶", "打 13900001111"):
        with pytest.raises(BadAnswer):
            written(cast, closed, answer=words, checked_by_hand=True)
    typical = written(cast, closed)
    with pytest.raises(BadAnswer):
        actions.rewrite(
            typical, question="王秀英问", answer=ANSWER, checked_by_hand=True, by=cast.actor("bai")
        )
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
        actions.release(typical, by=cast.actor("qin"))


def test_what_is_released_is_not_changed_any_more_but_withdrawn(cast: Cast, closed: Case) -> None:
    typical = actions.release(written(cast, closed), by=cast.actor("qin"))
    with pytest.raises(NotNow):
        actions.rewrite(typical, question=QUESTION, answer="别的。", by=cast.actor("bai"))
    with pytest.raises(NotAllowed):
        actions.withdraw(typical, reason="有误", by=cast.actor("gao"))

    actions.withdraw(typical, reason="有误", by=cast.actor("bai"))
    assert not TypicalAnswer.objects.released().exists()
    with pytest.raises(NotNow):
        actions.withdraw(typical, reason="有误", by=cast.actor("qin"))
    with pytest.raises(NotNow):
        actions.release(typical, by=cast.actor("qin"))


def test_the_record_is_only_added_to(cast: Cast, closed: Case) -> None:
    edit = written(cast, closed).edits.get()
    for change in (edit.delete, lambda: type(edit).objects.update(kind="released")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


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
