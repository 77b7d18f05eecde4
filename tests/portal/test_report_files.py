"""Files with a report: checked when chosen, named when unfit, and opened last of all."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.cast import Cast
from tests.portal.test_report import KEY, form, send, words_of
from tests.recording import filmed, spoken
from wolaiban.cases.models import Attachment, Case
from wolaiban.portal.reporting import checking, guarding
from wolaiban.uploads import cleaning

CHECK = "/report/check-file/"


def photo() -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (40, 30), "green").save(target, "JPEG")
    return SimpleUploadedFile("楼道.jpg", target.getvalue(), "image/jpeg")


def torn() -> SimpleUploadedFile:
    return SimpleUploadedFile("坏的.jpg", b"\xff\xd8\xff\xe0" + bytes(99), "image/jpeg")


@pytest.fixture
def visitor(cast: Cast, settings: Settings, tmp_path: Any) -> Client:
    settings.DATA_DIR = tmp_path
    return Client()


def by_script(visitor: Client, **given: Any) -> Any:
    return visitor.post("/report/", form(**given), headers={"accept": "application/json"})


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were opened."""
    names: list[str] = []
    really = cleaning._outcome

    def outcome(file: cleaning.Looked, cleaner: Any) -> Any:
        names.append(file.name)
        return really(file, cleaner)

    monkeypatch.setattr(cleaning, "_outcome", outcome)
    return names


def test_a_chosen_file_is_checked_and_not_kept(visitor: Client, settings: Settings) -> None:
    assert visitor.post(CHECK, {"file": photo()}).status_code == 204
    refused = visitor.post(CHECK, {"file": torn()})

    assert refused.status_code == 422
    assert refused.json()["name"] == "坏的.jpg"
    assert refused.json()["why"].startswith("已损坏或不完整")
    assert not (settings.DATA_DIR / "attachments").exists()


def test_nothing_and_a_film_are_refused_in_fitting_words(visitor: Client) -> None:
    film = SimpleUploadedFile("楼道.mp4", filmed(), "video/mp4")

    assert "是空的" in visitor.post(CHECK).json()["why"]
    assert "视频暂时不收" in visitor.post(CHECK, {"file": film}).json()["why"]


def test_a_network_checks_only_so_many(
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checking, "AN_HOUR", 1)

    answers = [visitor.post(CHECK, {"file": torn()}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [422, 429]
    assert int(answers[1]["Retry-After"]) > 60


def test_when_too_many_are_opened_the_check_is_skipped_and_the_report_comes_again(
    visitor: Client,
    all_places_taken: None,
) -> None:
    assert visitor.post(CHECK, {"file": photo()}).status_code == 503
    assert by_script(visitor, photos=photo()).json() == {"received": None}
    assert not Case.objects.exists()


def test_what_found_no_place_is_not_counted(
    visitor: Client, all_places_taken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "PHONE_A_DAY", 1)

    assert [by_script(visitor, photos=photo()).status_code for _ in range(3)] == [503] * 3


@pytest.fixture
def all_places_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    places = cleaning._Places()
    while places.queue.acquire(blocking=False):
        pass
    monkeypatch.setattr(cleaning, "PLACES", places)


def test_each_unfit_file_is_named_and_nothing_is_kept(visitor: Client) -> None:
    text = SimpleUploadedFile("说明.txt", b"words", "text/plain")

    page = words_of(send(visitor, photos=[photo(), torn()]))
    told = by_script(visitor, photos=[photo(), text], phone="1")

    assert "文件“坏的.jpg”已损坏" in page
    assert "楼道.jpg" not in page
    assert told.status_code == 422
    refused = told.json()["refused"]
    assert [(file["field"], file["name"]) for file in refused["files"]] == [("photos", "说明.txt")]
    assert {"photos", "phone"} <= refused["fields"].keys()
    assert not Case.objects.exists()


def test_who_says_so_goes_without_them_and_is_told(visitor: Client) -> None:
    text = SimpleUploadedFile("说明.txt", b"words", "text/plain")
    page = words_of(send(visitor, photos=[photo(), torn(), text], leave_unfit="on"))
    told = by_script(visitor, key=f"{KEY}2", words="路灯不亮。", voice=torn(), leave_unfit="on").json()

    assert Attachment.objects.get().name == "楼道.jpg"
    assert "没有收下" in page
    assert "坏的.jpg" in page
    assert "说明.txt" in page
    assert [(file["field"], file["name"]) for file in told["left_out"]] == [("voice", "坏的.jpg")]


def test_a_report_that_was_only_spoken_is_none_without_its_voice(visitor: Client) -> None:
    half = SimpleUploadedFile("voice.webm", spoken()[:300], "audio/webm")

    answer = send(visitor, words="", voice=half, leave_unfit="on")

    assert answer.status_code == 422
    assert "请写几句是什么事" in words_of(answer)
    assert not Case.objects.exists()


def _incomplete(monkeypatch: pytest.MonkeyPatch, visitor: Client) -> dict[str, Any]:
    return {"phone": "1"}


def _noisy(monkeypatch: pytest.MonkeyPatch, visitor: Client) -> dict[str, Any]:
    monkeypatch.setattr(guarding, "has_computed", lambda request: False)
    return {}


def _too_often(monkeypatch: pytest.MonkeyPatch, visitor: Client) -> dict[str, Any]:
    monkeypatch.setattr(guarding, "PHONE_A_DAY", 1)
    assert send(visitor).status_code == 200
    return {"key": f"{KEY}2"}


@pytest.mark.parametrize("circumstance", [_incomplete, _noisy, _too_often])
def test_no_file_is_opened_before_all_that_is_cheap_was_asked(
    circumstance: Callable[[pytest.MonkeyPatch, Client], dict[str, Any]],
    visitor: Client,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = circumstance(monkeypatch, visitor)

    assert send(visitor, photos=photo(), **given).status_code in {422, 429}
    assert opened == []


def test_files_of_a_report_are_opened_once(visitor: Client, opened: list[str]) -> None:
    assert send(visitor, photos=photo()).status_code == 200
    assert opened == ["楼道.jpg"]
