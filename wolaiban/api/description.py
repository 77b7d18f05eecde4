"""The API described: an OpenAPI document for programs, a page to try it on for people."""

from __future__ import annotations

from functools import cache

import pydantic_core
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.api.duty import duty
from wolaiban.api.lists import lists
from wolaiban.api.machine import machine
from wolaiban.api.registering import matters
from wolaiban.api.shapes import Problem
from wolaiban.api.single import single
from wolaiban.api.steps import steps
from wolaiban.api.subjects import subjects
from wolaiban.people.requests import FOR_PROGRAMS

ABOUT = """
程序以一个人的名义办事：令牌在“我的账号 › 接口令牌”生成，放在 `Authorization: Bearer …` 头里。
能看什么、能办什么，与这个人现在的岗位相同；每一步的规矩与页面上的相同，说法也相同。
被拒绝时回答 `application/problem+json`：`type` 给程序看，`title` 给人看，`errors` 逐项说明。
登记和办理可带 `Idempotency-Key`：断线后照原样再发一次，只办一次。
""".strip()

api = machine(title="我来办接口", version="1", description=ABOUT, urls_namespace="api")
for router in (lists, matters, single, duty, steps, subjects):
    api.add_router("", router)


@cache
def document() -> bytes:
    """Made once: it is read from the process table, which does not change while we run."""
    described = api.get_openapi_schema(path_prefix=FOR_PROGRAMS.lstrip("/"))
    described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    return pydantic_core.to_json(described, indent=1)


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Open to all: it tells the rules, and of no matter."""
    return HttpResponse(document(), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
