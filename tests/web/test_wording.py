"""Time in plain words: never more time left than there is, always Beijing's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import wolaiban
from wolaiban.cases.history.wording import TOLD_TO_RESIDENTS, moment, time_left
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import Stage

HOUSE = Path(wolaiban.__file__).parent
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("ahead", "words", "tone"),
    [
        (timedelta(days=3) - timedelta(minutes=1), "还剩 3 天", "calm"),
        (timedelta(days=2, hours=23), "还剩 2 天", "calm"),
        (timedelta(days=1), "还剩 1 天", "calm"),
        (timedelta(hours=23, minutes=59), "还剩 23 小时", "soon"),
        (timedelta(minutes=59), "还剩 59 分钟", "soon"),
        (timedelta(), "还剩 1 分钟", "soon"),
        (timedelta(seconds=-1), "已超期 1 分钟", "late"),
        (timedelta(hours=-3), "已超期 3 小时", "late"),
        (timedelta(days=-1, hours=-5), "已超期 1 天", "late"),
    ],
)
def test_how_long_is_left(ahead: timedelta, words: str, tone: str) -> None:
    left = time_left(NOON + ahead, at=NOON)
    assert (left.words, left.tone) == (words, tone)


def test_a_stopped_clock_says_so_instead_of_counting() -> None:
    assert time_left(NOON - timedelta(days=9), at=NOON, paused=True).words == "计时已暂停"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (NOON.replace(hour=14, minute=5), "今天 14:05"),
        (NOON - timedelta(days=1), "昨天 12:00"),
        (NOON + timedelta(days=1), "明天 12:00"),
        (datetime(2026, 11, 3, 9, 20, tzinfo=BEIJING), "11月3日 09:20"),
        (datetime(2025, 11, 3, 9, 20, tzinfo=BEIJING), "2025年11月3日 09:20"),
    ],
)
def test_moments_are_said_as_people_say_them(when: datetime, words: str) -> None:
    assert moment(when, at=NOON) == words


def test_every_stage_has_words_for_residents() -> None:
    assert TOLD_TO_RESIDENTS.keys() == set(Stage)


def test_there_is_one_word_for_being_late() -> None:
    """已超期, wherever a person reads it."""
    written = [file for ending in ("py", "html", "js") for file in HOUSE.rglob(f"*.{ending}")]
    assert len(written) > 500
    assert not [file for file in written if "超时" in file.read_text(encoding="utf-8")]
