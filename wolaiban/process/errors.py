"""Why something was refused, in words for the person at the screen.

ProcessError
├── UnknownStep      404  no such row in the table
├── NotYours         403  the row exists, but not for this person on this case
├── NotAllowed       403  an errand outside the table that this person's posts do not allow
├── TooLate          409  the case has moved on since the page was drawn
├── Stale            409  somebody changed the case while the form was open
├── NotDue           409  the clock came early: someone gave the case a new deadline
├── NotNow           409  the row is open to this person, but something must happen first
└── BadAnswer        422  what was given does not do; `fields` says where
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from wolaiban.process.words import RoleWord, Word, in_order


class ProcessError(Exception):
    """Base of all refusals. `status` is for machines, `str()` for people, `facts` for both."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "此操作未能完成。"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))


class UnknownStep(ProcessError):
    status = 404
    code = "unknown_step"
    message = "没有“{step}”这一步。"


class NotYours(ProcessError):
    status = 403
    code = "not_yours"
    message = "“{label}”须由{who}来办。"

    def __init__(self, *, label: str, by: Iterable[RoleWord]) -> None:
        """`by` are the roles whose step it is; those that take theirs by themselves are named where there are no others."""
        roles = in_order(by)
        who = [role.label for role in roles if role.by_hand] or [role.label for role in roles]
        super().__init__(label=label, who="、".join(who))


class NotAllowed(ProcessError):
    status = 403
    code = "not_allowed"
    message = "您的岗位不能{what}，请联系{who}。"


class TooLate(ProcessError):
    code = "too_late"
    message = "此件现为“{stage}”，不能再“{label}”。请刷新后查看。"

    def __init__(self, *, label: str, stage: Word) -> None:
        super().__init__(label=label, stage=stage.label)


class Stale(ProcessError):
    code = "stale"
    message = "您打开页面之后，此件已有新的进展。请刷新后再办。"


class NotDue(ProcessError):
    code = "not_due"
    message = "时限未到。"


class NotNow(ProcessError):
    code = "not_now"
    message = "{why}"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class BadAnswer(ProcessError):
    """`fields` maps a question's name to what is wrong with its answer; "" stands for the form as a whole."""

    status = 422
    code = "bad_answer"
    message = "{why}"

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(why="；".join(self.fields.values()), fields=self.fields)
