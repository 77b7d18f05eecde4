"""Tasks: what the process table asks of an actor's posts, each as one condition on cases.

The roles of `standing` are computed for one case in Python; here the same relations are said in SQL for all cases at once.
A test holds the two together: on every case of a task, one of the task's steps is open to the actor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, Q
from django.utils.timezone import localdate

from wolaiban.cases.models import Case, Event, Summons
from wolaiban.cases.process import CASE
from wolaiban.cases.queries.summons_filters import SummonsFilter, has_call, those
from wolaiban.cases.visible import CaseQuerySet
from wolaiban.database.prepared import AnyOf, Given, Keys, among
from wolaiban.people.actor import Actor
from wolaiban.people.models import Post
from wolaiban.people.queries import PostQuerySet
from wolaiban.places.kinds import STUDIO_KINDS
from wolaiban.places.models import Unit
from wolaiban.process.words import DISTRICT_OFFICERS, LEADS, OFFICERS, Function


@dataclass(frozen=True)
class Whose:
    """What the conditions name of an actor: themselves, today, and the units where they do something.

    The values, or a `Given` for each, for a question that is asked of everybody with the same kinds of posts.
    """

    me: int | Given
    today: date | Given
    principals: Keys = ()  # for whom they act as a deputy
    at_district: bool = False  # an officer there
    oversees: bool = False  # the whole district
    units: Keys = ()  # as one of the officers
    studios: Keys = ()  # of those units
    shared: Keys = ()  # of those that are villages or communities, which serve each other
    led: Keys = ()
    shared_led: Keys = ()
    departments: Keys = ()
    townships: Keys = ()  # as the leader in charge

    @classmethod
    def of(cls, actor: Actor) -> Self:
        assert actor.user is not None
        overseen = actor.posts_as(DISTRICT_OFFICERS | {Function.LEADER_IN_CHARGE})
        watched = [post.unit for post in actor.posts_as({Function.LEADER_IN_CHARGE})]
        officer = [post.unit for post in actor.posts_as(OFFICERS)]
        leading = [post.unit for post in actor.posts_as(LEADS)]
        return cls(
            me=actor.user.pk,
            today=localdate(),
            principals=tuple(sorted(actor.principals)),
            at_district=any(unit.is_district for unit in officer),
            oversees=any(post.unit.is_district for post in overseen),
            units=_keys(officer),
            studios=_studios(officer),
            shared=_studios([unit for unit in officer if unit.is_studio_level]),
            led=_keys(leading),
            shared_led=_studios([unit for unit in leading if unit.is_studio_level]),
            departments=_keys([unit for unit in officer if unit.is_department]),
            townships=_keys([unit for unit in watched if unit.is_township]),
        )


def _keys(units: list[Unit]) -> tuple[int, ...]:
    return tuple(unit.pk for unit in units)


def _studios(units: list[Unit]) -> tuple[int, ...]:
    return tuple(unit.studio_id for unit in units if unit.studio_id)


Condition = Callable[[Whose], Q | None]


@dataclass(frozen=True)
class Task:
    """A heading of the workbench. `steps` are those of the process table that the actor may take on its cases.

    Where others have to act (`awaited`) there need be none. A case stands under one heading: not under this one where it is a case of those it stands behind (`unless`).
    """

    key: str
    heading: str
    why: str
    steps: tuple[str, ...]
    of: Condition
    call: SummonsFilter | None = None  # the actor's department acts on a summons, which has its own clock
    own_clock: bool = True  # or the deadline is that of somebody else, who is waited for
    since: str = "deadline"  # the column that says which comes first; never empty in a case of the task
    unless: tuple[str, ...] = ()
    awaited: bool = False  # it is others who have to act


def tasks_of(whose: Whose) -> list[tuple[Task, Q]]:
    """The tasks that an actor's posts can bring, with their conditions, of which a case fulfils one."""
    asked = {task.key: task.of(whose) for task in TASKS}
    return [(BY_KEY[key], _alone(key, asked)) for key, condition in asked.items() if condition is not None]


def _alone(key: str, asked: Mapping[str, Q | None]) -> Q:
    condition = asked[key]
    assert condition is not None
    for other in BY_KEY[key].unless:
        if (before := asked[other]) is not None:
            condition &= _not(before)
    return condition


class IsNotTrue(Func):
    """What is false or cannot be said, since a column is empty."""

    template = "(%(expressions)s) IS NOT TRUE"
    output_field = BooleanField()


def _not(condition: Q) -> Q:
    return Q(IsNotTrue(ExpressionWrapper(condition, output_field=BooleanField())))


def cases_to(key: str, actor: Actor) -> CaseQuerySet:
    """The cases of one task, for the ledger; none if it is not a task of this actor."""
    visible = Case.objects.visible_to(actor)
    of_theirs = tasks_of(Whose.of(actor)) if actor.user else []
    condition = next((condition for task, condition in of_theirs if task.key == key), None)
    return visible.none() if condition is None else visible.filter(condition)


# ---- What the conditions are made of


def _at(*steps: str) -> Q:
    """The stages from which any of these steps is taken."""
    return Q(stage__in=sorted({stage for name in steps for stage in CASE.by_name[name].source}))


def _served(units: Keys, shared: Keys) -> Q | None:
    """Held by one of the units where the actor works; villages of one studio serve each other."""
    if not units:
        return None
    beside = among("studio", shared) & Q(kind__in=sorted(STUDIO_KINDS))
    served = Unit.objects.filter(among("pk", units) | beside)
    # Asked once, as an array; then the index of what each holds.
    return Q(AnyOf(F("holder"), ArraySubquery(served.values("pk"))))


def _by_me(whose: Whose) -> Q:
    """Handled by the actor, or by somebody for whom they act."""
    mine = Q(handler=whose.me)
    return mine | among("handler", whose.principals) if whose.principals else mine


def _not_by_me(whose: Whose, column: str = "handler") -> Q:
    others = ~Q(**{column: whose.me})
    return others & _not(among(column, whose.principals)) if whose.principals else others


def _either(one: Q | None, other: Q | None) -> Q | None:
    return one | other if one is not None and other is not None else one or other


def _working(whose: Whose) -> PostQuerySet:
    return Post.objects.current(whose.today).as_any_of(sorted(OFFICERS)).filter(user__is_active=True)


def _staffed(unit: str, whose: Whose) -> Q:
    """Somebody works at the unit that this path leads to."""
    return Q(Exists(_working(whose).filter(unit=OuterRef(unit))))


def _nobody_in_charge(whose: Whose) -> Q:
    """Nobody is assigned, or who was assigned no longer works for the holder."""
    same_studio = Q(unit__studio=OuterRef("holder__studio"), unit__kind__in=sorted(STUDIO_KINDS))
    beside = _working(whose).filter(Q(unit=OuterRef("holder")) | same_studio, user=OuterRef("handler"))
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


def _pressed(whose: Whose) -> Q | None:
    served, leading = _served(whose.units, whose.shared), _served(whose.led, whose.shared_led)
    if served is None:
        return None
    mine = _by_me(whose) | _nobody_in_charge(whose)
    if leading is not None:
        mine |= leading
    # Whoever leads there is also served there: said first, it is what the database looks up.
    return served & mine & _at("accept", "take_up", "resolve", "answer") & _pressing()


def _to_accept(whose: Whose) -> Q | None:
    served = _served(whose.units, whose.shared)
    return _calm(None if served is None else served & _at("accept"))


def _mine(whose: Whose) -> Q | None:
    served = _served(whose.units, whose.shared)
    return _calm(None if served is None else served & _by_me(whose) & _at("extend"))


def _to_assign(whose: Whose) -> Q | None:
    served = _served(whose.units, whose.shared)
    return _calm(None if served is None else served & _nobody_in_charge(whose) & _at("extend"))


def _to_take_up(whose: Whose) -> Q | None:
    served = _served(whose.units, whose.shared)
    return _calm(None if served is None else served & _at("take_up"))


def _to_answer(whose: Whose) -> Q | None:
    """The agent studio tells the resident; so may the handler."""
    served = _served(whose.units, whose.shared)
    if served is None:
        return None
    whichever = among("agent", whose.studios) | (served & _by_me(whose))
    pressed = _pressed(whose)
    assert pressed is not None
    return whichever & _at("answer") & ~pressed


def _to_decide(whose: Whose) -> Q | None:
    """Disputes about what the unit below did; the district stands in for a township where nobody is in post."""
    above = led = None
    if whose.units:
        above = among("holder__parent", whose.units)
        if whose.at_district:
            above |= Q(holder__parent__parent__isnull=False) & ~_staffed("holder__parent", whose)
    if whose.townships:
        led = Q(holder__parent=None) & among("township", whose.townships)
    either = _either(above, led)
    return None if either is None else either & _at("uphold") & _not_by_me(whose)


def _to_grant(whose: Whose) -> Q | None:
    leading = _served(whose.led, whose.shared_led)
    asked = Q(extension_days__isnull=False) & _not_by_me(whose, "extension_by")
    return None if leading is None else leading & asked & _at("grant")


def _objections(whose: Whose) -> Q | None:
    """Whoever blew the whistle may let go; to uphold it is for those above."""
    objected = _at("uphold_summons") & has_call(Summons.objects.filter(those(SummonsFilter.OBJECTED)))
    either = _either(_supervised_by(whose), _served(whose.led, whose.shared_led))
    return None if either is None else either & objected


def _to_call_back(whose: Whose) -> Q | None:
    """Drawn from what officers wrote down on a resident's word: asked again by somebody above them."""
    watched = _supervised_by(whose)
    drawn = Q(call_back_due__isnull=False) & _not_by_me(whose)
    return None if watched is None else watched & drawn & _at("call_back")


def _flagged(whose: Whose) -> Q | None:
    """Brought to notice by the clock in this stage, and not yet answered with an instruction."""
    watched = _supervised_by(whose)
    unanswered = Q(supervised_at=None) | Q(supervised_at__lt=F("flagged_at"))
    noticed = Q(flagged_at__gte=F("counted_from")) & unanswered
    return None if watched is None else watched & noticed & _at("supervise")


def _disputed_below(whose: Whose) -> Q | None:
    """A leader in charge follows the disputes of the township; the unit above decides them."""
    if not whose.townships:
        return None
    return among("township", whose.townships) & Q(holder__parent__isnull=False) & _at("uphold")


def _with_departments(whose: Whose) -> Q | None:
    """What one handles while departments that were called have not spoken."""
    served = _served(whose.units, whose.shared)
    waiting = _at("call_off") & has_call(Summons.objects.filter(those(SummonsFilter.OPEN)))
    return _calm(None if served is None else served & _by_me(whose) & waiting)


def _with_those_above(whose: Whose) -> Q | None:
    """What the studio received, or the township raised, and is in other hands now."""
    served = _served(whose.units, whose.shared)
    if served is None:
        return None
    raised = among("township", whose.units) & among("raiser", whose.units)
    ours = among("agent", whose.studios) | raised if whose.studios else raised
    return ours & _not(served) & _at("interim")


def _with_residents(whose: Whose) -> Q | None:
    """Told the result, and not yet judged."""
    served = _served(whose.units, whose.shared)
    if served is None:
        return None
    handled = served & _by_me(whose)
    return (among("agent", whose.studios) | handled if whose.studios else handled) & _at("lapse")


def _ordered(whose: Whose) -> Q | None:
    """Ordered to be done by a day, and not done yet."""
    watched = _supervised_by(whose)
    return None if watched is None else watched & Q(supervise_due__isnull=False) & _at("supervise")


def _supervised_by(whose: Whose) -> Q | None:
    """The whole district for its office; the township for its leader in charge."""
    if whose.oversees:
        return Q(pk__isnull=False)
    return among("township", whose.townships) if whose.townships else None


def _called(call: SummonsFilter) -> Condition:
    def condition(whose: Whose) -> Q | None:
        if not whose.departments:
            return None
        return has_call(Summons.objects.filter(those(call)).filter(among("department", whose.departments)))

    return condition


# fmt: off
DECIDED = ("objections", "to_grant")  # somebody waits for a word; whose case it is comes after
HELD = ("pressed", "to_accept", "to_decide", "to_take_up", "unassigned", "mine", "to_answer", "to_call_back", "departments")
TASKS: tuple[Task, ...] = (
    #    key              heading          what is to be done                          steps that are open          whose
    Task("pressed",       "督办和催办",     "有人在等，请先办。",                         ("note", "accept"),          _pressed, unless=DECIDED),
    Task("to_accept",     "待我单位受理",   "新登记的，请受理；当场能办的，直接办结。",        ("accept",),                 _to_accept),
    Task("to_report_in",  "待报到",        "请报到，并写明联系人。",                      ("report_in",),              _called(SummonsFilter.CALLED), SummonsFilter.CALLED),
    Task("to_contribute", "待出意见",      "请办理，并出具意见。",                        ("contribute",),             _called(SummonsFilter.REPORTED_IN), SummonsFilter.REPORTED_IN),
    Task("to_decide",     "待裁定异议",     "反映人对结果不满意，请复核。",                 ("uphold", "redo"),          _to_decide),
    Task("objections",    "部门异议",      "部门提出职责异议，请裁定。",                   ("release_summons", "uphold_summons"), _objections, own_clock=False),
    Task("to_take_up",    "待承接",        "下级报上来的，请承接；头一次上报的，也可指导后交回。", ("take_up",),               _to_take_up),
    Task("to_grant",      "待批延期",       "请答复是否同意延期。",                        ("grant",),                  _to_grant, own_clock=False, unless=("objections",)),
    Task("unassigned",    "待指派",        "没有人在经办，请指派。",                      ("assign", "interim"),       _to_assign, unless=DECIDED),
    Task("mine",          "我经办的",       "",                                        ("interim",),                _mine, unless=(*DECIDED, "departments")),
    Task("to_answer",     "待反馈",        "已经办完，请把结果告诉反映人。",                ("answer",),                 _to_answer),
    Task("to_call_back",  "待抽查回访",     "评价由工作室代为登记，请打个电话问问本人。",      ("call_back",),              _to_call_back, own_clock=False, since="call_back_due"),
    Task("flagged",       "已提请关注",     "超期没有动静，系统提请关注。",              ("supervise",),              _flagged, own_clock=False, unless=(*DECIDED, *HELD)),
    Task("disputed",      "辖区有异议的",   "反映人对结果不满意，正等上一级复核。",            ("supervise",),              _disputed_below, own_clock=False, unless=("flagged", "to_decide")),
    Task("departments",   "等部门的",       "吹哨叫来的部门还没有都出具意见。",              (),                          _with_departments, unless=DECIDED, awaited=True),
    Task("above",         "等别的单位的",   "报上去或交出去的，现在由别的单位在办。",          (),                          _with_those_above, own_clock=False, unless=(*DECIDED, "flagged", "ordered"), awaited=True),
    Task("residents",     "等居民评价的",   "已经告诉反映人，等他说满意不满意。",             (),                          _with_residents, own_clock=False, unless=("to_call_back", "flagged", "ordered"), awaited=True),
    Task("ordered",       "已督办的",       "已经提出要求，等承办单位办结。",               (),                          _ordered, own_clock=False, unless=(*DECIDED, *HELD, "flagged", "disputed"), awaited=True),
)
# fmt: on
BY_KEY = {task.key: task for task in TASKS}
