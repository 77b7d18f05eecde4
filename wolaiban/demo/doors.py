"""How the demo's studios are reached: numbers that nobody has, and hours and addresses as studios write them."""

from __future__ import annotations

from django.db import transaction

from wolaiban.places.kinds import UnitKind
from wolaiban.places.models import Studio, Unit
from wolaiban.traces.leaving import leave

PHONE = "010-8000{:04d}"  # invented
HOURS = ("每天 8:00–20:00，夜里打电话", "每天 8:30–18:00，夜里打电话", "每天 8:00–17:30，其余时间打电话")
WHERE = ("一层大厅东侧", "院里北房第一间", "便民服务站旁", "一层左手第二间")
NOTICE = "各工作室每天有人值班，夜里也接电话。"


def open_doors() -> None:
    """The same for everybody, and again the same when it is done twice."""
    doors = Unit.objects.with_a_door().order_by("code")
    studios: list[Studio] = []
    for number, unit in enumerate(doors):
        studio = unit.studio
        if studio is None or studio.code != unit.code:
            continue
        studio.phone = PHONE.format(number)
        studio.hours = HOURS[number % len(HOURS)]
        studio.address = f"{house_of(unit)}{WHERE[number % len(WHERE)]}"
        studio.notice = NOTICE if unit.is_district else ""
        studios.append(studio)
    with transaction.atomic():
        Studio.objects.bulk_update(studios, ["phone", "hours", "address", "notice"])
        leave(*studios, act="described")


def house_of(unit: Unit) -> str:
    if not unit.is_studio_level:
        return f"{unit.short_name}政务服务中心"
    return f"{unit.full_name}{'村委会' if unit.kind == UnitKind.VILLAGE else '居委会'}"
