"""Typical answers as the public reads them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.cast import CHENGGUAN, Cast, unit
from wolaiban.cases.models import Case
from wolaiban.publicity.models import TypicalAnswer


@pytest.fixture
def case(cast: Cast) -> Case:
    return cast.report()


def published(case: Case, question: str, answer: str = "找工作室。", **facts: object) -> TypicalAnswer:
    usual = {"topic": "城乡建设", "stage": "released", "released_at": now(), "township": unit(CHENGGUAN)}
    known = {"number": f"DX-{TypicalAnswer.objects.count()}", "changed_at": now()}
    return TypicalAnswer.objects.create(
        case=case, question=question, answer=answer, **(known | usual | facts)
    )


def found(client: Client, query: str = "") -> str:
    return client.get(f"/answers/{query}").content.decode()


def test_what_is_released_is_found_by_every_word_and_by_topic(case: Case, client: Client) -> None:
    published(case, "台阶没有扶手，该找谁？", "一个星期内装好。")
    published(case, "鸽子太吵怎么办？", topic="环境保护")

    assert "鸽子" in found(client)
    assert "鸽子" not in found(client, f"?q={quote('扶手 星期')}")
    assert "台阶" in found(client, f"?q={quote('扶手 星期')}")
    assert "台阶" not in found(client, f"?topic={quote('环境保护')}")
    assert "没有找到" in found(client, f"?q={quote('扶手 鸽子')}")
    assert "没有找到" in found(client, "?q=%25")


def test_drafts_and_what_was_withdrawn_are_not_listed(case: Case, client: Client) -> None:
    draft = published(case, "草稿", stage="draft", released_at=None)
    dropped = published(case, "没公布过", stage="withdrawn", released_at=None)
    withdrawn = published(case, "撤下的", stage="withdrawn")

    assert "还没有公布的典型答复" in found(client)
    assert [client.get(f"/answers/{one.pk}/").status_code for one in (draft, dropped, withdrawn)] == [
        404,
        404,
        410,
    ]
    assert "撤下的" not in client.get(f"/answers/{withdrawn.pk}/").content.decode()


def test_nobody_is_told_which_case_it_was(case: Case, client: Client) -> None:
    page = client.get(f"/answers/{published(case, '台阶没有扶手？').pk}/").content.decode()
    assert "城关街道" in page
    assert case.number not in page
    assert str(case.unit) not in page


def test_a_long_list_goes_on_below_the_last_with_the_same_search(
    case: Case, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [published(case, f"第{n}问 台阶") for n in range(21)]
    with django_assert_max_num_queries(3):
        first = found(client, f"?q={quote('台阶')}")
    assert "第20问" in first
    assert "第0问" not in first
    assert f"older={rows[1].pk}" in first
    assert "第0问" in found(client, f"?q={quote('台阶')}&older={rows[1].pk}")
    assert "第20问" in found(client, "?older=x")
