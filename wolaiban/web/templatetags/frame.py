"""What stands around every page: navigation, the name of the office, whether this is the demo."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from wolaiban.web.navigation import Frame, frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    return frame_of(context.get("request"))


@register.simple_tag
def office_name() -> str:
    return str(settings.OFFICE_NAME)


@register.simple_tag
def is_demo() -> bool:
    return bool(settings.DEMO)
