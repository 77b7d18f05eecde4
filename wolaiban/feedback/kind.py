"""Feedback as the engine knows it: the author's own, and the district's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from wolaiban.feedback.models import Feedback
from wolaiban.feedback.process import AUTHOR, CLOCK, FEEDBACK, KEEPER
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import DISTRICT_OFFICERS, Function
from wolaiban.residents.recognising import contact_in
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Kind, Roles, register
from wolaiban.workflow.models import FORGET, Event
from wolaiban.workflow.parts import Parts

Context = StepContext[Feedback, Parts[Feedback]]
KEEPERS = DISTRICT_OFFICERS | {Function.ADMINISTRATOR}
MOST_A_DAY = 10
A_DAY = timedelta(days=1)


def keeper_post(actor: Actor) -> Post | None:
    """In which somebody of the district reads and answers."""
    return next((post for post in actor.posts_as(KEEPERS) if post.unit.is_district), None)


def roles(actor: Actor, parts: Parts[Feedback]) -> Roles:
    if actor.is_clock:
        return {CLOCK: None}
    subject, own, keeps = parts.subject, next(iter(actor.own_posts), None), keeper_post(actor)
    held: dict[Any, Post | None] = {}
    if own and (not subject.seq or (actor.user and subject.author_id == actor.user.pk)):
        held[AUTHOR] = own
    if keeps and subject.seq:
        held[KEEPER] = keeps
    return held


def visible_to(actor: Actor) -> QuerySet[Feedback]:
    if actor.is_clock or keeper_post(actor):
        return Feedback.objects.all()
    mine = Q(author=actor.user.pk) if actor.user and actor.own_posts else Q(pk__in=[])
    return Feedback.objects.filter(mine)


def give(context: Context) -> None:
    assert context.by.user
    assert context.post
    context.subject.author, context.subject.unit = context.by.user, context.post.unit
    _refuse(context, "words")


def add(context: Context) -> None:
    _refuse(context, "more")


def reply(context: Context) -> None:
    context.refuse_if(contact_in(context.words("reply")), "reply", "里面有电话或身份证号，请去掉。")


def _refuse(context: Context, question: str) -> None:
    """Who came to the door is nobody's feedback; and whoever says very much in a day is asked to go on tomorrow."""
    context.refuse_if(contact_in(context.words(question)), question, "里面有电话或身份证号，请去掉。")
    lately = Event.objects.filter(process=FEEDBACK.name, actor=context.me, at__gt=context.at - A_DAY)
    said = lately.exclude(step__in=["reply", FORGET]).count()
    context.refuse_if(
        said >= MOST_A_DAY, question, f"一天最多说 {MOST_A_DAY} 条，请明天再说，或者打区联席办的电话。"
    )


KIND: Kind[Feedback, Parts[Feedback]] = register(
    Kind(
        process=FEEDBACK,
        model=Feedback,
        prefix="YJ",
        load=Parts,
        roles=roles,
        visible_to=visible_to,
        bodies={"give": give, "add": add, "reply": reply},
        page="/feedback/{pk}/",
    )
)
