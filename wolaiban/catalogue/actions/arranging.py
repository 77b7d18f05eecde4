"""Changing the draft's kinds of matter: add, amend, move. Codes never change and are never given twice."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from wolaiban.catalogue.actions.drafting import locked_draft
from wolaiban.catalogue.models import Category, Edition
from wolaiban.catalogue.rules import require_caretaker
from wolaiban.catalogue.tree import DEEPEST
from wolaiban.people.actor import Actor
from wolaiban.places.models import Unit
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.process.words import Tier

TOP_CODE = "N"  # top kinds a district adds itself: N01, N02 …


@transaction.atomic(durable=True)
def add_category(
    *, under: Category | None, name: str, usual_tier: Tier, owner: Unit | None = None, by: Actor
) -> Category:
    require_caretaker(by)
    draft = locked_draft()
    parent = _in(draft, under) if under else None
    if parent and _depth(parent) >= DEEPEST:
        raise BadAnswer({"under": f"事项最多分 {DEEPEST} 级"})
    _require_good_name(draft, parent, name)
    _require_department(owner)
    siblings = Category.objects.of(draft.pk).filter(parent=parent)
    return Category.objects.create(
        edition=draft,
        code=_next_code(parent),
        name=name.strip(),
        parent=parent,
        path=Category.path_under(parent, name.strip()),
        usual_tier=usual_tier,
        owner=owner,
        active=parent.active if parent else True,
        position=(siblings.aggregate(last=Max("position"))["last"] or 0) + 1,
    )


@transaction.atomic(durable=True)
def amend_category(
    category: Category, *, name: str, usual_tier: Tier, owner: Unit | None, active: bool, by: Actor
) -> Category:
    """Change what a kind of matter is called, how it is usually ranked, whose it is, whether it is in use.

    Taking it out of use, or back in, does the same to everything under it.
    """
    require_caretaker(by)
    draft = locked_draft()
    category = _in(draft, category)
    _require_good_name(draft, category.parent, name, besides=category)
    _require_department(owner)
    if active and category.parent and not category.parent.active:
        raise BadAnswer({"active": f"上级“{category.parent.name}”已停用，请先启用上级"})
    switched = active != category.active
    category.name, category.usual_tier, category.owner, category.active = (
        name.strip(),
        usual_tier,
        owner,
        active,
    )
    category.path = Category.path_under(category.parent, category.name)
    category.save(update_fields=["name", "usual_tier", "owner", "active", "path"])
    if switched:
        _switch_below(category, active=active)
    _rewrite_paths_below(category)
    return category


@transaction.atomic(durable=True)
def move_category(category: Category, *, under: Category | None, by: Actor) -> Category:
    """Put a kind of matter, with all below it, under another. It keeps its code, so figures stay comparable."""
    require_caretaker(by)
    draft = locked_draft()
    category = _in(draft, category)
    parent = _in(draft, under) if under else None
    if parent and (parent == category or Category.objects.below(category).filter(pk=parent.pk).exists()):
        raise BadAnswer({"under": "不能移到自己或自己的下级之下"})
    if (_depth(parent) if parent else 0) + _height(category) > DEEPEST:
        raise BadAnswer({"under": f"移动后超过 {DEEPEST} 级"})
    if parent and category.active and not parent.active:
        raise BadAnswer({"under": f"“{parent.name}”已停用"})
    _require_good_name(draft, parent, category.name, besides=category)
    category.parent, category.path = parent, Category.path_under(parent, category.name)
    category.save(update_fields=["parent", "path"])
    _rewrite_paths_below(category)
    return category


def _in(draft: Edition, category: Category) -> Category:
    """The category as it stands in the draft now, however old the page was."""
    found = Category.objects.of(draft.pk).select_related("parent__parent").filter(pk=category.pk).first()
    if found is None:
        raise NotNow("这个事项不在现在的草稿里。请刷新后再改。")
    return found


def _require_good_name(
    draft: Edition, parent: Category | None, name: str, besides: Category | None = None
) -> None:
    name = name.strip()
    if not name:
        raise BadAnswer({"name": "请填写名称"})
    if len(name) > 50 or "/" in name:
        raise BadAnswer({"name": "名称不超过 50 个字，不含斜线"})
    twins = Category.objects.of(draft.pk).filter(parent=parent, name=name)
    if (twins.exclude(pk=besides.pk) if besides else twins).exists():
        raise BadAnswer({"name": f"同一级已有“{name}”"})


def _require_department(owner: Unit | None) -> None:
    if owner and not owner.is_department:
        raise BadAnswer({"owner": "主管部门只能选区直部门"})


def _next_code(parent: Category | None) -> str:
    """The parent's code and the next number that no edition has used there."""
    prefix = parent.code if parent else TOP_CODE
    used = Category.objects.filter(code__regex=rf"^{prefix}\d\d\d?$").values_list("code", flat=True)
    return f"{prefix}{max((int(code.removeprefix(prefix)) for code in used), default=0) + 1:02}"


def _switch_below(category: Category, *, active: bool) -> None:
    """The keys are read first: an update over a self-join is planned badly in a young, unanalysed database."""
    below = list(Category.objects.below(category).values_list("pk", flat=True))
    Category.objects.filter(pk__in=below).update(active=active)


def _depth(category: Category) -> int:
    return 1 + (_depth(category.parent) if category.parent else 0)


def _height(category: Category) -> int:
    """How many levels it spans, itself included."""
    below = Category.objects.below(category)
    if below.exclude(parent=category).exists():
        return 3
    return 2 if below.exists() else 1


def _rewrite_paths_below(category: Category) -> None:
    for child in category.children.all():
        child.path = Category.path_under(category, child.name)
        child.save(update_fields=["path"])
        _rewrite_paths_below(child)
