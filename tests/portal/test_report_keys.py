"""What is sent once more under its key: the same, something else, or from before the upgrade."""

from __future__ import annotations

import re

from django.test import Client

from tests.ledger.forging import forge
from tests.portal.test_report import CODE, form, send, visitor, words_of
from wolaiban.cases.models import Case
from wolaiban.web.keys import REUSED

__all__ = ["visitor"]  # a fixture


def test_what_was_changed_since_it_came_in_is_asked_about_and_is_then_another_matter(visitor: Client) -> None:
    send(visitor)

    asked = send(visitor, words="不止 3 号楼，4 号楼也是。")
    page = words_of(asked)
    assert asked.status_code == 422
    assert REUSED in page
    assert "不止 3 号楼，4 号楼也是。" in page
    (anew,) = re.findall(r'name="key" value="([^"]+)"', page)
    assert Case.objects.count() == 1

    send(visitor, words="不止 3 号楼，4 号楼也是。", key=anew)
    assert Case.objects.count() == 2


def test_a_phone_is_told_to_take_another_key(visitor: Client) -> None:
    send(visitor)

    accepts = {"Accept": "application/json"}
    told = visitor.post("/report/", form(words="4 号楼也是。"), headers=accepts).json()
    assert told["reused"] is True
    assert told["refused"]["fields"]["words"] == [REUSED]
    assert visitor.post("/report/", form(), headers=accepts).json()["received"]


def test_what_has_to_be_computed_is_no_part_of_what_is_said(visitor: Client) -> None:
    first = send(visitor, work_task="a", work_solution="1", again="yes", csrfmiddlewaretoken="x")
    assert CODE.findall(words_of(send(visitor, work_task="b"))) == CODE.findall(words_of(first)) != []
    assert Case.objects.count() == 1


def test_a_key_of_the_version_before_goes_with_any_content(visitor: Client) -> None:
    """What a phone sends once more after the upgrade is known by its key."""
    send(visitor)
    forge("UPDATE workflow_submission SET digest = ''")

    assert 'class="slip"' in words_of(send(visitor, leave_unfit="on"))
    assert Case.objects.count() == 1
