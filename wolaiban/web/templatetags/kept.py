"""What the same values always draw: {% load kept %} {% kept groups=frame.groups %} … {% endkept %}.

It is drawn once for each of these values in this process, and then copied. Nothing but them is seen within, so nothing
that is one reader's can be kept for another; what differs from one to the next a hundred times over stays outside.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from urllib.parse import quote

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
A_KEY = 987654321
MOST = 300  # rooms, seen from each of them by each set of posts


class KeptNode(template.Node):
    child_nodelists = ()  # no block of a page can stand within, so nobody has to look for one

    def __init__(self, nodes: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodes, self.given = nodes, given
        self.drawn: dict[tuple[Hashable, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = tuple(expression.resolve(context) for expression in self.given.values())
        drawn = self.drawn.get(values)
        if drawn is None:
            drawn = self.nodes.render(context.new(dict(zip(self.given, values, strict=True))))
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            self.drawn[values] = drawn
        return drawn


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    words = token.split_contents()[1:]
    given = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError("kept takes nothing but name=value")
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes, given)


@register.simple_tag
def page_of(name: str, key: int | str) -> SafeString:
    """The address of the page of that name for one key, as `url` gives it."""
    before, after = around_key(name)
    return mark_safe(f"{before}{quote(str(key))}{after}")  # noqa: S308 -- quoted, or our own


@cache
def around_key(name: str) -> tuple[str, str]:
    """What stands before and behind the key in the addresses of pages of one name."""
    before, _, after = reverse(name, args=[A_KEY]).partition(str(A_KEY))
    return before, after
