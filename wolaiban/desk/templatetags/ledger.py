"""Numbers that lead to the ledger: {% load ledger %} {% cells row ledger %}, with its address."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from wolaiban.cases.queries.board import Cell, Row

register = template.Library()


@register.simple_tag
def cells(row: Row, ledger: str) -> SafeString:
    """The numbers of a row of the board. A page has hundreds: each is written in one go, not by a template."""
    return mark_safe("".join(_cell(row, cell, ledger) for cell in row.cells))  # noqa: S308 -- escaped there


def _cell(row: Row, cell: Cell, ledger: str) -> str:
    label = escape(cell.label)
    if not cell.number:
        return f'<td role="cell" data-label="{label}" class="zero">0</td>'
    address = escape(f"{ledger}?{urlencode(cell.filter.params)}")
    look = ' class="left-late"' if cell.pressing else ""
    said = f"{escape(row.name)}，{label} {cell.number} 件"
    return f'<td role="cell" data-label="{label}"><a href="{address}"{look} aria-label="{said}">{cell.number}</a></td>'
