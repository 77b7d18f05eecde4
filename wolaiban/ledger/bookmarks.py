"""How far each reader of events has read, as nobody but the reader itself has written it."""

from __future__ import annotations

from collections.abc import Iterator

from wolaiban.ledger.findings import Fault, Finding
from wolaiban.workflow.bookmarks import is_marked
from wolaiban.workflow.models import Bookmark


def findings() -> Iterator[Finding]:
    for bookmark in Bookmark.objects.order_by("reader", "source"):
        if not is_marked(bookmark):
            yield Finding(Fault.BOOKMARK, what=(bookmark.reader, bookmark.source))
