"""The rows of a subject, each list read when somebody asks for it: what a kind's `load` mostly gives."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def rows(model: type[M], of: str, *related: str) -> cached_property[list[M]]:
    """The rows that belong to `parts.subject` by their column `of`, the oldest first, with related ones; none of a new one."""

    def read(parts: Any) -> list[M]:
        pk = parts.subject.pk
        found = model._default_manager.filter(**{of: pk}).select_related(*related).order_by("pk")
        return list(found) if pk else []

    return cached_property(read)
