"""A calendar that is loaded counts at once, in every process, and wins over what is published or fixed."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, transaction

from wolaiban.catalogue import calendars
from wolaiban.catalogue.actions.calendar_loading import load_calendar
from wolaiban.catalogue.models import CalendarLoad
from wolaiban.cli import calendars as command
from wolaiban.cli import doctor
from wolaiban.process.calendar import BEIJING, Calendar, is_working_day, use
from wolaiban.process.errors import BadAnswer
from wolaiban.process.holidays import by_law

pytestmark = pytest.mark.django_db(transaction=True)

# As the State Council might say it: 春节 from the 5th to the 11th, worked for on two weekends.
SPRING = ["2027-02-09,holiday,春节", "2027-02-10,holiday,春节", "2027-02-11,holiday,春节"]
SWAPPED = ["2027-01-31,working", "2027-02-13,working"]


@pytest.fixture(autouse=True)
def _nothing_loaded_before() -> Iterator[None]:
    calendars._kept.clear()
    use(Calendar())
    yield
    calendars._kept.clear()
    use(Calendar())


def sheet(folder: Path, *more: str, leave_out: str = "", heading: str = "日期,安排,名称") -> Path:
    law = [f"{day},holiday,{name}" for day, name in by_law(2027).items() if name != leave_out]
    file = folder / "2027.csv"
    file.write_text("\n".join([heading, *law, *more]), encoding="utf-8")
    return file


def test_what_is_loaded_counts(tmp_path: Path) -> None:
    assert is_working_day(date(2027, 2, 9))

    load_calendar(sheet(tmp_path, *SPRING, *SWAPPED))

    assert not is_working_day(date(2027, 2, 9))
    assert is_working_day(date(2027, 2, 13))
    assert not is_working_day(date(2027, 2, 14))
    assert is_working_day(date(2027, 3, 1))


def test_another_process_counts_by_it_without_being_started_again(tmp_path: Path) -> None:
    script = f"""
import django; django.setup()
from django.db import connection
from pathlib import Path
from wolaiban.catalogue.actions.calendar_loading import load_calendar
connection.settings_dict["NAME"] = {transaction.get_connection().settings_dict["NAME"]!r}
load_calendar(Path({str(sheet(tmp_path, *SPRING))!r}))
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    assert is_working_day(date(2027, 2, 9))

    calendars.refresh()  # as `watch` does every few seconds

    assert not is_working_day(date(2027, 2, 9))


def test_the_latest_of_a_year_counts_and_the_earlier_is_still_known(tmp_path: Path) -> None:
    first = load_calendar(sheet(tmp_path, *SPRING))
    load_calendar(sheet(tmp_path, SPRING[0]))

    assert is_working_day(date(2027, 2, 10))
    assert not calendars.as_of(first.pk).works(date(2027, 2, 10))


def test_offices_write_dates_and_words_in_their_own_way(tmp_path: Path) -> None:
    file = sheet(tmp_path, "2027年2月9日,放假", "2027/2/13,上班,调休")
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))

    load_calendar(file)

    assert not is_working_day(date(2027, 2, 9))
    assert is_working_day(date(2027, 2, 13))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2027-02-30,holiday", "第 15 行：没有 2027-02-30 这一天"),
        ("2027-02-09,maybe", "“maybe”应为 working"),
        ("2027-10-01,working", "法定节假日（国庆节）"),
        ("2027-02-06,working", "法定节假日（春节）"),
        ("9 February,holiday", "不是日期"),
        ("2028-01-26,holiday", "2028 年缺少法定节假日"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(line: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(BadAnswer) as refusal:
        load_calendar(sheet(tmp_path, line))

    assert why in str(refusal.value)
    assert not CalendarLoad.objects.exists()


def test_a_year_that_lacks_a_holiday_was_cut_off(tmp_path: Path) -> None:
    with pytest.raises(BadAnswer, match="2027 年缺少法定节假日：清明节 2027-04-05"):
        load_calendar(sheet(tmp_path, leave_out="清明节"))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x81", b"a,b,c\n", "日期,安排\n".encode()])
def test_what_is_no_calendar_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)

    with pytest.raises(BadAnswer):
        load_calendar(file)


def test_a_trial_loads_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.run(Namespace(verb="load", file=sheet(tmp_path, *SPRING), dry_run=True))

    assert "试运行，未装入：2027 年 16 天" in capsys.readouterr().out
    assert not CalendarLoad.objects.exists()


def test_what_is_shown_of_a_year_can_be_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_calendar(sheet(tmp_path, *SPRING, *SWAPPED))
    command.run(Namespace(verb="show", year=2027))
    shown = tmp_path / "shown.csv"
    shown.write_text(capsys.readouterr().out, encoding="utf-8")
    days = [date.fromordinal(n) for n in range(date(2027, 1, 1).toordinal(), date(2028, 1, 1).toordinal())]
    before = [is_working_day(day) for day in days]

    load_calendar(shown)

    assert [is_working_day(day) for day in days] == before
    command.run(Namespace(verb="show", year=None))
    assert "2027：按装入的 shown.csv" in capsys.readouterr().out


def test_what_was_loaded_is_kept_for_good(tmp_path: Path) -> None:
    load = load_calendar(sheet(tmp_path, *SPRING))

    for change in (load.delete, lambda: CalendarLoad.objects.update(file="x")):
        with pytest.raises(DatabaseError, match="are kept"), transaction.atomic():
            change()


def test_the_doctor_warns_from_december_until_it_is_loaded(tmp_path: Path) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=BEIJING)):
        assert doctor.working_days() is None
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BEIJING)):
        assert "还不知道 2027 年" in str(doctor.working_days())
        load_calendar(sheet(tmp_path))
        assert doctor.working_days() is None
    with time_machine.travel(datetime(2029, 3, 1, 12, tzinfo=BEIJING)):
        assert "还不知道 2029 年" in str(doctor.working_days())
