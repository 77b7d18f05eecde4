"""Telephone numbers that a press calls: {% for number in studio.phone|numbers %}."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import template

register = template.Library()

BETWEEN = re.compile(r"[、,，;；/]|\s{2,}|\s或\s?|或")
EXTENSION = re.compile(r"\s*(?:转|分机)\s*")


@dataclass(frozen=True)
class Number:
    words: str  # as it was written down
    dial: str  # for tel:, with a pause before an extension; empty if there is nothing to dial


@register.filter
def numbers(phone: str) -> list[Number]:
    """010-80001234转8、13800000000 holds two."""
    return [Number(words, dial(words)) for part in BETWEEN.split(phone) if (words := part.strip())]


def dial(words: str) -> str:
    return ",".join(re.sub(r"[^0-9+]", "", part) for part in EXTENSION.split(words)).strip(",")
