"""Names for what events hold as codes and keys: read for a whole story at once, so that its length costs nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from wolaiban.cases.history.wording import day_or_moment, moment
from wolaiban.cases.models import Attachment, Case, Event, Statement
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.known import known_to
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.models import Category
from wolaiban.database.prepared import Given, PreparedQuery, Rows, among
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.residents import vault
from wolaiban.workflow.about import PROCEED
from wolaiban.workflow.kinds import kind_named

STATEMENTS = Rows(lambda: Statement.objects.filter(case=Given("case")).order_by().values_list("pk", "words"))
ATTACHMENTS = PreparedQuery(lambda case: Attachment.objects.filter(case=case))
UNITS = PreparedQuery(lambda keys, codes: Unit.objects.filter(among("pk", keys) | among("code", codes)))
USERS = Rows(lambda: User.objects.filter(among("pk", Given("keys"))).values_list("pk", "name"))
CATEGORIES = Rows(
    lambda: (
        Category.objects.filter(among("code", Given("codes")), edition=Given("edition"))
        .order_by()
        .values_list("code", "path")
    )
)


@dataclass(frozen=True)
class Names:
    circle: Circle
    statements: dict[int, str | None]
    attachments: dict[int, Attachment]
    units: dict[int | str, str]
    users: dict[int, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    known: frozenset[int] = frozenset()  # the complaints whose names may be told
    cases: frozenset[str] = frozenset()  # the numbers of other cases that may be told
    pages: Mapping[str, str] = field(default_factory=dict)  # of what is about the case, by its number

    @classmethod
    def read(cls, circle: Circle, events: Iterable[Event], reader: Actor) -> Self:
        events = list(events)
        return cls(
            circle=circle,
            statements=dict(STATEMENTS(case=circle.case.pk)),
            attachments={row.pk: row for row in ATTACHMENTS(circle.case.pk)},
            units=_units(circle, events),
            users=_users(circle, events),
            categories=_categories(circle, events),
            known=known_to(reader, circle),
            cases=open_numbers(reader, _numbers(events)),
            pages=pages_about(reader, events),
        )

    def words(self, statement: int) -> str | None:
        return self.statements.get(statement)

    def unit(self, key: int | str) -> str:
        return self.units.get(key, str(key))

    def user(self, pk: int) -> str:
        return self.users.get(pk, "")

    def category(self, code: str) -> str:
        return self.categories.get(code, code)

    def of(self, what: str, key: Any) -> str:
        """The name of what an event holds as a code or key, as `AnswerKind.looks_up` calls it."""
        named: dict[str, Callable[[Any], str]] = {
            "unit": self.unit, "user": self.user, "category": self.category, "complainant": self.complainant,
        }  # fmt: skip
        return named[what](key)

    def may_open(self, number: str) -> bool:
        return number in self.cases

    def moment(self, at: datetime) -> str:
        return moment(at)

    def day_or_moment(self, at: datetime) -> str:
        return day_or_moment(at)

    def complainant(self, pk: int) -> str:
        for complainant in self.circle.complainants:
            if complainant.pk == pk and pk in self.known:
                return str(vault.masked(complainant.resident))
        return "一位反映人"

    def account(self, user_pk: int | None) -> str:
        """The masked name of the complainant who has this account; empty if they stand in another case by now,
        or came from one that the reader may not know of."""
        for complainant in self.circle.complainants:
            known = complainant.pk in self.known
            if known and user_pk is not None and complainant.resident.account_id == user_pk:
                return vault.masked(complainant.resident).name
        return ""


def open_numbers(reader: Actor, numbers: Set[str]) -> frozenset[str]:
    """Those of these numbers whose cases the reader may know of."""
    if not numbers:
        return frozenset()
    return frozenset(
        Case.objects.visible_to(reader).filter(number__in=numbers).values_list("number", flat=True)
    )


def pages_about(reader: Actor, events: Iterable[Event]) -> dict[str, str]:
    """Where the pages are of what a story names as about the case, of those the reader may see: a query for each kind."""
    named: dict[str, set[str]] = defaultdict(set)
    for told in (event.answers for event in events if event.step == PROCEED):
        named[told["process"]].add(told["number"])
    return {
        number: kind.page.format(pk=pk)
        for kind, numbers in ((kind_named(name), numbers) for name, numbers in named.items())
        for pk, number in kind.visible_to(reader).filter(number__in=numbers).values_list("pk", "number")
    }


def _numbers(events: Iterable[Event]) -> set[str]:
    """The numbers of other cases in a story: merged into it, or into which it was."""
    joined = {event.answers["other"] for event in events if "other" in event.answers}
    return joined | _given(events, "case")


def _given(events: Iterable[Event], what: str) -> set[Any]:
    """All codes and keys of one sort that were given as answers."""
    found: set[Any] = set()
    for event in events:
        for name, value in event.answers.items():
            if name in CASE.questions and CASE.questions[name].kind.looks_up == what:
                found.update(CASE.questions[name].kind.codes(value))
    return found


def _units(circle: Circle, events: Iterable[Event]) -> dict[int | str, str]:
    known: dict[int | str, str] = {}
    units = [circle.case.holder, circle.case.unit, *(s.department for s in circle.summonses)]
    for unit in units:
        known[unit.pk] = known[unit.code] = str(unit)
    keys = {event.after["holder_id"] for event in events} - known.keys()
    codes = _given(events, "unit") - known.keys()
    if keys or codes:
        for unit in UNITS(list(keys), list(codes)):
            known[unit.pk] = known[unit.code] = str(unit)
    return known


def _users(circle: Circle, events: Iterable[Event]) -> dict[int, str]:
    known = {event.actor.pk: event.actor.name for event in events if event.actor and event.post_id}
    if circle.case.handler:
        known[circle.case.handler.pk] = circle.case.handler.name
    holders = {event.post.user_id for event in events if event.post}
    missing = (_given(events, "user") | holders) - known.keys()
    if missing:
        known |= dict(USERS(keys=list(missing)))
    return known


def _categories(circle: Circle, events: Iterable[Event]) -> dict[str, str]:
    case = circle.case
    known = {case.category.code: case.category.path} if case.category else {}
    missing = _given(events, "category") - known.keys()
    if missing:
        known |= dict(CATEGORIES(edition=case.edition_id, codes=list(missing)))
    return known
