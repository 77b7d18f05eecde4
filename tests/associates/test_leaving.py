"""Whoever leaves is forgotten, and nothing else is: the row, its history and its chain stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.associates.conftest import Counter
from tests.cast import Cast
from wolaiban.associates.kind import KIND
from wolaiban.associates.models import Associate
from wolaiban.associates.verifying import findings
from wolaiban.ledger.verifying import Verification
from wolaiban.process.errors import NotYours, TooLate
from wolaiban.residents.models import Erasure, Resident
from wolaiban.workflow.models import Statement


def faults() -> set[str]:
    return {str(finding.fault) for finding in findings()}


@pytest.mark.parametrize("by", ["bai", "zhi"])
def test_leaving_erases_who_they_were(counter: Counter, cast: Cast, by: str) -> None:
    zhi = counter.enlist_zhi()
    counter.take("describe", zhi, "zhi", skills=["fire"], skill_line="会修锁", speech="手语", free=["sun_am"])
    counter.take("claim", zhi, "qin", new_area="3 号楼", willing=True)
    counter.take("leave", zhi, by, sure=True)
    resident = Resident.objects.get(pk=zhi.resident_id)
    assert resident.is_erased
    assert Erasure.objects.get(resident=resident).actor == cast.user(by)
    assert (zhi.stage, zhi.account, zhi.skills, zhi.skill_line) == ("left", None, [], "")
    assert (zhi.speech, zhi.free, zhi.shown, KIND.load(zhi).areas) == ("", [], "nothing", [])
    assert zhi.kinds == ["captain"]
    assert zhi.masked.erased
    assert not list(Verification().findings())


def test_what_was_said_about_them_goes_with_them(counter: Counter, cast: Cast) -> None:
    """The reasons of objections, corrections and ended terms: their commitments stay, and the event says what went."""
    zhi = counter.enlist_zhi()
    hours = counter.confirmed(zhi, 120)
    counter.take("contest_hours", zhi, "zhi", settled_hours=hours, why="那天陪母亲看病去了。")
    counter.take("put_right", zhi, "qin", contested_hours=hours, why="核对过。")
    kept = Statement.objects.exclude(process="associate", subject=zhi.pk).count()
    event = counter.take("leave", zhi, "zhi", sure=True)
    said = Statement.objects.filter(process="associate", subject=zhi.pk)
    assert [one.words for one in said] == [None, None]
    assert event.answers["erased"] == [one.pk for one in said.order_by("pk")]
    assert Statement.objects.exclude(process="associate", subject=zhi.pk).count() == kept
    assert not list(Verification().findings())
    client = Client()
    client.force_login(cast.user("qin"))
    assert "看病" not in client.get(f"/associates/{zhi.pk}/").content.decode()


def test_nothing_is_done_once_they_left(counter: Counter) -> None:
    found = counter.enlist()
    counter.take("leave", found, "qin", sure=True)
    steps: dict[str, dict[str, Any]] = {"describe": {}, "leave": {"sure": True}, "rename": {"new_name": "高"}}
    for step, answers in steps.items():
        with pytest.raises(TooLate):
            counter.take(step, found, "qin", **answers)


def test_nobody_else_sends_them_away(counter: Counter) -> None:
    zhi = counter.enlist_zhi()
    for who in ("zhou", "gao", "shen", "wen"):
        with pytest.raises(NotYours):
            counter.take("leave", zhi, who, sure=True)


def test_who_is_still_known_after_leaving_is_found(counter: Counter) -> None:
    found, gone = counter.enlist(), counter.enlist(name="高大山")
    counter.take("leave", gone, "qin", sure=True)
    assert faults() == set()
    known, erased = found.resident_id, gone.resident_id
    Associate.objects.filter(pk=gone.pk).update(resident=known)
    assert faults() == {"still_known"}
    Associate.objects.filter(pk=found.pk).update(resident=erased)
    assert faults() == {"still_known", "unknown"}
