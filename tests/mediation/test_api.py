"""A task is reported and checked off by programs, as by hand."""

from __future__ import annotations

from tests.api.program import Program
from tests.mediation.conftest import Play


def test_a_task_is_reported_and_checked_off_by_programs(play: Play) -> None:
    at = f"/conference/{play.until('tracked').number}/steps"
    reported = {"owed_task": str(play.task.pk), "result": "装好了。"}
    answer = Program.of(play.cast, "he").post(f"{at}/report_task", reported)
    assert (answer.status_code, answer.json()["stage"]) == (200, "tracked")
    checked = {"reported_task": str(play.task.pk), "reason": "看过了。"}
    assert Program.of(play.cast, "he").post(f"{at}/check_off", checked).status_code == 403
    assert Program.of(play.cast, "zhou").post(f"{at}/check_off", checked).status_code == 404
    assert Program.of(play.cast, "gao").post(f"{at}/check_off", checked).status_code == 200
    assert play.task.state == "done"


def test_the_engine_takes_no_step_of_a_case_for_a_program(play: Play) -> None:
    answer = Program.of(play.cast, "gao").post(f"/case/{play.case.number}/steps/note", {"text": "x"})
    assert answer.status_code == 404
