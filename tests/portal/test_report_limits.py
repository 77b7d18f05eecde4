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
from wolaiban.web.limits import proof_of_work as work


@pytest.fixture
def quiet_settings(settings: Settings) -> Settings:
    settings.WORK_BITS = 4
    return settings


def another(n: int, **given: Any) -> Any:
    return Client().post("/report/", form(key=f"{KEY}{n:04}", phone=f"139{n:08}", **given))


def test_a_phone_reports_ten_times_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "QUIET", 100)
    answers = [
        Client().post("/report/", form(key=f"{KEY}{n:04}", words=f"{n} 号楼漏水。")) for n in range(11)
    ]

    assert [answer.status_code for answer in answers] == [*[200] * 10, 429]
    assert "用这个电话一天里已经反映了 10 件" in words_of(answers[-1])
    assert "10 号楼漏水。" in words_of(answers[-1])
    assert int(answers[-1]["Retry-After"]) > 3600
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        assert Client().post("/report/", form(key=f"{KEY}x")).status_code == 200


def test_behind_one_address_many_are_taken_and_the_reason_said_when_it_is_too_many(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A carrier's gateway or the wireless network of a village hall is one address."""
    monkeypatch.setattr(guarding, "QUIET", 100)
    assert [another(n).status_code for n in range(31)] == [200] * 31

    monkeypatch.setattr(guarding, "NETWORK_AN_HOUR", 31)
    refused = another(31)

    assert refused.status_code == 429
    assert "您所在的网络这一小时已经发来 31 件" in words_of(refused)
    assert Case.objects.count() == 31


def test_the_noisier_a_network_the_longer_its_browsers_compute(
    cast: Cast, quiet_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bits(count: int) -> int:
        monkeypatch.setattr(guarding, "lately", lambda request: count)
        task = Client().get("/report/ready/").json()["task"]
        return int(task.split(".")[1]) if task else 0

    assert [bits(count) for count in (0, 10, 11, 20, 40, 80, 640)] == [0, 0, 4, 5, 6, 7, 10]


def test_a_task_of_a_quieter_hour_does_not_do(
    cast: Cast, quiet_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "lately", lambda request: 11)
    easy, hard = (work.set_task("report", bits=bits) for bits in (5, 6))
    monkeypatch.setattr(guarding, "lately", lambda request: 90)  # 7 bits, and one of grace

    assert another(1, work_task=easy, work_solution=work.solve(easy)).status_code == 422
    assert another(1, work_task=hard, work_solution=work.solve(hard)).status_code == 200


def test_a_script_is_given_what_to_compute_before_it_uploads_anything(
    cast: Cast, quiet_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "QUIET", 0)
    another(1)
    asked = Client().get("/report/ready/")
    task = asked.json()["task"]

    assert asked["Cache-Control"].count("no-store") == 1
    assert asked.json()["token"]
    json: Any = {"headers": {"Accept": "application/json"}}
    refused = Client().post("/report/", form(key=f"{KEY}2", phone="13900000002"), **json)
    assert refused.status_code == 422
    assert "这一小时已经发来 1 件" in refused.json()["refused"]["fields"]["_"][0]
    assert refused.json()["task"]
    sent = form(key=f"{KEY}2", phone="13900000002", work_task=task, work_solution=work.solve(task))
    assert Client().post("/report/", sent, **json).status_code == 201


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
