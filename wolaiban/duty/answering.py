"""Who answers now. Pure: plain facts and a moment in, an answer out, and there always is one.

Whoever has the shift; where they are away, their deputy; the leader of the studio, or the leader's deputy; whoever is on
duty in the township; the township's own line; the district's; in the end the hotline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from wolaiban.duty.labels import called
from wolaiban.duty.words import DutyPart
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import LEADS, OFFICERS, Function, Word

HOTLINE = "12345"  # 政务服务便民热线: answered day and night, whatever stands in any roster


class AnsweredBy(Word):
    SHIFT = "shift", "值班"
    DEPUTY = "deputy", "代班"
    LEADER = "leader", "负责人"
    TOWNSHIP_DUTY = "township_duty", "镇街值班"
    TOWNSHIP_LINE = "township_line", "镇街电话"
    DISTRICT_LINE = "district_line", "区里电话"
    HOTLINE = "hotline", "市民热线"


@dataclass(frozen=True)
class DutyHours:
    """The hours of the part DAY; what is left of day and night is NIGHT, and that after midnight is of the day before."""

    opens: time
    closes: time

    def part_at(self, at: datetime) -> tuple[DutyPart, date, datetime]:
        """Which part a moment falls into, of which day, and when it ends."""
        local = at.astimezone(BEIJING)
        day, clock = local.date(), local.time()
        if clock < self.opens:
            return DutyPart.NIGHT, day - timedelta(days=1), _moment(day, self.opens)
        if clock < self.closes:
            return DutyPart.DAY, day, _moment(day, self.closes)
        return DutyPart.NIGHT, day, _moment(day + timedelta(days=1), self.opens)

    def span_of(self, part: DutyPart, day: date) -> tuple[datetime, datetime]:
        """When a part of a day begins and ends; secretaries receive in the hours of the day."""
        if part is DutyPart.NIGHT:
            return _moment(day, self.closes), _moment(day + timedelta(days=1), self.opens)
        return _moment(day, self.opens), _moment(day, self.closes)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=BEIJING)


@dataclass(frozen=True)
class HeldPost:
    """Somebody's function at a door from a day until the day on which it is no longer held. `active`: may sign in."""

    person: int
    name: str
    door: int
    function: Function
    starts: date
    ends: date | None = None
    active: bool = True

    def is_held(self, day: date) -> bool:
        return self.active and self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True)
class PostedShift:
    """A shift of a roster that was posted."""

    door: int
    part: DutyPart
    day: date
    person: int


@dataclass(frozen=True)
class TimeAway:
    """Days on which somebody is not there, both included, and who stands in for them."""

    person: int
    first: date
    last: date
    deputy: int | None = None


@dataclass(frozen=True)
class PublishedLine:
    """The number that a door has published; empty where it has not."""

    door: int
    name: str
    phone: str


@dataclass(frozen=True)
class DutyFacts:
    """All that is asked: the door itself, its township and the district, where there are such, by their keys."""

    hours: DutyHours
    door: PublishedLine
    township: PublishedLine | None = None
    district: PublishedLine | None = None
    posts: tuple[HeldPost, ...] = ()
    shifts: tuple[PostedShift, ...] = ()
    away: tuple[TimeAway, ...] = ()


@dataclass(frozen=True)
class AnswerNow:
    """Who answers until when. `phone` is the number to dial, `line` whose number it is, `why` in one sentence.

    `chain` are those who were asked in vain, each with the reason; `person` is for inside alone.
    """

    by: AnsweredBy
    label: str
    phone: str
    line: str
    until: datetime
    why: str
    chain: tuple[str, ...] = ()
    person: int | None = None
    place: AnsweredBy | None = None  # whose place in the chain it is, where a deputy stands in

    @property
    def is_here(self) -> bool:
        """Whether somebody of the door itself answers."""
        return (self.place or self.by) in {AnsweredBy.SHIFT, AnsweredBy.LEADER}

    @property
    def is_on_shift(self) -> bool:
        """Whether they have the shift of the door itself, or stand in for who has."""
        return (self.place or self.by) is AnsweredBy.SHIFT

    def until_words(self, today: date) -> str:
        """到 17:30; 到明早 8:00."""
        until = self.until.astimezone(BEIJING)
        clock = f"{until.hour}:{until:%M}"
        if until.date() == today:
            return f"到 {clock}"
        return "到夜里 12 点" if until.time() == time(0) else f"到明早 {clock}"


def who_answers(facts: DutyFacts, at: datetime) -> AnswerNow:
    """Never nobody, never somebody who is away, left office or was closed their account. The same until `until`."""
    found = _at(facts, at)
    midnight = _moment(at.astimezone(BEIJING).date() + timedelta(days=1), time(0))
    if midnight < found.until:
        then = _at(facts, midnight)
        if (then.by, then.person) != (found.by, found.person):
            return replace(found, until=midnight)
    return found


def on_shift_today(facts: DutyFacts, at: datetime) -> frozenset[int]:
    """Those of the door itself who have a shift of this day or of this hour, in whichever part, or stand in for who has."""
    part, day, _ = facts.hours.part_at(at)
    today, door = at.astimezone(BEIJING).date(), facts.door.door
    parts = {(part, day), (DutyPart.DAY, today), (DutyPart.SECRETARY, today)}
    found = (one for each, on in parts for one in _on_shift(facts, door, each, on, today, AnsweredBy.SHIFT))
    return frozenset(post.person for _, post, _, _ in found if post is not None and post.door == door)


def _at(facts: DutyFacts, at: datetime) -> AnswerNow:
    part, day, until = facts.hours.part_at(at)
    today, tried = at.astimezone(BEIJING).date(), list[str]()
    for place, post, is_deputy, why in _candidates(facts, part, day, today):
        if post is not None:
            by = AnsweredBy.DEPUTY if is_deputy else place
            line = _line(facts, from_above=place is AnsweredBy.TOWNSHIP_DUTY)
            label = f"{by.label} {called(post.name, post.function)}"
            return AnswerNow(by, label, line.phone, line.name, until, why, tuple(tried), post.person, place)
        tried.append(why)
    return _without_anybody(facts, until, tuple(tried))


# Whose place in the chain it is; somebody, and whether as a deputy; or why there is nobody.
Candidate = tuple[AnsweredBy, HeldPost | None, bool, str]


def _candidates(facts: DutyFacts, part: DutyPart, day: date, today: date) -> Iterator[Candidate]:
    """In the order of the chain."""
    yield from _on_shift(facts, facts.door.door, part, day, today, AnsweredBy.SHIFT)
    yield from _leaders(facts, today)
    if facts.township is not None and facts.township.door != facts.door.door:
        yield from _on_shift(facts, facts.township.door, part, day, today, AnsweredBy.TOWNSHIP_DUTY)


def _on_shift(
    facts: DutyFacts, door: int, part: DutyPart, day: date, today: date, by: AnsweredBy
) -> Iterator[Candidate]:
    own = {door, facts.township.door if facts.township else door}  # the township may have sent somebody
    shifts = [shift for shift in facts.shifts if (shift.door, shift.part, shift.day) == (door, part, day)]
    if not shifts:
        yield by, None, False, f"{by.label}：这个时段没有排班"
    for shift in shifts:
        yield from _there_or_deputy(facts, shift.person, own, today, by)


def _leaders(facts: DutyFacts, today: date) -> Iterator[Candidate]:
    leaders = [post for post in facts.posts if post.door == facts.door.door and post.function in LEADS]
    if not any(post.is_held(today) for post in leaders):
        yield AnsweredBy.LEADER, None, False, "负责人：没有在任的"
    for post in leaders:
        if post.is_held(today):
            own = {facts.door.door, facts.township.door if facts.township else facts.door.door}
            yield from _there_or_deputy(facts, post.person, own, today, AnsweredBy.LEADER)


def _there_or_deputy(
    facts: DutyFacts, person: int, doors: set[int], today: date, by: AnsweredBy
) -> Iterator[Candidate]:
    """Somebody; or who stands in for them, who must be there themselves: deputies have no deputies."""
    post = _in_office(facts, person, doors, today)
    if post is None:
        yield by, None, False, f"{by.label}：排的人已不在任"
        return
    away = [one for one in facts.away if one.person == person and one.first <= today <= one.last]
    if not away:
        yield by, post, False, f"今天{by.label}"
        return
    for one in away:
        deputy = _in_office(facts, one.deputy, doors, today) if one.deputy else None
        if deputy is not None and not _is_away(facts, deputy.person, today):
            who = by.label if by is AnsweredBy.LEADER else f"{by.label}的人"
            yield by, deputy, True, f"{who}不在岗，由其代班"
            return
    yield by, None, False, f"{by.label}：不在岗，没有人代"


def _in_office(facts: DutyFacts, person: int, doors: set[int], today: date) -> HeldPost | None:
    """The post in which somebody may answer there: the first that is held."""
    return next(
        (
            post
            for post in facts.posts
            if post.person == person
            and post.door in doors
            and post.function in OFFICERS
            and post.is_held(today)
        ),
        None,
    )


def _is_away(facts: DutyFacts, person: int, today: date) -> bool:
    return any(one.person == person and one.first <= today <= one.last for one in facts.away)


def _line(facts: DutyFacts, *, from_above: bool = False) -> PublishedLine:
    """The first number in the chain that was published; the hotline needs none."""
    lines = [facts.township, facts.district] if from_above else [facts.door, facts.township, facts.district]
    there = [line for line in lines if line is not None and line.phone]
    return there[0] if there else PublishedLine(0, AnsweredBy.HOTLINE.label, HOTLINE)


def _without_anybody(facts: DutyFacts, until: datetime, tried: tuple[str, ...]) -> AnswerNow:
    """Numbers that are answered whoever is there."""
    for by, line in ((AnsweredBy.TOWNSHIP_LINE, facts.township), (AnsweredBy.DISTRICT_LINE, facts.district)):
        if line is not None and line.phone:
            return AnswerNow(by, f"{line.name}值班电话", line.phone, line.name, until, by.label, tried)
        tried = (*tried, f"{by.label}：还没有登记")
    name = AnsweredBy.HOTLINE.label
    return AnswerNow(AnsweredBy.HOTLINE, f"{name} {HOTLINE}", HOTLINE, name, until, "没有别的电话", tried)
