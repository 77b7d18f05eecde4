"""The tests' own kind, with its tables, for as long as a test lasts."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.cast import Cast
from tests.workflow.kind import KIND, Errand, Stop
from wolaiban.workflow import kinds
from wolaiban.workflow.performing import begin


@pytest.fixture
def errands(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        editor.create_model(Errand)
        editor.create_model(Stop)
    monkeypatch.setitem(kinds._registered, KIND.name, KIND)
    return cast


@pytest.fixture
def errand(errands: Cast) -> Errand:
    return asked(errands)


def asked(cast: Cast, what: str = "买米") -> Errand:
    asker = cast.actor("bai")
    assert asker.user
    event = begin("ask", on=Errand(asker=asker.user), by=asker, answers={"what": what})
    return Errand.objects.get(pk=event.subject)  # type: ignore[attr-defined]
