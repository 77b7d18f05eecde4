"""Which subjects of other kinds a step concerns, so that their chains name it: before it is taken, and read in its event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db import models

from wolaiban.database.prepared import PreparedQuery
from wolaiban.workflow.kinds import Answers, Kind, S, kind_named, only_link

PROCEED = (
    "proceed"  # how the table of a kind that others are about calls the step in which its chain names them
)
Ways = dict[type[models.Model], tuple[str, ...]]
Body = Mapping[str, Any]


def target_of(kind: Kind[Any, Any]) -> type[models.Model]:
    """The model of what subjects of a kind are about."""
    assert kind.about
    model: Any = kind.model._meta.get_field(kind.about.column).related_model
    return model  # type: ignore[no-any-return]


def ways_of(kind: Kind[Any, Any]) -> Ways:
    """By the model of its children, the relations that lead from a row to what the subject is about."""
    assert kind.about
    target, ways = target_of(kind), Ways()
    for _ in kind.children:  # a way may lead through others, so once for each is enough
        for children in kind.children:
            for field in children.model._meta.concrete_fields:
                if field.related_model is target and field.name == kind.about.column:
                    ways[children.model] = (field.name,)
                elif field.related_model in ways:
                    ways.setdefault(children.model, (field.name, *ways[field.related_model]))
    return ways


def concerned(kind: Kind[Any, Any], step: str, subject: Any, answers: Answers) -> list[models.Model]:
    """The subjects whose chains name this step, each once. What is no answer at all leads nowhere."""
    if kind.about is None or step in kind.about.quiet:
        return []
    ways, target = ways_of(kind), target_of(kind)
    if not (subject.seq and ways):
        own = getattr(subject, kind.about.column)
        return [] if own is None else [own]
    chosen = [one for given in answers.values() for one in (given if isinstance(given, list) else [given])]
    found = [_at_end(one, ways[type(one)]) for one in chosen if type(one) in ways]
    found += [one for one in chosen if isinstance(one, target)]
    if not found:
        found = list(_all(kind, kind.load(subject), ways))
    return list({one.pk: one for one in found}.values())


def _all(kind: Kind[Any, Any], parts: Any, ways: Ways) -> Iterator[Any]:
    for children in kind.children:
        if len(ways.get(children.model, ())) == 1:
            for row in children.of(parts):
                yield _at_end(row, ways[children.model])


def _at_end(row: Any, way: Iterable[str]) -> Any:
    for name in way:
        row = getattr(row, name)
    return row


def subjects_about(kind: Kind[S, Any], other: models.Model, *related: str) -> list[S]:
    """Those of a kind whose children lead to another subject, the newest first, with related rows.

    For whoever may see the other one: it is not asked whether they may see these.
    """
    return _leading_to(kind.name, related)(other.pk)


@cache
def _leading_to(name: str, related: tuple[str, ...]) -> PreparedQuery[Any]:
    kind = kind_named(name)
    rows: models.QuerySet[Any] = kind.model._default_manager.select_related(*related)
    ways = {model: way[0] for model, way in ways_of(kind).items() if len(way) == 1}

    def leading(other: object) -> models.QuerySet[Any]:
        owners = [
            model._default_manager.filter(**{way: other}).values(only_link(model, kind.model))
            for model, way in ways.items()
        ]
        near = reduce(or_, (models.Q(pk__in=owner) for owner in owners))
        return rows.filter(near).order_by("-pk")

    return PreparedQuery(leading)


class Concerned:
    """The same, of events that were written: `of` gives keys, and numbers where the event holds one."""

    def __init__(self, kind: Kind[Any, Any]) -> None:
        assert kind.about
        self.kind, self.about, self.ways, self.target = kind, kind.about, ways_of(kind), target_of(kind)
        self.lists = {children.name: children.model for children in kind.children}
        self.names = {model: name for name, model in self.lists.items()}

    def of(self, told: Body, before: Body | None) -> set[int | str]:
        """By the body of an event and that of the one before. Raises LookupError and TypeError where they are misshapen."""
        if told["step"] in self.about.quiet:
            return set()
        if before is None or not self.ways:
            own = told["after"][f"{self.about.column}_id"]
            return set() if own is None else {own}
        return set(self._chosen(told, before)) or set(self._all(told))

    def _chosen(self, told: Body, before: Body) -> Iterator[int | str]:
        for asked in self.kind.process.asked[told["step"]]:
            given, of = told["answers"].get(asked.name), getattr(asked.kind, "of", "")
            if given is None:
                continue
            if asked.name == self.about.column:
                yield given
            elif self.lists.get(of) in self.ways:
                for key in given if isinstance(given, list) else [given]:
                    yield self._at_end(of, key, told, before)

    def _all(self, told: Body) -> Iterator[int]:
        for name, model in self.lists.items():
            if len(self.ways.get(model, ())) == 1:
                yield from (row[f"{self.about.column}_id"] for row in told["after"][name])

    def _at_end(self, of: str, key: int, told: Body, before: Body) -> int:
        """What was taken away stands in the event before."""
        for name in self.ways[self.lists[of]]:
            rows = {row["pk"]: row for row in (*before["after"][of], *told["after"][of])}
            key = rows[key][f"{name}_id"]
            of = self.names.get(self.lists[of]._meta.get_field(name).related_model, "")  # type: ignore[arg-type]
        return key
