"""A resident asks at the counter to be forgotten, words and all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.journeys.conftest import Arrive

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_forgotten_at_the_counter(arrive: Arrive, cast: Cast, phone: bool) -> None:
    case = cast.report()
    qin = arrive("qin", phone=phone)
    address = reverse("desk:erase", args=[case.number, case.complainants.get().pk])

    qin.page.evaluate("address => { location.href = address }", address)
    qin.sees("删除后不能恢复。")
    qin.look()
    qin.page.get_by_label("连同本人说过的原话一起删除").check()
    qin.press("删除身份信息")

    qin.sees("应本人要求删除了身份信息和本人的原话", "内容已应本人要求删除", "身份信息和原话已删除")
    qin.does_not_see("老人上下不便")
