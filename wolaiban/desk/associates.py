"""Associates at the desk: enlisted at the counter or on their own phone, what they said of themselves, their areas and hours;
their own page, and how the places below somebody stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.associates.figures import figures, places_below
from wolaiban.associates.kind import KIND
from wolaiban.associates.models import Associate, HoursCertificate, VolunteerHours
from wolaiban.associates.parts import AssociateParts, is_of, own_counter, visible_to
from wolaiban.associates.process import OFFERED
from wolaiban.associates.queries import fitting, hours_before, how_many
from wolaiban.associates.words import AssociateKind, FreeTime, HoursState, Skill, time_words
from wolaiban.desk.lists.forms import WordField
from wolaiban.desk.subjects.faces import Card, Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.words import LEADS, OFFICERS, SEES_UNIT, Function, Word
from wolaiban.residents.actions import MAY_LOOK, REASON_LENGTH, reveal
from wolaiban.residents.queries import looks_at
from wolaiban.web.pages import cursor
from wolaiban.web.refusing import show_refusal

LOOKS_SHOWN, HOURS_SHOWN, FOUND_SHOWN = 20, 30, 30


def fresh(request: SignedInRequest) -> Associate:
    """At the counter of whoever enlists, or another of theirs that the address names."""
    return Associate(unit=own_counter(request.actor, request.GET.get("unit", "")))


def around(request: SignedInRequest, found: Associate, step: str) -> dict[str, Any]:
    if step:
        return {}
    actor, today, parts = request.actor, localdate(), AssociateParts(found)
    return {
        "areas": parts.areas,
        "hours": parts.hours_lately[:HOURS_SHOWN],
        "settled": time_words(sum(one.counted for one in parts.settled)),
        "certificates": parts.certificates[::-1],
        "terms": parts.terms[::-1],
        "today": today,
        "looks": list(looks_at(found.resident)[:LOOKS_SHOWN]),
        "insured": found.is_insured(today),
        "is_own": is_of(actor, found),
        "may_look": bool(actor.posts_as(MAY_LOOK)) and not found.masked.erased,
        "has_list": bool(actor.posts_as(SEES_UNIT)),
    }


def initial(request: SignedInRequest, found: Associate, step: str) -> dict[str, Any]:
    """What they are registered with now; what is shown is asked anew each time."""
    if not found.pk:
        return {}
    names = ("kinds", "skills", "skill_line", "speech", "free", "insured_until", "minor", "guardian_agreed")
    return {**{name: getattr(found, name) for name in names}, "account": found.account_id}


def waits(actor: Actor) -> Q | None:
    """Whoever offers to help; hours to be confirmed by another than who stated them, and contested ones to be put right."""
    if not actor.posts_as(OFFICERS):
        return None
    hours = VolunteerHours.objects.filter(associate=OuterRef("pk")).exclude(stated_by__in=actor.selves)
    stated, contested = hours.filter(state=HoursState.STATED), hours.filter(state=HoursState.CONTESTED)
    to_look_at = Q(Exists(stated)) | Q(stage=str(OFFERED))
    return served_as(actor, OFFICERS, "unit") & to_look_at | served_as(actor, LEADS, "unit") & Q(
        Exists(contested)
    )


def called(associate: Associate) -> str:
    offers = associate.stage == OFFERED
    return (
        f"{associate.masked.name}报名当{'、'.join(associate.kind_words)}"
        if offers
        else f"{associate.masked.name}的服务记录"
    )


def beside(actor: Actor) -> list[tuple[str, str]]:
    below = [("各村居的数", "desk:associate_figures")] if places_below(actor) is not None else []
    return [("按特长找", "desk:find_associates"), ("调解委员会", "desk:committees"), *below]


FACE = Face(
    kind=KIND,
    name="desk:associate",
    begins="enlist",
    fresh=fresh,
    open="在册的，和报名待看的",
    over="已退出",
    beside=beside,
    cards=(
        Card("服务记录", "hours", needs="hours"),
        Card("聘期", "terms", needs="terms"),
        Card("证明", "certificates", needs="certificates"),
        Card("认领的片区", "areas", needs="areas"),
        Card("谁看过姓名和电话", "looks", needs="looks"),
    ),
    related=("unit__township", "unit__parent", "unit__studio", "resident"),
    around=around,
    initial=initial,
    waits=waits,
    called=called,
    then={"leave": "desk:own_associate"},
)


ANY: dict[str, Any] = {
    "anything": "不限",
    "required": False,
    "widget": forms.Select({"class": "field"}),
}


class FindingForm(forms.Form):
    """Whom one looks for. Its fields are named like the lists of an associate."""

    kinds = WordField(AssociateKind, label="身份", **ANY)
    skills = WordField(Skill, label="会什么", **ANY)
    free = WordField(FreeTime, label="什么时候有空", **ANY)


def _sought(given: Mapping[str, Word]) -> str:
    """周三上午有空、会法律的法律专家; nothing where nobody in particular is looked for."""
    free, skill, kind = (given.get(name) for name in ("free", "skills", "kinds"))
    can = [*([f"{free.label}有空"] if free else []), *([f"会{skill.label}"] if skill else [])]
    who = kind.label if kind else "队员" if can else ""
    return f"{'、'.join(can)}的{who}" if can else who


@require_safe
def find(request: SignedInRequest) -> HttpResponse:
    """Who can do what and has time, page by page; never in an order of merit."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    form, after = FindingForm(request.GET), cursor(request)
    found = fitting(request.actor, form.cleaned_data if form.is_valid() else {})
    rows = found.select_related(*FACE.related).filter(**({} if after is None else {"pk__lt": after}))
    shown = list(rows[: FOUND_SHOWN + 1])
    asked: dict[str, str | int] = {name: str(word) for name, word in form.cleaned_data.items() if word}
    facts = {
        "form": form,
        "number": how_many(found),
        "sought": _sought(form.cleaned_data if form.is_valid() else {}),
        "found": shown[:FOUND_SHOWN],
        "next": urlencode({**asked, "after": shown[FOUND_SHOWN - 1].pk}) if len(shown) > FOUND_SHOWN else "",
        "first": urlencode(asked) if after is not None else None,
    }
    return render(request, "desk/associates/find.html", facts)


class LookingForm(forms.Form):
    reason = forms.CharField(
        label="为什么要看", max_length=REASON_LENGTH, help_text="队员本人看得到：谁、什么时候、为什么看的。"
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name and telephone, once the reason is on record."""
    found = get_object_or_404(visible_to(request.actor).select_related("resident", "unit"), pk=pk)
    if not request.actor.posts_as(MAY_LOOK):
        raise NotAllowed(what="查看姓名和电话", who="本单位人员")
    form = LookingForm(request.POST if request.method == "POST" else None, auto_id="look_%s")
    facts: dict[str, Any] = {"subject": found, "form": form}
    if form.is_valid():
        try:
            facts["identity"] = reveal(
                found.resident,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                case_number=found.number,
            )
        except BadAnswer as refusal:
            show_refusal(form, refusal)
    return render(request, "desk/associates/identity.html", facts, status=422 if form.errors else 200)


@require_safe
def paper(request: SignedInRequest, pk: int, certificate: int) -> HttpResponse:
    """On paper, to be handed out; whoever holds it writes their own name on it."""
    found = get_object_or_404(visible_to(request.actor).select_related("resident", "unit"), pk=pk)
    proof = get_object_or_404(HoursCertificate, pk=certificate, associate=found)
    address = request.build_absolute_uri(reverse("portal:certificate", args=[proof.serial]))
    facts = {"subject": found, "certificate": proof, "address": address}
    return render(request, "desk/associates/certificate.html", facts)


@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """Where somebody finds what is registered of them; whoever works in an office finds the list."""
    if request.actor.posts_as(SEES_UNIT):
        return redirect("desk:associates")
    found = Associate.objects.filter(account=request.user).order_by("-pk").first()
    if found is not None:
        return redirect("desk:associate", found.pk)
    if not request.actor.holds(Function.VOLUNTEER):
        raise Http404
    return render(request, "desk/associates/none.html")


@require_safe
def hours(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that somebody did, page by page."""
    found = get_object_or_404(visible_to(request.actor).select_related(*FACE.related), pk=pk)
    after = cursor(request)
    rows = hours_before(found, after, HOURS_SHOWN + 1)
    facts = {
        "subject": found,
        "hours": rows[:HOURS_SHOWN],
        "next": rows[HOURS_SHOWN - 1].pk if len(rows) > HOURS_SHOWN else None,
        "begun": after is not None,
    }
    return render(request, "desk/associates/all_hours.html", facts)


@require_safe
def figures_below(request: SignedInRequest) -> HttpResponse:
    """Who helps in the places that somebody watches over, and what they did; never by person."""
    units = places_below(request.actor)
    if units is None:
        raise Http404
    facts = {"found": figures(request.actor, units, localdate())}
    return render(request, "desk/associates/figures.html", facts)


urlpatterns = [
    path("associates/figures/", figures_below, name="associate_figures"),
    path("associates/<int:pk>/hours/", hours, name="associate_hours"),
    path("associates/find/", find, name="find_associates"),
    path("associates/mine/", own, name="own_associate"),
    path("associates/<int:pk>/identity/", identity, name="associate_identity"),
    path("associates/<int:pk>/certificates/<int:certificate>/", paper, name="associate_certificate"),
    *addresses(FACE, "associates"),
]
