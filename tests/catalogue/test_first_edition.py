"""A new installation starts with a published edition that covers every stage."""

from __future__ import annotations

import pytest

from wolaiban.catalogue.actions.loading import load_catalogue
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.promises import LIMITED_STAGES
from wolaiban.catalogue.queries import current_edition, promises_of, span_for, summons_span
from wolaiban.places.actions.loading import load_fangshan
from wolaiban.process.words import Stage, Tier

pytestmark = pytest.mark.django_db


def test_the_first_edition_is_published_once() -> None:
    assert load_catalogue()
    assert not load_catalogue()

    assert current_edition() == Edition.objects.get()


def test_every_stage_and_tier_has_a_promise() -> None:
    load_catalogue()
    edition = current_edition()

    assert promises_of(edition.pk).holes() == []
    assert str(span_for(edition.pk, None, Stage.WORKING, Tier.HARD)) == "15 天"
    assert str(span_for(edition.pk, None, Stage.RAISED, Tier.MINOR)) == "1 个工作日"
    assert str(span_for(edition.pk, None, Stage.CLOSED, Tier.MAJOR)) == "30 天"
    assert str(summons_span(edition.pk, urgent=True)) == "2 小时"
    assert str(summons_span(edition.pk, urgent=False)) == "24 小时"
    assert {Stage.REPORTED, Stage.CLOSED} < set(LIMITED_STAGES)


def test_the_districts_own_five_come_first() -> None:
    load_catalogue()

    first = Category.objects.of(current_edition().pk)[:6]

    assert [category.name for category in first[1:]] == [
        "土地承包",
        "违法建设",
        "占地回迁安置",
        "邻里纠纷",
        "小区物业管理",
    ]


def test_names_are_todays() -> None:
    load_catalogue()
    tops = Category.objects.filter(parent=None).values_list("name", flat=True)

    assert {"自然资源", "生态环境", "卫生健康", "矛盾纠纷"} < set(tops)
    assert not {"国土资源", "环境保护", "卫生计生"} & set(tops)
    assert not Category.objects.active().filter(name="违法生育").exists()


def test_a_code_says_what_a_category_stands_under() -> None:
    load_catalogue()

    for category in Category.objects.exclude(parent=None).select_related("parent"):
        assert category.parent is not None
        assert category.code.startswith(category.parent.code)
        assert category.path == f"{category.parent.path} / {category.name}"


def test_departments_own_what_is_theirs() -> None:
    load_fangshan()
    load_catalogue()
    owned = Category.objects.get(code="F05").owner

    assert owned is not None
    assert owned.short_name == "区住建委"
    assert Category.objects.filter(owner=None).count() < 100


def test_a_district_without_these_departments_still_gets_its_catalogue() -> None:
    load_catalogue()

    assert not Category.objects.exclude(owner=None).exists()
