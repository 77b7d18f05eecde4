"""Staff lists are written to a folder of the test's own. All names in them are invented."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.importing.sheets import sheet
from wolaiban.cli import people as command

HEADINGS = ("姓名", "镇街", "单位", "岗位", "电话", "任职日期")
Write = Callable[..., Path]
Run = Callable[..., int]


@pytest.fixture
def staff_list(tmp_path: Path) -> Write:
    """A workbook of these rows, below the usual headings."""

    def write(*rows: Sequence[object], headings: Sequence[object] = HEADINGS) -> Path:
        return sheet(tmp_path / "花名册.xlsx", headings, *rows)

    return write


@pytest.fixture
def people_import(cast: Cast) -> Run:
    """`wolaiban people import …`, as main runs it once the database answers."""

    def run(*arguments: object) -> int:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        return command.run(parser.parse_args(["import", *map(str, arguments)]))

    return run
