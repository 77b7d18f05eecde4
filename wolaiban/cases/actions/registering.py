"""Registering a matter: the first words, who says them, where it is; one event, one case, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localtime, now

from wolaiban.cases.actions.backfilling import Past, closing_event, result_of
from wolaiban.cases.actions.complaining import People
from wolaiban.cases.actions.recording import fresh_statement, unsaved_event
from wolaiban.cases.actions.writing import Keys
from wolaiban.cases.bounds import MAX_REPRESENTATIVES
from wolaiban.cases.kind import KIND, case_of
from wolaiban.cases.models import Case, Event, Statement
from wolaiban.cases.roles import Circle
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.queries import current_edition
from wolaiban.database.batch import fresh, in_one_text, write
from wolaiban.database.differences import number_rows
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.officers import serves
from wolaiban.places.models import Unit
from wolaiban.process.answers import MAX_TEXT, is_blank
from wolaiban.process.calendar import BEIJING
from wolaiban.process.errors import BadAnswer, NotAllowed
from wolaiban.process.sensitive import sounds_sensitive
from wolaiban.process.words import (
    OFFICERS,
    AccusedOffice,
    Channel,
    Function,
    Relation,
    RequestKind,
    Role,
    Stage,
    Tier,
)
from wolaiban.residents import vault
from wolaiban.residents.models import Resident
from wolaiban.residents.recognising import masked_words, title_from
from wolaiban.uploads.cleaning import Cleaned
from wolaiban.workflow.characters import standard
from wolaiban.workflow.idempotency import Once, kept_as, once_only
from wolaiban.workflow.locking import Turn
from wolaiban.workflow.material import attachments_of
from wolaiban.workflow.performing import in_turn
from wolaiban.workflow.timing import enter, next_wake

FOUND_BY_US = frozenset({Channel.OUTREACH_VISIT, Channel.SCREENING, Channel.VOLUNTEER, Channel.IMPORT})
TITLE_LENGTH = 40
Following = Callable[[Circle], Sequence[Turn]]  # the steps taken in the same transaction
TURN_TO = (
    "反映区联席办或其主任的，这里不收：办理人就是被反映的人，收下来保不住您的秘密。请直接向纪检监察机关反映：拨打 12388，"
    "或到区纪委监委信访室。"
)


@dataclass(frozen=True)
class Reporter:
    """One person who reports. All empty is an anonymous report; `resident` is somebody already in the vault."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    relation: Relation = Relation.SELF
    representative: bool = False
    resident: Resident | None = None


@dataclass(frozen=True)
class Report:
    """What is registered. `unit` is the village or community the matter lies in. `key` is for what comes from a list,
    where the content makes the key: whoever sends it, it is registered once.

    `longest` is how long the words may be: what other systems took in is kept whole. `past` says how it ended where it
    is history of an old ledger: then it is closed at once, and nobody is told.
    """

    unit: Unit
    words: str
    reporters: Sequence[Reporter] = ()
    title: str = ""
    place_words: str = ""
    kind: RequestKind = RequestKind.HELP
    channel: Channel = Channel.WALK_IN
    category: Category | None = None
    tier: Tier = Tier.MINOR
    urgent: bool = False
    photos: Sequence[Cleaned] = ()
    key: str | None = None
    reported_at: datetime | None = None
    invented: bool = False
    sensitive: bool | None = None  # None: as the words sound
    about: AccusedOffice | None = None
    longest: int = MAX_TEXT
    past: Past | None = None


def register(report: Report, *, by: Actor, at: datetime | None = None) -> Case:
    """Register a matter and return its case; again under the same key, the case of the first time."""
    once = once_by(report)
    event = once_only(once, kind=KIND, by=by, act=partial(registered, report, by=by, at=at, once=once))
    case = case_of(event)
    if once and case.registered_by_id != (by.user.pk if by.user else None):
        raise BadAnswer({"key": "这个提交编号已被他人使用，请重新填写。"})
    return case


def registered(
    report: Report,
    *,
    by: Actor,
    at: datetime | None = None,
    once: Once | None = None,
    then: Following | None = None,
) -> Event:
    """Register a matter and return its first event; `once` is kept with it (see `idempotency`).

    `then` says which steps are taken on it at once. Raises NotAllowed, BadAnswer or why a step is refused, and then
    nothing is stored. What is returned is durable.
    """
    post = check(report, by=by)
    with _faults_named():
        return _register(report, by=by, post=post, at=at or now(), once=once, then=then)


def registered_within(report: Report, *, by: Actor, at: datetime) -> Event:
    """The same in the transaction of whoever calls, who keeps the key and lets what is raised end it."""
    post = check(report, by=by)
    with _faults_named():
        return _register(report, by=by, post=post, at=at, within=True)


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except ValidationError as fault:
        raise BadAnswer({name: "；".join(words) for name, words in fault.message_dict.items()}) from None


def once_by(report: Report) -> Once | None:
    return Once.of(report.key, shared=True) if report.key else None


def check(report: Report, *, by: Actor) -> Post | None:
    """Raise NotAllowed or BadAnswer if it would be refused; else the post in which it is registered. Writes nothing."""
    post = _allowed(report, by)
    if report.past and post is None:
        raise NotAllowed(what="补录办结的事项", who="该村居的工作室")
    _refuse_bad(report)
    return post


def may_register(by: Actor, unit: Unit) -> tuple[bool, Post | None]:
    """Whether an actor may register a matter of this unit, and in which post.

    Officers for their studio and for the subtree of their township or district, volunteers for theirs,
    residents for themselves anywhere, with an account or without.
    """
    if by.is_public:
        return True, None
    for post in by.posts:
        if post.function_word not in OFFICERS | {Function.VOLUNTEER} or post.unit.is_department:
            continue
        if post.unit.is_district or serves(post.unit, unit) or post.unit_id == unit.township_id:
            return True, post
    return _resident_of(by) is not None, None


def _resident_of(by: Actor) -> Resident | None:
    return Resident.objects.filter(account=by.user).first() if by.user else None


def _allowed(report: Report, by: Actor) -> Post | None:
    allowed, post = may_register(by, report.unit)
    if not allowed:
        raise NotAllowed(what=f"登记{report.unit}的事项", who="该村居的工作室")
    return post


def _refuse_bad(report: Report) -> None:
    faults = {}
    if is_blank(report.words):
        faults["words"] = "请写明反映的事情。"
    if len(report.words) > report.longest:
        faults["words"] = f"反映内容最多 {report.longest} 字。"
    if report.unit.is_department or not report.unit.active:
        faults["unit"] = "请选择事情发生在哪个村或社区。"
    if sum(reporter.representative for reporter in report.reporters) > MAX_REPRESENTATIVES:
        faults["reporters"] = (
            f"共同反映的代表不超过 {MAX_REPRESENTATIVES} 人（《信访工作条例》第二十条），人数不限。"
        )
    if not report.reporters and report.channel not in FOUND_BY_US:
        faults["reporters"] = "请填写反映人；不愿留名的，选“匿名”。"
    if report.category and (not report.category.active or report.category.edition_id != current_edition().pk):
        faults["category"] = "这个类别已不在现行目录里，请重新选择。"
    if report.past and not (report.reported_at or report.past.closed_at) <= report.past.closed_at <= now():
        faults["closed_at"] = "办结时间早于反映时间，或者还没有到。"
    if report.about:
        faults |= _of_the_office(report)
    if faults:
        raise BadAnswer(faults)


def _of_the_office(report: Report) -> dict[str, str]:
    """An accusation against the house's own office goes to the department of discipline, or is not taken at all."""
    if report.kind != RequestKind.ACCUSATION:
        return {"about": "只有检举控告才选这一项。"}
    return {} if discipline_department() else {"about": TURN_TO}


def discipline_department() -> Unit | None:
    """Who is told what is said of the district's own office; None where nobody is named in the settings."""
    code = settings.DISCIPLINE_DEPARTMENT
    if not code:
        return None
    return Unit.objects.active().departments().select_related("parent").filter(code=code).first()


def _is_sensitive(report: Report) -> bool:
    if report.sensitive is not None:
        return report.sensitive
    return sounds_sensitive(report.words, report.title)


def _register(
    report: Report,
    *,
    by: Actor,
    post: Post | None,
    at: datetime,
    once: Once | None = None,
    then: Following | None = None,
    within: bool = False,
) -> Event:
    """Whatever is read is read before. Mostly all is then written in one text, and nothing waits in a transaction."""
    many = len(report.reporters)
    keys = Keys(number=1, case=1, resident=many, complainant=many, statement=2)
    case = fresh_case(
        report, number=number_of(keys.next("number"), at), edition=current_edition(), by=by, at=at
    )
    case.pk, people = keys.next("case"), People(report, keys)
    circle = Circle(case, people.complaints(case), [])
    with _whole(within=within, several=bool(then or people.tell_more)):
        people.supply()
        event = _write_all(circle, report, by, post, at, keys, once)
        if then:
            in_turn(then(circle), on=case, by=by, at=at)
    return event


def _whole(*, within: bool, several: bool) -> AbstractContextManager[None]:
    """All or nothing: the transaction of whoever calls, or one of its own where there are several texts to write."""
    if within:
        return nullcontext()
    return transaction.atomic(durable=True) if several else in_one_text()


def fresh_case(report: Report, *, number: str, edition: Edition, by: Actor, at: datetime) -> Case:
    """The row of a matter just registered, not saved yet and still without its event."""
    unit = _unit_for(report)
    case = fresh(
        Case,
        number=number,
        title=_title_of(report),
        place_words=_place_of(report),
        kind=report.kind,
        channel=report.channel,
        urgent=report.urgent,
        invented=report.invented,
        sensitive=_is_sensitive(report),
        about=report.about or "",
        backfilled=report.past is not None,
        unit=unit,
        township=unit if unit.is_township else unit.township,
        agent=unit.studio,
        holder=discipline_department() or unit if report.about else unit,
        edition=edition,
        category=report.category,
        tier=report.tier,
        reported_at=report.reported_at or (report.past.closed_at if report.past else at),
        registered_at=at,
        registered_by=by.user,
        changed_at=at,
    )
    circle = Circle(case, [], [])
    enter(KIND, case, circle, Stage.REPORTED, at)
    case.wake_at = next_wake(KIND, case, circle)
    return case


def _title_of(report: Report) -> str:
    """As it was given, or the beginning of the words; without numbers and names, which are for the vault alone."""
    names, given = _names_in(report), "" if is_blank(report.title) else standard(report.title.strip())
    title = masked_words(given, names) if given else title_from(standard(report.words), names)
    return title[:TITLE_LENGTH]


def _place_of(report: Report) -> str:
    given = "" if is_blank(report.place_words) else report.place_words.strip()
    return masked_words(standard(given), _names_in(report))[:200]


def _names_in(report: Report) -> list[str]:
    told = [reporter.name.strip() for reporter in report.reporters if reporter.name.strip()]
    return told + vault.names_of([reporter.resident for reporter in report.reporters if reporter.resident])


def _unit_for(report: Report) -> Unit:
    """An accusation is kept where the accused unit cannot see it: at the district (信访工作条例 art. 30)."""
    unit = report.unit
    if report.kind == RequestKind.ACCUSATION:
        while unit.parent is not None:
            unit = unit.parent
    return unit


def number_of(serial: int, at: datetime) -> str:
    return f"{settings.CASE_PREFIX}-{localtime(at, BEIJING).year}-{serial:06d}"


def _write_all(
    circle: Circle, report: Report, by: Actor, post: Post | None, at: datetime, keys: Keys, once: Once | None
) -> Event:
    case, kept = circle.case, kept_as(once, by, KIND)
    if by.is_public:  # the first of those who report is the one who writes
        by = Actor.with_receipt(circle.complainants[0].pk)
    statement = first_statement(circle, report, at)
    statement.pk = keys.next("statement")
    answers: dict[str, Any] = {"words": statement}
    if report.photos:
        answers["photos"] = attachments_of(KIND, case, circle, report.photos, at=at, by=by)
        number_rows(answers["photos"])
    event = first_event(circle, by, post, at, answers, news=report.past is None)
    unknown = [one.resident for one in circle.complainants if one.resident._state.adding]
    rows = [*unknown, case, *circle.complainants, statement, *answers.get("photos", ())]
    if report.past:
        write(*rows, *_past(circle, event, report.past, by, post, keys), *kept)
    else:
        write(*rows, event, *kept)
    return event


def _past(
    circle: Circle, registered: Event, past: Past, by: Actor, post: Post | None, keys: Keys
) -> list[Model]:
    """What closes a matter of an old ledger, with the event that registered it: nobody is told of either."""
    at = registered.at
    if result := result_of(circle, past, at):
        result.pk = keys.next("statement")
    closed = closing_event(circle, past, result, by=by, post=post, at=at)
    return [*([result] if result else []), registered, closed]


def first_statement(circle: Circle, report: Report, at: datetime) -> Statement:
    whose = circle.complainants[0] if circle.complainants else None
    return fresh_statement(circle.case, report.words.strip(), at, whose)


def first_event(
    circle: Circle,
    by: Actor,
    post: Post | None,
    at: datetime,
    answers: dict[str, Any],
    *,
    news: bool,
) -> Event:
    role = first_role(circle.case, post)
    return unsaved_event(
        circle, step="register", source="", at=at, by=by, post=post, role=role, answers=answers, news=news
    )


def first_role(case: Case, post: Post | None) -> str:
    if post is None:
        return Role.RESIDENT
    return Role.AGENT if post.unit.studio_id == case.agent_id and post.function_word in OFFICERS else ""
