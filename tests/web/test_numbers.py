"""A number that comes with a request is read in one way."""

import re
from pathlib import Path

import pytest

from wolaiban.web.numbers import LARGEST, number_in

PACKAGE = Path(__file__).resolve().parents[2] / "wolaiban"
FACES = ("web", "desk", "portal", "demo/pages")


@pytest.mark.parametrize(
    ("given", "number"),
    [("7", 7), ("0", 0), ("", None), ("-1", None), ("x", None), ("９", None), ("1.5", None), (" 7", None),
     (str(LARGEST), LARGEST), (str(LARGEST + 1), None), ("9" * 5000, None)],
)  # fmt: skip
def test_what_is_no_number_is_as_if_nothing_had_been_sent(given: str, number: int | None) -> None:
    assert number_in(given) == number


def test_no_face_reads_numbers_in_a_way_of_its_own() -> None:
    """The work that browsers compute has limits of its own; a line of an import's result is no request."""
    others = {"web/numbers.py", "web/limits/proof_of_work.py", "desk/imports/views.py"}
    own = {
        path.relative_to(PACKAGE).as_posix()
        for face in FACES
        for path in (PACKAGE / face).rglob("*.py")
        if re.search(r"\.(isdigit|isdecimal|isnumeric)\(", path.read_text(encoding="utf-8"))
    }
    assert own <= others
