"""Which entries stand in the bar on top, for whom: decided here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from wolaiban.cases.history.wording import post_words
from wolaiban.notices.queries import unread_count
from wolaiban.people.actor import Actor
from wolaiban.people.authority import DESCRIBES_STUDIOS, is_keeper
from wolaiban.process.words import OFFICERS, SEES_UNIT, Function

NOTICES = "消息"
REGISTERS = (OFFICERS - {Function.DEPARTMENT_OFFICER, Function.DEPARTMENT_HEAD}) | {Function.VOLUNTEER}


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    here: bool
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """The bar on top: where one can go, who one is. Empty for somebody who has not signed in."""

    entries: tuple[Entry, ...] = ()
    name: str = ""
    posts: tuple[str, ...] = ()
    account: str = ""


def frame_of(request: HttpRequest | None) -> Frame:
    actor: Actor | None = getattr(request, "actor", None)
    if request is None or actor is None or actor.user is None:
        return Frame()
    links = ((label, address_of(name)) for label, name in wanted(actor))
    found = [(label, url) for label, url in links if url]
    nearest = max((url for _, url in found if request.path.startswith(url)), key=len, default="")
    unread = unread_count(actor.user) if actor.posts else 0
    entries = tuple(
        Entry(label, url, here=url == nearest, count=unread if label == NOTICES else 0)
        for label, url in found
    )
    account = address_of("my_account") or address_of("account_change_password")
    return Frame(entries, actor.user.name, tuple(post_words(post) for post in actor.posts), account)


def wanted(actor: Actor) -> list[tuple[str, str]]:
    """The entries of an actor as label and name of the address, in their order."""
    entries = []
    inside = bool(actor.posts_as(SEES_UNIT))
    if inside:
        entries += [("待办", "desk:inbox"), ("台账", "desk:ledger")]
    elif actor.holds(Function.VOLUNTEER):
        entries.append(("我上报的", "desk:mine"))
    elif not actor.posts:
        entries.append(("我的诉求", "desk:mine"))
    if actor.posts:
        entries.append((NOTICES, "desk:notices"))
    if actor.holds(*REGISTERS) or not actor.posts:
        entries.append(("登记", "desk:register"))
    if inside:
        entries += [
            ("看板", "desk:board"),
            ("会商", "desk:conferences"),
            ("典型答复", "desk:typical_answers"),
        ]
    if actor.holds(*DESCRIBES_STUDIOS):
        entries.append(("工作室", "desk:studios"))
    if is_keeper(actor):
        entries.append(("人员", "staff:people"))
    if inside or actor.holds(Function.ADMINISTRATOR):
        entries.append(("目录", "catalogue:current"))
    return entries


def face_of(request: HttpRequest) -> str:
    """Which face a page belongs to, as its addresses name it; empty where there is no such page."""
    match = request.resolver_match
    return match.app_names[0] if match and match.app_names else ""


def first_page(actor: Actor) -> str:
    """The name of the address where somebody begins who has just signed in."""
    return next((name for label, name in wanted(actor) if label != NOTICES), "my_account")


def address_of(name: str) -> str:
    """Where a page of that name is; empty where there is none, so that no bar leads nowhere."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
