"""The ledger: cases by any filter, newest first, page by page from a cursor.

A filter is plain data with a text form for addresses, so that a number on the board and the list it opens are one filter.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from wolaiban.cases.models import Case, Complainant, Summons
from wolaiban.cases.queries.by_due import DUE, DueLeaves
from wolaiban.cases.queries.pagination import LeafQuestions, Leaves, Newest, PreparedLeaves
from wolaiban.cases.queries.search import saying
from wolaiban.cases.queries.summons_filters import SummonsFilter, has_call, those
from wolaiban.cases.queries.tasks import BY_KEY, cases_to
from wolaiban.cases.queries.terms import SHORTEST, quoted, terms_of, words_of
from wolaiban.cases.visible import SOON, CaseQuerySet, Sight
from wolaiban.catalogue.models import Category
from wolaiban.database.prepared import Given, gaps
from wolaiban.people.actor import Actor
from wolaiban.people.models import User
from wolaiban.places.models import Unit
from wolaiban.process.calendar import BEIJING
from wolaiban.process.words import OPEN_STAGES, Channel, Disposition, Satisfaction, Stage, Tier, Word

ADDRESSED = {"text": "q"}
USUAL = {"stage", "unit", "own"}


class Progress(Word):
    """Stages in two heaps, as the ledger offers them before the single stages."""

    OPEN = "open", "在办"
    ENDED = "ended", "已结"


class Origin(Word):
    """Whether a matter was handled here, or is history taken over from an old ledger."""

    HERE = "here", "不看补录的历史"
    HISTORY = "history", "只看补录的历史"


class Sorting(Word):
    """In which order, where it is not the newest first."""

    DUE = "due", "最急的在前"


@dataclass(frozen=True)
class Filter:
    """What a ledger shows; everything, if nothing is set. Units mean their subtree, unless `own`.

    `handler` is the beginning of a name. `soon` is what is due within a day; with `overdue`, either. `sort` by what is due lists what is open.
    """

    text: str = ""
    stage: Progress | Stage | None = None
    tier: Tier | None = None
    category: str = ""
    unit: Unit | None = None
    holder: Unit | None = None
    own: bool = False
    call: SummonsFilter | None = None
    channel: Channel | None = None
    since: date | None = None
    until: date | None = None
    reported_since: date | None = None
    reported_until: date | None = None
    resolved_since: date | None = None
    source: Origin | None = None
    disposition: Disposition | None = None
    satisfaction: Satisfaction | None = None
    handler: str = ""
    overdue: bool = False
    soon: bool = False
    paused: bool = False
    urgent: bool = False
    supervised: bool = False
    mine: bool = False
    task: str = ""
    sort: Sorting | None = None

    @property
    def params(self) -> dict[str, str]:
        """As an address says it, empty ones left out."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {ADDRESSED.get(name, name): _addressed(value) for name, value in said if value}

    @property
    def is_usual(self) -> bool:
        """Whether it asks for no more than a stage and a place: what most lead to, and for which questions are kept."""
        by_place = self.unit is None or not self.unit.is_department
        return by_place and self.params.keys() <= USUAL

    @property
    def query(self) -> str:
        """The same in one piece, as it stands behind the question mark."""
        return urlencode(self.params)

    @property
    def words(self) -> dict[str, str]:
        """As a person reads it, by the same names."""
        task = BY_KEY.get(self.task)
        only = "（仅本级）" if self.own else ""
        said = {
            "q": self.text and _sought(words_of(self.text)),
            "stage": self.stage and self.stage.label,
            "tier": self.tier and self.tier.label,
            "category": self.category and f"类别含“{self.category}”",
            "unit": self.unit and f"{self.unit.full_name}{only}",
            "holder": self.holder and f"{self.holder.full_name}承办{only}",
            "call": self.call and f"部门{self.call.label}",
            "channel": self.channel and self.channel.label,
            "since": self.since and f"{self.since.isoformat()} 起登记",
            "until": self.until and f"{self.until.isoformat()} 止登记",
            "reported_since": self.reported_since and f"{self.reported_since.isoformat()} 起反映",
            "reported_until": self.reported_until and f"{self.reported_until.isoformat()} 止反映",
            "resolved_since": self.resolved_since and f"{self.resolved_since.isoformat()} 起办完",
            "source": self.source and self.source.label,
            "disposition": self.disposition and self.disposition.label,
            "satisfaction": self.satisfaction and f"评价：{self.satisfaction.label}",
            "handler": self.handler and f"{self.handler}经办",
            "overdue": self.overdue and "已超期",
            "soon": self.soon and ("或一天内到期" if self.overdue else "一天内到期"),
            "paused": self.paused and "暂停中",
            "urgent": self.urgent and "紧急",
            "supervised": self.supervised and "督办过",
            "mine": self.mine and "我经办的",
            "sort": self.sort and "在办的，最急的在前",
            "task": task and f"待办：{task.heading}",
        }
        return {name: str(words) for name, words in said.items() if words}


def _addressed(value: object) -> str:
    if isinstance(value, Unit):
        return value.code
    return value.isoformat() if isinstance(value, date) else "1" if value is True else str(value)


def _sought(words: list[str]) -> str:
    where = "" if any(len(word) >= SHORTEST for word in words) else "标题"
    return f"{where}含{quoted(words)}" if words else ""


def ledger_of(actor: Actor, wanted: Filter, at: datetime | None = None) -> Newest:
    """The cases an actor may see that match a filter, page by page, the newest first."""
    if actor.user is None or not wanted.is_usual:
        return Leaves(_besides_text(actor, wanted, at), wanted.text)
    sight, unit = Sight.of(actor), wanted.unit
    asked = _usual(gaps(sight), wanted.stage, column_of(unit, own=wanted.own) if unit else "")
    return PreparedLeaves(asked, {**vars(sight), "unit": unit and unit.pk})


@cache  # one for each set of kinds of posts, each stage and each kind of unit that somebody asked for
def _usual(sight: Sight, stage: Progress | Stage | None, column: str) -> LeafQuestions:
    here = Q(**{column: Given("unit")}) if column else Q()
    return LeafQuestions(Case.objects.all().seen_from(sight).filter(_in_stage(stage), here))


def most_urgent_of(actor: Actor, wanted: Filter, at: datetime | None = None) -> DueLeaves:
    """Those of them that are open, the most urgent first."""
    return DueLeaves(_besides_text(actor, wanted, at), wanted.text)


def matching(actor: Actor, wanted: Filter, at: datetime | None = None) -> CaseQuerySet:
    """All of them at once, in no order."""
    return _besides_text(actor, wanted, at).filter(saying(terms_of(wanted.text)))


def in_order(actor: Actor, wanted: Filter, at: datetime | None = None) -> CaseQuerySet:
    """All of them at once, as the pages list them one after the other."""
    found = matching(actor, wanted, at)
    return found.order_by(DUE, "pk") if wanted.sort else found.newest_first()


def _besides_text(actor: Actor, wanted: Filter, at: datetime | None) -> CaseQuerySet:
    found = cases_to(wanted.task, actor) if wanted.task else Case.objects.visible_to(actor)
    if wanted.overdue and wanted.soon:
        found = found.pressing(SOON, at)
    elif wanted.overdue:
        found = found.overdue(at)
    elif wanted.soon:
        found = found.due_within(SOON, at)
    if wanted.sort:
        found = found.open()
    if wanted.mine:
        found = found.filter(handler__in=actor.selves)
    return found.filter(_is_marked(wanted), _plain(wanted), _where(wanted, at or now()), _when(wanted))


def _plain(wanted: Filter) -> Q:
    condition = _in_stage(wanted.stage)
    if wanted.tier:
        condition &= Q(tier=wanted.tier)
    if wanted.channel:
        condition &= Q(channel=wanted.channel)
    if wanted.source:
        condition &= Q(backfilled=wanted.source is Origin.HISTORY)
    if wanted.category:
        kinds = Category.objects.all()
        for word in wanted.category.split():
            kinds = kinds.filter(path__icontains=word)
        condition &= Q(category__in=kinds.values("pk"))
    return condition


def _is_marked(wanted: Filter) -> Q:
    condition = Q()
    if wanted.paused:
        condition &= Q(paused_at__isnull=False)
    if wanted.urgent:
        condition &= Q(urgent=True)
    if wanted.supervised:
        condition &= Q(supervise_due__isnull=False)
    if wanted.disposition:
        condition &= Q(disposition=wanted.disposition)
    if wanted.satisfaction:
        said = Complainant.objects.filter(case=OuterRef("pk"), satisfaction=wanted.satisfaction)
        condition &= Q(Exists(said))
    if wanted.handler:
        condition &= Q(handler__in=User.objects.filter(name__startswith=wanted.handler).values("pk"))
    return condition


def _in_stage(stage: Progress | Stage | None) -> Q:
    if stage is None:
        return Q()
    if isinstance(stage, Stage):
        return Q(stage=stage)
    still_open = Q(stage__in=sorted(OPEN_STAGES))
    return still_open if stage is Progress.OPEN else ~still_open


def _where(wanted: Filter, at: datetime) -> Q:
    condition = Q()
    department = wanted.unit if wanted.unit and wanted.unit.is_department else None
    if wanted.unit and not department:
        condition &= under(wanted.unit, "", own=wanted.own)
    if wanted.holder:
        condition &= under(wanted.holder, "holder__", own=wanted.own)
    if department or wanted.call:
        calls = Summons.objects.filter(those(wanted.call, at)) if wanted.call else Summons.objects.all()
        condition &= has_call(calls.filter(department=department) if department else calls)
    return condition


def under(unit: Unit, path: str, *, own: bool = False) -> Q:
    """In a unit's subtree, or in itself only: where a case lies (path ""), or who holds it ("holder__")."""
    column = column_of(unit, path, own=own)
    return Q(**{column: unit}) if column else Q()


def column_of(unit: Unit, path: str = "", *, own: bool = False) -> str:
    """Which column holds the unit itself, where its subtree is meant; none for all the district."""
    if own or unit.is_studio_level or unit.is_department:
        return path.removesuffix("__") or "unit"
    return "" if unit.is_district else f"{path}township"


def _when(wanted: Filter) -> Q:
    registered = _between("registered_at", wanted.since, wanted.until)
    resolved = _between("resolved_at", wanted.resolved_since, None)
    return registered & resolved & _between("reported_at", wanted.reported_since, wanted.reported_until)


def _between(column: str, first: date | None, last: date | None) -> Q:
    """From the first day to the last, both included, in Beijing."""
    condition = Q()
    if first:
        condition &= Q(**{f"{column}__gte": datetime.combine(first, time(0), BEIJING)})
    if last:
        condition &= Q(**{f"{column}__lt": datetime.combine(last + timedelta(days=1), time(0), BEIJING)})
    return condition
