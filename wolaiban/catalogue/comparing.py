"""What changes from one edition to the next, in words for the person who presses publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
        {category.code: category for category in Category.objects.of(edition.pk).select_related("owner")}
        for edition in (old, new)
    )
    for code, category in after.items():
        known = before.get(code)
        if known is None:
            yield Difference(category.path, "新增事项", "", category.usual_tier_word.label)
            continue
        for what, was, becomes in zip(_ASPECTS, _facts(known), _facts(category), strict=True):
            if was != becomes:
                yield Difference(category.path, what, was, becomes)
    for code in before.keys() - after.keys():
        yield Difference(before[code].path, "删除事项", "", "")


_ASPECTS = ("全称", "通常级别", "主管部门", "在用")


def _facts(category: Category) -> tuple[str, str, str, str]:
    return (
        category.path,
        category.usual_tier_word.label,
        str(category.owner or "无"),
        "在用" if category.active else "停用",
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
