"""Who comes in: a token in the Authorization header and nothing else. A session opens nothing here.

So no page elsewhere can make a browser act here in somebody's name, and nothing needs a CSRF token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.http import HttpRequest
from ninja import Schema
from ninja.params import models as shapes
from ninja.security import HttpBearer

from wolaiban.people.actor import Actor
from wolaiban.people.bearers import Bearer, bearer_of
from wolaiban.people.models import Scope
from wolaiban.process.errors import ProcessError
from wolaiban.web.limits.token_bucket import PACE

LARGEST_BODY = 32 * 1024 * 1024  # base64 of about 24 MB of files
JSON = "application/json"

if TYPE_CHECKING:
    from wolaiban.people.models import User

# What an operation reads and answers is worked out when it is first called: done for all of them at each start it costs a
# tenth of the start, and most are never called. Pydantic locks while it does so.
for _model in (Schema, shapes.BodyModel, shapes.PathModel, shapes.QueryModel):
    _model.model_config["defer_build"] = True


class ApiRequest(HttpRequest):
    """Narrows the types only; `Token` makes it true."""

    user: User
    actor: Actor
    auth: Bearer


class OutOfScope(ProcessError):
    status: ClassVar[int] = 403
    code = "out_of_scope"
    message = "这个令牌没有“{scope}”的权限。"


class TooLarge(ProcessError):
    status: ClassVar[int] = 413
    code = "too_large"
    message = "请求的内容超过 {most} MB，什么都没有改动。照片请压缩后分几次提交。"


class NotJson(ProcessError):
    status: ClassVar[int] = 415
    code = "not_json"
    message = "请以 application/json 提交。"


class TokenAuth(HttpBearer):
    """Asks for a token that opens this much; for any token, if no scope is named."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        bearer = bearer_of(token)
        if bearer is None:
            return None
        PACE.keep(bearer.token.pk, limit=settings.API_PER_MINUTE)
        if self.scopes and self.scopes.isdisjoint(bearer.token.scopes):
            raise OutOfScope(scope=next(iter(self.scopes)).label)
        if request.method == "POST":
            take_in(request)
        request.actor = bearer.actor  # type: ignore[attr-defined]
        return bearer


def take_in(request: HttpRequest) -> None:
    """Read the body once we know whose it is. Photos come in it, so it may be larger than a form (`request.body`)."""
    length = request.headers.get("Content-Length", "")
    size = int(length) if length.isascii() and length.isdigit() else 0
    if size > LARGEST_BODY:
        raise TooLarge(most=LARGEST_BODY // 1024 // 1024)
    if size and request.content_type != JSON:
        raise NotJson
    if not hasattr(request, "_body"):
        request._body = request.read(size)
