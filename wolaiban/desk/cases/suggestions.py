"""What is shown while somebody types: kinds of matter, places, earlier and similar matters."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.people.requests import SignedInRequest
from wolaiban.web.fields import Source
from wolaiban.web.forms import category_source


@require_safe
def categories(request: SignedInRequest, edition_id: int) -> HttpResponse:
    return _options(request, category_source(edition_id))


def _options(request: SignedInRequest, source: Source) -> HttpResponse:
    """The finds of a picker as radio buttons, under the names that the picker's field has."""
    text_name = request.GET.get("text_name", "")
    text = request.GET.get(text_name, "").strip()
    options = [source.pick(found) for found in source.find(text)] if text else []
    picked = options[0].value if len(options) == 1 else ""
    facts = {"options": options, "pick_name": f"{text_name}_pick", "picked": picked}
    return render(request, "web/picker_options.html" if text else "web/nothing.html", facts)
