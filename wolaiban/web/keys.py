"""The hidden key of a form: drawn with it, so that a form that is sent twice does once what it is for."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from wolaiban.workflow.idempotency import Once

FIELD = "key"
WRITTEN = re.compile(r"[!-~]{1,64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{22,64}", re.ASCII)  # 128 random bits or more, as base64 or hex
# What may be another at the next sending of the same.
BESIDES = frozenset({FIELD, "csrfmiddlewaretoken", "work_task", "work_solution", "again", "find", "after"})
REUSED = "这张表刚才已经交过一次，这次的内容和那次不一样。确实要另外再交一次的，请再按一次。"


def fresh_key() -> str:
    return secrets.token_urlsafe(24)


def key_of(request: HttpRequest) -> str:
    """As it was sent; "" where it is no key of ours."""
    key = request.POST.get(FIELD, "")
    return key if WRITTEN.fullmatch(key) else ""


def once_of(request: HttpRequest, *, kept_as: str = "", files: bool = True) -> Once | None:
    """The key of this form, or as it is kept, with what was sent under it; None for a form that has none.

    `files` do not count where they may have to be chosen anew before the same is sent again.
    """
    key = key_of(request)
    return Once.of(kept_as or key, _content(request, files=files)) if key else None


def key_for(request: HttpRequest, *, anew: bool = False) -> str:
    """What the form that is drawn in answer has: its own, as long as nothing came of it."""
    return fresh_key() if anew else key_of(request) or fresh_key()


def with_key(sent: QueryDict, key: str) -> QueryDict:
    """The same fields under another key."""
    fields = sent.copy()
    fields[FIELD] = key
    return fields


def _content(request: HttpRequest, *, files: bool) -> bytes:
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in BESIDES)
    sent = request.FILES.lists() if files else ()
    digests = sorted((name, [_digest(file) for file in several]) for name, several in sent)
    return json.dumps([request.path, fields, digests]).encode()


def _digest(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest
