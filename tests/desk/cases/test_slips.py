"""Receipts printed at the counter: by whom, for whom, and what becomes of the ones before."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.desk.conftest import Browser
from wolaiban.cases import receipts
from wolaiban.cases.models import Case, Receipt

GROUPS = re.compile(r"<span>(\d{4})</span>")


def path(case: Case) -> str:
    return f"/cases/{case.number}/slips/"


def test_the_counter_prints_what_opens_the_matter(browser: Browser, cast: Cast, rail: Case) -> None:
    answer = browser("qin").post(path(rail))

    code = "".join(GROUPS.findall(answer.content.decode())[:7])
    opened = receipts.opened_by(code, "0001")
    assert opened
    assert opened.case == rail
    assert Receipt.objects.get().issued_by == cast.user("qin")
    assert "核实是本人后换一张" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_new_slip_makes_the_old_one_void_and_says_so(browser: Browser, rail: Case) -> None:
    first = GROUPS.findall(browser("qin").post(path(rail)).content.decode())
    again = browser("bai").post(path(rail)).content.decode()

    assert "作废" in again
    assert receipts.opened_by("".join(first[:7]), "0001") is None
    assert receipts.opened_by("".join(GROUPS.findall(again)[:7]), "0001")


def test_one_of_several_is_given_theirs_without_touching_the_others(browser: Browser, cast: Cast) -> None:
    joint = cast.report(reporters=["wang", "li"])
    browser("qin").post(path(joint))
    hers = joint.complainants.get(resident=cast.resident("wang"))

    answer = browser("qin").post(path(joint), {"person": hers.pk}).content.decode()

    assert answer.count('<article class="slip">') == 1
    assert Receipt.objects.filter(void_at=None).count() == 2
    assert browser("qin").post(path(joint), {"person": "999999"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("qin", 200), ("fang", 403), ("shen", 403), ("zhou", 404), ("wang", 403), ("zhi", 404)],
)
def test_only_the_agent_and_the_holder_print(browser: Browser, rail: Case, who: str, status: int) -> None:
    assert browser(who).post(path(rail)).status_code == status
    assert Receipt.objects.exists() == (status == 200)


def test_the_button_stands_where_the_people_are(browser: Browser, rail: Case) -> None:
    def shown(who: str) -> bool:
        return "打印回执" in browser(who).get(f"/cases/{rail.number}/").content.decode()

    assert [who for who in ("qin", "fang", "shen", "wang") if shown(who)] == ["qin"]
