"""The worker is killed in mid-delivery, twenty times, at random: nothing is missing, and by its key each arrives once.

A crash between sending and recording may repeat a message under the same key: such repeats are counted and printed.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from functools import partial

import pytest
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from tests import cast as people
from tests.cast import DAGAOSHE, DONGFEN, HAIYI, POSTS, YILINJUN, Cast
from tests.ground.workers import until, workers
from tests.notices.conftest import Outside
from tests.notices.receivers import Receiver
from wolaiban.cases.models import Event
from wolaiban.notices.composing import drafts_of
from wolaiban.notices.event_context import EventContext
from wolaiban.notices.models import Delivery, Message
from wolaiban.notices.rendering import all_words
from wolaiban.notices.tasks import sweep
from wolaiban.people.models import User
from wolaiban.workflow.models import Bookmark
from wolaiban.workflow.tasks import retry_stalled

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

KILLS = int(os.environ.get("KILLS", "20"))
STUDIOS = {DONGFEN: ("qin", "bai"), DAGAOSHE: ("zhou", "zhou"), HAIYI: ("meng", "lu"), YILINJUN: ("yu", "an")}
MATTERS = 80


@pytest.fixture
def busy(transactional_db: None) -> Cast:
    """Everybody in office has mail; many matters, each reported, accepted, handled and answered."""
    cast = people.assemble()
    for username in POSTS:
        User.objects.filter(username=username).update(email=f"{username}@example.invalid")
    for number in range(MATTERS):
        where = list(STUDIOS)[number % len(STUDIOS)]
        lead, other = STUDIOS[where]
        case = cast.report(at_unit=where, by=lead, reporters=["wang"])
        for step in ("accept", "resolve", "answer"):
            cast.take(step, case, other)
    return cast


def test_twenty_kills_lose_nothing_and_repeat_only_what_can_be_recognised(
    busy: Cast, receivers: Outside
) -> None:
    seed = int(os.environ.get("SEED", time.time_ns() % 1_000_000))
    luck = random.Random(seed)
    for receiver in (receivers.sms, receivers.robots):
        receiver.pause = lambda: luck.uniform(0.0, 0.15)
    caught, ours = 0, sessions()
    with workers(**receivers.environment(*STUDIOS)) as worker:
        for _ in range(KILLS):
            before = len(receivers.arrived)
            with worker() as victim:
                until(partial(something_arrived, receivers, before))
                time.sleep(luck.uniform(0.0, 0.7))
                victim.kill()
                victim.wait()
            # What it had asked of the database before it died is done: a claim that came later would hold for minutes.
            until(lambda: sessions() <= ours)
            caught += Delivery.objects.filter(state="sending").count()
            as_if_time_had_passed()
        with worker():
            until(all_over, patience=600)

    received = Counter(keys_of(receivers))
    repeats = sum(received.values()) - len(received)
    print(  # noqa: T201 -- the figure is asked for
        f"\nseed {seed}: {KILLS} kills, {caught} deliveries caught in the act, {repeats} repeats of {len(received)} keys"
    )
    assert written() == expected()
    sent = {delivery_key(d) for d in Delivery.objects.filter(state="sent")}
    assert set(received) == sent
    assert not Delivery.objects.exclude(state__in=["sent", "summed_up"]).exists()
    assert repeats <= caught
    assert caught > 0


def something_arrived(receivers: Outside, before: int) -> bool:
    return len(receivers.arrived) > before or all_over()


def sessions() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def as_if_time_had_passed() -> None:
    """What the minutes after a crash bring: its silence is noticed, its claims are old, gathered messages are due."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        cursor.execute(
            "UPDATE notices_delivery SET claimed_at = now() - interval '1 hour' WHERE state = 'sending'"
        )
        cursor.execute("UPDATE notices_delivery SET next_try = now() WHERE state IN ('waiting', 'gathered')")
        cursor.execute("UPDATE notices_gateway SET rests_until = NULL")
    for task in (retry_stalled, sweep):
        try:
            task.defer(timestamp=0)  # type: ignore[call-arg]  # periodic tasks are given their tick
        except AlreadyEnqueued:
            continue


def all_over() -> bool:
    """Every event told, every delivery done. Gathered messages are made due, so that nobody waits ten minutes."""
    if not Bookmark.objects.filter(reader="notices", read_to=Event.objects.latest("pk").pk).exists():
        return False
    Delivery.objects.filter(state="gathered").update(next_try="2020-01-01T00:00Z")
    return not Delivery.objects.filter(state__in=["waiting", "gathered", "sending"]).exists()


def keys_of(receivers: Outside) -> list[str]:
    by_mail = [r.headers["Message-ID"].strip("<>").partition("@")[0] for r in receivers.mail.arrived]
    by_sms = [r.headers["Idempotency-Key"] for r in receivers.sms.arrived]
    return [*by_mail, *by_sms, *tails(receivers.robots)]


def tails(robots: Receiver) -> list[str]:
    return [text.rpartition("#")[2] for text in robots.texts]


def delivery_key(delivery: Delivery) -> str:
    return delivery.short_key if delivery.way == "robot" else str(delivery.uuid)


def written() -> set[str]:
    return set(Message.objects.exclude(event=None).values_list("key", flat=True))


def expected() -> set[str]:
    """What the table says of every event, asked here and now."""
    events = Event.objects.select_related("case__unit__parent__parent", "case__unit__studio", "case__holder")
    drafts = (draft for event in events for draft in drafts_of(EventContext(event), all_words()))
    codes = set(STUDIOS)
    return {d.key for d in drafts if d.to.unit is None or d.to.unit.code in codes}
