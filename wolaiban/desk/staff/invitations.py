"""Who never signed in, and how they are asked: slips to print, or a text message, each on a press of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wolaiban.desk.staff.views import keepers_only
from wolaiban.notices.gateways.configured import gateway_for
from wolaiban.notices.inviting import put_out
from wolaiban.notices.words import Way
from wolaiban.people.actions.invitations import LASTS, Invited, invite
from wolaiban.people.authority import awaited_by
from wolaiban.people.models import Invitation, Post, User
from wolaiban.people.queries import UserQuerySet
from wolaiban.people.requests import SignedInRequest
from wolaiban.residents.phones import takes_texts
from wolaiban.web.numbers import number_in
from wolaiban.web.pages import cursor

PAGE = 50
AT_ONCE = 400  # fifty sheets of paper


@dataclass(frozen=True)
class PeopleAwaited:
    people: Sequence[User]  # each with `held` and `asked`
    after: int | None


@require_GET
@keepers_only
def invitations(request: SignedInRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    wanted = _awaited(request, words)
    uninvited = _uninvited(wanted)
    page = _page(wanted, cursor(request))
    facts = {
        "page": page,
        "words": words,
        "after": cursor(request),
        "number": wanted.count(),
        "uninvited": uninvited.count(),
        "at_once": AT_ONCE,
        "days": LASTS.days,
        "can_text": bool(gateway_for(Way.SMS)),
    }
    return render(request, "desk/staff/invitations.html", facts)


def _awaited(request: SignedInRequest, words: str) -> UserQuerySet:
    people = awaited_by(request.actor)
    return people.matching(words) if words else people


def _uninvited(people: UserQuerySet) -> UserQuerySet:
    """Without those who hold a code that is still good."""
    holding = Invitation.objects.standing().filter(expires_at__gt=now())
    return people.exclude(pk__in=holding.values("user"))


def _page(people: UserQuerySet, mark: int | None) -> PeopleAwaited:
    after = people.filter(pk=mark).first() if mark is not None else None
    if after is not None:
        people = people.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.pk))
    held = Prefetch("posts", Post.objects.not_over().with_unit().order_by("starts", "pk"), to_attr="held")
    asked = Prefetch("invitations", Invitation.objects.standing(), to_attr="asked")
    rows = list(people.order_by("name", "pk").prefetch_related(held, asked)[: PAGE + 1])
    return PeopleAwaited(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


@dataclass(frozen=True)
class InvitationSlip:
    """One person's piece of paper."""

    user: User
    code: str
    place: str
    address: str

    @property
    def scanned(self) -> str:
        """The code stands behind the #, which no server is sent."""
        return f"{self.address}#{self.code}"


@never_cache
@require_POST
@keepers_only
def print_slips(request: SignedInRequest) -> HttpResponse:
    """Not a redirect: codes are shown in this one answer and kept nowhere."""
    people = _chosen(request)
    if not people:
        messages.info(request, "没有要打印的：都有还能用的邀请，或者都登录过了。")
        return redirect("staff:invitations")
    slips = _slips(
        invite(people, by=request.actor), request.build_absolute_uri(reverse("account_invitation"))
    )
    return render(request, "desk/staff/slips.html", {"slips": slips, "days": LASTS.days})


def _chosen(request: SignedInRequest) -> list[User]:
    """The one who was named, whatever they hold; else all who fit the words and hold no code that is still good."""
    if one := request.POST.get("person", ""):
        return list(awaited_by(request.actor).filter(pk=number_in(one) or 0))
    words = request.POST.get("q", "").strip()
    return list(_in_order(_uninvited(_awaited(request, words)))[:AT_ONCE])


def _in_order(people: UserQuerySet) -> UserQuerySet:
    """Unit by unit, as slips are handed out."""
    first = Post.objects.not_over().filter(user=OuterRef("pk")).order_by("starts", "pk")
    return people.annotate(place=Subquery(first.values("unit__code")[:1])).order_by("place", "name", "pk")


def _slips(given: Sequence[Invited], address: str) -> list[InvitationSlip]:
    posts = Post.objects.not_over().filter(user__in=[each.user for each in given]).with_unit()
    places: dict[int, str] = {}
    for post in posts.order_by("starts", "pk"):
        places.setdefault(post.user_id, f"{post.unit.full_name}　{post.function_word.label}")
    return [InvitationSlip(each.user, each.code, places.get(each.user.pk, ""), address) for each in given]


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def send_texts(request: SignedInRequest) -> HttpResponse:
    """First how many are reached, and how many are not; sent on the second press alone."""
    words = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    people = list(_in_order(_uninvited(_awaited(request, words)))[:AT_ONCE])
    reached = [person for person in people if takes_texts(person.phone)]
    can_text = bool(gateway_for(Way.SMS))
    if request.method == "POST" and reached and can_text:
        put_out(reached, by=request.user)
        messages.success(
            request, f"正在给 {len(reached)} 人发短信，几分钟内发完。没有发成的，仍在“还没有邀请”里。"
        )
        return redirect("staff:invitations")
    facts = {
        "words": words,
        "reached": len(reached),
        "unreached": [person for person in people if person not in reached],
        "can_text": can_text,
        "days": LASTS.days,
    }
    return render(request, "desk/staff/invite_by_text.html", facts, status=HTTPStatus.OK)
