"""Who may open accounts and fill posts, and which functions a kind of unit has."""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.people.queries import UserQuerySet
from wolaiban.places.models import STUDIO_KINDS, TOWNSHIP_KINDS, Studio, Unit, UnitKind
from wolaiban.places.queries import UnitQuerySet
from wolaiban.process.errors import NotAllowed
from wolaiban.process.words import Function

KEEPERS = frozenset({Function.ADMINISTRATOR, Function.DISTRICT_DIRECTOR})
DESCRIBES_STUDIOS = frozenset(
    {
        Function.STUDIO_LEADER,
        Function.TOWNSHIP_COORDINATOR,
        Function.TOWNSHIP_LEADER,
        Function.DISTRICT_OFFICE,
        Function.DISTRICT_DIRECTOR,
        Function.ADMINISTRATOR,  # who is there before anybody else
    }
)

AT_STUDIO = (
    Function.STUDIO_LEADER,
    Function.COMMITTEE_MEMBER,
    Function.SECURITY,
    Function.WOMEN,
    Function.FAMILY_PLANNING,
    Function.VOLUNTEER,
)
AT_TOWNSHIP = (
    Function.TOWNSHIP_LEADER,
    Function.TOWNSHIP_COORDINATOR,
    Function.LEADER_IN_CHARGE,
    Function.VOLUNTEER,
    Function.AUDITOR,
    Function.ADMINISTRATOR,
)
AT_DEPARTMENT = (Function.DEPARTMENT_HEAD, Function.DEPARTMENT_OFFICER)
AT_DISTRICT = (
    Function.DISTRICT_DIRECTOR,
    Function.DISTRICT_OFFICE,
    Function.AUDITOR,
    Function.ADMINISTRATOR,
)


def functions_at(unit: Unit) -> tuple[Function, ...]:
    """The functions that exist at this kind of unit, leader first."""
    kind = UnitKind(unit.kind)
    if kind in STUDIO_KINDS:
        return AT_STUDIO
    if kind in TOWNSHIP_KINDS:
        return AT_TOWNSHIP
    return AT_DEPARTMENT if kind is UnitKind.DEPARTMENT else AT_DISTRICT


def line_of(unit: Unit) -> Iterator[Unit]:
    """The unit and those above it, upwards."""
    above: Unit | None = unit
    while above is not None:
        yield above
        above = above.parent


def kept_from(actor: Actor) -> list[Unit]:
    """The units from which somebody keeps people: no deputy does, who could else give themselves a post."""
    return [post.unit for post in actor.own_posts if post.function_word in KEEPERS]


def is_keeper(actor: Actor) -> bool:
    return actor.is_clock or bool(kept_from(actor))


def keeps_district(actor: Actor) -> bool:
    """Whether this actor keeps the people of the whole district."""
    return actor.is_clock or any(unit.is_district for unit in kept_from(actor))


def check_keeps_district(actor: Actor) -> None:
    if not keeps_district(actor):
        raise NotAllowed(what="录入花名册", who="区级系统管理员")


def reach_of(actor: Actor) -> UnitQuerySet:
    """The units whose people this actor keeps: those of an administrator's posts and everything below."""
    if actor.is_clock:
        return Unit.objects.all()
    return Unit.objects.subtree(*kept_from(actor))


def may_keep(actor: Actor, unit: Unit) -> bool:
    """Whether this actor keeps the people of this unit. The clock stands for the operator at the console."""
    if actor.is_clock:
        return True
    kept = {own.pk for own in kept_from(actor)}
    return any(above.pk in kept for above in line_of(unit))


def units_of(user: User) -> list[Unit]:
    """Where a person holds posts, or did when they last held any."""
    posts = Post.objects.filter(user=user).with_unit()
    held = list(posts.not_over()) or list(posts)
    return [post.unit for post in held]


def may_keep_account(actor: Actor, user: User) -> bool:
    """Whether this actor keeps the account: every unit the person works for must be in reach."""
    units = units_of(user)
    return actor.is_clock or (bool(units) and all(may_keep(actor, unit) for unit in units))


def awaited_by(actor: Actor) -> UserQuerySet:
    """Who never signed in, of accounts that this actor keeps: no unit of theirs lies out of reach."""
    reach = reach_of(actor)
    elsewhere = Post.objects.not_over().exclude(unit__in=reach).values("user")
    return User.objects.never_in().kept_by(reach).exclude(pk__in=elsewhere)


def check_may_keep(actor: Actor, unit: Unit) -> None:
    if not may_keep(actor, unit):
        raise NotAllowed(what=f"管理{unit}的人员", who="本单位或上级单位的系统管理员")


def check_may_keep_account(actor: Actor, user: User) -> None:
    if not may_keep_account(actor, user):
        raise NotAllowed(what=f"管理{user}的账号", who="能管理其所有任职单位的系统管理员")
    check_is_another(actor, user)


def check_is_another(actor: Actor, user: User) -> None:
    """Nobody gives themselves power or takes it from themselves: so there is always one administrator left."""
    if actor.user is not None and actor.user.pk == user.pk:
        raise NotAllowed(what="办理自己的账号和岗位", who="另一位系统管理员")


def describes_from(actor: Actor) -> list[Unit]:
    """The units from which somebody keeps studios up to date. What a deputy did there nobody could tell later."""
    return [post.unit for post in actor.own_posts if post.function_word in DESCRIBES_STUDIOS]


def doors_described_by(actor: Actor) -> UnitQuerySet:
    """The units whose studio this actor keeps up to date: their own, and all below a township or the district."""
    doors = Unit.objects.with_a_door()
    return doors if actor.is_clock else doors.subtree(*describes_from(actor))


def check_may_describe(actor: Actor, studio: Studio) -> None:
    if not doors_described_by(actor).filter(studio=studio).exists():
        raise NotAllowed(what=f"改{studio}的资料", who="工作室负责人、所属镇街、区联席办或系统管理员")
