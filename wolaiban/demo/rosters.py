"""Rosters of the demo: this month and next at the doors with cards and at a township, a swap asked, a gap tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wolaiban.demo.pages.cast import CHENGGUAN, DAGAOSHE, DONGFEN, HAIYI, YILINJUN
from wolaiban.demo.playing import Player
from wolaiban.demo.script import midnight
from wolaiban.duty.models import Roster, Rotation, Shift, Swap
from wolaiban.duty.months import Month
from wolaiban.duty.parts import RosterParts
from wolaiban.duty.words import DutyPart, HolidayDuty
from wolaiban.process.calendar import BEIJING
from wolaiban.workflow.performing import begin, perform


@dataclass(frozen=True)
class DutyScene:
    """A door, who leads there, and who takes turns with them. `posts_next`: next month is posted as well."""

    unit: str
    lead: str
    others: tuple[str, ...]
    on_holiday: HolidayDuty
    posts_next: bool = True


SCENES = (
    DutyScene(DONGFEN, "qin", ("bai",), HolidayDuty.PHONE_ONLY, posts_next=False),
    DutyScene(HAIYI, "meng", ("lu",), HolidayDuty.OWN_ORDER),
    DutyScene(DAGAOSHE, "zhou", (), HolidayDuty.SAME),
    DutyScene(YILINJUN, "yu", (), HolidayDuty.SAME),
    DutyScene(CHENGGUAN, "fang", ("gao",), HolidayDuty.SAME),
)
# The first of these who has a shift ahead on a posted roster: at the end of a month not everybody has.
SWAPS = (
    (DONGFEN, "bai", "那天家里有事，哪位方便接一下。"),
    (HAIYI, "lu", "那天孩子开家长会，哪位方便接一下。"),
)
GAP = (YILINJUN, "yu", "an", "社区书记明天去区里开会。")  # who is put counts for neither committee


def keep_rosters(player: Player) -> None:
    """Safe to break off and begin again."""
    this = Month.of(player.base.astimezone(BEIJING).date())
    for scene in SCENES:
        _set_up(player, scene, this)
        drawn = _morning(this.first - timedelta(days=6))
        _draw_up(player, scene, this, drawn, posts=True)
        _draw_up(player, scene, this.next, player.base - timedelta(hours=3), posts=scene.posts_next)
    _ask_swap(player)
    _open_gap(player)


def _morning(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=9)


def _set_up(player: Player, scene: DutyScene, this: Month) -> None:
    unit = player.units[scene.unit]
    if Rotation.objects.filter(unit=unit).exists():
        return
    people = [player.actor(name).user for name in (scene.lead, *scene.others)]
    began = _morning(this.first - timedelta(days=8))
    night = {"night_people": people} if scene.others else {}
    answers: dict[str, Any] = {
        "day_people": people, **night, "on_holiday": scene.on_holiday, "since": began,
    }  # fmt: skip
    begin("set_up", on=Rotation(unit=unit), by=player.actor(scene.lead), answers=answers, at=began)


def _draw_up(player: Player, scene: DutyScene, month: Month, at: datetime, *, posts: bool) -> None:
    """Not where the demo was begun in another month than this: what is past is not drawn up any more."""
    unit, by = player.units[scene.unit], player.actor(scene.lead)
    if not Roster.objects.filter(unit=unit, month=month.first).exists():
        if month not in RosterParts(Roster(unit=unit)).months:
            return
        begin("draw_up", on=Roster(unit=unit), by=by, answers={"month": month}, at=at)
    roster = Roster.objects.get(unit=unit, month=month.first)
    if posts and roster.stage == "draft":
        perform("post", on=roster, by=by, at=at + timedelta(hours=1))


def _day_shift(player: Player, unit: str, first: date, **which: Any) -> Shift | None:
    """The first day shift from a day on of a posted roster."""
    shifts = Shift.objects.filter(
        roster__unit=player.units[unit],
        roster__stage="posted",
        part=str(DutyPart.DAY),
        day__gte=first,
        **which,
    )
    return shifts.select_related("roster", "person").order_by("day").first()


def _ask_swap(player: Player) -> None:
    soon = midnight(player.base).date() + timedelta(days=2)
    for unit, name, why in SWAPS if not Swap.objects.exists() else ():
        by = player.actor(name)
        shift = _day_shift(player, unit, soon, person=by.user)
        if shift is not None:
            answers = {"own_shift": shift, "why": why}
            perform("ask_swap", on=shift.roster, by=by, answers=answers, at=player.base - timedelta(hours=1))
            return


def _open_gap(player: Player) -> None:
    unit, lead, put, why = GAP
    person = player.actor(put).user
    shift = _day_shift(player, unit, midnight(player.base).date() + timedelta(days=1))
    if shift is not None and shift.person != person:
        answers = {"shift": shift, "person": person, "reason": why}
        at = player.base - timedelta(hours=1)
        perform("change", on=shift.roster, by=player.actor(lead), answers=answers, at=at)
