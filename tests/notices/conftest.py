"""People with work phones and mail, and gateways that lead to receivers on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django.fixtures import Settings

from tests.cast import CHENGGUAN, DISTRICT, DONGFEN, POSTS, Cast
from tests.notices.receivers import Receiver, http_receiver, smtp_receiver
from wolaiban.notices.delivering import deliver
from wolaiban.notices.models import Delivery
from wolaiban.people.models import User

SECRET = "only-for-tests"


@dataclass
class Outside:
    """The three receivers."""

    sms: Receiver
    mail: Receiver
    robots: Receiver

    def environment(self, *robot_units: str) -> dict[str, str]:
        """What an operator would have written; no quiet hours, for tests run at night too."""
        robots = " ".join(f"{code}=json://127.0.0.1:{self.robots.port}/{code}" for code in robot_units)
        return {
            "NOTICE_SMS_URL": f"http://127.0.0.1:{self.sms.port}/send",
            "NOTICE_SMS_SECRET": SECRET,
            "NOTICE_MAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "NOTICE_MAIL_FROM": "wolaiban@example.invalid",
            "NOTICE_ROBOTS": robots,
            "NOTICE_QUIET": "",
            "SITE_URL": "https://wolaiban.example",
        }

    @property
    def arrived(self) -> list[str]:
        return [*self.sms.texts, *self.mail.texts, *self.robots.texts]


@pytest.fixture
def receivers() -> Iterator[Outside]:
    with http_receiver() as sms, smtp_receiver() as mail, http_receiver() as robots:
        yield Outside(sms, mail, robots)


@pytest.fixture
def outside(receivers: Outside, settings: Settings) -> Outside:
    robots = (DONGFEN, CHENGGUAN, DISTRICT)
    for name, value in receivers.environment(*robots).items():
        setattr(settings, name, value)
    return receivers


@pytest.fixture
def reachable(cast: Cast) -> Cast:
    """Everybody in office has a work phone and a mail address."""
    for number, username in enumerate(POSTS):
        User.objects.filter(username=username).update(
            phone=f"1390000{number:04d}", email=f"{username}@example.invalid"
        )
    cast.users.clear()
    return cast


def send_all() -> list[str]:
    """Deliver everything that is due, as the worker would."""
    waiting = list(Delivery.objects.waiting().due().order_by("pk").values_list("pk", flat=True))
    return [deliver(pk) for pk in waiting]
