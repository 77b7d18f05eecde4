"""What steps change of whoever offered themselves: looked at, taken in, joined with what is known, or turned down."""

from __future__ import annotations

from typing import Any

from django.views.decorators.debug import sensitive_variables

from wolaiban.associates.models import Associate
from wolaiban.associates.steps import LISTS, Context, admit, forget_who
from wolaiban.associates.twins import twins_of
from wolaiban.associates.words import SAID_OF_ONESELF
from wolaiban.workflow.kinds import Answers

WHY_TURNED_DOWN, WHY_JOINED = "报名没有接收，不再保存", "报名并入本人已登记的一条"


@sensitive_variables()
def sign_up(context: Context) -> None:
    """Nothing is said of who is registered already: only whoever looks at it sees that."""
    beyond = set(context.answers["kinds"]) - set(SAID_OF_ONESELF)
    context.refuse_if(beyond, "kinds", "这个身份请到工作室登记。")
    admit(context)


def take_in(context: Context) -> None:
    context.subject.kinds = [str(kind) for kind in context.answers["kinds"]]


def join(context: Context) -> None:
    """What they said this time is added to what is known of them, and this row forgets who they are."""
    subject, (known, *_) = context.subject, context.parts.twins
    told = {name: getattr(subject, name) for name in LISTS}
    context.also("widen", on=known, answers={name: words for name, words in told.items() if words})
    forget_who(context, WHY_JOINED)


def joined(step: str, subject: Associate, answers: Answers) -> list[Associate]:
    """Who is locked together with somebody whose offer is joined with theirs."""
    return twins_of(subject)[:1] if step == join.__name__ else []


def turn_down(context: Context) -> None:
    forget_who(context, WHY_TURNED_DOWN)


def widen(context: Context) -> None:
    """What there was stays; each once."""
    for name in LISTS:
        more = [str(word) for word in context.answers.get(name, [])]
        setattr(context.subject, name, list(dict.fromkeys([*getattr(context.subject, name), *more])))
    context.subject.version += 1


SIGNING_UP: dict[str, Any] = {body.__name__: body for body in (sign_up, take_in, join, turn_down, widen)}
