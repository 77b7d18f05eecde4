"""What is handed to a gateway, and why it may not take it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

CONNECT_WITHIN = 4.0
ANSWER_WITHIN = 8.0


@dataclass(frozen=True)
class Letter:
    """`key` is the same at every attempt. The address is opened for this moment and shown to nobody."""

    key: UUID
    to: str = field(repr=False)
    subject: str
    text: str


class Undelivered(Exception):
    """Why it did not get through, in words that name no address and no secret.

    `final`: trying again cannot help. `of_gateway`: it is the gateway that does not work, not this letter.
    """

    def __init__(self, reason: str, *, final: bool = False, of_gateway: bool = True) -> None:
        self.reason, self.final, self.of_gateway = reason, final, of_gateway
        super().__init__(reason)


class NotNeeded(Exception):
    """There is nowhere to send it any more; said in plain words."""
