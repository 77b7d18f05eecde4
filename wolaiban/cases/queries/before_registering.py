"""What helps before a matter is registered: where one may, who called earlier, what is already known of the place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from wolaiban.cases.models import Case, Complainant, Statement
from wolaiban.cases.queries.known import open_to
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.places.models import Unit
from wolaiban.places.queries import UnitQuerySet
from wolaiban.process.words import OFFICERS, Function, RequestKind, Stage
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.workflow.characters import standard

RECENT = timedelta(days=60)
LATELY = timedelta(hours=24)


def units_open_to(actor: Actor) -> UnitQuerySet:
    """Where an actor may register a matter, as `actions.registering.may_register` decides for each; residents anywhere.

    Nowhere for departments and for those who only watch.
    """
    units = Unit.objects.active().exclude(kind="department").with_township()
    posts = _registering_posts(actor)
    if actor.is_public:
        return units
    if not posts:
        return units if Resident.objects.filter(account=actor.user).exists() else units.none()
    if any(post.unit.is_district for post in posts):
        return units
    townships = [post.unit_id for post in posts if post.unit.is_township]
    studios = [post.unit.studio_id for post in posts if post.unit.is_studio_level]
    return units.filter(Q(pk__in=townships) | Q(township__in=townships) | Q(studio__in=studios))


def takes_down_reports(actor: Actor) -> bool:
    """Whether an actor registers what others report, and so is told numbers."""
    return bool(_registering_posts(actor))


def _registering_posts(actor: Actor) -> list[Post]:
    posts = actor.posts_as(OFFICERS | {Function.VOLUNTEER})
    return [post for post in posts if not post.unit.is_department]


def earlier_by_phone(phone: str, actor: Actor) -> CaseQuerySet:
    """Matters of whoever left this number, newest first; only those the actor may know of
    in a post in which they are told numbers, and by the case in which it was left.
    """
    actor = Actor(actor.user, tuple(_registering_posts(actor)))
    theirs = list(Complainant.objects.filter(resident__in=vault.find_by_phone(phone)))
    known = open_to(actor, theirs)
    cases = {complaint.case_id for complaint in theirs if complaint.pk in known}
    return Case.objects.visible_to(actor).filter(pk__in=cases).newest_first()


def said_lately(
    words: str,
    *,
    unit: Unit,
    place: str,
    phones: Iterable[str] = (),
    resident: Resident | None = None,
) -> Case | None:
    """What these people reported of this place, within a day and in the very same words; never an accusation.

    For whoever says it once more, under another key. Nobody is told of it who has not just shown number and
    words, or signed in.
    """
    whose = {found.pk for phone in phones for found in vault.find_by_phone(phone)}
    whose |= {resident.pk} if resident else set()
    if not whose:
        return None
    since = now() - LATELY
    said = Statement.objects.filter(
        complainant__resident__in=whose, at__gte=since, words=standard(words.strip())
    )
    here = Case.objects.filter(unit=unit, place_words=standard(place.strip()), registered_at__gte=since)
    known = here.filter(pk__in=said.values("case"))
    return known.exclude(kind=RequestKind.ACCUSATION).exclude(stage=Stage.WITHDRAWN).newest_first().first()


def recent_nearby(unit: Unit, place: str, actor: Actor) -> CaseQuerySet:
    """Open matters of the last two months at the same place: all words of it, or else all of the unit.

    No accusation: whoever may see it need not be led to it by what somebody else reports.
    """
    recent = Case.objects.visible_to(actor).open().filter(unit=unit, registered_at__gte=now() - RECENT)
    recent = recent.exclude(kind=RequestKind.ACCUSATION)
    return _mentioning(place.split(), recent).newest_first()


def _mentioning(words: Iterable[str], cases: CaseQuerySet) -> CaseQuerySet:
    for word in words:
        cases = cases.filter(Q(place_words__icontains=word) | Q(title__icontains=word))
    return cases
