"""What must never be: somebody given work by another (H-1), a list by person, a star (H-5)."""

from __future__ import annotations

from pathlib import Path

import wolaiban
from tests.associates.conftest import Counter
from wolaiban.associates.kind import KIND as ASSOCIATES
from wolaiban.associates.models import Associate
from wolaiban.process.answers import Flag, Listed
from wolaiban.workflow.kinds import every_kind

ROOMS = Path(wolaiban.__file__).parent


def test_no_step_of_any_kind_chooses_an_associate(counter: Counter) -> None:
    """What is listed for a question of whatever table is never a list of associates."""
    found = counter.enlist()
    for kind in every_kind():
        lists = {each.name: each.model for each in kind.children}
        for question in kind.process.questions.values():
            if isinstance(question.kind, Listed):
                assert lists.get(question.kind.of.partition(".")[0]) is not Associate, question.name
    parts = ASSOCIATES.load(found)
    for question in ASSOCIATES.process.questions.values():
        if isinstance(question.kind, Listed):
            listed = getattr(parts, question.kind.of)
            assert not [one for one in listed if isinstance(one, Associate)]


def test_what_is_looked_after_is_claimed_of_ones_own_will() -> None:
    process = ASSOCIATES.process
    willing = next(asked for asked in process.asked["claim"] if asked.name == "willing")
    assert willing.required
    assert isinstance(willing.kind, Flag)


def test_nobody_is_ranked() -> None:
    """No list of associates is in another order than that in which they came."""
    sources = [*(ROOMS / "associates").rglob("*.py"), ROOMS / "desk" / "associates.py"]
    pages = (ROOMS / "desk/templates/desk/associates").glob("*.html")
    for path in (*sources, *pages):
        text = path.read_text(encoding="utf-8")
        for word in ("星级", "积分", "排行", "最多小时", '"star"', 'order_by("-hours', 'order_by("-minutes'):
            assert word not in text, path
