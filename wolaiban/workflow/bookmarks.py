"""Marks of bookmarks: a keyed digest over each, so that one moved ahead by hand shows, and what it leaps over.

Events that no reader has read leave nothing behind by which their silence would be known. So it is the bookmark that
is kept: whoever has the database but not RECEIPT_KEY cannot make a mark for a place where no reader has been.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings

from wolaiban.traces import chain
from wolaiban.workflow.models import Bookmark

MARKED = ("reader", "source", "read_to", "pending_to", "pending_xid", "version")


def mark_of(bookmark: Bookmark) -> bytes:
    told = chain.canonical({name: getattr(bookmark, name) for name in MARKED})
    return hmac.digest(settings.RECEIPT_KEY.encode(), b"wolaiban bookmark mark\0" + told, "sha256")


def is_marked(bookmark: Bookmark) -> bool:
    return hmac.compare_digest(mark_of(bookmark), bytes(bookmark.mark or b""))


@contextmanager
def moved_by_its_reader(bookmark: Bookmark) -> Iterator[None]:
    """Save what becomes of a bookmark meanwhile, in the caller's transaction.

    Reading on does not make good what somebody changed: a mark that did not hold before holds no more afterwards, so
    that verifying finds it whenever it comes.
    """
    was_marked = is_marked(bookmark)
    yield
    if was_marked:
        bookmark.mark = mark_of(bookmark)
    bookmark.save()


def mark_all(bookmarks: Iterable[Bookmark]) -> None:
    """For migrations: give those from before there were marks theirs."""
    for bookmark in bookmarks:
        bookmark.mark = mark_of(bookmark)
        bookmark.save(update_fields=["mark"])
