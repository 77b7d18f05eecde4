"""Numbers that lead to the ledger: {% load ledger %} {% cells row ledger %}, with its address."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from wolaiban.cases.queries.board import BoardRow, Cell

register = template.Library()


@register.simple_tag
def cells(row: BoardRow, ledger: str) -> SafeString:
    """The numbers of a row of the board. A page has hundreds: each is written in one go, not by a template."""
    name, address = escape(row.name), escape(f"{ledger}?{row.whole.query}")
    return mark_safe("".join(_cell(cell, name, address) for cell in row.cells))  # noqa: S308 -- the rest is our own


def _cell(cell: Cell, name: str, address: str) -> str:
    measure, number = cell.measure, cell.number
    if not number:
        return f'<td role="cell" data-label="{measure.label}" class="zero">0</td>'
    look = ' class="left-late"' if measure.pressing else ""
    said = f"{name}，{measure.label} {number} 件"
    return (
        f'<td role="cell" data-label="{measure.label}">'
        f'<a href="{address}&amp;{_written(measure.query)}"{look} aria-label="{said}">{number}</a></td>'
    )


@cache  # there are as many as columns
def _written(query: str) -> str:
    return escape(query)
