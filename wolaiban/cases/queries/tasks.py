"""Tasks: what the process table asks of an actor's posts, each as one condition on cases.

The roles of `standing` are computed for one case in Python; here the same relations are said in SQL for all cases at once.
A test holds the two together: on every case of a task, one of the task's steps is open to the actor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from wolaiban.cases.models import Case, Event, Summons
from wolaiban.cases.queries.calls import Call, has_call, those
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.queries import PostQuerySet
from wolaiban.places.kinds import STUDIO_KINDS
from wolaiban.places.models import Unit
from wolaiban.process.table import BY_NAME
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS, Function

Condition = Callable[[Actor], Q | None]


@dataclass(frozen=True)
class Task:
    """A heading of the inbox. `steps` are those of the process table that the actor may take on its cases."""

    key: str
    heading: str
    why: str
    steps: tuple[str, ...]
    of: Condition
    call: Call | None = None  # the actor's department acts on a summons, which has its own clock
    own_clock: bool = True  # or the deadline is that of somebody else, who is waited for


def tasks_of(actor: Actor) -> list[tuple[Task, Q]]:
    """The tasks that this actor's posts can bring, with their conditions."""
    conditions = ((task, task.of(actor)) for task in TASKS)
    return [(task, condition) for task, condition in conditions if condition is not None]


def cases_to(key: str, actor: Actor) -> CaseQuerySet:
    """The cases of one task, for the ledger; none if it is not a task of this actor."""
    visible = Case.objects.visible_to(actor)
    for task, condition in tasks_of(actor):
        if task.key == key:
            return visible.filter(condition)
    return visible.none()


# ---- What the conditions are made of


def _at(*steps: str) -> Q:
    """The stages from which any of these steps is taken."""
    return Q(stage__in=sorted({stage for name in steps for stage in BY_NAME[name].source}))


def _served(actor: Actor, functions: Iterable[Function] = OFFICERS) -> Q | None:
    """Held by a unit for which the actor works in one of these functions; villages of one studio serve each other."""
    posts = actor.posts_as(functions)
    if not posts:
        return None
    studios = [post.unit.studio_id for post in posts if post.unit.is_studio_level]
    beside = Q(studio__in=studios, kind__in=sorted(STUDIO_KINDS))
    units = Unit.objects.filter(Q(pk__in=[post.unit_id for post in posts]) | beside)
    return Q(holder__in=units.values("pk"))  # few units first, then the index of what each holds


def _either(one: Q | None, other: Q | None) -> Q | None:
    return one | other if one is not None and other is not None else one or other


def _working() -> PostQuerySet:
    return Post.objects.current().as_any_of(OFFICERS).filter(user__is_active=True)


def _staffed(unit: str) -> Q:
    """Somebody works at the unit that this path leads to."""
    return Q(Exists(_working().filter(unit=OuterRef(unit))))


def _nobody_in_charge() -> Q:
    """Nobody is assigned, or who was assigned no longer works for the holder."""
    same_studio = Q(unit__studio=OuterRef("holder__studio"), unit__kind__in=sorted(STUDIO_KINDS))
    beside = _working().filter(Q(unit=OuterRef("holder")) | same_studio, user=OuterRef("handler"))
    return Q(handler=None) | ~Q(Exists(beside))


def _pressing() -> Q:
    """Supervised, or since the case came to this stage urged, or the level above asked for."""
    urged = Event.objects.filter(
        case=OuterRef("pk"), step__in=("urge", "ask_up"), at__gte=OuterRef("counted_from")
    )
    return Q(supervised_at__isnull=False) | Q(Exists(urged))


def _calm(condition: Q | None) -> Q | None:
    """What is pressed for is listed there, and only there."""
    return None if condition is None else condition & ~_pressing()


# ---- The conditions, one for each task


def _pressed(actor: Actor) -> Q | None:
    served, leading = _served(actor), _served(actor, LEADS)
    if served is None:
        return None
    whose = Q(handler=actor.user) | _nobody_in_charge()
    if (
        leading is not None
    ):  # whoever leads there is also served there: said first, it is what the database looks up
        whose |= leading
    return served & whose & _at("accept", "take_up", "resolve", "answer") & _pressing()


def _to_accept(actor: Actor) -> Q | None:
    served = _served(actor)
    return _calm(None if served is None else served & _at("accept"))


def _mine(actor: Actor) -> Q | None:
    served = _served(actor)
    return _calm(None if served is None else served & Q(handler=actor.user) & _at("extend"))


def _to_assign(actor: Actor) -> Q | None:
    served = _served(actor)
    return _calm(None if served is None else served & _nobody_in_charge() & _at("extend"))


def _to_take_up(actor: Actor) -> Q | None:
    served = _served(actor)
    return _calm(None if served is None else served & _at("take_up"))


def _to_answer(actor: Actor) -> Q | None:
    """The agent studio tells the resident; so may the handler."""
    served = _served(actor)
    if served is None:
        return None
    studios = [post.unit.studio_id for post in actor.posts_as(OFFICERS) if post.unit.studio_id]
    whose = Q(agent__in=studios) | (served & Q(handler=actor.user))
    pressed = _pressed(actor)
    assert pressed is not None
    return whose & _at("answer") & ~pressed


def _to_decide(actor: Actor) -> Q | None:
    """Disputes about what the unit below did; the district stands in for a township where nobody is in post."""
    above = led = None
    if posts := actor.posts_as(OFFICERS):
        above = Q(holder__parent__in=[post.unit_id for post in posts])
        if any(post.unit.is_district for post in posts):
            above |= Q(holder__parent__parent__isnull=False) & ~_staffed("holder__parent")
    if townships := _townships_watched(actor):
        led = Q(holder__parent=None, township__in=townships)
    whose = _either(above, led)
    return None if whose is None else whose & _at("uphold") & ~Q(handler=actor.user)


def _to_grant(actor: Actor) -> Q | None:
    leading = _served(actor, LEADS)
    asked = Q(extension_days__isnull=False) & ~Q(extension_by=actor.user)
    return None if leading is None else leading & asked & _at("grant")


def _objections(actor: Actor) -> Q | None:
    """Whoever blew the whistle decides on an objection, or the district office."""
    objected = _at("uphold_summons") & has_call(Summons.objects.filter(those(Call.OBJECTED)))
    whose = _either(_supervised_by(actor), _served(actor, LEADS))
    return None if whose is None else whose & objected


def _flagged(actor: Actor) -> Q | None:
    """Brought to notice by the clock in this stage, and not yet answered with an instruction."""
    watched = _supervised_by(actor)
    unanswered = Q(supervised_at=None) | Q(supervised_at__lt=F("flagged_at"))
    noticed = Q(flagged_at__gte=F("counted_from")) & unanswered
    return None if watched is None else watched & noticed & _at("supervise")


def _disputed_below(actor: Actor) -> Q | None:
    """A leader in charge follows the disputes of the township; the unit above decides them."""
    townships = _townships_watched(actor)
    if not townships:
        return None
    return Q(township__in=townships, holder__parent__isnull=False) & _at("uphold")


def _supervised_by(actor: Actor) -> Q | None:
    """The whole district for its office; the township for its leader in charge."""
    overseen = DISTRICT_OFFICERS | {Function.LEADER_IN_CHARGE}
    posts = [p for p in actor.posts_as(overseen) if p.unit.is_district]
    if posts:
        return Q(pk__isnull=False)
    townships = _townships_watched(actor)
    return Q(township__in=townships) if townships else None


def _townships_watched(actor: Actor) -> list[Unit]:
    posts = actor.posts_as({Function.LEADER_IN_CHARGE})
    return [post.unit for post in posts if post.unit.is_township]


def _called(call: Call) -> Condition:
    def condition(actor: Actor) -> Q | None:
        departments = [post.unit_id for post in actor.posts_as(OFFICERS) if post.unit.is_department]
        if not departments:
            return None
        return Q(has_call(Summons.objects.filter(those(call), department__in=departments)))

    return condition


# fmt: off
TASKS: tuple[Task, ...] = (
    #    key              heading          what is to be done                          steps that are open          whose
    Task("pressed",       "督办和催办",     "有人在等，请先办。",                         ("note", "accept"),          _pressed),
    Task("to_accept",     "待我单位受理",   "新登记的，请受理；当场能办的，直接办结。",        ("accept",),                 _to_accept),
    Task("to_report_in",  "待报到",        "请报到，并写明联系人。",                      ("report_in",),              _called(Call.CALLED), Call.CALLED),
    Task("to_contribute", "待出意见",      "请办理，并出具意见。",                        ("contribute",),             _called(Call.REPORTED_IN), Call.REPORTED_IN),
    Task("to_decide",     "待裁定异议",     "反映人对结果不满意，请复核。",                 ("uphold", "redo"),          _to_decide),
    Task("objections",    "部门异议",      "部门提出职责异议，请裁定。",                   ("uphold_summons",),         _objections, own_clock=False),
    Task("to_take_up",    "待承接",        "下级报上来的，请承接；头一次上报的，也可指导后交回。", ("take_up",),               _to_take_up),
    Task("to_grant",      "待批延期",       "请答复是否同意延期。",                        ("grant",),                  _to_grant, own_clock=False),
    Task("unassigned",    "待指派",        "没有人在经办，请指派。",                      ("assign", "interim"),       _to_assign),
    Task("mine",          "我经办的",       "",                                        ("interim",),                _mine),
    Task("to_answer",     "待反馈",        "已经办完，请把结果告诉反映人。",                ("answer",),                 _to_answer),
    Task("flagged",       "已提请关注",     "超过时限没有动静，系统提请关注。",              ("supervise",),              _flagged, own_clock=False),
    Task("disputed",      "辖区有异议的",   "反映人对结果不满意，正等上一级复核。",            ("supervise",),              _disputed_below, own_clock=False),
)
# fmt: on
BY_KEY = {task.key: task for task in TASKS}
