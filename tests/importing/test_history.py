"""Rows of an old ledger that are over come in as history: day, result, satisfaction, and no clock."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.cast import DONGFEN
from tests.importing.conftest import Import
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING

Table = Callable[..., Path]
HEADER = "编号,反映时间,反映人,联系电话,反映内容,状态,办理结果,办结时间,满意度\n"


def results(path: Path) -> list[dict[str, str]]:
    with path.with_name("list-result.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_over_is_closed_on_its_day_and_what_is_open_starts(
    bring_in: Import, table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(
        HEADER
        + "L1,2024-05-06,辛某,13800139041,门前积水,已办结,已疏通,2024-05-09,满意\n"
        + "L2,2024-06-01,壬某,13800139042,宅基地纠纷,办理中,,,\n"
    )

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert "新登记 1 · 已在册 0 · 未能登记 0 · 补录为历史 1" in capsys.readouterr().out
    closed, ours = Case.objects.order_by("pk")
    assert (closed.stage, closed.backfilled, closed.wake_at) == ("closed", True, None)
    assert closed.reported_at == datetime(2024, 5, 6, tzinfo=BEIJING)
    assert closed.closed_at == datetime(2024, 5, 9, tzinfo=BEIJING)
    assert closed.complainants.get().satisfaction == "satisfied"
    assert Statement.objects.filter(case=closed, words="已疏通").exists()
    assert (ours.stage, ours.backfilled) == ("reported", False)
    assert [row["结果"] for row in results(path)[:2]] == ["补录为历史", "新登记"]
    assert not Event.objects.filter(news=True).exists()
    assert list(Verification().findings()) == []

    assert bring_in(path, "--unit", DONGFEN) == 0  # the same file again adds none
    assert "已在册 2" in capsys.readouterr().out
    assert Event.objects.count() == 3


@pytest.mark.parametrize(
    ("judgement", "stored"),
    [
        ("非常满意", "satisfied"), ("基本满意", "basically"), ("不满意", "unsatisfied"), ("未评价", None),
        ("五颗星", None), ("", None),
    ],
)  # fmt: skip
def test_satisfaction_as_it_was_written(
    bring_in: Import, table: Table, judgement: str, stored: str | None
) -> None:
    path = table(HEADER + f"1,2024-05-06,辛某,,门前积水,已办结,,2024-05-09,{judgement}\n")

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert Case.objects.get().complainants.get().satisfaction == stored
    assert ("看不懂" in results(path)[0]["说明"]) is (judgement == "五颗星")


@pytest.mark.parametrize(
    ("reported", "closed", "day", "said"),
    [
        ("2024-05-06 15:00", "2024-05-06", datetime(2024, 5, 6, 15, tzinfo=BEIJING), ""),
        ("2024-05-06", "", datetime(2024, 5, 6, tzinfo=BEIJING), "没有写办结时间，记为反映的那天"),
        ("", "2024-05-09", datetime(2024, 5, 9, tzinfo=BEIJING), "没有写时间，记为办结的那天"),
    ],
)
def test_days_that_the_old_ledger_leaves_out(
    bring_in: Import, table: Table, reported: str, closed: str, day: datetime, said: str
) -> None:
    path = table(HEADER + f"1,{reported},辛某,,门前积水,已办结,,{closed},\n")

    assert bring_in(path, "--unit", DONGFEN) == 0
    assert Case.objects.get().closed_at == day
    assert said in results(path)[0]["说明"]
    assert list(Verification().findings()) == []


def test_an_end_before_the_beginning_keeps_the_row_out(bring_in: Import, table: Table) -> None:
    path = table(HEADER + "1,2024-05-06,辛某,,门前积水,已办结,,2023-05-09,\n")

    assert bring_in(path, "--unit", DONGFEN) == 1
    assert "办结时间 2023-05-09 早于反映时间 2024-05-06" in results(path)[0]["说明"]
    assert not Case.objects.exists()
