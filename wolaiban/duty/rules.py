"""What an installation decides about duty: the hours, who counts as on duty, the day of reception. Read from settings."""

from __future__ import annotations

from datetime import time
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wolaiban.duty.answering import DutyHours
from wolaiban.duty.receptions import ReceptionRule
from wolaiban.duty.words import HalfDay
from wolaiban.process.words import Function, in_order

PUTS_OFF = "next_working_day"
DAYS_OF_A_WEEK = range(1, 8)
NOON, AFTER_NOON = time(12), time(14)  # in between people eat


def duty_hours() -> DutyHours:
    return _hours(settings.DUTY_HOURS)


def half_day_hours(half: HalfDay) -> tuple[time, time]:
    """When half a day of reception begins and ends."""
    hours = duty_hours()
    return (hours.opens, NOON) if half is HalfDay.MORNING else (AFTER_NOON, hours.closes)


@cache
def _hours(text: str) -> DutyHours:
    try:
        opens, closes = (time.fromisoformat(part.strip().zfill(5)) for part in text.split("-"))
    except ValueError:
        raise ImproperlyConfigured("DUTY_HOURS 的写法应为 08:00-17:30。") from None
    if opens >= closes:
        raise ImproperlyConfigured("DUTY_HOURS 里，下班要晚于上班。")
    return DutyHours(opens, closes)


def reception_rule() -> ReceptionRule:
    """`RECEPTION_WEEKDAY` counts from Monday as 1."""
    if settings.RECEPTION_WEEKDAY not in DAYS_OF_A_WEEK:
        raise ImproperlyConfigured("RECEPTION_WEEKDAY 应为 1（周一）到 7（周日）。")
    return ReceptionRule(settings.RECEPTION_WEEKDAY - 1, settings.RECEPTION_ON_HOLIDAY == PUTS_OFF)


def group_from() -> int:
    """From how many people on they come as a group."""
    count: int = settings.RECEPTION_GROUP_FROM
    return count


def counted_functions() -> frozenset[Function]:
    """The functions of a studio of which one must be there each day."""
    return _functions(tuple(settings.DUTY_FUNCTIONS))


@cache
def _functions(names: tuple[str, ...]) -> frozenset[Function]:
    try:
        return frozenset(Function(name) for name in names)
    except ValueError:
        raise ImproperlyConfigured(f"DUTY_FUNCTIONS 里有不认识的职能：{'、'.join(names)}。") from None


def wanted_words() -> str:
    return "或".join(function.label for function in in_order(counted_functions()))
