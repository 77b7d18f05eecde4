"""The story of a case: each event as a sentence in plain words, told to each with discretion.

Newest first: what was reported stands on top of the page anyway, and what somebody who opens a case
wants to know is what happened last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wolaiban.cases.history.audience import Eyes
from wolaiban.cases.history.disclosure import is_told
from wolaiban.cases.history.labels import Names
from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import Attachment, Complainant, Event
from wolaiban.cases.presentation import (
    CORRECTED,
    ERASED_WITH_WORDS,
    ON_THE_OTHER_SIDE,
    PARTICULARS,
    SILENCES,
    TAKEN_BACK,
)
from wolaiban.cases.process import CASE
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.people.naming import standing_in
from wolaiban.process.answers import Particular
from wolaiban.process.registry import every_process
from wolaiban.process.words import Role

JUDGED_AT = Complainant.TRACKED.index("judged_at")


@dataclass(frozen=True)
class Telling:
    """One event of a case as one listener is told it."""

    step: str
    who: str
    post: str
    told: str
    at: datetime
    moved_to: str
    facts: tuple[Particular, ...]
    quotations: tuple[Particular, ...]
    attachments: tuple[Attachment, ...]
    stage: str
    by_clock: bool


@dataclass(frozen=True)
class Listener:
    """Whom the story is told to."""

    actor: Actor
    eyes: Eyes
    circle: Circle

    def is_own_doing(self, event: Event) -> bool:
        if self.actor.complaint is not None:
            return event.complaint == self.actor.complaint
        return self.actor.user is not None and event.actor_id == self.actor.user.pk

    def concerned_in(self, event: Event) -> bool:
        """Whether an event is the listener's own doing, or an answer to them."""
        mine = self.circle.complaint_of(self.actor)
        if mine is None:
            return False
        if self.is_own_doing(event):
            return True
        if event.row and event.row.begins:
            return event.case_id == (mine.home_case_id or mine.case_id)
        if any(asked.name == "complainants" for asked in CASE.asked.get(event.step, ())):
            chosen = event.answers.get("complainants")
            return not chosen or mine.pk in chosen
        return mine.pk in judged_in(event)


def judged_in(event: Event) -> set[int]:
    """Whose judgement this event took down, by key."""
    body = event.told
    return {row[0] for row in body["after"]["complainants"] if row[JUDGED_AT] == body["at"]}


def told(events: Iterable[Event], names: Names, listener: Listener) -> list[Telling]:
    """The story, newest first."""
    events = list(events)
    tellings, holder, unsaid = [], None, _unsaid(events, listener)
    for event in events:
        now_holder = event.after["holder_id"]
        moved = names.unit(now_holder) if holder not in (None, now_holder) else ""
        tellings.append(_telling(event, names, listener, moved, unsaid=event.seq in unsaid))
        holder = now_holder
    return tellings[::-1]


def attachments_told(events: Iterable[Event], listener: Listener) -> set[int]:
    """The files a listener may open: those of the events whose files they are told of."""
    events = list(events)
    unsaid = _unsaid(events, listener)
    return {
        given["attachment"]
        for event in events
        for name, value in event.answers.items()
        if name == "photos"
        and event.seq not in unsaid
        and is_told(event.step, name, listener.eyes, concerns_me=listener.concerned_in(event))
        for given in value
    }


def _unsaid(events: Iterable[Event], listener: Listener) -> set[int]:
    """By seq, the events of one case of which nobody outside is told more than that they happened: they were taken back,
    and what was said in them may have been meant for somebody else."""
    if listener.eyes is Eyes.INSIDE:
        return set()
    back = ((event.answers["back_to"], event.seq) for event in events if "back_to" in event.answers)
    return {seq for back_to, end in back for seq in range(back_to + 1, end)}


def _telling(event: Event, names: Names, listener: Listener, moved_to: str, *, unsaid: bool) -> Telling:
    concerned = listener.concerned_in(event)
    given = {
        name: value
        for name, value in event.answers.items()
        if not unsaid and is_told(event.step, name, listener.eyes, concerns_me=concerned)
    }
    particulars = list(_particulars(event, given, names))
    return Telling(
        step=event.step,
        who=_who(event, names, listener),
        post=post_words(event.post) if event.post else "",
        told=_sentence(event),
        at=event.at,
        moved_to=moved_to,
        facts=tuple(p for p in particulars if not p.quoted),
        quotations=tuple(p for p in particulars if p.quoted),
        attachments=tuple(_attachments(given, names)),
        stage=event.target if event.target != event.source else "",
        by_clock=event.role == Role.CLOCK,
    )


def _who(event: Event, names: Names, listener: Listener) -> str:
    """A resident is never named here: masked to those inside, “您” to themself."""
    if event.role == Role.CLOCK:
        return "系统"
    if event.post is not None and event.actor is not None:
        deputised = event.post.user_id != event.actor_id
        return (
            standing_in(event.actor.name, names.user(event.post.user_id)) if deputised else event.actor.name
        )
    if listener.is_own_doing(event):
        return "您"
    if listener.eyes is not Eyes.INSIDE:
        return "另一位反映人" if listener.eyes is Eyes.RESIDENT else "反映人"
    who = names.account(event.actor_id) if event.complaint is None else names.complainant(event.complaint)
    return f"反映人 {who}".rstrip()


def _sentence(event: Event) -> str:
    if "other" in event.answers:
        return ON_THE_OTHER_SIDE[event.step]
    if "hash" in event.answers:
        return _of_another_process(event.answers)
    if "undone" in event.answers:
        return TAKEN_BACK.format(
            steps="、".join(CASE.by_name[name].label for name in event.answers["undone"])
        )
    if "corrected" in event.answers:
        return CORRECTED.format(
            particulars="、".join(PARTICULARS[name] for name in event.answers["corrected"])
        )
    if "erased" in event.answers:
        return ERASED_WITH_WORDS
    return CASE.story_of(event.row, event.role) if event.row else event.step


def _of_another_process(answers: dict[str, Any]) -> str:
    """What happened to a subject that is about this case: its kind, and its step as its own table tells it."""
    process = next(each for each in every_process() if each.name == answers["process"])
    return f"{process.label}：{process.by_name[answers['step']].story}"


def _particulars(event: Event, given: dict[str, Any], names: Names) -> Iterator[Particular]:
    if "silence" in given:
        who = CASE.questions["summons"].kind.words(given["summons"], names)
        yield Particular("", f"{who}{SILENCES[given['silence']]}")
        return
    if "hash" in given:
        yield Particular("编号", given["number"], address=names.pages.get(given["number"], ""))
    if "other" in given and (other := CASE.particulars["other"].told("另一件", given["other"], names)):
        yield other
    for name in _in_order(event.step, given):
        question = CASE.questions[name]
        label = CASE.quoted_under(event.step, question)
        if particular := question.kind.told(label, given[name], names):
            yield particular


def _in_order(step: str, given: dict[str, Any]) -> list[str]:
    """As the form asked; the event itself holds its answers sorted by name."""
    asked = [question.name for question in CASE.asked.get(step, ())]
    return sorted(
        given.keys() & CASE.questions.keys(), key=lambda name: asked.index(name) if name in asked else 0
    )


def _attachments(given: dict[str, Any], names: Names) -> Iterator[Attachment]:
    for photo in given.get("photos", ()):
        if attachment := names.attachments.get(photo["attachment"]):
            yield attachment
