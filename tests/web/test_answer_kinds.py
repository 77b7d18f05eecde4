"""Each kind of answer has one class on each face that takes answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wolaiban.api.answers import SENT
from wolaiban.process.answers import AnswerKind, Listed, Several
from wolaiban.web.answer_fields import FIELDS

FOUNDATIONS = {AnswerKind, Listed, Several}  # what kinds are made from


def kinds(of: type[AnswerKind] = AnswerKind) -> Iterator[type[AnswerKind]]:
    yield of
    for more in of.__subclasses__():
        yield from kinds(more)


EVERY_KIND = sorted(set(kinds()) - FOUNDATIONS, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.__name__)
def test_every_kind_of_answer_is_drawn(kind: type[AnswerKind]) -> None:
    assert kind in FIELDS


def test_every_kind_of_answer_can_be_sent() -> None:
    assert set(EVERY_KIND) == SENT.keys()
