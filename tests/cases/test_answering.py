"""The way back: everyone is answered, everyone judges for themselves, disputes go to somebody else."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import Cast
from wolaiban.cases.models import Answer, Case
from wolaiban.process.errors import BadAnswer, NotNow, NotYours


@pytest.fixture
def benches(cast: Cast) -> Case:
    """A joint matter: 王秀英 and 李强 ask for benches."""
    return cast.report("楼下没有长椅，老人没处歇脚。", reporters=["wang", "li"])


def test_a_case_waits_until_every_complainant_is_answered(cast: Cast, benches: Case) -> None:
    wang, li = benches.complainants.all()
    cast.take("resolve", benches, "qin")
    cast.take("answer", benches, "qin", complainants=[wang], message="装在一号楼前。")
    assert benches.stage == "resolved"
    cast.take("answer", benches, "qin", complainants=[li], message="装在三号楼前。")

    assert benches.stage == "answered"
    told = {a.complainant_id: a.statement.words for a in Answer.objects.all()}
    assert told == {wang.pk: "装在一号楼前。", li.pk: "装在三号楼前。"}


def test_the_case_closes_with_the_last_judgement(cast: Cast, benches: Case) -> None:
    cast.take("resolve", benches, "qin")
    cast.take("answer", benches, "qin")
    cast.take("confirm", benches, "wang")
    assert benches.stage == "answered"
    with pytest.raises(NotNow, match="评价过"):
        cast.take("confirm", benches, "wang")
    cast.take("confirm", benches, "li", satisfaction="basically")

    assert benches.stage == "closed"
    assert benches.closed_at


def test_one_dispute_is_enough(cast: Cast, benches: Case) -> None:
    cast.take("resolve", benches, "qin")
    cast.take("answer", benches, "qin")
    cast.take("confirm", benches, "wang")
    cast.take("dispute", benches, "li")
    assert benches.stage == "disputed"


def test_somebody_who_cannot_be_reached_does_not_hold_up_the_case(cast: Cast) -> None:
    case = cast.report(reporters=[])
    cast.take("resolve", case, "qin")
    cast.take("answer", case, "qin")
    assert case.stage == "answered"


def test_an_answer_cannot_have_been_given_tomorrow(cast: Cast, rail: Case) -> None:
    cast.take("resolve", rail, "qin")
    with pytest.raises(BadAnswer, match="晚于现在"):
        cast.take("answer", rail, "qin", told_at=now() + timedelta(days=1))


def test_only_complainants_of_this_case_can_be_answered(cast: Cast, rail: Case) -> None:
    other = cast.report("另一件", reporters=["li"])
    cast.take("resolve", rail, "qin")
    with pytest.raises(BadAnswer, match="不是此件"):
        cast.take("answer", rail, "qin", complainants=list(other.complainants.all()))


def test_a_dispute_is_decided_by_the_level_above(cast: Cast, rail: Case) -> None:
    cast.moved_to("disputed", rail)
    with pytest.raises(NotYours):
        cast.take("uphold", rail, "qin")
    cast.take("uphold", rail, "gao")
    assert rail.stage == "closed"


def test_redoing_owes_a_new_answer(cast: Cast, rail: Case) -> None:
    cast.moved_to("disputed", rail)
    cast.take("redo", rail, "gao")

    assert (rail.stage, rail.holder.short_name) == ("working", "东坟村")
    complainant = rail.complainants.get()
    assert (complainant.answered_at, complainant.judged_at, complainant.satisfaction) == (None, None, None)
    cast.take("resolve", rail, "qin")
    assert rail.stage == "resolved"
    assert rail.replies.count() == 1  # the first answer stays on record


def test_what_the_district_handled_is_decided_by_the_leader_in_charge(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("take_up", rail, "gao")
    cast.take("raise", rail, "gao")
    cast.take("take_up", rail, "shen")
    cast.take("resolve", rail, "shen")
    cast.take("answer", rail, "qin")
    cast.take("dispute", rail, "wang")
    with pytest.raises(NotYours):
        cast.take("uphold", rail, "lian")
    cast.take("redo", rail, "cheng")
    assert rail.stage == "working"


def test_a_handler_who_moved_up_does_not_decide_about_their_own_work(cast: Cast, rail: Case) -> None:
    from wolaiban.people.models import Post

    cast.moved_to("disputed", rail)
    Post.objects.create(
        user=cast.user("qin"), unit=cast.unit("110111001000"), function="township_leader", starts="2026-01-01"
    )
    with pytest.raises(NotNow, match="经办的，请由别人来裁定"):
        cast.take("uphold", rail, "qin")


def test_a_call_back_is_never_made_by_the_handler(cast: Cast, rail: Case) -> None:
    cast.moved_to("closed", rail)
    with pytest.raises(NotNow, match="经办人以外"):
        cast.take("call_back", rail, "qin")
    cast.take("call_back", rail, "bai")
    cast.take("call_back", rail, "shen", complainant=rail.complainants.get())
    assert rail.stage == "closed"


def test_a_call_back_that_reached_somebody_says_what_they_said(cast: Cast, rail: Case) -> None:
    cast.moved_to("closed", rail)
    with pytest.raises(BadAnswer, match="是否解决"):
        cast.take("call_back", rail, "bai", solved=None)
    other = cast.report("另一件", reporters=["li"])
    with pytest.raises(BadAnswer, match="不是此件"):
        cast.take("call_back", rail, "bai", complainant=other.complainants.get())


def test_the_window_to_reopen_is_counted_from_closing(cast: Cast) -> None:
    start = now() - timedelta(days=45)
    late, early = cast.report(at=start), cast.report("另一处", at=start)
    for case in (late, early):
        for step, by in (("accept", "qin"), ("resolve", "qin"), ("answer", "qin"), ("confirm", "wang")):
            days = 14 if case == late else 16
            cast.take(step, case, by, at=start + timedelta(days=days))

    with pytest.raises(NotNow, match="已过可要求重新办理的期限"):
        cast.take("reopen", late, "wang")
    cast.take("reopen", early, "wang")
    cast.take("reopen", late, "shen")  # the supervisor is not bound by the window

    assert early.stage == late.stage == "working"
    assert early.closed_at is None


def test_declining_is_for_the_lead(cast: Cast, rail: Case) -> None:
    with pytest.raises(NotYours):
        cast.take("decline", rail, "bai")
    cast.take("decline", rail, "qin")
    assert not rail.is_open


def test_nothing_is_settled_without_a_kind(cast: Cast, rail: Case) -> None:
    with pytest.raises(BadAnswer, match="事项类别") as refusal:
        cast.take("resolve", rail, "qin", category=None)
    assert set(refusal.value.fields) == {"category"}
    assert rail.stage == "reported"
    cast.take("accept", rail, "qin")
    cast.take("resolve", rail, "qin", category=None)  # chosen before
    assert rail.category
