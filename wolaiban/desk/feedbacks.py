"""Feedback at the desk: one box, from any page; the author's own, and all of them for the district."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import Resolver404, resolve

from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.feedback.kind import KIND, keeper_post
from wolaiban.feedback.models import Feedback
from wolaiban.feedback.process import SAID
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.web.navigation import address_of, rooms

LONGEST = Feedback._meta.get_field("page").max_length or 0


def in_office(actor: Actor) -> bool:
    return bool(actor.own_posts) or bool(keeper_post(actor))


def fresh(request: SignedInRequest) -> Feedback:
    """With the page it is about: the name of its address, and of its room."""
    path = urlsplit(request.GET.get("from", "")).path
    return Feedback(page=name_of(path), room=room_of(request.actor, path))


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name[:LONGEST]
    except Resolver404:
        return ""


def room_of(actor: Actor, path: str) -> str:
    places = ((address_of(room.name), room.name) for room in rooms(actor))
    near = [(len(place), name) for place, name in places if place and path.startswith(place)]
    return max(near, default=(0, ""))[1]


def waits(actor: Actor) -> Q | None:
    return Q(stage=SAID) if keeper_post(actor) else None


def around(request: SignedInRequest, found: Feedback, step: str) -> dict[str, Any]:
    return {"keeps": keeper_post(request.actor) is not None}


FACE = Face(
    kind=KIND,
    name="desk:feedback",
    begins="give",
    is_for=in_office,
    fresh=fresh,
    open="等回复的",
    over="已回复的",
    related=("author", "unit__township", "unit__parent"),
    around=around,
    waits=waits,
    called=lambda one: f"{one.author}的意见 {one.number}",
)
urlpatterns = addresses(FACE, "feedback")
