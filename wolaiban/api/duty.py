"""Who answers now at a studio: as the public page says it, for a switchboard or a website."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404
from ninja import Query, Router
from pydantic import BaseModel, Field

from wolaiban.api.entrance import ApiRequest, TokenAuth
from wolaiban.api.shapes import READING, Named, refusals
from wolaiban.duty.queries.now import duty_now
from wolaiban.people.models import Scope
from wolaiban.places.models import Unit

duty = Router(tags=["值班"])


class AskedDoor(BaseModel):
    unit: Annotated[str, Field(min_length=1, max_length=12)] = Field(title="单位代码")


class AnswersNow(BaseModel):
    """Surname and function alone: whole names and mobile numbers are not told."""

    by: Named = Field(title="谁的位置")
    label: str = Field(title="怎么称呼")
    phone: str = Field(title="打哪个电话")
    line: str = Field(title="是谁的电话")
    until: datetime = Field(title="到什么时候")
    why: str = Field(title="为什么是他")
    tried: list[str] = Field(title="在他前面的，各为什么不行")


@duty.get(
    "/duty/now",
    url_name="duty_now",
    operation_id="duty_now",
    summary="现在谁接电话",
    description="一个工作室此刻由谁接电话：值班、代班、负责人、镇街、区里、12345，总有一个。令牌须有“查看”权限。",
    response=AnswersNow,
    auth=TokenAuth(Scope.READ),
    openapi_extra=refusals(READING),
)
def answers_now(request: ApiRequest, asked: Query[AskedDoor]) -> AnswersNow:
    door = Unit.objects.with_a_door().filter(code=asked.unit).first()
    if door is None:
        raise Http404
    found = duty_now(door).answer
    return AnswersNow(
        by=Named(code=found.by, name=found.by.label),
        label=found.label,
        phone=found.phone,
        line=found.line,
        until=found.until,
        why=found.why,
        tried=list(found.chain),
    )
