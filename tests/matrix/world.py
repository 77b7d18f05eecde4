"""One played matter with canary identities, and everybody who may stand in any relation to it.

The matter: zhi, a volunteer of 东坟村, brings in what an old woman (not a user) and wang (a user) complain of. The
village raises it, 城关 takes it up and whistles for 城市管理委 and 住建委; it stands there. wang reported another by herself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, now

from tests.cast import CHENGGUAN, DONGFEN, HAIYI, RESIDENTS, XILU, Cast, unit
from tests.duty import book, visits
from tests.editions import draft_from_current
from tests.sponsorship.conftest import Sponsoring
from wolaiban.associates.models import Associate, HoursCertificate, MediationCommittee, VolunteerHours
from wolaiban.cases.actions.registering import Report, Reporter, register
from wolaiban.cases.models import Case
from wolaiban.catalogue.models import Edition, Limit
from wolaiban.duty.booked import Booking, ReceptionDay
from wolaiban.duty.models import Reception, Roster, Rotation, Ticket
from wolaiban.duty.months import Month
from wolaiban.duty.wait_codes import wait_code_of
from wolaiban.duty.words import HolidayDuty
from wolaiban.feedback.models import Feedback
from wolaiban.importing.models import Import, StaffUpload
from wolaiban.importing.staff_list.uploads import send as send_staff_list
from wolaiban.importing.starting import Whereto, send
from wolaiban.importing.working import go_on as work_on_import
from wolaiban.mediation.models import Conference
from wolaiban.people.actions.absences import be_away
from wolaiban.people.actor import ANYBODY
from wolaiban.people.models import Absence, Post, User
from wolaiban.portal.volunteering.receipts import code_of
from wolaiban.process.calendar import is_working_day
from wolaiban.process.words import Function
from wolaiban.publicity.models import TypicalAnswer
from wolaiban.sponsorship.models import Sponsorship
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.performing import begin, perform

NAME, PHONE, ID_NUMBER, ADDRESS = "欧阳金丝雀", "13912345678", "110111195503120024", "金丝雀胡同88号"
STRANGERS_CANARIES = (NAME, PHONE, ID_NUMBER, ADDRESS)
WANGS_CANARIES = RESIDENTS["wang"]
PHOTO = b"\xff\xd8 a picture \xff\xd9"

NEIGHBOUR = "110111001201"  # 北市村, also of 城关街道
F = Function
MORE: dict[str, tuple[str, str, Function]] = {
    "yan": ("严青", DONGFEN, F.VOLUNTEER),  # did not report it
    "nan": ("南山", NEIGHBOUR, F.STUDIO_LEADER),
    "gu": ("古月", DONGFEN, F.STUDIO_LEADER),  # the post ended yesterday
    "ting": ("丁停", DONGFEN, F.STUDIO_LEADER),  # the account is closed
}
CLIENT = Client(raise_request_exception=False)
CSRF_CLIENT = Client(raise_request_exception=False, enforce_csrf_checks=True)
EVERYBODY = (
    "wang", "li", "zhi", "yan", "qin", "bai", "nan", "zhou", "gao", "fang", "cheng", "tang", "he", "ning",
    "shen", "lian", "jian", "guan", "gu", "ting",
)  # fmt: skip


@dataclass
class World:
    cast: Cast
    case: Case
    sunk: Case  # reported by wang herself, online
    elsewhere: Case  # in 海逸半岛社区, none of anybody's business here
    draft: Edition
    sent: Import  # a ledger of qin's, looked at and not brought in yet
    closed: Case  # settled in the village; two typical answers came of it
    sessions: dict[str, str] = field(default_factory=dict)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What addresses are built from. Asked for thousands of times, and nothing that stays is done after `play`."""
        own = Limit.objects.filter(edition=self.draft).first()
        return {
            "number": self.case.number,
            "attachment": self.case.attachments.get().pk,
            "complainant": self.complainants[0],
            "edition": self.case.edition_id,
            "draft": self.draft.pk,
            "category": self.draft.categories.filter(parent=None)[0].code,
            "limit": own.pk if own else 0,
            "closed": self.closed.number,
            "drafted": TypicalAnswer.objects.get(stage="draft").pk,
            "released": TypicalAnswer.objects.get(stage="released").pk,
            "conference": Conference.objects.get().pk,
            "sponsorship": Sponsorship.objects.get().pk,
            "roster": Roster.objects.get().pk,
            "rotation": Rotation.objects.get().pk,
            "reception": Reception.objects.get().pk,
            "ticket": Ticket.objects.get(stage="waiting").pk,
            "called": Ticket.objects.get(stage="called").pk,
            "wait_code": wait_code_of(Ticket.objects.get(stage="waiting")),
            "reception_day": ReceptionDay.objects.get(leader=None).pk,
            "drafted_day": ReceptionDay.objects.get(stage="draft").pk,
            "booking": Booking.objects.get().pk,
            "village": DONGFEN,
            "associate": Associate.objects.get(stage="active").pk,
            "offer": Associate.objects.get(stage="offered").pk,
            "offer_number": (offer := Associate.objects.get(stage="offered").number),
            "offer_code": code_of(offer),
            "committee": MediationCommittee.objects.get().pk,
            "proof": HoursCertificate.objects.get().pk,
            "serial": HoursCertificate.objects.get().serial,
            "feedback": Feedback.objects.get().pk,
            "township": CHENGGUAN,
            "somebody": self.cast.user("bai").pk,
            "post": Post.objects.get(user=self.cast.user("bai")).pk,
            "resident_account": self.cast.user("wang").pk,
            "others_attachment": self.elsewhere.attachments.get().pk,
            "others_complainant": self.elsewhere.complainants.get().pk,
            "absence": Absence.objects.get().pk,
            "nothing": 0,
            "sent": str(self.sent.uuid),
            "staff_list": str(StaffUpload.objects.get().uuid),
        }

    @property
    def complainants(self) -> list[int]:
        return list(self.case.complainants.order_by("pk").values_list("pk", flat=True))

    def sign_in(self, *names: str) -> None:
        for name in names:
            client = Client()
            client.force_login(self.cast.user(name))
            self.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, who: str, *, checks_csrf: bool = False) -> Client:
        """A browser as it was when somebody had signed in; anonymous has not. One for all: it is slow to build."""
        client = CSRF_CLIENT if checks_csrf else CLIENT
        client.cookies.clear()
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here did not happen."""
    within = transaction.atomic()
    within._from_testcase = True  # type: ignore[attr-defined]  # actions are durable, except in tests
    with within:
        yield
        transaction.set_rollback(True)


def play(cast: Cast) -> World:
    _hire_more(cast)
    case = register(
        Report(
            unit=unit(DONGFEN),
            words="三号院门口的台阶塌了一角，老人过不去。",
            reporters=(
                Reporter(NAME, PHONE, ID_NUMBER, ADDRESS, representative=True),
                Reporter(resident=cast.resident("wang")),
            ),
            place_words="三号院门口",
            photos=[Cleaned(PHOTO, "image/jpeg", "台阶.jpg")],
        ),
        by=cast.actor("zhi"),
    )
    cast.moved_to("joint", case)
    Sponsoring(cast, case).name("cheng", by="fang")
    sunk = register(
        Report(
            unit=unit(DONGFEN),
            words="井盖下沉了。",
            reporters=(Reporter(resident=cast.resident("wang")),),
        ),
        by=cast.actor("wang"),
    )
    photo = Cleaned(PHOTO, "image/jpeg", "车库.jpg")
    elsewhere = cast.report("车库没有灯。", at_unit=HAIYI, by="meng", reporters=["li"], photos=[photo])
    asked = {"host": unit(XILU), "question": "灯由谁来装？", "tried": "问过物业。"}
    begin("propose", on=Conference(case=elsewhere), by=cast.actor("tang"), answers=asked)
    tomorrow = localdate() + timedelta(days=1)
    be_away(cast.user("nan"), starts=tomorrow, ends=tomorrow + timedelta(days=2), by=cast.actor("nan"))
    _on_duty(cast)
    staff = "姓名,镇街,单位,岗位\n谷雨晴,城关街道,东坟村,妇联委员\n秦怀信,城关街道,东坟村,书记\n谭小满,,辛庄村,书记\n"
    send_staff_list("花名册.csv", staff.encode(), by=cast.actor("guan"))
    _enlisted(cast)
    begin("give", on=Feedback(page="desk:rosters"), by=cast.actor("bai"), answers={"words": "字再大一点。"})
    draft = draft_from_current(by=cast.actor("shen"))
    return World(cast, case, sunk, elsewhere, draft, _sent(cast), _told_to_all(cast))


def _on_duty(cast: Cast) -> None:
    """The village has a rotation, a draft of next month by it, has answered somebody by word; one is called, one waits."""
    qin, month = cast.actor("qin"), Month.of(localdate()).next
    turns = {
        "day_people": [cast.user("qin"), cast.user("bai")],
        "on_holiday": HolidayDuty.SAME,
        "since": now(),
    }
    begin("set_up", on=Rotation(unit=unit(DONGFEN)), by=qin, answers=turns)
    begin("draw_up", on=Roster(unit=unit(DONGFEN)), by=qin, answers={"month": month})
    book.write(cast)
    called, _ = (begin("hand_out", on=Ticket(unit=unit(DONGFEN)), by=qin) for _ in range(2))
    perform("call", on=Ticket.objects.get(pk=called.subject), by=qin)  # type: ignore[attr-defined]
    _booked(cast)


def _booked(cast: Cast) -> None:
    """Somebody with the canary number comes to the village; a day of the same leader is not published yet."""
    day = localdate() + timedelta(days=7)
    while not is_working_day(day):
        day += timedelta(days=1)
    visits.book(visits.published(cast, day=day, slots=6), PHONE, by=cast.actor("bai"))
    visits.drawn_up(cast, day=day, way="leader", leader=cast.user("qin"))


def _enlisted(cast: Cast) -> None:
    """zhi is an associate of the village, under the canary name and number, with an hour that is proved."""
    asked = {"name": NAME, "phone": PHONE, "kinds": ["captain"], "shown": "nothing", "agreed": True}
    qin = cast.actor("qin")
    begin("enlist", on=Associate(unit=unit(DONGFEN)), by=qin, answers=asked)
    now_with = {"kinds": ["captain"], "account": cast.user("zhi")}
    found, zhi, today = Associate.objects.get(), cast.actor("zhi"), localdate()
    perform("change", on=found, by=qin, answers=now_with)
    perform("state_hours", on=found, by=zhi, answers={"day": today, "minutes": 60, "work": "patrol"})
    perform("confirm_hours", on=found, by=qin, answers={"stated_hours": [VolunteerHours.objects.get()]})
    perform("prove", on=found, by=zhi, answers={"from_day": today, "to_day": today})
    offered = {**asked, "kinds": ["volunteer"]}
    begin("sign_up", on=Associate(unit=unit(DONGFEN)), by=ANYBODY, answers=offered)
    term = {"elected_by": "villagers", "starts": today, "ends": today + timedelta(days=1000)}
    begin("establish", on=MediationCommittee(unit=unit(DONGFEN)), by=qin, answers=term)


def _sent(cast: Cast) -> Import:
    """A list of others with canaries in it, which has been looked at."""
    text = f"反映人,联系电话,身份证号,住址,反映内容\n{NAME},{PHONE},{ID_NUMBER},{ADDRESS},台阶塌了\n"
    job = send("台账.csv", text.encode(), Whereto(unit(DONGFEN)), by=cast.actor("qin"))
    work_on_import(job.pk)
    return Import.objects.get(pk=job.pk)


def _told_to_all(cast: Cast) -> Case:
    """A closed case, of which one typical answer has been released and another waits."""
    closed = cast.moved_to("answered", cast.report("路灯不亮。", reporters=["li"]))
    cast.take("confirm", closed, "li")
    words = {"question": "路灯不亮找谁？", "answer": "找工作室。"}
    for _ in range(2):
        begin("write", on=TypicalAnswer(case=closed), by=cast.actor("bai"), answers=words)
    first = TypicalAnswer.objects.order_by("pk")[0]
    perform("release", on=first, by=cast.actor("qin"), answers={"agreed": True})
    return closed


def _hire_more(cast: Cast) -> None:
    for username, (name, where, function) in MORE.items():
        user = User.objects.create_user(username, None, name=name, invented=True)
        ends = date(2026, 1, 1) if username == "gu" else None
        Post.objects.create(
            user=user, unit=unit(where), function=function, starts=date(2020, 1, 1), ends=ends
        )


def close_account(cast: Cast, name: str) -> None:
    """Only after signing in: what is tested is that an open session ends."""
    User.objects.filter(pk=cast.user(name).pk).update(is_active=False)


def body_of(answer: Any) -> bytes:
    return b"".join(answer)


def everything_in(answer: Any) -> str:
    """All that leaves the house with an answer: headers, cookies, text."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{answer.cookies.output()}\n{body_of(answer).decode('utf-8', 'replace')}"
