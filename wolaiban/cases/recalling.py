"""What somebody did last to a case, and how it stood before: read where it may still be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db.models import Field

from wolaiban.cases.models import Case, Complainant, Event
from wolaiban.database.prepared import PreparedQuery

ON_THE_WAY_BACK = ("accept", "resolve", "answer", "confirm")  # the steps that may be taken back
NOT_RESTORED = frozenset({"stage", "turn", "changed_at", "wake_at"})  # those that go on
LATEST = PreparedQuery(lambda case: Event.objects.filter(case=case).order_by("-seq")[:12])


@dataclass(frozen=True)
class LastAct:
    """Steps that one person took at one moment, the first first, and what the event before them said of the case."""

    by: int | None
    steps: tuple[str, ...]
    before: Event

    def columns(self) -> dict[str, Any]:
        """How the row of the case stood, but for what goes on."""
        after = self.before.after
        return {name: _read(Case, name, after[name]) for name in Case.TRACKED if name not in NOT_RESTORED}

    def complaint(self, pk: int) -> dict[str, Any]:
        """How the row of one complainant stood."""
        rows = (dict(zip(Complainant.TRACKED, row, strict=True)) for row in self.before.after["complainants"])
        told: Mapping[str, Any] = next(row for row in rows if row["pk"] == pk)
        return {name: _read(Complainant, name, value) for name, value in told.items() if name != "pk"}


def last_act(case: Case) -> LastAct | None:
    """The last that was done, where it was one of these steps; what was taken back already is passed over."""
    events = LATEST(case.pk)
    while events and "back_to" in events[0].answers:
        back_to = events[0].answers["back_to"]
        events = [event for event in events if event.seq <= back_to]
    if not events:
        return None
    last = events[0]
    done = list(
        takewhile(
            lambda e: e.step in ON_THE_WAY_BACK and (e.at, e.actor_id) == (last.at, last.actor_id), events
        )
    )
    if not done or len(done) == len(events):
        return None
    return LastAct(last.actor_id, tuple(event.step for event in reversed(done)), events[len(done)])


def _read(model: type[Case | Complainant], name: str, told: Any) -> Any:
    """A column as its row holds it, of what a body says."""
    column: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    return column.to_python(told)
