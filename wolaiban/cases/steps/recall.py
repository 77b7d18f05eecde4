"""Taking back what oneself has just done: the case stands again as it stood, and both stay in its history."""

from __future__ import annotations

from wolaiban.cases.steps.context import CaseContext
from wolaiban.process.words import Stage


def take_back(context: CaseContext) -> None:
    """The clock of the stage goes on from where it was; whoever was answered owes an answer no more nor less than then."""
    done = context.last_act(context.case)
    assert done is not None  # the guard has made sure
    context.answers |= {"back_to": done.before.seq, "undone": list(done.steps)}
    context.target = Stage(done.before.after["stage"])
    context.restored = done.columns()
    if context.target == context.source:
        context.case.version += 1
    for complainant in context.circle.complainants:
        for name, value in done.complaint(complainant.pk).items():
            setattr(complainant, name, value)


BODIES = {"take_back": take_back}
