"""How much is too much: for a phone, for a network; and many at once with the same key."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from tests.cast import Cast
from tests.portal.test_report import KEY, form, words_of
from wolaiban.cases.models import Case, Event, Receipt
from wolaiban.portal.reporting import guarding
from wolaiban.web.abuse import work


@pytest.fixture
def quiet_settings(settings: Settings) -> Settings:
    settings.WORK_BITS = 4
    return settings


def another(n: int, **given: Any) -> Any:
    return Client().post("/report/", form(key=f"{KEY}{n:04}", phone=f"139{n:08}", **given))


def test_a_phone_reports_ten_times_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "QUIET", 100)
    answers = [Client().post("/report/", form(key=f"{KEY}{n:04}")) for n in range(11)]

    assert [answer.status_code for answer in answers] == [*[200] * 10, 429]
    assert "这个电话今天反映得太多了" in words_of(answers[-1])
    assert form()["words"] in words_of(answers[-1])
    assert int(answers[-1]["Retry-After"]) > 3600
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        assert Client().post("/report/", form(key=f"{KEY}x")).status_code == 200


def test_a_network_reports_thirty_times_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "QUIET", 100)
    monkeypatch.setattr(guarding, "NETWORK_AN_HOUR", 3)

    assert [another(n).status_code for n in range(4)] == [200, 200, 200, 429]
    assert Case.objects.count() == 3


def test_what_was_received_is_shown_again_whatever_the_limit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    another(1)
    monkeypatch.setattr(guarding, "NETWORK_AN_HOUR", 0)

    assert another(1).status_code == 200


def test_a_noisy_network_computes_first(
    cast: Cast, quiet_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "QUIET", 0)
    assert another(1).status_code == 200

    asked = another(2)
    task = re.findall(r'name="work_task" value="([^"]+)"', words_of(asked))[0]

    assert asked.status_code == 422
    assert "请再按一次" in words_of(asked)
    assert another(2, work_task=task, work_solution="x").status_code == 422
    assert another(2, work_task=task, work_solution=work.solve(task)).status_code == 200


@pytest.fixture
def in_the_open(transactional_db: None, cast: Cast, settings: Settings, tmp_path: Any) -> Cast:
    settings.DATA_DIR = tmp_path
    return cast


def test_many_at_once_with_one_key_are_one_matter_with_one_receipt(in_the_open: Cast) -> None:
    def press(n: int) -> tuple[int, list[str]]:
        try:
            answer = Client().post("/report/", form())
            return answer.status_code, re.findall(r"<span>(\d{4})</span>", words_of(answer))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, range(6)))

    assert answers == [answers[0]] * 6
    assert answers[0][0] == 200
    assert Case.objects.count() == Event.objects.count() == Receipt.objects.count() == 1
