"""What the steps of a roster, a rotation and a reception change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wolaiban.duty.drawing import PlannedShift, drawn_up
from wolaiban.duty.models import (
    MOST_REPRESENTATIVES,
    Reception,
    ReceptionReceiver,
    Roster,
    Rotation,
    RotationPlace,
    Shift,
    Swap,
    ToldGap,
)
from wolaiban.duty.parts import ReceptionParts, RosterParts, RotationParts, whole_day
from wolaiban.duty.replanning import days_ahead, receptions_ahead
from wolaiban.duty.rules import group_from, reception_rule
from wolaiban.duty.words import DutyPart, ReceptionOutcome, ShiftOrigin, SwapState
from wolaiban.people.models import User
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import LEADS
from wolaiban.residents.recognising import contact_in
from wolaiban.workflow.context import StepContext

RosterContext = StepContext[Roster, RosterParts]
RotationContext = StepContext[Rotation, RotationParts]
ReceptionContext = StepContext[Reception, ReceptionParts]
# How far up a gap was told of.
LEVELS = {"alarm": 1, "alarm_above": 2, "alarm_district": 3}


# ---- Drawing up


def draw_up(context: RosterContext) -> None:
    context.subject.month = context.answers["month"].first
    redraw(context)


def redraw(context: RosterContext) -> None:
    """What the rotation has for each part of each day from today on: of the past nothing is made up."""
    there = {(shift.day, shift.part): shift for shift in context.parts.shifts}
    today = context.at.astimezone(BEIJING).date()
    for planned in _planned(context):
        shift = there.pop((planned.day, str(planned.part)), None)
        if planned.day < today:
            continue
        if shift is None:
            context.add(Shift, day=planned.day, part=str(planned.part), **_columns(planned))
        else:
            for column, value in _columns(planned).items():
                setattr(shift, column, value)
    for shift in there.values():
        context.drop(shift)
    context.subject.version += 1


def _planned(context: RosterContext) -> list[PlannedShift]:
    parts, subject = context.parts, context.subject
    return drawn_up(
        parts.rule,
        subject.as_month,
        receives=reception_rule() if parts.unit.is_studio_level else None,
        in_office=parts.is_there,
        elsewhere=parts.elsewhere(parts.may_hold),
    )


def _columns(planned: PlannedShift) -> dict[str, Any]:
    origin = str(ShiftOrigin.ROTATION)
    return {"person_id": planned.person, "by_phone": planned.by_phone, "origin": origin}


def replan(context: RosterContext) -> None:
    """Reception on the days that the rule has by now: a shift moves to the new day, with whoever can be there on it."""
    parts, today = context.parts, context.at.astimezone(BEIJING).date()
    planned = days_ahead(parts, today) or []
    shifts = receptions_ahead(parts, today)
    surplus = [shift for shift in shifts if shift.day not in planned]
    kept = {shift.day for shift in shifts} & set(planned)
    for day in (one for one in planned if one not in kept):
        shift = surplus.pop(0) if surplus else context.add(Shift, **_reception())
        shift.day, shift.person = day, _receiver(context, day, shift.person)
        _withdraw_swaps_of(context, shift)
    for shift in surplus:
        context.drop(shift)
    context.subject.version += 1


def _reception() -> dict[str, Any]:
    return {"part": str(DutyPart.SECRETARY), "origin": str(ShiftOrigin.ROTATION), "person": None}


def _receiver(context: RosterContext, day: date, before: User | None) -> User | None:
    """Whoever had it, if they can; else the first of the leaders who can; nobody where none can."""
    parts = context.parts
    people = [
        *([before] if before else []),
        *(post.user for post in parts.posts if post.function_word in LEADS),
    ]
    taken = parts.elsewhere(people)
    free = (
        one
        for one in people
        if parts.is_there(one.pk, day) and (one.pk, day, str(DutyPart.SECRETARY)) not in taken
    )
    return next(free, None)


def post(context: RosterContext) -> None:
    context.subject.freely = bool(context.answers.get("freely"))


# ---- Who is on a shift


def change(context: RosterContext) -> None:
    """With `whole_day` also the other parts of the day that were the same person's: whoever is ill is ill at night as well."""
    shift, person = context.answers["shift"], context.answers["person"]
    context.refuse_if(shift.person_id == person.pk, "person", f"这个班现在就是{person}的。")
    for one in whole_day(context.parts, shift) if context.answers.get("whole_day") else [shift]:
        _refuse_unfit(context, one, person, "person")
        _put(one, person, ShiftOrigin.HAND)
        _withdraw_swaps_of(context, one)
    context.subject.version += 1


def cover(context: RosterContext) -> None:
    shift, person = context.answers["lacking_one"], context.answers["stand_in"]
    _refuse_taken(context, shift, person, "stand_in")
    _put(shift, person, ShiftOrigin.COVER)
    _withdraw_swaps_of(context, shift)
    context.subject.version += 1


def ask_cover(context: RosterContext) -> None:
    for shift in context.answers["lacking"]:
        _told(context, shift, LEVELS["alarm_above"])


def _put(shift: Shift, person: User, origin: ShiftOrigin) -> None:
    shift.person, shift.origin = person, str(origin)


def _refuse_unfit(context: RosterContext, shift: Shift, person: User, question: str) -> None:
    """Whoever has left by then, or has the same part at another door."""
    if not context.parts.is_in_office(person.pk, shift.day):
        leaves = context.parts.leaves_on(person)
        when = f"{leaves.month}月{leaves.day}日起卸任" if leaves and leaves <= shift.day else "那天还没有到任"
        context.refuse_if(True, question, f"{person}{when}，不能值那天的班。")
    away = context.parts.is_away(person.pk, shift.day)
    context.refuse_if(away, question, f"{person}那天不在岗。")
    _refuse_taken(context, shift, person, question)


def _refuse_taken(context: RosterContext, shift: Shift, person: User, question: str) -> None:
    taken = (person.pk, shift.day, shift.part) in context.parts.elsewhere([person])
    context.refuse_if(taken, question, f"{person}那天在别处值{shift.part_word.label}的班。")


# ---- Swaps


def ask_swap(context: RosterContext) -> None:
    shift = context.answers.get("own_shift") or context.answers["shift"]
    whom = context.answers.get("whom")
    question = "own_shift" if "own_shift" in context.answers else "shift"
    context.refuse_if(shift.person is None, question, "这个班上没有人，请直接派人。")
    context.refuse_if(_open_swaps(context, shift), question, "这个班已经在请人换了。")
    context.refuse_if(whom == shift.person, "whom", "不能换给自己。")
    if whom is not None:
        _refuse_unfit(context, shift, whom, "whom")
    context.add(Swap, shift=shift, asked_by=shift.person, whom=whom, state=str(SwapState.ASKED))


def take(context: RosterContext) -> None:
    swap, gives, me = context.answers["asked_swap"], context.answers.get("gives"), context.by.user
    assert me is not None
    other = swap.whom is not None and swap.whom_id != me.pk
    context.refuse_if(other, "asked_swap", f"这个班是请{swap.whom}接的。")
    _refuse_unfit(context, swap.shift, me, "asked_swap")
    if gives is not None:
        context.refuse_if(_open_swaps(context, gives), "gives", "这个班已经在请人换了。")
        _refuse_unfit(context, gives, swap.asked_by, "gives")
    swap.taker, swap.gives, swap.state = me, gives, str(SwapState.TAKEN)
    if context.subject.freely:
        _exchange(context, swap, "asked_swap")
    context.subject.version += 1


def agree(context: RosterContext) -> None:
    _exchange(context, context.answers["taken_swap"], "taken_swap")
    context.subject.version += 1


def refuse_swap(context: RosterContext) -> None:
    context.answers["taken_swap"].state = str(SwapState.REFUSED)


def take_back_swap(context: RosterContext) -> None:
    context.answers["own_swap"].state = str(SwapState.WITHDRAWN)


def lapse_swap(context: RosterContext) -> None:
    key = context.answers["swap"]
    swap = next(swap for swap in context.parts.swaps if swap.pk == key)
    swap.state = str(SwapState.LAPSED)


def _exchange(context: RosterContext, swap: Swap, question: str) -> None:
    """Both shifts at once, and no gap by it. What has changed since it was taken is looked at again."""
    shift, taker = _shift(context, swap.shift_id), swap.taker
    gives = _shift(context, swap.gives_id) if swap.gives_id else None
    assert taker is not None
    gone = shift.person_id != swap.asked_by_id or (gives is not None and gives.person_id != swap.taker_id)
    context.refuse_if(gone, question, "这几个班后来换过人，请收回重新请。")
    _refuse_unfit(context, shift, taker, question)
    lacking = [one for one in (shift, gives) if one is not None and context.parts.is_lacking(one)]
    _put(shift, taker, ShiftOrigin.SWAP)
    if gives is not None:
        _refuse_unfit(context, gives, swap.asked_by, question)
        _put(gives, swap.asked_by, ShiftOrigin.SWAP)
    opened = [
        one
        for one in (shift, gives)
        if one is not None and one not in lacking and context.parts.is_lacking(one)
    ]
    context.refuse_if(opened, question, f"换了以后，那天没有{context.parts.wanted}值班。")
    swap.state = str(SwapState.DONE)


def _shift(context: RosterContext, key: int) -> Shift:
    """The row that is written: a swap and a gap know theirs as another copy."""
    return next(shift for shift in context.parts.shifts if shift.pk == key)


def _open_swaps(context: RosterContext, shift: Shift) -> list[Swap]:
    """Those in which a shift is asked away or given."""
    swaps = [swap for swap in context.parts.swaps if swap.state_word.is_open]
    return [swap for swap in swaps if shift.pk in (swap.shift_id, swap.gives_id)]


def _withdraw_swaps_of(context: RosterContext, shift: Shift) -> None:
    """Of a shift that has somebody else by now."""
    for swap in _open_swaps(context, shift):
        swap.state = str(SwapState.WITHDRAWN)


# ---- Gaps


def alarm(context: RosterContext) -> None:
    _told(context, _shift(context, context.answers["shift"]), LEVELS[context.step.name])


def _told(context: RosterContext, shift: Shift, level: int) -> None:
    gap = next((gap for gap in context.parts.told_gaps if gap.shift_id == shift.pk), None)
    if gap is None:
        context.add(ToldGap, shift=shift, told=level, told_at=context.at)
    elif gap.told < level:
        gap.told, gap.told_at = level, context.at


# ---- Rotations


def set_up(context: RotationContext) -> None:
    """Two orders; whoever is named to begin comes first in the order of the day."""
    given, since = context.answers, context.answers["since"]
    for row in list(context.parts.places):
        context.drop(row)
    day, first = list(given["day_people"]), given.get("begins_with")
    context.refuse_if(first is not None and first not in day, "begins_with", "从谁开始，要是日间来轮的人。")
    start = day.index(first) if first else 0
    _fill(context, DutyPart.DAY, day[start:] + day[:start])
    _fill(context, DutyPart.NIGHT, list(given.get("night_people", [])))
    context.subject.on_holiday = str(given["on_holiday"])
    context.subject.since = _day(since)
    context.subject.version += 1


def _fill(context: RotationContext, part: DutyPart, people: list[User]) -> None:
    for place, person in enumerate(people):
        context.add(RotationPlace, part=str(part), place=place, person=person)


def _day(at: datetime) -> Any:
    return at.astimezone(BEIJING).date()


def move_up(context: RotationContext) -> None:
    row = context.answers["place"]
    order = context.parts.order(DutyPart(row.part))
    before = order[order.index(row) - 1]
    row.place, before.place = before.place, row.place
    context.subject.version += 1


# ---- Receptions

MOST_RECEIVERS = 5


def record(context: ReceptionContext) -> None:
    """Its case, if it has one, stands in it already (`actions.recording`)."""
    given, subject, outcome = context.answers, context.subject, ReceptionOutcome(context.answers["outcome"])
    context.fill("topic", "heads", "representatives")
    subject.way, subject.times, subject.outcome = str(given["way"]), str(given["times"]), str(outcome)
    subject.at = given.get("when", context.at)
    subject.is_group = subject.heads >= group_from()
    _refuse_crowd(context)
    _refuse_words(context, "words")
    context.refuse_if(subject.at > context.at, "when", "这个时间还没有到。")
    lacks = outcome is ReceptionOutcome.ANSWERED and not context.words("words")
    context.refuse_if(lacks, "words", "写一句怎么答复的。")
    wrong = outcome.has_case is not bool(subject.case_id)
    context.refuse_if(wrong, "outcome", "登记为事项或者补充到事项的，才有事项。")
    _receive(context)


def _refuse_crowd(context: ReceptionContext) -> None:
    subject = context.subject
    many = subject.representatives > MOST_REPRESENTATIVES
    law = f"代表不超过 {MOST_REPRESENTATIVES} 人（《信访工作条例》第二十条）。"
    context.refuse_if(many, "representatives", law)
    context.refuse_if(subject.representatives > subject.heads, "representatives", "代表比来的人还多。")


def _refuse_words(context: ReceptionContext, question: str) -> None:
    """Who came belongs into the vault, which only a case opens."""
    told = contact_in(context.words(question))
    context.refuse_if(
        told, question, "里面有电话或身份证号，请去掉。要等答复的，选“登记为事项”，另外加密保存。"
    )


def _receive(context: ReceptionContext) -> None:
    """Whoever writes it down, unless others are named."""
    people = context.answers.get("receivers", [])
    context.refuse_if(len(people) > MOST_RECEIVERS, "receivers", f"接待人最多 {MOST_RECEIVERS} 位。")
    posts = [context.parts.post_of(person) for person in people]
    own = [context.post] if context.post else []
    for post in posts or own:
        context.add(ReceptionReceiver, post=post)


def add_words(context: ReceptionContext) -> None:
    _refuse_words(context, "more")


ROSTER_BODIES = {
    **{
        body.__name__: body
        for body in (draw_up, redraw, replan, post, change, cover, ask_cover, ask_swap, take, agree)
    },
    **{body.__name__: body for body in (refuse_swap, take_back_swap, lapse_swap, alarm)},
    "put": change,
    "ask_for": ask_swap,
    "alarm_above": alarm,
    "alarm_district": alarm,
}
ROTATION_BODIES = {"set_up": set_up, "rewrite": set_up, "move_up": move_up}
RECEPTION_BODIES = {"record": record, "annotate": add_words}
