"""Pickers find the unit that is meant, and say which of several namesakes it is."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from wolaiban.places.actions.loading import load_fangshan
from wolaiban.places.models import Unit


@pytest.fixture(autouse=True)
def _fangshan(db: None) -> None:
    load_fangshan()


def found(text: str, **how: int) -> list[str]:
    return [unit.full_name for unit in Unit.objects.named(text, **how)]


def test_part_of_a_name_is_enough() -> None:
    assert found("东坟") == ["城关街道东坟村"]


def test_a_township_comes_before_its_villages() -> None:
    assert found("窦店")[:2] == ["窦店镇", "窦店镇窦店社区"]


def test_a_township_and_a_village_together_find_the_one() -> None:
    assert found("窦店 大高舍") == ["窦店镇大高舍村"]


def test_namesakes_are_told_apart_by_their_township() -> None:
    six = found("辛庄村")[:6]

    assert all(name.endswith("辛庄村") for name in six)
    assert len(set(six)) == 6


def test_a_unit_knows_its_namesakes() -> None:
    one = Unit.objects.filter(short_name="辛庄村").first()
    assert one is not None

    assert Unit.objects.namesakes(one).count() == 5


def test_a_code_finds_its_unit() -> None:
    assert found("110111103217") == ["窦店镇大高舍村"]


def test_departments_are_found_by_either_name() -> None:
    assert found("住建委") == found("住房和城乡建设委员会") == ["区住建委"]


def test_nothing_asked_finds_nothing_and_a_list_ends_somewhere() -> None:
    assert found("  ") == []
    assert len(found("村")) == 20
    assert len(found("村", limit=3)) == 3


def test_what_is_out_of_use_is_not_offered() -> None:
    Unit.objects.filter(short_name="东坟村").update(active=False)

    assert found("东坟") == []


def test_a_picker_costs_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found("辛庄")  # what is kept in memory is read
    with django_assert_num_queries(3):
        found("辛庄")


def test_a_subtree_reaches_from_the_top_to_the_last_village() -> None:
    town = Unit.objects.get(short_name="窦店镇")
    village = Unit.objects.get(short_name="大高舍村")

    assert Unit.objects.subtree(Unit.objects.district()).filter(pk=village.pk).exists()
    assert set(Unit.objects.subtree(town)) == set(Unit.objects.of_township(town))
    assert list(Unit.objects.subtree(village)) == [village]
    assert Unit.objects.subtree(village, Unit.objects.get(short_name="东坟村")).count() == 2
