"""Telephone numbers that a press calls: {% for number in studio.phone|numbers %}."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wolaiban.residents.phones import numbers_in, with_pause

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


@register.filter
def calls(phone: str) -> SafeString:
    """The numbers as links that call: {{ studio.phone|calls }}."""
    links = (
        format_html('<a href="tel:{}">{}</a>', number.dial, number.words) if number.dial else number.words
        for number in numbers(phone)
    )
    return format_html_join("、", "{}", ((link,) for link in links))


def dial(words: str) -> str:
    """One number as the residents' own are read, with the district's area code; what is none (12345) as it is written."""
    if len(read := numbers_in(words)) == 1:
        return with_pause(read[0])
    return ",".join(re.sub(r"[^0-9+]", "", part) for part in EXTENSION.split(words)).strip(",")
