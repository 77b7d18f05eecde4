"""Matters that were merged: whoever works on the one reads what was said in the others, and their people find it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.uploads.cleaning import Cleaned

PICTURE = b"\xff\xd8 the broken step \xff\xd9"


@pytest.fixture
def again(cast: Cast, rail: Case) -> Case:
    """李强 saw the same and sent a picture; his matter was merged, then the township whistled."""
    photo = Cleaned(PICTURE, "image/jpeg", "台阶.jpg")
    case = cast.report("北门台阶缺了一角。", reporters=["li"], photos=[photo])
    cast.take("merge", case, "qin", into=rail)
    cast.moved_to("joint", rail)
    return case


def page_of(client: Client, cast: Cast, who: str, number: str) -> str:
    client.force_login(cast.user(who))
    answer = client.get(reverse("desk:case", args=[number]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["qin", "fang", "he", "shen"])
def test_whoever_works_on_it_reads_the_words_and_sees_the_picture(
    client: Client, cast: Cast, rail: Case, again: Case, who: str
) -> None:
    page = page_of(client, cast, who, rail.number)
    address = reverse("desk:attachment", args=[rail.number, again.attachments.get().pk])
    assert "北门台阶缺了一角。" in page
    assert address in page
    assert client.get(address).content == PICTURE


@pytest.mark.parametrize("who", ["wang", "ning", "zhou"])
def test_nobody_else_does(client: Client, cast: Cast, rail: Case, again: Case, who: str) -> None:
    client.force_login(cast.user(who))
    page = client.get(reverse("desk:case", args=[rail.number])).content.decode()
    assert "北门台阶" not in page
    address = reverse("desk:attachment", args=[rail.number, again.attachments.get().pk])
    assert client.get(address).status_code == 404


def test_a_resident_finds_it_under_the_number_they_know(
    client: Client, cast: Cast, rail: Case, again: Case
) -> None:
    page = page_of(client, cast, "li", again.number)
    assert rail.number in page
    assert "王秀英" not in page


def test_a_number_that_is_not_ones_own_leads_nowhere(
    client: Client, cast: Cast, rail: Case, again: Case
) -> None:
    client.force_login(cast.user("xia"))
    assert client.get(reverse("desk:case", args=[again.number])).status_code == 404


def test_what_was_sensitive_stays_closed_when_the_leading_matter_no_longer_is(
    client: Client, cast: Cast
) -> None:
    leading = cast.report("孩子在学校的事。", sensitive=True)
    photo = Cleaned(PICTURE, "image/jpeg", "伤.jpg")
    merged = cast.report("孩子身上有伤。", reporters=["li"], photos=[photo], sensitive=True)
    cast.take("merge", merged, "qin", into=leading)
    assert "孩子身上有伤。" in page_of(client, cast, "qin", leading.number)

    cast.take("mark_sensitive", leading, "qin", sensitive=False)
    for who in ("bai", "qin"):
        assert "孩子身上有伤。" not in page_of(client, cast, who, leading.number)
        address = reverse("desk:attachment", args=[leading.number, merged.attachments.get().pk])
        assert client.get(address).status_code == 404
