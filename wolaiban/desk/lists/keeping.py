"""What an administrator keeps: the rooms that are theirs, each with the one fact worth knowing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wolaiban.catalogue.queries import current_edition
from wolaiban.notices.queries import MANY, failed_count, unread_count
from wolaiban.people.actor import Actor
from wolaiban.people.authority import reach_of
from wolaiban.people.models import Post
from wolaiban.web.navigation import address_of, rooms
from wolaiban.web.running.facts import all_faults


@dataclass(frozen=True)
class KeptRoom:
    """A room to go to: its words, its sign, and the fact; `presses` if somebody must look."""

    label: str
    sign: str
    address: str
    fact: str = ""
    presses: bool = False


def kept_by(actor: Actor) -> list[KeptRoom]:
    """All that stand in the actor's bar, but for this one."""
    found = [(room, address_of(room.name)) for room in rooms(actor) if room.name != "desk:inbox"]
    return [
        KeptRoom(room.label, room.icon, address, *FACTS.get(room.name, _nothing)(actor))
        for room, address in found
        if address
    ]


def _nothing(actor: Actor) -> tuple[str, bool]:
    return "", False


def _people(actor: Actor) -> tuple[str, bool]:
    posts = Post.objects.not_over().filter(unit__in=reach_of(actor), user__is_active=True)
    return f"您管的单位里有 {posts.values('user').distinct().count()} 人在岗", False


def _edition(actor: Actor) -> tuple[str, bool]:
    return f"现行：{current_edition().label}", False


def _deliveries(actor: Actor) -> tuple[str, bool]:
    failed = failed_count()
    said = f"超过 {MANY} 条" if failed > MANY else f"{failed} 条"
    return (f"{said}没有发出", True) if failed else ("没有发不出的", False)


def _running(actor: Actor) -> tuple[str, bool]:
    faults = all_faults()
    return (f"有 {len(faults)} 处要处理", True) if faults else ("都正常", False)


def _messages(actor: Actor) -> tuple[str, bool]:
    unread = unread_count(actor.user) if actor.user else 0
    return f"{min(unread, MANY)} 条未读" if unread else "都看过了", False


FACTS: dict[str, Callable[[Actor], tuple[str, bool]]] = {
    "staff:people": _people,
    "catalogue:current": _edition,
    "desk:deliveries": _deliveries,
    "desk:running": _running,
    "desk:notices": _messages,
}
