"""Refusals told to programs: application/problem+json (RFC 9457), in the same words as on the page."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.http import JsonResponse

from wolaiban.process.errors import BadAnswer, ProcessError

MEDIA_TYPE = "application/problem+json"
ABOUT_THE_WHOLE = "_"  # under which name stands what is wrong with no single field

# What is refused before one of our own gets to say why.
TITLES: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "请求的内容不完整或格式不对，什么都没有改动。",
    HTTPStatus.UNAUTHORIZED: "请在 Authorization 头里带上有效的接口令牌。令牌在“我的账号 › 接口令牌”里生成。",
    HTTPStatus.FORBIDDEN: "您不能这样做。",
    HTTPStatus.NOT_FOUND: "没有找到，或您不能查看。",
    HTTPStatus.METHOD_NOT_ALLOWED: "这个地址不支持这种请求方法。",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "请求的内容太大，什么都没有改动。",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "请以 application/json 提交。",
    HTTPStatus.INTERNAL_SERVER_ERROR: "系统出了问题，已经记下。请稍后再试。",
    HTTPStatus.SERVICE_UNAVAILABLE: "系统暂时不能受理，这次提交没有收到。请稍后再试。",
}


def problem(
    status: int, *, code: str = "", title: str = "", errors: Mapping[str, str] | None = None
) -> JsonResponse:
    """`code` is for programs, `title` for people, `errors` says what is wrong by field."""
    status = HTTPStatus(status)
    told: dict[str, object] = {
        "type": code or status.phrase.lower().replace(" ", "_"),
        "title": title or TITLES.get(status, TITLES[HTTPStatus.BAD_REQUEST]),
        "status": status.value,
    }
    if errors:
        told["errors"] = {name or ABOUT_THE_WHOLE: words for name, words in errors.items()}
    return JsonResponse(
        told, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def problem_of(error: ProcessError) -> JsonResponse:
    errors = error.fields if isinstance(error, BadAnswer) else None
    return problem(error.status, code=error.code, title=str(error), errors=errors)
