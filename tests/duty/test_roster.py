"""A month from the rotation to the past: drawn up across 国庆, posted, changed, swapped, covered, put away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.cast import CHENGGUAN, DAGAOSHE, Cast
from tests.duty.conftest import NOW, OCTOBER, Door, hired
from wolaiban.duty.kind import ROSTERS
from wolaiban.duty.models import Roster, Rotation, Shift, Swap
from wolaiban.duty.months import Month
from wolaiban.duty.parts import RotationParts
from wolaiban.duty.words import DutyPart
from wolaiban.ledger.verifying import Verification
from wolaiban.people.models import Post
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, ProcessError
from wolaiban.process.words import Function
from wolaiban.workflow.bodies import after_as_of_today, after_of
from wolaiban.workflow.models import Event
from wolaiban.workflow.performing import begin, perform


def people(door: Door) -> dict[int, str]:
    shifts = Shift.objects.filter(roster=door.roster, part="day").select_related("person")
    return {shift.day.day: str(shift.person) for shift in shifts}


def names(rotation: Rotation) -> list[str]:
    return [str(one.person) for one in RotationParts(rotation).order(DutyPart.DAY)]


def refused(step: str, door: Door, by: str, **answers: Any) -> ProcessError:
    with pytest.raises(ProcessError) as why:
        door.take(step, by, **answers)
    return why.value


def test_a_month_across_the_holidays_is_drawn_up_and_posted(door: Door, cast: Cast) -> None:
    door.set_up(cast.user("qin"), cast.user("bai"), night=(cast.user("bai"),))
    roster = door.posted()

    assert (roster.stage, roster.number) == ("posted", f"ZB-2026-{roster.pk:06d}")
    assert len(people(door)) == 31
    assert set(people(door).values()) == {"秦怀信", "白玉兰"}
    assert door.shift(8, "secretary").person == cast.user("qin")
    assert not Shift.objects.filter(roster=roster, part="secretary", day=date(2026, 10, 7)).exists()
    assert door.shift(1, "night").person == cast.user("bai")
    last = Event.objects.filter(process="roster", subject=roster.pk).order_by("seq")[1]
    assert after_as_of_today(ROSTERS, last.told) == after_of(ROSTERS, roster, ROSTERS.load(roster))
    assert not list(Verification().findings())


def test_without_a_rotation_those_who_count_take_turns(door: Door) -> None:
    door.draw_up()
    assert set(people(door).values()) == {"秦怀信", "白玉兰"}


def test_a_month_is_drawn_up_once(door: Door, cast: Cast) -> None:
    door.draw_up()
    with pytest.raises(BadAnswer):
        begin("draw_up", on=Roster(unit=door.unit), by=cast.actor("qin"), answers={"month": OCTOBER})
    assert Roster.objects.count() == 1


def test_of_a_month_that_has_begun_nothing_is_made_up(door: Door) -> None:
    door.draw_up(Month(date(2026, 9, 1)))
    assert min(Shift.objects.values_list("day", flat=True)) == NOW.date()


def test_whoever_leaves_within_the_month_is_passed_over_and_cannot_be_put(door: Door, cast: Cast) -> None:
    leaving = hired("李桂芝", Function.COMMITTEE_MEMBER, ends=date(2026, 10, 16))
    door.set_up(cast.user("qin"), leaving)
    door.draw_up()
    assert "李桂芝" in people(door).values()
    assert all(name == "秦怀信" for day, name in people(door).items() if day >= 16)
    why = refused("put", door, "qin", shift=door.shift(20), person=leaving)
    assert "10月16日起卸任" in str(why)
    assert why.status == 422


def test_it_is_not_posted_while_a_day_has_nobody_of_the_two_committees(door: Door, cast: Cast) -> None:
    women = hired("苏振田", Function.WOMEN)
    door.draw_up()
    door.take("put", "bai", shift=door.shift(5), person=women)
    why = refused("post", door, "qin")
    assert (why.status, "10月5日" in str(why), "请镇街顶班" in str(why)) == (409, True, True)

    door.take("ask_cover", "qin", lacking=[door.shift(5)])
    door.take("post", "qin")
    assert door.roster.stage == "posted"
    assert [shift.day.day for shift in door.parts.lacking] == [5], "told of, and still lacking"

    door.take("cover", "gao", lacking_one=door.shift(5), stand_in=cast.user("fang"))
    assert (door.shift(5).person, door.shift(5).origin) == (cast.user("fang"), "cover")
    assert door.parts.lacking == []


def test_whose_steps_they_are(door: Door, cast: Cast) -> None:
    door.draw_up()
    with pytest.raises(NotYours):
        door.take("post", "bai")
    door.take("post", "qin")
    with pytest.raises(NotYours):
        door.take("change", "bai", shift=door.shift(9), person=cast.user("bai"), reason="有事。")
    with pytest.raises(NotYours):
        door.take("cover", "qin")
    with pytest.raises(NotYours):
        begin("draw_up", on=Roster(unit=door.unit), by=cast.actor("zhou"), answers={"month": OCTOBER.next})


def test_she_falls_ill_at_ten_to_eight_and_the_leader_changes_it(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    door.posted()
    day = door.of("bai")[0]
    clock.move_to(
        datetime.combine(day.day, datetime.min.time(), tzinfo=BEIJING) + timedelta(hours=7, minutes=50)
    )
    door.take("change", "qin", shift=day, person=cast.user("qin"), reason="有事来不了。")
    day.refresh_from_db()
    assert (day.person, day.origin) == (cast.user("qin"), "hand")


def test_whoever_is_ill_is_put_off_the_whole_day(door: Door, cast: Cast) -> None:
    bai, qin = cast.user("bai"), cast.user("qin")
    door.set_up(bai, qin, night=(bai, qin))
    door.posted()
    day = next(one for one in door.of("bai") if door.shift(one.day.day, "night").person == bai)
    door.take("change", "qin", shift=day, person=qin, whole_day=True, reason="有事来不了。")
    assert [door.shift(day.day.day, part).person for part in ("day", "night")] == [qin, qin]
    assert {door.shift(day.day.day, part).origin for part in ("day", "night")} == {"hand"}
    others = Shift.objects.filter(roster=door.roster, person=bai)
    assert others.exists(), "of no other day"
    assert list(Verification().findings()) == []


def test_one_part_of_a_day_may_be_changed_alone(door: Door, cast: Cast) -> None:
    bai, qin = cast.user("bai"), cast.user("qin")
    door.set_up(bai, qin, night=(bai, qin))
    door.posted()
    day = next(one for one in door.of("bai") if door.shift(one.day.day, "night").person == bai)
    door.take("change", "qin", shift=day, person=qin, reason="白天有事。")
    assert [door.shift(day.day.day, part).person for part in ("day", "night")] == [qin, bai]


def test_what_is_past_is_never_changed(door: Door, cast: Cast, clock: time_machine.Traveller) -> None:
    door.posted()
    first, later = door.of("bai")[0], door.of("bai")[1]
    clock.move_to(
        datetime.combine(first.day, datetime.min.time(), tzinfo=BEIJING) + timedelta(days=1, hours=9)
    )
    gone = {"shift": first, "person": cast.user("qin"), "reason": "记错了。"}
    assert refused("change", door, "qin", **gone).status == 422
    assert refused("ask_swap", door, "bai", own_shift=first).status == 422
    first.refresh_from_db()
    assert first.person == cast.user("bai")
    door.take("annotate", "qin", past_shift=first, words="那天下午由秦怀信接的电话。")
    first.refresh_from_db()
    assert first.person == cast.user("bai")
    door.take("change", "qin", **gone | {"shift": later})


def test_nobody_has_the_same_part_at_two_doors(door: Door, cast: Cast) -> None:
    Post.objects.create(
        user=cast.user("bai"), unit=cast.unit(DAGAOSHE), function="committee_member", starts=date(2020, 1, 1)
    )
    door.posted()
    other = Door(cast, DAGAOSHE)
    other.draw_up(by="zhou")
    taken = {shift.day for shift in door.of("bai")}
    assert not taken & {shift.day for shift in other.of("bai")}
    at = next(iter(taken))
    shift = Shift.objects.get(roster=other.roster, day=at, part="day")
    why = refused("put", other, "zhou", shift=shift, person=cast.user("bai"))
    assert "在别处值日间的班" in str(why)


# ---- Swaps


def asked(door: Door, **answers: Any) -> Swap:
    door.take("ask_swap", "bai", own_shift=door.of("bai")[0], **answers)
    return door.swap


def test_a_swap_is_done_when_the_leader_agrees_and_changes_both_shifts(door: Door, cast: Cast) -> None:
    hired_one = hired("苏振田", Function.COMMITTEE_MEMBER)
    cast.users["su"] = hired_one
    door.posted()
    given, gave = door.of("bai")[0], door.of("su")[0]
    swap = asked(door)
    door.take("take", "su", asked_swap=swap, gives=gave)
    given.refresh_from_db()
    assert given.person == cast.user("bai"), "until it is agreed to it is hers"

    door.take("agree", "qin", taken_swap=swap)
    for shift in (given, gave):
        shift.refresh_from_db()
    assert (given.person, gave.person) == (hired_one, cast.user("bai"))
    assert (door.swap.state, given.origin, gave.origin) == ("done", "swap", "swap")
    assert not list(Verification().findings())


def test_where_swaps_are_free_nobody_has_to_agree(door: Door, cast: Cast) -> None:
    door.draw_up()
    door.take("post", "qin", freely=True)
    shift = door.of("bai")[0]
    door.take("take", "qin", asked_swap=asked(door))
    shift.refresh_from_db()
    assert (shift.person, door.swap.state) == (cast.user("qin"), "done")


def test_a_swap_that_would_leave_nobody_of_the_committees_is_refused(door: Door, cast: Cast) -> None:
    cast.users["su"] = hired("苏振田", Function.WOMEN)
    door.posted()
    swap = asked(door)
    door.take("take", "su", asked_swap=swap)
    why = refused("agree", door, "qin", taken_swap=swap)
    assert "没有工作室负责人或两委成员值班" in str(why)
    assert door.swap.state == "taken"


def test_one_swap_at_a_time_and_one_taker(door: Door, cast: Cast) -> None:
    cast.users["su"] = hired("苏振田", Function.COMMITTEE_MEMBER)
    door.posted()
    shift = door.of("bai")[0]
    swap = asked(door)
    assert "已经在请人换了" in str(refused("ask_swap", door, "bai", own_shift=shift))
    door.take("take", "su", asked_swap=swap)
    assert refused("take", door, "qin", asked_swap=swap).status in {409, 422}
    assert door.swap.taker == cast.user("su")


def test_who_is_asked_by_name_takes_it_alone(door: Door, cast: Cast) -> None:
    cast.users["su"] = hired("苏振田", Function.COMMITTEE_MEMBER)
    door.posted()
    swap = asked(door, whom=cast.user("su"))
    assert "是请苏振田接的" in str(refused("take", door, "qin", asked_swap=swap))


def test_whoever_changes_the_shift_takes_back_its_swap(door: Door, cast: Cast) -> None:
    door.posted()
    swap = asked(door)
    door.take("change", "qin", shift=swap.shift, person=cast.user("qin"), reason="先这样。")
    assert door.swap.state == "withdrawn"


def test_the_leader_asks_for_somebody_in_hospital_and_it_may_be_refused_or_taken_back(door: Door) -> None:
    door.posted()
    door.take("ask_for", "qin", shift=door.of("bai")[0])
    assert door.swap.asked_by.username == "bai"
    door.take("take_back_swap", "bai", own_swap=door.swap)
    assert door.swap.state == "withdrawn"
    door.take("ask_for", "qin", shift=door.of("bai")[0])
    door.take("take", "qin", asked_swap=door.swap)
    door.take("refuse_swap", "qin", taken_swap=door.swap, reason="那天另有安排。")
    assert door.swap.state == "refused"


def test_nobody_asks_away_the_shift_of_another(door: Door) -> None:
    door.posted()
    with pytest.raises(BadAnswer):
        door.take("ask_swap", "bai", own_shift=door.of("qin")[0])


# ---- Rotations


def test_a_rotation_is_set_up_once_and_its_order_changed(door: Door, cast: Cast) -> None:
    third = hired("苏振田", Function.COMMITTEE_MEMBER)
    rotation = door.set_up(cast.user("qin"), cast.user("bai"), third, begins_with=cast.user("bai"))
    assert names(rotation) == ["白玉兰", "苏振田", "秦怀信"]
    with pytest.raises(NotNow, match="已经定了轮值"):
        door.set_up(cast.user("qin"))
    second = RotationParts(rotation).order(DutyPart.DAY)[1]
    perform("move_up", on=rotation, by=cast.actor("qin"), answers={"place": second})
    assert names(rotation) == ["苏振田", "白玉兰", "秦怀信"]
    door.draw_up()
    assert people(door)[1] == "白玉兰", "ten days after the 21st of September: the second of three"


def test_a_township_has_a_roster_of_its_own_for_which_any_officer_counts(cast: Cast, door: Door) -> None:
    above = Door(cast, CHENGGUAN)
    above.draw_up(by="gao")
    assert set(people(above).values()) == {"方正", "高远"}
    assert not Shift.objects.filter(roster=above.roster, part="secretary").exists()
    above.take("post", "fang")
    assert above.roster.stage == "posted"
