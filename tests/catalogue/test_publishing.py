"""A draft is published whole; what is published never changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.catalogue.test_editing import FIVE_DAYS, amend, kind
from tests.editions import (
    add_category,
    draft_from_current,
    drop_limit,
    move_category,
    publish,
    set_limit,
    set_report_in,
)
from wolaiban.catalogue.comparing import differences
from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.catalogue.process import EditionStage
from wolaiban.catalogue.promises import NoLimit
from wolaiban.catalogue.queries import (
    current_edition,
    span_for,
)
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Stage, Tier


def test_publishing_replaces_the_edition_in_force(draft: Edition, shen: Actor) -> None:
    before = current_edition()
    set_limit(stage=Stage.WORKING, tier=Tier.MINOR, span=FIVE_DAYS, by=shen)

    publish(label=" 第二版 ", note="小事放宽到 5 天", by=shen)

    assert current_edition() == draft
    assert current_edition().label == "第二版"
    assert current_edition().published_by == shen.user
    before.refresh_from_db()
    assert before.stage_word is EditionStage.REPLACED
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
        lambda: Edition.objects.filter(pk=edition.pk).update(stage="draft"),
        lambda: Edition.objects.filter(pk=edition.pk).update(stage="replaced", label="别的"),
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

    with pytest.raises(BadAnswer, match="没有这个选项"):
        amend(category, shen, name="承包地")
    with pytest.raises(BadAnswer, match="没有这个选项"):
        drop_limit(limit, by=shen)
    with pytest.raises(BadAnswer, match="没有这个选项"):
        set_limit(stage=Stage.WORKING, tier=None, category=category, span=FIVE_DAYS, by=shen)
