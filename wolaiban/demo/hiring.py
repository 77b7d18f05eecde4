"""Who works in the demo's district and who lives there: the people with cards, and somebody in every office.

Accounts cannot be signed in to with a password; those without a card cannot be signed in to at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wolaiban.demo.names import Spelling, name_by, phone_of
from wolaiban.demo.pages.cast import GROUPS, PEOPLE
from wolaiban.people.models import Post, User
from wolaiban.places.models import Unit
from wolaiban.process.words import Function
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.traces.leaving import leave

IN_OFFICE_SINCE = date(2021, 9, 1)
STUDIOS_A_TOWNSHIP = 5
SEED = "我来办"
F = Function

# Those the stories need beside the people with cards: residents with an account who judge the answers.
VILLAGERS: dict[str, str] = {
    "song": "宋国安",
    "geng": "耿桂兰",
    "niu": "牛福来",
    "lei": "雷春生",
    "mao": "毛丽琴",
    "xia": "夏文敏",
}
# Officers of departments that the stories call, whom no card shows: sign-in name and name.
CALLED: dict[str, tuple[str, str]] = {
    "110111D00031": ("yanqing", "严青"),
    "110111D00013": ("lushan", "卢山"),
    "110111D00015": ("youmin", "尤敏"),
}
RESIDENTS = 120  # with an account: their matters can be confirmed rather than lapse


Offices = Mapping[
    tuple[str, Function], str
]  # who holds an office: its unit's code and function → sign-in name


@cache
def residents_by_luck() -> tuple[tuple[str, str], ...]:
    """The residents nobody has written: sign-in name and name, the same for everybody."""
    luck, spelled = Random(f"{SEED}居民"), Spelling()  # noqa: S311
    names = [name_by(luck) for _ in range(RESIDENTS)]
    return tuple((spelled(name, born=luck.randint(50, 99)), name) for name in names)


def resident_username(number: int) -> str:
    return residents_by_luck()[number][0]


@dataclass(frozen=True)
class Hire:
    username: str
    name: str
    unit: Unit
    function: Function


@transaction.atomic(durable=True)
def hire(base: datetime) -> None:
    """Everybody at once, with `base` as the day their accounts were opened; `opened_at` reads it back."""
    units = list(Unit.objects.active().select_related("parent", "township"))
    hires = [*_with_cards(units), *_in_every_office(units)]
    users = _open([(h.username, h.name) for h in hires], base)
    posts = Post.objects.bulk_create(
        Post(user=users[h.username], unit=h.unit, function=str(h.function), starts=IN_OFFICE_SINCE)
        for h in hires
    )
    leave(*users.values(), *posts, act="hired", at=base)
    _move_in(base)


def opened_at() -> datetime | None:
    """When the demo was first filled, if it ever was; a broken-off filling goes on from there."""
    return User.objects.filter(username="qin", invented=True).values_list("created_at", flat=True).first()


def _with_cards(units: list[Unit]) -> Iterator[Hire]:
    by_code = {unit.code: unit for unit in units}
    for group in GROUPS:
        for person in group.people:
            if person.function is not None:
                yield Hire(person.username, person.name, by_code[person.unit], person.function)


def _in_every_office(units: list[Unit]) -> Iterator[Hire]:
    """A coordinator and a leader for each township, leaders for some studios, an officer for each department."""
    luck, spelled = Random(SEED), Spelling(*PEOPLE, *VILLAGERS, *dict(CALLED.values()))  # noqa: S311 -- the same district for everybody
    taken = {(person.unit, person.function) for person in PEOPLE.values()}
    for unit in units:
        for function in _offices(unit, units):
            if (unit.code, function) not in taken:
                name = name_by(luck)
                yield Hire(*CALLED.get(unit.code, (spelled(name), name)), unit, function)


def _offices(unit: Unit, units: list[Unit]) -> tuple[Function, ...]:
    if unit.is_township:
        return F.TOWNSHIP_COORDINATOR, F.TOWNSHIP_LEADER
    if unit.is_department:
        return (F.DEPARTMENT_OFFICER,)
    if unit.is_studio_level and unit in staffed_studios(unit, units):
        return F.STUDIO_LEADER, F.COMMITTEE_MEMBER
    return ()


def staffed_studios(unit: Unit, units: list[Unit]) -> list[Unit]:
    """The studios of a unit's township where people work in the demo: evenly spread over its list."""
    siblings = [other for other in units if other.is_studio_level and other.township_id == unit.township_id]
    every = max(1, len(siblings) // STUDIOS_A_TOWNSHIP)
    named = {person.unit for person in PEOPLE.values()}
    return [u for n, u in enumerate(siblings) if u.code in named or n % every == every // 2]


def offices() -> Offices:
    """As everybody was hired; who stands alone in an office holds it."""
    held = Post.objects.filter(user__invented=True).values_list("unit__code", "function", "user__username")
    return {(code, Function(function)): username for code, function, username in held}


def _move_in(base: datetime) -> None:
    """Residents with accounts, so that they can judge what they were told."""
    residents = {p.username: p.name for p in PEOPLE.values() if p.function is None} | VILLAGERS
    residents |= dict(residents_by_luck())
    users = _open(list(residents.items()), base)
    leave(*users.values(), act="opened", at=base)
    Resident.objects.bulk_create(
        vault.build(name=name, phone=phone_of(number), account=users[username], invented=True)
        for number, (username, name) in enumerate(residents.items(), start=1)
    )


def _open(people: list[tuple[str, str]], base: datetime) -> dict[str, User]:
    users = [
        User(
            username=username,
            name=name,
            email=f"{username}@example.invalid" if username in PEOPLE else "",
            invented=True,
            created_at=base,
            password=make_password(None),
        )
        for username, name in people
    ]
    return {user.username: user for user in User.objects.bulk_create(users)}
