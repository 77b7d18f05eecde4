"""Associates of the demo: a few at three doors and an expert of a township, one of them with an account; an area each; and
somebody who offered to help on their own phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wolaiban.associates.models import Associate, VolunteerHours
from wolaiban.demo.names import phone_of
from wolaiban.demo.pages.cast import CHENGGUAN, DONGFEN, HAIYI, YILINJUN
from wolaiban.demo.playing import Player
from wolaiban.people.actor import ANYBODY
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.performing import begin, perform

FIRST_PHONE = 8001  # behind those of the residents


@dataclass(frozen=True)
class EnlistScene:
    """Who came to which door, and what they said of themselves there. `account` is a sign-in name."""

    unit: str
    by: str
    name: str
    kinds: tuple[str, ...]
    shown: str = "surname"
    area: str = ""
    account: str = ""
    term: str = ""
    told: tuple[tuple[str, Any], ...] = ()
    hours: tuple[tuple[int, int, str, bool], ...] = ()  # days ago, minutes, what, whether it is confirmed


SCENES = (
    EnlistScene(YILINJUN, "yu", "闻静", ("captain", "volunteer"), area="3 号楼", account="wen",
             told=(("skills", ["care", "computers"]), ("free", ["wed_pm", "sat_am"])),
             hours=((16, 120, "patrol", True), (9, 90, "visit", True), (2, 60, "finding", False))),
    EnlistScene(YILINJUN, "yu", "何淑芬", ("volunteer",), shown="kind", area="7 号楼",
             told=(("skills", ["haircuts", "sewing"]), ("speech", "手语"), ("free", ["tue_am", "thu_am"]))),
    EnlistScene(DONGFEN, "qin", "高树林", ("elder", "mediator"), shown="full", area="村东头", term="committee",
             told=(("skills", ["mediating", "farming"]), ("skill_line", "老宅子的四至都记得"))),
    EnlistScene(DONGFEN, "qin", "田桂英", ("volunteer",), shown="nothing"),
    EnlistScene(CHENGGUAN, "gao", "方明哲", ("law_expert",),
             told=(("skills", ["law", "mediating"]), ("free", ["wed_am"]))),
    EnlistScene(HAIYI, "meng", "何长顺", ("mediator",), term="committee", told=(("skills", ["mediating"]),)),
)  # fmt: skip


def enlist_some(player: Player) -> None:
    """Safe to break off and begin again: who is there already is counted."""
    there = min(Associate.objects.count(), len(SCENES))
    for number, scene in enumerate(SCENES):
        at = player.base - timedelta(days=60 - number)
        if number >= there:
            _enlist(player, scene, number, at)
    enlisted = Associate.objects.order_by("pk")[: len(SCENES)]
    for scene, associate in zip(SCENES, enlisted, strict=True):
        if associate.seq == 1:
            _tell(player, scene, associate, associate.changed_at + timedelta(minutes=20))
    if Associate.objects.count() == len(SCENES):
        _offer(player)


def _offer(player: Player) -> None:
    """Yesterday, on her own phone: she waits to be looked at."""
    answers = {
        "name": "田小满", "phone": phone_of(FIRST_PHONE + len(SCENES)), "kinds": ["volunteer"], "skills": ["writing", "computers"],
        "free": ["sat_am", "sat_pm"], "shown": "surname", "agreed": True,
    }  # fmt: skip
    row, at = Associate(unit=player.units[DONGFEN]), player.base - timedelta(days=1)
    row.is_invented = True
    begin("sign_up", on=row, by=ANYBODY, answers=answers, at=at)


def _enlist(player: Player, scene: EnlistScene, number: int, at: datetime) -> None:
    answers: dict[str, Any] = {
        "name": scene.name, "phone": phone_of(FIRST_PHONE + number), "kinds": list(scene.kinds),
        "shown": scene.shown, "agreed": True,
    }  # fmt: skip
    row = Associate(unit=player.units[scene.unit])
    begin("enlist", on=row, by=player.actor(scene.by), answers=answers, at=at)


def _tell(player: Player, scene: EnlistScene, associate: Associate, at: datetime) -> None:
    """What follows at the counter."""
    by = player.actor(scene.by)
    if scene.area:
        perform("claim", on=associate, by=by, answers={"new_area": scene.area, "willing": True}, at=at)
    if scene.account:
        insured = (player.base + timedelta(days=200)).date()
        account = player.actor(scene.account).user
        answers = {"kinds": list(scene.kinds), "insured_until": insured, "account": account}
        perform("change", on=associate, by=by, answers=answers, at=at)
    if scene.term:
        day = at.astimezone(BEIJING).date()
        term = {"body": scene.term, "starts": day, "ends": day + timedelta(days=1000), "consents": True}
        perform("appoint", on=associate, by=by, answers=term, at=at)
    perform("describe", on=associate, by=by, answers=dict(scene.told), at=at)
    for days_ago, minutes, work, confirmed in scene.hours:
        _serve(player, scene, associate, (days_ago, minutes, work), confirmed=confirmed)


def _serve(
    player: Player, scene: EnlistScene, associate: Associate, did: tuple[int, int, str], *, confirmed: bool
) -> None:
    """What somebody with an account states themselves, and their studio confirms."""
    days_ago, minutes, work = did
    at = player.base - timedelta(days=days_ago, hours=2)
    answers = {"day": at.astimezone(BEIJING).date(), "minutes": minutes, "work": work}
    perform("state_hours", on=associate, by=player.actor(scene.account), answers=answers, at=at)
    if confirmed:
        stated = VolunteerHours.objects.filter(associate=associate, state="stated")
        given = {"stated_hours": list(stated)}
        perform("confirm_hours", on=associate, by=player.actor(scene.by), answers=given, at=at)
