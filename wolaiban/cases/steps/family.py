"""Cases that are joined, or about to be, with all who stand in them: locked and read before a step, changed in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.workflow.kinds import Together


@dataclass(frozen=True)
class MemberCircle(Circle):
    """A case with those around it, among others that are joined with it or about to be."""

    family: Family


@dataclass
class Family(Together[Case, Circle]):
    """`touched` are the cases that gained or lost somebody; `moved`, complainants as they took their places.

    `seen` are the cases that the actor may see.
    """

    seen: Collection[int] = ()

    @classmethod
    def read(cls, cases: Mapping[int, Case], *, by: Actor) -> Family:
        """Everybody in these cases, which are locked."""
        complainants = Complainant.objects.filter(case__in=cases).select_related("resident").order_by("pk")
        summonses = (
            Summons.objects.filter(case__in=cases).select_related("department").order_by("-leads", "pk")
        )
        return cls.around(cases, list(complainants), list(summonses), _seen(cases, by))

    @classmethod
    def around(
        cls,
        cases: Mapping[int, Case],
        complainants: Iterable[Complainant],
        summonses: Iterable[Summons],
        seen: Collection[int],
    ) -> Family:
        """`complainants` and `summonses` are those of all these cases, in the order in which a circle lists them."""
        family = cls({}, seen=seen)
        family.members = {pk: (case, MemberCircle(case, [], [], family)) for pk, case in cases.items()}
        for complainant in complainants:
            complainant.case, circle = family.members[complainant.case_id]
            circle.complainants.append(complainant)
        for summons in summonses:
            summons.case, circle = family.members[summons.case_id]
            circle.summonses.append(summons)
        return family

    def case(self, pk: int) -> Case:
        return self.members[pk][0]

    def circle(self, pk: int) -> Circle:
        return self.members[pk][1]

    def of(self, *cases: int) -> list[Complainant]:
        """Who complains in these cases now, in the order of their keys."""
        there = [complainant for pk in cases for complainant in self.circle(pk).complainants]
        return sorted(there, key=attrgetter("pk"))

    def root_of(self, pk: int) -> int:
        """The case in which a matter is worked on now: itself, if it was not merged."""
        while (into := self.case(pk).merged_into_id) is not None:
            pk = into
        return pk

    def merged_under(self, pk: int) -> list[int]:
        """Cases that were merged into a case, or into one of those."""
        found: list[int] = []
        level = [pk]
        while level:
            level = [case.pk for case, _ in self.members.values() if case.merged_into_id in level]
            found += level
        return found

    def move(self, complainant: Complainant, into: Case) -> None:
        self.touched |= {complainant.case_id, into.pk}
        self.circle(complainant.case_id).complainants.remove(complainant)
        self.circle(into.pk).complainants.append(complainant)
        complainant.case = into
        self.moved.append(complainant)


def _seen(cases: Collection[int], by: Actor) -> set[int]:
    return set(Case.objects.visible_to(by).filter(pk__in=cases).values_list("pk", flat=True))
