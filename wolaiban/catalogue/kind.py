"""An edition of the catalogue as the engine knows it: who may change it, and what each step changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from wolaiban.catalogue.actions.loading import categories_of_file, default_limits
from wolaiban.catalogue.models import Category, Edition, Limit
from wolaiban.catalogue.process import CARETAKER, CLOCK, EDITION, Facts
from wolaiban.catalogue.promises import LIMITED_STAGES, Promises
from wolaiban.catalogue.tree import DEEPEST
from wolaiban.people.actor import CLOCK as THE_CLOCK
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer
from wolaiban.process.words import DISTRICT_OFFICERS, Function, Measure
from wolaiban.workflow.context import StepContext
from wolaiban.workflow.kinds import Answers, Children, Kind, Roles, register

CARETAKERS = DISTRICT_OFFICERS | {Function.ADMINISTRATOR}

TOP_CODE = "N"  # top kinds a district adds itself: N01, N02 …
LONGEST_DAYS = 365


@dataclass
class EditionParts:
    """The whole of an edition in memory; each category and limit knows the others as the same objects."""

    edition: Edition

    @cached_property
    def categories(self) -> list[Category]:
        found = list(Category.objects.of(self.edition.pk))
        by_key: dict[int | None, Category] = {category.pk: category for category in found}
        for category in found:
            category.parent = by_key.get(category.parent_id)
        return found

    @cached_property
    def limits(self) -> list[Limit]:
        by_key: dict[int | None, Category] = {category.pk: category for category in self.categories}
        found = list(Limit.objects.filter(edition=self.edition.pk))
        for limit in found:
            limit.category = by_key.get(limit.category_id)
        return found

    def children_of(self, category: Category | None) -> list[Category]:
        return [child for child in self.categories if child.parent is category]

    def below(self, category: Category) -> Iterator[Category]:
        """Everything under it, each after what it stands under."""
        for child in self.children_of(category):
            yield child
            yield from self.below(child)


Context = StepContext[Edition, EditionParts]


def caretaking(actor: Actor) -> Roles:
    """The district's officers and administrators, in a post at the district itself."""
    if actor.is_clock:
        return {CLOCK: None}
    post = next((post for post in actor.posts_as(CARETAKERS) if post.unit.is_district), None)
    return {CARETAKER: post} if post else {}


def may_edit(actor: Actor) -> bool:
    return CARETAKER in caretaking(actor)


def facts(actor: Actor, parts: EditionParts, roles: Roles, at: datetime) -> Facts:
    return Facts(
        draft_exists=Edition.objects.draft() is not None,
        holes=Promises.read(parts.edition).holes(),
        in_use=any(kind.active for kind in parts.categories),
    )


def touched(step: str, edition: Edition, answers: Answers) -> list[Edition]:
    """The edition in force: nobody publishes while a draft is copied from it, or while another is put in its place."""
    return list(Edition.objects.filter(stage="published")) if step in {"draft", "publish"} else []


def settled_with(context: Context) -> tuple[Edition | Category | Limit, ...]:
    """What leaves a trace: an edition that is put in force with all that it promises, and one that is replaced."""
    if context.step.name == "publish":
        return context.subject, *context.parts.categories, *context.parts.limits
    return (context.subject,) if context.step.name == "replace" else ()


def load(context: Context) -> None:
    context.subject.label, context.subject.note = "首版", "随系统提供的事项目录和时限。"
    context.parts.categories = categories_of_file(context.subject)
    context.parts.limits = default_limits(context.subject)


def draft(context: Context) -> None:
    """A copy of the edition in force, row by row."""
    edition, current = context.subject, Edition.objects.current()
    edition.label = f"{context.at:%Y-%m-%d} 修订"
    edition.report_in_hours = current.report_in_hours
    edition.urgent_report_in_hours = current.urgent_report_in_hours
    originals = EditionParts(current)
    copies: dict[Category | None, Category | None] = {None: None}
    for top in originals.children_of(None):
        for original in (top, *originals.below(top)):
            copies[original] = original.copied(edition, copies[original.parent])
    context.parts.categories = [copy for copy in copies.values() if copy]
    context.parts.limits = [limit.copied(edition, copies[limit.category]) for limit in originals.limits]


def add(context: Context) -> None:
    parts, parent = context.parts, context.answers.get("under")
    if _depth(parent) >= DEEPEST:
        raise BadAnswer({"under": f"事项最多分 {DEEPEST} 级"})
    siblings = parts.children_of(parent)
    name = _good_name(context, parent)
    new = Category(
        edition=context.subject,
        code=_next_code(parent),
        name=name,
        parent=parent,
        path=Category.path_under(parent, name),
        usual_tier=context.answers["usual_tier"],
        owner=context.answers.get("owner"),
        active=parent.active if parent else True,
        position=max((sibling.position for sibling in siblings), default=0) + 1,
    )
    parts.categories.append(new)


def amend(context: Context) -> None:
    """What a kind is called, how it usually ranks, whose it is; taking it out of use or back does so to all below it."""
    category, active = context.answers["category"], bool(context.answers.get("active"))
    name = _good_name(context, category.parent, besides=category)
    if active and category.parent and not category.parent.active:
        raise BadAnswer({"active": f"上级“{category.parent.name}”已停用，请先启用上级"})
    if active != category.active:
        for below in (category, *context.parts.below(category)):
            below.active = active
    category.name = name
    category.usual_tier, category.owner = context.answers["usual_tier"], context.answers.get("owner")
    _write_paths(context.parts, category)


def move(context: Context) -> None:
    """Put a kind of matter, with all below it, under another. It keeps its code, so figures stay comparable."""
    parts, category, parent = context.parts, context.answers["category"], context.answers.get("under")
    below = list(parts.below(category))
    if parent is category or parent in below:
        raise BadAnswer({"under": "不能移到自己或自己的下级之下"})
    height = 1 + max((_depth(child) - _depth(category) for child in below), default=0)
    if _depth(parent) + height > DEEPEST:
        raise BadAnswer({"under": f"移动后超过 {DEEPEST} 级"})
    if parent and category.active and not parent.active:
        raise BadAnswer({"under": f"“{parent.name}”已停用"})
    _require_no_twin(parts, parent, category.name, besides=category)
    category.parent = parent
    _write_paths(parts, category)


def set_limit(context: Context) -> None:
    """Promise this span for the stage: for all tiers or one, for all kinds of matter or one and those below it."""
    given, limits = context.answers, context.parts.limits
    category, stage, tier = given.get("category"), given["stage"], given.get("tier")
    if given["measure"] is not Measure.HOURS and given["amount"] > LONGEST_DAYS:
        raise BadAnswer({"amount": f"请填 1 至 {LONGEST_DAYS} 之间的整数"})
    same = (one for one in limits if (one.category, one.stage, one.tier) == (category, stage, tier))
    limit = next(same, None)
    if limit is None:
        limit = Limit(edition=context.subject, category=category, stage=stage, tier=tier)
        limits.append(limit)
    limit.amount, limit.measure = given["amount"], given["measure"]


def drop_limit(context: Context) -> None:
    """Take a particular promise back; the more general one holds again."""
    context.parts.limits.remove(context.answers["limit"])


def report_in_by(context: Context) -> None:
    """How soon a summoned department must report in."""
    hours, urgent = context.answers["hours"], context.answers["urgent_hours"]
    if urgent > hours:
        raise BadAnswer({"urgent_hours": "紧急报到时限不长于一般报到时限"})
    context.subject.report_in_hours, context.subject.urgent_report_in_hours = hours, urgent


def publish(context: Context) -> None:
    """Put the draft in force. Open cases keep the edition they were registered under."""
    edition = context.subject
    for current in touched("publish", edition, {}):
        context.also("replace", on=current, by=THE_CLOCK, answers={"by": edition})
    if not context.by.is_clock:
        edition.label, edition.note = context.words("label"), context.words("note")
    edition.published_at, edition.published_by = context.at, context.by.user


def _good_name(context: Context, parent: Category | None, besides: Category | None = None) -> str:
    name = context.words("name")
    if "/" in name:
        raise BadAnswer({"name": "名称不含斜线"})
    _require_no_twin(context.parts, parent, name, besides)
    return name


def _require_no_twin(
    parts: EditionParts, parent: Category | None, name: str, besides: Category | None = None
) -> None:
    if any(twin.name == name and twin is not besides for twin in parts.children_of(parent)):
        raise BadAnswer({"name": f"同一级已有“{name}”"})


def _next_code(parent: Category | None) -> str:
    """The parent's code and the next number that no edition has used there, but those that were dropped."""
    prefix = parent.code if parent else TOP_CODE
    kept = Category.objects.exclude(edition__stage="discarded").filter(code__regex=rf"^{prefix}\d\d\d?$")
    used = kept.values_list("code", flat=True)
    return f"{prefix}{max((int(code.removeprefix(prefix)) for code in used), default=0) + 1:02}"


def _depth(category: Category | None) -> int:
    return 1 + _depth(category.parent) if category else 0


def _write_paths(parts: EditionParts, category: Category) -> None:
    for each in (category, *parts.below(category)):
        each.path = Category.path_under(each.parent, each.name)


KIND: Kind[Edition, EditionParts] = register(
    Kind(
        process=EDITION,
        model=Edition,
        prefix="ML",
        load=EditionParts,
        roles=lambda actor, parts: caretaking(actor),
        visible_to=lambda actor: Edition.objects.all() if may_edit(actor) else Edition.objects.none(),
        facts=facts,
        bodies={
            body.__name__: body
            for body in (load, draft, add, amend, move, set_limit, drop_limit, report_in_by, publish)
        },
        worded=("label", "note"),
        children=(
            Children("categories", Category, tracked=Category.TRACED, as_digest=True),
            Children("limits", Limit, tracked=Limit.TRACED, as_digest=True),
        ),
        choices={
            "under": lambda parts: (kind for kind in parts.categories if _depth(kind) < DEEPEST),
            "owner": lambda parts: Unit.objects.active().departments(),
            "stage": lambda parts: LIMITED_STAGES,
        },
        joined=touched,
        traced=settled_with,
    )
)
