"""Each kind of answer: tidied, checked, recorded without words or identities, and told in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from wolaiban.cases.answer_kinds import UNSEEN_CASE, OneCase, OneComplainant, OneSummons, SomeComplainants
from wolaiban.process.answers import (
    ERASED_WORDS,
    MAX_FILES,
    Amount,
    AnswerKind,
    Day,
    Days,
    Flag,
    FreeText,
    Moment,
    OneCategory,
    OneDepartment,
    OneLine,
    OneOfficer,
    OneWord,
    Particular,
    PastMoment,
    Personal,
    PersonalLine,
    SomeDepartments,
    SomeFiles,
    YesNo,
    as_recorded,
    is_blank,
)
from wolaiban.process.words import Tier

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Heard:
    """What a history has read beforehand."""

    said: dict[int, str | None]

    def words(self, statement: int) -> str | None:
        return self.said.get(statement)

    def of(self, what: str, key: Any) -> str:
        return f"{what} {key}"

    def may_open(self, number: str) -> bool:
        return number == "FS-1"

    def moment(self, at: datetime) -> str:
        return f"{at:%H:%M}"

    def day_or_moment(self, at: datetime) -> str:
        return f"{at:%m-%d}"


NAMES = Heard({7: "台阶没有扶手", 8: None})


def said(pk: int) -> SimpleNamespace:
    return row(pk=pk, as_recorded=lambda: {"statement": pk})


def row(**columns: Any) -> SimpleNamespace:
    return SimpleNamespace(**columns)


# fmt: off
CHECKED: list[tuple[AnswerKind, Any, Any, Any]] = [
    (FreeText(),       "  好 ",                 "好",          ""),
    (FreeText(),       "\u3000\u200b\u2800",     "",            ""),
    (FreeText(),       "长" * 5001,              "长" * 5001,   "“甲”最多 5000 字。"),
    (OneLine(),       "长" * 201,               "长" * 201,    "“甲”最多 200 字。"),
    (OneWord(Tier), "minor",                 Tier.MINOR,    ""),
    (OneWord(Tier), "gigantic",              "gigantic",    "“甲”没有这个选项。"),
    (Days(),       30,                      30,            ""),
    (Days(),       31,                      31,            "“甲”须在 1 到 30 之间。"),
    (Days(),       0,                       0,             "“甲”须在 1 到 30 之间。"),
    (OneLine(most=3), "一二三四",               "一二三四",     "“甲”最多 3 字。"),
    (Amount(most=9), 10,                    10,            "“甲”须在 1 到 9 之间。"),
    (Moment(),     AT,                      AT,            ""),
    (PastMoment(), AT.replace(year=1999),   AT.replace(year=1999), "“甲”的年份不对，请核对。"),
    (Day(),        date(1999, 3, 2),        date(1999, 3, 2), "“甲”的年份不对，请核对。"),
    (PersonalLine(),    " 王秀英 ",             Personal("王秀英"), ""),
    (PersonalLine(),    "\u3000\u200b",         "",            ""),
    (PersonalLine(most=2), "王秀英",            Personal("王秀英"), "“甲”最多 2 字。"),
    (SomeFiles(),  ["x"] * 10,              ["x"] * 10,    f"一次最多 {MAX_FILES} 个文件。"),
    (SomeDepartments(), ["a", "b", "a"],    ["a", "b"],    ""),
    (SomeComplainants(), [2, 2],            [2],           ""),
    (SomeComplainants(), None,              None,          ""),
    (YesNo(),      False,                   False,         ""),
]
# fmt: on


@pytest.mark.parametrize(("kind", "given", "kept", "fault"), CHECKED)
def test_an_answer_is_tidied_and_then_checked(kind: AnswerKind, given: Any, kept: Any, fault: str) -> None:
    assert kind.tidy(given) == kept
    if kept:
        assert kind.fault("甲", kept) == fault


# fmt: off
RECORDED: list[tuple[AnswerKind, Any, Any, Any]] = [
    (FreeText(),            said(7),  {"statement": 7}, Particular("甲", "台阶没有扶手", quoted=True)),
    (OneLine(),            said(8),  {"statement": 8}, Particular("甲", ERASED_WORDS, quoted=True)),
    (OneWord(Tier),      Tier.HARD,                      "hard",       Particular("甲", "难事")),
    (Amount(most=9),    4,                              4,            Particular("甲", "4")),
    (Flag(),            True,                           True,         Particular("甲", "是")),
    (YesNo(),           False,                          False,        Particular("甲", "否")),
    (Days(),            3,                              3,            Particular("甲", "3 天")),
    (PersonalLine(),    Personal("王秀英"),              True,         None),
    (OneCategory(),     row(code="A1", pk=5),           "A1",         Particular("甲", "category A1")),
    (OneOfficer(),      row(pk=5, name="秦怀信"),        5,            Particular("甲", "user 5")),
    (OneDepartment(),   row(code="W", pk=9),            "W",          Particular("甲", "unit W")),
    (SomeDepartments(), [row(code="W", pk=1), row(code="H", pk=2)], ["W", "H"],   Particular("甲", "unit W、unit H")),
    (OneSummons(),      row(pk=4, as_recorded=lambda: {"summons": 4, "department": "W"}), {"summons": 4, "department": "W"}, Particular("甲", "unit W")),
    (OneComplainant(),  row(pk=3),                      3,            Particular("甲", "complainant 3")),
    (SomeComplainants(), [row(pk=3), row(pk=2)],        [3, 2],       Particular("甲", "complainant 3、complainant 2")),
    (OneCase(),         row(number="FS-1", pk=1),             "FS-1",       Particular("甲", "FS-1", number="FS-1")),
    (OneCase(),         row(number="FS-2", pk=2),             "FS-2",       Particular("甲", UNSEEN_CASE)),
    (SomeFiles(),       [row(pk=1, as_recorded=lambda: {"attachment": 1, "sha256": "03"})], [{"attachment": 1, "sha256": "03"}], None),
]
# fmt: on


@pytest.mark.parametrize(("kind", "given", "recorded", "told"), RECORDED)
def test_an_answer_is_recorded_by_codes_and_told_by_names(
    kind: AnswerKind, given: Any, recorded: Any, told: Particular | None
) -> None:
    assert as_recorded(given) == recorded
    assert kind.told("甲", recorded, NAMES) == told


def test_moments_are_told_as_they_are_known() -> None:
    written = AT.isoformat()
    assert Moment().told("甲", written, NAMES) == Particular("甲", "09:30")
    assert PastMoment().told("甲", written, NAMES) == Particular("甲", "03-02")


def test_a_day_is_told_without_an_hour() -> None:
    assert Day().told("甲", "2026-03-02", NAMES) == Particular("甲", "2026年3月2日")


def test_words_about_a_person_are_in_no_log() -> None:
    assert "王秀英" not in f"{Personal('王秀英')} {Personal('王秀英')!r}"


def test_what_is_drawn_as_nothing_is_blank() -> None:
    assert is_blank(" \u3164\u200d")
    assert not is_blank("。")
