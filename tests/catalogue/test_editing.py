"""The district drafts its catalogue and changes the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.cast import Cast
from tests.editions import (
    add_category,
    amend_category,
    discard_draft,
    draft_from_current,
    drop_limit,
    move_category,
    publish,
    set_limit,
    set_report_in,
)
from wolaiban.catalogue.comparing import differences
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.queries import (
    current_edition,
    reopen_window,
    span_for,
    summons_span,
)
from wolaiban.people.actor import CLOCK, Actor
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.process.calendar import Span
from wolaiban.process.errors import BadAnswer, NotNow, NotYours
from wolaiban.process.words import Function, Measure, Stage, Tier

FIVE_DAYS = Span(5, Measure.DAYS)


def kind(draft: Edition, code: str) -> Category:
    return Category.objects.get(edition=draft, code=code)


def amend(category: Category, by: Actor, **changes: object) -> Category:
    facts: dict[str, object] = {
        "name": category.name,
        "usual_tier": category.usual_tier_word,
        "owner": category.owner,
        "active": category.active,
    }
    return amend_category(category, **facts | changes, by=by)


# ---- Who


@pytest.mark.parametrize("name", ["shen", "lian", "guan"])
def test_district_officers_and_administrators_may_draft(cast: Cast, name: str) -> None:
    assert draft_from_current(by=cast.actor(name)).is_draft


@pytest.mark.parametrize("name", ["qin", "gao", "fang", "cheng", "he", "jian", "wang", "clock"])
def test_others_may_not_touch_the_catalogue(cast: Cast, name: str) -> None:
    with pytest.raises(NotYours, match="须由区联席办或系统管理员来办"):
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
        with pytest.raises(NotYours):
            verb()


def test_an_administrators_post_below_the_district_is_not_enough(cast: Cast) -> None:
    town = Unit.objects.get(short_name="窦店镇")
    Post.objects.create(
        user=cast.user("qin"), unit=town, function=Function.ADMINISTRATOR, starts=date(2020, 1, 1)
    )

    with pytest.raises(NotYours):
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

    assert list(Edition.objects.exclude(stage="discarded")) == [current_edition()]
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
    with pytest.raises(BadAnswer, match="没有这个选项"):
        add_category(under=kind(draft, "P010101"), name="更细", usual_tier=Tier.MINOR, by=shen)


@pytest.mark.parametrize(
    ("name", "why"),
    [("  ", "请填写“名称”"), ("邻里纠纷", "同一级已有"), ("甲/乙", "斜线"), ("长" * 51, "50")],
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
    with pytest.raises(BadAnswer, match="没有这个选项"):
        amend(kind(draft, "F01"), shen, owner=Unit.objects.get(short_name="窦店镇"))


def test_a_moved_kind_keeps_its_code(draft: Edition, shen: Actor) -> None:
    move_category(kind(draft, "P0103"), under=kind(draft, "P03"), by=shen)

    assert kind(draft, "P0103").parent == kind(draft, "P03")
    assert kind(draft, "P010301").path.startswith("自然资源 / 城乡规划 / ")


@pytest.mark.parametrize(
    ("code", "under", "why"),
    [
        ("P01", "P01", "自己"),
        ("P01", "P0101", "自己的下级"),
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
        with pytest.raises(BadAnswer, match=r"须在 1 到|之间的整数"):
            set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=span, by=shen)


def test_an_end_that_waits_for_nobody_has_no_limit(draft: Edition, shen: Actor) -> None:
    with pytest.raises(BadAnswer, match="没有这个选项"):
        set_limit(stage=Stage.DECLINED, tier=None, span=FIVE_DAYS, by=shen)


def test_reporting_in_can_be_tuned(draft: Edition, shen: Actor) -> None:
    set_report_in(hours=12, urgent_hours=1, by=shen)

    assert summons_span(draft.pk, urgent=False).amount == 12
    assert summons_span(draft.pk, urgent=True).amount == 1
    for hours, urgent_hours in ((0, 1), (12, 13), (12, 0), (721, 1)):
        with pytest.raises(BadAnswer):
            set_report_in(hours=hours, urgent_hours=urgent_hours, by=shen)
