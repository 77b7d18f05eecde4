"""Changing the draft: its steps are the engine's; here stands what its forms hold and say."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wolaiban.catalogue.comparing import differences
from wolaiban.catalogue.kind import KIND
from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.catalogue.queries import current_edition
from wolaiban.desk.catalogue.guards import caretakers_only
from wolaiban.desk.catalogue.views import show
from wolaiban.desk.subjects.faces import Face
from wolaiban.desk.subjects.taking import get_or_post, take
from wolaiban.people.requests import SignedInRequest
from wolaiban.process.errors import NotNow


def initial(request: SignedInRequest, draft: Edition, step: str) -> dict[str, Any]:
    """What stands in the draft of whatever the address names."""
    if step == "amend" and (kind := _kind(request, draft)):
        owner = kind.owner.code if kind.owner else ""
        return {"name": kind.name, "usual_tier": kind.usual_tier, "owner": owner, "active": kind.active}
    if step == "set_limit":
        limit = _limit(request, draft)
        return {"amount": limit.amount, "measure": limit.measure} if limit else {"measure": "days"}
    if step == "report_in_by":
        return {"hours": draft.report_in_hours, "urgent_hours": draft.urgent_report_in_hours}
    return {"label": draft.label, "usual_tier": "minor"}


def around(request: SignedInRequest, draft: Edition, step: str) -> dict[str, Any]:
    if step == "publish":
        before = current_edition()
        return {"changes": differences(before, draft), "before": before}
    kind = _kind(request, draft)
    if kind is None:
        return {}
    about = {"category": kind.code}
    links = [("移到别处", _step("move", **about)), ("单独规定时限", _step("set_limit", **about))]
    links.append(("在它下面新增", _step("add", under=kind.code)))
    return {"says": f"“{kind.path}”，代码 {kind.code}。", "links": links if step == "amend" else []}


def _kind(request: SignedInRequest, draft: Edition) -> Category | None:
    code = request.GET.get("category") or request.GET.get("under")
    return Category.objects.of(draft.pk).select_related("owner").filter(code=code).first() if code else None


def _limit(request: SignedInRequest, draft: Edition) -> Limit | None:
    stage, tier, code = (request.GET.get(name) or None for name in ("stage", "tier", "category"))
    return Limit.objects.filter(edition=draft, stage=stage or "", tier=tier, category__code=code).first()


def _step(step: str, **preset: str) -> str:
    return f"{reverse('catalogue:draft_step', args=[step])}?{urlencode(preset)}"


FACE = Face(
    kind=KIND,
    name="catalogue:draft",
    has_one=True,
    templates={"publish": "desk/catalogue/publish.html"},
    around=around,
    initial=initial,
    then={"publish": "catalogue:current", "discard": "catalogue:current"},
)


@require_POST
@caretakers_only
def start(request: SignedInRequest) -> HttpResponse:
    return take(FACE, request, Edition(), "draft")


@require_safe
@caretakers_only
def draft(request: SignedInRequest) -> HttpResponse:
    return show(request, the_draft())


@get_or_post
@caretakers_only
def change(request: SignedInRequest, step: str) -> HttpResponse:
    return take(FACE, request, the_draft(), step)


def the_draft() -> Edition:
    found = Edition.objects.draft()
    if found is None:
        raise NotNow("现在没有草稿：已经发布或放弃。请先起草新版。")
    return found
