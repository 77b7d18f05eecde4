"""What stands around every page of the residents: their entries, and whether they want big type."""

from __future__ import annotations

from typing import Any

from django import template

from wolaiban.portal.elder import is_elder as wants_big_type
from wolaiban.portal.navigation import entries_for, own_entry
from wolaiban.web.navigation import Entry

register = template.Library()


@register.simple_tag(takes_context=True)
def residents_entries(context: dict[str, Any]) -> tuple[Entry, ...]:
    return entries_for(context["request"])


@register.simple_tag(takes_context=True)
def residents_own_entry(context: dict[str, Any]) -> Entry | None:
    return own_entry(context["request"])


@register.simple_tag(takes_context=True)
def is_elder(context: dict[str, Any]) -> bool:
    return wants_big_type(context["request"])
