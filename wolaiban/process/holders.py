"""Who holds a role, where columns say it: declared in the table, and asked of rows by `workflow.relations`."""

from __future__ import annotations

from dataclasses import dataclass

from wolaiban.process.words import RoleWord


@dataclass(frozen=True)
class RoleHolder:
    """The officers of the unit to which a path leads, or of any where it leads to more ("seats.unit").

    With `named`, a column of the subject, only the person in it, for as long as they are one of them; with `or_lead`
    the leads among them, while nobody is named or who was has left. With `only_leads` nobody but the leads among them.
    """

    role: RoleWord
    unit: str
    named: str = ""
    or_lead: bool = False
    only_leads: bool = False
