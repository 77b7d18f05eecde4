"""The draft, from beginning to end: copied from the edition in force, then published or discarded."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate, now

from wolaiban.catalogue.models import Category, Edition, EditionState, Limit
from wolaiban.catalogue.promises import Promises
from wolaiban.catalogue.rules import require_caretaker
from wolaiban.catalogue.tree import branches_of
from wolaiban.people.actor import Actor
from wolaiban.process.errors import BadAnswer, NotNow
from wolaiban.traces.leaving import leave


def locked_draft() -> Edition:
    """The draft, held until the transaction ends: nobody publishes what somebody else is still changing."""
    draft = Edition.objects.select_for_update().filter(state=EditionState.DRAFT).first()
    if draft is None:
        raise NotNow("现在没有草稿：已经发布或放弃。请先起草新版。")
    return draft


def locked_current() -> Edition:
    """The edition in force, held: where another was published while we waited, that one."""
    rows = Edition.objects.select_for_update().filter(state=EditionState.PUBLISHED)
    current = (
        rows.first() or rows.first()
    )  # whoever waited is given nothing: what they waited for is replaced
    if current is None:
        raise NotNow("还没有发布过事项目录。请先运行 wolaiban init。")
    return current


@transaction.atomic(durable=True)
def draft_from_current(*, by: Actor) -> Edition:
    """Start the next edition as a copy of the one in force. There is one draft at a time."""
    require_caretaker(by)
    current = locked_current()
    if Edition.objects.draft():
        raise NotNow("已经有一份草稿，请在那份草稿上修改。")
    draft = Edition.objects.create(
        label=f"{localdate():%Y-%m-%d} 修订",
        report_in_hours=current.report_in_hours,
        urgent_report_in_hours=current.urgent_report_in_hours,
    )
    copies = _copy_categories(current, draft)
    _copy_limits(current, draft, copies)
    return draft


@transaction.atomic(durable=True)
def discard_draft(*, by: Actor) -> None:
    require_caretaker(by)
    draft = locked_draft()
    Limit.objects.filter(edition=draft).delete()
    Category.objects.filter(edition=draft).delete()
    draft.delete()


@transaction.atomic(durable=True)
def publish(*, label: str, note: str = "", by: Actor) -> Edition:
    """Put the draft in force. Open cases keep the edition they were registered under."""
    require_caretaker(by)
    draft = locked_draft()
    if holes := Promises.read(draft).holes():
        raise NotNow(f"还有环节没有时限，不能发布：{'、'.join(holes)}。")
    if not Category.objects.of(draft.pk).active().exists():
        raise NotNow("没有一个在用的事项，不能发布。")
    if not label.strip():
        raise BadAnswer({"label": "请给这一版起个名称"})

    for current in Edition.objects.select_for_update().filter(state=EditionState.PUBLISHED):
        current.state = EditionState.REPLACED
        current.save(update_fields=["state"])
        leave(current, act="replaced", by=by.user.pk if by.user else None)
    draft.label, draft.note = label.strip(), note.strip()
    draft.state, draft.published_at, draft.published_by = EditionState.PUBLISHED, now(), by.user
    draft.save(update_fields=["label", "note", "state", "published_at", "published_by"])
    leave(*settled_with(draft), act="published", by=by.user.pk if by.user else None)
    return draft


def settled_with(edition: Edition) -> list[Edition | Category | Limit]:
    """An edition with all that is promised in it, as it stays from now on."""
    return [
        edition,
        *Category.objects.of(edition.pk).order_by("pk"),
        *Limit.objects.filter(edition=edition).order_by("pk"),
    ]


def _copy_categories(current: Edition, draft: Edition) -> dict[int, Category]:
    """Copies by the key of their original; one insert for each depth, as children need their parent's key."""
    branches = branches_of(current.pk)
    copies: dict[int, Category] = {}
    for depth in sorted({branch.depth for branch in branches}):
        originals = [branch.category for branch in branches if branch.depth == depth]
        level = {original.pk: _copy(original, draft, copies) for original in originals}
        Category.objects.bulk_create(level.values())
        copies |= level
    return copies


def _copy(original: Category, draft: Edition, copies: dict[int, Category]) -> Category:
    return Category(
        edition=draft,
        code=original.code,
        name=original.name,
        parent=copies[original.parent_id] if original.parent_id else None,
        path=original.path,
        usual_tier=original.usual_tier,
        owner=original.owner,
        active=original.active,
        position=original.position,
    )


def _copy_limits(current: Edition, draft: Edition, copies: dict[int, Category]) -> None:
    Limit.objects.bulk_create(
        Limit(
            edition=draft,
            category=copies[limit.category_id] if limit.category_id else None,
            stage=limit.stage,
            tier=limit.tier,
            amount=limit.amount,
            measure=limit.measure,
        )
        for limit in Limit.objects.filter(edition=current)
    )
