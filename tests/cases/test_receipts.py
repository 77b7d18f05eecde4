"""Receipts: whoever holds one sees their case and speaks for themself, and nobody else does."""

from __future__ import annotations

import pytest

from tests.cast import DONGFEN, Cast, unit
from wolaiban.cases import receipt_codes, receipts
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case, Complainant, Receipt
from wolaiban.ledger.verifying import Verification
from wolaiban.people.actor import ANYBODY, Actor
from wolaiban.process.errors import BadAnswer, NotYours
from wolaiban.process.words import Channel
from wolaiban.workflow.performing import perform

PHONE = "13900005678"
JOINT = (Reporter(name="赵一", phone=PHONE), Reporter(name="钱二", phone="13900001234"))


def reported(*people: Reporter, key: str = "a-key-that-nobody-guesses") -> Case:
    report = Report(
        unit=unit(DONGFEN),
        words="院里的台阶没有扶手。",
        reporters=people or (Reporter(name="赵一", phone=PHONE),),
        channel=Channel.ONLINE,
        key=key,
    )
    return register(report, by=ANYBODY)


def test_a_code_is_read_however_it_is_typed_and_a_wrong_digit_is_noticed() -> None:
    code = receipt_codes.code_from(b"\x07" * 32)

    assert receipt_codes.tidy(receipt_codes.grouped(code)) == code
    assert receipt_codes.tidy(code.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})) == code
    assert receipt_codes.tidy("-".join(code)) == code
    wrong = [code[:i] + str((int(code[i]) + 1) % 10) + code[i + 1 :] for i in range(len(code))]
    swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(27) if code[i] != code[i + 1]]
    assert not any(receipt_codes.tidy(text) for text in (*wrong, *swapped, code[:-1], code + "0", "没有"))


@pytest.mark.parametrize("seed", range(50))
def test_every_code_passes_its_own_check(seed: int) -> None:
    code = receipt_codes.code_from(bytes([seed, 255 - seed] * 16))
    assert len(code) == 28
    assert receipt_codes.tidy(code) == code


def test_the_last_four_digits_open_it_and_no_others(cast: Cast) -> None:
    slip = receipts.issue(reported().complainants.get(), by=ANYBODY)

    assert slip.pin == ""
    assert receipts.opened_by(slip.code, "5678") == slip.complainant
    assert receipts.opened_by(slip.code, "5679") is None
    assert receipts.opened_by(receipt_codes.code_from(b"\x01" * 32), "5678") is None


def test_whoever_left_no_number_gets_a_pin(cast: Cast) -> None:
    slip = receipts.issue(reported(Reporter()).complainants.get(), by=ANYBODY)

    assert len(slip.pin) == 4
    assert receipts.opened_by(slip.code, slip.pin) == slip.complainant
    assert receipts.opened_by(slip.code, f"{(int(slip.pin) + 1) % 10_000:04d}") is None
    assert receipts.opened_by(slip.code, "0000" if slip.pin != "0000" else "1111") is None


def test_a_new_slip_makes_the_old_one_void(cast: Cast) -> None:
    complainant = reported().complainants.get()
    old = receipts.issue(complainant, by=ANYBODY)
    new = receipts.issue(complainant, by=cast.actor("qin"))

    assert receipts.opened_by(old.code, "5678") is None
    assert receipts.opened_by(new.code, "5678") == complainant
    assert [bool(row.void_at) for row in Receipt.objects.order_by("pk")] == [True, False]


def test_the_key_of_a_report_gives_the_same_slip_again(cast: Cast) -> None:
    complainant = reported().complainants.get()
    first = receipts.issue(complainant, by=ANYBODY, key="a-key-that-nobody-guesses")
    again = receipts.issue(complainant, by=ANYBODY, key="a-key-that-nobody-guesses")

    assert first.code == again.code
    assert Receipt.objects.count() == 1
    assert first.code.encode() not in bytes(Receipt.objects.get().code)


def test_a_report_without_an_account_is_made_once(cast: Cast) -> None:
    assert reported() == reported()
    assert Case.objects.get().registered_by is None
    with pytest.raises(BadAnswer, match="他人使用"):
        register(
            Report(
                unit=unit(DONGFEN), words="别的事。", reporters=JOINT[:1], key="a-key-that-nobody-guesses"
            ),
            by=cast.actor("qin"),
        )


def holder(complainant: Complainant) -> Actor:
    return Actor.with_receipt(complainant.pk)


def test_whoever_holds_a_receipt_sees_that_case_and_no_other(cast: Cast) -> None:
    mine, other = reported(), cast.report()
    me = holder(mine.complainants.get())

    assert list(Case.objects.visible_to(me)) == [mine]
    assert not Case.objects.visible_to(ANYBODY).exists()
    with pytest.raises(NotYours):
        perform("urge", on=other, by=me)


def test_each_of_a_joint_matter_judges_their_own_by_receipt(cast: Cast) -> None:
    case = reported(*JOINT)
    zhao, qian = case.complainants.all()
    cast.take("resolve", case, "qin")
    cast.take("answer", case, "qin")

    perform("confirm", on=case, by=holder(zhao), answers={"solved": "yes", "satisfaction": "satisfied"})
    perform("dispute", on=case, by=holder(qian), answers={"words": "我那边还没有装。"})

    case.refresh_from_db()
    assert case.stage == "disputed"
    last = case.events.order_by("seq").last()
    assert last is not None
    assert (last.actor, last.role, last.complaint) == (None, "resident", qian.pk)
    assert [c.satisfaction for c in case.complainants.all()] == ["satisfied", "unsatisfied"]
    assert not list(Verification().findings())
