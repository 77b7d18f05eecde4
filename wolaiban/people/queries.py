"""What is asked about accounts and posts. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate, now

from wolaiban.database.prepared import Given
from wolaiban.process.words import Function

if TYPE_CHECKING:
    from wolaiban.people.models import Absence, Deputy, Invitation, Post, Token, User  # noqa: F401 (they stand in base classes)
    from wolaiban.places.models import Unit


NOT_EMPTY = Q(ends__gt=F("starts"))  # what was taken back before it began has no day


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: date | Given | None = None) -> Self:
        """Posts held on a day. `ends` is the first day without the post: ended today is gone today."""
        day = on or localdate()
        return self.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)

    def not_over(self, on: date | None = None) -> Self:
        """Posts held now or promised for a later day: what an administrator may still end."""
        return self.filter(Q(ends=None) | Q(ends__gt=on or localdate()))

    def as_any_of(self, functions: Iterable[Function]) -> Self:
        return self.filter(function__in=[str(function) for function in functions])

    def at(self, unit: Unit) -> Self:
        return self.filter(unit=unit)

    def with_unit(self) -> Self:
        """Bring the unit, its studio and all that stands above it along, in the same query."""
        return self.select_related("unit__studio", "unit__parent__parent", "unit__township")


class UserQuerySet(models.QuerySet["User"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> User:
        """Django's own way to make an account, which leaves no record: for tests and invented people."""
        user = self.model(username=self.model.normalize_username(username), **facts)
        user.set_password(password)
        user.save(using=self.db)
        return user

    def get_by_natural_key(self, username: str) -> User:
        """Asked by Django's sign-in machinery."""
        return self.get(username=username)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def in_post(self, *, at: Unit, functions: Iterable[Function], on: date | None = None) -> Self:
        """Active people who hold one of these functions at a unit, by name: those whom a form may offer."""
        day = on or localdate()
        in_office = Q(posts__ends=None) | Q(posts__ends__gt=day)
        held = Q(posts__unit=at, posts__function__in=[str(function) for function in functions])
        return self.active().filter(in_office, held, posts__starts__lte=day).distinct().order_by("name", "pk")

    def never_in(self) -> Self:
        """Accounts in use, in post now or from a later day on, to which nobody ever signed in."""
        in_office = Q(posts__ends=None) | Q(posts__ends__gt=localdate())
        return self.active().filter(in_office, last_login=None).distinct()

    def kept_by(self, units: QuerySet[Unit]) -> Self:
        """People who hold or held a post at one of these units. Residents hold none and are never listed."""
        return self.filter(posts__unit__in=units).distinct()

    def matching(self, words: str) -> Self:
        """Search by name, sign-in name, or the name of a unit where the person holds a post now."""
        in_office = Q(posts__ends=None) | Q(posts__ends__gt=localdate())
        at_unit = in_office & (
            Q(posts__unit__name__icontains=words) | Q(posts__unit__short_name__icontains=words)
        )
        return self.filter(Q(name__icontains=words) | Q(username__icontains=words) | at_unit).distinct()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date | Given | None = None) -> Self:
        """Those that last on a day."""
        day = day or localdate()
        return self.filter(starts__lte=day, ends__gt=day)

    def not_over(self) -> Self:
        """Those that last, or will: one that was taken back before it began is over."""
        return self.filter(NOT_EMPTY, ends__gt=localdate())

    def within(self, starts: date, ends: date) -> Self:
        """Those that share a day with this time, whose last day is the one before `ends`."""
        return self.filter(NOT_EMPTY, starts__lt=ends, ends__gt=starts)


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_force(self, on: date | Given | None = None) -> Self:
        """Who acts for whom on a day: while the absence lasts, both hold their posts, and neither account is closed."""
        day = on or localdate()
        posts = [
            (Q(**{f"{post}__ends": None}) | Q(**{f"{post}__ends__gt": day}))
            & Q(**{f"{post}__starts__lte": day, f"{post}__user__is_active": True})
            for post in ("post", "own_post")
        ]
        lasts = Q(absence__starts__lte=day, absence__ends__gt=day)
        return self.filter(lasts, *posts, starts__lte=day, ends__gt=day)

    def not_over(self) -> Self:
        """Those that last, or are promised, as far as their own days and those of the absence say."""
        today = localdate()
        return self.filter(NOT_EMPTY, ends__gt=today, absence__ends__gt=today)

    def with_people(self) -> Self:
        return self.select_related("post__user", "post__unit", "own_post__user", "own_post__unit", "absence")


class TokenQuerySet(models.QuerySet["Token"]):
    def alive(self, at: datetime | None = None) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at or now())

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> Self:
        """Neither used nor void; their time may be over."""
        return self.filter(used_at=None, void_at=None)

    def open(self, at: datetime | None = None) -> Self:
        """Those whose code still lets somebody in: an account in use, to which nobody ever signed in."""
        moment = at or now()
        return self.standing().filter(expires_at__gt=moment, user__is_active=True, user__last_login=None)
