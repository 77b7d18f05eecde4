"""A message to one recipient, before it is known whether it was written already."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.cases.models import Case, Event
from wolaiban.notices.recipients import Recipient


@dataclass(frozen=True)
class Draft:
    """`in_person`: the recipient has just done or heard it themself, and nobody needs to call."""

    key: str
    text: str
    words: str
    to: Recipient
    case: Case | None = None
    event: Event | None = None
    presses: bool = False
    urgent: bool = False
    in_person: bool = False
    page: str = ""
