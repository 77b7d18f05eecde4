"""Sealing waits for whoever is writing, and nobody who writes waits for it."""

from __future__ import annotations

import psycopg
import pytest

from tests.ground.workers import address
from wolaiban.notices import sealing
from wolaiban.notices.models import Message, Seal
from wolaiban.people.models import User

ROW = """
INSERT INTO notices_message (key, text, words, user_id, page, urgent, at)
VALUES (%s, 'morning', 'x', %s, '', false, now())
"""


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sealed_while_somebody_writes_below(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lower key may be seen after a higher one: then the seal is left to the next checkpoint."""
    monkeypatch.setattr(sealing, "LOOKS", 2)
    user = User.objects.create_user("reader", None, name="读者")
    with psycopg.connect(address()) as slow:
        slow.execute("LOCK TABLE notices_message IN ROW EXCLUSIVE MODE; SELECT pg_current_xact_id()")
        slow.execute(ROW, [f"m1:u{user.pk}", user.pk])
        Message.objects.create(key=f"m2:u{user.pk}", text="morning", words="x", user=user)
        assert sealing.seal_if_due() == 0
        slow.commit()
    assert sealing.seal_if_due() == 1
    assert Seal.objects.get().count == 2
