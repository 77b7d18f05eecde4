"""The reception book at the desk: a visit or a call written down in four presses, what stands in it, and its figures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wolaiban.cases.actions.registering import Reporter
from wolaiban.cases.models import Case
from wolaiban.desk.cases.registering import go_on_at_the_counter
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.forms import step_form
from wolaiban.desk.subjects.showing import addresses
from wolaiban.duty.actions.recording import BEGINS, SERVE, BookEntry, recorded
from wolaiban.duty.booked import Booking
from wolaiban.duty.booking_process import BookingStage
from wolaiban.duty.kind import BOOKINGS, RECEPTIONS, TICKETS
from wolaiban.duty.models import MOST_REPRESENTATIVES, Reception, Ticket
from wolaiban.duty.months import Month
from wolaiban.duty.parts import ReceptionParts
from wolaiban.duty.queries.book import book_of
from wolaiban.duty.queries.doors import own_door
from wolaiban.duty.queries.waits import waits_of
from wolaiban.duty.ticket_parts import TicketParts, counted_tickets
from wolaiban.duty.words import MatterTimes, ReceptionOutcome, ReceptionWay
from wolaiban.people.actor import Actor
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotNow, NotYours, TooLate
from wolaiban.process.sensitive import sounds_accusing
from wolaiban.process.words import SEES_UNIT, Channel, RequestKind
from wolaiban.residents.particulars import MOST_OF_PHONE, tidy_name, tidy_phone
from wolaiban.web.forms import StepForm
from wolaiban.web.keys import REUSED, key_for, once_of
from wolaiban.web.numbers import number_in
from wolaiban.web.refusing import show_refusal
from wolaiban.web.reporters import PersonalField
from wolaiban.workflow.idempotency import KeyReused
from wolaiban.workflow.offers import require

# What is most often meant, so that nobody has to press it.
USUAL = {
    "way": ReceptionWay.COUNTER.value,
    "outcome": ReceptionOutcome.ANSWERED.value,
    "heads": 1,
    "times": MatterTimes.FIRST.value,
}
CHIPS = ("topic", "outcome")
FOLDED = ("times", "receivers", "when")
NEXT = "next"  # the button that goes on to the next one
TURNED = "检举控告不记进接访本：登记以后由区里直接受理，办的人不是被反映的人。现在还什么都没有存下。"
NO_SUCH_CASE = "没有这个件号，或者您看不到它。检举控告不在这里补充。"
LONGEST_NUMBER = 24


class SpeakerForm(forms.Form):
    """One more of those who speak for a group and want an answer."""

    name = PersonalField(tidy_name, label="姓名", max_length=50)
    phone = PersonalField(tidy_phone, label="电话", max_length=MOST_OF_PHONE)


class BookForm:
    """The questions of the table, with what a case needs that comes of it: who wants an answer, or to which it is added."""

    def __init__(self, request: SignedInRequest, reception: Reception, ticket: Ticket | None = None) -> None:
        self.actor, self.reception, self.ticket = request.actor, reception, ticket
        self.booking = booked_by(request)
        sent = request.POST if request.method == "POST" else None
        offered = require(request.actor, reception, BEGINS)
        told = {"topic": ticket.topic.code} if ticket and ticket.topic else {}
        start = {**USUAL, **self._booked_for(), **told}
        self.step: StepForm = step_form(offered, reception, request.actor, initial=start, data=sent)
        for name in CHIPS:
            _as_chips(self.step.fields[name])
        known = self.booking.case.number if self.booking and self.booking.case else ""
        self.step.fields["number"] = forms.CharField(
            label="补充到哪一件", max_length=LONGEST_NUMBER, required=False, help_text="写件号", initial=known
        )
        self.step.fields["anonymous"] = forms.BooleanField(label="不愿留名（匿名）", required=False)
        self.speakers = [
            SpeakerForm(sent, prefix=f"speaker_{n}", auto_id="record_%s") for n in range(MOST_REPRESENTATIVES)
        ]

    def _booked_for(self) -> dict[str, Any]:
        """What is known already of whoever booked."""
        if self.booking is None:
            return {}
        way, topic = self.booking.reception_day.way_word.as_received, self.booking.topic
        return {"way": way.value} | ({"topic": topic.code} if topic else {})

    def is_valid(self) -> bool:
        return all([self.step.is_valid(), *(one.is_valid() for one in self.speakers)])

    @property
    def given(self) -> dict[str, Any]:
        return self.step.answers

    @property
    def first(self) -> SpeakerForm:
        return self.speakers[0]

    @property
    def others(self) -> list[SpeakerForm]:
        return self.speakers[1:]

    @property
    def has_others(self) -> bool:
        return any(bound.value() for one in self.others for bound in one)

    @property
    def missing(self) -> list[forms.BoundField]:
        """What is to be put right, as it stands from top to bottom."""
        return [bound for half in (self.step, *self.speakers) for bound in half if bound.errors]

    @property
    def has_faults_below(self) -> bool:
        return any(self.step[name].errors for name in FOLDED)

    def entry(self) -> BookEntry:
        """Raises BadAnswer where the case that is named is not one to be added to."""
        asked = RECEPTIONS.process.asked[BEGINS]
        answers = {one.name: self.given[one.name] for one in asked if one.name in self.given}
        outcome = ReceptionOutcome(answers["outcome"])
        reporters = self._reporters() if outcome is ReceptionOutcome.CASED else ()
        case = self._case() if outcome is ReceptionOutcome.ADDED else None
        return BookEntry(
            self.reception.unit, answers, reporters, case, self.ticket, self.booking, invented=settings.DEMO
        )

    def _reporters(self) -> tuple[Reporter, ...]:
        if self.given.get("anonymous"):
            return (Reporter(),)
        told = [one.cleaned_data for one in self.speakers if any(one.cleaned_data.values())]
        return tuple(
            Reporter(name=one["name"], phone=one["phone"], representative=len(told) > 1) for one in told
        )

    def _case(self) -> Case | None:
        number = self.given.get("number", "").strip().upper()
        if not number:
            return None
        open_to = Case.objects.visible_to(self.actor).exclude(kind=RequestKind.ACCUSATION)
        found = open_to.filter(number=number).first()
        if found is None:
            raise BadAnswer({"number": NO_SUCH_CASE})
        return found


def _as_chips(field: Any) -> None:
    """Seen all at once, and chosen in one press."""
    choices = [(value, label) for value, label in field.choices if value]
    field.widget = forms.RadioSelect()
    field.choices = choices


def booked_by(request: SignedInRequest) -> Booking | None:
    """The booking that the address names, as long as whoever came of it was not heard yet."""
    key = number_in(request.GET.get("booking", ""))
    open_to = BOOKINGS.visible_to(request.actor).filter(stage__in=BookingStage.open_ones())
    return open_to.select_related("reception_day", "topic", "case", "unit").filter(pk=key or 0).first()


def fresh(request: SignedInRequest) -> Reception:
    """For the door of whoever writes, another of theirs that the address names, or that where somebody booked."""
    if booking := booked_by(request):
        return Reception(unit=booking.unit)
    return Reception(unit=own_door(request.actor, request.GET.get("unit", "")))


def ticket_heard(request: SignedInRequest) -> Ticket | None:
    """Whose turn it is, where the address says so. Raises NotYours for whoever may not serve."""
    if "ticket" not in request.GET:
        return None
    tickets = TICKETS.visible_to(request.actor).select_related("unit__studio", "unit__township", "topic")
    ticket = get_object_or_404(tickets, pk=number_in(request.GET["ticket"]))
    roles = TICKETS.roles(request.actor, TicketParts(ticket))
    if request.method != "POST":  # what was written down already is answered as it was the first time
        TICKETS.process.check(SERVE, at=ticket.stage_word, roles=frozenset(roles))
    return ticket


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest) -> HttpResponse:
    """A form that is sent twice is written down once. Where it sounds like an accusation nothing is, until somebody says."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    ticket = ticket_heard(request)
    form = BookForm(request, Reception(unit=ticket.unit) if ticket else fresh(request), ticket)
    if request.method != "POST":
        return _draw(request, form)
    if "accuses" in request.POST:
        return _turn_to_counter(request, form)
    if not form.is_valid():
        return _draw(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if sounds_accusing(form.given.get("words", "")) and "accuses_nobody" not in request.POST:
        return _draw(request, form, status=HTTPStatus.CONFLICT, accusing=True)
    return _send(request, form)


def _send(request: SignedInRequest, form: BookForm) -> HttpResponse:
    reused = False
    try:
        event = recorded(form.entry(), by=request.actor, once=once_of(request))
    except KeyReused:
        reused = True
        form.step.add_error(None, REUSED)
    except (BadAnswer, NotYours, NotNow, TooLate) as refusal:
        show_refusal(form.step, refusal, {"reporters": "name"}, form.speakers[:1])
    else:
        messages.success(request, RECEPTIONS.process.presentation.said[BEGINS])
        if form.ticket is not None:
            return redirect("desk:tickets")
        if request.POST.get("after") == NEXT:
            return redirect(request.get_full_path())
        return redirect("desk:reception", event.subject)  # type: ignore[attr-defined]
    return _draw(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, anew=reused)


def _turn_to_counter(request: SignedInRequest, form: BookForm) -> HttpResponse:
    """On to the restricted path with what was said; it is stored nowhere yet."""
    calls = request.POST.get("way") == ReceptionWay.PHONE
    channel = Channel.CALL if calls else Channel.WALK_IN
    given = {"words": request.POST.get("words", ""), "channel": channel.value}
    given |= {name: request.POST.get(f"speaker_0-{name}", "") for name in ("name", "phone")}
    unit = form.reception.unit
    return go_on_at_the_counter(request, unit, RequestKind.ACCUSATION, given, TURNED)


def _draw(
    request: SignedInRequest,
    form: BookForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    accusing: bool = False,
    anew: bool = False,
) -> HttpResponse:
    facts = {
        "book": form,
        "form": form.step,
        "unit": form.reception.unit,
        "ticket": form.ticket,
        "booking": form.booking,
        "key": key_for(request, anew=anew),
        "accusing": accusing,
        "face": FACE,
    }
    return render(request, "desk/receptions/record.html", facts, status=status)


def around(request: SignedInRequest, reception: Reception, step: str) -> dict[str, Any]:
    """On the page who received, and the case, for whoever may see it."""
    if step:
        return {}
    seen = Case.objects.visible_to(request.actor)
    case = seen.filter(pk=reception.case_id).first() if reception.case_id is not None else None
    return {"parts": ReceptionParts(reception), "case": case}


def beside(actor: Actor) -> list[tuple[str, str]]:
    line = [("排号", "desk:tickets")] if own_door(actor) else []
    return [
        ("预约", "desk:bookings_ahead"),
        *line,
        ("接待日", "desk:reception_days"),
        ("批次人次", "desk:reception_figures"),
        ("值班表", "desk:rosters"),
    ]


FACE = Face(
    kind=RECEPTIONS,
    name="desk:reception",
    begins=BEGINS,
    fresh=fresh,
    over="记下的",
    beside=beside,
    related=("unit__township", "unit__parent", "unit__studio", "topic"),
    around=around,
    called=lambda reception: f"{reception.unit}接访 {reception.number}",
)


@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """How often, and how many people, were heard in a month: of what somebody may see, and without a word of what was said."""
    if not request.actor.posts_as(SEES_UNIT):
        raise Http404
    this = Month.of(localdate())
    month = Month.read(request.GET.get("month", "")) or this
    facts = {
        "book": book_of(RECEPTIONS.visible_to(request.actor), month),
        "waits": waits_of(counted_tickets(request.actor), month),
        "before": month.before,
        "after": month.next if month < this else None,
    }
    return render(request, "desk/receptions/figures.html", facts)


urlpatterns = [
    path("receptions/figures/", figures, name="reception_figures"),
    *addresses(FACE, "receptions", form=record),
]
