"""What verifying says of rosters: a day without anybody of which nobody was told; and the command that draws up."""

from __future__ import annotations

import argparse
from datetime import datetime

import pytest
import time_machine

from tests.cast import Cast
from tests.duty.conftest import Door
from wolaiban.cli import duty as command
from wolaiban.duty.models import Roster, Shift, ToldGap
from wolaiban.duty.verifying import findings
from wolaiban.installation.trouble import Trouble
from wolaiban.ledger.verifying import Verification
from wolaiban.process.calendar import BEIJING


def faults() -> set[str]:
    return {str(finding.fault) for finding in findings()}


def test_a_past_day_without_anybody_is_found_unless_somebody_was_told(
    door: Door, cast: Cast, clock: time_machine.Traveller
) -> None:
    door.posted()
    shift = door.shift(6)
    Shift.objects.filter(pk=shift.pk).update(person=cast.user("zhi"))
    clock.move_to(datetime(2026, 10, 6, 20, tzinfo=BEIJING))
    assert faults() == set(), "the day is not over"
    clock.move_to(datetime(2026, 10, 7, 9, tzinfo=BEIJING))
    assert faults() == {"nobody_there"}
    ToldGap.objects.create(roster=door.roster, shift=shift, told=3, told_at=door.roster.changed_at)
    assert faults() == set()


def test_a_shift_that_was_changed_by_hand_is_found(door: Door, cast: Cast) -> None:
    door.posted()
    assert not list(Verification().findings())
    Shift.objects.filter(pk=door.shift(6).pk).update(person=cast.user("zhi"))
    assert {str(finding.fault) for finding in Verification().findings()} == {"parties"}


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_an_operator_draws_up_a_month_for_all(
    door: Door, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    door.set_up(cast.user("qin"), cast.user("bai"))
    assert run("draw-up", "--month", "2026-10") == 0
    assert "2026年10月：新排好 1 张值班表" in capsys.readouterr().out
    assert Roster.objects.get().stage == "draft"
    assert run("draw-up") == 0
    assert "新排好 0 张" in capsys.readouterr().out
    for wrong in ("2026-13", "10", "2031-01"):
        with pytest.raises(Trouble):
            run("draw-up", "--month", wrong)
