"""What usually lies behind a kind of matter: offered for kinds that there are, the nearest first."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from wolaiban.catalogue.causes import USUAL, usual_cause
from wolaiban.catalogue.models import Category
from wolaiban.process.words import RootCause


def test_every_line_speaks_of_a_kind_that_there_is(cast: Cast) -> None:
    assert set(USUAL) <= set(Category.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("P010204", RootCause.FACILITY),
        ("P010213", RootCause.SERVICE),
        ("D02", RootCause.NEIGHBOURS),
        ("P0501", None),
    ],
)
def test_the_longest_beginning_is_meant(code: str, cause: RootCause | None) -> None:
    assert usual_cause(code) == cause
