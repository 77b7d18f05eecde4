"""What other rooms ask of the catalogue."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.catalogue.test_editing import FIVE_DAYS
from tests.editions import set_limit
from wolaiban.catalogue import everyday
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.promises import Promises
from wolaiban.catalogue.queries import (
    current_edition,
    guess,
    promises_of,
    span_for,
    suggest,
)
from wolaiban.people.actor import Actor
from wolaiban.process.words import Stage, Tier


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


def test_a_kind_is_found_by_what_people_call_it(cast: Cast) -> None:
    found = suggest("路灯", edition_id=current_edition().pk)

    assert [kind.name for kind in found] == ["城市公共设施", "居民服务设施"]
    for said in ("下水", "下水道", "返味"):
        kinds = [kind.name for kind in suggest(said, edition_id=current_edition().pk)]
        assert kinds[:2] == ["物业服务", "基础设施"], said


def test_everyday_words_point_to_kinds_that_exist(cast: Cast) -> None:
    codes = {code for word in everyday.words() for code in everyday.codes_meant_by(word)}

    known = Category.objects.of(current_edition().pk).active().filter(code__in=codes)
    assert set(known.values_list("code", flat=True)) == codes


def test_a_story_sounds_like_the_kinds_that_its_words_name(cast: Cast) -> None:
    edition = current_edition().pk

    first, *_ = guess("3 号楼楼道灯坏了，路灯也不亮，老人晚上不敢出门。", edition_id=edition)

    assert first.code == "P010204"
    assert guess("你好，我想问一下。", edition_id=edition) == []
    assert len(guess("路灯 公交 垃圾 暖气 停水", edition_id=edition)) == 3
