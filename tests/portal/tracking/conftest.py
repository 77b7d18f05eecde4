"""Residents without an account, each with a browser and a receipt in hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import DONGFEN, Cast, unit
from wolaiban.cases import receipts
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Complainant
from wolaiban.people.actor import ANYBODY
from wolaiban.process.words import Channel, RequestKind

ZHAO = Reporter(name="赵一", phone="13900005678")
QIAN = Reporter(name="钱二", phone="13900001234")
NOBODY = Reporter()


@dataclass
class Holder:
    """Somebody who holds a receipt. `page` is what their browser shows."""

    complaint: Complainant
    slip: receipts.Slip
    digits: str
    browser: Client

    def open(self, **how: Any) -> Any:
        return self.browser.post("/track/", {"code": self.slip.code, "digits": self.digits}, **how)

    def page(self) -> str:
        answer = self.browser.get("/track/case/")
        assert answer.status_code == 200
        text: str = answer.content.decode()
        return text

    def send(self, step: str, **answers: Any) -> Any:
        return self.browser.post(f"/track/case/steps/{step}/", answers)

    @property
    def case(self) -> Case:
        return Case.objects.get(complainants=self.complaint)


Reported = Callable[..., list[Holder]]


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def reported(cast: Cast) -> Reported:
    """Somebody reports without an account, and all of them get their slips."""

    def report(
        *people: Reporter,
        words: str = "院里的台阶没有扶手。",
        kind: RequestKind = RequestKind.HELP,
        **facts: Any,
    ) -> list[Holder]:
        given = Report(
            unit=unit(DONGFEN),
            words=words,
            reporters=people or (ZHAO,),
            channel=Channel.ONLINE,
            kind=kind,
            **facts,
        )
        case = register(given, by=ANYBODY)
        return [holder(complainant) for complainant in case.complainants.order_by("pk")]

    return report


def holder(complainant: Complainant) -> Holder:
    slip = receipts.issue(complainant, by=ANYBODY)
    phones = {"赵一": "5678", "钱二": "1234"}
    digits = slip.pin or next(d for d in phones.values() if receipts.opened_by(slip.code, d))
    return Holder(complainant, slip, digits, Client())


@pytest.fixture
def zhao(reported: Reported) -> Holder:
    """赵一, whose matter stands at 东坟村 and who has opened her receipt."""
    (zhao,) = reported(ZHAO)
    assert zhao.open().status_code == 302
    return zhao
