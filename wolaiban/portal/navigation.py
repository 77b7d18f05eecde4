"""Which entries stand on top of the residents' pages: decided here and nowhere else."""

from __future__ import annotations

from django.http import HttpRequest

from wolaiban.portal.visitors import actor_of
from wolaiban.web.navigation import Entry, address_of, first_page

WANTED = (
    ("反映诉求", "portal:report"),
    ("查进展", "portal:track"),
    ("找工作室", "portal:studios"),
    ("公开数据", "portal:figures"),
    ("典型答复", "portal:answers"),
)


def entries_for(request: HttpRequest) -> tuple[Entry, ...]:
    """The pages there are, in their order; the one that is open is marked."""
    links = ((label, address_of(name)) for label, name in WANTED)
    return tuple(Entry(label, url, here=request.path.startswith(url)) for label, url in links if url)


def own_entry(request: HttpRequest) -> Entry | None:
    """The way back to their own pages for whoever has signed in."""
    actor = actor_of(request)
    if actor is None:
        return None
    label = "回到工作台" if actor.posts else "我的诉求"
    url = address_of(first_page(actor))
    return Entry(label, url, here=False) if url else None
