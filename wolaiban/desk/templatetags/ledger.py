"""The address of a ledger: {% load ledger %} {{ filter|ledger_url }}."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from wolaiban.cases.queries.ledger import Filter

register = template.Library()


@register.filter
def ledger_url(wanted: Filter) -> str:
    query = urlencode(wanted.params)
    return f"{reverse('desk:ledger')}?{query}" if query else reverse("desk:ledger")
