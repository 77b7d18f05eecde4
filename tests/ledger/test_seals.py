"""What was told stays as it was: messages and deliveries are sealed in batches, and each batch is made again to compare."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.ledger.forging import forge, verified
from wolaiban.cases.models import Case
from wolaiban.ledger import checkpoints
from wolaiban.notices import sealing
from wolaiban.notices.actions.reading import mark_all_read
from wolaiban.notices.models import Delivery, Message, Seal
from wolaiban.notices.telling import READER
from wolaiban.people.models import User


def found() -> list[tuple[str, str]]:
    return [(str(finding.fault), str(finding)) for finding in verified()]


@pytest.fixture
def told(cast: Cast, rail: Case, settings: Settings, tmp_path: Path) -> None:
    """Everybody who should know of the handrail was told, with deliveries; nothing is sealed yet."""
    settings.CHECKPOINTS_DIR = tmp_path
    settings.NOTICE_MAIL_URL, settings.NOTICE_MAIL_FROM = "smtp://127.0.0.1:9", "wolaiban@example.invalid"
    User.objects.update(email="somebody@example.invalid")
    READER.read_all()
    assert Message.objects.count() > 10
    assert Delivery.objects.count() > 5


FORGERIES = {
    "words": ("UPDATE notices_message SET words = '别的话' WHERE id = %(message)s", "消息", "改动"),
    "another text": ("UPDATE notices_message SET text = 'closed' WHERE id = %(message)s", "消息", "改动"),
    "another person": (
        "UPDATE notices_message SET user_id = (SELECT max(id) FROM people_user) WHERE id = %(message)s",
        "消息", "改动",
    ),
    "another event": ("UPDATE notices_message SET event_id = event_id + 1 WHERE id = %(message)s", "消息", "改动"),
    "another time": ("UPDATE notices_message SET at = at - interval '1 day' WHERE id = %(message)s", "消息", "改动"),
    "a delivery by another way": ("UPDATE notices_delivery SET way = 'sms' WHERE id = %(delivery)s", "发送", "改动"),
    "a delivery of another key": (
        "UPDATE notices_delivery SET uuid = gen_random_uuid() WHERE id = %(delivery)s", "发送", "改动",
    ),
    "a delivery gone": ("DELETE FROM notices_delivery WHERE id = %(delivery)s", "发送", "现有"),
    "a message gone": (
        "DELETE FROM notices_message WHERE id = (SELECT m.id FROM notices_message m LEFT JOIN notices_delivery d"
        " ON d.message_id = m.id WHERE d.id IS NULL ORDER BY m.id LIMIT 1)", "消息", "现有",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERIES)
def test_what_was_sealed_and_is_no_longer_so(told: None, what: str) -> None:
    sealing.seal_if_due()
    assert found() == []
    message = Message.objects.filter(user__isnull=False, deliveries__isnull=True, event__isnull=False).first()
    delivery = Delivery.objects.first()
    assert message
    assert delivery
    sql, name, why = FORGERIES[what]

    forge(sql % {"message": message.pk, "delivery": delivery.pk})

    [(fault, words)] = found()
    assert fault == "seal"
    assert f"的{name}与封存时不符" in words
    assert why in words


def test_what_changes_as_it_should_breaks_no_seal(cast: Cast, told: None) -> None:
    sealing.seal_if_due()
    for user in User.objects.all():
        mark_all_read(by=user, up_to=Message.objects.latest("pk").pk)
    Delivery.objects.update(state="sent", sent_at=now(), attempts=3, queued_at=None, error="x")

    assert found() == []


def test_a_seal_that_is_gone_or_made_anew_is_missed_by_the_traces(told: None) -> None:
    sealing.seal_if_due()
    forge("UPDATE notices_message SET words = '别的话' WHERE event_id IS NOT NULL")
    anew = sealing.digest_of(sealing.MESSAGES, 0, sealing.rows_of(sealing.MESSAGES, after=0, upto=10**9))
    forge("UPDATE notices_seal SET digest = %s WHERE layout = 'message/2'", anew.hash)
    assert [fault for fault, _ in found()] == ["trace_differs"]

    forge("DELETE FROM notices_seal WHERE layout = 'message/2'")
    assert [fault for fault, _ in found()] == ["traced_gone"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("user_id = (SELECT max(id) FROM people_user)", "收件人"),
        ("event_id = (SELECT max(id) FROM cases_event)", "进展"),
        ("event_id = NULL", "进展"),
        ("case_id = NULL", "不是这件事项"),
    ],
)
def test_the_newest_have_to_be_of_their_events(told: None, change: str, why: str) -> None:
    assert found() == []
    forge(
        f"UPDATE notices_message SET {change} WHERE id = (SELECT min(id) FROM notices_message WHERE user_id IS NOT NULL)"
    )

    [(fault, words)] = found()
    assert fault == "message"
    assert why in words


def test_each_checkpoint_seals_what_waits_once_an_hour(told: None) -> None:
    checkpoints.make()
    first = {(seal.layout, seal.after, seal.count) for seal in Seal.objects.all()}
    assert first == {("message/2", 0, Message.objects.count()), ("delivery/1", 0, Delivery.objects.count())}

    another = Message.objects.filter(user__isnull=False).latest("pk")
    last, another.pk, another.key = another.pk, None, f"m:u{another.user_id}"
    another.event = another.case = None
    another.save()
    checkpoints.make()
    assert Seal.objects.count() == 2
    with time_machine.travel(now() + timedelta(hours=2), tick=True):
        checkpoints.make()
    newest = Seal.objects.latest("pk")
    assert (newest.after, newest.upto, newest.count) == (last, another.pk, 1)
    assert found() == []


def test_many_are_sealed_in_batches_and_one_that_differs_is_told_by_its_batch(
    told: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    checkpoints.make()
    seals = Seal.objects.filter(layout="message/2").order_by("after")
    assert {seal.count for seal in seals[: len(seals) - 1]} == {4}
    third = seals[2]

    forge("UPDATE notices_message SET words = '别的话' WHERE id = %s", third.upto)

    [(_, words)] = found()
    assert words.startswith(f"编号 {third.after + 1} 至 {third.upto} 的消息")


def test_enough_for_a_seal_does_not_wait_for_the_hour(told: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sealing.seal_if_due()
    one = Message.objects.filter(user__isnull=False).latest("pk")
    monkeypatch.setattr(sealing, "BATCH", 3)
    for whom in range(3):
        assert sealing.seal_if_due() == 0
        Message.objects.create(key=f"m{whom}:u{one.user_id}", text="morning", words="x", user_id=one.user_id)

    assert sealing.seal_if_due() == 1
    assert found() == []


def test_one_slipped_in_where_a_key_was_free(told: None) -> None:
    one = Message.objects.filter(user__isnull=False).latest("pk")
    free, _ = (
        Message.objects.create(key=f"m{n}:u{one.user_id}", text="morning", words="x", user_id=one.user_id)
        for n in range(2)
    )
    free.delete()  # as a transaction that came to nothing leaves it
    sealing.seal_if_due()
    assert found() == []

    forge(
        "INSERT INTO notices_message (id, key, text, words, user_id, page, urgent, at)"
        " VALUES (%s, 'm3', 'morning', 'x', %s, '', false, now())", one.pk + 1, one.user_id,
    )  # fmt: skip

    [(fault, words)] = found()
    assert fault == "seal"
    assert "现有" in words


def test_a_layout_that_nobody_knows_is_named(told: None) -> None:
    forge(
        "INSERT INTO notices_seal (layout, after, upto, count, digest, at) VALUES ('letter/9', 0, 1, 1, '', now())"
    )

    assert {fault for fault, _ in found()} == {"seal_unknown", "untraced"}
