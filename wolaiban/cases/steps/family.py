"""Cases that are joined, or about to be, with all who stand in them: locked and read before a step, changed in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor


@dataclass
class Family:
    """`complainants` and `summonses` are those of all these cases, in the order in which a circle lists them.

    `seen` are the cases that the actor may see. `moved` are complainants in the order in which they took their
    places; `touched`, the cases that gained or lost one, besides those named by the step.
    """

    cases: dict[int, Case]
    complainants: list[Complainant]
    summonses: list[Summons]
    seen: Collection[int] = ()
    moved: list[Complainant] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, cases: dict[int, Case], *, by: Actor) -> Family:
        """Everybody in these cases, which are locked."""
        complainants = Complainant.objects.filter(case__in=cases).select_related("resident").order_by("pk")
        summonses = (
            Summons.objects.filter(case__in=cases).select_related("department").order_by("-leads", "pk")
        )
        family = cls(cases, list(complainants), list(summonses), _seen(cases, by))
        for complainant in family.complainants:
            complainant.case = cases[complainant.case_id]
        for summons in family.summonses:
            summons.case = cases[summons.case_id]
        return family

    def of(self, *cases: int) -> list[Complainant]:
        """Who complains in these cases now."""
        return [complainant for complainant in self.complainants if complainant.case_id in cases]

    def circle_of(self, case: Case) -> Circle:
        return Circle(case, self.of(case.pk), [s for s in self.summonses if s.case_id == case.pk])

    def root_of(self, pk: int) -> int:
        """The case in which a matter is worked on now: itself, if it was not merged."""
        while (into := self.cases[pk].merged_into_id) is not None:
            pk = into
        return pk

    def merged_under(self, pk: int) -> list[int]:
        """Cases that were merged into a case, or into one of those."""
        found: list[int] = []
        level = [pk]
        while level:
            level = [case.pk for case in self.cases.values() if case.merged_into_id in level]
            found += level
        return found

    def move(self, complainant: Complainant, into: Case) -> None:
        self.touch(complainant.case_id, into.pk)
        complainant.case = into
        self.moved.append(complainant)

    def touch(self, *cases: int) -> None:
        self.touched.update(cases)


def _seen(cases: dict[int, Case], by: Actor) -> set[int]:
    return set(Case.objects.visible_to(by).filter(pk__in=cases).values_list("pk", flat=True))
