"""Verifying any kind of subject that the engine knows: each row beside its events, its children, its words and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from wolaiban.ledger import allowed, chains, material
from wolaiban.ledger.chains import EventRow, Form, Link
from wolaiban.ledger.findings import MISSHAPEN, Fault, Finding, Told, Wrong, located
from wolaiban.ledger.kinds import Counted, Ground, TableChain
from wolaiban.ledger.material import AttachmentRow, Pointers, StatementRow
from wolaiban.ledger.reading import (
    EVENT_COLUMNS,
    NOWHERE,
    Beside,
    Range,
    as_made,
    beside,
    read_rows,
    without_subject,
)
from wolaiban.workflow import chain
from wolaiban.workflow.bodies import FIRST, after_as_of_today, listed
from wolaiban.workflow.kinds import Children, Kind
from wolaiban.workflow.models import Attachment, Event, Statement

KEYS = frozenset(
    {"process", "subject", "format", "seq", "step", "source", "target", "at", "actor", "post", "unit", "role",
     "answers", "after"}
)  # fmt: skip
OWN = ("pk", "number", "seq", "head", "changed_at", "stage")


class SubjectTables(NamedTuple):
    events: Beside[EventRow]
    statements: Beside[StatementRow]
    attachments: Beside[AttachmentRow]
    children: list[Beside[tuple[Any, ...]]]

    def all(self) -> list[Beside[Any]]:
        return [self.events, self.statements, self.attachments, *self.children]


@dataclass(frozen=True)
class SubjectRow:
    """A subject as it stands, and what an event would say of it."""

    pk: int
    number: str
    seq: int
    head: bytes
    changed_at: str
    after: dict[str, Any]

    @property
    def stage(self) -> str:
        return str(self.after["stage"])


class SubjectChain(TableChain):
    """A kind of the engine whose events stand in the table that kinds share."""

    def __init__(self, kind: Kind[Any, Any]) -> None:
        only = {"process": kind.name}
        super().__init__(
            name=kind.name,
            label=kind.process.label,
            subject=kind.model,
            event=Event,
            link="subject",
            only=only,
        )
        self.kind = kind
        self.form = Form(
            subject="subject", keys=KEYS, sometimes=frozenset({"complaint", "for", "slip"}), formats=frozenset({FIRST, *kind.added}),
            stages=kind.process.stages, hashed=chain.event_hash,
        )  # fmt: skip

    def findings(self, within: Range, ground: Ground) -> Iterator[Finding | Counted]:
        if not self._is_there():
            yield Counted(self.name, 0, 0)
            return
        subjects = events = 0
        tables = self._tables(within)
        for row in self._rows(within):
            yield from self._strays(tables, row[0])
            link = Link(row[1])
            yield from self._of_subject(row, tables, link, ground)
            subjects, events = subjects + 1, events + link.count
        yield from self._strays(tables, NOWHERE)
        yield Counted(self.name, subjects, events)

    def _is_there(self) -> bool:
        """Whether anything is kept of the kind: to read all its tables side by side takes long, and many kinds are rare."""
        shared = [model._default_manager.filter(**self.only) for model in (Event, Statement, Attachment)]
        own = [children.model._default_manager.all() for children in self.kind.children]
        return any(rows.exists() for rows in (self.subject._default_manager.all(), *shared, *own))

    def _rows(self, within: Range) -> Iterator[tuple[Any, ...]]:
        rows = self.subject._default_manager.filter(within.of("pk")).order_by("pk")
        return read_rows(rows, self._columns)

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        kind = self.kind
        salt = ("salt",) if kind.worded else ()
        held = (kind.held_by,) if kind.held_by else ()
        timed = ("deadline", "wake_at") if kind.is_timed else ()
        return tuple(dict.fromkeys((*OWN, *kind.tracked, *kind.worded, *salt, *held, *timed)))

    def _tables(self, within: Range) -> SubjectTables:
        of = partial(beside, subject="subject", within=within)
        only = self.only
        return SubjectTables(
            events=of(Event.objects.filter(**only), make=as_made(EventRow), columns=EVENT_COLUMNS),
            statements=of(
                Statement.objects.filter(**only),
                make=as_made(StatementRow),
                columns=("pk", "words", "salt", "commitment"),
            ),
            attachments=of(
                Attachment.objects.filter(**only),
                make=as_made(AttachmentRow),
                columns=("pk", "size", "digest"),
            ),
            children=[_read_children(children, within) for children in self.kind.children],
        )

    def _of_subject(
        self, row: tuple[Any, ...], tables: SubjectTables, link: Link, ground: Ground
    ) -> Iterator[Finding]:
        stands, pk, pointers = dict(zip(self._columns, row, strict=True)), row[0], Pointers()
        yield from self._of_events(link, pointers, tables.events.of(pk), ground)
        yield from chains.end(link, seq=stands["seq"], head=bytes(stands["head"]))
        children = [list(rows.of(pk)) for rows in tables.children]
        if link.told is not None and link.seq == stands["seq"]:
            yield from located(self._differing(stands, children, link.told), link.number, link.seq)
        for seq, fault, what in material.wrongs_of(
            pointers, tables.statements.of(pk), tables.attachments.of(pk)
        ):
            yield Finding(fault, link.number, seq, what)
        yield from located(self._responsibility(stands, ground), link.number, None)

    def _of_events(
        self, link: Link, pointers: Pointers, events: Iterable[EventRow], ground: Ground
    ) -> Iterator[Finding]:
        for event in events:
            before = link.told
            yield from chains.follow(link, event, self.form)
            if link.told is None:
                continue
            if link.told["process"] != self.name:
                yield Finding(Fault.COLUMN, link.number, event.seq, "process")
            yield from located(
                allowed.wrongs(link.told, self.kind.process, ground.posts), link.number, event.seq
            )
            try:
                pointers.collect(link.told, before)
            except MISSHAPEN:
                yield Finding(Fault.NOT_CANONICAL, link.number, event.seq, "内容残缺")

    def _differing(
        self, stands: dict[str, Any], children: list[list[tuple[Any, ...]]], told: Told
    ) -> Iterator[Wrong]:
        """The row and its children beside what the last event says of them."""
        after = after_as_of_today(self.kind, told)
        now: dict[str, Any] = {name: chain.plain(stands[name]) for name in ("stage", *self.kind.tracked)}
        if self.kind.worded:
            words = "\n".join(stands[name] for name in self.kind.worded)
            now["worded"] = chain.commitment(bytes(stands["salt"]), words).hex()
        for name in sorted(now.keys() | (after.keys() - {each.name for each in self.kind.children})):
            if now.get(name) != after.get(name):
                yield Fault.ROW, self._label(name)
        if stands["changed_at"] != told["at"]:
            yield Fault.ROW, self._label("changed_at")
        if told["process"] != self.name:
            yield Fault.COLUMN, "process"
        for each, rows in zip(self.kind.children, children, strict=True):
            told_rows = [dict(zip(("pk", *each.tracked), row, strict=True)) for row in rows]
            if listed(each, told_rows) != after.get(each.name):
                yield Fault.PARTIES, str(each.model._meta.verbose_name)

    def _label(self, name: str) -> str:
        """A forged body may name what this kind has not."""
        if name == "worded":
            return "文字被改动"
        fields = {field.name: field for field in self.subject._meta.get_fields()}
        words = str(getattr(fields.get(name.removesuffix("_id")), "verbose_name", ""))
        return f"{name}被改动" if words.isascii() else f"{words}（{name}）被改动"

    def _responsibility(self, stands: dict[str, Any], ground: Ground) -> Iterator[Wrong]:
        """Of an open subject: a unit that somebody answers for, and an end of its stage (engine, E3)."""
        kind = self.kind
        stage = kind.process.stages(stands["stage"])
        if not stage.is_open:
            return
        unit = stands[kind.held_by] if kind.held_by else None
        if (ground.district if unit is None else unit) not in ground.manned:
            yield Fault.NOBODY, ""
        if kind.process.ladders.get(stage) and stands.get("deadline") is None:
            yield Fault.NO_DEADLINE, ""

    def _strays(self, tables: SubjectTables, before: float) -> Iterator[Finding]:
        """Events without a subject, told once for each; what else stood by such a one is passed over."""
        last = None
        for event in tables.events.strays(before):
            if event.subject != last:
                last = event.subject
                yield Finding(Fault.NO_SUBJECT, self.label, event.seq, event.subject)
        for table in tables.all()[1:]:
            for _ in table.strays(before):
                pass


def _read_children(children: Children[Any], within: Range) -> Beside[tuple[Any, ...]]:
    rows = children.model._default_manager.all()
    return beside(
        rows, subject=children.link, within=within, make=without_subject, columns=("pk", *children.tracked)
    )


def chains_of(kinds: Sequence[Kind[Any, Any]]) -> list[SubjectChain]:
    """Of the kinds whose events stand in the table that kinds share. The others register themselves."""
    return [SubjectChain(kind) for kind in kinds if kind.tables.event is Event]
