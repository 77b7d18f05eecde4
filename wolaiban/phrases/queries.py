"""Which phrases somebody is offered, and which they keep."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from wolaiban.people.actor import Actor
from wolaiban.phrases.models import Phrase

MOST_OFFERED = 8


def offered(actor: Actor, step: str, questions: Iterable[str], category: str = "") -> dict[str, list[Phrase]]:
    """By question, at most so many each: those of this kind of matter before those for all, one's own before the district's.

    `category` is the full name of the kind. One query.
    """
    found = Phrase.objects.filter(
        Q(owner=None) | Q(owner=actor.user), step=step, question__in=list(questions)
    )
    fitting = sorted(
        (phrase for phrase in found if is_for(phrase, category)),
        key=lambda phrase: (-len(phrase.topic), phrase.owner_id is None, phrase.pk),
    )
    by_question: dict[str, list[Phrase]] = {}
    for phrase in fitting:
        by_question.setdefault(phrase.question, []).append(phrase)
    return {question: phrases[:MOST_OFFERED] for question, phrases in by_question.items()}


def is_for(phrase: Phrase, category: str) -> bool:
    """Whether a kind of matter is the one of the phrase, or lies under it."""
    return not phrase.topic or f"{category} / ".startswith(f"{phrase.topic} / ")


def kept(actor: Actor) -> list[Phrase]:
    """The district's and one's own, in the order of the page. One query."""
    found = Phrase.objects.filter(Q(owner=None) | Q(owner=actor.user)).select_related("by")
    return list(found.order_by("owner", "step", "question", "topic", "pk"))
