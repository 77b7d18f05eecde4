"""Whether the time of an answer tells a code that is held from one that nobody holds."""

from __future__ import annotations

import hashlib
import time
from random import Random

from django.test import Client

from bench.computed import for_each, so_far
from bench.pressing import percentile
from bench.report import Report, significant
from wolaiban.cases import receipts
from wolaiban.cases.models import Complainant
from wolaiban.cases.receipt_codes import code_from
from wolaiban.people.actor import ANYBODY

TRIES_OF_A_CODE = 8  # fewer than its limit: what is refused there is refused alike
UNHEARD = 20
NOT_THEIRS = "0007"


def guessing(report: Report, times: int) -> None:
    """Wrong codes and wrong digits, one of each in turn, each from a network of its own, in this process."""
    held = _held((times + UNHEARD) // TRIES_OF_A_CODE + 1)
    wrong = [code_from(hashlib.sha256(str(number).encode()).digest()) for number in range(len(held))]
    took: dict[str, list[float]] = {"code": [], "digits": []}
    luck, browser, before = Random(1), Client(headers={"host": "127.0.0.1"}), so_far()
    for turn in range(times + UNHEARD):
        pair = [("code", wrong[turn % len(held)]), ("digits", held[turn % len(held)])]
        luck.shuffle(pair)
        for number, (kind, code) in enumerate(pair):
            spent = _ask(browser, code, 2 * turn + number)
            if turn >= UNHEARD:
                took[kind].append(spent)
    parts = for_each(before, so_far(), 2 * (times + UNHEARD))
    for kind, spans in took.items():
        aside = f"p95 {percentile(spans, 95):.2f} ms, {len(spans)} times"
        report.note(f"wrong {kind}, p50", significant(percentile(spans, 50)), "ms", aside, parts)
    code, digits = (percentile(spans, 50) for spans in took.values())
    report.hold("wrong code and wrong digits, medians apart", 100 * abs(code - digits) / code, "%", "<= 5")


def _held(count: int) -> list[str]:
    """Codes of as many receipts, of people who left a number that ends in other digits."""
    people = Complainant.objects.exclude(resident__phone=None).select_related("resident")
    codes = [receipts.issue(complainant, by=ANYBODY).code for complainant in people.order_by("pk")[:count]]
    return [code for code in codes if receipts.opened_by(code, NOT_THEIRS) is None]


def _ask(browser: Client, code: str, number: int) -> float:
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    began = time.perf_counter()
    answer = browser.post("/track/", {"code": code, "digits": NOT_THEIRS}, REMOTE_ADDR=address)
    spent = time.perf_counter() - began
    assert answer.status_code == 422, answer.status_code
    return spent
