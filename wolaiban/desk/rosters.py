"""Rosters at the desk: drawn up, posted, changed and swapped in the grid of their month; and the sheet for the door."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.showing import addresses
from wolaiban.duty.kind import ROSTERS
from wolaiban.duty.models import Roster, Shift, Swap, ToldGap
from wolaiban.duty.months import Month
from wolaiban.duty.parts import TOLD_ABOVE, RosterParts, whole_day
from wolaiban.duty.process import DRAFT
from wolaiban.duty.queries.coverage import coverage, gaps_after, watched_by
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.queries.figures import by_door, by_township, watched_townships, whole_of
from wolaiban.duty.queries.gaps import lacking_shifts
from wolaiban.duty.queries.grid import days_of_each, suggestion_for, weeks_of
from wolaiban.duty.queries.sheet import door_sheet
from wolaiban.duty.rules import duty_hours
from wolaiban.duty.words import SwapState
from wolaiban.people.actor import Actor
from wolaiban.people.officers import served_as
from wolaiban.people.requests import SignedInRequest
from wolaiban.places.models import Unit
from wolaiban.process.words import LEADS, OFFICERS
from wolaiban.web.numbers import number_in
from wolaiban.workflow.offers import available

GAPS_SHOWN = 3
PLANS = {"put", "change"}


def fresh(request: SignedInRequest) -> Roster:
    """For the door of whoever draws up, or another of theirs that the address names."""
    return Roster(unit=own_door(request.actor, request.GET.get("unit", "")))


def around(request: SignedInRequest, roster: Roster, step: str) -> dict[str, Any]:
    """On the page the month and what may be done in it; a form needs nothing of that."""
    if step:
        return {}
    parts, actor, today = RosterParts(roster), request.actor, localdate()
    may = {one.step.name for one in available(actor, roster, parts) if not one.obstacle}
    change = "change" if "change" in may else "put" if "put" in may else ""
    return {
        "parts": parts,
        "may": may,
        "weeks": weeks_of(parts, today, _links(parts, actor, change, may)),
        "gaps": [_gap(parts, shift, change) for shift in parts.lacking_ahead[:GAPS_SHOWN]],
        "more_gaps": max(0, len(parts.lacking_ahead) - GAPS_SHOWN),
        "swaps": [swap for swap in parts.swaps_ahead if swap.state_word.is_open],
        "each": days_of_each(parts) if {"put", "change", "ask_swap"} & may else [],
        "neighbours": _neighbours(parts, actor),
        "hours": duty_hours(),
    }


def _links(parts: RosterParts, actor: Actor, change: str, may: set[str]) -> dict[int, str]:
    """Where pressing on a shift leads: to somebody else on it for whoever plans, to a swap for whoever has it."""
    me = actor.user.pk if actor.user else None
    found = {}
    for shift in parts.shifts_ahead:
        if change:
            found[shift.pk] = f"{_step(parts.subject, change)}?shift={shift.pk}"
        elif "ask_swap" in may and shift.person_id == me:
            found[shift.pk] = f"{_step(parts.subject, 'ask_swap')}?own_shift={shift.pk}"
    return found


def _step(roster: Roster, step: str) -> str:
    return reverse("desk:roster_step", args=[roster.pk, step])


def _gap(parts: RosterParts, shift: Shift, change: str) -> dict[str, Any]:
    suggested = suggestion_for(parts, shift) if change else None
    told = any(gap.shift_id == shift.pk and gap.told >= TOLD_ABOVE for gap in parts.told_gaps)
    return {
        "shift": shift,
        "suggested": suggested,
        "told": told,
        "change": f"{_step(parts.subject, change)}?shift={shift.pk}" if change else "",
        "cover": f"{_step(parts.subject, 'cover')}?lacking_one={shift.pk}",
        "handed_up": f"{_step(parts.subject, 'ask_cover')}?lacking={shift.pk}",
    }


def _neighbours(parts: RosterParts, actor: Actor) -> list[tuple[Month, str]]:
    """The months before and after with where they are, or where they are drawn up; empty where neither can be."""
    roster = parts.subject
    wanted = [roster.as_month.before, roster.as_month.next]
    there = Roster.objects.filter(unit=roster.unit, month__in=[month.first for month in wanted])
    pages = {one.month: reverse("desk:roster", args=[one.pk]) for one in there}
    drawn = parts.months if ROSTERS.roles(actor, RosterParts(Roster(unit=roster.unit))) else []
    at = f"{FACE.begin_address}?unit={roster.unit.code}&month="
    pages |= {month.first: f"{at}{month.code}" for month in drawn if month.first not in pages}
    return [(month, pages.get(month.first, "")) for month in wanted]


def initial(request: SignedInRequest, roster: Roster, step: str) -> dict[str, Any]:
    """Of a shift that was pressed on, whoever is most likely put on it instead; and its whole day, where that is one person's."""
    pressed = number_in(request.GET.get("shift", ""))
    if step not in PLANS or pressed is None or "person" in request.GET:
        return {}
    parts = RosterParts(roster)
    shift = next((one for one in parts.shifts_ahead if one.pk == pressed), None)
    if shift is None:
        return {}
    suggested, several = suggestion_for(parts, shift), len(whole_day(parts, shift)) > 1
    return {**({"person": str(suggested.person.pk)} if suggested else {}), "whole_day": several}


def waits(actor: Actor) -> Q | None:
    """Drafts to be posted, swaps to be decided or taken, and gaps for which somebody is to be sent."""
    if not actor.posts_as(OFFICERS):
        return None
    swaps, today = Swap.objects.filter(roster=OuterRef("pk"), shift__day__gte=localdate()), localdate()
    leads = served_as(actor, LEADS, "unit")
    told = ToldGap.objects.filter(shift=OuterRef("pk"), told__gte=TOLD_ABOVE)
    lacking = lacking_shifts(today, Month.of(today).next.last).filter(Exists(told), roster=OuterRef("pk"))
    below = Q(unit__parent__in=actor.unit_ids_as(OFFICERS))
    return (
        Q(stage=DRAFT) & leads
        | leads & Q(Exists(swaps.filter(state=SwapState.TAKEN)))
        | Q(Exists(swaps.filter(state=SwapState.ASKED, whom=actor.user)))
        | below & Q(Exists(lacking))
    )


def beside(actor: Actor) -> list[tuple[str, str]]:
    above = [("各工作室", "desk:roster_gaps"), ("值班情况", "desk:roster_figures")]
    watched = above if watched_by(actor) is not None else []
    own = [("我的值班", "desk:own_duty")] if actor.posts_as(OFFICERS) else []
    return [*own, *watched, ("轮值", "desk:rotations"), ("接访", "desk:receptions")]


FACE = Face(
    kind=ROSTERS,
    name="desk:roster",
    begins="draw_up",
    fresh=fresh,
    open="现在和以后的",
    over="过去的",
    beside=beside,
    related=("unit__township", "unit__parent", "unit__studio"),
    around=around,
    initial=initial,
    waits=waits,
    called=lambda roster: f"{roster.unit} {roster.as_month}值班表",
)


@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """The month for the door, printed by the browser on A4 or A3: everybody called as they agreed to be."""
    rows = ROSTERS.visible_to(request.actor).select_related(*FACE.related)
    roster = get_object_or_404(rows, pk=pk)
    parts = RosterParts(roster)
    address = request.build_absolute_uri(reverse("portal:studio", args=[roster.unit.code]))
    facts = {
        "subject": roster,
        "unit": roster.unit,
        "studio": roster.unit.studio,
        "door": door_sheet(parts, localdate()),
        "hours": duty_hours(),
        "today": localdate(),
        "address": address,
        "large": request.GET.get("paper") == "A3",
    }
    return render(request, "desk/rosters/sheet.html", facts)


@require_safe
def gaps(request: SignedInRequest) -> HttpResponse:
    """How duty stands at the doors that somebody watches over: the gaps to come, and who has posted nothing."""
    units = watched_by(request.actor)
    if units is None:
        raise Http404
    gaps_from, silent_from = request.GET.get("gaps", ""), request.GET.get("silent", "")
    found = coverage(units, localdate(), gaps_from=gaps_after(gaps_from), silent_from=silent_from)
    covers = request.actor.unit_ids_as(OFFICERS)
    facts = {"found": found, "covers": covers, "turned": bool(gaps_from or silent_from)}
    return render(request, "desk/rosters/gaps.html", facts)


@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """How a month stood: by township, and by door in the township that the address names, or in somebody's only one."""
    townships, code = watched_townships(request.actor), request.GET.get("of", "")
    if townships is None:
        raise Http404
    chosen = get_object_or_404(townships, code=code) if code else _only_one(townships)
    today = localdate()
    this = Month.of(today)
    month = min(Month.read(request.GET.get("month", "")) or this, this)
    lines = by_door(chosen, month, today) if chosen else by_township(townships, month, today)
    facts = {
        "lines": lines,
        "whole": whole_of(lines),
        "chosen": chosen,
        "leads_up": bool(code) and _only_one(townships) is None,
        "of": f"&of={code}" if code else "",
        "month": month,
        "before": month.before,
        "after": month.next if month < this else None,
    }
    return render(request, "desk/rosters/figures.html", facts)


def _only_one(townships: QuerySet[Unit]) -> Unit | None:
    first = list(townships[:2])
    return first[0] if len(first) == 1 else None


urlpatterns = [
    path("rosters/gaps/", gaps, name="roster_gaps"),
    path("rosters/figures/", figures, name="roster_figures"),
    path("rosters/<int:pk>/sheet/", sheet, name="roster_sheet"),
    *addresses(FACE, "rosters"),
]
