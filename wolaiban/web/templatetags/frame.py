"""What stands around every page: where one can go, the name of the office, light or dark, whether this is the demo."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wolaiban.people.looks import Scheme
from wolaiban.web.navigation import Frame, address_of, frame_of, label_of

register = template.Library()
register.simple_tag(address_of)
ELSEWHERE = "别的页面"

# By scheme: what browsers are told of the page, and on which screens the dark tokens are in force. Paper stays white.
LIGHT_OR_DARK = {
    Scheme.DEVICE: ("light dark", "screen and (prefers-color-scheme: dark)"),
    Scheme.LIGHT: ("light", "not all"),
    Scheme.DARK: ("dark", "screen"),
}


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    """Read once for a page, however often it is asked for."""
    request = context.get("request")
    if request is None:
        return frame_of(None)
    if not hasattr(request, "_frame"):
        request._frame = frame_of(request)
    drawn: Frame = request._frame
    return drawn


@register.filter
def room_label(name: str) -> str:
    """What people call the room of that address."""
    return label_of(name) or ELSEWHERE


@register.simple_tag
def tokens(scheme: str = Scheme.DEVICE) -> SafeString:
    """The measures and colours of the look, light and dark: before any other style."""
    scheme_words, dark_on = LIGHT_OR_DARK[Scheme(scheme)]
    return format_html(
        '<meta name="color-scheme" content="{}">\n'
        '  <link rel="stylesheet" href="{}">\n'
        '  <link rel="stylesheet" href="{}" media="{}">\n'
        '  <link rel="stylesheet" href="{}">',
        scheme_words,
        static("web/tokens.css"),
        static("web/tokens-dark.css"),
        dark_on,
        static("web/look.css"),
    )


@register.simple_tag
def schemes() -> list[Scheme]:
    return list(Scheme)


@register.simple_tag
def office_name() -> str:
    return str(settings.OFFICE_NAME)


@register.simple_tag
def is_demo() -> bool:
    return bool(settings.DEMO)
