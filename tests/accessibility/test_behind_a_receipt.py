"""Nor do the pages that only the holder of a receipt is shown, in ordinary and in big type."""

from __future__ import annotations

from typing import Any

import pytest

from tests.accessibility.conftest import DESK, PHONE, Reader
from tests.cast import DONGFEN, unit
from tests.matrix.world import World
from wolaiban.cases import receipts
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.people.actor import ANYBODY
from wolaiban.portal.elder import COOKIE
from wolaiban.process.words import Channel

pytestmark = pytest.mark.journey

MATTER = "/track/case/"


def opened(world: World, stage: str) -> Any:
    """A browser in which the receipt of a matter at this stage was shown."""
    zhao = Reporter(name="赵一", phone="13900005678")
    words = "3 号楼前的台阶没有扶手。"
    case: Case = register(
        Report(unit=unit(DONGFEN), words=words, reporters=(zhao,), channel=Channel.ONLINE), by=ANYBODY
    )
    slip = receipts.issue(case.complainants.get(), by=ANYBODY)
    world.cast.moved_to(stage, case)
    browser = world.client("anonymous")
    assert browser.post("/track/", {"code": slip.code, "digits": "5678"}).status_code == 302
    return browser


@pytest.mark.parametrize("stage", ["reported", "joint", "answered"])
def test_the_matter_keeps_nobody_out(world: World, reader: Reader, stage: str) -> None:
    browser = opened(world, stage)

    assert not reader.barriers(browser.get(MATTER), widths=(PHONE, DESK))
    browser.cookies[COOKIE] = "yes"
    assert not reader.barriers(browser.get(MATTER))


@pytest.mark.parametrize(
    ("stage", "step"),
    [("working", "supply"), ("working", "urge"), ("working", "withdraw"), ("answered", "confirm"), ("answered", "dispute")],
)  # fmt: skip
def test_nor_do_the_ways_to_speak_again(world: World, reader: Reader, stage: str, step: str) -> None:
    browser = opened(world, stage)

    form = browser.get(f"{MATTER}steps/{step}/")

    assert form.status_code == 200
    assert not reader.barriers(form)
    if step == "dispute":
        assert not reader.barriers(browser.post(f"{MATTER}steps/{step}/"))
        browser.cookies[COOKIE] = "yes"
        assert not reader.barriers(browser.get(f"{MATTER}steps/{step}/"))


def test_nor_does_the_receipt(world: World, reader: Reader) -> None:
    sent = {"key": "k3y-that-nobody-guesses-0001", "words": "路灯不亮。", "unit": "东坟村", "relation": "self", "kind": "help"}  # fmt: skip
    given = world.client("anonymous").post("/report/", {**sent, "phone": "13900005678"})

    assert given.status_code == 200
    assert "只显示这一次" in given.content.decode()
    assert not reader.barriers(given)


def test_nor_do_wrong_digits(world: World, reader: Reader) -> None:
    refused = world.client("anonymous").post("/track/", {"code": "1234", "digits": "12"})

    assert refused.status_code == 422
    assert not reader.barriers(refused)
