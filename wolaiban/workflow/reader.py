"""The one reader of events: whoever reacts to events subscribes here, and reads each of them once, a moment later.

Writers do nothing for their readers. A reader has a bookmark in each table of events that it reads; the worker looks
twice a second for those that are `prompt` (`watching`), and every minute for all of them (`tasks`). A table of events has
ascending keys, drawn as `settling` says, and a column `news`: whether anybody may have to be told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.timezone import now

from wolaiban.traces.leaving import leave
from wolaiban.workflow.bookmarks import mark_of, moved_by_its_reader
from wolaiban.workflow.models import Bookmark, SetAside
from wolaiban.workflow.settling import is_settled, own_xid, top_of

log = logging.getLogger(__name__)
READERS: dict[str, Reader] = {}


@dataclass(frozen=True)
class Stretch:
    """Events of one table with a key above `since`, up to `upto`. They are settled: no other appears among them."""

    source: type[Model]
    since: int
    upto: int

    def news(self) -> list[int]:
        """The keys, in order, of those that somebody may have to be told of."""
        events = self.source._default_manager.filter(pk__gt=self.since, pk__lte=self.upto, news=True)
        return list(events.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Read:
    """What reading came to: up to which event all are read now, and how far events had reached when it looked."""

    read_to: int
    seen_to: int

    @property
    def is_behind(self) -> bool:
        return self.read_to < self.seen_to


@dataclass(frozen=True)
class Reader:
    """One reaction to events, and how it wants to be told of them.

    `react` is called with one stretch after the other, in the transaction that moves the bookmark: what it writes to
    the database is there once, or the reading did not happen. After a failure it is called again for the same events,
    so whatever else it does must be safe to repeat.

    `at_a_time` is how much news a stretch may hold. Where `react` fails at it, the events are read one by one; one at
    fault is set aside, and tried again later. None is for a reaction that needs every event: a fault stops it, and is
    raised. `version` goes up when `react` makes something else of the same events: then `forget` is called, and what
    was read is read anew.
    """

    name: str
    react: Callable[[Stretch], object]
    sources: tuple[type[Model], ...]
    prompt: bool = False
    at_a_time: int | None = None
    version: int = 0
    forget: Callable[[], object] = lambda: None

    def read_all(self) -> list[Read]:
        return [self.read(source) for source in self.sources]

    def read(self, source: type[Model]) -> Read:
        """Read what has settled. Safe to run side by side, where one reads and the others go home, and to be killed."""
        seen_to = top_of(source)
        while (reached := self._reached(source)) is None or reached < seen_to:
            if not self._read_some(source, seen_to):
                return Read(self._reached(source) or 0, seen_to)
        return Read(reached, seen_to)

    @transaction.atomic(durable=True)
    def read_anew(self, source: type[Model]) -> int:
        """Forget, and read what was read once more; up to which event that was. Waits for whoever is reading.

        A bookmark that somebody had moved by hand is right again after that.
        """
        mark = self.held(source)
        mark.read_to = min(mark.read_to, top_of(source))
        mark.pending_to, mark.pending_xid = mark.read_to, None
        self.begin_anew(mark, source)
        mark.mark = mark_of(mark)
        mark.save()
        return mark.read_to

    def begin_anew(self, mark: Bookmark, source: type[Model]) -> None:
        """What had been read is settled, and is read again without waiting for anybody. The caller saves the mark."""
        self.forget()
        if mark.read_to:
            self.react(Stretch(source, 0, mark.read_to))
        mark.version = self.version

    def held(self, source: type[Model]) -> Bookmark:
        """The bookmark, held until the end of the transaction. Waits for whoever is reading."""
        self._open(source)
        return self._marks(source).select_for_update().get()

    def is_current(self) -> bool:
        """Whether something was read, and all of it by this version."""
        marks = Bookmark.objects.filter(reader=self.name)
        return marks.exists() and not marks.exclude(version=self.version).exists()

    def try_again(self) -> int:
        """Read what was set aside and whose time has come; how many events were read now."""
        due = SetAside.objects.filter(reader=self.name, next_try__lte=now()).order_by("event")
        return sum([self._tried(pk) for pk in due.values_list("pk", flat=True)])

    def _marks(self, source: type[Model]) -> QuerySet[Bookmark]:
        return Bookmark.objects.filter(reader=self.name, source=source._meta.db_table)

    def _open(self, source: type[Model]) -> None:
        """Lay a bookmark at the beginning where there is none yet."""
        if not self._marks(source).exists():
            fresh = Bookmark(reader=self.name, source=source._meta.db_table, version=self.version)
            fresh.mark = mark_of(fresh)
            Bookmark.objects.bulk_create([fresh], ignore_conflicts=True)

    def _reached(self, source: type[Model]) -> int | None:
        """Up to which event all were read by this version; where nothing happens, nothing more is asked."""
        return self._marks(source).filter(version=self.version).values_list("read_to", flat=True).first()

    def _read_some(self, source: type[Model], top: int) -> bool:
        """Read one stretch, if any has settled; whether the bookmark moved. `top` was seen before."""
        self._open(source)
        with transaction.atomic(durable=True):
            mark = self._marks(source).select_for_update(skip_locked=True).first()
            if mark is None:  # another reads
                return False
            before = mark.read_to
            with moved_by_its_reader(mark):
                if mark.version != self.version:
                    self.begin_anew(mark, source)
                if is_settled(source, _looked(mark, top)):
                    self._advance(mark, source)
        return mark.read_to > before

    def _advance(self, mark: Bookmark, source: type[Model]) -> None:
        """Bring the reaction from the bookmark to where it looked, or as far as one stretch may go."""
        stretch = self._next(mark, source)
        if stretch.upto > stretch.since:
            if self.at_a_time is None:
                self.react(stretch)
            else:
                self._react_patiently(stretch)
            mark.read_to = stretch.upto
        if mark.read_to >= mark.pending_to:
            mark.pending_xid = None

    def _next(self, mark: Bookmark, source: type[Model]) -> Stretch:
        if self.at_a_time is None:
            return Stretch(source, mark.read_to, mark.pending_to)
        events = source._default_manager.filter(pk__gt=mark.read_to, pk__lte=mark.pending_to, news=True)
        last = events.order_by("pk").values_list("pk", flat=True)[self.at_a_time - 1 : self.at_a_time].first()
        return Stretch(source, mark.read_to, last or mark.pending_to)

    def _react_patiently(self, stretch: Stretch) -> None:
        try:
            with transaction.atomic():
                self.react(stretch)
        except Exception:
            log.warning("%s failed at %s, and goes one by one", self.name, stretch, exc_info=True)
            alone = [self._react_alone(Stretch(stretch.source, event - 1, event)) for event in stretch.news()]
            leave(*(aside for aside in alone if aside is not None), act="set_aside")

    def _react_alone(self, stretch: Stretch) -> SetAside | None:
        """What is set aside now. If it is the database that is gone, so it is for that, and all of it is undone."""
        try:
            with transaction.atomic():
                self.react(stretch)
        except Exception:
            log.exception(
                "%s failed at event %s of %s", self.name, stretch.upto, stretch.source._meta.db_table
            )
            aside, is_new = SetAside.objects.get_or_create(
                reader=self.name,
                source=stretch.source._meta.db_table,
                event=stretch.upto,
                defaults={"next_try": now() + wait_after(1)},
            )
            return aside if is_new else None
        return None

    def _tried(self, pk: int) -> bool:
        with transaction.atomic(durable=True):
            aside = SetAside.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if aside is None:
                return False
            source = next(source for source in self.sources if source._meta.db_table == aside.source)
            try:
                with transaction.atomic():
                    self.react(Stretch(source, aside.event - 1, aside.event))
            except Exception:
                log.exception("%s failed again at event %s of %s", self.name, aside.event, aside.source)
                _put_off(aside)
                return False
            leave(aside, act="read", gone=True)
            aside.delete()
            return True


def subscribe(reader: Reader) -> None:
    """From now on the worker reads for this one too."""
    READERS[reader.name] = reader


def given_up(reader: str) -> int:
    """How many events a reader failed at again and again: somebody must look."""
    return SetAside.objects.filter(reader=reader, next_try=None).count()


def wait_after(attempts: int) -> timedelta:
    """Seconds at first, where the database is being started again; hours in the end, where a fault is to be mended."""
    return timedelta(seconds=5 + 4**attempts)


def _looked(mark: Bookmark, top: int) -> int:
    """The transaction id to wait for: of the last look, or of this one where that was done with.

    A mark above our own id was made by another server, before these data were restored here.
    """
    mine = own_xid()
    if mark.pending_xid is None or mark.pending_xid > mine:
        mark.pending_to, mark.pending_xid = top, mine
    return mark.pending_xid


def _put_off(aside: SetAside) -> None:
    aside.attempts += 1
    given_up = aside.attempts >= SetAside.MOST_ATTEMPTS
    aside.next_try = None if given_up else now() + wait_after(aside.attempts)
    aside.save(update_fields=["attempts", "next_try"])
