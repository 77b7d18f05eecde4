"""Seeing who reported a case, and wiping it: asked for with a reason, written down, shown once."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from wolaiban.cases.actions.correcting import CORRECTED, correct
from wolaiban.cases.actions.erasing import erase_in_sight
from wolaiban.cases.history.case_view import visible_case
from wolaiban.desk.cases.page import CasePage, ComplainantShown
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.residents.actions import REASON_LENGTH, reveal
from wolaiban.residents.particulars import MOST_OF_PHONE, tidy_address, tidy_id_number, tidy_name, tidy_phone
from wolaiban.web.refusing import show_refusal
from wolaiban.web.reporters import PersonalField

PUT_RIGHT = "身份信息已更正；原来的不再保存，办理经过里记下了更正过哪几项。"
ANOTHER_PHONE = "电话改了：反映人查进展，从现在起填新号码的后四位。"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="为什么要看", max_length=REASON_LENGTH, help_text="反映人会看到您的姓名、岗位、时间和这条理由。"
    )


class CorrectionForm(forms.Form):
    name = PersonalField(tidy_name, label="正确的姓名", max_length=50)
    phone = PersonalField(tidy_phone, label="正确的电话", max_length=MOST_OF_PHONE)
    address = PersonalField(tidy_address, label="正确的住址", max_length=200)
    id_number = PersonalField(tidy_id_number, label="正确的身份证号", max_length=30)
    reason = forms.CharField(
        label="更正原因",
        max_length=REASON_LENGTH,
        initial="登记时写错了",
        help_text="不要写姓名和电话",
    )


class ErasureForm(forms.Form):
    reason = forms.CharField(
        label="删除原因",
        max_length=REASON_LENGTH,
        initial="本人要求删除身份信息",
        help_text="例如：本人到工作室要求删除；不要写姓名和电话",
    )
    words = forms.BooleanField(
        label="连同本人说过的原话一起删除",
        required=False,
        help_text="还在办的件，承办人从此看不到诉求内容。本人明确要求时才选。",
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_identity(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    page, person = _person(request, number, pk)
    if not person.can_reveal:
        raise NotAllowed(what="查看身份信息", who="经办人员")
    form = ReasonForm(request.POST if request.method == "POST" else None, auto_id=f"reveal_{pk}_%s")
    facts: dict[str, object] = {"page": page, "case": page.case, "form": form}
    if form.is_valid():
        try:
            facts["identity"] = reveal(
                person.complainant.resident,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                case_number=page.case.number,
                post=page.looking_post,
            )
        except BadAnswer as refusal:
            show_refusal(form, refusal)
    return _draw(request, "reveal", person, facts, refused=bool(form.errors))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def correct_identity(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    page, person = _person(request, number, pk)
    if not person.can_correct:
        raise NotAllowed(what="更正身份信息", who="代理工作室或经办人员")
    form = CorrectionForm(request.POST if request.method == "POST" else None, auto_id=f"correct_{pk}_%s")
    if form.is_valid():
        given = form.cleaned_data
        particulars = {name: given[name] for name in CORRECTED}
        try:
            correct(
                person.complainant.resident, by=request.actor, reason=given["reason"], particulars=particulars
            )
        except BadAnswer as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, PUT_RIGHT + (ANOTHER_PHONE if given["phone"] else ""))
            return redirect("desk:case", page.case.number)
    facts: dict[str, object] = {"page": page, "case": page.case, "form": form}
    return _draw(request, "correct", person, facts, refused=bool(form.errors))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_identity(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    page, person = _person(request, number, pk)
    if not page.may_erase:
        raise NotAllowed(what="删除身份信息", who="代理工作室或区联席办")
    form = ErasureForm(request.POST if request.method == "POST" else None, auto_id=f"erase_{pk}_%s")
    if form.is_valid():
        try:
            given = form.cleaned_data
            whose, reason = person.complainant.resident, given["reason"]
            erase_in_sight(whose, by=request.actor, reason=reason, words=given["words"])
        except BadAnswer as refusal:
            show_refusal(form, refusal)
        else:
            gone = "身份信息和原话" if given["words"] else "身份信息"
            messages.success(request, f"{gone}已删除，件和办理经过照常保留。")
            return redirect("desk:case", page.case.number)
    facts: dict[str, object] = {"page": page, "case": page.case, "form": form}
    return _draw(request, "erase", person, facts, refused=bool(form.errors))


def _person(request: SignedInRequest, number: str, pk: int) -> tuple[CasePage, ComplainantShown]:
    """Only those inside see people in a case; to everyone else there is nobody here."""
    page = CasePage(visible_case(request.actor, number), request.actor)
    for person in page.people:
        if page.inside and person.complainant.pk == pk:
            return page, person
    raise Http404


def _draw(
    request: SignedInRequest, name: str, person: ComplainantShown, facts: dict[str, object], *, refused: bool
) -> HttpResponse:
    status = 422 if refused else 200
    facts |= {"person": person}
    if not request.htmx:
        return render(request, f"desk/cases/{name}.html", facts, status=status)
    fragment = render(request, f"desk/cases/{name}.html#{name}", facts, status=status)
    return retarget(reswap(fragment, "innerHTML"), f"#identity_{person.complainant.pk}")
