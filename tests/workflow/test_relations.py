"""What columns give whom: the holders that a table names, asked of a subject."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from tests.cast import DONGFEN, Cast, unit
from tests.workflow.kind import ERRAND, RUNNER
from wolaiban.process.holders import RoleHolder
from wolaiban.workflow.relations import roles_by


def test_a_role_of_the_leads_is_held_by_no_other_officer_of_the_unit(cast: Cast) -> None:
    parts = SimpleNamespace(subject=SimpleNamespace(seq=1, unit=unit(DONGFEN)))
    for only_leads, holding in ((False, {"qin", "bai"}), (True, {"qin"})):
        table = replace(ERRAND, holders=(RoleHolder(RUNNER, "unit", only_leads=only_leads),))
        held = roles_by(table, begins=lambda actor, parts: {})
        assert {who for who in ("qin", "bai", "zhou", "zhi") if held(cast.actor(who), parts)} == holding
