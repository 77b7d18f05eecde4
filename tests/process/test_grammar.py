"""The grammar itself, on a process small enough to see whole: what it answers, and what it refuses to be."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.process.toy import SAYS, Known, Part, Shelf, book
from wolaiban.process.answers import Days, FreeText
from wolaiban.process.contradictions import Contradiction
from wolaiban.process.errors import NotNow, NotYours, TooLate, UnknownStep
from wolaiban.process.grammar import Alarm, Rung, Running, Step
from wolaiban.process.presentation import ByClock, Presentation, StepButton
from wolaiban.process.questions import Question

BOOK = book()
READER, KEEPER, CLOCK = Part.READER, Part.KEEPER, Part.CLOCK
LEND = BOOK.by_name["lend"]


def test_what_begins_is_open_only_where_nothing_is_there() -> None:
    assert [step.name for step in BOOK.open_to({KEEPER}, None)] == ["acquire"]
    assert BOOK.check("acquire", at=None, roles={KEEPER}).begins
    with pytest.raises(TooLate, match="在架"):
        BOOK.check("acquire", at=Shelf.IN, roles={KEEPER})
    with pytest.raises(NotNow):
        BOOK.check("lend", at=None, roles={READER})
    assert "acquire" not in BOOK.on_it


def test_a_refusal_says_which_who_and_where() -> None:
    with pytest.raises(UnknownStep) as unknown:
        BOOK.check("burn", at=Shelf.IN, roles=set(Part))
    assert unknown.value.status == 404
    with pytest.raises(NotYours, match="“催还”须由管理员来办"):  # not by the clock, who needs no telling
        BOOK.check("remind", at=Shelf.OUT, roles={READER})
    with pytest.raises(NotYours, match="系统时钟"):  # unless nobody else may
        BOOK.check("write_off", at=Shelf.OUT, roles={READER})
    with pytest.raises(TooLate, match=r"现为“借出”，不能再“借出”"):
        BOOK.check("lend", at=Shelf.OUT, roles={READER})


def test_those_who_may_are_named_in_the_order_of_their_list() -> None:
    with pytest.raises(NotYours, match="读者、管理员"):
        BOOK.check("lend", at=Shelf.IN, roles={CLOCK})


def test_a_step_leads_where_its_row_says() -> None:
    assert LEND.targets(Shelf.IN) == (Shelf.OUT,)
    assert BOOK.by_name["bring_back"].targets(Shelf.OUT) == (Shelf.IN, Shelf.OUT)
    assert BOOK.by_name["remind"].targets(Shelf.OUT) == (Shelf.OUT,)


def test_a_guard_gives_a_reason_or_takes_the_step_away() -> None:
    assert BOOK.obstacle(LEND, Known()) is None
    assert str(BOOK.obstacle(LEND, Known(owes=True))) == "还有逾期未还的书。"
    assert isinstance(BOOK.obstacle(LEND, Known(owes=True)), NotNow)
    assert isinstance(BOOK.obstacle(LEND, Known(child=True)), NotYours)
    assert BOOK.obstacle(BOOK.by_name["remind"], Known(owes=True)) is None


def test_the_first_role_of_the_list_acts() -> None:
    assert BOOK.acting_as(LEND, [KEEPER, READER]) is READER
    assert BOOK.acting_as(LEND, [KEEPER]) is KEEPER
    assert BOOK.acting_as(LEND, [CLOCK]) is None


def test_words_differ_by_step_and_by_role() -> None:
    assert [(asked.label, asked.required) for asked in BOOK.asked_of("lend", KEEPER)] == [
        ("哪一本", False),
        ("几天", True),
    ]
    assert [asked.name for asked in BOOK.asked_of("lend", READER)] == ["days"]
    assert [asked.label for asked in BOOK.asked["acquire"]] == ["书名"]
    assert (BOOK.called_for(LEND, KEEPER), BOOK.called_for(LEND, READER)) == ("代借", "借出")
    remind = BOOK.by_name["remind"]
    assert BOOK.story_of(LEND, READER) == "借走了"
    assert (BOOK.story_of(remind, KEEPER), BOOK.story_of(remind, CLOCK)) == ("催还", "到期自动催还")


def test_an_answer_is_quoted_under_its_question_unless_it_speaks_for_itself() -> None:
    assert BOOK.quoted_under("lend", BOOK.questions["title"]) == ""
    assert BOOK.quoted_under("lend", BOOK.questions["days"]) == "几天"
    assert BOOK.quoted_under("acquire", BOOK.questions["title"]) == "书名"


def test_buttons_are_those_that_are_named_or_else_every_step() -> None:
    assert [(name, each.pressed) for name, each in BOOK.buttons.items()] == [
        ("lend", True),
        ("remind", False),
    ]
    plain = book(presentation=Presentation())
    assert list(plain.buttons) == [step.name for step in plain.steps]
    assert all(button.says_why_not for button in plain.buttons.values())


def test_the_clock_is_spoken_of_in_words_of_its_own_or_in_those_of_the_row() -> None:
    assert BOOK.words_of_clock("remind").warning == "没有归还的，系统会催还"
    assert BOOK.words_of_clock("write_off") == ByClock("还没有办的，系统会自动注销", "注销")


def test_the_clock_climbs_the_ladder_and_knows_the_top() -> None:
    began = datetime(2026, 3, 2, 9, tzinfo=UTC)
    clock = Running(Shelf.OUT, began, began + timedelta(days=10))
    assert BOOK.next_alarm(clock) == (began + timedelta(days=10), "remind")
    assert BOOK.next_alarm(Running(Shelf.OUT, began, clock.deadline, rung=1)) == (
        began + timedelta(days=20),
        "write_off",
    )
    top = Running(Shelf.OUT, began, clock.deadline, rung=1, has_unit_above=False)
    assert BOOK.next_alarm(top) == (began + timedelta(days=20), "remind")
    assert BOOK.next_alarm(Running(Shelf.OUT, began, clock.deadline, rung=2)) is None
    assert BOOK.next_alarm(Running(Shelf.IN, began, clock.deadline)) is None


def steps(*more: Step[Shelf, Part], without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"steps": (*(step for step in SAYS["steps"] if step.name not in without), *more)}


def shown(**other: Any) -> dict[str, Any]:
    return {"presentation": Presentation(**other)}


LOSE = Step("lose", "遗失", {Shelf.IN}, (Shelf.LOST,), {READER})


# fmt: off
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "Book"},                                                           "does not name a kind"),
    ({"label": ""},                                                              "does not name a kind"),
    (steps(Step("lend", "再借", {Shelf.IN}, (), {READER})),                      "2 steps are called lend"),
    (steps(Step("Burn!", "烧", {Shelf.IN}, (), {READER})),                       "does not name a step"),
    (steps(Step("burn", "", {Shelf.IN}, (), {READER})),                          "does not name a step"),
    (steps(Step("burn", "烧", {Shelf.IN}, (), set())),                           "nobody takes burn"),
    (steps(Step("find", "拾得", frozenset(), (), {READER})),                     "find begins a subject"),
    (steps(Step("burn", "烧", {Shelf.IN}, (), {READER}, ("why",))),              "burn asks why"),
    (steps(without=("write_off",)) | {"ladders": {}, "alarms": ()},                 "no way leads to lost"),
    (steps(without=("acquire",)),                                                   "no way leads to in"),
    (steps(LOSE, without=("bring_back", "write_off")) | {"ladders": {}, "alarms": ()}, "no way leads on from out"),
    ({"questions": SAYS["questions"] | {"why": Question("why", "为何", FreeText())}}, "no step asks why"),
    ({"questions": SAYS["questions"] | {"days": Question("title", "几天", Days())}}, "is listed as days"),
    ({"labels": {("burn", "title"): "哪一本"}},                                   "not both written"),
    ({"labels": {("lend", "why"): "为何"}},                                       "not both written"),
    ({"only_for": {("bring_back", "days"): {READER}}},                           "bring_back asks days only"),
    ({"only_for": {("lend", "days"): {CLOCK}}},                                  "lend asks days only"),
    ({"called": {("lend", CLOCK): "自动借出"}},                                   "another name for clock"),
    ({"called": {("burn", READER): "烧"}},                                        "another name for reader"),
    ({"guards": {"burn": lambda known: None}},                                   "a guard stands before burn"),
    ({"ladders": {Shelf.OUT: (Rung(1.0, "burn"),)}},                             "the clock takes burn"),
    ({"ladders": {Shelf.OUT: (Rung(1.0, "remind", at_top="burn"),)}},            "the clock takes burn"),
    ({"ladders": {Shelf.OUT: (Rung(1.0, "bring_back"),)}},                       "the clock may not take bring_back at out"),
    ({"ladders": {Shelf.IN: (Rung(1.0, "remind"),)}},                            "the clock may not take remind at in"),
    ({"ladders": {Shelf.OUT: (Rung(1.0, "remind"), Rung(1.0, "remind"))}},       "does not rise"),
    ({"ladders": {Shelf.LOST: ()}},                                              "nothing is left to do"),
    (shown(buttons=(StepButton("burn"),)),                                            "1 buttons for burn"),
    (shown(buttons=(StepButton("lend"), StepButton("lend"))),                            "2 buttons for lend"),
    (shown(by_clock={"lend": ByClock("借", "借")}),                               "words for lend by the clock"),
    (shown(stories={("lend", CLOCK): "自动借出"}),                                "lend is told as by clock"),
    (shown(unlabelled={("burn", "days")}),                                       "burn tells days"),
    ({"alarms": (Alarm({Shelf.OUT}, "着火", "burn"),)},                           "the clock takes burn"),
    ({"alarms": (Alarm({Shelf.OUT}, "着火", "lend"),)},                           "the clock may not take lend"),
]
# fmt: on


@pytest.mark.parametrize(("other", "fault"), WRONG)
def test_a_process_that_contradicts_itself_is_refused_when_it_is_made(
    other: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Contradiction, match=fault):
        book(**other)
