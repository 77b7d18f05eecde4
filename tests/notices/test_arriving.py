"""Every message of the table is seen arriving, at a real SMTP server and real HTTP receivers, each once by its key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils.timezone import localdate, now

from tests.cast import CHENGGUAN, DONGFEN, RESIDENTS, URBAN, Cast, unit
from tests.duty.visits import book, published, take
from tests.notices.conftest import SECRET, Outside, send_all
from tests.notices.receivers import Receipt
from wolaiban import workflow
from wolaiban.cases.kind import KIND
from wolaiban.cases.models import Case, Event
from wolaiban.duty.kind import BOOKINGS
from wolaiban.duty.models import Roster, Shift
from wolaiban.duty.months import Month
from wolaiban.ledger.models import Drill
from wolaiban.mediation.models import Conference
from wolaiban.notices import composing as writing
from wolaiban.notices import deputies, of_subjects, reminding, retrying, shifts
from wolaiban.notices import morning_digest as mornings
from wolaiban.notices.actions.trying import send_trial
from wolaiban.notices.models import Delivery
from wolaiban.notices.staffing import Staffing
from wolaiban.notices.texts import TEXTS
from wolaiban.people.actions.absences import be_away
from wolaiban.process.calendar import BEIJING, nth_working_day_after
from wolaiban.residents import vault
from wolaiban.web.running import night
from wolaiban.workflow.performing import act_for_clock, begin, perform
from wolaiban.workflow.reader import Stretch

pytestmark = pytest.mark.django_db
A_WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=BEIJING)


@pytest.fixture
def time_passes() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(A_WEDNESDAY) as traveller:
        yield traveller


class Teller:
    """Tells of each event as it happens and sends what follows, a quarter of an hour apart: nothing is a flood."""

    def __init__(self, cast: Cast, traveller: time_machine.Traveller) -> None:
        self.cast, self.traveller, self.told = cast, traveller, 0

    def report(self, **facts: Any) -> Case:
        case = self.cast.report(**facts)
        self.tell()
        return case

    def take(self, step: str, case: Case, by: str, **answers: Any) -> None:
        self.cast.take(step, case, by, **answers)
        self.tell()

    def clock(self, case: Case) -> None:
        """Let time pass until the clock has something to do, and do it."""
        case.refresh_from_db()
        assert case.wake_at is not None
        self.traveller.move_to(case.wake_at + timedelta(seconds=1))
        act_for_clock(KIND, case.pk)
        case.refresh_from_db()
        self.tell()

    def tell(self) -> None:
        for pk in Event.objects.filter(pk__gt=self.told).order_by("pk").values_list("pk", flat=True):
            writing.tell(pk)
            self.told = pk
            send_all()
            self.traveller.shift(timedelta(minutes=15))


def the_long_way(teller: Teller, cast: Cast) -> None:
    case = teller.report()
    teller.take("accept", case, "bai", handler=cast.user("qin"))
    teller.take("assign", case, "qin", handler=cast.user("bai"))
    teller.take("urge", case, "wang")
    teller.take("ask_up", case, "wang", words="想请镇里来看看。")
    teller.take("interim", case, "bai")
    teller.take("ask", case, "bai")
    teller.take("supply", case, "wang")
    teller.take("ask", case, "bai", until=now() + timedelta(hours=2))
    teller.clock(case)
    teller.take("pause", case, "bai")
    teller.take("resume", case, "bai")
    for answer in ("grant", "refuse"):
        teller.take("extend", case, "bai")
        teller.take(answer, case, "qin")
    teller.take("raise", case, "bai")
    teller.take("guide", case, "gao")
    teller.take("raise", case, "bai")
    teller.take("take_up", case, "gao", handler=cast.user("fang"))
    teller.take("whistle", case, "fang")
    teller.take("report_in", case, "he")
    teller.take("object", case, "ma")
    teller.take("uphold_summons", case, "lian", summons=case.summonses.get(state="objected"))
    teller.take("object", case, "ma")
    teller.take("release_summons", case, "fang", summons=case.summonses.get(state="objected"))
    teller.take("contribute", case, "he")
    teller.take("resolve", case, "fang")
    teller.take("answer", case, "qin")
    teller.take("dispute", case, "wang")
    teller.take("redo", case, "shen")
    teller.take("supervise", case, "shen")
    teller.take("resolve", case, "fang")
    teller.take("answer", case, "qin")
    teller.take("dispute", case, "wang")
    teller.take("uphold", case, "shen")
    teller.take("reopen", case, "wang")
    teller.take("withdraw", case, "qin")


def the_short_ways(teller: Teller, cast: Cast) -> None:
    teller.take("decline", teller.report(), "qin")
    judged = teller.report()
    for step, by in (("accept", "bai"), ("resolve", "bai"), ("answer", "bai"), ("confirm", "wang")):
        teller.take(step, judged, by)
    on_the_spot = teller.report()
    for step, by in (("accept", "bai"), ("resolve", "bai"), ("answer", "bai"), ("confirm", "qin")):
        teller.take(step, on_the_spot, by)
    one, other = teller.report(reporters=["li"]), teller.report()
    teller.take("accept", other, "bai")
    teller.take("merge", one, "qin", into=other)
    teller.take("unmerge", one, "qin")
    vault.amend(cast.resident("xia"), phone="010-88881234")
    teller.take("accept", teller.report(reporters=["xia"]), "bai")


def late_ways(teller: Teller, cast: Cast) -> None:
    forgotten = teller.report()
    for _ in ("raise", "urge", "flag"):
        teller.clock(forgotten)
    slow = teller.report()
    teller.take("accept", slow, "bai")
    teller.clock(slow)
    lapsing = teller.report()
    for step in ("accept", "resolve", "answer"):
        teller.take(step, lapsing, "bai")
    assert lapsing.deadline is not None
    teller.traveller.move_to(lapsing.deadline - timedelta(days=2, hours=23))
    reminding.remind()
    send_all()
    teller.clock(lapsing)
    silent = teller.report()
    for step, by in (("accept", "bai"), ("raise", "bai"), ("take_up", "fang")):
        teller.take(step, silent, by)
    due = now() + timedelta(days=7)
    teller.take("whistle", silent, "fang", due=due, assisting=[])
    teller.traveller.move_to(silent.summonses.get().report_due - timedelta(minutes=30))
    reminding.remind()
    send_all()
    teller.clock(silent)
    teller.take("call_off", silent, "fang")
    ordered = teller.report()
    teller.take("accept", ordered, "bai")
    teller.take("supervise", ordered, "shen", due=now() + timedelta(days=5))
    teller.traveller.move_to(now() + timedelta(days=4, hours=1))
    reminding.remind()
    send_all()


def too_late(teller: Teller, cast: Cast) -> None:
    """Closed a quarter of a year ago; somebody calls back, and it is not so."""
    ago = now() - timedelta(days=90)
    case = cast.report(at=ago)
    for step, by in (("accept", "bai"), ("resolve", "bai"), ("answer", "bai"), ("confirm", "wang")):
        cast.take(step, case, by, at=ago)
    teller.told = case.events.latest("seq").pk
    teller.take("call_back", case, "shen", solved="no", satisfaction="unsatisfied")


def slips(teller: Teller, cast: Cast) -> None:
    """Taken back before a quarter of an hour has passed, by whoever did it."""
    case = teller.report()
    for step, by in (
        ("accept", "bai"),
        ("raise", "bai"),
        ("take_up", "fang"),
        ("resolve", "fang"),
        ("answer", "fang"),
    ):
        if step in ("resolve", "answer"):
            pressed_too_soon(teller, cast, case, step, by)
        teller.take(step, case, by)


def pressed_too_soon(teller: Teller, cast: Cast, case: Case, step: str, by: str) -> None:
    cast.take(step, case, by)
    writing.tell(case.events.latest("seq").pk)
    send_all()
    cast.take("take_back", case, by)
    writing.tell(case.events.latest("seq").pk)
    send_all()
    teller.told = case.events.latest("seq").pk
    teller.traveller.shift(timedelta(minutes=15))


def a_bad_night(teller: Teller, cast: Cast) -> None:
    """Whoever keeps the machine hears of it, and tries the ways out."""
    Drill.objects.create(began_at=now(), took=3, sound=False, said="备份清单被改动")
    assert night.tell(datetime(2026, 11, 26, 7, 0, tzinfo=BEIJING)) == 1
    send_trial("/running/", by=cast.actor("guan"))
    send_all()


def confers(teller: Teller, cast: Cast) -> None:
    """A subject of another kind than a case: one text serves them all."""
    case = teller.report()
    for step, by in (("accept", "bai"), ("raise", "bai"), ("take_up", "gao")):
        teller.take(step, case, by)
    asked = {"host": unit(CHENGGUAN), "question": "由谁出钱？", "tried": "问过三家。"}
    proposed = begin("propose", on=Conference(case=case), by=cast.actor("gao"), answers=asked)
    assert isinstance(proposed, workflow.models.Event)
    drafts = list(of_subjects.drafts_of(proposed, Staffing()))
    assert all(draft.words.endswith("：提请了会商。") for draft in drafts)
    assert writing.write(drafts) == len(drafts) > 0
    send_all()


def stands_in(teller: Teller, cast: Cast) -> None:
    """Both hear when somebody begins to act for another, and when it is over."""
    today = localdate()
    span = {"starts": today, "ends": today + timedelta(days=2)}
    be_away(cast.user("bai"), **span, by=cast.actor("qin"), deputy=cast.user("qin"))
    assert deputies.tell() > 0
    assert deputies.tell(now() + timedelta(days=2)) > 0
    send_all()


def has_duty(teller: Teller, cast: Cast) -> None:
    """The evening before a shift, after it changed hands, and of months that nobody has drawn up."""
    began = begin(
        "draw_up",
        on=Roster(unit=unit(DONGFEN)),
        by=cast.actor("qin"),
        answers={"month": Month.of(localdate())},
    )
    assert isinstance(began, workflow.models.Event)
    roster = Roster.objects.get(pk=began.subject)
    perform("post", on=roster, by=cast.actor("qin"))
    teller.traveller.move_to(datetime.combine(localdate(), time(18), tzinfo=BEIJING))
    assert shifts.tell_tomorrow() > 0
    shift = Shift.objects.get(roster=roster, day=localdate() + timedelta(days=1), part="day")
    other = next(cast.user(name) for name in ("qin", "bai") if cast.user(name) != shift.person)
    perform(
        "change",
        on=roster,
        by=cast.actor("qin"),
        answers={"shift": shift, "person": other, "reason": "有事。"},
    )
    assert shifts.tell_tomorrow() == 2
    teller.traveller.move_to(datetime.combine(localdate().replace(day=28), time(9), tzinfo=BEIJING))
    assert shifts.tell_missing() > 0
    send_all()


def visits(teller: Teller, cast: Cast) -> None:
    """Whoever books a talk: it is confirmed, moved, cancelled, called off; and the day before they are reminded."""
    day = nth_working_day_after(localdate(), 4)
    morning, afternoon = (published(cast, day=day, half=half, slots=3) for half in ("morning", "afternoon"))
    coming, cancelling, _ = (book(morning, f"1390000007{number}") for number in range(3))
    told = told_since(teller, 0)
    take("move", coming, new_day=afternoon)
    take("cancel", cancelling)
    perform("cancel_day", on=morning, by=cast.actor("qin"), answers={"reason": "去区里开会。"})
    told = told_since(teller, told)
    teller.traveller.move_to(datetime.combine(day - timedelta(days=1), time(10), tzinfo=BEIJING))
    act_for_clock(BOOKINGS, coming.pk)
    told_since(teller, told)


def told_since(teller: Teller, told: int) -> int:
    """Tell of every step of a booking after this event, and send what follows; the key of the last."""
    steps = workflow.models.Event.objects.filter(process="booking", pk__gt=told).order_by("pk")
    for event in steps:
        of_subjects.tell_of(Stretch(workflow.models.Event, event.pk - 1, event.pk))
        send_all()
        teller.traveller.shift(timedelta(minutes=15))
    return event.pk


def floods(teller: Teller, cast: Cast) -> None:
    """More within ten minutes than anybody wants to be sent one by one."""
    case = cast.report()
    cast.take("accept", case, "bai")
    for _ in range(7):
        cast.take("interim", case, "bai")
        cast.take("supply", case, "wang")
    for pk in Event.objects.filter(pk__gt=teller.told).order_by("pk").values_list("pk", flat=True):
        writing.tell(pk)
    teller.traveller.shift(timedelta(minutes=15))
    retrying.sweep()
    send_all()


def test_every_message_of_the_table_arrives_once(
    reachable: Cast, outside: Outside, time_passes: time_machine.Traveller
) -> None:
    cast, teller = reachable, Teller(reachable, time_passes)
    the_long_way(teller, cast)
    the_short_ways(teller, cast)
    slips(teller, cast)
    a_bad_night(teller, cast)
    late_ways(teller, cast)
    too_late(teller, cast)
    confers(teller, cast)
    has_duty(teller, cast)
    visits(teller, cast)
    stands_in(teller, cast)
    floods(teller, cast)
    time_passes.move_to(datetime(2027, 1, 6, 8, 40, tzinfo=BEIJING))
    mornings.greet()
    send_all()

    sent = {delivery.uuid: delivery for delivery in Delivery.objects.select_related("message")}
    keys = [*by_header(outside.sms.arrived), *by_message_id(outside.mail.arrived)]
    assert len(keys) == len(set(keys))
    tails = [receipt.text.rpartition("#")[2] for receipt in outside.robots.arrived]
    assert len(tails) == len(set(tails))
    short = {delivery.short_key: delivery for delivery in sent.values()}
    seen = {sent[key].message.text for key in keys} | {short[tail].message.text for tail in tails}
    assert {text.key for text in TEXTS} - seen == {"night_well"}  # nobody is woken for that
    assert {d.uuid for d in sent.values() if d.state == "sent"} == set(keys) | {short[t].uuid for t in tails}
    assert not {d.state for d in sent.values()} - {"sent", "summed_up"}
    tells_nobody(outside)


def by_header(arrived: list[Receipt]) -> list[UUID]:
    return [UUID(receipt.headers["Idempotency-Key"]) for receipt in arrived]


def by_message_id(arrived: list[Receipt]) -> list[UUID]:
    return [UUID(receipt.headers["Message-ID"].strip("<>").partition("@")[0]) for receipt in arrived]


def tells_nobody(outside: Outside) -> None:
    """No name and no matter in anything that left; a number only as the address of a text message."""
    for receiver in (outside.sms, outside.mail, outside.robots):
        for receipt in receiver.arrived:
            letter = receipt.body.decode("utf-8", "replace").replace(f'"to": "{receipt.to}"', "")
            for name, phone in RESIDENTS.values():
                assert name not in letter + receipt.text
                assert phone not in letter + receipt.text
            assert "扶手" not in receipt.text


def test_a_text_message_is_signed_and_goes_to_the_residents_number(reachable: Cast, outside: Outside) -> None:
    case = reachable.report()
    writing.tell(case.events.get().pk)
    send_all()

    (receipt,) = [r for r in outside.sms.arrived if r.to == RESIDENTS["wang"][1]]
    stamp = receipt.headers["X-Wolaiban-Timestamp"]
    signed = hmac.new(SECRET.encode(), f"{stamp}.".encode() + receipt.body, hashlib.sha256).hexdigest()
    assert receipt.headers["X-Wolaiban-Signature"] == f"sha256={signed}"
    assert receipt.text.startswith("【我来办】")
    assert receipt.text.endswith("https://wolaiban.example/track/")
    assert case.number in receipt.text


def test_a_department_is_reached_by_its_own_people(reachable: Cast, outside: Outside) -> None:
    case = reachable.moved_to("joint", reachable.report())
    writing.tell(case.events.get(step="whistle").pk)
    send_all()

    assert reachable.user("he").phone in {receipt.to for receipt in outside.sms.arrived}
    assert unit(URBAN).code not in {
        receipt.to.strip("/") for receipt in outside.robots.arrived
    }  # has no robot
