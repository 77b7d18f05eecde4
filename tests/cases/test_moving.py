"""Steps as people take them, and what a refusal leaves behind: nothing."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.cast import HAIYI, WAYS, Cast
from wolaiban.cases.models import Case, Statement
from wolaiban.people.models import Post
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, Stale, TooLate, UnknownStep
from wolaiban.process.words import Role
from wolaiban.uploads import storage
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.performing import perform


def test_three_presses_settle_a_matter_at_the_counter(cast: Cast, rail: Case) -> None:
    cast.take("resolve", rail, "qin")
    cast.take("answer", rail, "qin")

    assert rail.stage == "answered"
    assert rail.handler == cast.user("qin")
    assert [event.step for event in rail.events.all()] == ["register", "resolve", "answer"]


@pytest.mark.parametrize("stage", WAYS)
def test_every_stage_is_reached_the_ordinary_way(cast: Cast, rail: Case, stage: str) -> None:
    cast.moved_to(stage, rail)
    assert rail.stage == stage


def test_a_neighbouring_village_cannot_accept(cast: Cast, rail: Case) -> None:
    with pytest.raises(NotYours):
        cast.take("accept", rail, "zhou")
    assert rail.events.count() == 1  # a refusal leaves no trace


def test_a_bad_answer_leaves_no_words_behind(cast: Cast, rail: Case) -> None:
    with pytest.raises(BadAnswer) as refusal:
        cast.take("resolve", rail, "qin", disposition="magic", result="做了。")

    assert list(refusal.value.fields) == ["disposition"]
    assert Statement.objects.filter(case=rail).count() == 1
    assert rail.stage == "reported"


def test_missing_and_unasked_answers_are_named(cast: Cast, rail: Case) -> None:
    with pytest.raises(BadAnswer) as refusal:
        perform("resolve", on=rail, by=cast.actor("qin"), answers={"weather": "晴", "result": "  "})
    assert set(refusal.value.fields) == {"weather", "disposition", "root_cause", "result"}


def test_an_old_page_is_told_that_the_case_moved_on(cast: Cast, rail: Case) -> None:
    seen = rail.turn
    cast.take("accept", rail, "qin")

    with pytest.raises(Stale):
        perform("note", on=rail, by=cast.actor("qin"), answers={"text": "看过"}, expected_version=seen)


def test_a_note_does_not_make_other_pages_old(cast: Cast, rail: Case) -> None:
    seen = rail.turn
    cast.take("note", rail, "bai")

    perform(
        "accept",
        on=rail,
        by=cast.actor("qin"),
        answers=cast.usual("accept", rail, "qin"),
        expected_version=seen,
    )


def test_a_step_from_the_wrong_stage_says_where_the_case_stands(cast: Cast, rail: Case) -> None:
    with pytest.raises(TooLate, match="待受理"):
        cast.take("answer", rail, "qin")


def test_nobody_knows_a_step_that_is_not_in_the_table(cast: Cast, rail: Case) -> None:
    with pytest.raises(UnknownStep):
        perform("vanish", on=rail, by=cast.actor("qin"))


def test_the_assigned_handler_alone_handles_until_they_leave(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    with pytest.raises(NotYours):
        cast.take("interim", rail, "gao")
    with pytest.raises(NotYours):
        cast.take("resolve", rail, "qin")

    Post.objects.filter(user=cast.user("bai")).update(ends=now().date() - timedelta(days=1))

    cast.take("resolve", rail, "qin")
    assert rail.stage == "resolved"


def test_the_lead_hands_a_case_to_somebody_else(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    cast.take("assign", rail, "qin", handler=cast.user("bai"))
    assert rail.handler == cast.user("bai")

    with pytest.raises(BadAnswer, match="现在就由"):
        cast.take("assign", rail, "qin", handler=cast.user("bai"))


def test_only_somebody_who_works_here_can_be_handler(cast: Cast, rail: Case) -> None:
    with pytest.raises(BadAnswer, match="不在东坟村任职"):
        cast.take("accept", rail, "qin", handler=cast.user("zhou"))


def test_one_who_complains_must_not_handle(cast: Cast) -> None:
    wang = cast.user("wang")
    Post.objects.create(user=wang, unit=cast.unit("110111001202"), function="women", starts=now().date())
    case = cast.report()

    with pytest.raises(BadAnswer, match="回避"):
        cast.take("accept", case, "qin", handler=wang)


def test_a_matter_keeps_to_the_categories_it_was_registered_under(cast: Cast, rail: Case) -> None:
    category = cast.category()
    category.active = False
    with pytest.raises(BadAnswer, match="目录"):
        cast.take("accept", rail, "qin", category=category)
    with pytest.raises(BadAnswer, match="目录"):
        cast.take("resolve", rail, "qin", category=category)


def test_a_settled_matter_may_be_given_its_category_at_the_counter(cast: Cast, rail: Case) -> None:
    cast.take("resolve", rail, "qin", category=cast.category())
    assert rail.category == cast.category()


def test_raising_makes_it_a_major_matter_of_the_township(cast: Cast, rail: Case) -> None:
    cast.take("raise", rail, "qin", as_petition=True)

    assert (rail.stage, rail.tier, rail.holder.short_name) == ("raised", "major", "城关街道")
    assert rail.handler is None
    assert rail.petition_at == rail.changed_at
    assert Role.AGENT in _roles(cast, "qin", rail)  # still the resident's agent
    cast.take("take_up", rail, "gao")
    assert rail.petition_accepted_at == rail.changed_at


def test_a_matter_is_guided_back_once(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("guide", rail, "gao")
    assert rail.holder.short_name == "东坟村"
    cast.take("raise", rail, "qin")

    with pytest.raises(NotNow, match="须承接"):
        cast.take("guide", rail, "gao")


def test_a_township_where_nobody_works_is_not_a_dead_end(cast: Cast, rail: Case) -> None:
    Post.objects.filter(unit=cast.unit("110111001000")).update(ends=now().date())
    cast.take("raise", rail, "qin")
    assert rail.holder.is_district


def test_the_district_has_nobody_to_raise_to(cast: Cast, rail: Case) -> None:
    cast.moved_to("raised", rail)
    cast.take("take_up", rail, "gao")
    cast.take("raise", rail, "gao")
    cast.take("take_up", rail, "shen")
    with pytest.raises(NotNow, match="没有上一级"):
        cast.take("raise", rail, "shen")


def test_reclassifying_changes_the_promise_not_the_time_that_ran(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    started = rail.counted_from
    cast.take("reclassify", rail, "qin", tier="major")
    assert rail.counted_from == started
    assert rail.deadline == started + timedelta(days=7)


def test_what_was_granted_stays_granted_in_another_tier(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    started = rail.counted_from
    cast.take("extend", rail, "bai", days=5)
    cast.take("grant", rail, "qin")
    cast.take("reclassify", rail, "bai", tier="major")
    assert rail.deadline == started + timedelta(days=12)


def test_photos_are_bounded_and_recorded_by_digest(cast: Cast, rail: Case) -> None:
    photo = Cleaned(content=b"picture", media_type="image/jpeg", name="台阶.jpg")
    with pytest.raises(BadAnswer, match="最多 9 个"):
        cast.take("note", rail, "qin", photos=[photo] * 10)

    event = cast.take("note", rail, "qin", photos=[photo])
    attachment = rail.attachments.get()
    assert event.answers["photos"] == [
        {"attachment": attachment.pk, "sha256": bytes(attachment.digest).hex()}
    ]
    assert storage.read(bytes(attachment.digest)) == b"picture"
    assert attachment.is_picture


def test_what_was_not_asked_for_may_be_supplied_too(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    due = rail.deadline
    cast.take("supply", rail, "wang")
    assert rail.deadline == due


def test_a_case_that_is_gone_is_said_to_be_gone(cast: Cast, rail: Case) -> None:
    rail.pk = 0
    with pytest.raises(Case.DoesNotExist):
        cast.take("accept", rail, "qin")


def test_withdrawing_a_joint_matter_is_for_the_studio_to_confirm(cast: Cast) -> None:
    case = cast.report(reporters=["wang", "li"])
    with pytest.raises(NotNow, match="共同反映"):
        cast.take("withdraw", case, "li")

    cast.take("withdraw", case, "qin")
    assert case.stage == "withdrawn"
    assert case.deadline is None


def test_time_never_runs_backwards_within_a_case(cast: Cast, rail: Case) -> None:
    event = cast.take("accept", rail, "qin", at=now() - timedelta(days=30))
    assert event.at == rail.registered_at


def test_extending_needs_somebody_else_to_agree(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    due = rail.deadline
    cast.take("extend", rail, "bai", days=5)
    with pytest.raises(NotNow, match="在等批复"):
        cast.take("extend", rail, "bai")
    cast.take("grant", rail, "qin")

    assert due
    assert rail.deadline == due + timedelta(days=5)
    with pytest.raises(BadAnswer, match="最多还能延 25 天"):
        cast.take("extend", rail, "bai", days=26)
    with pytest.raises(NotNow, match="没有待批"):
        cast.take("refuse", rail, "qin")


def test_nobody_grants_their_own_extension(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    cast.take("extend", rail, "qin")
    with pytest.raises(NotNow, match="自己提出"):
        cast.take("grant", rail, "qin")


def test_a_refused_extension_leaves_the_deadline(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    due = rail.deadline
    cast.take("extend", rail, "bai")
    cast.take("refuse", rail, "qin")
    assert (rail.deadline, rail.extension_days) == (due, None)


def test_extensions_end_at_thirty_days(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin", handler=cast.user("bai"))
    cast.take("extend", rail, "bai", days=30)
    cast.take("grant", rail, "qin")
    with pytest.raises(NotNow, match="不能再延"):
        cast.take("extend", rail, "bai", days=1)
    with pytest.raises(BadAnswer, match="1 到 30"):
        other = cast.report()
        cast.take("accept", other, "qin")
        cast.take("extend", other, "qin", days=31)


def test_a_pause_stops_the_service_clock_only(cast: Cast, rail: Case) -> None:
    start = now() - timedelta(days=2)
    case = cast.report(at=start)
    cast.take("accept", case, "qin", at=start)
    due = case.deadline
    cast.take("pause", case, "qin", at=start + timedelta(hours=1))
    with pytest.raises(NotNow, match="已经暂停"):
        cast.take("pause", case, "qin")
    cast.take("resume", case, "qin", at=start + timedelta(hours=25))

    assert due is not None
    assert case.deadline == due + timedelta(hours=24)
    with pytest.raises(NotNow, match="没有暂停"):
        cast.take("resume", case, "qin")


def test_what_the_resident_supplies_starts_the_clock_again(cast: Cast, rail: Case) -> None:
    cast.take("accept", rail, "qin")
    cast.take("ask", rail, "qin")
    cast.take("supply", rail, "wang")
    assert not rail.is_paused
    assert rail.counted_from > rail.registered_at

    with pytest.raises(BadAnswer, match="60 天"):
        cast.take("ask", rail, "qin", until=now() - timedelta(hours=1))


def test_supervision_needs_a_day_to_come(cast: Cast, rail: Case) -> None:
    cast.take("supervise", rail, "shen")
    assert rail.supervised_at
    with pytest.raises(BadAnswer, match="将来"):
        cast.take("supervise", rail, "cheng", due=now() - timedelta(hours=1))


def test_an_accusation_is_out_of_the_accused_units_sight(cast: Cast) -> None:
    case = cast.report(by="wang", kind="accusation")
    assert case.holder.is_district
    seen = Case.objects.visible_to
    assert not seen(cast.actor("qin")).filter(pk=case.pk).exists()
    assert not seen(cast.actor("gao")).filter(pk=case.pk).exists()
    assert seen(cast.actor("shen")).filter(pk=case.pk).exists()
    assert seen(cast.actor("wang")).filter(pk=case.pk).exists()


def test_long_words_are_refused_not_cut(cast: Cast, rail: Case) -> None:
    with pytest.raises(BadAnswer, match="最多"):
        cast.take("note", rail, "qin", text="长" * 5001)


def test_other_villages_cases_are_not_seen(cast: Cast, rail: Case) -> None:
    for stranger in ("zhou", "meng", "tang", "he", "li", "guan", "zhi"):
        assert not Case.objects.visible_to(cast.actor(stranger)).exists(), stranger
    for friend in ("qin", "bai", "gao", "fang", "cheng", "shen", "lian", "jian", "wang", "clock"):
        assert Case.objects.visible_to(cast.actor(friend)).get() == rail, friend


def test_a_volunteer_sees_what_she_reported(cast: Cast) -> None:
    case = cast.report(by="zhi", reporters=[], channel="volunteer")
    assert Case.objects.visible_to(cast.actor("zhi")).get() == case


def test_villages_that_share_a_studio_work_as_one(cast: Cast, rail: Case) -> None:
    village = cast.unit(HAIYI)
    village.studio = cast.unit("110111001202").studio
    village.save()
    cast.take("accept", rail, "meng", handler=cast.user("lu"))
    assert rail.handler == cast.user("lu")


def _roles(cast: Cast, name: str, case: Case) -> set[Role]:
    from wolaiban.cases.roles import standing

    return set(standing(cast.actor(name), cast.circle(case)))
