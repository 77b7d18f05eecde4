"""The district drafts, changes and publishes its catalogue; what is published never changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from wolaiban.catalogue.actions.arranging import add_category, amend_category, move_category
from wolaiban.catalogue.actions.drafting import discard_draft, draft_from_current, publish
from wolaiban.catalogue.actions.limiting import drop_limit, set_limit, set_report_in
from wolaiban.catalogue.comparing import differences
from wolaiban.catalogue.models import Category, Edition, EditionState, Limit
from wolaiban.catalogue.promises import NoLimit, Promises
from wolaiban.catalogue.queries import (
    current_edition,
    promises_of,
    reopen_window,
    span_for,
    suggest,
    summons_span,
)
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.errors import BadAnswer, NotAllowed, NotNow
from wolaiban.process.words import Function, Measure, Stage, Tier

FIVE_DAYS = Span(5, Measure.DAYS)


@pytest.fixture
def shen(cast: Cast) -> Actor:
    return cast.actor("shen")


@pytest.fixture
def draft(shen: Actor) -> Edition:
    return draft_from_current(by=shen)


def kind(draft: Edition, code: str) -> Category:
    return Category.objects.get(edition=draft, code=code)


def amend(category: Category, by: Actor, **changes: object) -> Category:
    facts: dict[str, object] = {
        "name": category.name,
        "usual_tier": category.usual_tier_word,
        "owner": category.owner,
        "active": category.active,
    }
    return amend_category(category, **facts | changes, by=by)  # type: ignore[arg-type]


# ---- Who


@pytest.mark.parametrize("name", ["shen", "lian", "guan"])
def test_district_officers_and_administrators_may_draft(cast: Cast, name: str) -> None:
    assert draft_from_current(by=cast.actor(name)).is_draft


@pytest.mark.parametrize("name", ["qin", "gao", "fang", "cheng", "he", "jian", "wang", "clock"])
def test_others_may_not_touch_the_catalogue(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="请联系区联席办或系统管理员"):
        draft_from_current(by=cast.actor(name))
    assert Edition.objects.draft() is None


def test_every_verb_asks_who_it_is(draft: Edition, cast: Cast) -> None:
    category, limit, qin = kind(draft, "F01"), draft.limits.all()[0], cast.actor("qin")
    verbs: list[Callable[[], object]] = [
        lambda: discard_draft(by=qin),
        lambda: publish(label="版", by=qin),
        lambda: add_category(under=None, name="新", usual_tier=Tier.MINOR, by=qin),
        lambda: amend(category, qin),
        lambda: move_category(category, under=None, by=CLOCK),
        lambda: set_limit(stage=Stage.WORKING, tier=None, span=FIVE_DAYS, by=qin),
        lambda: drop_limit(limit, by=qin),
        lambda: set_report_in(hours=1, urgent_hours=1, by=qin),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_an_administrators_post_below_the_district_is_not_enough(cast: Cast) -> None:
    town = Unit.objects.get(short_name="窦店镇")
    Post.objects.create(
        user=cast.user("qin"), unit=town, function=Function.ADMINISTRATOR, starts=date(2020, 1, 1)
    )

    with pytest.raises(NotAllowed):
        draft_from_current(by=cast.actor("qin"))


# ---- The draft


def test_a_draft_is_a_copy_of_what_is_in_force(draft: Edition) -> None:
    current = current_edition()

    assert differences(current, draft) == []
    assert draft.categories.count() == current.categories.count()
    assert not draft.categories.filter(parent__edition=current).exists()


def test_there_is_one_draft_at_a_time(draft: Edition, shen: Actor) -> None:
    with pytest.raises(NotNow, match="已经有一份草稿"):
        draft_from_current(by=shen)


def test_a_discarded_draft_leaves_the_catalogue_as_it_was(draft: Edition, shen: Actor) -> None:
    amend(kind(draft, "F01"), shen, name="承包地")

    discard_draft(by=shen)

    assert list(Edition.objects.all()) == [current_edition()]
    with pytest.raises(NotNow, match="没有草稿"):
        discard_draft(by=shen)


# ---- Kinds of matter


def test_a_new_kind_gets_a_code_no_edition_has_used(draft: Edition, shen: Actor) -> None:
    add_category(under=kind(draft, "F"), name="物业收费", usual_tier=Tier.MINOR, by=shen)
    discard_draft(by=shen)
    second = draft_from_current(by=shen)

    top = add_category(under=None, name="养老", usual_tier=Tier.MINOR, by=shen)
    under = add_category(under=kind(second, "F"), name="电梯", usual_tier=Tier.MAJOR, by=shen)
    below = add_category(under=under, name="加装电梯", usual_tier=Tier.HARD, by=shen)

    assert [top.code, under.code, below.code] == ["N01", "F06", "F0601"]
    assert below.path == "本区高发事项 / 电梯 / 加装电梯"


def test_a_fourth_level_is_refused(draft: Edition, shen: Actor) -> None:
    with pytest.raises(BadAnswer, match="最多分 3 级"):
        add_category(under=kind(draft, "P010101"), name="更细", usual_tier=Tier.MINOR, by=shen)


@pytest.mark.parametrize(
    ("name", "why"), [("  ", "请填写名称"), ("邻里纠纷", "同一级已有"), ("甲/乙", "斜线"), ("长" * 51, "50")]
)
def test_a_name_must_be_fit(draft: Edition, shen: Actor, name: str, why: str) -> None:
    with pytest.raises(BadAnswer, match=why):
        add_category(under=kind(draft, "F"), name=name, usual_tier=Tier.MINOR, by=shen)
    with pytest.raises(BadAnswer, match=why):
        amend(kind(draft, "F01"), shen, name=name)


def test_a_new_name_is_read_all_the_way_down(draft: Edition, shen: Actor) -> None:
    amend(kind(draft, "P01"), shen, name="住房和城乡建设")

    assert kind(draft, "P010101").path == "住房和城乡建设 / 安全生产 / 事故处理"


def test_out_of_use_takes_everything_below_along(draft: Edition, shen: Actor) -> None:
    amend(kind(draft, "P01"), shen, active=False)
    assert not kind(draft, "P010101").active

    with pytest.raises(BadAnswer, match="请先启用上级"):
        amend(kind(draft, "P0101"), shen, active=True)
    amend(kind(draft, "P01"), shen, active=True)
    assert kind(draft, "P010101").active


def test_renaming_does_not_switch_what_is_below(draft: Edition, shen: Actor) -> None:
    off = Category.objects.get(edition=draft, name="违法生育")
    assert off.parent is not None

    amend(off.parent, shen, name="人口家庭")

    off.refresh_from_db()
    assert not off.active


def test_only_a_department_can_own_a_kind(draft: Edition, shen: Actor) -> None:
    with pytest.raises(BadAnswer, match="区直部门"):
        amend(kind(draft, "F01"), shen, owner=Unit.objects.get(short_name="窦店镇"))


def test_a_moved_kind_keeps_its_code(draft: Edition, shen: Actor) -> None:
    move_category(kind(draft, "P0103"), under=kind(draft, "P03"), by=shen)

    assert kind(draft, "P0103").parent == kind(draft, "P03")
    assert kind(draft, "P010301").path.startswith("自然资源 / 城乡规划 / ")


@pytest.mark.parametrize(
    ("code", "under", "why"),
    [
        ("P01", "P01", "自己"),
        ("P01", "P010101", "自己的下级"),
        ("P01", "P02", "超过 3 级"),
        ("P0101", "P0201", "超过 3 级"),
        ("D02", "F", "同一级已有"),
    ],
)
def test_a_move_that_breaks_the_tree_is_refused(
    draft: Edition, shen: Actor, code: str, under: str, why: str
) -> None:
    amend(kind(draft, "F04"), shen, name="邻里纠纷")
    with pytest.raises(BadAnswer, match=why):
        move_category(kind(draft, code), under=kind(draft, under), by=shen)


def test_nothing_in_use_moves_under_something_out_of_use(draft: Edition, shen: Actor) -> None:
    amend(kind(draft, "P01"), shen, active=False)

    with pytest.raises(BadAnswer, match="已停用"):
        move_category(kind(draft, "F01"), under=kind(draft, "P01"), by=shen)
    assert move_category(kind(draft, "F01"), under=None, by=shen).path == "土地承包"


# ---- Limits


def test_the_most_particular_limit_wins(draft: Edition, shen: Actor) -> None:
    land, dispute = kind(draft, "P06"), kind(draft, "P0601")
    set_limit(stage=Stage.WORKING, tier=None, category=land, span=Span(20, Measure.DAYS), by=shen)
    set_limit(stage=Stage.WORKING, tier=Tier.HARD, category=land, span=Span(40, Measure.DAYS), by=shen)

    def days(category: Category | None, tier: Tier | None) -> int:
        return span_for(draft.pk, category.pk if category else None, Stage.WORKING, tier).amount

    assert days(dispute, Tier.MINOR) == 20
    assert days(dispute, Tier.HARD) == 40
    assert days(kind(draft, "F01"), Tier.HARD) == 15
    assert days(None, None) == 3  # no tier yet: as for minor matters


def test_a_limit_taken_back_leaves_the_general_one(draft: Edition, shen: Actor) -> None:
    land = kind(draft, "P06")
    limit = set_limit(stage=Stage.CLOSED, tier=None, category=land, span=Span(60, Measure.DAYS), by=shen)
    assert reopen_window(draft.pk, land.pk, Tier.MINOR).amount == 60

    drop_limit(limit, by=shen)

    assert reopen_window(draft.pk, land.pk, Tier.MINOR).amount == 30


@pytest.mark.parametrize(
    ("span", "good"),
    [(Span(0, Measure.DAYS), False), (Span(366, Measure.DAYS), False), (Span(48, Measure.HOURS), True)],
)
def test_a_limit_is_within_reason(draft: Edition, shen: Actor, span: Span, good: bool) -> None:
    if good:
        assert set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=span, by=shen).span == span
    else:
        with pytest.raises(BadAnswer, match="之间的整数"):
            set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=span, by=shen)


def test_an_end_that_waits_for_nobody_has_no_limit(draft: Edition, shen: Actor) -> None:
    with pytest.raises(BadAnswer, match="没有时限"):
        set_limit(stage=Stage.DECLINED, tier=None, span=FIVE_DAYS, by=shen)


def test_reporting_in_can_be_tuned(draft: Edition, shen: Actor) -> None:
    set_report_in(hours=12, urgent_hours=1, by=shen)

    assert summons_span(draft.pk, urgent=False).amount == 12
    assert summons_span(draft.pk, urgent=True).amount == 1
    for hours, urgent_hours in ((0, 1), (12, 13), (12, 0), (721, 1)):
        with pytest.raises(BadAnswer):
            set_report_in(hours=hours, urgent_hours=urgent_hours, by=shen)


# ---- Publishing


def test_publishing_replaces_the_edition_in_force(draft: Edition, shen: Actor) -> None:
    before = current_edition()
    set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=FIVE_DAYS, by=shen)

    publish(label=" 第二版 ", note="小事放宽到 5 天", by=shen)

    assert current_edition() == draft
    assert current_edition().label == "第二版"
    assert current_edition().published_by == shen.user
    before.refresh_from_db()
    assert before.state_word is EditionState.REPLACED
    assert span_for(before.pk, None, Stage.WORKING, Tier.MINOR).amount == 3  # a promise is kept
    assert span_for(draft.pk, None, Stage.WORKING, Tier.MINOR).amount == 5


def test_a_draft_with_holes_is_not_published(draft: Edition, shen: Actor) -> None:
    drop_limit(draft.limits.get(stage=Stage.WORKING, tier=Tier.HARD), by=shen)

    with pytest.raises(NotNow, match="办理中（难事）"):
        publish(label="版", by=shen)
    with pytest.raises(NoLimit):
        span_for(draft.pk, None, Stage.WORKING, Tier.HARD)
    assert current_edition() != draft


def test_a_catalogue_without_kinds_or_name_is_not_published(draft: Edition, shen: Actor) -> None:
    with pytest.raises(BadAnswer, match="名称"):
        publish(label=" ", by=shen)
    draft.categories.update(active=False)
    with pytest.raises(NotNow, match="没有一个在用的事项"):
        publish(label="版", by=shen)


def test_the_summary_names_what_changes(draft: Edition, shen: Actor) -> None:
    amend(kind(draft, "F01"), shen, name="承包地", usual_tier=Tier.HARD)
    add_category(under=None, name="养老", usual_tier=Tier.MINOR, by=shen)
    set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=FIVE_DAYS, by=shen)
    changed = set_report_in(hours=12, urgent_hours=2, by=shen)

    lines = [
        (change.subject, change.what, change.before, change.after)
        for change in differences(current_edition(), changed)
    ]

    assert ("本区高发事项 / 承包地", "名称", "土地承包", "承包地") in lines
    assert ("本区高发事项 / 承包地", "通常级别", "大事", "难事") in lines
    assert ("养老", "新增事项", "", "小事") in lines
    assert ("办理中（小事）", "时限", "3 天", "5 天") in lines
    assert ("部门报到", "时限", "24 小时", "12 小时") in lines
    assert len(lines) == 5


def test_a_renamed_kind_is_one_change_however_much_stands_below(draft: Edition, shen: Actor) -> None:
    amend(kind(draft, "P01"), shen, name="住房和城乡建设")
    move_category(kind(draft, "D01"), under=kind(draft, "P06"), by=shen)

    assert [(change.what, change.after) for change in differences(current_edition(), draft)] == [
        ("上级", kind(draft, "P06").path),
        ("名称", "住房和城乡建设"),
    ]


# ---- What is published never changes


def test_the_database_refuses_to_change_what_is_published(cast: Cast) -> None:
    edition = current_edition()
    attempts: list[Callable[[], object]] = [
        lambda: Category.objects.of(edition.pk).filter(code="F01").update(name="别的"),
        lambda: Category.objects.of(edition.pk).filter(code="F01").delete(),
        lambda: Category.objects.create(edition=edition, code="X", name="新", path="新"),
        lambda: Limit.objects.filter(edition=edition).update(amount=99),
        lambda: Limit.objects.filter(edition=edition).delete(),
        lambda: Edition.objects.filter(pk=edition.pk).update(report_in_hours=1),
        lambda: Edition.objects.filter(pk=edition.pk).update(state="draft"),
        lambda: Edition.objects.filter(pk=edition.pk).update(state="replaced", label="别的"),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="is published and cannot change"), transaction.atomic():
            attempt()


def test_nothing_slips_into_a_published_edition_from_a_draft(draft: Edition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.categories.filter(code="F01").update(edition=current_edition())


def test_a_page_opened_before_publishing_changes_nothing(draft: Edition, shen: Actor) -> None:
    category, limit = kind(draft, "F01"), draft.limits.all()[0]
    publish(label="版", by=shen)
    draft_from_current(by=shen)

    with pytest.raises(NotNow, match="不在现在的草稿里"):
        amend(category, shen, name="承包地")
    with pytest.raises(NotNow, match="不在现在的草稿里"):
        drop_limit(limit, by=shen)
    with pytest.raises(NotNow, match="不在现在的草稿里"):
        set_limit(stage=Stage.WORKING, tier=None, category=category, span=FIVE_DAYS, by=shen)


# ---- Asking


def test_a_promise_is_read_from_the_database_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = current_edition()
    promises_of(edition.pk)

    with django_assert_num_queries(0):
        span_for(edition.pk, None, Stage.WORKING, Tier.MINOR)


def test_a_draft_is_read_anew_each_time(draft: Edition, shen: Actor) -> None:
    assert span_for(draft.pk, None, Stage.WORKING, Tier.MINOR).amount == 3

    set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=FIVE_DAYS, by=shen)

    assert span_for(draft.pk, None, Stage.WORKING, Tier.MINOR).amount == 5


def test_holes_are_named_in_words() -> None:
    bare = Promises(spans={}, above={}, report_in=FIVE_DAYS, urgent_report_in=FIVE_DAYS)

    assert len(bare.holes()) == 24
    assert bare.holes()[0] == "待受理（小事）"


def test_a_kind_is_found_by_any_words_of_its_name(cast: Cast) -> None:
    def found(text: str) -> list[str]:
        return [category.path for category in suggest(text, edition_id=current_edition().pk)]

    assert found("小区物业管理") == ["本区高发事项 / 小区物业管理"]
    assert found("物业")[0] in {"矛盾纠纷 / 物业纠纷", "城乡建设 / 住房保障与房地产 / 物业服务"}
    assert found("农业 土地承包")[0] == "农村农业 / 土地承包经营 / 土地承包"
    assert found("f04") == ["本区高发事项 / 邻里纠纷"]
    assert found("违法生育") == found("") == []
    assert len(found("管理")) == 20
