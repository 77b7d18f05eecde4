"""Photos and papers of a case: only to those who are told of them, and harmless in the browser."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.cast import Cast
from tests.desk.conftest import Browser
from tests.recording import spoken
from wolaiban.cases.models import Attachment, Case
from wolaiban.uploads.cleaning import Cleaned, clean

PAPER = Cleaned(b"%PDF-1.4 a paper", "application/pdf", "鉴定 报告.pdf")


def picture(colour: str = "green") -> Cleaned:
    content = BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, "JPEG")
    return clean(content.getvalue(), "现场.jpg")


def path(row: Attachment) -> str:
    return f"/cases/{row.case.number}/attachments/{row.pk}/"


@pytest.fixture
def inside(cast: Cast, rail: Case) -> Attachment:
    """A photo of an internal note."""
    cast.take("note", rail, "qin", photos=[picture()])
    return rail.attachments.get()


def test_a_picture_is_shown_in_place_and_can_do_nothing(browser: Browser, inside: Attachment) -> None:
    answer = browser("qin").get(path(inside))
    assert answer.content == picture().content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == "inline; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.jpg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in answer["Cache-Control"]


def test_a_paper_is_saved_not_opened(browser: Browser, cast: Cast, rail: Case) -> None:
    cast.take("note", rail, "qin", photos=[PAPER])
    answer = browser("qin").get(path(rail.attachments.get()))
    assert answer["Content-Disposition"].startswith("attachment; ")


def test_the_page_shows_it(browser: Browser, inside: Attachment) -> None:
    shown = browser("qin").get(f"/cases/{inside.case.number}/").content.decode()
    assert f'<img src="{path(inside)}"' in shown


@pytest.mark.parametrize("who", ["zhou", "he", "zhi", "guan"])
def test_a_stranger_is_not_told_it_exists(browser: Browser, inside: Attachment, who: str) -> None:
    assert browser(who).get(path(inside)).status_code == 404


def test_a_photo_of_an_internal_note_is_not_for_the_resident(browser: Browser, inside: Attachment) -> None:
    assert browser("wang").get(path(inside)).status_code == 404
    assert path(inside) not in browser("wang").get(f"/cases/{inside.case.number}/").content.decode()


def test_what_was_sent_in_with_the_report_is(browser: Browser, cast: Cast) -> None:
    case = cast.report(photos=[picture("red")])
    assert browser("wang").get(path(case.attachments.get())).status_code == 200


def test_a_file_of_another_case_is_not_served_under_this_one(
    browser: Browser, cast: Cast, inside: Attachment
) -> None:
    other = cast.report(reporters=["li"])
    assert browser("qin").get(f"/cases/{other.number}/attachments/{inside.pk}/").status_code == 404


@pytest.fixture
def voice(cast: Cast, rail: Case) -> Attachment:
    cast.take("note", rail, "qin", photos=[clean(spoken(), "口述.webm")])
    return rail.attachments.get()


def test_a_recording_is_played_in_place(browser: Browser, voice: Attachment) -> None:
    answer = browser("qin").get(path(voice))
    assert answer["Content-Type"] == "audio/webm"
    assert answer["Content-Disposition"].startswith("inline; ")
    assert answer["Accept-Ranges"] == "bytes"
    shown = browser("qin").get(f"/cases/{voice.case.number}/").content.decode()
    assert f'src="{path(voice)}" aria-label="录音 口述.webm"' in shown


def test_a_recording_can_be_asked_for_in_parts(browser: Browser, voice: Attachment) -> None:
    whole = browser("qin").get(path(voice)).content

    part = browser("qin").get(path(voice), headers={"Range": "bytes=10-19"})
    rest = browser("qin").get(path(voice), headers={"Range": f"bytes={len(whole) - 5}-"})
    beyond = browser("qin").get(path(voice), headers={"Range": f"bytes={len(whole)}-"})

    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert (rest.status_code, rest.content) == (206, whole[-5:])
    assert beyond.status_code == 416
