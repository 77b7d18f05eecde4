"""The ledger is verified on a story that was played through, with a file, two departments and a dispute."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests import cast as people
from tests.cast import Cast
from wolaiban.cases.cleaning import Cleaned
from wolaiban.cases.models import Case


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.DATA_DIR = tmp_path
    return people.assemble()


@pytest.fixture
def rail(cast: Cast) -> Case:
    """A handrail: raised, whistled to two departments, resolved, answered, disputed, done again, closed."""
    case = cast.report(photos=[Cleaned(b"\xff\xd8 a picture \xff\xd9", "image/jpeg", "台阶.jpg")])
    cast.moved_to("joint", case)
    for department in ("he", "ma"):
        cast.take("report_in", case, department)
        cast.take("contribute", case, department)
    for step, by in (
        ("resolve", "fang"),
        ("answer", "qin"),
        ("dispute", "wang"),
        ("redo", "shen"),
        ("resolve", "fang"),
        ("answer", "qin"),
        ("confirm", "wang"),
    ):
        cast.take(step, case, by)
    return case
