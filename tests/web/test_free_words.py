"""Free words: counted as their reader counts, never cut in silence, and never nothing but air."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.cast import Cast
from wolaiban.cases.models import Case
from wolaiban.cases.process import CASE
from wolaiban.process.answers import is_blank
from wolaiban.web.forms import step_form
from wolaiban.web.free_words import WordsField

ROOMS = Path(__file__).resolve().parents[2] / "wolaiban"


@pytest.mark.parametrize(
    "words", ["", " \t\n", "\u200b\u200b", "\ufeff\u2060", "\u3164\u2800", "\u3000\u00ad\ufe0f"]
)
def test_nothing_to_be_seen(words: str) -> None:
    assert is_blank(words)
    assert WordsField(most=9, required=False).clean(words) == ""
    with pytest.raises(ValidationError):
        WordsField(most=9).clean(words)


@pytest.mark.parametrize("words", ["a", "。", "\u200b灯\u200b", "👩\u200d🦽", "\ue863"])
def test_something_to_be_seen(words: str) -> None:
    assert not is_blank(words)


def test_a_line_end_is_one_character() -> None:
    """A browser shows and counts one and sends two."""
    assert WordsField(most=5).clean("一二\r\n三四") == "一二\n三四"
    with pytest.raises(ValidationError, match="最多 5 字，现在是 6 字"):
        WordsField(most=5).clean("一二\r\n三四五")


def test_no_template_lets_a_browser_cut() -> None:
    cutting = [path.name for path in ROOMS.rglob("*.html") if "maxlength" in path.read_text()]
    assert not cutting


def test_no_form_lets_a_browser_cut(cast: Cast, rail: Case) -> None:
    resident, officer, keeper = Client(), Client(), Client()
    officer.force_login(cast.user("qin"))
    keeper.force_login(cast.user("gao"))
    pages = [resident.get(page) for page in ("/report/", "/track/", "/answers/", "/studios/")]
    pages += [
        officer.get(page) for page in ("/cases/new/", "/ledger/", f"/cases/{rail.number}/steps/accept/")
    ]
    pages += [keeper.get(page) for page in ("/cases/new/", "/ledger/", "/studios/")]
    for page in pages:
        assert page.status_code in {200, 302}, page.request["PATH_INFO"]
        assert "maxlength" not in page.content.decode(), page.request["PATH_INFO"]
    assert re.search(r"<textarea[^>]*data-most=.5000", pages[0].content.decode())


def test_every_step_counts_what_is_free(cast: Cast, rail: Case) -> None:
    for step in CASE.on_it:
        form = step_form(step, rail, cast.actor("qin"))
        for asked in CASE.asked[step]:
            if asked.kind.is_free:
                assert form.fields[asked.name].max_length, (step, asked.name)  # type: ignore[attr-defined]
