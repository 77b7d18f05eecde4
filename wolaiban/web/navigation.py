"""Which rooms stand in the bars of the desk, for whom: decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse

from wolaiban.cases.history.wording import held_words
from wolaiban.cases.queries.mine import works_inside
from wolaiban.feedback.kind import keeper_post
from wolaiban.importing.scope import may_import
from wolaiban.notices.queries import unread_count
from wolaiban.notices.rules import keeps_the_machine, may_reword
from wolaiban.people.actor import Actor
from wolaiban.people.authority import describes_from, is_keeper
from wolaiban.people.deputising import DEPUTISED
from wolaiban.people.looks import Scheme
from wolaiban.process.words import OFFICERS, SEES_UNIT, Function

REGISTERS = (OFFICERS - {Function.DEPARTMENT_OFFICER, Function.DEPARTMENT_HEAD}) | {Function.VOLUNTEER}


def is_inside(actor: Actor) -> bool:
    return bool(actor.posts_as(SEES_UNIT))


def registers(actor: Actor) -> bool:
    return actor.holds(*REGISTERS) or not actor.posts


@dataclass(frozen=True)
class Room:
    """A room of the desk: what it is called, the name of its address, its icon, and for whom it is."""

    label: str
    name: str
    icon: str
    is_for: Callable[[Actor], bool]


def _is_volunteer(actor: Actor) -> bool:
    return not is_inside(actor) and actor.holds(Function.VOLUNTEER)


def _is_resident(actor: Actor) -> bool:
    return not actor.posts


def _describes_studios(actor: Actor) -> bool:
    return bool(describes_from(actor))


def _keeps_catalogue(actor: Actor) -> bool:
    return is_inside(actor) or actor.holds(Function.ADMINISTRATOR)


def _may_be_away(actor: Actor) -> bool:
    return any(post.function_word in DEPUTISED for post in actor.own_posts)


def _writes_answers(actor: Actor) -> bool:
    return bool(actor.posts_as(OFFICERS))


def _above_the_studios(actor: Actor) -> bool:
    return any(post.unit.is_township or post.unit.is_district for post in actor.posts_as(SEES_UNIT))


def _has_a_door(actor: Actor) -> bool:
    """Whether people are received where somebody works, or below; departments have no door."""
    return any(not post.unit.is_department for post in actor.posts_as(SEES_UNIT))


def _reads_feedback(actor: Actor) -> bool:
    return keeper_post(actor) is not None


REGISTER = Room("登记", "desk:register", "plus", registers)
SUGGESTS = Room("提意见", "desk:give_feedback", "edit", lambda actor: bool(actor.own_posts))
LEDGER = Room("事项", "desk:ledger", "case", is_inside)
NOTICES = Room("消息", "desk:notices", "bell", lambda actor: bool(actor.posts))
FIRST = (
    Room("今天", "desk:inbox", "home", works_inside),
    Room("我上报的", "desk:mine", "home", _is_volunteer),
    Room("我的诉求", "desk:mine", "home", _is_resident),
)

# The bar at the side: first where the day begins, then four things that are done, each with its rooms.
GROUPS: tuple[tuple[str, tuple[Room, ...]], ...] = (
    ("", FIRST),
    (
        "接进来",
        (
            REGISTER,
            Room("接访", "desk:receptions", "chat", _has_a_door),
            Room("导入", "desk:imports", "import", may_import),
        ),
    ),
    (
        "办下去",
        (
            LEDGER,
            Room("会商", "desk:conferences", "people", is_inside),
            Room("包案", "desk:sponsorships", "shield", _above_the_studios),
        ),
    ),
    (
        "看得见",
        (
            Room("看板", "desk:board", "board", is_inside),
            Room("典型答复", "desk:typical_answers", "book", is_inside),
        ),
    ),
    (
        "备得齐",
        (
            Room("值班", "desk:rosters", "calendar", is_inside),
            Room("队员", "desk:associates", "heart", is_inside),
            Room("我的服务", "desk:own_associate", "heart", _is_volunteer),
            Room("常用语", "desk:phrases", "chat", _writes_answers),
            Room("不在岗", "desk:absences", "calendar", _may_be_away),
            Room("工作室", "desk:studios", "door", _describes_studios),
            Room("人员", "staff:people", "user", is_keeper),
            Room("事项目录", "catalogue:current", "list", _keeps_catalogue),
            Room("意见", "desk:feedbacks", "chat", _reads_feedback),
            Room("消息文本", "desk:texts", "edit", may_reword),
            Room("发送记录", "desk:deliveries", "paper", may_reword),
            Room("运行情况", "desk:running", "gear", keeps_the_machine),
        ),
    ),
)
# The bar at the foot of a phone, before what leads to all the rest: so many, filled up with other rooms.
AT_FOOT = (*FIRST, LEDGER, REGISTER)
PLACES_AT_FOOT = 3


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    here: bool
    count: int = 0
    icon: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Frame:
    """What stands around a page: where one can go, who one is, how one likes it. Empty before signing in.

    `search` is where the box that finds leads without a script, `finds` what it says in it; `find` is its own page. `suggests` is where those in office say what they think of the page.
    """

    groups: tuple[Group, ...] = ()
    foot: tuple[Entry, ...] = ()
    register: Entry | None = None
    notices: Entry | None = None
    search: str = ""
    find: str = ""
    finds: str = ""
    waiting: str = ""
    more: str = ""
    suggests: str = ""
    name: str = ""
    posts: tuple[str, ...] = ()
    account: str = ""
    dense: bool = False
    scheme: str = Scheme.DEVICE


def frame_of(request: HttpRequest | None) -> Frame:
    actor: Actor | None = getattr(request, "actor", None)
    if request is None or actor is None or actor.user is None:
        return Frame()
    drawn = _Drawn(actor, request.path)
    find = address_of("desk:find") if works_inside(actor) else ""
    return Frame(
        groups=tuple(drawn.groups()),
        foot=drawn.foot(),
        register=drawn.entry(REGISTER),
        notices=drawn.entry(NOTICES),
        search=address_of("desk:search") if is_inside(actor) else find,
        find=find,
        finds="找件号、内容、地点、页面" if is_inside(actor) else "找人、页面",
        waiting=address_of("desk:waiting") if works_inside(actor) else "",
        more=address_of("desk:more"),
        suggests=address_of(SUGGESTS.name) if SUGGESTS.is_for(actor) else "",
        name=actor.user.name,
        posts=tuple(held_words(actor, post) for post in actor.posts),
        account=address_of("my_account") or address_of("account_change_password"),
        dense=actor.user.dense,
        scheme=actor.user.scheme,
    )


class _Drawn:
    """The rooms of one actor as entries, seen from one page."""

    def __init__(self, actor: Actor, path: str) -> None:
        self.actor = actor
        places = ((room, address_of(room.name)) for room in rooms(actor))
        self.urls = {room: url for room, url in places if url}
        under = [url for url in self.urls.values() if path.startswith(url)]
        self.nearest = max(under, key=len, default="")

    def entry(self, room: Room) -> Entry | None:
        if (url := self.urls.get(room)) is None:
            return None
        entry = Entry(room.label, url, here=url == self.nearest, icon=room.icon)
        return replace(entry, count=self.unread) if room is NOTICES else entry

    @property
    def unread(self) -> int:
        if not hasattr(self, "_unread"):
            self._unread = unread_count(self.actor.user) if self.actor.user else 0
        return self._unread

    def entries(self, wanted: Iterable[Room]) -> tuple[Entry, ...]:
        return tuple(entry for room in wanted if (entry := self.entry(room)))

    def foot(self) -> tuple[Entry, ...]:
        usual = [room for room in AT_FOOT if room in self.urls]
        others = [room for room in self.urls if room not in {*usual, NOTICES}]
        return self.entries([*[*usual, *others][:PLACES_AT_FOOT], NOTICES])

    def groups(self) -> Iterable[Group]:
        for label, wanted in GROUPS:
            if entries := self.entries(wanted):
                yield Group(label, entries)


def rooms(actor: Actor) -> list[Room]:
    """The rooms that are for this actor, in the order of the bar, messages last."""
    every = [room for _, group in GROUPS for room in group]
    return [room for room in (*every, NOTICES) if room.is_for(actor)]


def face_of(request: HttpRequest) -> str:
    """Which face a page belongs to, as its addresses name it; empty where there is no such page."""
    match = request.resolver_match
    return match.app_names[0] if match and match.app_names else ""


def first_page(actor: Actor) -> str:
    """The name of the address where somebody begins who has just signed in."""
    return next((room.name for room in rooms(actor) if room not in {REGISTER, NOTICES}), "my_account")


def address_of(name: str) -> str:
    """Where a page of that name is; empty where there is none, so that no bar leads nowhere."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF)


def label_of(name: str) -> str:
    """What people call the room of that address; empty for none of ours."""
    every = (*(room for _, group in GROUPS for room in group), NOTICES)
    return next((room.label for room in every if room.name == name), "")


@cache  # a bar asks for a score of them, on every page
def _address(name: str, addresses: str) -> str:
    try:
        return reverse(name, urlconf=addresses)
    except NoReverseMatch:
        return ""
