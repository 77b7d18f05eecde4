"""Who answers now: never nobody, never somebody who is away or has left, over whatever rosters there may be."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from wolaiban.duty.answering import (
    AnsweredBy,
    DutyFacts,
    DutyHours,
    HeldPost,
    PostedShift,
    PublishedLine,
    TimeAway,
    who_answers,
)
from wolaiban.duty.labels import called, surname
from wolaiban.duty.words import DutyPart
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Function

HOURS = DutyHours(time(8), time(17, 30))
DOOR, TOWNSHIP, DISTRICT = 1, 2, 3
FIRST, LAST = date(2021, 1, 1), date(2027, 12, 31)
DAYS = some.dates(FIRST, LAST)
NEAR = some.integers(-3, 3)
FUNCTIONS = (
    Function.STUDIO_LEADER,
    Function.COMMITTEE_MEMBER,
    Function.VOLUNTEER,
    Function.TOWNSHIP_LEADER,
    Function.AUDITOR,
)


@some.composite
def moments(draw: some.DrawFn) -> datetime:
    return datetime.combine(draw(DAYS), draw(some.times()), tzinfo=BEIJING)


@some.composite
def around(draw: some.DrawFn, at: datetime) -> DutyFacts:
    """Facts about the days around a moment: people who come and go, are away, stand in for each other, or are closed."""
    today, people = at.date(), some.integers(1, 5)

    def near() -> date:
        return today + timedelta(days=draw(NEAR))

    def post() -> HeldPost:
        starts, ends = near(), draw(some.none() | some.just(near()))
        function = draw(some.sampled_from(FUNCTIONS))
        door = draw(some.sampled_from((DOOR, TOWNSHIP)))
        return HeldPost(draw(people), "白玉兰", door, function, starts, ends, draw(some.booleans()))

    def shift() -> PostedShift:
        part = draw(some.sampled_from(DutyPart))
        return PostedShift(draw(some.sampled_from((DOOR, TOWNSHIP))), part, near(), draw(people))

    def away() -> TimeAway:
        first = near()
        last = first + timedelta(days=draw(some.integers(0, 4)))
        return TimeAway(draw(people), first, last, draw(some.none() | people))

    phones = some.sampled_from(("", "010-80000001"))
    return DutyFacts(
        HOURS,
        PublishedLine(DOOR, "东坟村", draw(phones)),
        draw(some.none() | some.builds(PublishedLine, some.just(TOWNSHIP), some.just("城关街道"), phones)),
        draw(some.none() | some.builds(PublishedLine, some.just(DISTRICT), some.just("房山区"), phones)),
        tuple(post() for _ in range(draw(some.integers(0, 6)))),
        tuple(shift() for _ in range(draw(some.integers(0, 6)))),
        tuple(away() for _ in range(draw(some.integers(0, 4)))),
    )


@given(some.data(), moments())
@settings(max_examples=400, deadline=None)
def test_there_is_always_an_answer_with_a_number(data: some.DataObject, at: datetime) -> None:
    answer = who_answers(data.draw(around(at)), at)
    assert answer.label
    assert answer.phone
    assert at < answer.until <= at + timedelta(days=1)


@given(some.data(), moments())
@settings(max_examples=400, deadline=None)
def test_nobody_is_named_who_is_away_has_left_or_was_never_there(data: some.DataObject, at: datetime) -> None:
    facts = data.draw(around(at))
    answer, today = who_answers(facts, at), at.date()
    if answer.person is None:
        return
    held = [post for post in facts.posts if post.person == answer.person and post.is_held(today)]
    assert any(post.function is not Function.VOLUNTEER for post in held)
    assert not any(one.person == answer.person and one.first <= today <= one.last for one in facts.away)


@given(some.data(), moments(), some.floats(0, 1))
@settings(max_examples=400, deadline=None)
def test_the_answer_holds_until_it_says(data: some.DataObject, at: datetime, share: float) -> None:
    facts = data.draw(around(at))
    answer = who_answers(facts, at)
    later = who_answers(facts, at + (answer.until - at) * min(share, 0.999))
    assert (later.person, later.by, later.label) == (answer.person, answer.by, answer.label)


BAI = HeldPost(1, "白玉兰", DOOR, Function.COMMITTEE_MEMBER, FIRST)
QIN = HeldPost(2, "秦怀信", DOOR, Function.STUDIO_LEADER, FIRST)
GAO = HeldPost(3, "高远", TOWNSHIP, Function.TOWNSHIP_COORDINATOR, FIRST)
DAY = date(2026, 12, 2)
NOON = datetime.combine(DAY, time(12), tzinfo=BEIJING)


def facts(
    *away: TimeAway, posts: tuple[HeldPost, ...] = (BAI, QIN, GAO), at_township: bool = True
) -> DutyFacts:
    shifts = [PostedShift(DOOR, DutyPart.DAY, DAY, 1)]
    if at_township:
        shifts.append(PostedShift(TOWNSHIP, DutyPart.DAY, DAY, 3))
    return DutyFacts(
        HOURS,
        PublishedLine(DOOR, "东坟村", "010-1"),
        PublishedLine(TOWNSHIP, "城关街道", "010-2"),
        PublishedLine(DISTRICT, "房山区", "010-3"),
        posts,
        tuple(shifts),
        away,
    )


def away(person: int, deputy: int | None = None) -> TimeAway:
    return TimeAway(person, DAY, DAY, deputy)


def test_the_chain_from_the_shift_to_the_hotline() -> None:
    told = [
        who_answers(facts(), NOON),
        who_answers(facts(away(1, deputy=2)), NOON),
        who_answers(facts(away(1)), NOON),
        who_answers(facts(away(1), away(2)), NOON),
        who_answers(facts(away(1), away(2), at_township=False), NOON),
    ]
    assert [(one.label, one.phone) for one in told] == [
        ("值班 白委员", "010-1"),
        ("代班 秦书记", "010-1"),
        ("负责人 秦书记", "010-1"),
        ("镇街值班 高统筹员", "010-2"),
        ("城关街道值班电话", "010-2"),
    ]
    nothing = DutyFacts(HOURS, PublishedLine(DOOR, "东坟村", ""))
    assert who_answers(nothing, NOON).by is AnsweredBy.HOTLINE
    assert who_answers(nothing, NOON).phone == "12345"


def test_those_who_were_asked_in_vain_are_told_with_the_reason() -> None:
    assert who_answers(facts(away(1), away(2)), NOON).chain == (
        "值班：不在岗，没有人代",
        "负责人：不在岗，没有人代",
    )


def test_a_deputy_who_is_away_stands_in_for_nobody() -> None:
    answer = who_answers(facts(away(1, deputy=2), away(2, deputy=3)), NOON)
    assert (answer.by, answer.place) == (AnsweredBy.DEPUTY, AnsweredBy.LEADER)  # the leader's own
    assert answer.chain == ("值班：不在岗，没有人代",)
    assert answer.why == "负责人不在岗，由其代班"


def test_a_night_is_that_of_the_day_before_until_the_doors_open() -> None:
    night = DutyFacts(
        HOURS,
        PublishedLine(DOOR, "东坟村", "010-1"),
        posts=(BAI, QIN),
        shifts=(PostedShift(DOOR, DutyPart.NIGHT, DAY, 1),),
    )
    late = datetime.combine(DAY, time(23), tzinfo=BEIJING)
    early = datetime.combine(DAY + timedelta(days=1), time(7, 59), tzinfo=BEIJING)
    opened = early + timedelta(minutes=1)
    assert [who_answers(night, at).label for at in (late, early, opened)] == [
        "值班 白委员", "值班 白委员", "负责人 秦书记",
    ]  # fmt: skip
    assert who_answers(night, late).until == opened
    assert who_answers(night, late).until_words(DAY) == "到明早 8:00"


def test_whose_post_ends_at_midnight_answers_until_then() -> None:
    leaving = HeldPost(1, "白玉兰", DOOR, Function.COMMITTEE_MEMBER, FIRST, DAY + timedelta(days=1))
    night = DutyFacts(
        HOURS,
        PublishedLine(DOOR, "东坟村", "010-1"),
        posts=(leaving, QIN),
        shifts=(PostedShift(DOOR, DutyPart.NIGHT, DAY, 1),),
    )
    answer = who_answers(night, datetime.combine(DAY, time(20), tzinfo=BEIJING))
    assert (answer.label, answer.until_words(DAY)) == ("值班 白委员", "到夜里 12 点")


def test_in_public_there_is_a_surname_and_a_function() -> None:
    assert called("欧阳静", Function.WOMEN) == "欧阳妇联委员"
    assert called("白玉兰", None) == "白同志"
    assert [surname(name) for name in ("欧阳", "Li Na", "单于")] == ["欧", "Na", "单"]
