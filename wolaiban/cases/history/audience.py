"""With whose eyes a case is seen: from inside, as the one who reported it, or as the volunteer who brought it in."""

from __future__ import annotations

from enum import Enum, auto

from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.roles import Circle
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.process.words import SEES_UNIT, Function
from wolaiban.residents.actions import MAY_LOOK


class Eyes(Enum):
    INSIDE = auto()
    RESIDENT = auto()
    VOLUNTEER = auto()


def eyes_of(actor: Actor, circle: Circle) -> Eyes:
    """How much of a case that is visible to an actor is shown to them.

    Whoever complains in a case sees it as a resident, also when they hold a post: it is their own matter
    (信访工作条例 art. 28). A post beside a volunteer's may have nothing to do with this case.
    """
    if circle.complaint_of(actor):
        return Eyes.RESIDENT
    posts = actor.posts_as(SEES_UNIT)
    if not posts:
        return Eyes.VOLUNTEER
    if actor.holds(Function.VOLUNTEER) and not _visible_without_volunteering(actor, circle.case):
        return Eyes.VOLUNTEER
    return Eyes.INSIDE


def _visible_without_volunteering(actor: Actor, case: Case) -> bool:
    officer = Actor(actor.user, actor.posts_as(SEES_UNIT))
    return Case.objects.visible_to(officer).filter(pk=case.pk).exists()


def is_somebody(complainant: Complainant) -> bool:
    """Whether there is an identity to look at or to wipe."""
    return not complainant.resident.is_anonymous and not complainant.resident.is_erased


def looking_post(actor: Actor, eyes: Eyes, circle: Circle) -> Post | None:
    """The post in which an actor may look at the people of a case: one that may look, and that sees this case.

    A post elsewhere does not open what an auditor's post lets one read here, and a department needs nobody's
    number once it is no longer called.
    """
    if eyes is not Eyes.INSIDE:
        return None
    case = circle.case
    called = {summons.department_id for summons in circle.open_summonses}
    called.add(case.holder_id)  # a department holds what is said of the district's office
    posts = [p for p in actor.posts_as(MAY_LOOK) if not p.unit.is_department or p.unit_id in called]
    if len(actor.posts_as(SEES_UNIT)) == 1:
        return posts[0] if posts else None
    return next((post for post in posts if _visible_in(post, actor, case)), None)


def _visible_in(post: Post, actor: Actor, case: Case) -> bool:
    return Case.objects.visible_to(Actor(actor.user, (post,))).filter(pk=case.pk).exists()
