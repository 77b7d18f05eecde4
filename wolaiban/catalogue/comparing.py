"""What changes from one edition to the next, in words for the person who presses publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wolaiban.catalogue.models import Category, Edition, Limit


@dataclass(frozen=True)
class Difference:
    subject: str
    what: str
    before: str
    after: str


def differences(old: Edition, new: Edition) -> list[Difference]:
    """Categories by code, limits by what they are for. Five queries, whatever the size."""
    return [*_of_categories(old, new), *_of_limits(old, new), *_of_report_in(old, new)]


def _of_categories(old: Edition, new: Edition) -> Iterator[Difference]:
    before, after = (
        {
            category.code: category
            for category in Category.objects.of(edition.pk).select_related("owner", "parent")
        }
        for edition in (old, new)
    )
    for code, category in after.items():
        known = before.get(code)
        if known is None:
            yield Difference(category.path, "新增事项", "", category.usual_tier_word.label)
            continue
        for what, was, becomes in zip(_ASPECTS, _facts(known), _facts(category), strict=True):
            if was.same_as != becomes.same_as:
                yield Difference(category.path, what, was.shown, becomes.shown)
    for code in before.keys() - after.keys():
        yield Difference(before[code].path, "删除事项", "", "")


_ASPECTS = ("名称", "上级", "通常级别", "主管部门", "在用")


class _Fact(NamedTuple):
    """A parent that was only renamed is the same parent, so its children do not all appear as changed."""

    same_as: str
    shown: str


def _facts(category: Category) -> tuple[_Fact, ...]:
    parent = category.parent
    owner = category.owner
    return (
        _Fact(category.name, category.name),
        _Fact(parent.code, parent.path) if parent else _Fact("", "最上一级"),
        _Fact(category.usual_tier, category.usual_tier_word.label),
        _Fact(owner.code, owner.short_name) if owner else _Fact("", "不指定"),
        _Fact(str(category.active), "在用" if category.active else "停用"),
    )


def _of_limits(old: Edition, new: Edition) -> Iterator[Difference]:
    before, after = (
        {
            limit.subject: str(limit.span)
            for limit in Limit.objects.filter(edition=edition).select_related("category")
        }
        for edition in (old, new)
    )
    for subject in dict.fromkeys([*before, *after]):
        was, becomes = before.get(subject, "无"), after.get(subject, "无")
        if was != becomes:
            yield Difference(subject, "时限", was, becomes)


def _of_report_in(old: Edition, new: Edition) -> Iterator[Difference]:
    for subject, was, becomes in (
        ("部门报到", old.report_in_hours, new.report_in_hours),
        ("部门紧急报到", old.urgent_report_in_hours, new.urgent_report_in_hours),
    ):
        if was != becomes:
            yield Difference(subject, "时限", f"{was} 小时", f"{becomes} 小时")
