"""What is read around a sponsorship: its looks, who may be named, whom it concerns, who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from wolaiban.cases.history.wording import post_words
from wolaiban.cases.models import Case, Complainant
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post, User
from wolaiban.people.officers import officers_of
from wolaiban.people.queries import PostQuerySet
from wolaiban.places.models import Unit
from wolaiban.process.words import LEADS, SEES_UNIT, Function
from wolaiban.sponsorship.models import SponsorLook, Sponsorship
from wolaiban.sponsorship.process import ACTIVE, FOUR
from wolaiban.workflow.parts import Parts, rows

# The leading posts of townships and the district.
LEADING = frozenset({Function.TOWNSHIP_LEADER, Function.LEADER_IN_CHARGE, Function.DISTRICT_DIRECTOR})


@dataclass(frozen=True)
class PossibleLeader:
    """Somebody who may be named, by the post in which they lead."""

    post: Post

    @property
    def pk(self) -> int:
        return self.post.pk

    @property
    def label(self) -> str:
        return f"{self.post.user}（{post_words(self.post)}）"

    def as_recorded(self) -> int:
        return self.post.pk


def leading_posts() -> PostQuerySet:
    """Those of today, of people whose account is open."""
    return Post.objects.current().as_any_of(sorted(LEADING)).filter(user__is_active=True)


class SponsorshipParts(Parts[Sponsorship]):
    """What its table asks for by name."""

    looks = rows(SponsorLook, *FOUR)

    @cached_property
    def may_lead(self) -> list[PossibleLeader]:
        """The leaders of the township where the case lies, then those of the district: all of them may see it anyway."""
        units = [self.subject.case.township_id, Unit.objects.district().pk]
        posts = leading_posts().filter(unit__in=[unit for unit in units if unit]).with_unit()
        found = posts.select_related("user").order_by("starts", "pk")
        return [PossibleLeader(post) for post in sorted(found, key=lambda post: post.unit.is_district)]

    @property
    def is_sponsored(self) -> bool:
        return Sponsorship.objects.filter(case=self.subject.case, stage=ACTIVE).exists()

    @property
    def concerned(self) -> list[User]:
        """Who is named, and who handles the case."""
        return [one for one in (self.subject.leader, self.subject.case.handler) if one]

    @property
    def host_leads(self) -> list[User]:
        return [post.user for post in officers_of(self.subject.host, LEADS)]


def visible_to(actor: Actor) -> QuerySet[Sponsorship]:
    """For those in office who may see the case, and not because they complain of it themselves or brought it in.

    Nobody comes to see a case by being named for it.
    """
    every = Sponsorship.objects.all()
    if actor.is_clock:
        return every
    posts = actor.posts_as(SEES_UNIT)
    if actor.user is None or not posts:
        return every.none()
    seen = Case.objects.visible_to(Actor(actor.user, posts)).filter(pk=OuterRef("case"))
    own = Complainant.objects.filter(case=OuterRef("case"), resident__account=actor.user)
    return every.filter(Exists(seen) & ~Exists(own))
