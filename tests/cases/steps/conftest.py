"""What the catalogue promises is told here, since there is no database to read it from."""

import pytest

from tests.cases.steps.scene import EDITION, PROMISES
from wolaiban.catalogue import queries


@pytest.fixture(autouse=True)
def _promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(queries._kept, EDITION, PROMISES)
