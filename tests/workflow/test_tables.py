"""The tables that kinds share: what the database refuses to do to them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from wolaiban.workflow.models import Event, Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Statement:
    return Statement.objects.create(
        process="tried", subject=1, words="原话", salt=b"salt", commitment=b"c", at=now()
    )


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql)
    except IntegrityError:
        return True
    return False


def test_an_event_is_neither_changed_nor_removed() -> None:
    Event.objects.create(
        process="tried", subject=1, seq=1, step="begin", source="", target="open", at=now(), role="maker",
        alg="sha256", prev=b"", hash=b"h", body=b"{}",
    )  # fmt: skip

    assert refused("UPDATE workflow_event SET step = 'other'")
    assert refused("DELETE FROM workflow_event")
    assert refused("TRUNCATE workflow_event")


def test_two_events_have_no_one_place() -> None:
    place = {"process": "tried", "subject": 1, "seq": 1, "step": "begin", "source": "", "target": "open"}
    rest = {"at": now(), "role": "maker", "alg": "sha256", "prev": b"", "hash": b"h", "body": b"{}"}
    Event.objects.create(**place, **rest)
    Event.objects.create(**{**place, "process": "other"}, **rest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(**place, **rest)


def test_words_are_erased_whole_and_never_rewritten(said: Statement) -> None:
    assert refused("UPDATE workflow_statement SET words = '别的'")
    assert refused(
        "UPDATE workflow_statement SET commitment = 'x', words = NULL, salt = NULL, erased_at = now()"
    )
    assert refused("UPDATE workflow_statement SET words = NULL, erased_at = now()"), "the salt stays behind"
    assert refused("DELETE FROM workflow_statement")

    assert not refused("UPDATE workflow_statement SET words = NULL, salt = NULL, erased_at = now()")
    assert refused("UPDATE workflow_statement SET erased_at = now()"), "what is erased stays so"


def test_words_may_be_for_some_alone(said: Statement) -> None:
    assert said.is_for([])
    said.audience = "chair,recorder"
    assert said.is_for(["member", "chair"])
    assert not said.is_for(["member"])
