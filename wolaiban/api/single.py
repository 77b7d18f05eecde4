"""One case and its files, to those who may see them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from ninja import Router

from wolaiban.api.entrance import ApiRequest, TokenAuth
from wolaiban.api.reading import Reading
from wolaiban.api.shapes import READING, CaseRead, refusals
from wolaiban.cases.history.case_view import visible_case
from wolaiban.people.models import Scope
from wolaiban.uploads.kinds import KINDS
from wolaiban.web.material import handed_out

BYTES = {"schema": {"type": "string", "format": "binary"}}

single = Router(tags=["查看"])


@single.get(
    "/cases/{number}",
    url_name="case",
    operation_id="read",
    summary="看一件",
    description="现在的情况、办理经过、您能办的步骤。和页面上给您看的一样，身份只给掩码。令牌须有“查看”权限。",
    response=CaseRead,
    auth=TokenAuth(Scope.READ),
    openapi_extra=refusals(READING),
)
def read(request: ApiRequest, number: str) -> CaseRead:
    return Reading(visible_case(request.actor, number), request.actor).read()


def _with_file() -> dict[str, Any]:
    told = refusals(READING)
    content = {kind.media_type: BYTES for kind in KINDS.values()}
    told["responses"] |= {200: {"description": "文件", "content": content}}
    told["responses"] |= {206: {"description": "录音的一段", "content": content}}
    return told


@single.get(
    "/cases/{number}/attachments/{int:pk}",
    url_name="attachment",
    operation_id="attachment",
    summary="下载附件",
    description="照片、录音或 PDF 本身。令牌须有“查看”权限。",
    response={200: None},
    auth=TokenAuth(Scope.READ),
    openapi_extra=_with_file(),
)
def attachment(request: ApiRequest, number: str, pk: int) -> HttpResponse:
    reading = Reading(visible_case(request.actor, number), request.actor)
    row = reading.file(pk)
    if row is None:
        raise Http404
    return handed_out(row, request)
