"""The cast of the demo on one page; one press signs in as anybody. Exists only where settings.DEMO is on."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from wolaiban.cases.history.wording import post_words
from wolaiban.demo.pages.cast import GROUPS, PEOPLE, Person
from wolaiban.demo.pages.guards import demo_only
from wolaiban.people.models import Post, User


@login_not_required
@require_GET
@demo_only
def cast(request: HttpRequest) -> HttpResponse:
    posts = {
        post.user_id: post for post in Post.objects.current().filter(user__username__in=PEOPLE).with_unit()
    }
    users = {user.username: user for user in User.objects.active().filter(username__in=PEOPLE, invented=True)}
    groups = [
        (
            group.heading,
            [
                _card(person, users[person.username], posts)
                for person in group.people
                if person.username in users
            ],
        )
        for group in GROUPS
    ]
    return render(request, "demo/cast.html", {"groups": groups, "empty": not users})


def _card(person: Person, user: User, posts: Mapping[int, Post]) -> dict[str, str]:
    post = posts.get(user.pk)
    return {
        "username": user.username,
        "name": user.name,
        "post": post_words(post) if post else "居民",
        "try_this": person.try_this,
    }


@login_not_required
@require_POST
@demo_only
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as the person on the card. Only those with a card, and only invented accounts."""
    username = request.POST.get("username", "")
    if username not in PEOPLE:
        raise Http404
    user = get_object_or_404(User.objects.active().filter(invented=True), username=username)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)  # listed under 登录设备 like any other sign-in
    return redirect(settings.LOGIN_REDIRECT_URL)
