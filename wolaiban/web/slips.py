"""The slip that a resident takes home: how their matter is found again, what happens next and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_variables

from wolaiban.cases import receipts
from wolaiban.cases.history.deadline_reasons import latest_answer
from wolaiban.cases.models import Case, Complainant
from wolaiban.cases.receipt_codes import grouped
from wolaiban.catalogue.queries import span_for
from wolaiban.people.actor import Actor
from wolaiban.places.models import Studio
from wolaiban.process.words import RequestKind, Stage, Tier
from wolaiban.residents import vault
from wolaiban.residents.masking import Masked


@dataclass(frozen=True)
class PrintedSlip:
    """One person's slip of paper. Shown once; neither logged nor kept."""

    case: Case
    whose: Masked
    code: str = field(repr=False)  # as it is read aloud, in groups of four
    pin: str = field(repr=False)
    picture: SafeString = field(repr=False)  # a QR code; the code is in the fragment, which no server is sent
    where: str  # the address to open, without the code
    next_steps: tuple[str, ...]
    replaces: bool = False  # whether an older one opens nothing from now on

    @property
    def groups(self) -> list[str]:
        return self.code.split()

    @property
    def studio(self) -> Studio:
        return self.case.agent

    @property
    def about(self) -> str:
        """What it is about; an accusation does not lie open on a kitchen table, nor what is sensitive."""
        apart = self.case.kind == RequestKind.ACCUSATION or self.case.sensitive
        return "" if apart else self.case.subject


@sensitive_variables()
def slips_for(
    case: Case, *, by: Actor, site: str, key: str | None = None, of: Iterable[Complainant] | None = None
) -> list[PrintedSlip]:
    """Give a receipt to each of these complainants, or to all; older ones of theirs are void (see `receipts.issue`)."""
    people = of if of is not None else case.complainants.select_related("resident").order_by("pk")
    return [_slip(case, receipts.issue(person, by=by, key=key), site) for person in people]


@sensitive_variables()
def _slip(case: Case, given: receipts.Slip, site: str) -> PrintedSlip:
    where = site.rstrip("/") + reverse("portal:track")
    code = segno.make(f"{where}#{given.code}", error="m", micro=False)
    drawn = code.svg_inline(
        scale=4, border=2, omitsize=True, svgclass="slip-code", lineclass=None, light="#fff"
    )
    return PrintedSlip(
        case=case,
        whose=vault.masked(given.complainant.resident),
        code=grouped(given.code),
        pin=given.pin,
        picture=mark_safe(drawn),  # noqa: S308 - made here, of digits and our own address
        where=where,
        next_steps=(*next_steps(case), *how_told(given.complainant, case)),
        replaces=given.replaced,
    )


def _span(case: Case, stage: Stage) -> str:
    return str(span_for(case.edition_id, case.category_id, stage, Tier(case.tier)))


# Of what is past the first promises.
NEXT: Mapping[Stage, Callable[[Case], list[str]]] = {
    Stage.RESOLVED: lambda case: [
        f"已经办完，{_span(case, Stage.RESOLVED)}内把结果告诉您。",
        "知道结果以后请您评价。不满意的，换上一级的人复核。",
    ],
    Stage.ANSWERED: lambda case: [
        f"结果已经告诉您了，{_span(case, Stage.ANSWERED)}内请您评价。",
        "没有解决或不满意的，换上一级的人复核。",
    ],
    Stage.DISPUTED: lambda case: [f"您说没有办好，已交上一级复核，{_span(case, Stage.DISPUTED)}内答复您。"],
    Stage.CLOSED: lambda case: [
        f"已经办结。问题又出现的，{_span(case, Stage.CLOSED)}内可以要求重新办理。",
        "评价和您说的不一样，请马上找工作室，或扫码查看。",
    ],
}


def how_told(complainant: Complainant, case: Case) -> list[str]:
    """What is to be said to somebody whom no text message reaches: we call them, or they come and ask."""
    if vault.is_told_by_call(complainant.resident):
        return ["您留的号码收不到短信，有进展我们打电话告诉您。"]
    if complainant.resident.phone is not None or not case.is_open:
        return []
    latest = latest_answer(case)
    since = f" {latest.day}以后" if latest else ""
    return [f"您没有留电话，我们没法找您：请{since}拿这张回执来工作室问结果。"]


def next_steps(case: Case) -> list[str]:
    """What we have promised from here on, in the limits of the catalogue under which it was registered."""
    if how := NEXT.get(case.stage_word):
        return how(case)
    promised = {
        stage: span_for(case.edition_id, case.category_id, stage, Tier(case.tier))
        for stage in (Stage.REPORTED, Stage.WORKING)
    }
    latest = latest_answer(case)
    told = f"{latest}，请您评价。" if latest else "办好后告诉您结果，请您评价。"
    first = case.holder if case.about else case.agent  # the office is not told what is said of it
    return [
        f"{first}在 {promised[Stage.REPORTED]}内受理；到时没有受理的，系统自动上报到上一级。",
        f"受理后，小事一般 {promised[Stage.WORKING]}内办理；办不了的，由我们代您逐级上报，不用您跑。",
        f"{told}不满意的，换上一级的人复核。",
    ]
